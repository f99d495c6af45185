"""Facts as a reviewer is shown them: of the running text, and of tables of processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph import Claim, Place, PropertyValue, Rejected
from loaders.documents.facts.claims import within
from loaders.documents.facts.fact import Element, Fact, Said
from loaders.documents.facts.reading import Reading
from loaders.documents.model import Document
from loaders.documents.process_rows import ProcessRows
from loaders.documents.reading.original import ESCAPE
from loaders.documents.review.hiding import Hiding
from loaders.documents.review.model import End, Span, Told
from loaders.process_tables import LOADER as PROCESS_TABLES
from loaders.protocol import SourceFile
from ontology import kind_of

_STATES = {"State", "HAS_STATE"}


@dataclass(frozen=True, slots=True)
class Spans:
    """Stretches of a document with their places, names of persons hidden."""

    document: Document
    reading: Reading | None
    hiding: Hiding

    def of(self, begin: int, end: int) -> Span:
        """The span of cleaned text; the reading behind its last character belongs to it."""
        raw = (
            self.document.map.raw(begin, end)
            if self.reading is None
            else self.reading.raw(begin, end)
        )
        return self._made((begin, end), raw)

    def at(self, place: Place) -> Span:
        """The span at a place of a text file, as the tables' own reader gives it."""
        line = self.document.original.lines[(place.line or 1) - 1]
        begin = line.begin + (place.column or 0)
        length = place.length or 0
        stored = self.document.raw[begin : begin + length].encode(line.encoding, ESCAPE)[:length]
        raw = begin, begin + len(stored.decode(line.encoding, ESCAPE))
        return self._made(self.document.map.cleaned(*raw), raw)

    def _made(self, clean: tuple[int, int], raw: tuple[int, int]) -> Span:
        place = within(self.document.source.member, self.document.original.place(*raw))
        return Span(*clean, *raw, place, self.hiding.shown(self.document.raw[slice(*raw)]))


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact before its place has a number."""

    kind: str
    subject: End
    object: End | None
    properties: tuple[tuple[str, str], ...]
    certainty: str
    span: Span


def of_text(said: Iterable[Said], spans: Spans) -> Iterator[Stated]:
    """The facts of the running text."""
    for each in said:
        span = spans.of(each.begin, each.end)
        told = _told(each.properties, spans.hiding)
        if isinstance(each, Fact):
            ends = _end(each.subject, spans.hiding), _end(each.object, spans.hiding)
            yield Stated(each.edge, *ends, told, each.certainty, span)
        else:
            subject = _end(each.element, spans.hiding)
            yield Stated(subject.kind, subject, None, told, each.certainty, span)


def of_tables(tables: ProcessRows, spans: Spans, refused: list[Rejected]) -> Iterator[Stated]:
    """The facts of tables of processes; rows that cannot be facts go to `refused`."""
    found: list[tuple[Claim, Place]] = []
    for row in tables.rows:
        if isinstance(row, Rejected):
            refused.append(row)
            continue
        for claim in PROCESS_TABLES.claims(row, SourceFile(Path(), "review")):
            if isinstance(claim, Rejected):
                refused.append(claim)
            elif claim.kind not in _STATES:
                found.append((claim, claim.place or row.place))
    names = {c.subject: c.properties["name"] for c, _ in found if "name" in c.properties}
    made = [_of_claim(claim, spans.at(place), names, spans.hiding) for claim, place in found]
    yield from made


def _of_claim(
    claim: Claim, span: Span, names: Mapping[str, PropertyValue], hiding: Hiding
) -> Stated:
    ends = [
        End(kind_of(each).label, hiding.shown(str(names.get(each) or each.partition(":")[2])))
        for each in (claim.subject, claim.object)
        if each is not None
    ]
    other = ends[1] if len(ends) > 1 else None
    told = _told(claim.properties, hiding)
    return Stated(claim.kind, ends[0], other, told, claim.certainty, span)


def numbered(stated: Iterable[Stated]) -> tuple[Told, ...]:
    """Each fact once, in the order of the text, those at one place under one number from 1."""
    ordered = sorted(dict.fromkeys(stated), key=lambda each: (each.span.begin, -each.span.end))
    spots: dict[tuple[int, int], int] = {}
    return tuple(
        Told(
            spots.setdefault((each.span.begin, each.span.end), len(spots) + 1),
            each.kind,
            each.subject,
            each.object,
            each.properties,
            each.certainty,
            each.span,
        )
        for each in ordered
    )


def _end(element: Element, hiding: Hiding) -> End:
    """An element by its name, or by its number within the document."""
    return End(element.kind, hiding.shown(element.key[-1]))


def _told(said: Mapping[str, PropertyValue], hiding: Hiding) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, hiding.shown(_text(value))) for name, value in said.items() if name != "begin_known"
    )


def _text(value: PropertyValue) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case tuple():
            return "、".join(value)
        case _:
            return str(value)
