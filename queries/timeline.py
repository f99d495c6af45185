"""`timeline`: what happened to an element, in order of valid time; with `around` also near it.

Each link begins and ends, each state comes and goes, and each time that is stated of a node is an
event. A hub gives its latest links, and how many there are more is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph import UnknownElementError
from graph.projection import Closure, ClosureStep
from ontology import (
    BEGINNING,
    EDGE_KINDS,
    NODE_KINDS,
    OPEN_END,
    DataType,
    IdError,
    key_text,
    kind_of,
)
from queries.ask import Ask, unknown
from queries.model import Param, Query, Stage
from queries.presence import IDS, Id
from queries.yes_or_no import says_yes

Texts = tuple[str, ...]
LINKS = 1000


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One event: `change` is begins | ends (of a link or a state) | at (a time that is stated).

    `past`: whether it lay in the past at `as_of`. `type`: edge type, name of the state or of the
    property. `other` and `name`: the node at the other end; `value`: of a state.
    """

    when: str
    past: bool
    change: str
    type: str
    element: str
    other: str
    name: str
    value: str
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Node:
    id: str
    properties: dict[str, object]


@dataclass(frozen=True, slots=True)
class _Count:
    links: int


@dataclass(frozen=True, slots=True)
class _Link:
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
class _Reads:
    nodes: Stage[_Node]
    counts: tuple[Stage[_Count], Stage[_Count]]
    links: tuple[Stage[_Link], Stage[_Link]]
    ids: Stage[Id]


_COLUMNS = (
    "RETURN type(r) AS type, m.id AS other, m.name AS name, m.property AS property, "
    "m.value AS value, r.valid_from AS valid_from, r.valid_to AS valid_to, "
    "r.certainty AS certainty, r.claims AS claims "
    "ORDER BY valid_from DESC, type, other LIMIT $limit"
)


def _reads(label: str) -> _Reads:
    node = f"MATCH (n:{label} {{id: $id}})"
    ways = {"out": f"{node}-[r]->(m)", "in": f"{node}<-[r]-(m)"}
    return _Reads(
        Stage(
            f"nodes_{label}",
            f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) "
            "RETURN n.id AS id, properties(n) AS properties",
            _Node,
        ),
        (
            Stage(f"count_out_{label}", f"{ways['out']} RETURN count(r) AS links", _Count),
            Stage(f"count_in_{label}", f"{ways['in']} RETURN count(r) AS links", _Count),
        ),
        (
            Stage(f"out_{label}", f"{ways['out']} {_COLUMNS}", _Link),
            Stage(f"in_{label}", f"{ways['in']} {_COLUMNS}", _Link),
        ),
        IDS[label],
    )


READS = {label: _reads(label) for label in NODE_KINDS}


def answer(ask: Ask) -> Iterable[TimelineRow]:
    """Events in order of time."""
    element = ask.params["element"]
    try:
        reads = READS[kind_of(element).label]
    except IdError as error:
        raise UnknownElementError(element) from error
    found = ask.rows(reads.nodes, ids=[element])
    if not found:
        raise unknown(element, (row.id for row in ask.rows(reads.ids)))
    links = list(_links(ask, reads, element))
    rows = [*_stated(ask, found), *(e for link in links for e in _events(ask, element, link))]
    if says_yes(ask.params, "around"):
        rows += _around(ask, links)
    return sorted(rows, key=_order)


def _links(ask: Ask, reads: _Reads, element: str) -> Iterator[_Link]:
    waiting = [ask.soon(stage, id=element) for stage in reads.counts]
    shown = [ask.soon(stage, id=element, limit=LINKS) for stage in reads.links]
    for count, some in zip(waiting, shown, strict=True):
        ask.left_out(sum(c.links for c in count.rows) - len(some.rows))
        yield from some.rows


def _stated(ask: Ask, nodes: Iterable[_Node]) -> Iterator[TimelineRow]:
    """The times that are stated of nodes."""
    for node in nodes:
        kind = kind_of(node.id)
        for declared in kind.properties:
            when = node.properties.get(declared.name)
            if declared.datatype is DataType.TIME and isinstance(when, str):
                yield _row(ask, when, "at", declared.name, node.id, "", "", "", *_said(node))


def _said(node: _Node) -> tuple[str, Texts]:
    claims = node.properties.get("claims")
    named = tuple(map(str, claims)) if isinstance(claims, (list, tuple)) else ()
    return str(node.properties.get("certainty", "")), named


def _events(ask: Ask, element: str, link: _Link) -> Iterator[TimelineRow]:
    state = link.type == "HAS_STATE" and link.property is not None
    what = str(link.property) if state else link.type
    name = link.name or key_text(link.other)
    other = ("", "", link.value or "") if state else (link.other, name, "")
    said = (link.certainty or "", link.claims or ())
    for when, change in ((link.valid_from, "begins"), (link.valid_to, "ends")):
        if when not in (BEGINNING, OPEN_END):
            yield _row(ask, when, change, what, element, *other, *said)


def _around(ask: Ask, links: Sequence[_Link]) -> Iterator[TimelineRow]:
    by_label: dict[str, set[str]] = {}
    for link in links:
        by_label.setdefault(kind_of(link.other).label, set()).add(link.other)
    for label, ids in sorted(by_label.items()):
        yield from _stated(ask, ask.rows(READS[label].nodes, ids=sorted(ids)))


def _row(ask: Ask, when: str, *said: object) -> TimelineRow:
    return TimelineRow(when, when <= ask.time, *said)  # type: ignore[arg-type]


def _order(r: TimelineRow) -> tuple[str, str, str, str, str, str, Texts]:
    return (r.when, r.change, r.type, r.element, r.other, r.value, r.claims)


def summary(rows: Sequence[TimelineRow]) -> tuple[str, str]:
    """How many events, and how many are still to come."""
    coming = sum(not r.past for r in rows)
    return f"{len(rows)} 件事，其中 {coming} 件未到", f"{len(rows)} events, {coming} to come"


QUERY = Query(
    id="timeline",
    question_zh="这个对象（及其周围）先后发生过什么，还将到期什么？",
    question_en="What happened to this element (and around it), in order, and what is to come?",
    params=(
        Param("element", "对象", "element", required=True, kinds=tuple(NODE_KINDS)),
        Param("around", "连同周围（yes）", "around it too (yes)"),
    ),
    row=TimelineRow,
    stages=tuple(
        stage
        for reads in READS.values()
        for stage in (reads.nodes, *reads.counts, *reads.links, reads.ids)
    ),
    answer=answer,
    closure=Closure((ClosureStep("*", tuple((t, "both") for t in EDGE_KINDS)),), hops=1),
    start=lambda params: (params["element"],),
    summary=summary,
)
