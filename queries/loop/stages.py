"""The Cypher of `loop`: the links between feedback, requirement, indicator, process, document."""

from __future__ import annotations

from dataclasses import dataclass

from queries.loop.measured import ValueRow
from queries.model import Stage
from queries.standing import FeedbackRow, states_of

Texts = tuple[str, ...]
KINDS = ("Feedback", "DataRequirement", "Indicator", "Process", "Document", "DocumentVersion")
"""From a user's word to the text in force; a process may name its version or its document."""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link from one element to the next."""

    source: str
    element: str
    relation: str
    since: str
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class NodeRow:
    """An element of the chain, and when what describes it holds."""

    id: str
    name: str | None
    stub: bool | None
    valid_from: str | None
    valid_to: str | None
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class DirectionRow:
    """Which way an indicator is better, and what it is measured in."""

    id: str
    direction: str | None
    measure_unit: str | None


@dataclass(frozen=True, slots=True)
class Hop:
    """A link between two kinds; `along`: it runs towards the document."""

    near: str
    far: str
    relation: str
    along: bool
    forward: Stage[LinkRow]
    backward: Stage[LinkRow]


def _walked(hop: tuple[str, str, str, bool], *, back: bool) -> Stage[LinkRow]:
    near, far, relation, along = hop
    start, end = (far, near) if back else (near, far)
    left, right = ("-", "->") if along != back else ("<-", "-")
    return Stage(
        f"loop_{start}_{relation}_{end}",
        f"UNWIND $ids AS id MATCH (n:{start} {{id: id}}){left}[r:{relation}]{right}(m:{end}) "
        "WHERE r.valid_from <= $t AND $t < r.valid_to "
        "RETURN n.id AS source, m.id AS element, type(r) AS relation, r.valid_from AS since, "
        "r.certainty AS certainty, r.claims AS claims",
        LinkRow,
    )


HOPS = tuple(
    Hop(*hop, _walked(hop, back=False), _walked(hop, back=True))
    for hop in (
        ("Feedback", "DataRequirement", "CONCERNS", True),
        ("Feedback", "DataRequirement", "REVISED_BY", False),
        ("Feedback", "Process", "CONCERNS", True),
        ("DataRequirement", "Indicator", "MEASURES", False),
        ("Indicator", "Process", "MEASURES", True),
        ("Process", "Document", "GOVERNED_BY", True),
        ("Process", "DocumentVersion", "GOVERNED_BY", True),
        ("Document", "DocumentVersion", "VERSION_OF", False),
    )
)
NODES = {
    label: Stage(
        f"loop_node_{label}",
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) "
        f"RETURN n.id AS id, n.{'user' if label == 'DataRequirement' else 'name'} AS name, "
        "n.stub AS stub, n.valid_from AS valid_from, n.valid_to AS valid_to, "
        "n.certainty AS certainty, n.claims AS claims",
        NodeRow,
    )
    for label in KINDS
}
FEEDBACK = Stage(
    "loop_feedback",
    "UNWIND $ids AS id MATCH (n:Feedback {id: id}) RETURN n.id AS id, n.name AS name, "
    "n.received AS received, n.replied AS replied, n.closed AS closed, "
    "n.satisfaction AS satisfaction, n.certainty AS certainty, n.claims AS claims",
    FeedbackRow,
)
STATES = {label: states_of(label) for label in ("Feedback", "DataRequirement")}
INDICATORS = Stage(
    "loop_indicators",
    "UNWIND $ids AS id MATCH (n:Indicator {id: id}) "
    "RETURN n.id AS id, n.direction AS direction, n.measure_unit AS measure_unit",
    DirectionRow,
)
VALUES = Stage(
    "loop_values",
    "UNWIND $ids AS id MATCH (n:Indicator {id: id})-[r:HAS_VALUE]->(v:IndicatorValue) "
    "RETURN n.id AS indicator, v.id AS id, v.value AS value, v.target AS target, "
    "v.certainty AS certainty, r.claims AS claims, v.claims AS more",
    ValueRow,
)

ALL: tuple[Stage[object], ...] = (
    *(stage for hop in HOPS for stage in (hop.forward, hop.backward)),
    *NODES.values(), FEEDBACK, *STATES.values(), INDICATORS, VALUES,
)  # fmt: skip
