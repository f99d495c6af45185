"""What issues have in common, read plainly: candidates, who else shares them, and the counts.

Tests of significance, names and proofs are left out: `BEYOND` lists the fields, which unit tests
check against other formulas. Nothing is drawn: small data only, in which every peer takes part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from oracle.reading import (
    BEGINNING,
    Link,
    NobodySpeaksOf,
    Reading,
    day,
    is_stub,
    number,
    text,
)

from queries.causes.rows import CauseRow

BEYOND = {
    "rank", "named", "proof", "score", "lift", "p_alone", "p", "q", "explained_by", "path",
    "defect", "defect_since", "lag_days", "certainty", "claims",
}  # fmt: skip
LEVELS = 6
EFFECT = timedelta(days=120)
OWN = {"instrument", "calibration", "certificate", "position", "event", "maintenance"}
CLASSES = {
    "机": ("instrument", "model", "firmware", "system"),
    "料": ("batch",),
    "法": ("procedure",),
    "环": ("position", "event"),
    "测": ("calibration", "certificate", "standard", "laboratory"),
    "人": ("maintenance", "party", "operator", "superior", "maintainer"),
}
Key = tuple[str, str]


@dataclass(frozen=True)
class Way:
    """One way to an element in a role: its length, and whether a defect is claimed of it then."""

    key: Key
    steps: int
    defective: bool


@dataclass(frozen=True)
class Case:
    """An issue, where it was and when."""

    issue: str
    station: str
    variable: str | None
    deployment: str | None
    moment: str


def answer(reading: Reading, issues: str = "") -> list[CauseRow]:
    """Candidates in the order of role and element, with all that can be counted."""
    cases = asked(reading, issues)
    if not cases:
        return []
    found = [list(behind(reading, c)) for c in cases]
    peers = [[{w.key for w in p} for p in peer_ways(reading, c)] for c in cases]
    places = [peer_places(reading, c) for c in cases]
    return [*_rows(reading, cases, found, peers, places), *_months(cases)]


def _rows(
    reading: Reading,
    cases: list[Case],
    found: list[list[Way]],
    peers: list[list[set[Key]]],
    places: list[list[tuple[str, str]]],
) -> Iterator[CauseRow]:
    least = min(2, len(cases))
    own = [{w.key for w in ways} for ways in found]
    keys = sorted({k for keys in own for k in keys})
    keys = [k for k in keys if sum(k in keys_of for keys_of in own) >= least]
    defective = {w.key for ways in found for w in ways if w.defective}
    ill = {c.station for c in cases}
    confirmed = confirmed_causes(reading)
    groups: dict[object, list[Key]] = {}
    for key in keys:
        members = tuple(
            (key in mine, tuple(key in p for p in theirs))
            for mine, theirs in zip(own, peers, strict=True)
        )
        groups.setdefault(members, []).append(key)
    for members in groups.values():
        key, *others = sorted(
            members,
            key=lambda k: (k not in defective, -confirmed.get(k[1], 0), k[0] in OWN, *k),
        )
        role, element = key
        having = [i for i, keys_of in enumerate(own) if key in keys_of]
        stations = {cases[i].station for i in having}
        expected = 0.0
        for i, theirs in enumerate(peers):
            sharing = [key in own[i], *(key in p for p in theirs)]
            if 0 < sum(sharing) < len(sharing):
                expected += sum(sharing) / len(sharing)
            stations |= {places[i][j][0] for j, p in enumerate(theirs) if key in p}
        ways = [[w for w in found[i] if w.key == key] for i in having]
        yield CauseRow(
            rank=0, element=element, role=role,
            cause_class=next((c for c, roles in CLASSES.items() if role in roles), ""),
            named=False, proof="", score=0.0, support=len(having), issues_asked=len(cases),
            defective=sum(any(w.defective for w in some) for some in ways),
            expected=round(expected, 3), lift=0.0, p_alone=1.0, p=1.0, q=1.0, defect="",
            defect_since="", paths=sum(min(len(some), 20) for some in ways), path=(),
            sharing=len(stations), fine=len(stations - ill),
            fine_stations=tuple(sorted(stations - ill))[:20], confirmed=confirmed.get(element, 0),
            alike=tuple(sorted({e for _, e in others})), explained_by="", lag_days=None,
            issues=tuple(cases[i].issue for i in having)[:20],
            detail_zh="", detail_en="", certainty="", claims=(),
        )  # fmt: skip


def _months(cases: list[Case]) -> Iterator[CauseRow]:
    """Months in which several of the issues began."""
    begun: dict[date, list[Case]] = {}
    for case in cases:
        if day(case.moment):
            on = date.fromisoformat(day(case.moment)).replace(day=1)
            begun.setdefault(on, []).append(case)
    if not begun:
        return
    after_last = (max(begun) + timedelta(days=31)).replace(day=1)
    whole = (after_last - min(begun)).days
    total = sum(len(some) for some in begun.values())
    for on, some in begun.items():
        if len(some) >= min(2, len(cases)):
            length = ((on + timedelta(days=31)).replace(day=1) - on).days
            yield CauseRow(
                rank=0, element=f"{on:%Y-%m}", role="time_window", cause_class="", named=False,
                proof="", score=0.0, support=len(some), issues_asked=len(cases), defective=0,
                expected=round(total * length / whole, 3), lift=0.0, p_alone=1.0, p=1.0, q=1.0,
                defect="", defect_since="", paths=0, path=(),
                sharing=len({c.station for c in some}), fine=0,
                fine_stations=(), confirmed=0, alike=(),
                explained_by="", lag_days=None, issues=tuple(c.issue for c in some)[:20],
                detail_zh="", detail_en="", certainty="", claims=(),
            )  # fmt: skip


# Issues


def asked(reading: Reading, issues: str) -> list[Case]:
    """The issues named, or all open ones, in the order of time."""
    if issues:
        wanted = [i if i.startswith("issue:") else f"issue:{i}" for i in issues.split(";")]
        if any(i not in reading for i in wanted):
            raise NobodySpeaksOf(issues)
    else:
        wanted = [i for i in reading.of_kind("Issue") if _open(reading, i)]
    found = []
    for issue in dict.fromkeys(wanted):
        about = min(
            reading.out(issue, "ABOUT"), key=lambda link: (link.other, link.begin), default=None
        )
        if about is None:
            continue
        began = text(reading.node(issue), "began")
        moment = began or (about.begin if about.begin != BEGINNING else reading.now)
        found.append((began or about.begin, issue, _case(reading, issue, about.other, moment)))
    return [case for *_, case in sorted(found, key=lambda f: f[:2])]


def _open(reading: Reading, issue: str) -> bool:
    node = reading.node(issue)
    states = [
        text(s.node, "value")
        for s in reading.out(issue, "HAS_STATE")
        if s.holds(reading.now) and text(s.node, "property") == "status"
    ]
    ended = text(node, "ended")
    return (
        text(node, "began") <= reading.now
        and not set(states) & {"closed", "resolved", "wont_fix", "withdrawn"}
        and (not ended or ended > reading.now or bool(states))
    )


def _case(reading: Reading, issue: str, about: str, moment: str) -> Case:
    if about.startswith("station:"):
        return Case(issue, about, None, None, moment)
    if about.startswith("deployment:"):
        stations = [link.other for link in reading.out(about, "AT_STATION")]
        return Case(issue, min(stations, default=""), None, about, moment)
    stations = [link.other for link in reading.out(about, "OBSERVED_AT")]
    variables = [link.other.split(":", 1)[1] for link in reading.out(about, "OF_VARIABLE")]
    return Case(issue, min(stations, default=""), min(variables, default=None), None, moment)


# Peers


def peer_places(reading: Reading, case: Case) -> list[tuple[str, str]]:
    """Station and deployment of all that could have had the issue."""
    if case.variable is None:
        return [(s, "") for s in reading.of_kind("Station") if s != case.station]
    found = [
        (link.other, deployment, link)
        for deployment in reading.of_kind("Deployment")
        for link in reading.out(deployment, "AT_STATION")
        if text(reading.node(deployment), "variable") == case.variable
        and text(reading.node(deployment), "role") != "backup"
        and link.holds(case.moment)
        and link.other != case.station
    ]
    return [(station, deployment) for station, deployment, _ in sorted(found, key=lambda f: f[:2])]


def peer_ways(reading: Reading, case: Case) -> Iterator[list[Way]]:
    """What stands behind each of them."""
    for station, deployment in peer_places(reading, case):
        own = [*_station(reading, station, case.moment)]
        if deployment:
            own += _deployment(reading, deployment, case.moment)
        yield own


def behind(reading: Reading, case: Case) -> Iterator[Way]:
    """Every way from an issue to an element in a role."""
    if case.station:
        yield from _station(reading, case.station, case.moment)
    if case.variable is None and case.deployment is None:
        return
    then = [
        link
        for link in reading.into(case.station, "AT_STATION")
        if link.holds(case.moment)
        and case.deployment in (None, link.other)
        and case.variable in (None, text(link.node, "variable") or None)
    ]
    primary = [d for d in then if text(d.node, "role") != "backup"] or then
    for deployment in primary:
        yield from _deployment(reading, deployment.other, case.moment)


# What stands behind


def _deployment(reading: Reading, deployment: str, moment: str) -> Iterator[Way]:
    for use in reading.out(deployment, "USES"):
        if use.holds(moment):
            yield from _instrument(reading, use.other, moment)


def _instrument(reading: Reading, instrument: str, moment: str) -> Iterator[Way]:
    check, state = counting(reading, instrument, moment)
    yield Way(("instrument", instrument), 1, state in ("failed", "suspect"))
    for link in reading.out(instrument, "OF_BATCH", "OF_MODEL"):
        role = "batch" if link.type == "OF_BATCH" else "model"
        yield Way((role, link.other), 2, False)
        firmware = text(reading.node(instrument), "firmware")
        if role == "model" and firmware:
            yield Way(("firmware", f"{link.other}|{firmware}"), 2, False)
    yield from _happened(reading, instrument, moment, 2)
    if check is not None:
        yield Way(("calibration", check.other), 2, state != "ok")
        yield from _papers(reading, check.other, check.begin, 3, LEVELS)


def _papers(reading: Reading, calibration: str, on: str, steps: int, levels: int) -> Iterator[Way]:
    for link in reading.out(calibration, "DOCUMENTED_BY"):
        yield Way(("certificate", link.other), steps, False)
    for link in reading.out(calibration, "PERFORMED_BY"):
        yield Way(("laboratory", link.other), steps, _lapsed(reading, link.other, on))
    for link in reading.out(calibration, "FOLLOWS"):
        until = text(link.node, "valid_to")
        yield Way(("procedure", link.other), steps, bool(until) and until <= on)
    for link in reading.out(calibration, "USED_STANDARD"):
        check, state = counting(reading, link.other, on)
        if check is None or levels == 1:
            yield Way(("standard", link.other), steps, False)
            continue
        yield Way(("standard", link.other), steps, state != "ok")
        yield Way(("calibration", check.other), steps + 1, state != "ok")
        yield from _papers(reading, check.other, check.begin, steps + 2, levels - 1)


def _lapsed(reading: Reading, laboratory: str, on: str) -> bool:
    rows = reading.out(laboratory, "ACCREDITED_BY")
    return not any(r.holds(on) for r in rows) and any(r.end <= on for r in rows)


def _dated(link: Link) -> Link:
    """The calibration's own day counts where who cites it does not know it."""
    on = text(link.node, "performed_on")
    if link.begin == BEGINNING and on:
        return Link(link.type, link.other, {**link.edge, "valid_from": on}, link.node)
    return link


def counting(reading: Reading, subject: str, moment: str) -> tuple[Link | None, str]:
    """The latest calibration on or before a moment, and the state in which it leaves things."""
    links = [_dated(link) for link in reading.out(subject, "HAS_CALIBRATION")]
    links.sort(key=lambda link: (link.begin, link.other, link.claims))
    before = [link for link in links if link.begin <= moment]
    if not before:
        return None, "ok"
    chosen = before[-1]
    following = next((link for link in links if link.begin > moment), None)
    if is_stub(chosen.node):
        return chosen, "ok"
    if text(chosen.node, "result") == "outOfCalibration":
        return chosen, "failed"
    if following is not None and _found_out(following):
        return chosen, "suspect"
    until = text(chosen.node, "valid_until")
    return chosen, "expired" if until and until <= moment else "ok"


def _found_out(link: Link) -> bool:
    error, limit = number(link.node, "as_found_error"), number(link.node, "tolerance")
    if error is not None and limit is not None:
        return abs(error) > abs(limit)
    return text(link.node, "result") == "outOfCalibration"


def _station(reading: Reading, station: str, moment: str) -> Iterator[Way]:
    yield from _happened(reading, station, moment, 1)
    for link in reading.out(station, "OPERATED_BY", "MAINTAINED_BY"):
        if link.holds(moment):
            role = "operator" if link.type == "OPERATED_BY" else "maintainer"
            yield Way((role, link.other), 1, False)
            yield from _above(reading, link.other, moment, 2, LEVELS)
    moves = reading.out(station, "LOCATED_AT")
    for move in moves:
        earlier = any(m.begin < move.begin for m in moves)
        if earlier and recent(move.begin, moment):
            yield Way(("position", move.other), 1, True)


def _above(reading: Reading, unit: str, moment: str, steps: int, levels: int) -> Iterator[Way]:
    for link in reading.into(unit, "COVERS"):
        if link.holds(moment) and link.other.startswith("system:"):
            yield Way(("system", link.other), steps, False)
    for link in reading.out(unit, "PART_OF"):
        if levels and link.holds(moment):
            yield Way(("superior", link.other), steps, False)
            yield from _above(reading, link.other, moment, steps + 1, levels - 1)


def _happened(reading: Reading, subject: str, moment: str, steps: int) -> Iterator[Way]:
    for link in reading.into(subject, "AFFECTED"):
        if not recent(link.begin, moment):
            continue
        parties = reading.out(link.other, "CARRIED_OUT_BY")
        role = "maintenance" if link.other.startswith("maintenance:") else "event"
        for _ in parties or [None]:
            yield Way((role, link.other), steps, True)
        for party in parties:
            yield Way(("party", party.other), steps + 1, False)


def recent(begin: str, moment: str) -> bool:
    """Not after the moment, and not so long before that it can have no effect any more."""
    if begin == BEGINNING or begin > moment:
        return False
    return _time(moment) - EFFECT <= _time(begin)


def _time(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


def confirmed_causes(reading: Reading) -> dict[str, int]:
    """Incidents that were found to have an element as their cause, by element."""
    found: dict[str, set[str]] = {}
    for incident in reading.of_kind("Incident"):
        for link in reading.out(incident, "CAUSED_BY"):
            if link.begin <= reading.now:
                found.setdefault(link.other, set()).add(incident)
    return {cause: len(incidents) for cause, incidents in found.items()}
