"""`suyuan check`: whether the graph is as declared, or as shapes of one's own ask."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.options import AsOf, Csv, English, Given, KnownAt, command, opened


@command
def check(
    given: Given,
    shapes: Annotated[
        list[Path] | None,
        typer.Option(
            "--shapes", metavar="FILE", help="只查这些 SHACL 形状 / these SHACL shapes only"
        ),
    ] = None,
    by: Annotated[
        str,
        typer.Option("--by", metavar="cypher|shacl", help="怎样查，结果相等 / how; equal findings"),
    ] = "cypher",
    coverage: Annotated[
        bool,
        typer.Option(
            "--coverage", help="查覆盖规则：谁应有什么 / coverage rules: who must have what"
        ),
    ] = False,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    csv: Csv = None,
    english: English = False,
) -> None:
    """核对图合不合声明 / check the graph against its rules; ends with 1 where any is broken."""
    from dashboard.render import as_json
    from dashboard.render.check_table import check_json, print_check, write_check
    from dashboard.render.console import tell
    from queries.check import check as checked

    with opened(given) as workspace:
        result = checked(
            workspace,
            by=by,
            shapes=shapes or [],
            coverage=coverage,
            as_of=as_of,
            known_at=known_at,
        )
    if csv is not None:
        write_check(result, csv)
    if given.as_json:
        typer.echo(as_json.dumps(check_json(result)))
    else:
        print_check(result, english=english)
        tell(*result.notices)
    raise typer.Exit(1 if result.findings else 0)
