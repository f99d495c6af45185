"""`suyuan ask`: lists the questions, and runs any of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.options import AsOf, English, Given, KnownAt, RevealNames, command, opened


@command
def ask(
    given: Given,
    question: Annotated[
        str | None, typer.Argument(metavar="QUESTION", help="不写则列出 / none: list them")
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Argument(metavar="ELEMENT|NAME=VALUE", help="参数 / parameters"),
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    csv: Annotated[
        Path | None, typer.Option(metavar="FILE", help="另存 CSV / also write a CSV file")
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option(metavar="FILE", help="另存 Excel / also write an Excel workbook")
    ] = None,
    reveal_names: RevealNames = False,
    english: English = False,
) -> None:
    """提问 / list the questions, or ask one."""
    from dashboard.render import as_json

    if question is None:
        _list(as_json=given.as_json)
        return
    from dashboard.answering import answer
    from dashboard.render.answer_table import print_answer
    from dashboard.render.columns import write_csv
    from dashboard.render.console import tell

    with opened(given, reveal_names=reveal_names) as workspace:
        result = answer(workspace, question, values or [], as_of=as_of, known_at=known_at)
    if csv is not None:
        write_csv(result, csv)
    if xlsx is not None:
        from dashboard.render.workbook import write_workbook

        write_workbook(result, xlsx)
    if given.as_json:
        typer.echo(as_json.dumps(as_json.answer(result)))
        return
    print_answer(result, english=english)
    tell(*result.notices)


def _list(*, as_json: bool) -> None:
    from dashboard.render.as_json import dumps
    from dashboard.render.question_list import print_questions, questions_json

    if as_json:
        typer.echo(dumps(questions_json()))
    else:
        print_questions()
