"""A ledger into a store that is named: step by step, in bulk, or as files for somebody else."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from filelock import FileLock

from dashboard.serving import server_of
from graph import InvalidValueError, Login, Settings, Workspace
from graph.bulk import Watcher as ImportWatcher
from graph.bulk import (
    bulk_import,
    count_edges,
    count_nodes,
    finish_import,
    write_import_files,
    write_script,
)
from graph.projection import Projector
from graph.server import VERSIONS, LocalServer
from graph.store import open_store
from graph.store.server_address import DATABASE, address_of

_EMBEDDED = "kglite"
_HERE = ("127.0.0.1", "localhost")


class Watcher(ImportWatcher, Protocol):
    """Who is told how a projection goes on."""

    def projecting(self, count: int) -> None:
        """So many positions of the ledger are projected."""
        ...


@dataclass(frozen=True, slots=True)
class Projected:
    """What a store, or a folder of files, holds now, and how fast it came.

    `way`: incremental | bulk | files. `written`: elements, or positions of the ledger where the
    store went on from where it stood. `script`: what imports the files. `stages`: seconds that
    each part of an import took.
    """

    way: str
    store: str
    position: int
    nodes: int
    edges: int
    written: int
    seconds: float
    script: str | None = None
    stages: Mapping[str, float] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Elements (or positions) a second."""
        return self.written / self.seconds if self.seconds else 0.0


def project(workspace: Workspace, uri: str, watch: Watcher, *, overwrite: bool) -> Projected:
    """Bring a store up to the ledger, from where it stands; from nothing with `overwrite`.

    An import that was left unfinished is finished first.
    """
    ledger = workspace.ledger
    begun = time.perf_counter()
    with (
        FileLock(workspace.home / "store.lock"),
        closing(open_store(uri, login=login_for(workspace.settings, uri))) as store,
    ):
        projector = Projector(ledger, store)
        if overwrite:
            written = projector.rebuild(watch.projecting)
        else:
            written = finish_import(ledger, store)
            written += projector.run(watch.projecting)
        store.ensure_schema()
        at = store.position()
        seconds = time.perf_counter() - begun
        with store.reading() as reader:
            nodes, edges = sum(count_nodes(reader).values()), sum(count_edges(reader).values())
        position = at.position if at else 0
    return Projected("incremental", store.uri, position, nodes, edges, written, seconds)


def project_in_bulk(
    workspace: Workspace, uri: str, watch: Watcher, *, overwrite: bool
) -> Projected:
    """Import the ledger into the server of this machine that answers a URI.

    Raises `InvalidValueError` for a server that is not ours to stop.
    """
    server = server_behind(workspace.settings, uri)
    if server is None:
        raise InvalidValueError(
            "--bulk",
            uri,
            "导入时要停库，而这个服务器不由我们启停 / an import needs the database stopped, "
            "and this server is not ours to stop",
            "加 --csv DIR 写出文件再到那里导入，或用 / add --csv DIR for files to import there, "
            "or use: suyuan neo4j up",
        )
    done = bulk_import(workspace.ledger, server, overwrite=overwrite, watch=watch)
    seconds = done.writing_s + done.importing_s + done.checking_s
    written = done.nodes + done.edges
    position = done.position.position
    stages = {
        "writing": done.writing_s,
        "importing": done.importing_s,
        "checking": done.checking_s,
    }
    return Projected(
        "bulk", done.uri, position, done.nodes, done.edges, written, seconds, stages=stages
    )


def project_to_files(
    workspace: Workspace, folder: Path, uri: str, watch: Watcher, *, overwrite: bool
) -> Projected:
    """Write import files, and the script that imports them, for the database of a URI."""
    begun = time.perf_counter()
    files = write_import_files(workspace.ledger, folder, progress=watch.writing)
    database = DATABASE if _is_embedded(uri) else address_of(uri).database
    script = write_script(files, database, overwrite=overwrite)
    return Projected(
        "files",
        str(folder),
        files.position.position,
        sum(files.nodes.values()),
        sum(files.edges.values()),
        files.elements,
        time.perf_counter() - begun,
        str(script),
    )


def server_behind(settings: Settings, uri: str) -> LocalServer | None:
    """The server that this home, or this user, starts and stops and that has this URI."""
    if _is_embedded(uri):
        return None
    address = address_of(uri)
    if address.host not in _HERE or address.database != DATABASE:
        return None
    ours = [server_of(settings, version) for version in VERSIONS]
    others = [LocalServer(version) for version in VERSIONS]
    return next((s for s in (*ours, *others) if s.files.port == address.port), None)


def login_for(settings: Settings, uri: str) -> Login | None:
    """The login of the environment; without one, that of our own server."""
    if settings.login is not None:
        return settings.login
    server = server_behind(settings, uri)
    return None if server is None else server.login


def _is_embedded(uri: str) -> bool:
    return uri.partition(":")[0] == _EMBEDDED
