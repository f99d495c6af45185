"""The rules of values, read with portable Cypher: ids, datatypes, codes, times, periods.

Nodes are read in batches in the order of their ids; what a property may be is tested here, as no
function that tells the type of a value is the same in all stores.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache, lru_cache
from types import MappingProxyType

from graph import element_key
from graph.store import Reader
from graph.store.protocol import Parameter
from ontology import ALL_CODES, EDGE_KINDS, NODE_KINDS, DataType, NodeKind, Property
from queries.check.model import Found

BATCH = 10_000
WIDTH = len("0001-01-01T00:00:00Z")
NODES = (
    "MATCH (n:{label}) WHERE n.id > $after RETURN n.id AS id, labels(n) AS labels, "
    "properties(n) AS properties ORDER BY id LIMIT $limit"
)
PERIODS = (
    "MATCH (a)-[r]->(b) WHERE r.valid_from IS NULL OR r.valid_to IS NULL "
    "OR NOT r.valid_from < r.valid_to OR size(r.valid_from) <> $width "
    "OR size(r.valid_to) <> $width OR r.certainty IS NULL OR NOT r.certainty IN $codes "
    "RETURN type(r) AS type, a.id AS source, b.id AS target, properties(r) AS properties"
)
"""All types at once: a pattern whose nodes are of no named kind is a walk of all nodes."""
VALUES = (
    "MATCH (a)-[r:{type}]->(b) RETURN a.id AS source, b.id AS target, properties(r) AS properties"
)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|\+00:00)\Z")
_PART = "[^|:@]+"


def broken_values(reader: Reader) -> Iterator[Found]:
    """Every node and every edge with a value that breaks a rule."""
    for kind in NODE_KINDS.values():
        yield from _nodes(reader, kind)
    given: dict[str, Parameter] = {"width": WIDTH, "codes": list(ALL_CODES["certainty"].codes)}
    for row in reader.run(PERIODS, given):
        if (type_ := str(row["type"])) in EDGE_KINDS:
            yield from _edge(type_, row, _period)
    for edge in EDGE_KINDS.values():
        if edge.properties:
            for row in reader.run(VALUES.format(type=edge.type), {}):
                yield from _edge(edge.type, row, _declared_of_edge(edge.type))


def _nodes(reader: Reader, kind: NodeKind) -> Iterator[Found]:
    after = ""
    text, pattern = NODES.format(label=kind.label), id_pattern(kind)
    while rows := reader.run(text, {"after": after, "limit": BATCH}):
        for row in rows:
            node, properties = str(row["id"]), row["properties"]
            assert isinstance(properties, Mapping)
            labels = row["labels"]
            if isinstance(labels, list) and len(labels) != 1:
                yield Found(node, "Element.kind")
            if not pattern.match(node):
                yield Found(node, f"{kind.label}.id")
            for name, declared in _declared(kind.label).items():
                if (given := properties.get(name)) is not None and not fits(declared, given):
                    yield Found(node, rule_of(kind.label, declared, given))
        after = str(rows[-1]["id"])
        if len(rows) < BATCH:
            return


@cache
def id_pattern(kind: NodeKind) -> re.Pattern[str]:
    """What the ids of a kind look like."""
    key = re.escape(kind.key_separator).join([_PART] * len(kind.key))
    return re.compile(f"{kind.prefix}:{key}\\Z")


@cache
def _declared(label: str) -> Mapping[str, Property]:
    return MappingProxyType({p.name: p for p in NODE_KINDS[label].properties})


def rule_of(owner: str, declared: Property, given: object) -> str:
    """The rule that a value breaks: of a list, that it is one, or of its members."""
    whole = declared.datatype is DataType.TEXTS and not isinstance(given, (list, tuple))
    return f"{owner}.{declared.name}{'.list' if whole else ''}"


def fits(declared: Property, given: object) -> bool:
    """Whether a value is of the declared type, and one of the declared codes."""
    if isinstance(given, bool):
        return declared.datatype is DataType.BOOLEAN
    if not _OF_TYPE[declared.datatype](given):
        return False
    return declared.codes is None or given in ALL_CODES[declared.codes]


def _time(given: object) -> bool:
    return isinstance(given, str) and _is_time(given)


@lru_cache(maxsize=65_536)
def _is_time(given: str) -> bool:
    if not _TIME.match(given):
        return False
    try:
        datetime.fromisoformat(given)
    except ValueError:  # a day that the calendar does not have
        return False
    return True


def _texts(given: object) -> bool:
    return isinstance(given, (list, tuple)) and all(isinstance(one, str) for one in given)


_OF_TYPE: Mapping[DataType, Callable[[object], bool]] = MappingProxyType(
    {
        DataType.TEXT: lambda given: isinstance(given, str),
        DataType.NUMBER: lambda given: isinstance(given, (int, float)),
        DataType.INTEGER: lambda given: isinstance(given, int),
        DataType.BOOLEAN: lambda given: isinstance(given, bool),
        DataType.TIME: _time,
        DataType.TEXTS: _texts,
    }
)
_Test = Callable[[Mapping[str, object]], Iterator[str]]


def _edge(kind: str, row: Mapping[str, object], test: _Test) -> Iterator[Found]:
    properties = row["properties"]
    assert isinstance(properties, Mapping)
    begin = str(properties.get("valid_from") or "")
    element = element_key(kind, str(row["source"]), str(row["target"]), begin)
    for rule in test(properties):
        yield Found(element, rule)


def _period(properties: Mapping[str, object]) -> Iterator[str]:
    begin, end = properties.get("valid_from"), properties.get("valid_to")
    ordered = end is None or (_time(end) and str(begin) < str(end))
    if not _time(begin) or not ordered:
        yield "Claim.valid_from"
    if not _time(end):
        yield "Claim.valid_to"
    if properties.get("certainty") not in ALL_CODES["certainty"]:
        yield "Claim.certainty"


def _declared_of_edge(kind: str) -> _Test:
    def test(properties: Mapping[str, object]) -> Iterator[str]:
        for declared in EDGE_KINDS[kind].properties:
            given = properties.get(declared.name)
            if given is not None and not fits(declared, given):
                yield rule_of(kind, declared, given)

    return test
