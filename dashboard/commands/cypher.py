"""`suyuan cypher`: a question of one's own in Cypher, reading only."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from dashboard.options import Csv, Given, Limit, QueryText, Timeout, command, opened


@command
def cypher(
    given: Given,
    text: QueryText,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", metavar="NAME=VALUE", help="参数，值可写 JSON / a value in JSON"),
    ] = None,
    limit: Limit = 1000,
    timeout: Timeout = 10.0,
    csv: Csv = None,
) -> None:
    """自己写查询，只读 / a query of your own, reading only."""
    from dashboard.render import as_json
    from dashboard.render.console import tell
    from dashboard.render.free_table import free_json, print_free, write_free
    from graph.store import Limits
    from queries import run_free

    limits = Limits(rows=limit, seconds=timeout)
    asked = sys.stdin.read() if text == "-" else text
    with opened(given) as workspace:
        result = run_free(workspace, asked, parameters(param or []), limits=limits)
    if csv is not None:
        write_free(result, csv)
    if given.as_json:
        typer.echo(as_json.dumps(free_json(result)))
        return
    print_free(result)
    tell(*result.notices)


def parameters(values: Sequence[str]) -> dict[str, object]:
    """Values by name: JSON where it is JSON, else the text as it stands."""
    import orjson

    from graph import InvalidValueError

    found: dict[str, object] = {}
    for value in values:
        name, is_given, said = value.partition("=")
        if not is_given:
            raise InvalidValueError("--param", value, "没有等号 / no equals sign", "NAME=VALUE")
        try:
            found[name] = orjson.loads(said)
        except orjson.JSONDecodeError:
            found[name] = said
    return found
