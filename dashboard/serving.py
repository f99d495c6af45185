"""The Neo4j server that goes with a home: which one it is, and how it stands."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from graph import ServerError, Settings
from graph.server import DEFAULT_VERSION, GivenServer, LocalServer, find_java


@dataclass(frozen=True, slots=True)
class ServerState:
    """How a server stands. None: not known yet, before its first start, or not ours to know.

    `started`: this very command has started it. `jars_checked`: every jar was compared with the
    lock, rather than counted.
    """

    running: bool
    uri: str | None = None
    version: str | None = None
    started: bool = False
    user: str | None = None
    password_file: str | None = None
    pid: int | None = None
    home: str | None = None
    java: str | None = None
    jars: str | None = None
    n_jars: int = 0
    jars_checked: bool = False

    @property
    def exports(self) -> tuple[str, ...]:
        """Lines for a shell, after which every command works on this server."""
        named = {"SUYUAN_STORE": self.uri, "SUYUAN_NEO4J_PASSWORD_FILE": self.password_file}
        return tuple(f"export {k}={shlex.quote(v)}" for k, v in named.items() if v)


def server_of(settings: Settings, version: str | None) -> LocalServer:
    """The server of a home: one a version, since they do not share their data."""
    chosen = version or DEFAULT_VERSION
    return LocalServer(chosen, server_home(settings, chosen))


def server_home(settings: Settings, version: str) -> Path:
    """Where the server of a home keeps its data."""
    return settings.home / "neo4j" / version


def given_state(server: GivenServer) -> ServerState:
    """How the server of SUYUAN_NEO4J_URI stands."""
    user = server.login.user if server.login else None
    return ServerState(server.reachable, server.uri, user=user)


def state_of(
    server: LocalServer, *, started: bool = False, check_jars: bool = False
) -> ServerState:
    """How a server stands; changes nothing.

    `check_jars`: compare every jar with the lock. Raises `ServerError` for one that differs.
    """
    files = server.files
    used = files.port is not None
    provided = server.jars.exists()
    if check_jars and provided:
        server.check_jars()
    return ServerState(
        running=server.running,
        uri=server.uri if used else None,
        version=server.release.version,
        started=started,
        user=server.login.user if used else None,
        password_file=str(files.password_file) if used else None,
        pid=server.pid,
        home=str(server.home),
        java=_java(server),
        jars=str(server.jars) if provided else None,
        n_jars=sum(1 for _ in server.jars.glob("*.jar")),
        jars_checked=check_jars and provided,
    )


def _java(server: LocalServer) -> str | None:
    try:
        java = find_java(server.release)
    except ServerError:
        return None
    return f"{java.major} ({java.path})"
