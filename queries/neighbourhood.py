"""`show`: everything about one node: its properties, its states, and what it is joined to.

A hub may have more edges than anybody reads: each type gives its latest ones and says exactly how
many are not shown. The module also finds an element by its bare key, as people write it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph import InvalidValueError, UnknownElementError, Workspace
from graph.ledger import LedgerReader
from graph.projection import Closure, ClosureStep
from ontology import (
    EDGE_KINDS,
    NODE_KINDS,
    IdError,
    key_parts,
    key_text,
    kind_of,
    make_id,
    written_id,
)
from ontology.model import RESERVED_PROPERTIES
from queries.ask import Ask, unknown
from queries.model import Param, Query, Stage
from queries.presence import IDS, Id

Texts = tuple[str, ...]
SHOWN = 40
_HIDDEN_PROPERTIES = RESERVED_PROPERTIES | {"claims"}


@dataclass(frozen=True, slots=True)
class ShowRow:
    """One thing known about a node.

    `part`: property | state | out | in. `type` is the name of the property or the edge type,
    `value` the value of a property or a state, `other` and `name` the node at the other end.
    `hidden`: on the last edge of a type, how many more there are.
    """

    part: str
    type: str
    value: str
    other: str
    name: str
    hidden: int
    valid_from: str
    valid_to: str
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Node:
    id: str
    properties: dict[str, object]


@dataclass(frozen=True, slots=True)
class _State:
    other: str
    value: str | None
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: Texts | None
    more: Texts | None


@dataclass(frozen=True, slots=True)
class _Count:
    type: str
    edges: int


@dataclass(frozen=True, slots=True)
class _Edge:
    other: str
    name: str | None
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class _Reads:
    """The reads of one kind of node."""

    node: Stage[_Node]
    states: Stage[_State]
    counts: dict[str, Stage[_Count]]
    edges: dict[str, Stage[_Edge]]
    present: Stage[Id]
    ids: Stage[Id]


_EDGE_COLUMNS = (
    "RETURN m.id AS other, m.name AS name, r.valid_from AS valid_from, r.valid_to AS valid_to, "
    "r.certainty AS certainty, r.claims AS claims ORDER BY valid_from DESC, other LIMIT $limit"
)


def _reads(label: str) -> _Reads:
    node = f"MATCH (n:{label} {{id: $id}})"
    patterns = {"out": f"{node}-[r]->(m)", "in": f"{node}<-[r]-(m)"}
    # The states of a node are told apart from what it is joined to; whose state it is, is not.
    counted = {"out": "WHERE type(r) <> 'HAS_STATE' ", "in": ""}
    columns = "RETURN type(r) AS type, count(r) AS edges"
    return _Reads(
        Stage(f"node_{label}", f"{node} RETURN n.id AS id, properties(n) AS properties", _Node),
        Stage(
            f"states_{label}",
            f"{node}-[r:HAS_STATE]->(s:State) RETURN s.id AS other, s.value AS value, "
            "r.valid_from AS valid_from, r.valid_to AS valid_to, r.certainty AS certainty, "
            "r.claims AS claims, s.claims AS more",
            _State,
        ),
        {
            d: Stage(f"count_{d}_{label}", f"{p} {counted[d]}{columns}", _Count)
            for d, p in patterns.items()
        },
        {
            d: Stage(f"edges_{d}_{label}", f"{p} WHERE type(r) = $type {_EDGE_COLUMNS}", _Edge)
            for d, p in patterns.items()
        },
        Stage(
            f"present_{label}",
            f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) RETURN n.id AS id",
            Id,
        ),
        IDS[label],
    )


READS = {label: _reads(label) for label in NODE_KINDS}


def answer(ask: Ask) -> Iterable[ShowRow]:
    """Properties, then states in order of time, then edges by type, out before in."""
    element = ask.params["element"]
    reads = READS[_label(element)]
    found = ask.rows(reads.node, id=element)
    if not found:
        raise unknown(element, (row.id for row in ask.rows(reads.ids)))
    yield from _properties(found[0].properties)
    yield from _states(ask.rows(reads.states, id=element))
    for direction in ("out", "in"):
        for count in sorted(ask.rows(reads.counts[direction], id=element), key=lambda c: c.type):
            yield from _edges(ask, reads.edges[direction], direction, count)


def _label(element: str) -> str:
    try:
        return kind_of(element).label
    except IdError as error:
        raise UnknownElementError(element) from error


def _properties(properties: dict[str, object]) -> Iterable[ShowRow]:
    claims = properties.get("claims")
    named = tuple(str(c) for c in claims) if isinstance(claims, list) else ()
    begin, end = str(properties.get("valid_from", "")), str(properties.get("valid_to", ""))
    certainty = str(properties.get("certainty", ""))
    for name, value in sorted(properties.items()):
        if name not in _HIDDEN_PROPERTIES:
            yield ShowRow("property", name, _text(value), "", "", 0, begin, end, certainty, named)


def _text(value: object) -> str:
    """A value as text, with all its digits."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _states(found: Iterable[_State]) -> Iterable[ShowRow]:
    """States by what they are states of, then by time; the key says what nobody describes."""
    keyed = [(key_parts(NODE_KINDS["State"], s.other)[1], s) for s in found]
    for of, s in sorted(keyed, key=lambda k: (k[0], k[1].valid_from, k[1].value or "", k[1].other)):
        claims = tuple(dict.fromkeys((*(s.claims or ()), *(s.more or ()))))
        certainty = s.certainty or ""
        yield ShowRow(
            "state", of, s.value or "", "", "", 0, s.valid_from, s.valid_to, certainty, claims
        )


def _edges(ask: Ask, stage: Stage[_Edge], direction: str, count: _Count) -> Iterable[ShowRow]:
    rows = ask.rows(stage, id=ask.params["element"], type=count.type, limit=SHOWN)
    for number, row in enumerate(rows, 1):
        name = row.name or key_text(row.other)
        hidden = count.edges - len(rows) if number == len(rows) else 0
        yield ShowRow(
            direction,
            count.type,
            "",
            row.other,
            name,
            hidden,
            row.valid_from,
            row.valid_to,
            row.certainty or "",
            row.claims or (),
        )


def summary(rows: Sequence[ShowRow]) -> tuple[str, str]:
    """How much there is of each part."""
    count = {part: sum(r.part == part for r in rows) for part in ("property", "state")}
    edges = {d: sum(1 + r.hidden for r in rows if r.part == d) for d in ("out", "in")}
    return (
        f"{count['property']} 项属性，{count['state']} 个状态，出边 {edges['out']}，"
        f"入边 {edges['in']}",
        f"{count['property']} properties, {count['state']} states, {edges['out']} edges out, "
        f"{edges['in']} in",
    )


def find_element(workspace: Workspace, text: str, labels: Sequence[str]) -> str:
    """The id that a person means: an id, as it is written or read, or a key of one of these kinds.

    What has gone since is found too. Raises `InvalidValueError` where several kinds have that
    key, `UnknownElementError` with the nearest ids where none has.
    """
    kinds = [NODE_KINDS[label] for label in labels]
    if text.partition(":")[0] in {k.prefix for k in NODE_KINDS.values()}:
        return written_id(text)
    ids = {k.label: make_id(k, text) for k in kinds if len(k.key) == 1 and text.strip()}
    with workspace.store.reading() as graph:
        found = [
            i for label, i in ids.items() if graph.run(READS[label].present.cypher, {"ids": [i]})
        ]
        if not found:
            reader = LedgerReader(workspace.ledger)
            found = [i for i in ids.values() if reader.about(i)]
        if not found:
            rows = (r for label in labels for r in graph.run(READS[label].ids.cypher, {}))
            raise unknown(text, (str(r["id"]) for r in rows))
    if len(found) > 1:
        raise InvalidValueError(
            "element",
            text,
            "不止一个对象有此编号 / several elements have this key",
            f"写全 / say which: {', '.join(found)}",
        )
    return found[0]


def with_nearest(workspace: Workspace, error: UnknownElementError) -> UnknownElementError:
    """The same error with the nearest ids of that kind, where it names none yet."""
    label = next(
        (k.label for k in NODE_KINDS.values() if k.prefix == error.asked.partition(":")[0]), None
    )
    if error.nearest or label is None:
        return error
    with workspace.store.reading() as graph:
        rows = graph.run(READS[label].ids.cypher, {})
    return unknown(error.asked, (str(r["id"]) for r in rows))


QUERY = Query(
    id="show",
    question_zh="关于这个对象知道些什么：属性、历次状态、与谁相连？",
    question_en="What is known about this element: properties, states over time, what is it "
    "joined to?",
    params=(Param("element", "对象", "element", required=True, kinds=tuple(NODE_KINDS)),),
    row=ShowRow,
    stages=tuple(
        stage
        for reads in READS.values()
        for stage in (reads.node, reads.states, *reads.counts.values(), *reads.edges.values())
    ),
    answer=answer,
    closure=Closure((ClosureStep("*", tuple((t, "both") for t in EDGE_KINDS)),), hops=1),
    start=lambda params: (params["element"],),
    summary=summary,
)
