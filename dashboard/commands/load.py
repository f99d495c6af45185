"""`suyuan load`: files and folders into the ledger and the graph."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.options import Given, command, opened

if TYPE_CHECKING:
    from dashboard.loading import Outcome, Work
    from dashboard.render.progress import LoadProgress
    from graph import SourceClaimedError


Paths = Annotated[list[Path], typer.Argument(metavar="PATH", help="文件或文件夹 / files, folders")]
Source = Annotated[str | None, typer.Option(metavar="NAME", help="来源名 / name of the source")]
Snapshot = Annotated[
    str | None, typer.Option(metavar="DATE", help="无日期来源所述之日 / day of undated data")
]
Zone = Annotated[str | None, typer.Option(metavar="TZ", help="+08:00, UTC, Asia/Shanghai")]
Certainty = Annotated[str | None, typer.Option(metavar="C", help="stated, inferred, synthetic")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只检查 / check only")]
AllowRetract = Annotated[
    bool, typer.Option("--allow-retract", help="允许大量撤回 / lift the retraction guard")
]


@command
def load(
    given: Given,
    paths: Paths,
    source: Source = None,
    snapshot: Snapshot = None,
    timezone: Zone = None,
    certainty: Certainty = None,
    dry_run: DryRun = False,
    allow_retract: AllowRetract = False,
) -> None:
    """装载文件 / load files into ledger and graph."""
    from dashboard import loading
    from dashboard.render.as_json import dumps
    from dashboard.render.load_tables import outcome_json, print_outcome
    from dashboard.render.progress import LoadProgress

    declared = loading.declared_as(source, snapshot, timezone, certainty)
    work = loading.plan_work(paths, declared)
    with LoadProgress(quiet=given.as_json) as watch:
        if dry_run or not work.plan.files:
            outcome = loading.check_files(work, watch, dry_run=dry_run)
        else:
            outcome = _loaded(given, work, watch, allow_retract=allow_retract)
    if given.as_json:
        typer.echo(dumps(outcome_json(outcome)))
    else:
        print_outcome(outcome)
    raise typer.Exit(0 if outcome.clean else 1)


def _loaded(given: Given, work: Work, watch: LoadProgress, *, allow_retract: bool) -> Outcome:
    from dashboard.loading import load_files

    with opened(given, create=True) as workspace:
        return load_files(
            workspace,
            work,
            watch,
            allow_retract=allow_retract,
            ask=lambda error: watch.paused(_ask, error),
        )


def _ask(error: SourceClaimedError) -> bool:
    """On a terminal the user says whether a file is a new version of a known source."""
    if not _on_terminal():
        return False
    typer.echo(str(error), err=True)
    return typer.confirm("是这个来源的新版本吗？/ Is it a new version of that source?", err=True)


def _on_terminal() -> bool:
    return sys.stdin.isatty()
