"""Any answer in the terminal: the sentence, its rows, and what it rests on.

Rows have more columns than a terminal has room for: the short ones stand side by side, the long
ones follow below their row, and what is the same in every row is told once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from dashboard.render.columns import PLACE, Columns, columns_of
from dashboard.render.console import console, text
from dashboard.render.text import cells, moment, padded, plain, wrapped
from queries import Result, questions

ROWS_SHOWN = 200
# Of longer answers a row is one line; what did not fit is named below and in JSON and CSV.
ROWS_WHOLE = 20
WIDEST, GAP, INDENT, MANY = 34, 2, 4, 1000


def print_answer(result: Result[object], *, english: bool = False) -> None:
    """Print the summary, the rows (the first two hundred) and the foot of an answer."""
    screen = console()
    query = questions()[result.question]
    screen.print(text(query.question_en if english else query.question_zh, "dim"))
    if any(result.summary):
        screen.print(text(result.summary[english], "bold"))
    columns = columns_of(result, english=english)
    more = len(columns.rows) - ROWS_SHOWN
    for line in lines(Columns(columns.names, columns.rows[:ROWS_SHOWN]), screen.width):
        screen.print(line)
    if more > 0:
        screen.print(
            text(f"… 另有 {more:,} 行，用 --csv 或 --json 看全部 / more rows: --csv, --json")
        )
    if result.truncated:
        left = f"… 答案另有 {result.truncated:,} 行未列出 / rows beyond the limit are not listed"
        screen.print(text(left, "bold"))
    screen.print(foot(result), soft_wrap=True)


def foot(result: Result[object]) -> Text:
    """Number of rows, times asked about, and the end of the ledger the answer rests on."""
    known = moment(result.known_at) if result.known_at else "现在 now"
    given = "".join(f" · {k}={v}" for k, v in result.params.items())
    return text(
        f"{result.question}{given} · {len(result.rows):,} 行 rows · as of {moment(result.as_of)} "
        f"· known at {known} · +08:00 · {result.elapsed * 1000:.0f} ms",
        "dim",
    ).append(f"\n台账头 ledger head {result.ledger_head}")


@dataclass(frozen=True, slots=True)
class Plan:
    """How columns share a width: some stand side by side, the others follow below each row.

    `same`: columns that hold one value in every row, told once. `widths` are those of `beside`.
    """

    same: tuple[int, ...]
    beside: tuple[int, ...]
    widths: tuple[int, ...]
    below: tuple[int, ...]


def plan(columns: Columns, width: int) -> Plan:
    """Columns side by side in their order as long as they fit whole; nothing is ever cut.

    The place in the source comes before all others, so that every line says where it is from.
    """
    indices = range(len(columns.names))
    same = tuple(
        i for i in indices if len(columns.rows) > 1 and len({row[i] for row in columns.rows}) == 1
    )
    wanted = [
        max([cells(name), *(cells(plain(row[i])) for row in columns.rows)])
        for i, name in enumerate(columns.names)
    ]
    beside: list[int] = []
    room = width
    for i in sorted(indices, key=lambda i: columns.names[i] != PLACE):
        if i not in same and wanted[i] <= min(room, WIDEST):
            beside.append(i)
            room -= wanted[i] + GAP
    beside.sort()
    return Plan(
        same,
        tuple(beside),
        tuple(wanted[i] for i in beside),
        tuple(i for i in indices if i not in beside and i not in same),
    )


def lines(columns: Columns, width: int) -> Iterator[Text]:
    """The lines of a table: a head, and for each row one line and what follows below it."""
    how = plan(columns, width)
    if how.same:
        told = " · ".join(f"{columns.names[i]}={columns.rows[0][i]}" for i in how.same)
        yield from _below(f"各行相同 / same in all: {told}", width, 0)
    head = _beside([columns.names[i] for i in how.beside], how.widths)
    if how.beside and columns.rows:
        yield Text(head, "bold")
        yield Text("─" * min(width, cells(head)), "dim")
    many = len(columns.rows) > ROWS_WHOLE
    for row in columns.rows:
        yield Text(_beside([row[i] for i in how.beside], how.widths))
        if many:
            continue
        rest = " · ".join(f"{columns.names[i]}={row[i]}" for i in how.below if row[i])
        yield from _below(rest, width, INDENT)

    if many and how.below:
        names = ", ".join(columns.names[i] for i in how.below)
        yield from _below(f"每行另有 / each row also has: {names}（--json, --csv）", width, 0)


def _beside(values: Sequence[str], widths: Sequence[int]) -> str:
    shown = (padded(plain(v), width) for v, width in zip(values, widths, strict=True))
    return (" " * GAP).join(shown).rstrip()


def _below(told: str, width: int, indent: int) -> Iterator[Text]:
    for line in wrapped(plain(told), width - indent, MANY):
        yield Text(" " * indent + line, "dim")
