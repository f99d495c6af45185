"""What a home holds: versions, places, positions, and the sources that were loaded."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from graph import Settings
from graph.ledger import Ledger, LedgerReader
from graph.ledger.ledger import LEDGER_FILE
from graph.projection import ontology_fingerprint
from graph.store import saved_position
from loaders import loaders

_PARTS = ("suyuan", "kglite", "neo4j", "networkx", "orjson", "rich", "typer")


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source: who loaded which file last, and how many of its claims stand."""

    source_id: str
    family: str
    loader: str
    loader_version: str
    origin: str
    sha256: str
    load_no: int
    loaded_at: str
    live_claims: int


@dataclass(frozen=True, slots=True)
class LedgerState:
    """How far the ledger has come. `claims`: ever recorded; `live`: those that stand."""

    head: str
    position: int
    claims: int
    live: int
    sources: tuple[SourceState, ...]


@dataclass(frozen=True, slots=True)
class LoaderState:
    """A loader at hand."""

    name: str
    version: str
    family: str
    title_zh: str
    title_en: str


@dataclass(frozen=True, slots=True)
class About:
    """A home and the software that reads it.

    `ledger` is None where nothing was loaded yet, `store_position` where the store has no save
    that opens.
    """

    versions: dict[str, str]
    home: str
    store: str
    store_position: int | None
    ontology: str
    ledger: LedgerState | None
    loaders: tuple[LoaderState, ...]


def gathered(settings: Settings) -> About:
    """Everything about a home; changes nothing in it."""
    state = position = None
    if (settings.home / LEDGER_FILE).exists():
        with Ledger(settings.home, create=False) as ledger:
            state = _ledger(ledger)
        at = saved_position(settings.uri, settings.login)
        position = at.position if at else None
    return About(
        _versions(),
        str(settings.home.resolve()),
        settings.uri,
        position,
        ontology_fingerprint(),
        state,
        tuple(
            LoaderState(x.name, x.version, x.family, x.title_zh, x.title_en)
            for x in loaders().values()
        ),
    )


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in _PARTS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _ledger(ledger: Ledger) -> LedgerState:
    head = ledger.head()
    (claims,) = ledger.connection.execute(
        "SELECT count(*) FROM claims WHERE pos<=?", (head.position,)
    ).fetchone()
    named = ledger.connection.execute("SELECT source_id FROM sources ORDER BY source_id").fetchall()
    reader = LedgerReader(ledger)
    sources = tuple(s for (name,) in named if (s := _source(ledger, reader, name)) is not None)
    return LedgerState(
        str(head), head.position, int(claims), sum(s.live_claims for s in sources), sources
    )


def _source(ledger: Ledger, reader: LedgerReader, source_id: str) -> SourceState | None:
    last = ledger.last_load(source_id)
    if last is None:
        return None
    return SourceState(
        source_id,
        last.spec.family,
        last.spec.loader,
        last.spec.loader_version,
        last.spec.origin,
        last.sha256.hex(),
        last.load_no,
        reader.closed_at(last.load_no),
        ledger.live_claims(last.load_no),
    )
