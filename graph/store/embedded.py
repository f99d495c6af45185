"""The embedded store: kglite, a graph in memory with one file that holds its last save.

It may only hold what can be rebuilt. A stamp beside the file names the engine's version; a file
that does not open, or that another version wrote, is put aside and the projection starts anew.
"""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import kglite

from graph.errors import StoreError
from graph.store.embedded_free import free_rows
from graph.store.kept import Kept
from graph.store.position import READ_POSITION, WRITE_POSITION, position_of, position_row
from graph.store.protocol import (
    Columns,
    Parameter,
    Read,
    Row,
    Statement,
    StorePosition,
)
from graph.store.read_only import FreeRows, Limits

T = TypeVar("T")


class EmbeddedStore:
    """A kglite graph. `path` None keeps it in memory only (closures and snapshots)."""

    shared = False

    def __init__(self, path: Path | None, *, create: bool = True) -> None:
        self.uri = f"kglite:{path}" if path else "kglite::memory:"
        self.path = path
        self.notices: list[str] = []
        self._kept = Kept()
        # Absent labels are normal in a portable query over a small graph, not worth a warning.
        kglite.set_query_warning_policy("silent")
        self._graph = kglite.KnowledgeGraph()
        if path is not None and path.exists():
            self._open(path)
        elif path is not None and not create:
            raise StoreError(self.uri, "there is no such graph", "run: suyuan rebuild")

    def _open(self, path: Path) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                stamp = json.loads(self._stamp_path().read_text(encoding="utf-8"))
                if stamp.get("engine") != _engine():
                    raise ValueError(f"written by kglite {stamp.get('engine')}")
                self._graph = kglite.load(str(path))
                self.position()
        except Exception as error:  # noqa: BLE001 - whatever the engine raises, we rebuild
            aside = path.with_suffix(".unreadable")
            path.replace(aside)
            self.notices.append(
                f"图库文件无法打开，将由台账重建 / graph file does not open ({error}); "
                f"put aside as {aside.name}, rebuilding from the ledger"
            )
            self._graph = kglite.KnowledgeGraph()

    def _stamp_path(self) -> Path:
        assert self.path is not None
        return _stamp_of(self.path)

    def ensure_schema(self) -> None:
        """Nothing to do: the engine keys every label by `id`."""

    def apply(self, statements: Sequence[Statement], position: StorePosition) -> None:
        """Run statements and the position in one transaction; `flush` makes them durable."""
        with self._graph.begin() as transaction:
            for statement in statements:
                parameters: dict[str, object] = (
                    {"rows": statement.rows} if statement.rows else {"ids": statement.ids}
                )
                transaction.cypher(statement.cypher, params=parameters)
            transaction.cypher(WRITE_POSITION, params={"rows": [position_row(position)]})

    @contextmanager
    def reading(self) -> Iterator[EmbeddedStore]:
        """The graph itself: it does not change while this process reads."""
        yield self

    def run(self, cypher: str, parameters: Mapping[str, Parameter]) -> list[Row]:
        """Rows of a reading query."""
        return list(self._graph.cypher(cypher, params=dict(parameters)))

    def free(self, cypher: str, parameters: Mapping[str, object], limits: Limits) -> FreeRows:
        """Rows of a user's own query, run on a copy of the graph in another process."""
        return free_rows(self._graph.to_bytes(), cypher, parameters, limits)

    def columns(self, read: Read) -> Columns:
        """The values of one read: a list for each alias costs a fraction of a dict for each row."""
        found = self._graph.cypher(read.cypher, params=dict(read.parameters), parallel=True)
        assert isinstance(found, kglite.ResultView)
        return [found.column(name) for name in read.columns] if found else []

    def together(self, reads: Sequence[Read]) -> list[Columns]:
        """The values of each of several reads."""
        return [self.columns(read) for read in reads]

    def kept(self, name: str, make: Callable[[], T], empty_at: StorePosition | None = None) -> T:
        """What was derived from the graph, until the next batch is applied."""
        return self._kept.get(self, name, make, empty_at)

    def position(self) -> StorePosition | None:
        """The position of the last applied batch."""
        return position_of(self.run(READ_POSITION, {}))

    def flush(self) -> None:
        """Save beside the old file and put it in its place at once."""
        if self.path is None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.path.with_suffix(".saving")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._graph.save(str(temporary))
        _sync(temporary)
        at = self.position()
        stamp = {
            "engine": _engine(),
            "size": temporary.stat().st_size,
            "position": None if at is None else [at.chain, at.position, at.ontology],
        }
        written = self._stamp_path().with_suffix(".saving")
        written.write_text(json.dumps(stamp), encoding="utf-8")
        # The graph first: a stamp may lag behind its graph, but never speak of one not yet there.
        temporary.replace(self.path)
        written.replace(self._stamp_path())

    def wipe(self) -> None:
        """Begin with an empty graph."""
        self._graph = kglite.KnowledgeGraph()

    def close(self) -> None:
        """Let go of the graph."""
        self._graph = kglite.KnowledgeGraph()
        self._kept = Kept()


def open_uri(uri: str, login: object, create: bool) -> EmbeddedStore:
    """The store behind `kglite:PATH`; nobody has to log in."""
    del login
    return EmbeddedStore(_path_of(uri), create=create)


def stamped_position(uri: str) -> StorePosition | None:
    """The position of the last save from its stamp, without opening the graph; None if unsure."""
    path = _path_of(uri)
    try:
        stamp = json.loads(_stamp_of(path).read_text(encoding="utf-8"))
        if stamp["engine"] != _engine() or stamp["size"] != path.stat().st_size:
            return None
        chain, position, ontology = stamp["position"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return StorePosition(str(chain), int(position), str(ontology))


def _path_of(uri: str) -> Path:
    return Path(uri.removeprefix("kglite:"))


def _stamp_of(path: Path) -> Path:
    return path.with_suffix(".stamp.json")


def frozen(graph: bytes) -> kglite.FrozenGraph:
    """A graph that nothing can change, from its bytes."""
    kglite.set_query_warning_policy("silent")
    return kglite.from_bytes(graph).freeze()


@cache
def _engine() -> str:
    return version("kglite")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
