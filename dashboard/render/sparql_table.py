"""Rows of a user's own SPARQL: as a table in the terminal, as CSV, as JSON of ours and of W3C."""

from __future__ import annotations

from pathlib import Path

from dashboard.render.answer_table import ROWS_SHOWN, lines
from dashboard.render.columns import Columns, cell, write_columns
from dashboard.render.console import console, text
from graph.rdf_view import plain_value
from queries import SparqlResult


def print_sparql(result: SparqlResult) -> None:
    """Print the rows (the first two hundred) and what they rest on."""
    screen = console()
    found = result.found
    if found.truth is not None:
        screen.print(text("是 / yes" if found.truth else "否 / no"))
    columns = _columns(result)
    for line in lines(Columns(columns.names, columns.rows[:ROWS_SHOWN]), screen.width):
        screen.print(line)
    more = len(columns.rows) - ROWS_SHOWN
    if more > 0:
        said = f"… 另有 {more:,} 行，用 --csv 或 --json 看全部 / more rows: --csv, --json"
        screen.print(text(said))
    if found.truncated:
        said = (
            f"… 只取了前 {len(found.rows):,} 行，还有更多 / only the first {len(found.rows):,} "
            "rows, there are more (--limit)"
        )
        screen.print(text(said, "yellow"), soft_wrap=True)
    known = "" if result.known_at is None else f" · 所知 known at {result.known_at}"
    said = (
        f"{len(found.rows):,} 行 rows · {result.as_of}{known} · {result.elapsed * 1000:.0f} ms\n"
        f"台账头 ledger head {result.ledger_head}"
    )
    screen.print(text(said, "dim"), soft_wrap=True)


def _columns(result: SparqlResult) -> Columns:
    rows = tuple(tuple(cell(plain_value(v)) for v in row) for row in result.found.rows)
    return Columns(result.found.columns, rows)


def write_sparql(result: SparqlResult, path: Path) -> None:
    """Write the rows to a CSV file that Excel opens."""
    write_columns(_columns(result), path)


def sparql_json(result: SparqlResult) -> dict[str, object]:
    """Rows by column, an element as its id, and what they rest on."""
    found = result.found
    return {
        "sparql": result.sparql,
        "columns": found.columns,
        "rows": [
            dict(zip(found.columns, map(plain_value, row), strict=True)) for row in found.rows
        ],
        "truth": found.truth,
        "truncated": found.truncated,
        "limit": result.limits.rows,
        "timeout": result.limits.seconds,
        "as_of": result.as_of,
        "known_at": result.known_at,
        "ledger_head": result.ledger_head,
        "elapsed": result.elapsed,
        "notices": result.notices,
    }


def w3c_json(result: SparqlResult) -> dict[str, object]:
    """The same in the form of SPARQL 1.1 Query Results JSON, which other tools read.

    `truncated` and what the rows rest on stand beside it, where such tools do not look.
    """
    found = result.found
    more = {
        "truncated": found.truncated,
        "as_of": result.as_of,
        "known_at": result.known_at,
        "ledger_head": result.ledger_head,
    }
    if found.truth is not None:
        return {"head": {}, "boolean": found.truth, "suyuan": more}
    bindings = [
        {name: term for name, term in zip(found.columns, row, strict=True) if term is not None}
        for row in found.rows
    ]
    head = {"vars": list(found.columns)}
    return {"head": head, "results": {"bindings": bindings}, "suyuan": more}
