"""What a reviewer is shown of a document.

Names of persons are struck out of every text in it, unless it was made to show them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from graph import Place, Rejected
from loaders.documents.cleaning.offsets import RepairKind
from loaders.documents.model import SegmentKind


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document: of its cleaned text, of its raw text, in the file, as printed.

    `raw` is the raw substring; broken bytes in it are `�`, names of persons 〔姓名〕.
    """

    begin: int
    end: int
    raw_begin: int
    raw_end: int
    place: Place
    raw: str


@dataclass(frozen=True, slots=True)
class End:
    """An element at the end of a fact: its kind, and what names it within the document."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Told:
    """A fact at its place. `object` is None where properties of `subject` are said.

    `kind`: type of the edge or label of the node. `spot`: number of its place in the document;
    facts at one place share it.
    """

    spot: int
    kind: str
    subject: End
    object: End | None
    properties: tuple[tuple[str, str], ...]
    certainty: str
    span: Span


class ItemKind(StrEnum):
    """A class of things that a reader of a document looks for."""

    UNIT = "units"
    TITLE = "titles"
    DATE = "dates"
    NUMBER = "numbers"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that a rule finds in the text. `cited`: it lies within the place of a fact.

    `elsewhere`: not cited here, but the same words are cited at another place.
    """

    kind: ItemKind
    rule: str
    text: str
    span: Span
    cited: bool
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many items of a class were found, and how many of them some fact cites."""

    found: int
    cited: int

    @property
    def share(self) -> float | None:
        """The cited part of what was found; None where there was nothing to find."""
        return self.cited / self.found if self.found else None


def total(parts: Iterable[Coverage]) -> Coverage:
    """Several figures together."""
    kept = list(parts)
    return Coverage(sum(each.found for each in kept), sum(each.cited for each in kept))


@dataclass(frozen=True, slots=True)
class Mended:
    """A repair: `before` at `place` of the raw text became `after`."""

    kind: RepairKind
    before: str
    after: str
    place: Place


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line that is of one piece: the same facts cite all of it.

    `text` is cleaned; `before`, where a repair changed it, what stood there, else None. `spots`:
    numbers of the places it lies in, the widest first; `begins`: those that begin with it.
    `item`: index in `Review.open_items` of what was not understood here, else None.
    """

    text: str
    before: str | None = None
    repairs: tuple[RepairKind, ...] = ()
    spots: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    item: int | None = None
    item_begins: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the cleaned text. `label`: its line in the file; `level`: depth of a heading.

    Level 0 is running text, -1 the title of the document.
    """

    label: str
    pieces: tuple[Piece, ...]
    level: int = 0


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell of a table with its lines."""

    lines: tuple[Line, ...]
    header: bool
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class TableView:
    """A table as a table."""

    title: str
    rows: tuple[tuple[CellView, ...], ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """Lines that are no document: furniture of a page, a second copy; `rule` says why."""

    kind: SegmentKind
    rule: str
    lines: tuple[Line, ...]


Block = Line | TableView | Fold


@dataclass(frozen=True, slots=True)
class Review:
    """One document with everything that is read in it and everything that is not.

    `names`: where names of persons stand. `warnings` reject nothing.
    """

    source: str
    sha256: str
    format: str
    encoding: str
    title: str
    facts: tuple[Told, ...]
    items: tuple[Item, ...]
    repairs: tuple[Mended, ...]
    rejected: tuple[Rejected, ...]
    warnings: tuple[str, ...]
    names: tuple[Place, ...]
    blocks: tuple[Block, ...]

    @property
    def coverage(self) -> Mapping[ItemKind, Coverage]:
        """For each class how many were found and cited."""
        found = Counter(item.kind for item in self.items)
        cited = Counter(item.kind for item in self.items if item.cited)
        return {kind: Coverage(found[kind], cited[kind]) for kind in ItemKind}

    @property
    def overall(self) -> Coverage:
        """The coverage of all classes together."""
        return total(self.coverage.values())

    @property
    def open_items(self) -> tuple[Item, ...]:
        """What no fact cites, in the order of the text."""
        return tuple(item for item in self.items if not item.cited)

    @property
    def facts_by_kind(self) -> Mapping[str, int]:
        """How many facts of each type of edge, the most first; statements by label behind them."""
        edges = Counter(fact.kind for fact in self.facts if fact.object is not None)
        nodes = Counter(fact.kind for fact in self.facts if fact.object is None)
        return dict([*edges.most_common(), *nodes.most_common()])

    @property
    def repairs_by_kind(self) -> Mapping[RepairKind, int]:
        """How many repairs of each kind, the most first."""
        return dict(Counter(repair.kind for repair in self.repairs).most_common())
