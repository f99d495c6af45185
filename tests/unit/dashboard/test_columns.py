"""Any answer as columns, and columns in a width."""

from __future__ import annotations

import csv
from dataclasses import dataclass

import pytest

from dashboard.render.answer_table import lines, plan
from dashboard.render.columns import Columns, cell, columns_of, write_csv
from dashboard.render.text import cells


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    distance: float | None
    empty: str
    begin: str
    units: tuple[str, ...]
    detail_zh: str
    detail_en: str
    claims: tuple[str, ...]


ROWS = (
    Row("甲", 29.5, "", "2018-06-02T16:00:00Z", ("a", "b"), "中文", "English", ("x",)),
    Row("乙", None, "", "9999-12-31T00:00:00Z", (), "中文二", "two", ()),
)


def test_empty_columns_go_and_sources_come(answer, evidence) -> None:
    columns = columns_of(answer(*ROWS, claims={"x": evidence("x")}))

    assert columns.names == ("name", "distance", "begin", "units", "detail", "source", "place")
    assert columns.rows[0] == ("甲", "29.5", "2018-06-03", "a; b", "中文", "厂/甲.csv", "line 3")
    assert columns.rows[1] == ("乙", "", "", "", "中文二", "", "")


def test_english_details_on_request(answer) -> None:
    columns = columns_of(answer(*ROWS), english=True)

    assert [row[columns.names.index("detail")] for row in columns.rows] == ["English", "two"]


def test_no_rows_no_columns(answer) -> None:
    assert columns_of(answer()) == Columns((), ())
    assert list(lines(Columns((), ()), 80)) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (3.0, "3"),
        (1234567.25, "1234567.25"),
        (("a", "b"), "a; b"),
        ((("k", "v"), ("l", "w")), "k=v; l=w"),
        (7, "7"),
    ],
)
def test_cells(value: object, text: str) -> None:
    assert cell(value) == text


def test_csv_keeps_stored_values_and_disarms_formulas(answer, tmp_path) -> None:
    path = tmp_path / "out.csv"
    risky = Row("=1+1", -9.8, "@x", "2018-06-02T16:00:00Z", (), "-9.8", "+a", ())

    assert write_csv(answer(risky), path) == 1

    with path.open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["name"] == "'=1+1"
    assert row["distance"] == row["detail_zh"] == "-9.8"
    assert (row["empty"], row["detail_en"]) == ("'@x", "'+a")
    assert row["begin"] == "2018-06-02T16:00:00Z"
    assert list(tmp_path.iterdir()) == [path]


def test_a_csv_that_fails_leaves_nothing(answer, tmp_path) -> None:
    with pytest.raises(FileNotFoundError):
        write_csv(answer(*ROWS), tmp_path / "no" / "out.csv")

    assert list(tmp_path.iterdir()) == []


TABLE = Columns(
    ("id", "same", "long"),
    (("甲1", "x", "一" * 40), ("乙", "x", "")),
)


def test_long_columns_follow_below_and_same_ones_are_told_once() -> None:
    how = plan(TABLE, 60)

    assert (how.same, how.beside, how.below) == ((1,), (0,), (2,))


@pytest.mark.parametrize("width", [20, 60, 100])
def test_lines_fit_and_nothing_is_cut(width: int) -> None:
    found = [line.plain for line in lines(TABLE, width)]

    assert max(map(cells, found)) <= width
    assert "".join(found).replace(" ", "").count("一") == 40
    assert "same=x" in "".join(found)


def test_columns_stand_side_by_side_while_there_is_room() -> None:
    table = Columns(("a", "b", "c"), (("1" * 30, "2" * 30, "3" * 30), ("4", "5", "6")))

    assert plan(table, 100).beside == (0, 1, 2)
    assert plan(table, 70).beside == (0, 1)
    assert plan(table, 20).beside == ()
