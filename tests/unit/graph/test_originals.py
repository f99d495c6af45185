"""Originals: kept once under their hash, read back byte for byte."""

from __future__ import annotations

import stat
from hashlib import sha256
from pathlib import Path

import pytest

from graph.ledger import Originals, file_hash


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "home" / "sources")


def test_a_file_is_kept_once_under_its_hash(originals: Originals, tmp_path: Path) -> None:
    one, other = tmp_path / "a.csv", tmp_path / "b.csv"
    one.write_bytes(b"x" * 3_000_000)
    other.write_bytes(b"x" * 3_000_000)
    digest, size = originals.keep(one)
    assert (digest, size) == (sha256(b"x" * 3_000_000).digest(), 3_000_000)
    assert digest == file_hash(one)
    kept = originals.path(digest)
    before = kept.stat()
    assert originals.keep(other) == (digest, size)
    assert kept.stat().st_ino == before.st_ino
    assert not stat.S_IMODE(before.st_mode) & 0o222
    assert [p.name for p in originals.folder.iterdir()] == [digest.hex()]


def test_what_is_kept_does_not_change_with_the_file(originals: Originals, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"first")
    digest, _ = originals.keep(path)
    path.write_bytes(b"other")
    assert originals.path(digest).read_bytes() == b"first"


def test_an_interrupted_copy_is_swept(originals: Originals, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"first")
    digest, _ = originals.keep(path)
    (originals.folder / ".incoming-abc").write_bytes(b"fir")
    originals.sweep()
    assert [p.name for p in originals.folder.iterdir()] == [digest.hex()]
    Originals(tmp_path / "nothing").sweep()
