"""`suyuan trace`: from an issue, a station or an instrument to the top of its chain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.options import AsOf, English, Given, KnownAt, command, opened


@command
def trace(
    given: Given,
    element: Annotated[
        str, typer.Argument(metavar="ELEMENT", help="问题、台站、仪器 / issue, station, instrument")
    ],
    as_of: AsOf = None,
    known_at: KnownAt = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="另存离线网页 / also write an offline page")
    ] = None,
    english: English = False,
) -> None:
    """溯源 / trace an issue, a station or an instrument."""
    from dashboard.answering import answer
    from dashboard.render import as_json
    from dashboard.render.console import tell
    from dashboard.render.files import write_text
    from dashboard.render.trace_page import page
    from dashboard.render.trace_table import print_trace

    with opened(given) as workspace:
        result = answer(workspace, "trace", [element], as_of=as_of, known_at=known_at)
    if html is not None:
        write_text(html, page(result))
    if given.as_json:
        typer.echo(as_json.dumps(as_json.answer(result)))
        return
    print_trace(result, english=english)
    tell(*result.notices)
    if html is not None:
        typer.echo(f"已写入 / written: {html}")
