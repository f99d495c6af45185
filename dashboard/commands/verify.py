"""`suyuan verify`: proof that nothing in the ledger, its originals and the lake was changed."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.options import Given, command, opened


@command
def verify(
    given: Given,
    head: Annotated[
        str | None,
        typer.Option(metavar="BLOCK:HEX", help="曾导出的台账头 / a head exported earlier"),
    ] = None,
) -> None:
    """核对台账与数据湖 / check that nothing was changed."""
    from dashboard.render.as_json import dumps
    from dashboard.render.home import as_one, print_verify
    from graph.lake import verify_lake
    from graph.ledger import verify_ledger

    with opened(given) as workspace:
        report, lake = verify_ledger(workspace.ledger, head), verify_lake(workspace.home)
    ok = report.ok and lake.ok
    if given.as_json:
        typer.echo(dumps(as_one(report, lake)))
    else:
        print_verify(report, lake)
    raise typer.Exit(0 if ok else 1)
