"""Recurring duties read plainly: each day of a window is asked whether something is due on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from oracle.actions import holding, late, level
from oracle.reading import Link, Reading, claims_of, once, shown, text
from oracle.spans import day_of, midnight

from queries.duties import ObligationRow

ORDER = ("overdue", "not_known", "no_period", "due", "done")
ONE = timedelta(days=1)
PLACES = (
    ("step", "Step", "name", "time", ""),
    ("interface", "Interface", "items_up", "cycle_up", "LOWER_UNIT"),
    ("interface", "Interface", "items_down", "cycle_down", "UPPER_UNIT"),
    ("interface", "Interface", "items", "cycle", ""),
    ("duty", "Duty", "name", "name", ""),
    ("safeguard", "Safeguard", "name", "name", "RESPONSIBLE"),
    ("control", "Deployment", "variable", "control_schedule", ""),
    ("maintenance", "Deployment", "variable", "maintenance_schedule", ""),
)


def last_of_month(day: date) -> bool:
    return (day + ONE).day == 1


EVERY: tuple[tuple[str, Callable[[date, re.Match[str]], bool]], ...] = (
    (r"每年(\d+)月底?前?", lambda d, m: d.month == int(m[1]) and last_of_month(d)),
    (r"每年|yearly", lambda d, m: (d.month, d.day) == (12, 31)),
    (r"每季度?末?", lambda d, m: d.month % 3 == 0 and last_of_month(d)),
    (r"每月(\d+)日前?", lambda d, m: d.day == int(m[1])),
    (r"每月", lambda d, m: last_of_month(d)),
    (r"每周五", lambda d, m: d.isoweekday() == 5),
    (r"每周", lambda d, m: d.isoweekday() == 7),
    (r"FREQ=MONTHLY;BYMONTHDAY=24", lambda d, m: d.day == 24),
)


def answer(
    reading: Reading, unit: str = "", state: str = "", part: str = "", **days: str
) -> list[ObligationRow]:
    year = days.get("from", days.get("to", day_of(reading.now).isoformat()))[:4]
    first = date.fromisoformat(days.get("from", f"{year}-01-01"))
    last = date.fromisoformat(days.get("to", f"{first.year:04d}-12-31"))
    rows = []
    for place in PLACES:
        if part in ("", place[0]):
            rows += of_place(reading, place, first, last)
    rows = [r for r in rows if unit in ("", r.unit) and state in ("", r.state)]
    rows.sort(key=lambda r: (ORDER.index(r.state), r.due, r.part, r.element, r.unit, r.printed))
    return rows[:1000]


def of_place(
    reading: Reading, place: tuple[str, ...], first: date, last: date
) -> Iterator[ObligationRow]:
    part, label, name, said, owner = place
    for element in reading.of_kind(label):
        node = reading.node(element)
        told = text(node, said) or (text(node, name) if label == "Interface" else "")
        for printed, falls in recurring(told):
            units = whose(reading, element, part, owner) or {"": ""}
            for unit in sorted(units):
                proofs = [p for p in proven(reading, element, part) if of(p, unit)]
                common = {
                    "part": part, "element": element, "name": text(node, name) or shown(element),
                    "unit": unit, "unit_name": units[unit], "printed": printed,
                    "level": level(reading, unit) if unit.startswith("unit:") else "",
                    "proofs": len({p[1] for p in proofs}), "certainty": text(node, "certainty"),
                }  # fmt: skip
                if falls is None:
                    yield ObligationRow(
                        **common, begin="", due="", state="no_period", done_on="", days=None,
                        evidence=(), claims=claims_of(node))  # type: ignore[arg-type]  # fmt: skip
                    continue
                for begin, end in spans(falls, first, last):
                    yield from dated(reading, node, common, proofs, begin, end)


def dated(reading, node, common, proofs, begin, end):  # type: ignore[no-untyped-def]
    since, until = midnight(begin), midnight(end + ONE)
    if until <= str(node["valid_from"]) or str(node["valid_to"]) <= since:
        return
    within = [p for p in proofs if since <= p[0] < until]
    days = None if within else late(until, reading.now)
    state = "done" if within else "due" if days is None else "overdue" if proofs else "not_known"
    yield ObligationRow(
        **common, begin=begin.isoformat(), due=end.isoformat(), state=state,
        done_on=day_of(within[0][0]).isoformat() if within else "",
        days=days if state == "overdue" else None,
        evidence=tuple(sorted({p[1] for p in within})),
        claims=once(claims_of(node), *(p[3] for p in within)))  # fmt: skip


def recurring(told: str) -> list[tuple[str, Callable[[date], bool] | None]]:
    """What recurs in a text: as printed, and whether it falls due on a day; None for 定期."""
    found: list[tuple[int, str, Callable[[date], bool] | None]] = []
    rest = told
    seen = set()
    for pattern, falls in EVERY:
        for match in re.finditer(pattern, rest):
            if pattern.startswith("FREQ") and match[0] != told:
                continue
            if (pattern, match.groups()) in seen:
                continue
            seen.add((pattern, match.groups()))
            printed = match[0].removesuffix("前")
            found.append((match.start(), printed, lambda d, m=match, f=falls: f(d, m)))  # type: ignore[misc]
        rest = re.sub(pattern, lambda m: "·" * len(m[0]), rest)
    found += [(m.start(), "定期", None) for m in re.finditer(r"(?<!不)定期", rest)][:1]
    return [(printed, falls) for _, printed, falls in sorted(found, key=lambda f: f[0])]


def spans(falls: Callable[[date], bool], first: date, last: date) -> Iterator[tuple[date, date]]:
    """Each due day with the day after the one before it."""
    before = first - ONE
    while not falls(before):
        before -= ONE
    day = first
    while day <= last:
        if falls(day):
            yield before + ONE, day
            before = day
        day += ONE


def whose(reading: Reading, element: str, part: str, owner: str) -> dict[str, str]:
    links: list[Link] = []
    if part == "step":
        links = [x for p in holding(reading, element, "STEP_OF")
                 for x in holding(reading, p.other, "LED_BY")]  # fmt: skip
    elif part == "duty":
        links = [x for x in reading.into(element, "HAS_DUTY") if x.holds(reading.now)]
    elif part in ("control", "maintenance"):
        links = [x for s in holding(reading, element, "AT_STATION")
                 for x in holding(reading, s.other, "OPERATED_BY")]  # fmt: skip
    elif owner:
        links = holding(reading, element, owner)
    found: dict[str, str] = {}
    for link in links:
        members = []
        if link.other.startswith("unit_group:"):
            members = [x for x in reading.into(link.other, "MEMBER_OF_GROUP")
                       if x.holds(reading.now)]  # fmt: skip
        for one in members or [link]:
            found[one.other] = text(one.node, "name") or shown(one.other)
    return found


Proof = tuple[str, str, frozenset[str], tuple[str, ...]]


def proven(reading: Reading, element: str, part: str) -> list[Proof]:
    """When, what, by whom and its claims, in the order of the days."""
    found: dict[tuple[str, str], Proof] = {}
    for link, on in (*supporting(reading, element), *done(reading, element, part)):
        if link.begin <= reading.now and on <= reading.now:
            units = frozenset(x.other for x in reading.out(link.other, "HELD_BY"))
            by = units if link.other.startswith("record:") else frozenset()
            found[on, link.other] = (on, link.other, by, claims_of(link.node))
    return [found[key] for key in sorted(found)]


def supporting(reading: Reading, element: str) -> list[tuple[Link, str]]:
    return [(x, x.begin) for x in reading.into(element, "SUPPORTS")
            if x.other.startswith("evidence:")]  # fmt: skip


def done(reading: Reading, element: str, part: str) -> Iterator[tuple[Link, str]]:
    if part == "step":
        for x in reading.into(element, "PROVES"):
            yield x, text(x.node, "made") or x.begin
    uses = reading.out(element, "USES") if part in ("control", "maintenance") else []
    places = reading.out(element, "AT_STATION") if part == "maintenance" else []
    for use in uses:
        for x in reading.out(use.other, "HAS_CALIBRATION") if part == "control" else []:
            if use.holds(x.begin):
                yield x, x.begin
    for at in (*places, *(uses if part == "maintenance" else ())):
        for x in reading.into(at.other, "AFFECTED"):
            if x.other.startswith("maintenance:") and at.holds(x.begin):
                yield x, text(x.node, "began") or x.begin


def of(proof: Proof, unit: str) -> bool:
    return not unit.startswith("unit:") or not proof[2] or unit in proof[2]
