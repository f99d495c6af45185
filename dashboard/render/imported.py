"""What an import of claims reports: counts, the rows that were rejected, the ledger's head."""

from __future__ import annotations

from dataclasses import asdict

from dashboard.render.console import console
from graph import Rejected
from loaders.claims_rdf import ImportReport


def imported_json(report: ImportReport) -> dict[str, object]:
    """The report as JSON has it."""
    rejects = [
        {
            "place": str(one.place),
            "line": one.place.line,
            "field": one.field,
            "value": one.value,
            "rule": one.rule,
            "message": one.message,
            "claim": one.identity,
        }
        for one in report.first_rejects
    ]
    return {**asdict(report), "first_rejects": rejects}


def print_imported(report: ImportReport) -> None:
    """Counts and rejected claims on stdout."""
    screen = console()
    fresh = report.accepted - report.known
    screen.print(
        f"读入 {report.read:,} 条断言：写入 {fresh:,}，已有 {report.known:,}，拒绝 "
        f"{report.rejected:,} / read {report.read:,} claims: {fresh:,} written, {report.known:,} "
        f"known, {report.rejected:,} rejected",
        soft_wrap=True,
    )
    for one in report.first_rejects:
        screen.print(_reject(one), soft_wrap=True, markup=False)
    rest = report.rejected - len(report.first_rejects)
    if rest:
        screen.print(f"……另有 {rest:,} 条 / and {rest:,} more")
    screen.print(f"台账头 ledger head {report.ledger_head}", style="dim", soft_wrap=True)


def _reject(one: Rejected) -> str:
    return f"  {one.place}: {one.field} {one.value!r:.60}: {one.rule}; {one.message}"
