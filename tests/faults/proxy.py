"""A wire between a driver and a server that breaks after so many bytes."""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Literal

Way = Literal["up", "down"]  # to the server, to the client
# A Bolt message of its own: one chunk of two bytes, a structure without fields, COMMIT.
COMMIT = bytes.fromhex("0002 b012 0000")


@dataclass(frozen=True)
class Cut:
    """Break both ways after `after` bytes one way; they are counted from a commit on, if named."""

    way: Way
    after: int
    commit: int = 0


class Proxy:
    """Passes bytes on, counts them, and breaks once. Use as a context manager.

    `lasting`: after the break nobody is let in any more.
    """

    def __init__(self, port: int, cut: Cut | None = None, *, lasting: bool = False) -> None:
        self.passed: dict[Way, int] = {"up": 0, "down": 0}
        self.commits = 0
        self.broken = False
        self._port, self._cut, self._lasting = port, cut, lasting
        self._counted = 0
        self._links: list[socket.socket] = []
        self._lock = Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))

    @property
    def port(self) -> int:
        """Where it listens."""
        port: int = self._listener.getsockname()[1]
        return port

    def __enter__(self) -> Proxy:
        Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()
        with self._lock:
            self._drop()

    def _accept(self) -> None:
        with suppress(OSError):  # the listener was closed
            while True:
                client, _ = self._listener.accept()
                if self.broken and self._lasting:
                    client.close()
                    continue
                server = socket.create_connection(("127.0.0.1", self._port))
                for end in (client, server):  # else each small message waits for the last one's ACK
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                with self._lock:
                    self._links += [client, server]
                for source, target, way in ((client, server, "up"), (server, client, "down")):
                    Thread(target=self._pump, args=(source, target, way), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, way: Way) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                with self._lock:
                    data = data[: self._allowed(data, way)]
                    self.passed[way] += len(data)
                    target.sendall(data)
                    if self._due():
                        self.broken = True
                        self._drop()
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _allowed(self, data: bytes, way: Way) -> int:
        """How many of these bytes may pass."""
        counting = self._cut is not None and self.commits >= self._cut.commit
        if way == "up":
            self.commits += data.count(COMMIT)
        if self._cut is None or not counting or self.broken or way != self._cut.way:
            return len(data)
        allowed = min(len(data), self._cut.after - self._counted)
        self._counted += allowed
        return allowed

    def _due(self) -> bool:
        cut = self._cut
        reached = cut is not None and self.commits >= cut.commit and self._counted >= cut.after
        return reached and not self.broken

    def _drop(self) -> None:
        """Break what is connected: at once, with nothing more to come."""
        for link in self._links:
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
            link.close()
        self._links.clear()
