"""The graph as the rules look at it: each kind and each edge read once, when first needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ontology import BEGINNING, LEVELS, OPEN_END, key_parts, kind_of
from ontology.requirements import AREAS, RESPONSIBLE, Way
from queries.ask import Ask
from queries.gaps import stages
from queries.gaps.rows import Item, Link
from queries.gaps.stages import Hop

Path = tuple[str, tuple[Link, ...]]
"""The node at the end of a way, and the edges that lead there."""


@dataclass(slots=True)
class Facts:
    """Items by kind and links by edge, read lazily."""

    ask: Ask
    _items: dict[str, dict[str, Item]] = field(default_factory=dict)
    _links: dict[Hop, dict[str, list[Link]]] = field(default_factory=dict)
    _unanswered: frozenset[str] | None = None
    _told: dict[str, tuple[str, str]] = field(default_factory=dict)
    _units: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def time(self) -> str:
        """The valid time asked about."""
        return self.ask.time

    def items(self, label: str) -> dict[str, Item]:
        """All nodes of a kind by id."""
        if label not in self._items:
            given = {"properties": stages.STATES} if label == "State" else {}
            found = self.ask.rows(stages.ITEMS[label], **given)
            self._items[label] = {i.id: i for i in sorted(found, key=lambda i: i.id)}
        return self._items[label]

    def links(self, hop: Hop, node: str) -> list[Link]:
        """The edges of a hop at a node, in order of their other end and begin."""
        if hop not in self._links:
            grouped: dict[str, list[Link]] = defaultdict(list)
            inverse = hop[1].inverse
            given = {"property": hop[1].state} if hop[1].state else {}
            for link in self.ask.rows(stages.stage_of(hop), **given):
                grouped[link.target if inverse else link.source].append(link)
            for group in grouped.values():
                group.sort(key=lambda k: (k.source if inverse else k.target, k.valid_from))
            self._links[hop] = grouped
        return self._links[hop].get(node, [])

    def paths(self, way: Way, node: str) -> Iterator[Path]:
        """All ends of a way from a node with the edges to them, whether valid or not."""
        found: list[Path] = [(node, ())]
        at = way.source
        for arc in way.arcs:
            found = [
                (link.source if arc.inverse else link.target, (*links, link))
                for end, links in found
                for link in self.links((at, arc), end)
            ]
            at = arc.to
        return iter(found)

    def ends(self, way: Way, node: str, moment: str) -> list[str]:
        """The ends of a way that are reached at a moment, each once."""
        found = (end for end, links in self.paths(way, node) if held(links, moment) == "covered")
        return list(dict.fromkeys(found))

    def unanswered(self, interface: str) -> bool:
        """Whether an interface expects a reply and states none."""
        if self._unanswered is None:
            self._unanswered = frozenset(n.id for n in self.ask.rows(stages.UNANSWERED))
        return interface in self._unanswered

    # What a gap is counted by, and who is to fill it

    def told(self, item: Item) -> tuple[str, str]:
        """The code of its administrative area and its level; empty where no source says it."""
        if item.id not in self._told:
            self._told[item.id] = (self._area(item), self._level(item))
        return self._told[item.id]

    def _area(self, item: Item) -> str:
        way = AREAS.get(kind_of(item.id).label)
        areas = [] if way is None else self.ends(way, item.id, self.time)
        return min((key_parts(kind_of(a), a)[0] for a in areas), default="")

    def _level(self, item: Item) -> str:
        label = kind_of(item.id).label
        if label == "Station":
            return "station"
        if label != "Unit":
            return item.level or ""
        states = self.items("State")
        stated = [
            states[link.target].verdict or ""
            for link in self.links(stages.UNIT_LEVELS, item.id)
            if held((link,), self.time) == "covered" and link.target in states
        ]
        return min(stated, key=LEVELS.rank, default="")

    def units(self, item: Item) -> tuple[str, ...]:
        """Ids of the bodies that answer for an element."""
        if item.id not in self._units:
            ways = RESPONSIBLE.get(kind_of(item.id).label, ())
            found = {e for way in ways for e in self.ends(way, item.id, self.time)}
            self._units[item.id] = tuple(sorted(found))
        return self._units[item.id]

    def name(self, node: str) -> str:
        """What a person reads of a body: its name, else its key."""
        kind = kind_of(node)
        item = self.items(kind.label).get(node)
        return (item.name if item else None) or " · ".join(key_parts(kind, node))


def held(links: Sequence[Link], moment: str) -> str:
    """Whether edges are all valid at a moment: covered, not yet valid, or expired."""
    if all(k.valid_from <= moment < k.valid_to for k in links):
        return "covered"
    return "not_yet_valid" if any(k.valid_from > moment for k in links) else "expired"


def exists(item: Item, moment: str) -> bool:
    """Whether a node is described and valid at a moment."""
    since, until = item.since or BEGINNING, item.until or OPEN_END
    return not item.stub and since <= moment < until
