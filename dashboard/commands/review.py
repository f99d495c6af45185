"""`suyuan review`: a document beside what is read in it and what is not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.options import English, Given, RevealNames, command


@command
def review(
    given: Given,
    document: Annotated[
        str,
        typer.Argument(
            metavar="DOC", help="公文、压缩包或“包!成员” / document, archive, archive!member"
        ),
    ],
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="另存离线网页 / also write an offline page")
    ] = None,
    reveal_names: RevealNames = False,
    english: English = False,
) -> None:
    """审阅公文，不装载 / review how a document is read, loading nothing."""
    from dashboard import reviewing
    from dashboard.render.as_json import dumps
    from dashboard.render.files import write_text
    from dashboard.render.review_page import page
    from dashboard.render.review_table import print_review, review_json

    found = reviewing.review(document, given.settings.home, reveal_names=reveal_names)
    if html is not None:
        write_text(html, page(found, document, reveal_names=reveal_names))
    if given.as_json:
        typer.echo(dumps(review_json(found)))
        return
    print_review(found, english=english)
    if html is not None:
        typer.echo(f"已写入 / written: {html}")
