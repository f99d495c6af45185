"""A server whose disk is full: a clear error, and once there is room it goes on as if nothing."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from graph import StoreError
from graph.ledger import Ledger
from graph.projection import Projector, graph_digest, project
from graph.server import local_server
from graph.store.embedded import EmbeddedStore
from tests.faults.kills import reached
from tests.faults.watched import HASTY, WatchedStore, make_ledger

pytestmark = pytest.mark.server_faults

DISK_MIB, LEFT_KIB = 64, 300


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, in memory."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m", "tmpfs", str(place)]
    mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"needs the right to mount: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """All but a little of the disk is taken."""
    found = os.statvfs(disk)
    filler = disk / "filler"
    with filler.open("wb") as stream:
        free = found.f_bavail * found.f_frsize
        os.posix_fallocate(stream.fileno(), 0, free - LEFT_KIB * 1024)
    try:
        yield
    finally:
        filler.unlink()


def test_full_disk_is_told_and_survived(
    small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project, "BATCH", 300)
    with (
        Ledger(make_ledger(tmp_path)) as ledger,
        local_server(home=small_disk / "home") as server,
    ):
        embedded = EmbeddedStore(tmp_path / "graph.kgl")
        Projector(ledger, embedded).run()
        with closing(WatchedStore(server.uri, server.login, patience=HASTY)) as store:
            store.ensure_schema()
            for _ in range(2):  # the batch that meets it, and one that comes after
                with filled(small_disk), pytest.raises(StoreError, match="磁盘已满"):
                    Projector(ledger, store).run()
            acknowledged = store.acknowledged[-1]

        server.kill()
        server.start()

        with closing(WatchedStore(server.uri, server.login, patience=HASTY)) as store:
            at = reached(store.position())
            assert 0 < acknowledged <= at < ledger.head().position
            Projector(ledger, store).run()
            assert store.acknowledged[1] > at
            assert graph_digest(store) == graph_digest(embedded)
