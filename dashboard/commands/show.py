"""`suyuan show`: everything about one element."""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.options import AsOf, English, Given, KnownAt, RevealNames, command, opened


@command
def show(
    given: Given,
    element: Annotated[str, typer.Argument(metavar="ELEMENT", help="对象 / element")],
    as_of: AsOf = None,
    known_at: KnownAt = None,
    reveal_names: RevealNames = False,
    english: English = False,
) -> None:
    """一个对象的全部 / everything about one element."""
    from dashboard.answering import answer
    from dashboard.render import as_json
    from dashboard.render.console import tell
    from dashboard.render.node import print_node

    with opened(given, reveal_names=reveal_names) as workspace:
        result = answer(workspace, "show", [element], as_of=as_of, known_at=known_at)
    if given.as_json:
        typer.echo(as_json.dumps(as_json.answer(result)))
        return
    print_node(result, english=english)
    tell(*result.notices)
