"""The Cypher, made from the declared elements: each stage once for all and once for given ids."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Generic, TypeVar

from ontology import METADATA_ELEMENTS, How
from queries.ask import Ask
from queries.completeness.rows import (
    BOOKKEEPING,
    DeploymentRow,
    EdgeRow,
    InstrumentRow,
    NodeRow,
    StateRow,
    StationRow,
    UnitRow,
)
from queries.model import Stage

R = TypeVar("R")
N = TypeVar("N", bound=NodeRow)
_IN_FORCE = "r.valid_from <= $t AND $t < r.valid_to"
_BEGUN = "r.valid_from <= $t"


@dataclass(frozen=True, slots=True)
class Reach(Generic[R]):
    """A stage over given ids, and the same over all nodes of the kind where it is asked for."""

    near: Stage[R]
    whole: Stage[R]

    def rows(self, ask: Ask, ids: Collection[str] | None) -> list[R]:
        """Rows of the nodes of these ids; None for all."""
        if ids is None:
            return ask.rows(self.whole, t=ask.time)
        return ask.rows(self.near, ids=sorted(ids), t=ask.time)


def _reach(name: str, label: str, rest: str, row: type[R]) -> Reach[R]:
    near = f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}){rest}"
    return Reach(Stage(f"{name}_of", near, row), Stage(name, f"MATCH (n:{label}){rest}", row))


def _declared(label: str, how: How) -> list[str]:
    """Names of the answers of that manner at nodes of a kind."""
    answers = (a for e in METADATA_ELEMENTS.values() for a in e.answers)
    return sorted({a.name for a in answers if a.holder == label and a.how is how})


_FROM_EDGE = "r.valid_from AS begin, r.certainty AS edge_certainty, r.claims AS edge_claims"
_NO_EDGE = "NULL AS begin, NULL AS edge_certainty, NULL AS edge_claims"


def _properties(variable: str, row: type[NodeRow]) -> str:
    """The properties of a kind that answer elements, in the order of the row."""
    own = (f.name for f in fields(row) if f.name not in BOOKKEEPING)
    return ", ".join(f"{variable}.{name} AS {name}" for name in own)


def _nodes(name: str, label: str, row: type[N]) -> Reach[N]:
    returned = (
        f" RETURN n.id AS of, n.id AS id, n.certainty AS certainty, n.claims AS claims, "
        f"{_NO_EDGE}, {_properties('n', row)}"
    )
    return _reach(name, label, returned, row)


def _joined(name: str, label: str, edge: str, row: type[N]) -> Reach[N]:
    """Nodes `m` at the end of an edge, whose pattern has `r` and `m`."""
    returned = (
        f"{edge} WHERE {_IN_FORCE} RETURN n.id AS of, m.id AS id, m.certainty AS certainty, "
        f"m.claims AS claims, {_FROM_EDGE}, {_properties('m', row)}"
    )
    return _reach(name, label, returned, row)


def _edges(name: str, label: str, edge: str, when: str = _IN_FORCE) -> Reach[EdgeRow]:
    returned = (
        f"{edge} WHERE {when} RETURN n.id AS of, type(r) AS type, m.id AS id, "
        "r.valid_from AS begin, r.certainty AS certainty, r.claims AS claims"
    )
    return _reach(name, label, returned, EdgeRow)


def _states(label: str) -> Reach[StateRow]:
    returned = (
        f"-[r:HAS_STATE]->(m:State) WHERE {_IN_FORCE} RETURN n.id AS of, m.id AS id, "
        "m.property AS name, m.value AS value, r.certainty AS certainty, r.claims AS claims"
    )
    return _reach(f"states_{label}", label, returned, StateRow)


def _out(label: str, aside: frozenset[str] = frozenset()) -> Reach[EdgeRow]:
    types = "|".join(t for t in _declared(label, How.OUT) if t not in aside)
    return _edges(f"edges_{label}", label, f"-[r:{types}]->(m)")


def _both(found: Reach[R]) -> tuple[Stage[R], Stage[R]]:
    return found.near, found.whole


CALIBRATED = "HAS_CALIBRATION"
LABELS = ("Station", "Deployment", "Instrument")
STATIONS = _nodes("stations", "Station", StationRow)
INSTRUMENTS = _nodes("instruments", "Instrument", InstrumentRow)
DEPLOYMENTS = _joined("deployments", "Station", "<-[r:AT_STATION]-(m:Deployment)", DeploymentRow)
USES = _joined("uses", "Deployment", "-[r:USES]->(m:Instrument)", InstrumentRow)
STATES = {label: _states(label) for label in LABELS}
EDGES = {label: _out(label, frozenset({CALIBRATED})) for label in LABELS}
EVENTS = {
    label: _edges(f"events_{label}", label, f"<-[r:AFFECTED]-(m:{other})", _BEGUN)
    for label, other in (
        ("Station", "Event"), ("Deployment", "Maintenance"), ("Instrument", "Maintenance"),
    )
}  # fmt: skip
BEGINS = _edges("begins", "Deployment", "-[r:AT_STATION]->(m:Station)")
ALIASES = _edges("aliases", "Station", "-[r:ALIAS_OF]->(m:Station)")
PARTIES = _edges("parties", "Maintenance", "-[r:CARRIED_OUT_BY]->(m:Unit)", _BEGUN)
CALIBRATIONS = _edges("calibrations", "Instrument", f"-[r:{CALIBRATED}]->(m:Calibration)")
PAPERS = _edges("papers", "Calibration", "-[r:DOCUMENTED_BY|USED_STANDARD]->(m)")
UNITS = Stage(
    "units",
    "MATCH (n:Variable) WHERE n.unit IS NOT NULL RETURN n.id AS id, n.unit AS unit, "
    "n.certainty AS certainty, n.claims AS claims",
    UnitRow,
)
CHAIN: tuple[Stage[object], ...] = (
    STATIONS.whole, ALIASES.whole, DEPLOYMENTS.whole, USES.whole, STATES["Deployment"].whole,
    STATES["Instrument"].near, CALIBRATIONS.near, PAPERS.near,
)  # fmt: skip
"""What the chains of all stations are read by."""
STAGES: tuple[Stage[object], ...] = (
    *_both(STATIONS), *_both(INSTRUMENTS), *_both(DEPLOYMENTS), *_both(USES),
    *(stage for found in STATES.values() for stage in _both(found)),
    *(stage for found in EDGES.values() for stage in _both(found)),
    *(stage for found in EVENTS.values() for stage in _both(found)),
    *_both(PARTIES), *_both(ALIASES), *_both(BEGINS), *_both(CALIBRATIONS), *_both(PAPERS), UNITS,
)  # fmt: skip
