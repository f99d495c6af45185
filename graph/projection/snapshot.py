"""`known_at` for the whole: an embedded graph of one ledger position, the last few kept."""

from __future__ import annotations

from pathlib import Path

from graph.ledger import Ledger
from graph.projection.project import Projector
from graph.store.embedded import EmbeddedStore

KEPT = 3


def snapshot_store(ledger: Ledger, position: int) -> EmbeddedStore:
    """The graph as of a ledger position, from `snapshots/` of the home or made now."""
    folder = ledger.home / "snapshots"
    path = folder / f"{position}.kgl"
    store = EmbeddedStore(path)
    projector = Projector(ledger, store, until=position)
    if store.position() is None or projector.behind():
        projector.run()
    else:
        path.touch()
    _forget(folder)
    return store


def _forget(folder: Path) -> None:
    files = sorted(folder.glob("*.kgl"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in files[KEPT:]:
        old.unlink(missing_ok=True)
        old.with_suffix(".stamp.json").unlink(missing_ok=True)
