"""What a check found: as a table in the terminal, as CSV, as JSON."""

from __future__ import annotations

import dataclasses
from collections import Counter
from pathlib import Path

from dashboard.render.answer_table import ROWS_SHOWN, lines
from dashboard.render.columns import Columns, write_columns
from dashboard.render.console import console, text
from queries.check import CheckResult, Finding

_FIELDS = tuple(field.name for field in dataclasses.fields(Finding) if field.name != "claims")


def print_check(result: CheckResult, *, english: bool = False) -> None:
    """Print the findings (the first two hundred), how many there are of each rule, and the sum."""
    screen = console()
    said = "en" if english else "zh"
    names = ("rule", "element", "message", "remedy", "value", "source", "place")
    rows = tuple(
        (
            found.rule,
            found.element,
            getattr(found, f"message_{said}"),
            getattr(found, f"remedy_{said}"),
            found.value,
            found.source,
            found.place,
        )
        for found in result.findings[:ROWS_SHOWN]
    )
    kept = [i for i in range(len(names)) if any(row[i] for row in rows)]
    columns = Columns(
        tuple(names[i] for i in kept), tuple(tuple(row[i] for i in kept) for row in rows)
    )
    for line in lines(columns, screen.width) if rows else ():
        screen.print(line)
    more = len(result.findings) - len(rows)
    if more > 0:
        told = f"… 另有 {more:,} 条，用 --csv 或 --json 看全部 / more: --csv, --json"
        screen.print(text(told))
    for rule, number in sorted(Counter(f.rule for f in result.findings).items()):
        screen.print(text(f"{number:,} x {rule}"), soft_wrap=True)
    state = "合于声明 / as declared" if not result.findings else "不合声明 / not as declared"
    sum_of = f"{len(result.findings):,} 处{state}" if result.findings else state
    known = "" if result.known_at is None else f" · 所知 known at {result.known_at}"
    told = f"{result.by} · {result.as_of}{known} · {result.elapsed:.1f} s"
    screen.print(
        text(f"{sum_of}\n{told}\n台账头 ledger head {result.ledger_head}", "dim"), soft_wrap=True
    )


def write_check(result: CheckResult, path: Path) -> None:
    """Write the findings to a CSV file that Excel opens."""
    names = (*_FIELDS, "claims")
    rows = (
        (*(str(getattr(found, name)) for name in _FIELDS), ";".join(found.claims))
        for found in result.findings
    )
    write_columns(Columns(names, tuple(rows)), path)


def check_json(result: CheckResult) -> dict[str, object]:
    """The findings with the evidence of what each rests on."""
    return {
        "by": result.by,
        "as_of": result.as_of,
        "known_at": result.known_at,
        "findings": result.findings,
        "claims": result.claims,
        "ledger_head": result.ledger_head,
        "elapsed": result.elapsed,
        "notices": result.notices,
    }
