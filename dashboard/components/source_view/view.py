"""The component: lines of a source go to the browser, as text and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.render.text import literal
from graph.ledger import Surroundings

_HERE = Path(__file__).parent


@cache
def _mounted() -> Callable[..., Any]:
    html, css, js = (
        (_HERE / f"source.{kind}").read_text("utf-8") for kind in ("html", "css", "js")
    )
    return st.components.v2.component("suyuan_source", html=html, css=css, js=js)


def source_view(around: Surroundings, *, key: str, label: str) -> None:
    """Show lines of a source with numbers, the words of a claim marked and scrolled into view."""
    _mounted()(data={"label": label, "lines": list(numbered(around))}, key=key)


def numbered(around: Surroundings) -> Iterable[dict[str, object]]:
    """Lines with their numbers, each in pieces that are marked or not."""
    number = around.first_line
    pieces: list[dict[str, object]] = []
    ellipsis = " …" if around.cut else ""
    for text, marked in (
        (around.before, False),
        (around.span + ellipsis, True),
        (around.after, False),
    ):
        first, *rest = text.replace("\r\n", "\n").split("\n")
        _piece(pieces, first, marked=marked)
        for line in rest:
            yield {"number": "" if number is None else str(number), "pieces": pieces}
            number = None if number is None else number + 1
            pieces = []
            _piece(pieces, line, marked=marked)
    if pieces:
        yield {"number": "" if number is None else str(number), "pieces": pieces}


def _piece(pieces: list[dict[str, object]], text: str, *, marked: bool) -> None:
    if text:
        pieces.append({"text": literal(text), "marked": marked})
