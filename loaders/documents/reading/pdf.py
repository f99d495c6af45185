"""PDF files with a text layer: lines in reading order, ruled tables as tables.

The raw text is one printed line a line, each cell behind a tab. That a line goes on in the next
one is seen by where it ends, so hard wraps are mended here.
"""

from __future__ import annotations

import logging
import re
import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from graph import MissingExtraError
from loaders.documents.cleaning.offsets import Edit, RepairKind
from loaders.documents.model import Fault
from loaders.documents.reading.container import FAILURES, Limits
from loaders.documents.reading.extract import Extract, RawCell, RawTable
from loaders.documents.reading.faults import damaged, encrypted, no_text, too_large
from loaders.documents.reading.original import Anchor, Original
from loaders.documents.reading.pdf_tables import PageCell, PageTable, page_tables

if TYPE_CHECKING:
    from pdfplumber.page import Page

_PAGE_NUMBER = re.compile(r"[-—–]?\s*\d{1,4}\s*[-—–]?|第\s*\d+\s*页.{0,12}")
_FAILURES = (AssertionError, AttributeError, LookupError, TypeError, ArithmeticError, struct.error)
_ENDS = re.compile(r"[。！？：:]\Z")
_HEADER_ROWS = 3
_RUNNING = 3  # a line at the edge of so many pages is a running title
_LATIN = re.compile(r"[A-Za-z0-9]\Z")


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed line: its text, where it begins and ends from the left, its height and size."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        """About the width of a character."""
        return self.bottom - self.top


def read_pdf(data: bytes, source: str, limits: Limits) -> Extract | Fault:
    """A PDF file."""
    try:
        import pdfplumber
        from pdfminer.pdfdocument import PDFPasswordIncorrect
        from pdfminer.psexceptions import PSException
        from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException
    except ImportError as error:
        raise MissingExtraError("pdfplumber", "documents") from error
    logger = logging.getLogger("pdfminer")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())  # its complaints are faults here
    writing = _Writing()
    try:
        with pdfplumber.open(BytesIO(data)) as document:
            if len(document.pages) > limits.pages:
                return too_large(source, f"多于 {limits.pages} 页", f"over {limits.pages} pages")
            for page in document.pages:
                writing.page(page)
                page.close()
    except (PdfminerException, MalformedPDFException, PSException) as error:
        if isinstance(error, PDFPasswordIncorrect) or _has_password_cause(error):
            return encrypted(source, "PDF 文件", "PDF")
        return damaged(source, "PDF", "PDF", error)
    except (*_FAILURES, *FAILURES) as error:
        return damaged(source, "PDF", "PDF", error)
    return writing.extract(source)


def _has_password_cause(error: BaseException) -> bool:
    causes = [error, *error.args, error.__cause__, error.__context__]
    return any("Password" in type(cause).__name__ for cause in causes)


@dataclass(slots=True)
class _Writing:
    """The raw text as it is written down, page by page."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    anchors: list[Anchor] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    tables: list[RawTable] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    pages: int = 0
    open_end: int | None = None  # the line end behind a line that goes on in the next one
    after_table: bool = False  # nothing but page numbers stands behind the last table
    header: list[tuple[PageCell, ...]] = field(default_factory=list)  # of the last table
    edges: tuple[float, ...] = ()
    margins: list[tuple[str, int, int]] = field(default_factory=list)  # first, last lines of pages

    def extract(self, source: str) -> Extract | Fault:
        """What was written; pages without text are faults, all of them make the file one."""
        if not self.pages or len(self.blank) == self.pages:
            return no_text(source, _ranges(self.blank) if self.blank else "1")
        faults = (no_text(source, _ranges(self.blank)),) if self.blank else ()
        original = Original("".join(self.parts), anchors=tuple(self.anchors))
        running = Counter(text for text, _, _ in self.margins)
        for text, begin, end in self.margins:
            if running[text] >= max(_RUNNING, self.pages // 2):
                self.edits = [e for e in self.edits if not begin <= e.begin < end]
                self.edits.append(Edit(begin, end, "", RepairKind.PAGE))
        edits = tuple(sorted(self.edits, key=lambda edit: edit.begin))
        return Extract(original, edits=edits, tables=tuple(self.tables), faults=faults)

    def page(self, page: Page) -> None:
        """One page from top to bottom."""
        self.pages += 1
        tables = page_tables(page)
        lines = list(_lines(page, tables))
        if not lines and not tables:
            self.blank.append(self.pages)
            return
        body = [line for line in lines if not _is_page_number(line)]
        left = min((line.left for line in body), default=0.0)
        right = max((line.right for line in body), default=0.0)
        parts: list[Printed | PageTable] = [*lines, *tables]
        for number, part in enumerate(sorted(parts, key=lambda each: each.top), start=1):
            if isinstance(part, PageTable):
                self._table(part)
                continue
            begin = self.length
            self._line(part, number, left, right)
            if body and part in (body[0], body[-1]):
                self.margins.append((part.text, begin, self.length))

    def _line(self, line: Printed, number: int, left: float, right: float) -> None:
        indented = line.left - left > line.size
        page_number = _is_page_number(line)
        text = ("\u3000\u3000" if indented and not page_number else "") + line.text
        self.anchors.append(Anchor(self.length, f"page={self.pages};line={number}"))
        begin = self.length
        self._write(text + "\n")
        if page_number:
            self.edits.append(Edit(begin, self.length, "", RepairKind.PAGE))
            return
        self.after_table = False
        if self.open_end is not None and not indented:
            spaced = _LATIN.search(self.parts[-2][:-1]) and line.text[:1].isascii()
            after = " " if spaced and line.text[:1].isalpha() else ""
            self.edits.append(Edit(self.open_end, self.open_end + 1, after, RepairKind.WRAP))
        full = right - line.right < 1.5 * line.size and line.right - left > 15 * line.size
        self.open_end = self.length - 1 if full and not _ENDS.search(line.text) else None

    def _table(self, table: PageTable) -> None:
        """A table, or the rows of one that goes on from the page before."""
        self.open_end = None
        last, rows = self.tables[-1] if self.tables else None, table.rows()
        joined = last is not None and self._goes_on(table)
        begin, cells, skipped, offset = self.length, [], 0, 0
        if last is not None and joined:
            begin, cells = last.begin, list(last.cells)
            skipped = _repeated(rows, self.header)
            offset = max(cell.row for cell in cells) + 1 - skipped
            self.tables.pop()
        else:
            self.header, self.edges = rows[:_HEADER_ROWS], table.edges
        for number, row in enumerate(rows):
            if number >= skipped:
                cells += [self._cell(cell, table.number, offset) for cell in row]
                self._write("\n")
        self.tables.append(RawTable(tuple(cells), begin, self.length))
        self.after_table = True

    def _goes_on(self, table: PageTable) -> bool:
        """Whether a table stands right behind the last one on the page before, in its columns."""
        return self.after_table and table.number == 1 and table.fits(self.edges)

    def _cell(self, cell: PageCell, table: int, offset: int) -> RawCell:
        self._write("\t")
        place = f"table={table};row={cell.row + 1};column={cell.column + 1}"
        self.anchors.append(Anchor(self.length, f"page={self.pages};{place}"))
        begin = self.length
        self._write(cell.text)
        end = self.length
        self._write("\n")
        row, column = cell.row + offset, cell.column
        return RawCell(row, column, begin, end, cell.row_span, cell.column_span)

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def _lines(page: Page, tables: Sequence[PageTable]) -> Iterator[Printed]:
    """The printed lines outside tables."""
    rest = page
    for table in tables:
        rest = rest.outside_bbox(table.box)
    for line in rest.extract_text_lines(return_chars=False, strip=True):
        if line["text"].strip():
            yield Printed(line["text"], line["x0"], line["x1"], line["top"], line["bottom"])


def _is_page_number(line: Printed) -> bool:
    return _PAGE_NUMBER.fullmatch(line.text.strip()) is not None


def _ranges(numbers: Sequence[int]) -> str:
    """Page numbers as ranges.

    >>> _ranges([1, 2, 3, 7])
    '1-3,7'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ",".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _repeated(rows: Sequence[tuple[PageCell, ...]], header: Sequence[tuple[PageCell, ...]]) -> int:
    """How many of the first rows repeat the header of the table that goes on."""
    count = 0
    for row, above in zip(rows, header, strict=False):
        if [cell.text for cell in row] != [cell.text for cell in above]:
            break
        count += 1
    return count
