"""Where the chain station → deployment → instrument → … → standard breaks first."""

from __future__ import annotations

from collections.abc import Sequence

from ontology import CHAIN_LINKS, Answer, How
from queries.completeness.facts import Fact, Facts, Line
from queries.completeness.judge import MISSING, NIL, PRESENT, Verdict

LINKS = tuple(CHAIN_LINKS.codes)
COMPLETE = LINKS[-1]
_REASONED = {"serial": ("5-09", "5-09 serial"), "calibration": ("5-08",)}
_SERIAL = Answer("Instrument", How.PROPERTY, "serial")
_PAPERS = (("certificate", "DOCUMENTED_BY"), ("standard", "USED_STANDARD"))

Broken = tuple[str, Verdict]
"""The first link that is missing, and the verdict on it."""


def of_line(facts: Facts, line: Line) -> Broken:
    """Of a deployment: with several instruments the chain that breaks first."""
    if not line.instruments:
        return _broken(facts, line.deployment, "instrument", [facts.nodes[line.deployment]])
    found = [of_instrument(facts, i, line.deployment) for i in line.instruments]
    return min(found, key=lambda broken: LINKS.index(broken[0]))


def of_instrument(facts: Facts, instrument: str, subject: str) -> Broken:
    """From an instrument on; `subject` is what the verdict is about."""
    passed = [facts.nodes[instrument]]
    if not facts.at(_SERIAL).get(instrument):
        return _broken(facts, subject, "serial", passed, instrument)
    calibration = facts.latest(instrument)
    if calibration is None:
        return _broken(facts, subject, "calibration", passed, instrument)
    passed.append(calibration)
    for link, edge in _PAPERS:
        found = facts.papers.get((calibration.other, edge))
        if not found:
            return _broken(facts, subject, link, passed, instrument)
        passed += found
    return COMPLETE, Verdict(subject, PRESENT, "", tuple(passed))


def of_station(facts: Facts, station: str) -> Broken:
    """Of a station where nothing is deployed."""
    return _broken(facts, station, "deployment", [facts.nodes[station]])


def _broken(
    facts: Facts, subject: str, link: str, passed: Sequence[Fact], instrument: str = ""
) -> Broken:
    """The verdict on a missing link; a reason given in its place is shown, and mends nothing."""
    codes = _REASONED.get(link, ())
    reasons = [
        fact
        for node in dict.fromkeys((instrument, subject))
        for code, fact in facts.nil.get(node, ())
        if code in codes
    ]
    said = ", ".join(sorted({fact.value for fact in reasons}))
    return link, Verdict(subject, NIL if reasons else MISSING, said, (*passed, *reasons))
