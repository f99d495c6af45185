"""The import of a ledger into a server of this machine, while it is stopped.

The importer writes a database in a folder of its own, which takes the place of the old one when
all is well: an import that fails leaves everything as it was.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from filelock import FileLock

from graph.bulk.arguments import import_arguments
from graph.bulk.files import ImportFiles, write_import_files
from graph.bulk.finish import check_import, finish_import
from graph.errors import InvalidValueError, ServerError, StoreError
from graph.ledger import Ledger
from graph.server import LocalServer
from graph.store import open_store
from graph.store.protocol import StorePosition
from graph.store.server_address import DATABASE

DAY = 86_400.0
_PARTS = ("databases", "transactions")
_PREFIX = "bulk-"
_FEW = 200_000  # so few elements are in before a compiler or parallel threads pay
_BRIEF = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
_LASTING = ("-XX:+UseParallelGC",)  # measured at 1.4 million: 15 % less work than the default
# The importer reaches into memory by an access that newer Javas grant only when told to.
_GRANTED = "--add-opens=java.base/java.nio=ALL-UNNAMED"
_ANYTHING = "MATCH (n) RETURN true AS found LIMIT 1"


class Watcher(Protocol):
    """Who is told how an import goes on."""

    def writing(self, positions: int) -> None:
        """So many positions of the ledger are in files."""
        ...

    def importing(self, elements: int) -> None:
        """The server is stopped, and so many elements are being imported."""
        ...

    def checking(self) -> None:
        """The server starts again, and is asked what it holds."""
        ...


class Unwatched:
    """Nobody is told."""

    def writing(self, positions: int) -> None:
        """Nothing."""

    def importing(self, elements: int) -> None:
        """Nothing."""

    def checking(self) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What was imported, and how long each part took (seconds)."""

    uri: str
    position: StorePosition
    nodes: int
    edges: int
    writing_s: float
    importing_s: float
    checking_s: float


def bulk_import(
    ledger: Ledger,
    server: LocalServer,
    *,
    overwrite: bool = False,
    watch: Watcher | None = None,
) -> Imported:
    """Import a ledger as it is now into the database of a server, which runs afterwards.

    Raises `StoreError` for a database that holds something unless `overwrite`, and `ServerError`
    with the end of the importer's report when the import fails: the database is as before then.
    """
    watch = watch or Unwatched()
    if not overwrite:
        _refuse_unless_empty(server)
    server.files.make()
    begun = time.perf_counter()
    with _alone(server), TemporaryDirectory(dir=server.home, prefix=_PREFIX) as folder:
        files = write_import_files(ledger, Path(folder) / "files", progress=watch.writing)
        written = time.perf_counter()
        watch.importing(files.elements)
        import_files(files, server)
    imported = time.perf_counter()
    watch.checking()
    server.start()
    with closing(open_store(server.uri, login=server.login)) as store:
        store.ensure_schema()
        finish_import(ledger, store)
        check_import(store, files)
        uri, position = store.uri, store.position() or files.position
    return Imported(
        uri,
        position,
        sum(files.nodes.values()),
        sum(files.edges.values()),
        written - begun,
        imported - written,
        time.perf_counter() - imported,
    )


def import_files(files: ImportFiles, server: LocalServer) -> None:
    """Import files in place of the database of a server, which is stopped meanwhile.

    Raises `ServerError` when they are not imported; the database is as before then.
    """
    folder = _as_seen(files.folder, server)
    with _stopped(server), TemporaryDirectory(dir=server.home, prefix=_PREFIX) as scratch:
        made = Path(scratch)
        (made / "neo4j.conf").write_text(_conf(made.name, files.elements), encoding="ascii")
        options = (
            "--verbose",  # or it keeps to itself what is wrong with which file
            f"--additional-config={made.name}/neo4j.conf",
            f"--report-file={made.name}/report",
        )
        try:
            asked = (*options, *import_arguments(files, folder))
            server.admin("database", "import", "full", DATABASE, *asked, timeout=DAY)
        except ServerError as error:
            raise ServerError(error.what, error.rule, _told(error.remedy)) from error
        _take_place(made, server.home / "data")


def _conf(folder: str, elements: int) -> str:
    """What the importer is told besides the server's own configuration."""
    options = (_GRANTED, *(_BRIEF if elements < _FEW else _LASTING))
    lines = [f"server.directories.data={folder}/data"]
    lines += [f"server.jvm.additional={option}" for option in options]
    return "\n".join(lines) + "\n"


def _told(output: str) -> str:
    """What the importer says of its failure, without its stack and its progress."""
    lines = (line.rstrip() for line in output.splitlines())
    return "\n".join(s for s in lines if s and not s.strip().startswith(("at ", "...", "---")))


def _as_seen(folder: Path, server: LocalServer) -> str:
    """The folder as the importer is told: it works in the server's, and a comma ends a name."""
    absolute = folder.absolute()
    if absolute.is_relative_to(server.home):
        absolute = absolute.relative_to(server.home)
    if "," in str(absolute):
        raise InvalidValueError(
            "--csv",
            str(folder),
            "路径里有逗号 / there is a comma in the path",
            "换一个文件夹 / name another folder",
        )
    return absolute.as_posix()


@contextmanager
def _alone(server: LocalServer) -> Iterator[None]:
    """One import at a time; what a killed one left behind goes."""
    with FileLock(server.home / "import.lock"):
        for left in server.home.glob(f"{_PREFIX}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


@contextmanager
def _stopped(server: LocalServer) -> Iterator[None]:
    """A server that does not run; it does again afterwards if it did before."""
    ran = server.stop()
    try:
        yield
    finally:
        if ran:
            server.start()


def _take_place(made: Path, data: Path) -> None:
    """Put a new database where the old one is; `made` keeps the old one, and goes."""
    for part in _PARTS:
        present, aside = data / part / DATABASE, made / "before" / part
        if present.exists():
            aside.parent.mkdir(exist_ok=True)
            present.rename(aside)
        present.parent.mkdir(parents=True, exist_ok=True)
        new = made / "data" / part / DATABASE
        if new.exists():
            new.rename(present)


def _refuse_unless_empty(server: LocalServer) -> None:
    """Raises `StoreError` for a database that holds something."""
    if not (server.home / "data" / "databases" / DATABASE).exists():
        return
    server.start()
    with closing(open_store(server.uri, login=server.login)) as store, store.reading() as reader:
        found = reader.run(_ANYTHING, {})
    if found:
        raise StoreError(
            server.uri,
            "数据库不是空的 / the database is not empty",
            "去掉 --bulk 就接着已有的写，加 --overwrite 就替换它 / "
            "without --bulk it goes on from there, with --overwrite it is replaced",
        )
