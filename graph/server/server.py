"""A Neo4j Community server of this machine: started, stopped and administered from Python."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGKILL, SIGTERM, Signals

from filelock import FileLock

from graph.errors import ServerError
from graph.server.command import Program
from graph.server.home import THROW_AWAY, USER, ServerHome, Sizing, state_folder
from graph.server.jars import check_library, library, library_folder
from graph.server.java import find_java
from graph.server.port import LOOPBACK, is_free, speaks_bolt
from graph.server.process import KnownProcess, ended_with_us
from graph.server.versions import DEFAULT_VERSION, release
from graph.settings import Login

UP, DOWN = "suyuan neo4j up", "suyuan neo4j down"


class LocalServer:
    """A server with a folder of its own: one port of this machine alone, one password.

    What it was told survives a kill: the next start recovers it. Everything about it is in its
    folder, so any process of the same user may stop what another one has started.
    """

    def __init__(
        self,
        version: str = DEFAULT_VERSION,
        home: Path | None = None,
        *,
        sizing: Sizing | None = None,
        cache: Path | None = None,
    ) -> None:
        self.release = release(version)
        self.files = ServerHome((home or state_folder(version)).absolute())
        self._sizing, self._cache = sizing or Sizing(), cache
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def home(self) -> Path:
        """The folder of its data, configuration and logs."""
        return self.files.folder

    @property
    def uri(self) -> str:
        """Where it answers. Raises `ServerError` before its first start."""
        if self.files.port is None:
            raise self._error("还没有启动过 / was never started", UP)
        return f"bolt://{LOOPBACK}:{self.files.port}"

    @property
    def login(self) -> Login:
        """Its only user. Raises `ServerError` before its first start."""
        if not self.files.password_file.exists():
            raise self._error("还没有启动过 / was never started", UP)
        return Login(USER, self.files.password)

    @property
    def pid(self) -> int | None:
        """The number of its process; None while it does not run."""
        known = KnownProcess.read(self.files.pid_file)
        return known.pid if known and known.alive else None

    @property
    def running(self) -> bool:
        """Its process is there, whoever started it."""
        return self.pid is not None

    @property
    def jars(self) -> Path:
        """The folder of its jars, in the user's cache; not there before they are fetched."""
        return library_folder(self.release, self._cache)

    def check_jars(self) -> None:
        """Raises `ServerError` for a jar that differs from the lock."""
        check_library(self.release, self._cache)

    def log_tail(self, lines: int = 20) -> str:
        """The last lines of what it printed."""
        return self.files.log_tail(lines)

    def start(self, timeout: float = 120.0) -> bool:
        """Start it and wait (seconds) until it answers; False when it ran already.

        Raises `ServerError` when it cannot be provided or does not answer in time.
        """
        with self._alone():
            if self.running:
                return False
            program = self._ready()
            port = self._own_port()
            try:
                self._spawn(program)
                self._await(port, timeout)
            except BaseException:
                self._end(SIGKILL, 10)
                raise
        return True

    def stop(self, timeout: float = 60.0) -> bool:
        """Stop it in good order; kill it when that takes longer. False when it did not run."""
        if not self.home.exists():
            return False
        with self._alone():
            if not self.running:
                return False
            return self._end(SIGTERM, timeout) or self._end(SIGKILL, 10)

    def kill(self) -> bool:
        """End it at once, as a power cut would. False when it did not run."""
        if not self.home.exists():
            return False
        with self._alone():
            return self.running and self._end(SIGKILL, 10)

    def admin(self, *arguments: str | Path, timeout: float = 3600.0) -> str:
        """Run `neo4j-admin` on its folder, such as `admin("database", "check", "neo4j")`.

        Returns what it printed. Raises `ServerError` when it fails, and for work on the database
        while the server runs.
        """
        with self._alone():
            if self.running and arguments[:1] == ("database",):
                raise self._error("正在运行 / is running", f"先停下 / stop it first: {DOWN}")
            return self._admin(self._ready(), [str(a) for a in arguments], timeout)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time starts, stops or administers it."""
        self.files.make()
        with FileLock(self.home / "server.lock"):
            yield

    def _ready(self) -> Program:
        if os.name != "posix":
            rule = "这个系统上不能启动 / cannot be started on this system"
            raise self._error(rule, "WSL，或设 / or set SUYUAN_NEO4J_URI")
        jars = library(self.release, self._cache)
        program = Program(self.release, find_java(self.release), jars)
        self.files.prepare(self.release, jars, self._sizing)
        if not self.files.used:
            # From the file: an argument would show in the list of processes.
            password = f"@{self.files.password_file}"
            self._admin(program, ["dbms", "set-initial-password", password], 120)
        return program

    def _own_port(self) -> int:
        port = self.files.port or 0
        if not is_free(port):
            raise self._error(
                f"端口 {port} 被别的程序占用 / port {port} is taken by another program",
                "停掉那个程序；要换端口就 / stop that program; for another port: "
                f"rm {self.files.conf}/neo4j.conf",
            )
        return port

    def _admin(self, program: Program, arguments: list[str], timeout: float) -> str:
        asked = f"neo4j-admin {' '.join(arguments[:2])}"
        try:
            run = subprocess.run(
                program.admin(arguments),
                cwd=self.home,
                env=program.environment(self.files),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=timeout,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            rule = f"{asked} 超过 {timeout:.0f} 秒 / took longer than {timeout:.0f} s"
            raise self._error(rule, "重做 / do it again") from error
        output = run.stdout.decode(errors="replace")
        if run.returncode:
            last = "\n".join(output.splitlines()[-20:])
            raise self._error(f"{asked}: {run.returncode}", f"它说 / it said:\n{last}")
        return output

    def _spawn(self, program: Program) -> None:
        with self.files.console.open("wb") as console:
            self._child = subprocess.Popen(
                program.server(self.files, self._sizing),
                cwd=self.home,
                env=program.environment(self.files),
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        known = KnownProcess.of(self._child.pid)
        if known:
            known.write(self.files.pid_file)

    def _await(self, port: int, timeout: float) -> None:
        until = time.monotonic() + timeout
        while self.running and time.monotonic() < until:
            if speaks_bolt(port):
                return
            time.sleep(0.05)
        rule = (
            f"{timeout:.0f} 秒内没有应答 / did not answer within {timeout:.0f} s"
            if self.running
            else "启动时退出 / ended while it started"
        )
        tail = f"看日志 / read its log {self.files.console}:\n{self.log_tail()}"
        raise self._error(rule, tail)

    def _end(self, number: Signals, within: float) -> bool:
        known = KnownProcess.read(self.files.pid_file)
        if known and not known.end(number, within):
            return False
        self.files.pid_file.unlink(missing_ok=True)
        if self._child:
            self._child.wait()
            self._child = None
        return True

    def _error(self, rule: str, remedy: str) -> ServerError:
        return ServerError(f"Neo4j {self.release.version} ({self.home})", rule, remedy)


@contextmanager
def local_server(
    version: str = DEFAULT_VERSION,
    home: Path | None = None,
    *,
    sizing: Sizing = THROW_AWAY,
    cache: Path | None = None,
) -> Iterator[LocalServer]:
    """A server for a while: provided, started, and stopped at the end, even if we are killed.

    Without a home its folder goes with it.
    """
    with tempfile.TemporaryDirectory(prefix="suyuan-neo4j-") as spare:
        server = LocalServer(version, home or Path(spare), sizing=sizing, cache=cache)
        with ended_with_us(server.files.pid_file):
            server.start()
            try:
                yield server
            finally:
                server.stop()
