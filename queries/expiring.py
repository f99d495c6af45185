"""`expiring`: what falls due, by unit and month, beside what a unit can do where that is stated.

Calibrations that are the latest of their subject, certificates, accreditations, document versions,
milestones and tasks. Without days: from the time asked about, a year on; `overdue`: whatever is
past its last day, however long ago, what a unit answers for first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import NamedTuple

from graph import InvalidValueError
from ontology import (
    BEGINNING,
    CIVIL,
    NODE_KINDS,
    TimeError,
    civil_day,
    format_valid,
    key_text,
    parse_moment,
    valid_time,
)
from queries.ask import Ask
from queries.coded import chosen
from queries.days import before_the_first
from queries.model import Param, Query, Stage
from queries.yes_or_no import says_yes

Texts = tuple[str, ...]
LISTED = 500
AHEAD, MOMENT = timedelta(days=366), timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class ExpiringRow:
    """A month's work of a unit (`part` workload), or one thing that falls due (`part` item).

    `what`: calibration | certificate | accreditation | document | milestone | task. `due`: the
    last day on which it holds, or by which it is due, at +08:00. `items`: how many things fall
    due; `capacity`: what the unit can do in a month (property `monthly_capacity`), None where that
    is not stated. `overdue`: whether the day had passed at `as_of`.
    """

    part: str
    what: str
    unit: str
    unit_name: str
    month: str
    items: int | None
    capacity: int | None
    element: str
    name: str
    due: str
    overdue: bool
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Item:
    id: str
    name: str | None
    due: str
    paper: str
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class _Unit:
    id: str
    unit: str


@dataclass(frozen=True, slots=True)
class _Named:
    id: str
    name: str | None
    properties: dict[str, object]


class _Due(NamedTuple):
    """An item that falls due for a unit; `day`: its last one, at +08:00."""

    day: str
    what: str
    element: str
    unit: str
    claims: Texts
    item: _Item


_NOW = "{r}.valid_from <= $t AND $t < {r}.valid_to"
_HELD = ("calibration", "standard", "certificate", "accreditation", "document")


def _now(*links: str) -> str:
    return " AND ".join(_NOW.format(r=r) for r in links)


def _latest(name: str, label: str) -> Stage[_Item]:
    """The latest calibration of each subject, where it falls due."""
    return Stage(
        f"due_{name}",
        f"MATCH (n:{label})-[h:HAS_CALIBRATION]->(c:Calibration) "
        "WHERE c.valid_until >= $since AND c.valid_until < $until AND h.valid_from <= $t "
        "WITH n AS m, h, c RETURN m.id AS id, m.name AS name, c.valid_until AS due, "
        "h.valid_from AS paper, "
        "c.certainty AS certainty, c.claims AS claims",
        _Item,
    )


def _stated(label: str, due: str) -> Stage[_Item]:
    return Stage(
        f"due_{label}",
        f"MATCH (m:{label}) WHERE m.{due} >= $since AND m.{due} < $until WITH m AS n "
        f"RETURN n.id AS id, n.name AS name, n.{due} AS due, n.id AS paper, "
        "n.certainty AS certainty, n.claims AS claims",
        _Item,
    )


ITEMS = {
    "calibration": _latest("calibration", "Instrument"),
    "standard": _latest("standard", "MeasurementStandard"),
    "certificate": _stated("Certificate", "valid_until"),
    "accreditation": Stage(
        "due_accreditation",
        "MATCH (u:Unit)-[r:ACCREDITED_BY]->(n:Accreditation) WHERE r.valid_to >= $since "
        "AND r.valid_to < $until RETURN n.id AS id, n.scope AS name, r.valid_to AS due, "
        "u.id AS paper, r.certainty AS certainty, r.claims AS claims",
        _Item,
    ),
    "document": _stated("DocumentVersion", "valid_to"),
    "milestone": _stated("Milestone", "due"),
    "task": _stated("Task", "due"),
}
_LEADS = "LED_BY|RESPONSIBLE|RESPONSIBLE_OFFICE|IMPLEMENTED_BY"
UNITS = {
    "calibration": Stage(
        "units_calibration",
        "UNWIND $ids AS id MATCH (n:Instrument {id: id})<-[u:USES]-(d:Deployment) "
        "MATCH (d)-[a:AT_STATION]->(s:Station)-[o:OPERATED_BY]->(x:Unit) "
        f"WHERE {_now('u', 'a', 'o')} RETURN n.id AS id, x.id AS unit",
        _Unit,
    ),
    "standard": Stage(
        "units_standard",
        "UNWIND $ids AS id MATCH (n:MeasurementStandard {id: id})-[r:HELD_BY]->(x:Unit) "
        f"WHERE {_now('r')} RETURN n.id AS id, x.id AS unit",
        _Unit,
    ),
    "certificate": Stage(
        "units_certificate",
        "UNWIND $ids AS id MATCH (n:Certificate {id: id})-[r:ISSUED_BY]->(x:Unit) "
        "RETURN n.id AS id, x.id AS unit",
        _Unit,
    ),
    "document": Stage(
        "units_document",
        "UNWIND $ids AS id MATCH (n:DocumentVersion {id: id})-[v:VERSION_OF]->(d:Document) "
        "MATCH (d)-[r:ISSUED_BY]->(x:Unit) RETURN n.id AS id, x.id AS unit",
        _Unit,
    ),
    "milestone": Stage(
        "units_milestone",
        f"UNWIND $ids AS id MATCH (n:Milestone {{id: id}})-[:FOR_TASK]->(k:Task) "
        f"MATCH (k)-[r:{_LEADS}]->(x) "
        "RETURN n.id AS id, x.id AS unit",
        _Unit,
    ),
    "task": Stage(
        "units_task",
        f"UNWIND $ids AS id MATCH (n:Task {{id: id}})-[r:{_LEADS}]->(x) "
        "RETURN n.id AS id, x.id AS unit",
        _Unit,
    ),
}
LAST = {
    what: Stage(
        f"last_{what}",
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}})-[h:HAS_CALIBRATION]->(c:Calibration) "
        "WHERE h.valid_from <= $t RETURN n.id AS id, max(h.valid_from) AS unit",
        _Unit,
    )
    for what, label in (("calibration", "Instrument"), ("standard", "MeasurementStandard"))
}
NAMES = {
    label: Stage(
        f"names_{label}",
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) RETURN n.id AS id, n.name AS name, "
        "properties(n) AS properties",
        _Named,
    )
    for label in ("Unit", "UnitGroup", "WorkGroup")
}


def answer(ask: Ask) -> Iterable[ExpiringRow]:
    """The work of each unit by month, then the things that fall due, the soonest first."""
    overdue = says_yes(ask.params, "overdue")
    since, until = _window(ask, overdue=overdue)
    wanted = chosen(ask, "what", ITEMS, "没有这一种 / there is no such thing")
    due = [one for what in ([wanted] if wanted else ITEMS) for one in _due(ask, what, since, until)]
    only = ask.params.get("unit")
    if only:
        due = [one for one in due if one.unit == only]
    today = civil_day(ask.time) or "0001-01-01"
    if overdue:
        due = [one for one in due if one.day < today]
    due.sort(key=lambda one: (overdue and not one.unit, one[:5]))
    named = _named(ask, {one.unit for one in due if one.unit})
    ask.left_out(len(due) - LISTED)
    return [*_workload(due, named, today), *(_row(one, named, today) for one in due[:LISTED])]


def _window(ask: Ask, *, overdue: bool) -> tuple[str, str]:
    """From the first day to the end of the last; of what is overdue, to the time asked about."""
    since = _day(ask, "from", end=False) or (BEGINNING if overdue else ask.time)
    until = _day(ask, "to", end=True)
    if until is None:
        until = _later(ask.time, MOMENT) if overdue else _later(since, AHEAD)
        return since, max(since, until)
    if until < since:
        raise before_the_first(ask)
    return since, until


def _later(text: str, span: timedelta) -> str:
    """A moment so much later; the moment itself at the end of time."""
    try:
        return format_valid(parse_moment(text) + span)
    except OverflowError:
        return text


def _day(ask: Ask, name: str, *, end: bool) -> str | None:
    given = ask.params.get(name)
    try:
        return valid_time(given, end=end) if given else None
    except TimeError as error:
        raise InvalidValueError(name, str(given), str(error), "YYYY-MM-DD") from error


def _due(ask: Ask, what: str, since: str, until: str) -> list[_Due]:
    found = ask.rows(ITEMS[what], since=since, until=until, t=ask.time)
    if what in LAST:  # `paper` is when it was performed
        ids = sorted({item.id for item in found})
        last = {row.id: row.unit for row in ask.rows(LAST[what], ids=ids, t=ask.time)}
        found = [item for item in found if item.paper == last.get(item.id)]
    if what == "accreditation":  # each unit's own
        return [_one(what, item, item.paper) for item in found]
    units: dict[str, set[str]] = defaultdict(set)
    for row in ask.rows(UNITS[what], ids=sorted({item.id for item in found}), t=ask.time):
        units[row.id].add(row.unit)
    once = {(item.id, item.due): item for item in sorted(found, key=lambda i: i.claims or ())}
    return [
        _one(what, item, unit) for item in once.values() for unit in sorted(units[item.id]) or [""]
    ]


def _one(what: str, item: _Item, unit: str) -> _Due:
    return _Due(_day_of(item.due, what in _HELD), what, item.id, unit, item.claims or (), item)


@lru_cache(maxsize=8192)
def _day_of(due: str, held: bool) -> str:
    """The civil day of a moment; of what is held until then, the last day before it."""
    moment = parse_moment(due)
    if held:  # the end is exclusive
        with suppress(OverflowError):
            moment -= MOMENT
    return moment.astimezone(CIVIL).date().isoformat()


def _row(one: _Due, named: Mapping[str, _Named], today: str) -> ExpiringRow:
    return ExpiringRow(
        part="item",
        what=one.what,
        unit=one.unit,
        unit_name=_shown(one.unit, named),
        month=one.day[:7],
        items=None,
        capacity=None,
        element=one.element,
        name=one.item.name or key_text(one.element),
        due=one.day,
        overdue=one.day < today,
        certainty=one.item.certainty or "",
        claims=one.claims,
    )


def _named(ask: Ask, units: set[str]) -> dict[str, _Named]:
    found: dict[str, _Named] = {}
    for label, stage in NAMES.items():
        prefix = NODE_KINDS[label].prefix + ":"
        ids = sorted(u for u in units if u.startswith(prefix))
        found |= {row.id: row for row in ask.rows(stage, ids=ids)}
    return found


def _shown(unit: str, named: Mapping[str, _Named]) -> str:
    one = named.get(unit)
    if not unit:
        return ""
    return (one.name if one else None) or key_text(unit)


def _workload(
    due: Iterable[_Due], named: Mapping[str, _Named], today: str
) -> Iterable[ExpiringRow]:
    groups: dict[tuple[str, str, str], list[_Due]] = defaultdict(list)
    for one in due:
        groups[one.day[:7], one.unit, one.what].append(one)
    for month, unit, what in sorted(groups):
        some = groups[month, unit, what]
        yield ExpiringRow(
            part="workload",
            what=what,
            unit=unit,
            unit_name=_shown(unit, named),
            month=month,
            items=len({(one.element, one.day) for one in some}),
            capacity=_capacity(named.get(unit)),
            element="",
            name="",
            due="",
            overdue=all(one.day < today for one in some),
            certainty=some[0].item.certainty or "",
            claims=some[0].claims,
        )


def _capacity(unit: _Named | None) -> int | None:
    """A whole number as a table states it; None where there is none."""
    stated = None if unit is None else unit.properties.get("monthly_capacity")
    text = "" if stated is None else str(stated).strip()
    return int(text) if text.isdecimal() else None


def summary(rows: Sequence[ExpiringRow]) -> tuple[str, str]:
    """How much falls due, in which month the most, and what is known of capacity."""
    work = [r for r in rows if r.part == "workload"]
    if not work:
        return "这段时间没有到期的", "nothing falls due in this period"
    by_month: dict[str, int] = defaultdict(int)
    for r in work:
        by_month[r.month] += r.items or 0
    most = max(sorted(by_month), key=lambda m: by_month[m])
    stated = [r for r in work if r.capacity is not None]
    over = sum((r.items or 0) > (r.capacity or 0) for r in stated)
    zh = f"超出能力的 {over} 个单位月" if stated else "能力：没有说明"
    en = f"{over} unit-months beyond capacity" if stated else "capacity: not stated"
    total = sum(by_month.values())
    return (
        f"到期 {total} 项，最多的月份 {most}（{by_month[most]} 项）；{zh}",
        f"{total} fall due, most in {most} ({by_month[most]}); {en}",
    )


QUERY = Query(
    id="expiring",
    question_zh="哪些检定、证书、认可、文件、节点将到期？按单位与月份，能力够不够？",
    question_en="Which calibrations, certificates, accreditations, documents and milestones fall "
    "due, by unit and month, and is there capacity for them?",
    params=(
        Param("from", "开始日期（含；不写：as_of）", "first day"),
        Param("to", "结束日期（含；不写：一年）", "last day"),
        Param("what", f"种类（{'、'.join(ITEMS)}）", "what"),
        Param("unit", "单位", "unit", kinds=("Unit",)),
        Param("overdue", "只列已超期的，不论多久（yes）", "only what is past its day (yes)"),
    ),
    row=ExpiringRow,
    stages=(*ITEMS.values(), *UNITS.values(), *LAST.values(), *NAMES.values()),
    answer=answer,
    summary=summary,
)
