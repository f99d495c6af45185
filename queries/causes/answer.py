"""The answer of `causes`: read, compare, name, and lay out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

from ontology import HOP_STATES
from ontology.codes import CAUSE_STANDINGS
from queries.ask import Ask
from queries.causes import stages
from queries.causes.asked import asked
from queries.causes.behind import Behind
from queries.causes.candidates import OWN, Catalogue, plain
from queries.causes.comparison import strata, tallies, wanted_moments
from queries.causes.members import Members
from queries.causes.naming import Naming, first_verdicts
from queries.causes.records import Records, read_chains, read_deployments, read_equipment
from queries.causes.roster import Placed, Roster, drawn, peers_each
from queries.causes.rows import CauseRow, Findings, rows_of, shown


def answer(ask: Ask) -> Iterable[CauseRow]:
    """Every candidate that several of the issues share (or that the only one has), by rank."""
    issues = asked(ask)
    if not issues.symptoms:
        return []
    placed = ask.kept("causes placed", partial(_placed, ask))
    roster = Roster(placed, peers_each(len(issues.symptoms)))
    lots = drawn(roster, issues.symptoms)
    places = [place for lot in lots for place in (*lot.own, *lot.peers)]
    ill = {s.station for s in issues.symptoms if s.station}
    records = Records()
    deployments = {deployment for _, deployment in places if deployment}
    own = {deployment for lot in lots for _, deployment in lot.own}
    everywhere = ill | {station for station, _ in places}
    read_equipment(ask, everywhere, deployments, records, own, ill)
    read_chains(ask, wanted_moments(records, lots), records)
    catalogue = Catalogue()
    found = strata(Behind(records, catalogue), lots)
    members, least = Members.of(found), min(2, len(found))
    counted, seen = tallies(members, least)
    confirmed = _confirmed(ask)
    known = {c: n for c in seen if (n := confirmed.get(catalogue.of(c).element, 0))}
    verdicts = first_verdicts(counted, least, known)
    tests = Counter(catalogue.of(code).role in OWN for code in seen if code == plain(code))
    sharers = members.sharers({c for v in verdicts.values() for c in (v.code, plain(v.code))})
    naming = Naming(sharers, verdicts, tests, catalogue)
    naming.run()
    return rows_of(Findings(found, counted, naming, catalogue, confirmed))


def _placed(ask: Ask) -> Placed:
    return Placed.of((row.id for row in ask.rows(stages.STATIONS)), read_deployments(ask))


def _confirmed(ask: Ask) -> Counter[str]:
    """How many incidents each element was found to be the cause of, until the time asked about."""
    rows = {(r.incident, r.cause) for r in ask.rows(stages.CONFIRMED) if r.since <= ask.time}
    return Counter(cause for _, cause in rows)


def summary(rows: Sequence[CauseRow]) -> tuple[str, str]:
    """What is named, and how well it is proved."""
    found = [r for r in rows if r.named]
    if not rows:
        return "没有未了结的问题，或问题没有台站。", "No open issue, or none with a station."
    if not found:
        return (
            f"{rows[0].issues_asked} 个问题中没有发现超出偶然的共同原因。",
            f"No common cause beyond chance among {rows[0].issues_asked} issues.",
        )
    first = found[0]
    state, state_en = (
        (f"，{HOP_STATES.title(first.defect)}", f", {HOP_STATES.title(first.defect, 'en')}")
        if first.proof == "proven_path" and first.defect in HOP_STATES.codes
        else ("", "")
    )
    name = shown(first.role, first.element)
    return (
        f"共同原因 {len(found)} 个；首位 {name}{state}：{first.support} / {first.issues_asked} "
        f"个问题，q = {first.q:.2g}，{CAUSE_STANDINGS.title(first.proof)}。",
        f"{len(found)} common cause(s); first {name}{state_en}: {first.support} of "
        f"{first.issues_asked} issues, q = {first.q:.2g}, "
        f"{CAUSE_STANDINGS.title(first.proof, 'en')}.",
    )
