"""`suyuan ask`: lists the questions, and runs any of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.options import AsOf, Csv, English, Given, KnownAt, RevealNames, command, opened


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
    csv: Csv = None,
    xlsx: Annotated[
        Path | None, typer.Option(metavar="FILE", help="另存 Excel / also write an Excel workbook")
    ] = None,
    reveal_names: RevealNames = False,
    english: English = False,
) -> None:
    """提问：编号或一句中文 / list the questions, or ask one by its id or in plain Chinese."""
    from dashboard.render import as_json

    if question is None:
        _list(as_json=given.as_json)
        return
    from dashboard.answering import answer
    from dashboard.hearing import heard, is_sentence
    from dashboard.render.answer_table import print_answer
    from dashboard.render.columns import write_csv
    from dashboard.render.console import tell
    from dashboard.render.meaning import meaning_json, print_meaning

    meaning = None
    with opened(given, reveal_names=reveal_names) as workspace:
        if is_sentence(question):
            meaning = heard(workspace, " ".join([question, *(values or [])]), as_of=as_of)
            question, values = meaning.question, meaning.values
            as_of, known_at = meaning.as_of or as_of, meaning.known_at or known_at
            if not given.as_json:
                print_meaning(meaning)
        result = answer(workspace, question, values or [], as_of=as_of, known_at=known_at)
    if csv is not None:
        write_csv(result, csv)
    if xlsx is not None:
        from dashboard.render.workbook import write_workbook

        write_workbook(result, xlsx)
    if given.as_json:
        told = as_json.answer(result)
        typer.echo(as_json.dumps(told if meaning is None else meaning_json(meaning) | told))
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
