"""Where a document lists units and nothing else: cells, brackets, addressees, behind a label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.documents.cleaning.characters import HAN
from loaders.documents.model import Document, Paragraph, Role, SegmentKind, Table
from loaders.documents.names.items import Form
from loaders.documents.names.lists import Listing, read_list

_BRACKET = re.compile(r"（([^（）\n]*(?:（[^（）\n]*）[^（）\n]*)*)）")
_LABEL = re.compile(
    rf"(?:^|(?<=[\n。；，（、\s]))[{HAN}]{{0,8}}(?:单位|部门|处室|机构|科室|主责|牵头|配合|抄送|主送|报送|分送|发送)[:：]"
)
_ACTS = re.compile(
    r"(?:牵头(?:负责)?|(?:按照?|根据)?(?:各自)?(?:职责|职能)?(?:分工)?(?:分别|共同)?(?:负责|配合|参与|参加|协助|承担|落实|实施))(?=[，；。,;]|\Z)"
)
_OF_UNITS = re.compile(r"单位|部门|处室|机构|科室|主体|牵头|责任|主责|配合|承担")
_MAY_NAME = re.compile(
    "[局厅处司署委院部办所室科台站队馆社厂府会学校行团联协关心位门构区县市旗盟业政党]"
)
_TITLE = re.compile(r"《[^《》]*》")
_LISTED = {Role.ADDRESSEES, Role.ISSUER}
_LONGEST = 400


def text_stretches(document: Document) -> tuple[tuple[int, int], ...]:
    """The stretches of a document that are its own text, the headers of its tables aside."""
    headers = [
        (row.begin, row.end) for table in document.tables for row in table.rows if row.header
    ]
    own = [(s.begin, s.end) for s in document.segments if s.kind is SegmentKind.DOCUMENT]
    return tuple(part for begin, end in own for part in _without(begin, end, headers))


def _without(begin: int, end: int, holes: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for hole_begin, hole_end in holes:
        if begin <= hole_begin and hole_end <= end:
            if begin < hole_begin:
                yield begin, hole_begin
            begin = hole_end
    if begin < end:
        yield begin, end


def titles_in(text: str) -> tuple[tuple[int, int], ...]:
    """The titles of other documents, 《》 included."""
    return tuple(match.span() for match in _TITLE.finditer(text))


@dataclass(frozen=True, slots=True)
class _Range:
    """A stretch that may list units; `named`: something says that it does."""

    begin: int
    end: int
    named: bool = False


def listings(document: Document) -> Iterator[Listing]:
    """Everything that lists units from begin to end, as far as the form shows it."""
    text, done = document.text, 0
    for each in sorted(_ranges(document), key=lambda r: (r.begin, -r.end)):
        if each.end - each.begin > _LONGEST or each.begin < done:
            continue
        if _MAY_NAME.search(text, each.begin, each.end) is None:
            continue
        listing = read_list(text, each.begin, each.end)
        if listing.items and not listing.unread and (each.named or _shows(listing)):
            done = each.end
            yield listing


def _shows(listing: Listing) -> bool:
    """Whether what stands in a bracket or cell can be nothing but units."""
    forms = [item.parsed.form for item in listing.items]
    return len(forms) > 1 or forms[0] is not Form.BARE


def _ranges(document: Document) -> Iterator[_Range]:
    for table in document.tables:
        for row in table.body:
            for cell in row.cells:
                if cell.text:
                    header = "".join(_header(table, cell.column))
                    named = _OF_UNITS.search(header) is not None
                    yield _Range(cell.begin, cell.end, named)
    for paragraph in document.paragraphs:
        if paragraph.role in _LISTED:
            yield _Range(*_without_colon(document.text, paragraph), named=True)
    for begin, end in text_stretches(document):
        yield from (_Range(*each, named=True) for each in _labelled(document.text, begin, end))
        yield from (_Range(*each) for each in _bracketed(document.text, begin, end))


def _header(table: Table, column: int) -> tuple[str, ...]:
    """The header cells above a column; a row that is too long has cells without any."""
    return table.columns[column] if column < len(table.columns) else ()


def _without_colon(text: str, paragraph: Paragraph) -> tuple[int, int]:
    return paragraph.begin, paragraph.begin + len(
        text[paragraph.begin : paragraph.end].rstrip(" \n:：")
    )


def _labelled(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """责任处室：观测处、办公室，实施单位：信息中心."""
    labels = list(_LABEL.finditer(text, begin, end))
    stops = [*(label.start() for label in labels[1:]), end]
    for label, stop in zip(labels, stops, strict=False):
        yield label.end(), _closing(text, label.end(), stop)


def _closing(text: str, begin: int, end: int) -> int:
    """Where what a label introduces ends: at a full stop, or the bracket that it stands in."""
    depth = 0
    for at in range(begin, min(end, begin + _LONGEST)):
        character = text[at]
        depth += (character == "（") - (character == "）")
        if depth < 0 or (depth == 0 and character in "。；;\n"):
            return at
    return min(end, begin + _LONGEST)


def _bracketed(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """A牵头，B、C等部门按照职责分工负责, or a list alone."""
    for bracket in _BRACKET.finditer(text, begin, end):
        inner_begin, inner_end = bracket.span(1)
        if "：" in bracket[1] or "简称" in bracket[1]:
            continue
        start = inner_begin
        for acts in _ACTS.finditer(text, inner_begin, inner_end):
            yield start, acts.start()
            start = acts.end()
        yield start, inner_end
