"""What a load reports: a table of sources, the rows that were rejected, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dashboard.loading import Failure, Outcome
from dashboard.render.console import console, tell, text
from dashboard.render.failure import failure, failure_text
from dashboard.render.tables import yielding
from graph import Rejected
from loaders import LoadReport

if TYPE_CHECKING:
    from loaders.quality_control.memory import Refused

REJECTS_SHOWN = 5
_NUMBERS = (
    "读入\nread",
    "接受\naccepted",
    "拒绝\nrejected",
    "写入\nclaims",
    "撤回\nretracted",
    "保留\nkept",
    "观测值\nvalues",
)
_ALWAYS = 4


def outcome_json(outcome: Outcome) -> dict[str, object]:
    """The outcome as JSON has it."""
    return {
        "dry_run": outcome.dry_run,
        "ok": outcome.clean,
        "reports": outcome.reports,
        "errors": [{"path": f.path, **failure(f.error)} for f in outcome.failures],
        "skipped": [{"path": str(u.path), "rule": u.rule} for u in outcome.skipped],
        "projected": outcome.projected,
        "ledger_head": outcome.ledger_head,
        "notices": outcome.notices,
    }


def print_outcome(outcome: Outcome) -> None:
    """Table of sources and rejected rows on stdout, errors and notices on stderr."""
    screen = console()
    if outcome.reports:
        screen.print(report_table(outcome.reports, dry_run=outcome.dry_run, width=screen.width))
    for report in outcome.reports:
        for line in _rejects(report):
            screen.print(line)
        tell(*(f"{report.source_id}: {warning}" for warning in report.warnings))
    _print_rest(screen, outcome)


def _print_rest(screen: Console, outcome: Outcome) -> None:
    tell(*(f"没有读取 / skipped: {u.path}（{u.rule}）" for u in outcome.skipped))
    print_failures(outcome.failures)
    tell(*outcome.notices)
    if outcome.dry_run:
        screen.print("试读，什么也没有写入 / dry run, nothing was written", style="dim")
    if outcome.ledger_head and outcome.reports:
        screen.print(f"台账头 ledger head {outcome.ledger_head}", style="dim", soft_wrap=True)


def print_failures(failures: Iterable[Failure]) -> None:
    """Errors of single files, on stderr."""
    screen = console(stderr=True)
    for one in failures:
        screen.print(text(failure_text(one.error), "bold red"), soft_wrap=True)


def report_table(
    reports: Sequence[LoadReport], *, dry_run: bool = False, width: int = 100
) -> Table:
    """One line a source; retracted, kept and values are columns only where there are any."""
    numbers = [
        (r.read, r.accepted, r.rejected, r.asserted, r.retracted, r.kept, r.values) for r in reports
    ]
    shown = [i for i in range(len(_NUMBERS)) if i < _ALWAYS or any(n[i] for n in numbers)]
    rows = [
        [
            r.source_id,
            r.loader,
            *(f"{row[i]:,}" if row[i] else "·" for i in shown),
            _note(r, dry_run),
        ]
        for r, row in zip(reports, numbers, strict=True)
    ]
    titles = ["来源\nsource", "读法\nloader", *(_NUMBERS[i] for i in shown), "说明\nnote"]
    return yielding(titles, rows, width, right=range(2, 2 + len(shown)))


def _note(report: LoadReport, dry_run: bool) -> str:
    if report.unchanged:
        return "无变化 unchanged"
    if report.resumed:
        return f"自第 {report.resumed:,} 行续装 resumed"
    if report.kept:
        return "不可读的行保留原断言 unreadable rows keep their claims"
    return "试读 dry run" if dry_run else ""


def _rejects(report: LoadReport) -> Iterable[Text]:
    """The first rejected rows of a file: place, field, value, rule, and how to mend it."""
    if not report.rejected:
        return
    yield text(f"{report.path}: 拒绝 {report.rejected:,} 行 / rows rejected", "bold red")
    for reject in report.first_rejects[:REJECTS_SHOWN]:
        yield reject_text(reject)
    more = report.rejected - min(len(report.first_rejects), REJECTS_SHOWN)
    if more:
        yield text(f"  … 另有 {more:,} 行 / more rows", "dim")
    if report.rejects_file:
        yield text(f"  全部见 / all of them in {report.rejects_file}", "dim")


def reject_text(reject: Rejected | Refused) -> Text:
    """Place, field, value and rule of a rejected row, and below them what to do."""
    value = reject.value if len(reject.value) <= 60 else f"{reject.value[:60]}…"
    return Text.assemble(
        "  ",
        text(str(reject.place), "bold"),
        "  ",
        text(reject.field, "cyan"),
        " = ",
        text(repr(value)),
        "  ",
        text(reject.rule, "red"),
        "\n    ",
        text(reject.message, "dim"),
    )
