"""A hypothetical answer beside the true one: both sentences, and the rows that differ."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from dashboard.render import as_json
from dashboard.render.answer_table import ROWS_SHOWN, foot, lines
from dashboard.render.columns import Columns, columns_of
from dashboard.render.console import console, text
from queries import Difference

MARK = "假设 / HYPOTHETICAL"


def print_difference(found: Difference, *, english: bool = False) -> None:
    """Print what is and what would be; `−` is a row that would go, `+` one that would come."""
    screen = console()
    name = found.assumed.hypothetical
    screen.print(text(f"{MARK}: {name}", "bold yellow"))
    screen.print(text(f"现状 as it is: {found.base.summary[english]}"))
    screen.print(text(f"假设 as it would be: {found.assumed.summary[english]}", "bold"))
    rows = found.gone + found.added
    shown = dataclasses.replace(
        found.assumed, rows=rows, claims={**found.base.claims, **found.assumed.claims}
    )
    table = columns_of(shown, english=english)
    marks = ["−"] * len(found.gone) + ["+"] * len(found.added)
    marked = Columns(
        ("±", *table.names),
        tuple((mark, *row) for mark, row in zip(marks, table.rows, strict=True)),
    )
    for line in lines(Columns(marked.names, marked.rows[:ROWS_SHOWN]), screen.width):
        screen.print(line)
    told = (
        f"{len(found.gone)} 行消失 rows go · {len(found.added)} 行出现 rows come · {MARK}: {name}"
    )
    screen.print(text(told, "bold yellow"))
    screen.print(foot(found.assumed), soft_wrap=True)


def difference_json(found: Difference) -> dict[str, object]:
    """Both answers and the difference; `hypothetical` names the scenario."""
    return {
        "hypothetical": found.assumed.hypothetical,
        "base": as_json.answer(found.base),
        "assumed": as_json.answer(found.assumed),
        "gone": found.gone,
        "added": found.added,
    }


def print_scenarios(titles: Mapping[str, str]) -> None:
    """Names and titles of the scenarios of a home."""
    screen = console()
    for name, title in titles.items():
        screen.print(text(f"{name}  {title}"))
    if not titles:
        screen.print(text("没有情景：放入 HOME/scenarios/NAME.toml / none: put one there"))
