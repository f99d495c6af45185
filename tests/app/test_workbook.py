"""Answers as Excel workbooks: rows, matrix and query; no cell is a formula."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from openpyxl import load_workbook

FORMULA = '=HYPERLINK("http://x","y")'


@pytest.fixture(scope="module")
def book(run, home: Path, tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("book") / "coverage.xlsx"
    run("ask", "coverage", "--home", home, "--xlsx", path)
    return load_workbook(path)


def test_rows_are_those_of_the_answer(book, read, home: Path) -> None:
    rows = read("ask", "coverage", "--home", home)["rows"]
    head, *lines = book["rows"].iter_rows(values_only=True)

    assert [line[head.index("process")] for line in lines] == [r["process"] for r in rows]
    assert [line[head.index("state")] for line in lines] == [r["state"] for r in rows]


def test_the_matrix_holds_the_same_cells(book, read, home: Path) -> None:
    rows = read("ask", "coverage", "--home", home)["rows"]
    head, *lines = book["matrix"].iter_rows(values_only=True)

    assert head[:2] == ("code", "name")
    cells = Counter(s for line in lines for c in line[2:] if c for s in c.split("; "))
    assert cells == Counter(r["state"] for r in rows)


def test_the_query_tells_times_and_head(book, read, home: Path) -> None:
    told = {line[0]: line[1] for line in book["query"].iter_rows(values_only=True)}

    assert told["ledger_head"] == read("ask", "coverage", "--home", home)["ledger_head"]
    assert told["known_at (+08:00)"] == "现在 now"
    assert told["as_of (+08:00)"]
    assert any(name.startswith("stage ") for name in told)


def test_no_text_is_a_formula(run, table, tmp_path: Path) -> None:
    text = FORMULA.replace('"', '""')
    raw = f'station_id,name_zh\n53463,"{text}"\n'
    run("load", table("stations", raw), "--home", tmp_path / "home")
    run("ask", "orphans", "--home", tmp_path / "home", "--xlsx", tmp_path / "x.xlsx")
    run("ask", "gaps", "rule=station-operator", "--home", tmp_path / "home",
        "--xlsx", tmp_path / "g.xlsx")  # fmt: skip

    book = load_workbook(tmp_path / "g.xlsx")
    found = [c for sheet in book for line in sheet.iter_rows() for c in line if c.value == FORMULA]

    assert len(found) >= 2  # among the rows and in the matrix
    assert {c.data_type for sheet in book for line in sheet.iter_rows() for c in line} <= {
        "s", "n", "inlineStr",
    }  # fmt: skip
