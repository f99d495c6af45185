"""Rows of a user's own query: as a table in the terminal, as CSV, as JSON. Values as stored."""

from __future__ import annotations

from pathlib import Path

from dashboard.render import as_json
from dashboard.render.answer_table import ROWS_SHOWN, lines
from dashboard.render.columns import Columns, cell, write_columns
from dashboard.render.console import console, text
from queries import FreeResult


def print_free(result: FreeResult) -> None:
    """Print the rows (the first two hundred) and what they rest on."""
    screen = console()
    columns = free_columns(result)
    for line in lines(Columns(columns.names, columns.rows[:ROWS_SHOWN]), screen.width):
        screen.print(line)
    more = len(columns.rows) - ROWS_SHOWN
    if more > 0:
        screen.print(
            text(f"… 另有 {more:,} 行，用 --csv 或 --json 看全部 / more rows: --csv, --json")
        )
    if result.truncated:
        screen.print(
            text(
                f"… 只取了前 {len(result.rows):,} 行，还有更多 / only the first "
                f"{len(result.rows):,} rows, there are more (--limit)",
                "yellow",
            ),
            soft_wrap=True,
        )
    screen.print(
        text(
            f"{len(result.rows):,} 行 rows · UTC · {result.elapsed * 1000:.0f} ms\n"
            f"台账头 ledger head {result.ledger_head}",
            "dim",
        ),
        soft_wrap=True,
    )


def free_columns(result: FreeResult) -> Columns:
    """Every value as one text; maps and what is inside of lists as JSON."""
    return Columns(result.columns, tuple(tuple(map(_cell, row)) for row in result.rows))


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return as_json.line(value)
    if isinstance(value, list) and any(isinstance(v, (dict, list)) for v in value):
        return as_json.line(value)
    return cell(value)


def write_free(result: FreeResult, path: Path) -> None:
    """Write the rows to a CSV file that Excel opens."""
    write_columns(free_columns(result), path)


def free_json(result: FreeResult) -> dict[str, object]:
    """Rows by column, and what they rest on."""
    return {
        "cypher": result.cypher,
        "params": result.params,
        "columns": result.columns,
        "rows": [dict(zip(result.columns, row, strict=True)) for row in result.rows],
        "truncated": result.truncated,
        "limit": result.limits.rows,
        "timeout": result.limits.seconds,
        "ledger_head": result.ledger_head,
        "elapsed": result.elapsed,
        "notices": result.notices,
    }
