"""The coverage matrix: which process stands where, what marks a cell, what a filter leaves."""

from __future__ import annotations

import json
import time

import pytest

from dashboard.render.coverage_grid import (
    MARKS,
    arranged,
    chart,
    counted,
    height,
    marked,
    process_title,
)
from ontology.codes import COVERAGE_STATES, LEVEL_PAIRS
from ontology.derive.legend import contrast, text_colour
from queries.coverage import CoverageRow


def row(key: str, pair: int, state: str, *, name: str = "", upper: str = "") -> CoverageRow:
    above, below = LEVEL_PAIRS[pair]
    return CoverageRow(
        process=f"process:{key}@region", code=key, name=name or f"过程{key}", upper=upper or above,
        lower=below, state=state, interfaces=(), lead=(), related=(), detail_zh="", detail_en="",
        certainty="stated", claims=(),
    )  # fmt: skip


ROWS = (
    row("A", 0, "covered"), row("A", 1, "covered"), row("A", 2, "not_stated"),
    row("B", 0, "not_stated"), row("B", 1, "not_stated"), row("B", 2, "not_stated"),
    row("C", 0, "one_way"), row("C", 1, "not_stated"), row("C", 2, "not_stated"),
)  # fmt: skip


def test_the_process_with_most_gaps_comes_first_and_of_equals_the_worst() -> None:
    grid = arranged(ROWS)

    assert [p.partition(":")[2] for p in grid.processes] == ["C@region", "B@region", "A@region"]
    assert grid.pairs == LEVEL_PAIRS
    assert len(grid.cells) == 9


def test_a_filter_leaves_only_cells_in_those_states() -> None:
    grid = arranged(ROWS, ("covered",))

    assert [cell.id for cell in grid.cells] == ["A|national|region", "A|region|league"]
    assert grid.pairs == LEVEL_PAIRS[:2]
    assert arranged(ROWS, ("expired",)).cells == ()


def test_of_several_rows_in_one_place_the_worst_speaks_and_all_are_there() -> None:
    grid = arranged((row("A", 0, "covered"), row("A", 0, "orphaned"), row("A", 0, "orphaned")))

    (cell,) = grid.cells
    assert cell.state == "orphaned"
    assert [r.state for r in cell.rows] == ["orphaned", "orphaned", "covered"]
    (item,) = chart(grid)["series"][0]["data"]  # type: ignore[index]
    assert item["label"]["formatter"] == "? 无所归属 ×3"


def test_a_level_pair_beyond_the_usual_has_a_column_of_its_own() -> None:
    grid = arranged((*ROWS, row("D", 0, "orphaned", upper="external")))

    assert grid.pairs == (*LEVEL_PAIRS, ("external", "region"))


def test_every_state_has_a_mark_of_its_own_that_can_be_read() -> None:
    assert list(MARKS) == list(COVERAGE_STATES.codes)
    assert len({glyph for _, glyph in MARKS.values()}) == len(MARKS)
    for colour, glyph in MARKS.values():
        assert contrast(text_colour(colour), colour) >= 4.5
        assert glyph.isascii() or glyph.encode("gb2312")


def test_counts_and_titles_in_both_languages() -> None:
    assert counted(ROWS) == {"one_way": 1, "not_stated": 6, "covered": 2}
    assert list(counted(ROWS)) == ["one_way", "not_stated", "covered"]
    assert (marked("covered"), marked("covered", "en")) == ("√ 已覆盖", "√ covered")


def test_the_chosen_cell_is_the_one_that_is_marked() -> None:
    options = chart(arranged(ROWS), "B|region|league")

    chosen = [i["name"] for i in options["series"][0]["data"] if i["selected"]]  # type: ignore[index]
    assert chosen == ["B 过程B\n自治区级 — 盟市级\n□ 未说明"]


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", "{b}{c}", "</script>\x1b[31m"])
def test_a_hostile_name_stands_in_no_template_and_tooltips_are_no_html(name: str) -> None:
    grid = arranged((row("A", 0, "covered", name=name),))
    options = chart(grid)

    assert options["tooltip"] == {"renderMode": "richText", "formatter": "{b}"}
    assert options["yAxis"]["data"] == [process_title(grid.cells[0].rows[0])]  # type: ignore[index]
    assert options["series"][0]["data"][0]["label"]["formatter"] == "√ 已覆盖"  # type: ignore[index]
    assert "\x1b" not in json.loads(json.dumps(options))["yAxis"]["data"][0]


def test_forty_processes_by_four_levels_are_arranged_at_once() -> None:
    states = list(COVERAGE_STATES.codes)
    rows = [row(f"P{n:02}", pair, states[(n + pair) % 12]) for n in range(40) for pair in range(3)]
    before = time.perf_counter()

    grid = arranged(rows)
    text = json.dumps(chart(grid))

    assert time.perf_counter() - before < 1.0
    assert len(grid.cells) == 120
    assert text.count('"formatter": "') == 121
    assert height(grid) >= 40 * 20
