"""What was true on one date and not on another: links and states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ontology import EDGE_KINDS, NODE_KINDS, key_text, kind_of
from queries.ask import Ask
from queries.diff.rows import LISTED, DiffRow, count_row
from queries.model import Stage
from queries.presence import present

Texts = tuple[str, ...]


class Way(NamedTuple):
    """What is in force at `here` and not at `there`, and which change that is."""

    change: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link, and the node at its other end."""

    element: str
    type: str
    other: str
    name: str | None
    property: str | None
    value: str | None
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many links of one type."""

    type: str
    links: int


@dataclass(frozen=True, slots=True)
class Near:
    """A node that is joined to another at either date."""

    id: str


_ONLY = (
    "r.valid_from <= $here AND $here < r.valid_to "
    "AND NOT (r.valid_from <= $there AND $there < r.valid_to) "
)
_EITHER = (
    "(r.valid_from <= $here AND $here < r.valid_to) "
    "OR (r.valid_from <= $there AND $there < r.valid_to) "
)
_COLUMNS = (
    "WITH a, r, b AS c RETURN a.id AS element, type(r) AS type, c.id AS other, c.name AS name, "
    "c.property AS property, c.value AS value, r.valid_from AS valid_from, "
    "r.valid_to AS valid_to, r.certainty AS certainty, r.claims AS claims"
)
OUT = {
    label: Stage(
        f"out_{label}", f"MATCH (a:{label} {{id: $id}})-[r]->(b) WHERE {_ONLY}{_COLUMNS}", Link
    )
    for label in NODE_KINDS
}
INTO = {
    label: Stage(
        f"in_{label}", f"MATCH (b:{label} {{id: $id}})<-[r]-(a) WHERE {_ONLY}{_COLUMNS}", Link
    )
    for label in NODE_KINDS
}
NEAR = {
    label: Stage(
        f"near_{label}",
        f"MATCH (a:{label} {{id: $id}})-[r]-(b) WHERE {_EITHER}RETURN DISTINCT b.id AS id",
        Near,
    )
    for label in NODE_KINDS
}
AROUND = {
    label: Stage(
        f"around_{label}",
        f"UNWIND $ids AS id MATCH (a:{label} {{id: id}})-[r]->(b) WHERE {_ONLY}{_COLUMNS}",
        Link,
    )
    for label in NODE_KINDS
}
COUNTS = Stage(
    "counts", f"MATCH (a)-[r]->(b) WHERE {_ONLY}RETURN type(r) AS type, count(r) AS links", Count
)
LINKS = {
    edge: Stage(
        f"links_{edge}",
        f"MATCH (a)-[r:{edge}]->(b) WHERE {_ONLY}{_COLUMNS} "
        "ORDER BY element, other, valid_from LIMIT $limit",
        Link,
    )
    for edge in EDGE_KINDS
}
STAGES = (
    *OUT.values(),
    *INTO.values(),
    *NEAR.values(),
    *AROUND.values(),
    COUNTS,
    *LINKS.values(),
)


def between(ask: Ask, first: str, second: str, *, around: bool) -> Iterable[DiffRow]:
    """What is gone at the second date, then what came, of an element or of the whole."""
    ways = (Way("removed", first, second), Way("added", second, first))
    element = ask.params.get("element")
    if not element:
        return [row for way in ways for row in _of_all(ask, way)]
    label = present(ask, element)
    rows = [row for way in ways for row in _of_element(ask, label, element, way)]
    if around:
        near = _near(ask, label, element, ways[0])
        rows += [row for way in ways for row in _of_near(ask, element, near, way)]
    return rows


def _of_element(ask: Ask, label: str, element: str, way: Way) -> Iterator[DiffRow]:
    found = ask.rows(OUT[label], id=element, here=way.here, there=way.there)
    found += [
        link
        for link in ask.rows(INTO[label], id=element, here=way.here, there=way.there)
        if link.element != element
    ]
    yield from (_link_row(way.change, link) for link in sorted(found, key=_link_order))


def _near(ask: Ask, label: str, element: str, way: Way) -> Mapping[str, list[str]]:
    """What an element is joined to at either date, by label."""
    found: dict[str, list[str]] = defaultdict(list)
    for node in ask.rows(NEAR[label], id=element, here=way.here, there=way.there):
        if node.id != element:
            found[kind_of(node.id).label].append(node.id)
    return {kind: sorted(ids) for kind, ids in sorted(found.items())}


def _of_near(ask: Ask, element: str, near: Mapping[str, list[str]], way: Way) -> Iterator[DiffRow]:
    """What leaves the neighbours: of each type the first ones; those to the element are its own."""
    by_type: dict[str, list[Link]] = defaultdict(list)
    for label, ids in near.items():
        for link in ask.rows(AROUND[label], ids=ids, here=way.here, there=way.there):
            if link.other != element:
                by_type[link.type].append(link)
    for _, links in sorted(by_type.items()):
        shown = sorted(links, key=_link_order)[:LISTED]
        yield from (_link_row(way.change, link) for link in shown)
        ask.left_out(max(len(links) - LISTED, 0))


def _of_all(ask: Ask, way: Way) -> Iterator[DiffRow]:
    counts = {c.type: c.links for c in ask.rows(COUNTS, here=way.here, there=way.there)}
    for edge in sorted(counts):
        yield count_row(way.change, edge, counts[edge])
        links = ask.rows(LINKS[edge], here=way.here, there=way.there, limit=LISTED)
        ask.left_out(counts[edge] - len(links))
        yield from (_link_row(way.change, link) for link in sorted(links, key=_link_order))


def _link_order(link: Link) -> tuple[str, str, str, str]:
    return (link.type, link.element, link.other, link.valid_from)


def _link_row(change: str, link: Link) -> DiffRow:
    state = link.type == "HAS_STATE" and link.property is not None
    return DiffRow(
        "state" if state else "link",
        change,
        str(link.property) if state else link.type,
        link.element,
        "" if state else link.other,
        "" if state else link.name or key_text(link.other),
        (link.value or "") if state else "",
        None,
        link.valid_from,
        link.valid_to,
        link.certainty or "",
        link.claims or (),
    )
