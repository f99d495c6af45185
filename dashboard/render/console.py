"""Where tables are printed: markup off, so that names such as `[red]` stay what they are."""

from __future__ import annotations

import os
import sys

from rich.console import Console
from rich.text import Text

from dashboard.render.text import plain

PLAIN_WIDTH = 100


def console(*, stderr: bool = False) -> Console:
    """A console that shows data literally; 100 columns where there is no terminal."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or os.environ.get("COLUMNS") else PLAIN_WIDTH
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False, width=width)


def text(value: str, style: str = "") -> Text:
    """A text from a source as one that is safe to print."""
    return Text(plain(value), style)


def tell(*notices: str) -> None:
    """Notices for the user, on stderr, each on a line."""
    screen = console(stderr=True)
    for notice in notices:
        screen.print(Text.assemble(("注意 ", "bold yellow"), plain(notice)), soft_wrap=True)
