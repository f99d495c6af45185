"""Claims as lines, and the words of the originals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dashboard.exporting import Excerpts, encoding_of, export_claims
from graph import Claim, Place
from graph.ledger import Checkpoint, Ledger, LoadSpec, Originals


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"", "utf-8"),
        ("联通".encode(), "utf-8"),
        ("联通".encode("gb18030") + "额".encode("gb18030"), "gb18030"),
        (b"a" * (1 << 20) + "气".encode(), "utf-8"),
        (b"a" * ((1 << 20) - 1) + "气".encode(), "utf-8"),
        (b"abc\xe6", "gb18030"),
    ],
)
def test_the_whole_file_tells_its_encoding(content: bytes, encoding: str) -> None:
    assert encoding_of(content) == encoding


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "sources")


def kept(originals: Originals, folder: Path, content: bytes) -> bytes:
    path = folder / "file.txt"
    path.write_bytes(content)
    return originals.keep(path)[0]


def test_words_at_a_place(originals, tmp_path) -> None:
    digest = kept(originals, tmp_path, "一二三\n四".encode())

    with Excerpts(originals) as excerpts:
        assert excerpts.raw(digest, Place(1, 1, 3, 6)) == "二三"
        assert excerpts.raw(digest, Place(2, 0, 10, 3)) == "四"
        assert excerpts.raw(digest, Place(locator="row=3")) is None
        assert excerpts.raw(digest, Place(1, 0, 99, 3)) is None


def test_an_original_that_is_gone_or_empty_has_no_words(originals, tmp_path) -> None:
    empty = kept(originals, tmp_path, b"")

    with Excerpts(originals) as excerpts:
        assert excerpts.raw(empty, Place(1, 0, 0, 3)) is None
        assert excerpts.raw(b"\0" * 32, Place(1, 0, 0, 3)) is None


def load(ledger: Ledger, path: Path, *claims: tuple[Claim, Place]) -> None:
    spec = LoadSpec("厂", "table", "test", "1", "{}", str(path))
    with ledger.writing() as writer:
        session = writer.begin(spec, path)
        rows = [(claim, place, None) for claim, place in claims]
        session.append(rows, (), Checkpoint(len(rows), len(rows), 0), every_place=True)
        session.retract(list(session.unseen()), "absent", allow_mass=True)
        session.close()


def test_a_claim_of_two_versions_says_so(tmp_path) -> None:
    """The first version's place stands in `source`, the later file's in `also`."""
    path = tmp_path / "a.txt"
    claim = Claim("Station", "station:1", None, {"name": "甲"})
    with Ledger(tmp_path / "home") as ledger:
        path.write_text("甲", encoding="utf-8")
        load(ledger, path, (claim, Place(1, 0, 0, 3)))
        path.write_text("\n甲", encoding="utf-8")
        load(ledger, path, (claim, Place(2, 0, 1, 3)))

        (line,) = [json.loads(x) for x in export_claims(ledger)]

    assert line["source"]["spans"] == [{"line": 1, "column": 0, "raw": "甲"}]
    assert [f["spans"] for f in line["also"]] == [[{"line": 2, "column": 0, "raw": "甲"}]]
    assert line["node"] == {"kind": "Station", "id": "station:1", "name": "甲"}


def test_two_places_in_one_file_are_two_spans(tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("甲\n甲", encoding="utf-8")
    edge = Claim("OPERATED_BY", "station:1", "unit:局")
    with Ledger(tmp_path / "home") as ledger:
        load(ledger, path, (edge, Place(1, 0, 0, 3)), (edge, Place(2, 0, 4, 3)))

        (line,) = [json.loads(x) for x in export_claims(ledger)]

    assert [s["line"] for s in line["source"]["spans"]] == [1, 2]
    assert line["from"] == {"kind": "Station", "id": "station:1"}
    assert line["to"] == {"kind": "Unit", "id": "unit:局"}
    assert "also" not in line
