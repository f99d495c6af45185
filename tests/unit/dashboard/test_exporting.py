"""Claims as lines, and the words of the originals."""

from __future__ import annotations

import json
from pathlib import Path

from dashboard.exporting import export_claims
from graph import Claim, Place
from graph.ledger import Checkpoint, Ledger, LoadSpec


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
