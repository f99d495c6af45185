"""Clients of the HTTP interface, each with a connection of its own: prints one JSON line.

Run as `python http_clients.py ADDRESS CLIENTS ROUNDS PAUSE HOW`. Every client asks `trace` of one
issue after another, ROUNDS times; between two of them it pauses for a random time of PAUSE seconds
on average. HOW is `new`: each is asked as of another day, so that no answer was given before; or
`again`: whatever the others have asked too. The first tenth of the rounds warms up, uncounted.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta
from http.client import HTTPConnection
from random import Random
from threading import Barrier, Thread
from urllib.parse import quote

PATIENCE = 60.0
FIRST = date(2018, 1, 1)
WARM = 0.1


def main() -> None:
    """Ask, and print how long each answer took, in seconds."""
    address, number, each = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    pause, how = float(sys.argv[4]), sys.argv[5]
    issues = _issues(address)
    Random(5).shuffle(issues)
    taken: list[list[float]] = [[] for _ in range(number)]
    sizes: list[float] = []
    start = Barrier(number + 1)

    def client(at: int) -> None:
        numbers = [at + n * number for n in range(each)]
        mine = [_address(issues[n % len(issues)], n if how == "new" else None) for n in numbers]
        start.wait()
        taken[at], size = _asked(address, mine, pause, Random(at))
        sizes.append(size)

    threads = [Thread(target=client, args=(at,)) for at in range(number)]
    for thread in threads:
        thread.start()
    start.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - begun
    counted = [t for one in taken for t in one[int(WARM * each) :]]
    figures = {
        "seconds": counted,
        "answers": number * each,
        "spent": spent,
        "issues": len(issues),
        "bytes": sum(sizes) / len(sizes),
    }
    print(json.dumps(figures))


def _address(issue: str, days: int | None) -> str:
    day = "" if days is None else f"&as_of={FIRST + timedelta(days=days)}"
    return f"/v1/questions/trace/answer?element={quote(issue)}{day}"


def _issues(address: str) -> list[str]:
    connection = HTTPConnection(address, timeout=PATIENCE)
    connection.request("GET", "/v1/questions/issues/answer?limit=100000")
    rows = json.loads(connection.getresponse().read())["rows"]
    connection.close()
    return sorted({row["issue"] for row in rows})


def _asked(
    address: str, asked: Sequence[str], pause: float, draw: Random
) -> tuple[list[float], float]:
    """Seconds of each answer, and the mean size of one."""
    connection = HTTPConnection(address, timeout=PATIENCE)
    taken, size = [], 0
    for one in asked:
        if pause:
            time.sleep(draw.expovariate(1 / pause))
        begun = time.perf_counter()
        connection.request("GET", one)
        response = connection.getresponse()
        body = response.read()
        taken.append(time.perf_counter() - begun)
        assert response.status == 200, body
        size += len(body)
    connection.close()
    return taken, size / len(asked)


if __name__ == "__main__":
    main()
