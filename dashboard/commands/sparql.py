"""`suyuan sparql`: a question of one's own in SPARQL, reading only."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from dashboard.options import AsOf, Given, KnownAt, command, opened


@command
def sparql(
    given: Given,
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="查询，- 则从标准输入读 / a query, - for stdin")
    ],
    as_of: AsOf = None,
    known_at: KnownAt = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="最多行数 / most rows")] = 1000,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="S", help="秒，最多 60 / seconds, at most 60")
    ] = 10.0,
    csv: Annotated[
        Path | None, typer.Option(metavar="FILE", help="另存 CSV / also write a CSV file")
    ] = None,
) -> None:
    """用 SPARQL 提问，只读 / a query of your own in SPARQL, reading only."""
    from dashboard.render import as_json
    from dashboard.render.console import tell
    from dashboard.render.sparql_table import print_sparql, sparql_json, write_sparql
    from graph.store import Limits
    from queries import run_sparql, view_at

    limits = Limits(rows=limit, seconds=timeout)
    asked = sys.stdin.read() if text == "-" else text
    with opened(given) as workspace:
        result = run_sparql(view_at(workspace, as_of, known_at), asked, limits=limits)
    if csv is not None:
        write_sparql(result, csv)
    if given.as_json:
        typer.echo(as_json.dumps(sparql_json(result)))
        return
    print_sparql(result)
    tell(*result.notices)
