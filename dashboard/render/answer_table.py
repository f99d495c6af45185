"""Any answer in the terminal: the sentence, one table, and what it rests on."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from dashboard.render.columns import Columns, columns_of
from dashboard.render.console import console, text
from dashboard.render.text import cells, moment
from queries import Result, questions

ROWS_SHOWN = 200
_NARROWEST = 6


def print_answer(result: Result[object], *, english: bool = False) -> None:
    """Print the summary, the rows (the first two hundred) and the foot of an answer."""
    screen = console()
    query = questions()[result.question]
    screen.print(text(query.question_en if english else query.question_zh, "dim"))
    if any(result.summary):
        screen.print(text(result.summary[english], "bold"))
    columns = columns_of(result, english=english)
    screen.print(_table(columns, screen.width))
    more = len(columns.rows) - ROWS_SHOWN
    if more > 0:
        screen.print(text(f"… 另有 {more:,} 行，用 --csv 或 --json 看全部 / more rows: --csv, --json"))
    screen.print(foot(result), soft_wrap=True)


def foot(result: Result[object]) -> Text:
    """Number of rows, times asked about, and the end of the ledger the answer rests on."""
    known = moment(result.known_at) if result.known_at else "现在 now"
    given = "".join(f" · {k}={v}" for k, v in result.params.items())
    return text(
        f"{result.question}{given} · {len(result.rows):,} 行 rows · as of {moment(result.as_of)} "
        f"· known at {known} · +08:00 · {result.elapsed * 1000:.0f} ms", "dim",
    ).append(f"\n台账头 ledger head {result.ledger_head}")


def _table(columns: Columns, width: int) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    rows = columns.rows[:ROWS_SHOWN]
    wanted = [
        max([cells(name), *(cells(row[i]) for row in rows)])
        for i, name in enumerate(columns.names)
    ]
    for name, fitting in zip(columns.names, fit(wanted, width - len(wanted)), strict=True):
        table.add_column(text(name), width=fitting, overflow="fold")
    for row in rows:
        table.add_row(*(text(value) for value in row))
    return table


def fit(wanted: list[int], total: int) -> list[int]:
    """Widths that together take at most `total`: the widest give way first, down to six each."""
    widths = list(wanted)
    while sum(widths) > total and max(widths) > _NARROWEST:
        widest = max(widths)
        below = max([w for w in widths if w < widest] + [_NARROWEST])
        shared = [i for i, w in enumerate(widths) if w == widest]
        excess = sum(widths) - total
        step = min(widest - below, max(1, -(-excess // len(shared))))
        for i in shared:
            widths[i] -= step
    return widths
