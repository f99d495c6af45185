"""DOCX files: paragraphs and real tables in the order of the document.

The raw text is one paragraph a line, each cell behind a tab, numbers that Word counts by itself
written out. Tracked deletions, hidden text, headers and footers are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Protocol, cast

from graph import MissingExtraError
from loaders.documents.model import Fault
from loaders.documents.reading.container import FAILURES, Limits, bomb
from loaders.documents.reading.docx_numbers import Element, Numbering, list_of, value, w
from loaders.documents.reading.extract import Extract, Hint, RawCell, RawTable, Sign
from loaders.documents.reading.faults import damaged, empty
from loaders.documents.reading.original import Anchor, Original

_SKIPPED = frozenset(
    map(w, ("del", "moveFrom", "instrText", "delText", "rt", "pPr", "rPr", "tblPr"))
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS = {w("tab"): "\t", w("cr"): "\n", w("noBreakHyphen"): "-"}
_HEADING = re.compile(r"(?:heading|标题) ?([1-6])\Z", re.IGNORECASE)
_INDENT = "\u3000\u3000"


class _Node(Element, Protocol):
    """An element with text and children."""

    @property
    def text(self) -> str | None: ...

    def __iter__(self) -> Iterator[_Node]: ...


def read_docx(data: bytes, source: str, limits: Limits) -> Extract | Fault:
    """A DOCX file."""
    try:
        from docx import Document
        from docx.opc.exceptions import OpcError
        from lxml.etree import XMLSyntaxError
    except ImportError as error:
        raise MissingExtraError("docx", "documents") from error
    try:
        refused = bomb(data, source, limits)
        if refused is not None:
            return refused
        document = Document(BytesIO(data))
        writing = _Writing(_styles(cast(_Node, document.styles.element)))
        for relation in document.part.rels.values():
            if relation.reltype.endswith("/numbering"):
                writing.numbering.learn(cast(_Node, relation.target_part.element))
        writing.body(cast(_Node, document.element.body))
    except (OpcError, XMLSyntaxError, *FAILURES, KeyError, AttributeError) as error:
        return damaged(source, "Word", "Word", error)
    return writing.extract() or empty(source)


def _styles(styles: _Node) -> dict[str, _Node]:
    return {each.get(w("styleId")) or "": cast(_Node, each) for each in styles.findall(w("style"))}


@dataclass(slots=True)
class _Writing:
    """The raw text as it is written down."""

    styles: dict[str, _Node]
    numbering: Numbering = field(default_factory=Numbering)
    parts: list[str] = field(default_factory=list)
    length: int = 0
    anchors: list[Anchor] = field(default_factory=list)
    tables: list[RawTable] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)
    paragraphs: int = 0

    def extract(self) -> Extract | None:
        """What was written, None where that is nothing."""
        text = "".join(self.parts)
        if not text.strip():
            return None
        original = Original(text, anchors=tuple(self.anchors) or (Anchor(0, "paragraph=1"),))
        return Extract(original, tables=tuple(self.tables), hints=tuple(self.hints))

    def write(self, text: str) -> tuple[int, int]:
        """Text at the end of what is written; its range."""
        begin = self.length
        self.parts.append(text)
        self.length += len(text)
        return begin, self.length

    def body(self, parent: _Node) -> None:
        """Paragraphs and tables, content controls opened."""
        for child in parent:
            if child.tag == w("p"):
                self._paragraph(child)
            elif child.tag == w("tbl"):
                self._table(child)
            elif child.tag in {w("sdt"), w("sdtContent"), w("ins"), w("customXml"), w("smartTag")}:
                self.body(child)

    def _paragraph(self, paragraph: _Node) -> None:
        for box in _boxes(paragraph):
            self.body(box)
        self.paragraphs += 1
        text = self._numbered(paragraph)
        shown = text.lstrip("\t")
        self.anchors.append(Anchor(self.length, f"paragraph={self.paragraphs}"))
        begin, end = self.write((_INDENT if shown != text else "") + shown)
        level = self._heading_level(paragraph)
        if level and text.strip():
            self.hints.append(Hint(Sign.HEADING, begin, end, level))
        self.write("\n")

    def _numbered(self, paragraph: _Node) -> str:
        text = paragraph_text(paragraph)
        own = paragraph.find(w("pPr"))
        listed = list_of([own, *(style.find(w("pPr")) for style in self._lineage(own))])
        return (self.numbering.next(*listed) if listed and text.strip() else "") + text

    def _lineage(self, properties: Element | None) -> Iterator[_Node]:
        """The style of a paragraph and the styles it is based on."""
        name, seen = value(properties, "pStyle"), set[str]()
        while name in self.styles and name not in seen:
            seen.add(name)
            yield self.styles[name]
            name = value(self.styles[name], "basedOn")

    def _heading_level(self, paragraph: _Node) -> int:
        own = paragraph.find(w("pPr"))
        for style in self._lineage(own):
            match = _HEADING.match(value(style, "name"))
            if match:
                return int(match[1])
        outline = value(own, "outlineLvl")
        return int(outline) + 1 if outline.isdecimal() and int(outline) < 6 else 0

    def _table(self, table: _Node) -> None:
        """A table row by row; a cell merged downwards is written once and spans its rows."""
        number, begin = len(self.tables) + 1, self.length
        cells: list[RawCell] = []
        above: dict[int, int] = {}  # column → index of the merged cell that goes on downwards
        for row, element in enumerate(table.findall(w("tr"))):
            column = _number(value(element, "trPr/gridBefore"), 0)
            header = element.find(f"{w('trPr')}/{w('tblHeader')}") is not None
            for each in _cells(cast(_Node, element)):
                properties = each.find(w("tcPr"))
                span = max(_number(value(properties, "gridSpan"), 1), 1)
                if _goes_on(properties) and column in above:
                    cells[above[column]] = _taller(cells[above[column]], row)
                else:
                    above.pop(column, None)
                    if properties is not None and properties.find(w("vMerge")) is not None:
                        above[column] = len(cells)
                    locator = f"table={number};row={row + 1};column={column + 1}"
                    first, last = self._cell(each, locator)
                    cells.append(RawCell(row, column, first, last, 1, span, header))
                column += span
            self.write("\n")
        if cells:
            self.tables.append(RawTable(tuple(cells), begin, self.length))

    def _cell(self, cell: _Node, locator: str) -> tuple[int, int]:
        self.write("\t")
        self.anchors.append(Anchor(self.length, locator))
        written = "\n".join(filter(None, (each.strip("\t ") for each in self._cell_lines(cell))))
        place = self.write(written.replace("\t", " "))
        self.write("\n")
        return place

    def _cell_lines(self, cell: _Node) -> Iterator[str]:
        """The paragraphs of a cell, those of tables in it included."""
        for child in cell:
            if child.tag == w("p"):
                yield self._numbered(child)
            elif child.tag not in _SKIPPED and child.tag != w("tcPr"):
                yield from self._cell_lines(child)


def _cells(row: _Node) -> Iterator[_Node]:
    for child in row:
        if child.tag == w("tc"):
            yield child
        elif child.tag in {w("sdt"), w("sdtContent"), w("ins")}:
            yield from _cells(child)


def _number(written: str, otherwise: int) -> int:
    return int(written) if written.isdecimal() else otherwise


def _goes_on(properties: Element | None) -> bool:
    """Whether a cell is the lower part of a merged one."""
    merge = None if properties is None else properties.find(w("vMerge"))
    return merge is not None and (merge.get(w("val")) or "continue") == "continue"


def _taller(cell: RawCell, row: int) -> RawCell:
    span = row - cell.row + 1
    return RawCell(cell.row, cell.column, cell.begin, cell.end, span, cell.column_span, cell.header)


def paragraph_text(paragraph: _Node) -> str:
    """The text of a paragraph as printed, without text boxes."""
    return "".join(_texts(paragraph))


def _texts(parent: _Node) -> Iterator[str]:
    for child in parent:
        if child.tag == w("t"):
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[str(child.tag)]
        elif child.tag == w("br"):
            yield "" if child.get(w("type")) == "page" else "\n"
        elif child.tag == w("r") and child.find(f"{w('rPr')}/{w('vanish')}") is not None:
            continue
        elif child.tag not in _SKIPPED and child.tag not in {w("txbxContent"), _FALLBACK}:
            yield from _texts(child)


def _boxes(parent: _Node) -> Sequence[_Node]:
    """The text boxes in a paragraph, each once: a fallback repeats its choice."""
    found: list[_Node] = []
    for child in parent:
        if child.tag == w("txbxContent"):
            found.append(child)
        elif child.tag != _FALLBACK:
            found += _boxes(child)
    return found
