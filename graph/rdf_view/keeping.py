"""Views kept on disk: an Oxigraph store for each state of the graph and span of valid time.

A view is the same for every moment between two boundaries of validity, so that it is made once
and asked often. It may be deleted at any time: it is made again from the graph.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from filelock import FileLock

from graph.errors import MissingExtraError
from graph.rdf_view.streaming import Streamed
from graph.store.protocol import GraphStore

KEPT = 3
FORM = 2
"""Raised when the same graph would be told in another way."""
_STAMP = "view.json"
_BUFFER = 1 << 20


@dataclass(frozen=True, slots=True)
class KeptView:
    """A view on disk. It stands for every moment from `since` until before `until`.

    `graph`: what it was made of, by the position of the graph and the form of the view.
    """

    folder: Path
    graph: str
    since: str
    until: str
    nodes: int
    edges: int
    standing: int

    @property
    def store(self) -> Path:
        """Where Oxigraph keeps it."""
        return self.folder / "store"

    def stands(self, graph: str, moment: str) -> bool:
        """Whether it is the view of a graph at a moment."""
        return self.graph == graph and self.since <= moment < self.until


def kept_view(home: Path, store: GraphStore, moment: str) -> KeptView:
    """The view of what a store holds at a moment: one that is kept, or made now.

    Raises `MissingExtraError` without the extra `rdf`.
    """
    try:
        import pyoxigraph as _  # noqa: F401 - found missing before any work
    except ModuleNotFoundError as error:
        raise MissingExtraError("pyoxigraph", "rdf") from error
    root = home / "rdf"
    graph = _identity(store)
    with FileLock(root.parent / "rdf.lock"):
        found = next((view for view in _views(root) if view.stands(graph, moment)), None)
        if found is None:
            found = _made(root, graph, store, moment)
            _forget(root)
        else:
            (found.folder / _STAMP).touch()
    return found


def _identity(store: GraphStore) -> str:
    at = store.position()
    where = "nothing" if at is None else f"{at.chain} {at.position} {at.ontology}"
    return f"{where} form {FORM} oxigraph {version('pyoxigraph')}"


def _views(root: Path) -> Iterator[KeptView]:
    for stamp in root.glob(f"*/{_STAMP}"):
        try:
            said = json.loads(stamp.read_text(encoding="utf-8"))
            yield KeptView(folder=stamp.parent, **said)
        except (OSError, ValueError, TypeError):  # half gone, or of another form
            continue


def _made(root: Path, graph: str, store: GraphStore, moment: str) -> KeptView:
    from pyoxigraph import RdfFormat, Store

    root.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=".making-", dir=root))
    try:
        lines = making / "view.nq"
        with store.reading() as reader:
            streamed = Streamed(reader, moment)
            with lines.open("w", encoding="utf-8", buffering=_BUFFER) as stream:
                for line in streamed.lines():
                    stream.write(line)
                    stream.write("\n")
        kept = Store(str(making / "store"))
        kept.bulk_load(path=str(lines), format=RdfFormat.N_QUADS)
        kept.optimize()
        kept.flush()
        del kept
        lines.unlink()
        folder = root / making.name.removeprefix(".making-")
        counts = (streamed.nodes, streamed.edges, streamed.standing)
        view = KeptView(folder, graph, streamed.since, streamed.until, *counts)
        said = {name: said for name, said in asdict(view).items() if name != "folder"}
        (making / _STAMP).write_text(json.dumps(said), encoding="utf-8")
        making.rename(folder)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return view


def _forget(root: Path) -> None:
    """Remove all but the views used last, and what a killed process was making."""
    stamps = sorted(root.glob(f"*/{_STAMP}"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in (stamp.parent for stamp in stamps[KEPT:]):
        shutil.rmtree(old, ignore_errors=True)
    for broken in root.glob(".making-*"):
        shutil.rmtree(broken, ignore_errors=True)
