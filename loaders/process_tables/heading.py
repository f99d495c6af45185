"""The heading of a document: its title and the bureau that issued it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph import Place
from loaders.process_tables.captions import caption, heading_style
from loaders.process_tables.original import Line, passage

_TITLE_END = re.compile(
    r"(?:方案|规划|计划|要点|意见|办法|规定|细则|手册|指南|纲要)(?:[（(][^（）()]*[）)])?\Z"
)
_ISSUER = re.compile(r"[\u4e00-\u9fff]{2,20}?气象局")
_SENTENCE = re.compile(r"[。；！？，,:：|>]")
_LONGEST, _MOST_LINES = 50, 4


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a document and, where printed at its beginning, the bureau that issued it."""

    title: str
    place: Place
    issuer: str
    issuer_place: Place | None


def find_heading(lines: Sequence[Line]) -> Heading | None:
    """The title in the lines before the first table and the first sentence, or None.

    A title over several lines begins with the bureau; the title of the document is all of it, as
    plans of different bureaux bear the same words below.
    """
    run: list[Line] = []
    for line in lines:
        text = line.stripped
        if not text:
            continue
        if "。" in text or caption(line) is not None:
            return None
        if len(text) > _LONGEST or _SENTENCE.search(text) or heading_style(text) is not None:
            run = []
            continue
        run = [line] if _ISSUER.match(text) else [*run, line][-_MOST_LINES:]
        if _TITLE_END.search(text):
            return _heading(run)
    return None


def _heading(run: Sequence[Line]) -> Heading:
    """The heading that ends with the last of these lines."""
    if not _ISSUER.match(run[0].stripped):
        run = run[-1:]
    whole = passage([piece for line in run for piece in line.pieces()], run[0].encoding)
    issuer = _ISSUER.match(whole.text)
    if issuer is None:
        return Heading(whole.name, whole.place(), "", None)
    return Heading(whole.name, whole.place(), issuer[0], whole.place(0, issuer.end()))
