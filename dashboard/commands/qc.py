"""`suyuan qc`: values of the lake checked, what is found joined to issues."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.options import Given, command, opened


@command
def qc(
    given: Given,
    dataset: Annotated[
        str, typer.Argument(metavar="DATASET", help="数据湖的数据集 / dataset of the lake")
    ],
    station: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="只查这些台站 / these stations only")
    ] = None,
    begin: Annotated[
        str | None, typer.Option("--from", metavar="T", help="自何时（含） / from, inclusive")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="T", help="至何日（含该日） / to, day included")
    ] = None,
    test: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="只做这些检查 / these tests only")
    ] = None,
    thresholds: Annotated[
        Path | None, typer.Option(metavar="FILE", help="自己的阈值 / thresholds of one's own")
    ] = None,
    gap: Annotated[
        int | None,
        typer.Option(min=0, metavar="N", help="相隔至多 N 步算一次 / steps within an episode"),
    ] = None,
    step: Annotated[
        str | None, typer.Option(metavar="1h", help="观测间隔 / interval of the values")
    ] = None,
    certainty: Annotated[
        str | None, typer.Option(metavar="C", help="stated, inferred, synthetic")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查 / check only")] = False,
    allow_retract: Annotated[
        bool, typer.Option("--allow-retract", help="允许大量撤销 / lift the guard on withdrawals")
    ] = False,
) -> None:
    """检查数据湖中的值 / check values of the lake and raise issues."""
    from dashboard.checking import Asked, check_dataset
    from dashboard.loading import certainty_of
    from dashboard.render.as_json import dumps
    from dashboard.render.qc_table import checked_json, print_checked

    asked = Asked(
        dataset,
        tuple(station or ()),
        begin,
        end,
        tuple(test or ()),
        thresholds,
        gap,
        step,
        certainty_of(certainty),
        allow_retract,
    )
    with opened(given, create=not dry_run) as workspace:
        checked = check_dataset(workspace, asked, dry_run=dry_run)
    if given.as_json:
        typer.echo(dumps(checked_json(checked)))
    else:
        print_checked(checked)
    raise typer.Exit(0 if checked.clean else 1)
