"""The reads of the coverage questions, derived from the rules: one a kind, one an edge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ontology import NODE_KINDS
from ontology.requirements import AREAS, GIVEN, REQUIREMENTS, RESPONSIBLE, RESTS_ON, Arc, Way
from queries.gaps.rows import Item, Link, Named
from queries.model import Stage

Hop = tuple[str, Arc]
"""The label an edge is followed from, and the edge."""

# Which property of a kind stands in which column of `Item`.
STATES = ["class", "level"]
"""Properties whose states the rules look at."""
_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "given": GIVEN,
    "begins": {
        "Calibration": "performed_on",
        "Document": "valid_from",
        "DocumentVersion": "valid_from",
        "Admission": "valid_from",
    },
    "ends": {
        "Calibration": "valid_until",
        "DocumentVersion": "valid_to",
        "Admission": "valid_to",
    },
    "verdict": {
        "Calibration": "result",
        "MeasurementStandard": "standard_type",
        "State": "value",
        "Interface": "state",
    },
    "level": {"Process": "level", "System": "level"},
}


def _item(label: str) -> Stage[Item]:
    """All nodes of a kind with what the rules look at."""
    kind = NODE_KINDS[label]
    named = {
        column: f"n.{columns[label]}" if label in columns else "NULL"
        for column, columns in _COLUMNS.items()
    }
    where = " WHERE n.property IN $properties" if label == "State" else ""
    name = f"n.{kind.name_property}" if kind.property_named(kind.name_property) else "NULL"
    return Stage(
        f"items_{label}",
        f"MATCH (n:{label}){where} RETURN n.id AS id, {name} AS name, "
        f"{named['level']} AS level, {named['given']} AS given, {named['begins']} AS begins, "
        f"{named['ends']} AS ends, {named['verdict']} AS verdict, n.stub AS stub, "
        "n.valid_from AS since, n.valid_to AS until, "
        "n.certainty AS certainty, n.claims AS claims",
        Item,
    )


def _link(hop: Hop) -> Stage[Link]:
    """All edges of a type between two kinds, in the direction of the edge."""
    at, arc = hop
    source, target = (arc.to, at) if arc.inverse else (at, arc.to)
    where = " WHERE b.property = $property" if arc.state else ""
    return Stage(
        f"{arc.edge}_{source}_{target}{'_' + arc.state if arc.state else ''}",
        f"MATCH (a:{source})-[r:{arc.edge}]->(b:{target}){where} RETURN a.id AS source, "
        "b.id AS target, r.valid_from AS valid_from, r.valid_to AS valid_to, "
        "r.certainty AS certainty, r.claims AS claims",
        Link,
    )


def hops_of(ways: Iterable[Way]) -> list[Hop]:
    """The edges of ways, each with the label it is followed from, each once."""
    found: dict[Hop, None] = {}
    for way in ways:
        at = way.source
        for arc in way.arcs:
            found[at, arc] = None
            at = arc.to
    return list(found)


def _key(hop: Hop) -> tuple[str, str, str, str]:
    at, arc = hop
    return (arc.edge, *((arc.to, at) if arc.inverse else (at, arc.to)), arc.state)


USED_FROM: Hop = ("Instrument", Arc("USES", "Deployment", inverse=True))
VERSIONS: Hop = ("Document", Arc("VERSION_OF", "DocumentVersion", inverse=True))
SUPERSEDED: Hop = ("DocumentVersion", Arc("SUPERSEDES", "DocumentVersion", inverse=True))
PARTS: Hop = ("Process", Arc("SUBPROCESS_OF", "Process", inverse=True))
UNIT_LEVELS: Hop = ("Unit", Arc("HAS_STATE", "State", state="level"))
NILS: Hop = ("Instrument", Arc("HAS_STATE", "State", state="nil:5-08"))
HELPERS = (USED_FROM, VERSIONS, SUPERSEDED, PARTS, UNIT_LEVELS, NILS)

_WAYS = [
    *(w for rule in REQUIREMENTS.values() for w in rule.ways),
    *(w for ways in RESTS_ON.values() for w in ways),
    *(w for ways in RESPONSIBLE.values() for w in ways),
    *AREAS.values(),
]
LINKS: dict[tuple[str, str, str, str], Stage[Link]] = {
    _key(hop): _link(hop) for hop in (*hops_of(_WAYS), *HELPERS)
}
ITEMS: dict[str, Stage[Item]] = {
    label: _item(label)
    for label in sorted(
        {
            *(rule.kind for rule in REQUIREMENTS.values()),
            *(w.end for w in _WAYS if w.end != "AdminArea"),
            "DocumentVersion",
        }
    )
}
# Interfaces that expect a reply and have none: see `coverage`.
UNANSWERED = Stage(
    "unanswered",
    "MATCH (i:Interface) WHERE (i.reply_expected_up = true AND i.items_down IS NULL) OR "
    "(i.reply_expected_down = true AND i.items_up IS NULL) RETURN i.id AS id",
    Named,
)
ALL = (*ITEMS.values(), *LINKS.values(), UNANSWERED)


def stage_of(hop: Hop) -> Stage[Link]:
    """The read of an edge."""
    return LINKS[_key(hop)]
