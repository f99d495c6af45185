"""The tables of processes and interfaces in a document, as `loaders.process_tables` reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph import Claim, Rejected
from loaders.documents.facts.reading import own_text
from loaders.documents.facts.titles import title_name
from loaders.documents.flattening import Flattened, flattened
from loaders.documents.model import Document, Fault, Format, SegmentKind
from loaders.process_tables import LOADER as PROCESS_TABLES
from loaders.process_tables.captions import Caption, caption
from loaders.process_tables.heading import Heading
from loaders.process_tables.loader import unlisted
from loaders.process_tables.original import REPLACED, Line
from loaders.process_tables.plan import read_plan
from loaders.protocol import RawRow, SourceFile

_ESCAPED = range(0xDC80, 0xDD00)


@dataclass(frozen=True, slots=True)
class ProcessRows:
    """What such tables hold; nothing where a document has none.

    `flat`: the flattened text whose places the rows have, None where they are those of the file.
    """

    rows: tuple[RawRow | Rejected, ...] = ()
    flat: Flattened | None = None

    @property
    def heading(self) -> Heading | None:
        """The heading under which the rows stand."""
        return next((r.payload for r in self._read() if isinstance(r.payload, Heading)), None)

    @property
    def units(self) -> frozenset[str]:
        """The full names of the units that the tables name."""
        found: set[str] = set()
        for row in self._read():
            for claim in PROCESS_TABLES.claims(row, SourceFile(Path(), "units")):
                if isinstance(claim, Claim) and claim.kind == "Unit":
                    found.add(str(claim.properties["name"]))
        return frozenset(found)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Processes of interfaces that no process list of the document holds."""
        return unlisted(self._read())

    def _read(self) -> Iterator[RawRow]:
        return (row for row in self.rows if isinstance(row, RawRow))


def process_rows(document: Document) -> ProcessRows:
    """The rows of the tables of processes and interfaces in a document of whatever format.

    Tables that the file itself marks are read as flattened ones.
    """
    flat = None
    if document.source.format is not Format.TEXT:
        flat = flattened(document, own_text(document)) if document.tables else None
        if flat is None:
            return ProcessRows()
    lines = flat.lines if flat else tuple(_lines(document))
    found = map(caption, lines)
    if not any(each is not None and each.ours for each in found):
        return ProcessRows()
    return ProcessRows(tuple(read_plan(lines, _heading(document, flat))), flat)


def _heading(document: Document, flat: Flattened | None) -> Heading | None:
    """The title of the document, which may be of a genre that has no such tables as a rule."""
    title = document.head.title
    if title is None:
        return None
    place = flat.of(title.begin, title.end) if flat else document.place(title.begin, title.end)
    return Heading(title_name(title.text), place, "", None)


def _lines(document: Document) -> Iterator[Line]:
    """The lines of the text; those of a second printing are blank."""
    text, starts = document.raw, document.original.lines
    ends = [*(line.begin for line in starts[1:]), len(text)]
    copies = [
        document.map.raw(segment.begin, segment.end)
        for segment in document.segments
        if segment.kind is SegmentKind.DUPLICATE
    ]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
        copied = any(begin <= start.begin < stop for begin, stop in copies)
        stored = "" if copied else text[start.begin : end].rstrip("\r\n")
        yield Line(number, start.offset, _shown(stored), start.encoding)


def _shown(stored: str) -> str:
    """A line with broken bytes as the mark that stands for them."""
    if stored.isascii() or not any(ord(character) in _ESCAPED for character in stored):
        return stored
    return "".join(REPLACED if ord(c) in _ESCAPED else c for c in stored)


def told_twice(document: Document, fault: Fault) -> bool:
    """Whether a fault is about a row of these tables, which has its own."""
    line = fault.place.line
    if line is None:
        return False
    for table in document.tables:
        if table.caption is not None and Caption("", table.title).ours:
            first = document.place(table.begin, table.begin).line
            last = document.place(table.end - 1, table.end).line
            if first is not None and last is not None and first <= line <= last:
                return True
    return False
