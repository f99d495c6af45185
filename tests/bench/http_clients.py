"""Clients of the HTTP interface, each with a connection of its own: prints one JSON line.

Run as `python http_clients.py ADDRESS CLIENTS ROUNDS PAUSE HOW`. Every client asks `trace` of one
issue after another, ROUNDS times; between two of them it pauses for a random time of PAUSE seconds
on average. HOW is `new`: each is asked as of another day, so that no answer was given before;
`again`: whatever the others have asked too; or `kept`: of as many issues as there are clients, each
asked before, uncounted. The first tenth of the rounds warms up, uncounted.

All clients are sockets of one thread that reads no more of an answer than its length: they share
the cores with the server, and what they take is taken from it.
"""

from __future__ import annotations

import json
import os
import select
import selectors
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.client import HTTPConnection
from random import Random
from urllib.parse import quote

PATIENCE = 60.0
FIRST = date(2018, 1, 1)
WARM = 0.1
KEEPING = 5
"""So often what is to be kept is asked."""
LENGTH = b"content-length:"
WELL = b"HTTP/1.1 200 "


@dataclass(slots=True)
class Client:
    """A connection, what it still asks, and how long each answer took, in seconds."""

    address: str
    connection: socket.socket
    asked: list[bytes]
    pause: float
    draw: Random
    taken: list[float] = field(default_factory=list)
    read: bytearray = field(default_factory=bytearray)
    size: int = 0
    begun: float = 0.0
    due: float = 0.0

    def rest(self, now: float) -> None:
        """Wait before the next question."""
        self.due = now + (self.draw.expovariate(1 / self.pause) if self.pause else 0.0)

    def ask(self) -> None:
        """Send the next question; connect anew where the server closed what was idle."""
        self.read.clear()
        self.begun = time.perf_counter()
        if _closed(self.connection):
            self.connection.close()
            self.connection = _connected(self.address)
        self.connection.sendall(self.asked.pop())

    def hear(self) -> bool:
        """Read what has come; whether the answer is whole. Asserts that it is well."""
        got = self.connection.recv(1 << 18)
        assert got, "the server closed the connection"
        self.read += got
        head = self.read.find(b"\r\n\r\n")
        if head < 0:
            return False
        at = self.read.lower().find(LENGTH, 0, head) + len(LENGTH)
        length = int(self.read[at : self.read.index(b"\r\n", at)])
        if len(self.read) < head + 4 + length:
            return False
        self.taken.append(time.perf_counter() - self.begun)
        assert self.read.startswith(WELL), bytes(self.read)
        self.size += length
        return True


def main() -> None:
    """Ask, and print how long each answer took, in seconds."""
    address, number, each = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    pause, how = float(sys.argv[4]), sys.argv[5]
    issues = _issues(address)
    Random(5).shuffle(issues)
    if how == "kept":
        issues = issues[:number]
        for _ in range(KEEPING):  # each process keeps its own answers
            _run([_client(address, [one], 0.0, Random(0)) for one in issues])
    clients = []
    for at in range(number):
        numbers = [at + n * number for n in range(each)]
        mine = [(issues[n % len(issues)], n) for n in numbers]
        asked = [f"{issue}&{_day(n)}" if how == "new" else issue for issue, n in mine]
        clients.append(_client(address, asked, pause, Random(at)))
    before = os.times()
    spent = _run(clients)
    own = os.times()
    figures = {
        "seconds": [t for one in clients for t in one.taken[int(WARM * each) :]],
        "answers": number * each,
        "spent": spent,
        "issues": len(issues),
        "bytes": sum(one.size for one in clients) / (number * each),
        "processor": own.user + own.system - before.user - before.system,
    }
    print(json.dumps(figures))


def _day(number: int) -> str:
    return f"as_of={FIRST + timedelta(days=number)}"


def _client(address: str, asked: Sequence[str], pause: float, draw: Random) -> Client:
    """A client that is connected; `asked`: issues, each with what follows it in the address."""
    sent = []
    for one in reversed(asked):
        issue, _, more = one.partition("&")
        path = f"/v1/questions/trace/answer?element={quote(issue)}{'&' if more else ''}{more}"
        sent.append(f"GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n".encode())
    return Client(address, _connected(address), sent, pause, draw)


def _connected(address: str) -> socket.socket:
    host, port = address.split(":")
    connection = socket.create_connection((host, int(port)), timeout=PATIENCE)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _closed(connection: socket.socket) -> bool:
    """Whether the other end is gone: nothing else can come before a question."""
    return bool(select.select([connection], [], [], 0)[0])


def _issues(address: str) -> list[str]:
    connection = HTTPConnection(address, timeout=PATIENCE)
    connection.request("GET", "/v1/questions/issues/answer?limit=100000")
    rows = json.loads(connection.getresponse().read())["rows"]
    connection.close()
    return sorted({row["issue"] for row in rows})


def _run(clients: Sequence[Client]) -> float:
    """Let all ask until each has asked everything; the seconds that it took."""
    begun = time.perf_counter()
    resting = list(clients)
    for one in resting:
        one.rest(begun)
    with selectors.DefaultSelector() as waiting:
        while resting or waiting.get_map():
            now = time.perf_counter()
            for one in [c for c in resting if c.due <= now]:
                resting.remove(one)
                one.ask()
                waiting.register(one.connection, selectors.EVENT_READ, one)
            patience = min((c.due for c in resting), default=now + PATIENCE) - time.perf_counter()
            for key, _ in waiting.select(max(patience, 0.0)):
                one = key.data
                if one.hear():
                    waiting.unregister(one.connection)
                    if one.asked:
                        one.rest(time.perf_counter())
                        resting.append(one)
                    else:
                        one.connection.close()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
