"""Whether those who audit are independent, and qualified on the day (ISO 9001:2015, 9.2.2 c)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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
    """What the graph knows of auditors: processes led, superiors, trainings, over all time."""

    led: Links
    above: Links
    trained: Links


def known_of(ask: Ask, auditors: Iterable[str], processes: Iterable[str]) -> Known:
    """All that is asked of auditors, in a few reads whatever their number."""
    units, posts = (
        sorted({a for a in auditors if kind_of(a).label == label}) for label in ("Unit", "Post")
    )
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
        by_first(led.rows), by_first(above), by_first(row for some in trained for row in some.rows)
    )


def by_first(rows: Iterable[Link]) -> Links:
    """Links by the thing they begin at, in the order of what they lead to."""
    found: dict[str, list[Link]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: (r.id, r.other, r.since, r.claims or ())):
        found[row.id].append(row)
    return found


def fitness(auditor: str, on: Occasion, known: Known) -> Fitness:
    """How fit somebody is for an audit: what keeps from it first, then the qualification."""
    state, hindering = _hindrance(auditor, on, known)
    record = _last(known.trained.get(auditor, ()), on.day)
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


def _hindrance(auditor: str, on: Occasion, known: Known) -> tuple[str, Sequence[Link]]:
    """What keeps somebody from being independent, and the links that say so."""
    if auditor in on.covered:
        return "own_unit", ()
    leads = [
        one
        for process in sorted(on.covered)
        for one in known.led.get(process, ())
        if one.other == auditor and one.since <= on.day < one.until
    ]
    if leads:
        return "own_work", leads
    if on.covered & _superiors(auditor, on.day, known.above):
        return "inside", ()
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
