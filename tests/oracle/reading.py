"""What every plain reading works on: the networkx graph, the ledger's word on claims, and a time.

The readings follow the rules of the domain and the docstrings of the questions. They share with
the queries the declared vocabulary and the row types, and no code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from urllib.parse import unquote

import networkx as nx

from graph.ledger import LedgerReader, StoredClaim
from graph.projection import to_networkx

BEGINNING, OPEN_END = "0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z"
BEIJING = timezone(timedelta(hours=8))
Attributes = Mapping[str, object]
Claims = tuple[str, ...]


class NobodySpeaksOf(LookupError):
    """The element asked about is not there."""


@dataclass(frozen=True)
class Link:
    """An edge and the node at its other end."""

    type: str
    other: str
    edge: Attributes
    node: Attributes

    @property
    def begin(self) -> str:
        return str(self.edge["valid_from"])

    @property
    def end(self) -> str:
        return str(self.edge["valid_to"])

    def holds(self, moment: str) -> bool:
        return self.begin <= moment < self.end

    @property
    def claims(self) -> Claims:
        return claims_of(self.edge)


class Reading:
    """A graph, what the ledger says of its claims, and the valid time asked about."""

    def __init__(self, reader: LedgerReader, as_of: str | None = None) -> None:
        self.graph: nx.MultiDiGraph[str] = to_networkx(reader)
        self.stored: list[StoredClaim] = list(reader.every_claim())
        self.labels: dict[str, list[str]] = {}
        for node, attributes in sorted(self.graph.nodes(data=True)):
            self.labels.setdefault(attributes["label"], []).append(node)
        self.weight = {
            s.claim_id.hex()[:16]: (s.family, s.occurrences[0].place.line) for s in self.stored
        }
        self.by_short = {s.claim_id.hex()[:16]: s for s in self.stored}
        self.as_of = as_of
        self.ledger, self.position = reader.ledger, reader.position
        self.links: dict[tuple[str, bool, tuple[str, ...]], list[Link]] = {}
        self.kept: dict[object, object] = {}
        self.others: dict[str, Reading] = {}
        self.ledgers: dict[int, list[StoredClaim]] = {reader.position: self.stored}

    def at(self, as_of: str | None) -> Reading:
        """The same graph at another valid time; what was read for a stated one is kept."""
        if as_of in self.others:
            return self.others[as_of]
        other = copy(self)
        other.as_of = as_of
        other.kept = {}  # what was read for one time; the links are those of all times
        if as_of is not None:
            self.others[as_of] = other
        return other

    def known(self, position: int) -> list[StoredClaim]:
        """Every claim as the ledger stood at a position."""
        if position not in self.ledgers:
            reader = LedgerReader(self.ledger, position)
            self.ledgers[position] = list(reader.every_claim())
        return self.ledgers[position]

    @property
    def now(self) -> str:
        """The time asked about, for questions that have none of their own."""
        if self.as_of is None:
            self.as_of = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return self.as_of

    def node(self, node_id: str) -> Attributes:
        return self.graph.nodes[node_id]

    def __contains__(self, node_id: str) -> bool:
        return node_id in self.graph

    def of_kind(self, label: str) -> list[str]:
        return self.labels.get(label, [])

    def out(self, node_id: str, *types: str) -> list[Link]:
        """Edges that leave a node, in order of their other end and begin."""
        return self._edges(node_id, False, types)

    def into(self, node_id: str, *types: str) -> list[Link]:
        """Edges that enter a node, in the same order."""
        return self._edges(node_id, True, types)

    def _edges(self, node_id: str, entering: bool, types: tuple[str, ...]) -> list[Link]:
        found = self.links.get((node_id, entering, types))
        if found is None:
            found = []
            if node_id in self.graph:
                edges = self.graph.in_edges if entering else self.graph.out_edges
                for begin, end, a in edges(node_id, data=True):
                    other = begin if entering else end
                    if not types or a["type"] in types:
                        found.append(Link(a["type"], other, a, self.graph.nodes[other]))
            found.sort(key=lambda link: (link.other, link.begin, link.type))
            self.links[node_id, entering, types] = found
        return list(found)


def claims_of(attributes: Attributes) -> Claims:
    found = attributes.get("claims", ())
    assert isinstance(found, (list, tuple))
    return tuple(found)


def text(attributes: Attributes, name: str) -> str:
    """A property as text; empty where it is not stated."""
    value = attributes.get(name)
    return "" if value is None else str(value)


def number(attributes: Attributes, name: str) -> float | None:
    value = attributes.get(name)
    return None if value is None else float(str(value))


def is_stub(attributes: Attributes) -> bool:
    return attributes.get("stub") is True


def parts(node_id: str, separator: str = "|") -> list[str]:
    """The parts of an id's key as they were before they were joined."""
    return [unquote(p) for p in node_id.split(":", 1)[1].split(separator)]


def called(reading: Reading, *labels: str) -> set[str]:
    """All by which nodes are called: id, name or else key, and the code of a process."""
    found: set[str] = set()
    for node in (n for label in labels for n in reading.of_kind(label)):
        found |= {node, text(reading.node(node), "name") or shown(node)}
        if node.startswith("process:"):
            found.add(parts(node, "@")[0])
    return found


def shown(node_id: str) -> str:
    """The key as a person reads it."""
    return " · ".join(parts(node_id, "@" if node_id.startswith("process:") else "|"))


def once(*lists: Iterable[str]) -> Claims:
    """All claims in order, each once."""
    found: list[str] = []
    for claims in lists:
        for claim in claims:
            if claim not in found:
                found.append(claim)
    return tuple(found)


def day(moment: str) -> str:
    """The calendar day in China of a moment; empty for an unknown or an open one."""
    if moment in ("", BEGINNING, OPEN_END):
        return ""
    if len(moment) == len("2018-11-02"):
        return moment
    at = datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    return at.astimezone(BEIJING).strftime("%Y-%m-%d").rjust(10, "0")


def weakest(certainties: Iterable[str]) -> str:
    """What rests on several statements is as certain as the least certain of them."""
    found = set(certainties)
    return next((c for c in ("synthetic", "inferred", "stated") if c in found), "")


def superiors(
    reading: Reading, units: Iterable[str], levels: int
) -> Iterator[tuple[int, str, Link]]:
    """Level by level the units above some units, each with the unit it stands above.

    No unit is looked at twice: whoever is their own superior ends the line.
    """
    below = set(units)
    seen = set(below)
    for step in range(1, levels + 1):
        found = [
            (unit, link)
            for unit in below
            for link in reading.out(unit, "PART_OF")
            if link.holds(reading.now) and link.other not in seen
        ]
        for unit, link in sorted(found, key=lambda f: (f[1].other, f[0], f[1].begin)):
            yield step, unit, link
        below = {link.other for _, link in found}
        seen |= below


def calendar(moment: str) -> date:
    """The civil day of a moment, for counting days."""
    return date.fromisoformat(day(moment))
