"""The ledger's values: stored claims, occurrences, loads and blocks as a reader sees them."""

from __future__ import annotations

from dataclasses import dataclass

from graph.claim import Claim, Place

IMPORTED = '{"imported": true}'
"""The options of a load that takes in claims of another ledger."""


@dataclass(frozen=True, slots=True)
class LoadSpec:
    """What one load is: one run of one loader over one file for one source.

    `options` is canonical JSON of what else shapes its claims (snapshot, zone, table, certainty).
    `origin` is the path the user gave.
    """

    source_id: str
    family: str
    loader: str
    loader_version: str
    options: str
    origin: str


@dataclass(frozen=True, slots=True)
class LastLoad:
    """The last closed load of a source."""

    load_no: int
    spec: LoadSpec
    sha256: bytes
    first: bool

    @property
    def imported(self) -> bool:
        """Whether it took in what another ledger exported: its file is no version of the source."""
        return self.spec.options == IMPORTED


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a load has come: raw rows consumed and what became of them."""

    rows: int = 0
    accepted: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place where a claim was read: the original's hash and name, and the place in it."""

    sha256: bytes
    file_name: str
    place: Place
    load_no: int
    loader: str


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim as the ledger holds it at one position.

    `recorded_at`: when its load closed. `retracted_at`/`reason`: when and why it went, if it did.
    `stated`: what the ledger it was imported from says of its origin (see `origin_of`).
    """

    position: int
    claim_id: bytes
    claim: Claim
    source_id: str
    family: str
    recorded_at: str
    retracted_at: str | None
    reason: str | None
    occurrences: tuple[Occurrence, ...]
    stated: bytes | None = None

    @property
    def live(self) -> bool:
        """Whether the claim still stands at the position it was read at."""
        return self.retracted_at is None


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: number of the last block, its hash, and the last position."""

    block: int
    digest: bytes
    position: int

    def __str__(self) -> str:
        return f"{self.block}:{self.digest.hex()}"
