"""`suyuan verify`: proof that nothing in the ledger was changed."""

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
    """核对台账 / check that nothing was changed."""
    from dashboard.render.as_json import dumps
    from dashboard.render.home import print_verify
    from graph.ledger import verify_ledger

    with opened(given) as workspace:
        report = verify_ledger(workspace.ledger, head)
    if given.as_json:
        typer.echo(dumps(report))
    else:
        print_verify(report)
    raise typer.Exit(0 if report.ok else 1)
