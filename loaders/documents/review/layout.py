"""A document laid out for a reader: its lines and tables, cut wherever a place begins or ends."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from graph.ledger import HIDDEN
from loaders.documents.cleaning.offsets import Repair, RepairKind
from loaders.documents.model import Cell, Document, SegmentKind, Table
from loaders.documents.review.hiding import Hiding
from loaders.documents.review.model import Block, CellView, Fold, Item, Line, Piece, TableView, Told

_SPOT, _ITEM = 0, 1


@dataclass(frozen=True, slots=True)
class _Mark:
    """A spot or an item at `begin:end`, with its number."""

    begin: int
    end: int
    what: int
    number: int


@dataclass(slots=True)
class Layout:
    """Lays out one document. `facts` and `items` are what is marked in it."""

    document: Document
    facts: Sequence[Told]
    items: Sequence[Item]
    hiding: Hiding
    _marks: list[_Mark] = field(init=False)
    _begins: list[int] = field(init=False)
    _cuts: list[int] = field(init=False)
    _repairs: list[int] = field(init=False)
    _levels: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        masked = [] if self.hiding.pattern is None else list(self.hiding.spans)
        self._marks = sorted(
            (_snapped(mark, masked) for mark in self._all_marks()),
            key=lambda m: (m.begin, -m.end, m.what, m.number),
        )
        self._begins = [mark.begin for mark in self._marks]
        self._repairs = [repair.raw_begin for repair in self.document.repairs]
        cuts = {at for m in self._marks for at in (m.begin, m.end)}
        cuts |= {at for r in self.document.repairs for at in (r.begin, r.end)}
        for begin, end in masked:
            cuts -= set(range(begin + 1, end))
        self._cuts = sorted(cuts | {at for span in masked for at in span})
        self._levels = {h.begin: h.level for h in self.document.headings if not h.run_in}
        title = self.document.head.title
        if title is not None:
            self._levels[title.begin] = -1

    def blocks(self) -> tuple[Block, ...]:
        """Lines, tables, and what is folded away, in the order of the text."""
        made: list[Block] = []
        for segment in self.document.segments:
            if segment.kind is SegmentKind.DOCUMENT:
                made += self._stretch(segment.begin, segment.end)
            else:
                lines = tuple(self._lines(segment.begin, segment.end))
                made.append(Fold(segment.kind, segment.rule, lines))
        return tuple(made)

    def _all_marks(self) -> Iterator[_Mark]:
        spots = {fact.spot: fact.span for fact in self.facts}
        for number, span in spots.items():
            yield _Mark(span.begin, span.end, _SPOT, number)
        for index, item in enumerate(self.items):
            yield _Mark(item.span.begin, item.span.end, _ITEM, index)

    def _stretch(self, begin: int, end: int) -> Iterator[Block]:
        """A stretch of the document with its tables as tables."""
        for table in self.document.tables:
            if begin <= table.begin and table.end <= end:
                yield from self._lines(begin, self._line_start(table.begin))
                yield self._table(table)
                begin = self._line_end(table.end)
        yield from self._lines(begin, end)

    def _line_start(self, at: int) -> int:
        return self.document.text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        found = self.document.text.find("\n", max(at - 1, 0))
        return len(self.document.text) if found < 0 else found + 1

    def _lines(self, begin: int, end: int) -> Iterator[Line]:
        text = self.document.text
        while begin < end:
            stop = text.find("\n", begin, end)
            stop = end if stop < 0 else stop
            level = self._levels.get(begin + len(text[begin:stop]) - len(text[begin:stop].lstrip()))
            yield Line(self._label(begin, stop), self._pieces(begin, stop), level or 0)
            begin = stop + 1

    def _label(self, begin: int, end: int) -> str:
        """The number of the line, or what stands for it where a file has no lines."""
        place = self.document.place(begin, max(begin, min(begin + 1, end)))
        return str(place.line) if place.line else place.locator.partition(";offset")[0]

    def _table(self, table: Table) -> TableView:
        rows = tuple(
            tuple(self._cell(cell, header=row.header) for cell in row.cells) for row in table.rows
        )
        return TableView(self.hiding.shown(table.title), rows)

    def _cell(self, cell: Cell, *, header: bool) -> CellView:
        lines = tuple(self._lines(cell.begin, cell.end))
        return CellView(lines, header, cell.row_span, cell.column_span)

    def _pieces(self, begin: int, end: int) -> tuple[Piece, ...]:
        low, high = bisect_right(self._cuts, begin), bisect_left(self._cuts, end)
        bounds = [begin, *self._cuts[low:high], end] if begin < end else [begin]
        active = self._around(begin, end)
        found: list[Piece] = []
        raw_at = self._raw_start(begin)
        for first, last in pairwise(bounds):
            raw_begin, raw_end = self.document.map.raw(first, last)
            found += self._removed(raw_at, raw_begin, _within(active, first), found)
            found.append(self._piece(first, last, active))
            raw_at = raw_end
        found += self._removed(raw_at, self._raw_stop(end), (), found)
        return tuple(_joined(found))

    def _around(self, begin: int, end: int) -> list[_Mark]:
        """The marks that touch a line."""
        last = bisect_left(self._begins, end)
        return [m for m in self._marks[:last] if m.end > begin]

    def _raw_start(self, begin: int) -> int:
        return self.document.map.raw(begin - 1, begin)[1] if begin else 0

    def _raw_stop(self, end: int) -> int:
        return self.document.map.raw(end, end)[0]

    def _piece(self, begin: int, end: int, active: Iterable[_Mark]) -> Piece:
        spots, item, starts = [], None, []
        item_begins = False
        for mark in active:
            if mark.begin <= begin and end <= mark.end:
                if mark.what == _SPOT:
                    spots.append(mark.number)
                    starts += [mark.number] if mark.begin == begin else []
                else:
                    item, item_begins = mark.number, mark.begin == begin
        where = Piece("", None, (), tuple(spots), tuple(starts), item, item_begins)
        raw_begin, raw_end = self.document.map.raw(begin, end)
        raw, text = self.document.raw[raw_begin:raw_end], self.document.text[begin:end]
        if self.hiding.pattern is not None and (begin, end) in self.hiding.spans:
            return replace(where, text=HIDDEN)
        if raw == text:
            return replace(where, text=self.hiding.shown(text))
        kinds = self._kinds(raw_begin, raw_end)
        return replace(
            where, text=self.hiding.shown(text), before=self.hiding.shown(raw), repairs=kinds
        )

    def _removed(
        self, begin: int, end: int, spots: tuple[int, ...], before: Sequence[Piece]
    ) -> Iterator[Piece]:
        """What was struck out between two pieces; the reading of a hidden name is hidden, too."""
        if begin >= end:
            return
        kinds = self._kinds(begin, end)
        named = bool(before) and before[-1].text == HIDDEN
        if named and RepairKind.PINYIN in kinds and self.hiding.pattern is not None:
            return
        raw = self.hiding.shown(self.document.raw[begin:end])
        yield Piece("", raw, kinds, spots)

    def _kinds(self, begin: int, end: int) -> tuple[RepairKind, ...]:
        low = bisect_left(self._repairs, begin)
        high = bisect_left(self._repairs, end)
        found: Iterable[Repair] = self.document.repairs[low:high]
        return tuple(dict.fromkeys(repair.kind for repair in found))


def _snapped(mark: _Mark, masked: Sequence[tuple[int, int]]) -> _Mark:
    """A mark that cuts no hidden name in two."""
    begin, end = mark.begin, mark.end
    at = bisect_right(masked, (begin, 1 << 62)) - 1
    if at >= 0 and masked[at][0] < begin < masked[at][1]:
        begin = masked[at][0]
    at = bisect_right(masked, (end, -1)) - 1
    if at >= 0 and masked[at][0] < end < masked[at][1]:
        end = masked[at][1]
    return replace(mark, begin=begin, end=end)


def _within(active: Iterable[_Mark], at: int) -> tuple[int, ...]:
    """The spots on both sides of a point."""
    return tuple(m.number for m in active if m.what == _SPOT and m.begin < at < m.end)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Repaired stretches side by side in the same places are one."""
    last: Piece | None = None
    for piece in pieces:
        if last is not None and _alike(last, piece):
            last = replace(
                last,
                text=last.text + piece.text,
                before=(last.before or "") + (piece.before or ""),
                repairs=tuple(dict.fromkeys([*last.repairs, *piece.repairs])),
            )
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last


def _alike(last: Piece, piece: Piece) -> bool:
    return (
        last.before is not None
        and piece.before is not None
        and last.spots == piece.spots
        and last.item == piece.item
        and not piece.begins
        and not piece.item_begins
    )
