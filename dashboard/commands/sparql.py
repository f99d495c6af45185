"""`suyuan sparql`: a question of one's own in SPARQL, reading only."""

from __future__ import annotations

import sys

import typer

from dashboard.options import (
    AsOf,
    Csv,
    Given,
    KnownAt,
    Limit,
    QueryText,
    Timeout,
    command,
    opened,
)


@command
def sparql(
    given: Given,
    text: QueryText,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    limit: Limit = 1000,
    timeout: Timeout = 10.0,
    csv: Csv = None,
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
