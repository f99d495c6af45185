"""Claims of another ledger taken into this one: all of a file in one transaction, or nothing.

Each source of the file gets a load of its own, whose original is the imported file; so has each
file where there are two, of nodes and of edges. A claim that
the ledger has already is not written again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph.claim import Claim, Place, Rejected
from graph.errors import SourceError
from graph.ledger.blocks import transaction
from graph.ledger.ledger import Ledger, LedgerWriter
from graph.ledger.reader import LedgerReader
from graph.ledger.records import Checkpoint, LoadSpec
from graph.ledger.stated import ImportSession, origin_of, parse_stated

SHOWN = 20
_BATCH = 5000


@dataclass(frozen=True, slots=True)
class ImportedClaim:
    """A claim as a file of another ledger states it; `place`: in that file.

    `stated`: its origin, as `stated_body` gives it. `reason`: why it was retracted, if it was.
    """

    claim_id: bytes
    claim: Claim
    place: Place
    stated: bytes
    reason: str | None


@dataclass(slots=True)
class ImportCount:
    """What became of the claims of a file; `read == written + known + rejected`.

    `sources`: those with something new; `shown`: the first of the rejects.
    """

    read: int = 0
    written: int = 0
    known: int = 0
    rejected: int = 0
    retracted: int = 0
    sources: set[str] = field(default_factory=set)
    shown: list[Rejected] = field(default_factory=list)


class ClaimImport:
    """Files being imported. Made by `importing`; give it each source of a file once, whole."""

    def __init__(self, ledger: Ledger, writer: LedgerWriter, spec: LoadSpec) -> None:
        self._ledger, self._writer = ledger, writer
        self._spec = spec
        self._reader = LedgerReader(ledger)
        self._kept: dict[Path, tuple[bytes, int]] = {}
        self.count = ImportCount()

    def source(
        self,
        source_id: str,
        family: str,
        rows: Iterator[ImportedClaim | Rejected],
        path: Path,
    ) -> None:
        """Write what one file says for one source.

        Rejected is also a claim that the ledger knows with another origin or standing: what it
        recorded itself is not overruled. Raises `SourceError` where it knows the source as one
        of another family.
        """
        self._check_family(source_id, family, path)
        session: ImportSession | None = None
        done = Checkpoint()
        gone: dict[str, list[bytes]] = defaultdict(list)
        waiting: list[Rejected] = []  # until there is a load to note them with
        for batch in _batches(rows):
            fresh, rejected = self._sorted_out(batch)
            done = Checkpoint(
                done.rows + len(batch),
                done.accepted + len(batch) - len(rejected),
                done.rejected + len(rejected),
            )
            waiting += rejected
            if fresh and session is None:
                session = self._begin(source_id, family, path)
            if session is not None:
                new = [(one.claim, one.place, None) for one in fresh]
                session.take(new, {one.claim_id: one.stated for one in fresh}, waiting, done)
                waiting = []
            for one in fresh:
                if one.reason is not None:
                    gone[one.reason].append(one.claim_id)
        if session is not None:
            for reason in sorted(gone):
                session.retract(session.standing_with(gone[reason]), reason, allow_mass=True)
            session.close()
            self.count.sources.add(source_id)
            self.count.retracted += session.retracted

    def _begin(self, source_id: str, family: str, path: Path) -> ImportSession:
        if path not in self._kept:
            self._kept[path] = self._ledger.originals.keep(path)
        spec = replace(self._spec, source_id=source_id, family=family)
        return self._writer.begin_import(spec, self._kept[path], path.name)

    def _check_family(self, source_id: str, family: str, path: Path) -> None:
        last = self._ledger.last_load(source_id)
        if last is not None and last.spec.family != family:
            raise SourceError(
                path,
                f"来源 {source_id!r} 在台账里属 {last.spec.family}，在文件里属 {family} / "
                f"source {source_id!r} is {last.spec.family} in the ledger, {family} in the file",
                "不同的来源须有不同的名字 / different sources need different names",
            )

    def _sorted_out(
        self, batch: Sequence[ImportedClaim | Rejected]
    ) -> tuple[list[ImportedClaim], list[Rejected]]:
        """What is new, and what cannot be taken; what is known already is neither."""
        rejected = [one for one in batch if isinstance(one, Rejected)]
        said = [one for one in batch if isinstance(one, ImportedClaim)]
        known = self._reader.by_ids(one.claim_id for one in said) if self._reader.position else {}
        fresh = []
        for one in said:
            stored = known.get(one.claim_id)
            if stored is None:
                fresh.append(one)
            elif origin_of(stored).same_as(parse_stated(one.stated, one.reason)):
                self.count.known += 1
            else:
                rejected.append(_known_otherwise(one))
        self.count.read += len(batch)
        self.count.written += len(fresh)
        self.count.rejected += len(rejected)
        self.count.shown += rejected[: SHOWN - len(self.count.shown)]
        return fresh, rejected


@contextmanager
def importing(ledger: Ledger, spec: LoadSpec) -> Iterator[ClaimImport]:
    """Import files: at the end all of them is there; on any error, or when killed, nothing.

    `spec` is that of all its loads, but for source and family. What a killed load left unfinished
    is discarded first.
    """
    with ledger.writing() as writer:
        writer.discard_unfinished()
        with transaction(ledger.connection):
            yield ClaimImport(ledger, writer, spec)


def _batches(
    rows: Iterator[ImportedClaim | Rejected],
) -> Iterator[list[ImportedClaim | Rejected]]:
    batch: list[ImportedClaim | Rejected] = []
    for one in rows:
        batch.append(one)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _known_otherwise(one: ImportedClaim) -> Rejected:
    return Rejected(
        one.place,
        "claim",
        one.claim_id.hex(),
        "known otherwise",
        "台账已有这条断言，而时间、撤回或出处不同，以台账为准；要更新就装载来源本身 / "
        "the ledger has this claim with another time, standing or place, and keeps its own; "
        "to renew it load the source itself",
    )
