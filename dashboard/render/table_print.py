"""What a page shows, for print: a table, and above it a matrix where the page has one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dashboard.render.text import plain
from dashboard.render.typesetting import typeset

TEMPLATE = Path(__file__).with_name("table.typ")


@dataclass(frozen=True, slots=True)
class Square:
    """A cell of a matrix: its text, its colour and that of its text."""

    text: str
    fill: str = "#FFFFFF"
    ink: str = "#000000"


NONE = Square("")


@dataclass(frozen=True, slots=True)
class Matrix:
    """Titles of columns, and lines of a name and its cells; None where there is none."""

    head: Sequence[str] = ()
    lines: Sequence[tuple[str, Sequence[Square | None]]] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """Something for print. `facts`: what was asked, at which times; `head`: titles of columns.

    `picture`: a drawing as SVG; empty for none.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    head: Sequence[str] = ()
    rows: Sequence[Sequence[object]] = ()
    matrix: Matrix = Matrix()
    picture: str = ""


def printed(sheet: Sheet, form: Literal["pdf", "png"] = "pdf") -> bytes:
    """The print of a sheet; a PNG, or a picture, is one page as long as it needs.

    Raises what `typeset` raises.
    """
    return typeset(
        TEMPLATE,
        {
            "title": plain(sheet.title),
            "facts": [[plain(name), plain(value)] for name, value in sheet.facts],
            "head": [plain(title) for title in sheet.head],
            "rows": [["" if v is None else plain(str(v)) for v in row] for row in sheet.rows],
            "matrix_head": [plain(title) for title in sheet.matrix.head],
            "matrix": [
                [plain(name), [_square(square or NONE) for square in squares]]
                for name, squares in sheet.matrix.lines
            ],
            "picture": sheet.picture,
            "long": form == "png" or bool(sheet.picture),
        },
        form,
    )


def _square(square: Square) -> list[str]:
    return [plain(square.text), square.fill, square.ink]
