"""A document from what the reader of its format hands on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from loaders.documents.cleaning.clean import clean
from loaders.documents.model import (
    Document,
    Fault,
    Heading,
    Paragraph,
    SegmentKind,
    Source,
    Style,
    Table,
)
from loaders.documents.reading.extract import Extract
from loaders.documents.structure.bare_tables import bare_tables
from loaders.documents.structure.blocks import Outline
from loaders.documents.structure.cells import flat_tables
from loaders.documents.structure.head import head_of, signatures_of
from loaders.documents.structure.lines import Line, lines_of
from loaders.documents.structure.segments import segments
from loaders.documents.structure.tables import Misfit, flat_table, grid_table

_TITLE = re.compile(
    r"[^。；，：\t]{2,40}(?:表|清单|一览|目录|名单|分工|台账|明细)(?:（[^（）]*）)?\Z"
)
_NEAR = 2  # lines between a caption and its table
_SHOWN = 60

Found = tuple[Table, Sequence[Misfit]]


def document_of(source: Source, extract: Extract, faults: Iterable[Fault] = ()) -> Document:
    """Clean the text, tell document from furniture and copies, and read its structure."""
    text, offsets = clean(extract.original.text, extract.edits)
    lines = lines_of(text, offsets, extract.hints)
    parts = segments(text, lines)
    kept = [(part.begin, part.end) for part in parts if part.kind is SegmentKind.DOCUMENT]
    marked: list[Found] = [grid_table(table, text, offsets) for table in extract.tables]
    own = _without(lines, kept, [table for table, _ in marked])
    flat = [flat_table(table) for table in flat_tables(own)]
    bare = bare_tables(_without(own, kept, [table for table, _ in flat]))
    inside = [each for each in marked if _within(each[0], kept)]
    found = sorted([*inside, *flat, *map(flat_table, bare)], key=lambda pair: pair[0].begin)
    rest = _untabbed(_without(own, kept, [table for table, _ in found]))
    blocks = Outline(text, rest).read()
    headings = [block for block in blocks if isinstance(block, Heading)]
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    tables = tuple(_titled(table, headings, rest) for table, _ in found)
    document = Document(
        source,
        extract.original,
        text,
        offsets,
        parts,
        head_of(text, paragraphs),
        blocks,
        tables,
        signatures_of(text, paragraphs),
        (),
    )
    misfits = _misfits(document, [(t, m) for t, (_, m) in zip(tables, found, strict=True)])
    return replace(document, faults=(*extract.faults, *faults, *misfits))


def _within(table: Table, kept: Sequence[tuple[int, int]]) -> bool:
    return any(begin <= table.begin and table.end <= end for begin, end in kept)


def _without(
    lines: Sequence[Line], kept: Sequence[tuple[int, int]], tables: Sequence[Table]
) -> list[Line]:
    """The lines of the document outside tables; where others stood, one empty line is left."""
    spans = sorted((table.begin, table.end) for table in tables)
    begins = [begin for begin, _ in spans]
    rest: list[Line] = []
    for line in lines:
        at = bisect_right(begins, max(line.end, line.begin)) - 1
        covered = at >= 0 and line.begin <= spans[at][1] and not (line.end < spans[at][0])
        if covered or not any(begin <= line.begin and line.end <= end for begin, end in kept):
            if rest and not rest[-1].blank:
                rest.append(Line(line.begin, line.begin, ""))
            continue
        rest.append(line)
    return rest


def _untabbed(lines: Sequence[Line]) -> list[Line]:
    """Lines that a tab indents, without it."""
    return [
        replace(line, begin=line.end - len(text), text=text)
        for line in lines
        for text in [line.text.lstrip("\t")]
    ]


def _titled(table: Table, headings: Sequence[Heading], rest: Sequence[Line]) -> Table:
    """A table with its caption, or the title in the line above it, and its heading."""
    above = [i for i, heading in enumerate(headings) if heading.begin < table.begin]
    section = [i for i in above if headings[i].style not in {Style.TABLE, Style.FIGURE}]
    heading = section[-1] if section else None
    near = [line for line in rest if line.end <= table.begin and not line.blank][-_NEAR:]
    for line in reversed(near):
        caption = next((i for i in above if headings[i].begin == line.begin), None)
        if caption is not None and headings[caption].style is Style.TABLE:
            title = headings[caption].title
            return replace(table, title=title, caption=caption, heading=heading)
        if _TITLE.match(line.text):
            return replace(table, title=line.text, heading=heading)
    return replace(table, heading=heading)


def _misfits(
    document: Document, found: Sequence[tuple[Table, Sequence[Misfit]]]
) -> Iterator[Fault]:
    """A fault for each row that does not add up."""
    for number, (table, misfits) in enumerate(found, start=1):
        name = f"“{table.title}”" if table.title else f"第{number}个表"
        for misfit in misfits:
            place = document.place(misfit.begin, misfit.end)
            value = " | ".join(document.text[misfit.begin : misfit.end].split())[:_SHOWN]
            if not misfit.width:
                rule = f"{name}的列数无法判断 / nothing tells how many columns the table has"
                remedy = "每行之间空一行 / leave an empty line between rows"
            else:
                rule = (
                    f"{name}第{misfit.row}行有{misfit.cells}个单元格，应为{misfit.width}个 / "
                    f"row {misfit.row} of the table has {misfit.cells} cells, not {misfit.width}"
                )
                remedy = "补齐单元格，空的也要有 / add what is missing, blank cells included"
            yield Fault(document.source.name, place, rule, remedy, value)
