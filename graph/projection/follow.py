"""A follower: projects closed loads while another process writes them, then saves and ends.

Run as `python -m graph.projection.follow HOME URI`; it ends when its standard input closes.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from filelock import FileLock

from graph.ledger import Ledger
from graph.projection.project import Projector, is_level
from graph.settings import Login
from graph.store import GraphStore, open_store, stamped_position

PAUSE_S = 0.1


def follow(home: Path, uri: str, stop: threading.Event) -> None:
    """Keep a store level with a ledger until `stop`; durable when it returns."""
    with Ledger(home, create=False) as ledger, FileLock(home / "store.lock"):
        store: GraphStore | None = None
        last = False
        while not last:
            last = stop.wait(PAUSE_S)
            if store is None and is_level(ledger, stamped_position(uri)):
                continue
            store = store or open_store(uri, login=Login.from_env())
            if Projector(ledger, store).behind():
                Projector(ledger, store).run(durable=False)
        if store is not None:
            store.flush()
            store.close()


def _main(home: str, uri: str) -> None:
    stop = threading.Event()

    def wait_for_end() -> None:
        sys.stdin.buffer.read()
        stop.set()

    threading.Thread(target=wait_for_end, daemon=True).start()
    follow(Path(home), uri, stop)


if __name__ == "__main__":
    _main(*sys.argv[1:3])
