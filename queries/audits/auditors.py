"""Whether those who audit are independent, and qualified on the day (ISO 9001:2015, 9.2.2 c)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ontology import BEGINNING, OPEN_END, key_text, kind_of
from ontology.improvement_codes import AUDIT_STATES
from ontology.rules import AUDITOR_ROLES, SUPERIOR_LEVELS
from queries.actions import last_day
from queries.ask import Ask
from queries.audits import stages
from queries.audits.stages import Link
from queries.coded import keys_of

Texts = tuple[str, ...]
Links = Mapping[str, Sequence[Link]]
INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is audited and when: `day` is the moment the audit was done, else planned.

    `covered`: the units and processes it looks at.
    """

    kind: str
    day: str
    covered: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fitness:
    """A state of AUDIT_STATES, the last day of the qualification, why, and who says so."""

    state: str
    until: str
    detail: tuple[str, str]
    claims: Texts


@dataclass(frozen=True, slots=True)
class Known:
    """What the graph knows of auditors: processes led, superiors, trainings, over all time.

    `belongs`: of a person the units, those of the person and those whose work group he or she
    heads or is a member of.
    """

    belongs: Links
    led: Links
    above: Links
    trained: Links


def known_of(ask: Ask, auditors: Sequence[str], processes: Iterable[str]) -> Known:
    """All that is asked of auditors, in a few reads whatever their number."""
    units, posts, persons = (
        sorted({a for a in auditors if kind_of(a).label == label})
        for label in ("Unit", "Post", "Person")
    )
    belongs = _belonging(ask, persons)
    units = sorted({*units, *(one.other for one in belongs)})
    given = {"roles": list(AUDITOR_ROLES), "ever": BEGINNING, "never": OPEN_END}
    led = ask.soon(stages.LED, ids=sorted(set(processes)))
    trained = [
        ask.soon(stages.QUALIFIED[label], ids=ids, **given)
        for label, ids in (("Unit", units), ("Post", posts))
    ]
    above: list[Link] = []
    seen, frontier = set(units), units
    for _ in range(SUPERIOR_LEVELS):
        found = ask.rows(stages.ABOVE, ids=frontier)
        above += found
        frontier = sorted({row.other for row in found} - seen)
        seen |= set(frontier)
    return Known(
        by_first(belongs),
        by_first(led.rows),
        by_first(above),
        by_first(row for some in trained for row in some.rows),
    )


def _belonging(ask: Ask, persons: Sequence[str]) -> list[Link]:
    """The units of persons: their own, and those of the work groups that they are in."""
    found = ask.rows(stages.BELONGS, ids=persons)
    inside = ask.rows(stages.IN_GROUPS, ids=persons)
    groups = by_first(ask.rows(stages.GROUP_UNITS, ids=sorted({one.other for one in inside})))
    for one in inside:
        for unit in groups.get(one.other, ()):
            since, until = max(one.since, unit.since), min(one.until, unit.until)
            said = (*(one.claims or ()), *(unit.claims or ()))
            if since < until:
                found.append(Link(one.id, unit.other, unit.name, since, until, said))
    return found


def by_first(rows: Iterable[Link]) -> Links:
    """Links by the thing they begin at, in the order of what they lead to."""
    found: dict[str, list[Link]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: (r.id, r.other, r.since, r.claims or ())):
        found[row.id].append(row)
    return found


def fitness(auditor: str, on: Occasion, known: Known) -> Fitness:
    """How fit somebody is for an audit: what keeps from it first, then the qualification."""
    own = _own(auditor, on, known)
    state, hindering = _hindrance(own, on, known)
    record = _last((one for unit in own for one in known.trained.get(unit, ())), on.day)
    proof = record.claims or () if record else ()
    until = last_day(record.until) if record else ""
    if not state:
        state = _qualification(record, on)
    zh, en = AUDIT_STATES.codes[state]
    about_zh, about_en = keys_of(one.id for one in hindering)
    named = f"：{about_zh}" if about_zh else "", f": {about_en}" if about_en else ""
    said = tuple(c for one in hindering for c in one.claims or ())
    return Fitness(
        state, until, (zh + named[0] + _of(record, 0), en + named[1] + _of(record, 1)),
        tuple(dict.fromkeys((*said, *proof))),
    )  # fmt: skip


def _of(record: Link | None, english: int) -> str:
    if record is None:
        return ""
    until = last_day(record.until)
    if english:
        return f"; {record.name or key_text(record.other)}" + (f" until {until}" if until else "")
    return f"；{record.name or key_text(record.other)}" + (f"，有效期至 {until}" if until else "")


def _own(auditor: str, on: Occasion, known: Known) -> Mapping[str, Sequence[Link]]:
    """Who audits, and of a person the units on the day, each with the links that say so."""
    own: dict[str, list[Link]] = {auditor: []}
    for one in known.belongs.get(auditor, ()):
        if one.since <= on.day < one.until:
            own.setdefault(one.other, []).append(replace(one, id=one.other))
    return own


def _hindrance(
    own: Mapping[str, Sequence[Link]], on: Occasion, known: Known
) -> tuple[str, Sequence[Link]]:
    """What keeps somebody from being independent, and the links that say so."""
    if audited := sorted(on.covered & own.keys()):
        return "own_unit", [link for unit in audited for link in own[unit]]
    leads = [
        one
        for process in sorted(on.covered)
        for one in known.led.get(process, ())
        if one.other in own and one.since <= on.day < one.until
    ]
    if leads:
        units = sorted({one.other for one in leads})
        return "own_work", [*leads, *(link for unit in units for link in own[unit])]
    above = [one for one in sorted(own) if on.covered & _superiors(one, on.day, known.above)]
    if above:
        return "inside", [link for unit in above for link in own[unit]]
    return "", ()


def _superiors(unit: str, day: str, above: Links) -> set[str]:
    """The units above one on a day."""
    seen, frontier = {unit}, {unit}
    for _ in range(SUPERIOR_LEVELS):
        frontier = {
            one.other
            for below in frontier
            for one in above.get(below, ())
            if one.since <= day < one.until
        } - seen
        seen |= frontier
    return seen - {unit}


def _last(records: Iterable[Link], day: str) -> Link | None:
    """The training by that day that counts the longest."""
    return max(
        (one for one in records if one.since <= day),
        key=lambda one: (one.until, one.since, one.other),
        default=None,
    )


def _qualification(record: Link | None, on: Occasion) -> str:
    if on.kind not in ("", INTERNAL):
        return "outside"
    if record is None:
        return "not_qualified"
    return "fit" if on.day < record.until else "lapsed"
