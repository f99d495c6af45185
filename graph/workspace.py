"""A home folder opened for work: its ledger, and the store brought up to it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from graph.ledger import Ledger
from graph.projection import Projector, is_level
from graph.settings import Login, Settings
from graph.store import GraphStore, open_store, stamped_position


class Workspace:
    """Ledger and store of one home. Use as a context manager.

    `notices` are things the user should be told, such as a store that had to be rebuilt.
    """

    def __init__(
        self, settings: Settings, *, create: bool = False, reveal_names: bool = False
    ) -> None:
        self.settings = settings
        self.home: Path = settings.home
        self.ledger = Ledger(self.home, create=create, reveal_names=reveal_names)
        self.notices: list[str] = []
        self._store: GraphStore | None = None

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release ledger and store."""
        self.ledger.close()
        if self._store is not None:
            self._store.close()

    @property
    def store(self) -> GraphStore:
        """The store, opened on first use and brought up to the ledger."""
        if self._store is None:
            self._store = self._opened()
            self.notices += getattr(self._store, "notices", [])
            self.catch_up()
        return self._store

    def _opened(self) -> GraphStore:
        return open_store(self.settings.uri, login=self.settings.login)

    def catch_up(self, progress: Callable[[int], None] = lambda _: None) -> int:
        """Project what the store lacks; returns the number of positions done.

        Only one process projects at a time; while another does, the last save is read.
        """
        if self._store is None and is_level(self.ledger, stamped_position(self.settings.uri)):
            return 0
        store = self._store or self._opened()
        self._store = store
        projector = Projector(self.ledger, store)
        if projector.behind() == 0 and store.position() is not None:
            return 0
        lock = FileLock(self.home / "store.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            self.notices.append(
                "另一进程正在更新图库，此答案取自上次保存 / another process is updating the graph; "
                "this answer is from its last save"
            )
            return 0
        try:
            return projector.run(progress)
        finally:
            lock.release()

    @property
    def level(self) -> bool:
        """Whether the store holds all of the ledger: not while another process projects it."""
        return is_level(self.ledger, self.store.position())

    @contextmanager
    def following(self) -> Iterator[None]:
        """Project in a second process while this one loads; at the end the store is level.

        Worth its start for large loads only. Should it fail, the store is brought up here.
        """
        if self._store is not None:
            self._store.close()
            self._store = None
        command = [
            sys.executable,
            "-m",
            "graph.projection.follow",
            str(self.home.resolve()),
            self.settings.uri,
        ]
        follower = subprocess.Popen(
            command, stdin=subprocess.PIPE, env={**os.environ, **_told(self.settings.login)}
        )
        try:
            yield
        finally:
            assert follower.stdin is not None
            follower.stdin.close()
            if follower.wait() != 0:
                self.notices.append(
                    "后台更新图库未完成，改为就地更新 / the follower stopped early; updating here"
                )
        self.catch_up()

    def rebuild(self, progress: Callable[[int], None] = lambda _: None) -> int:
        """Empty the store and project the ledger again."""
        store = self._store or self._opened()
        self._store = store
        with FileLock(self.home / "store.lock"):
            return Projector(self.ledger, store).rebuild(progress)


def _told(login: Login | None) -> dict[str, str]:
    """A login as a process is told it: never among its arguments, which everybody may read."""
    if login is None:
        return {}
    return {"SUYUAN_NEO4J_USER": login.user, "SUYUAN_NEO4J_PASSWORD": login.password}
