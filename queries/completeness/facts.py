"""What the graph states of stations, deployments and instruments, gathered in few reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, fields

from ontology import BEGINNING, NODE_KINDS, Answer, How, kind_of, make_id
from queries.ask import Ask
from queries.completeness import stages
from queries.completeness.rows import (
    BOOKKEEPING,
    DeploymentRow,
    EdgeRow,
    InstrumentRow,
    NodeRow,
    StateRow,
    Texts,
)

NIL = "nil:"
Place = tuple[How, str, str]
"""How, by which name and at which kind of node an answer is stated."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement: at what it points and since when, and who says it. `value`: of a state."""

    other: str
    begin: str
    certainty: str
    claims: Texts
    value: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A deployment, the station it is at, and the instruments it uses; what it observes."""

    station: str
    deployment: str
    instruments: tuple[str, ...]
    variable: str


@dataclass(slots=True)
class Facts:
    """All that is stated of the nodes asked about, by node and by answer.

    `nodes`: what the node itself rests on; for one nobody describes, the edge that leads to it.
    `nil`: reasons given in the place of values, by node, as (element, reason). `names`: of the
    stations that have one.
    """

    stations: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    nodes: dict[str, Fact] = field(default_factory=dict)
    said: dict[Place, dict[str, list[Fact]]] = field(default_factory=lambda: defaultdict(dict))
    nil: dict[str, list[tuple[str, Fact]]] = field(default_factory=lambda: defaultdict(list))
    papers: dict[tuple[str, str], list[Fact]] = field(default_factory=lambda: defaultdict(list))

    def at(self, answer: Answer) -> dict[str, list[Fact]]:
        """What is stated in that place, by node."""
        return self.said.get((answer.how, answer.name, answer.other), {})

    def state(self, node: str, place: Place, fact: Fact) -> None:
        """Keep one more statement about a node."""
        self.said[place].setdefault(node, []).append(fact)

    def latest(self, instrument: str) -> Fact | None:
        """The latest calibration of an instrument."""
        found = self.said.get((How.OUT, stages.CALIBRATED, "Calibration"), {})
        return max(found.get(instrument, ()), key=lambda f: (f.begin, f.other), default=None)


def of_stations(ask: Ask, ids: Collection[str] | None) -> Facts:
    """Everything about these stations and what is deployed there; None for all stations."""
    facts = Facts()
    _stations(ask, facts, ids)
    _station_words(ask, facts, ids)
    deployments, chosen, used = _lines(ask, facts, ids)
    _deployment_words(ask, facts, deployments, chosen)
    _instruments(ask, facts, used)
    return facts


def of_chains(ask: Ask) -> Facts:
    """Of all stations, what is deployed there, and what the chains to standards are made of."""
    facts = Facts()
    _stations(ask, facts, None)
    deployments, _, used = _lines(ask, facts, None)
    _deployed(ask, facts, deployments, None)
    _calibrated(ask, facts, used)
    return facts


def _stations(ask: Ask, facts: Facts, ids: Collection[str] | None) -> None:
    """The stations; a further number of one is no further station."""
    others = set() if ids else {row.of for row in stages.ALIASES.rows(ask, None)}
    for row in stages.STATIONS.rows(ask, ids):
        if row.claims or row.id not in others:
            facts.stations.append(row.id)
            _node(facts, row)
            if row.name:
                facts.names[row.id] = row.name
    facts.stations.sort()


def _lines(
    ask: Ask, facts: Facts, ids: Collection[str] | None
) -> tuple[list[DeploymentRow], set[str] | None, list[InstrumentRow]]:
    """Deployments at the stations, their ids where they were chosen, and what they use."""
    deployments = stages.DEPLOYMENTS.rows(ask, ids)
    chosen = None if ids is None else {row.id for row in deployments}
    uses: dict[str, set[str]] = defaultdict(set)
    used = stages.USES.rows(ask, chosen)
    for instrument in used:
        uses[instrument.of].add(instrument.id)
    at = sorted({(row.of, row.id, row.variable or "") for row in deployments})
    facts.lines += [Line(s, d, tuple(sorted(uses[d])), variable) for s, d, variable in at]
    deployed = {d for _, d, _ in at}
    return deployments, chosen, [row for row in used if row.of in deployed]


def of_instrument(ask: Ask, instrument: str) -> Facts:
    """Everything about one instrument; nothing where it is not there."""
    facts = Facts()
    _instruments(ask, facts, stages.INSTRUMENTS.rows(ask, {instrument}))
    return facts


def _station_words(ask: Ask, facts: Facts, ids: Collection[str] | None) -> None:
    _states(facts, stages.STATES["Station"].rows(ask, ids))
    _out(facts, stages.EDGES["Station"].rows(ask, ids))
    for row in stages.EVENTS["Station"].rows(ask, ids):
        _into(facts, row)


def _deployed(
    ask: Ask, facts: Facts, rows: Sequence[DeploymentRow], ids: Collection[str] | None
) -> None:
    """The deployments and their states."""
    for row in sorted(rows, key=_row_order):
        _node(facts, row)
    _states(facts, stages.STATES["Deployment"].rows(ask, ids))


def _deployment_words(
    ask: Ask, facts: Facts, rows: Sequence[DeploymentRow], ids: Collection[str] | None
) -> None:
    _deployed(ask, facts, rows, ids)
    units = {row.id: row for row in ask.rows(stages.UNITS)}
    for row in rows:
        unit = units.get(make_id(NODE_KINDS["Variable"], row.variable)) if row.variable else None
        if unit is not None:
            fact = Fact(unit.id, "", unit.certainty or "", unit.claims or ())
            facts.said[How.OF_VARIABLE, "unit", "Variable"][row.id] = [fact]
    for edge in stages.BEGINS.rows(ask, ids):
        if edge.begin != BEGINNING:
            facts.state(edge.of, (How.KNOWN_BEGIN, edge.type, "Station"), _fact(edge))
    _out(facts, stages.EDGES["Deployment"].rows(ask, ids))
    _maintenance(ask, facts, stages.EVENTS["Deployment"].rows(ask, ids))


def _instruments(ask: Ask, facts: Facts, rows: Sequence[InstrumentRow]) -> None:
    """What is stated of instruments, and the papers of their latest calibrations."""
    latest = _calibrated(ask, facts, rows)
    ids = {row.id for row in rows}
    _out(facts, stages.EDGES["Instrument"].rows(ask, ids))
    _maintenance(ask, facts, stages.EVENTS["Instrument"].rows(ask, ids))
    for instrument, found in latest.items():
        standards = facts.papers.get((found.other, "USED_STANDARD"))
        if standards:
            place = (How.STANDARD, "USED_STANDARD", "MeasurementStandard")
            facts.said[place][instrument] = standards


def _calibrated(ask: Ask, facts: Facts, rows: Sequence[InstrumentRow]) -> dict[str, Fact]:
    """Instruments with their states and calibrations; the latest of each, with its papers."""
    for row in sorted(rows, key=_row_order):
        _node(facts, row)
    ids = {row.id for row in rows}
    _states(facts, stages.STATES["Instrument"].rows(ask, ids))
    _out(facts, stages.CALIBRATIONS.rows(ask, ids))
    latest = {i: found for i in ids if (found := facts.latest(i)) is not None}
    for paper in stages.PAPERS.rows(ask, {found.other for found in latest.values()}):
        facts.papers[paper.of, paper.type].append(_fact(paper))
    return latest


def _row_order(row: NodeRow) -> tuple[str, str, str]:
    return row.id, row.of, row.begin or ""


def _node(facts: Facts, row: NodeRow) -> None:
    """The node with the properties it has."""
    if row.id in facts.nodes:
        return
    own = Fact(row.id, "", row.certainty or "", row.claims or ())
    edge = Fact(row.id, "", row.edge_certainty or "", row.edge_claims or ())
    facts.nodes[row.id] = own if own.claims else edge
    for name in (f.name for f in fields(row)):
        if name not in BOOKKEEPING and getattr(row, name) is not None:
            facts.said[How.PROPERTY, name, ""][row.id] = [own]


def _states(facts: Facts, rows: Iterable[StateRow]) -> None:
    """States under their names; `unit:2` and `programme:GOS` under what stands before the colon."""
    for row in rows:
        name, value = row.name or "", row.value or ""
        fact = Fact(row.id, "", row.certainty or "", row.claims or (), value)
        if name.startswith(NIL):
            facts.nil[row.of].append((name.removeprefix(NIL), fact))
        elif name:
            facts.state(row.of, (How.STATE, name.partition(":")[0], ""), fact)


def _out(facts: Facts, rows: Iterable[EdgeRow]) -> None:
    for row in rows:
        facts.state(row.of, (How.OUT, row.type, kind_of(row.id).label), _fact(row))


def _into(facts: Facts, row: EdgeRow, how: How = How.INTO) -> None:
    facts.state(row.of, (how, row.type, kind_of(row.id).label), _fact(row))


def _maintenance(ask: Ask, facts: Facts, rows: Sequence[EdgeRow]) -> None:
    """Visits, and those of them of which it is said who carried them out."""
    known = {row.of for row in stages.PARTIES.rows(ask, {row.id for row in rows})}
    for row in rows:
        _into(facts, row)
        if row.id in known:
            _into(facts, row, How.PARTY)


def _fact(row: EdgeRow) -> Fact:
    return Fact(row.id, row.begin, row.certainty or "", row.claims or ())
