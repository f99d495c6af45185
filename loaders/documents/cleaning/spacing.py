"""Blanks, line ends and what tools leave behind: what no reader sees, and no fact may hinge on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.documents.cleaning.characters import BLANKS, HAN
from loaders.documents.cleaning.offsets import Edit, RepairKind

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+"
)
_BROKEN = re.compile(r"[\ud800-\udfff]+")
_LINE_BREAK = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_PAGE = re.compile(
    rf"^[{BLANKS}]*(?:[-—–‐－]+[{BLANKS}]*\d{{1,4}}[{BLANKS}]*[-—–‐－]+"
    rf"|第[{BLANKS}]*\d{{1,4}}[{BLANKS}]*页(?:[{BLANKS}，,/]*共[{BLANKS}]*\d+[{BLANKS}]*页)?)"
    rf"[{BLANKS}]*(?:\n|\Z)",
    re.MULTILINE,
)
_BOOKMARK = re.compile(r"\[bookmark:[^\]\n]*\]")
_LOST = re.compile(rf"^[{BLANKS}]*\?{{2,}}[{BLANKS}]+", re.MULTILINE)
_WIDE_BLANK = re.compile(rf"[{BLANKS[1:]}]")
_INDENT = re.compile(r"(?:(?<=[\n\t])|\A) +")
_TRAILING = re.compile(r" +(?=[\n\t]|\Z)")
_JUSTIFIED = re.compile(rf"^[{HAN}]( {{1,6}})[{HAN}](?=[：:])", re.MULTILINE)


def invisible_edits(text: str) -> Iterator[Edit]:
    """Bytes that are no character become U+FFFD, what cannot be seen goes."""
    edits = [
        Edit(m.start(), m.end(), "\ufffd" * len(m[0]), RepairKind.BROKEN)
        for m in _BROKEN.finditer(text)
    ]
    edits += (_struck(match, RepairKind.INVISIBLE) for match in _INVISIBLE.finditer(text))
    edits += (
        Edit(m.start(), m.end(), "\n", RepairKind.LINE_BREAK) for m in _LINE_BREAK.finditer(text)
    )
    yield from sorted(edits, key=lambda edit: edit.begin)


def leftover_edits(text: str) -> Iterator[Edit]:
    """Page numbers between lines, bookmarks of word processors, question marks for an indent."""
    found = [(m, RepairKind.PAGE) for m in _PAGE.finditer(text)]
    found += ((m, RepairKind.BOOKMARK) for m in _BOOKMARK.finditer(text))
    found += ((m, RepairKind.LOST) for m in _LOST.finditer(text))
    for match, kind in sorted(found, key=lambda pair: pair[0].start()):
        yield _struck(match, kind)


def blank_edits(text: str) -> Iterator[Edit]:
    """Every blank is a plain one."""
    for match in _WIDE_BLANK.finditer(text):
        yield Edit(match.start(), match.end(), " ", RepairKind.SPACE)


def edge_edits(text: str) -> Iterator[Edit]:
    """No blanks at the ends of lines and cells, none inside a label of two characters."""
    found = [(m.span(), RepairKind.INDENT) for m in _INDENT.finditer(text)]
    taken = {span for span, _ in found}
    found += (
        (m.span(), RepairKind.TRAILING) for m in _TRAILING.finditer(text) if m.span() not in taken
    )
    for (begin, end), kind in sorted(found):
        yield Edit(begin, end, "", kind)


def label_edits(text: str) -> Iterator[Edit]:
    """`组  长：` is the label 组长."""
    for match in _JUSTIFIED.finditer(text):
        yield Edit(match.start(1), match.end(1), "", RepairKind.JUSTIFIED)


def _struck(match: re.Match[str], kind: RepairKind) -> Edit:
    return Edit(match.start(), match.end(), "", kind)
