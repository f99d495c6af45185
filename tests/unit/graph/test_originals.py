"""Originals: kept once under their hash, read back byte for byte."""

from __future__ import annotations

import stat
from hashlib import sha256
from pathlib import Path

import pytest

from graph import Place
from graph.ledger import Originals, decode, file_hash


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


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_an_excerpt_is_the_raw_substring(
    encoding: str, originals: Originals, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("站号,站名\n53463,呼和浩特\n".encode(encoding))
    digest, _ = originals.keep(path)
    head = "站号,站名\n".encode(encoding)
    line = "53463,呼和浩特".encode("gb18030" if encoding == "gb18030" else "utf-8")
    place = Place(2, 0, len(head), len(line))
    assert originals.raw(digest, place) == line
    assert originals.excerpt(digest, place) == "53463,呼和浩特"
    assert originals.excerpt(digest, Place(1, 0, 0, len(head) - 1)) == "站号,站名"


def test_without_a_byte_range_there_is_no_excerpt(originals: Originals, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"{}")
    digest, _ = originals.keep(path)
    assert originals.excerpt(digest, Place(locator="json:/0")) is None
    assert originals.excerpt(bytes(32), Place(1, 0, 0, 2)) is None


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("气象".encode(), "气象"),
        ("气象".encode("gb18030"), "气象"),
        ("\ufeff气象".encode(), "气象"),
        (b"\xff", "\\xff"),
        (b"", ""),
    ],
)
def test_decoding_never_fails(raw: bytes, text: str) -> None:
    assert decode(raw) == text
