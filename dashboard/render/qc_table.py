"""What a run of quality control found: one line a test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from dashboard.checking import Checked
from dashboard.render.console import console, tell, text
from dashboard.render.load_tables import REJECTS_SHOWN, reject_text
from dashboard.render.tables import yielding

if TYPE_CHECKING:
    from loaders.quality_control.run import TestReport

_CHANGES = ("opened", "extended", "closed", "reopened", "withdrawn", "changed")
_TITLES = (
    "检查\ntest",
    "查过\nchecked",
    "标记\nflagged",
    "问题段\nepisodes",
    "新开\nopened",
    "延长\nextended",
    "结束\nclosed",
    "重开\nreopened",
    "撤销\nwithdrawn",
    "更改\nchanged",
)


def checked_json(checked: Checked) -> dict[str, object]:
    """The run as JSON has it."""
    return {
        "dataset": checked.dataset,
        "dry_run": checked.dry_run,
        "values": checked.values,
        "tests": [
            {
                "name": one.name,
                "checked": one.checked,
                "flagged": one.flagged,
                "episodes": one.episodes,
                **{name: one.changes[name] for name in _CHANGES},
                "not_checked": sorted(one.unknown),
                "sources": one.sources,
                "claims": one.claims,
                "rejected": len(one.rejected),
                "rejects": one.rejected,
            }
            for one in checked.tests
        ],
        "ledger_head": checked.ledger_head,
        "notices": checked.notices,
    }


def print_checked(checked: Checked) -> None:
    """A table of the tests; what was not checked, and why, on stderr."""
    screen = console()
    screen.print(f"{checked.dataset}: {checked.values:,} 个值 / values", soft_wrap=True)
    rows = []
    for one in checked.tests:
        numbers = (one.checked, one.flagged, one.episodes, *(one.changes[n] for n in _CHANGES))
        rows.append([one.title, *(f"{n:,}" if n else "·" for n in numbers)])
    screen.print(yielding(_TITLES, rows, screen.width, right=range(1, len(_TITLES))))
    for one in checked.tests:
        if one.unknown:
            names = ", ".join(sorted(one.unknown))
            tell(f"{one.name}: 没有阈值，未查 / no threshold, not checked: {names}")
    for one in checked.tests:
        for line in _rejects(one):
            screen.print(line)
    tell(*checked.notices)
    if checked.dry_run:
        screen.print("试查，什么也没有写入 / dry run, nothing was written", style="dim")
    else:
        screen.print(f"台账头 ledger head {checked.ledger_head}", style="dim", soft_wrap=True)


def _rejects(report: TestReport) -> Iterator[Text]:
    """The first episodes that were not claimed, each with its source, place, rule and remedy."""
    if not report.rejected:
        return
    yield text(
        f"{report.title}: {len(report.rejected):,} 个问题段被拒绝，没有写成问题 / "
        "episodes rejected, no issues written",
        "bold red",
    )
    for reject in report.rejected[:REJECTS_SHOWN]:
        yield Text.assemble("  ", text(reject.source_id, "dim"), reject_text(reject))
    more = len(report.rejected) - REJECTS_SHOWN
    if more > 0:
        yield text(f"  … 另有 {more:,} 个，--json 全部列出 / more, --json lists them all", "dim")
