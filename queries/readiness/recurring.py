"""What a certified system does every year, and how long certifications and accreditations hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from ontology import BEGINNING, OPEN_END, civil_day, shifted
from ontology.codes import ALL_CODES
from ontology.rules import EXPIRING_SOON_DAYS, YEARLY_DAYS
from queries.actions import last_day
from queries.readiness.rows import ReadinessRow
from queries.readiness.stages import AUDITS, RECOGNIZED, REVIEWS, Held, Recognized
from queries.review_input import stages
from queries.review_input.drafting import Links, grouped, names
from queries.review_input.scope import Scope

_SYSTEM = re.compile(r"9001|质量管理体系|体系认证")
"""In the scope of an accreditation: that it is the certification of a quality management system."""
_YEAR = timedelta(days=YEARLY_DAYS)
_SOON = timedelta(days=EXPIRING_SOON_DAYS)
_BY_OTHERS = frozenset({"external", "certification"})


def yearly(at: Scope) -> Iterator[ReadinessRow]:
    """The last internal audit and the last management review, each of which counts for a year."""
    given = {name: at.bounds[name] for name in ("every", "units")}
    audits = at.ask.rows(AUDITS, **given)
    reviews = at.ask.rows(REVIEWS, **given)
    ids = sorted(a.id for a in audits)
    audited = grouped(at.ask.rows(stages.AUDITED, ids=ids, t=at.now))
    of_unit = grouped(at.ask.rows(stages.REVIEW_UNITS))
    internal = [a for a in audits if a.kind == "internal"]
    yield from _once_a_year(at, "internal_audit", internal, audited)
    yield from _once_a_year(at, "management_review", reviews, of_unit)
    yield from _surveyed(at, [a for a in audits if a.kind in _BY_OTHERS], audited)


def _once_a_year(
    at: Scope, item: str, held: Sequence[Held], units: Links
) -> Iterator[ReadinessRow]:
    """The last one that was done; without one the last that was planned."""
    done = [h for h in held if h.done and h.done <= at.now]
    if done:
        last = max(done, key=lambda h: (h.done or "", h.id))
        until = shifted(last.done or BEGINNING, _YEAR)
        yield _held(item, _standing(at, until), until, last, units)
        return
    planned = [h for h in held if h.planned and (h.done is None or h.done > at.now)]
    if planned:
        last = max(planned, key=lambda h: (h.planned or "", h.id))
        state = "open" if (last.planned or "") > at.now else "not_done"
        yield _held(item, state, last.planned or BEGINNING, last, units)


def _surveyed(at: Scope, held: Sequence[Held], units: Links) -> Iterator[ReadinessRow]:
    """The next surveillance: a year after the last audit from outside since it is certified."""
    systems = [r for r in _recognized(at) if _is_system(r) and r.valid_to > at.now]
    if not systems:
        return
    since = max(r.valid_from for r in systems)
    done = [h for h in held if h.done and since <= h.done <= at.now]
    if not done:
        until = shifted(since, _YEAR)
        yield _standing_row(at, "surveillance", until, systems, "overdue")
        return
    last = max(done, key=lambda h: (h.done or "", h.id))
    until = shifted(last.done or BEGINNING, _YEAR)
    state = {"expired": "overdue"}.get(_standing(at, until), _standing(at, until))
    yield _held("surveillance", state, until, last, units)


def certified(at: Scope) -> Iterator[ReadinessRow]:
    """Of each unit and scope what holds longest."""
    last: dict[tuple[str, bool, str], Recognized] = {}
    for row in _recognized(at):
        system = _is_system(row)
        key = (row.unit, system, "" if system else row.scope or "")
        before = last.get(key)
        if before is None or _longest(before) < _longest(row):
            last[key] = row
    for (_, system, _), row in last.items():
        item = "certification" if system else "accreditation"
        yield _standing_row(at, item, row.valid_to, [row], "expired")


def _recognized(at: Scope) -> list[Recognized]:
    given = {name: at.bounds[name] for name in ("every", "units", "t")}
    return at.ask.rows(RECOGNIZED, **given)


def _longest(row: Recognized) -> tuple[str, str, tuple[str, ...]]:
    return row.valid_to, row.id, row.claims or ()


def _is_system(row: Recognized) -> bool:
    return bool(_SYSTEM.search(row.scope or ""))


def _standing(at: Scope, until: str) -> str:
    """How something stands that counts until a moment."""
    if until <= at.now:
        return "expired"
    return "expiring" if until <= shifted(at.now, _SOON) else "valid"


def _standing_row(
    at: Scope, item: str, until: str, rows: Sequence[Recognized], gone: str
) -> ReadinessRow:
    """How long what a unit is recognized for holds."""
    one = max(rows, key=_longest)
    state = _standing(at, until)
    return ReadinessRow(
        item=item,
        state=gone if state == "expired" else state,
        date="" if until == OPEN_END else last_day(until),
        name=one.scope or "",
        units=_named(rows),
        number=None,
        detail_zh=f"自 {civil_day(one.valid_from) or '不详'}",
        detail_en=f"since {civil_day(one.valid_from) or 'unknown'}",
        element=one.id,
        certainty=one.certainty or "",
        claims=one.claims or (),
    )


def _named(rows: Iterable[Recognized]) -> tuple[str, ...]:
    return tuple(sorted({row.unit_name or row.unit.partition(":")[2] for row in rows}))


def _held(
    item: str, state: str, until: str, one: Held, units: Mapping[str, Sequence[stages.LinkRow]]
) -> ReadinessRow:
    kind = ALL_CODES["audit_kind"]
    said = f"：{one.said}" if one.said else "", f": {one.said}" if one.said else ""
    done = civil_day(one.done) if one.done and state not in ("open", "not_done") else ""
    title = kind.codes.get(one.kind or "", ("管理评审", "management review"))
    return ReadinessRow(
        item=item,
        state=state,
        date=civil_day(until) if state in ("open", "not_done") else last_day(until),
        name=one.id.partition(":")[2],
        units=tuple(sorted(set(names(units.get(one.id, ()))))),
        number=None,
        detail_zh=f"{title[0]}{f' {done} 完成' if done else '，计划'}{said[0]}",
        detail_en=f"{title[1]}{f' done {done}' if done else ', planned'}{said[1]}",
        element=one.id,
        certainty=one.certainty or "",
        claims=one.claims or (),
    )
