"""`duties`: what recurs, as dated obligations: done, due, overdue, or not known, with evidence.

A duty recurs where a step's time, the cycle of an interface, the text of a duty or a safeguard, or
a schedule of a deployment says so. Each of its days is an obligation of each unit that has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from graph import InvalidValueError
from ontology import BEGINNING, civil_day, key_text, valid_time
from queries.actions import LEVELS as UNIT_LEVELS
from queries.actions import levels_of, overdue_days
from queries.ask import Ask
from queries.coded import chosen, tally
from queries.days import before_the_first, day_asked
from queries.duties.owners import Proven, owners, proven
from queries.duties.recurrence import Due, Recurrence, due, recurrences
from queries.duties.rows import PARTS, STATES, ObligationRow
from queries.duties.stages import ALL, STATED, Stated
from queries.model import Param, Query

__all__ = ["PARTS", "QUERY", "STATES", "ObligationRow"]

SHOWN = 1000
LONGEST = timedelta(days=366 * 5)


def answer(ask: Ask) -> Iterable[ObligationRow]:
    """Overdue ones first, then by due day; what is beyond the limit is counted."""
    state, part = chosen(ask, "state", STATES.codes), chosen(ask, "part", PARTS.codes)
    window = _window(ask)
    wanted = ask.params.get("unit", "")
    found = [
        row
        for name in STATED
        if part in ("", name.partition("_")[0])
        for row in _of_part(ask, name, window)
        if wanted in ("", row.unit) and state in ("", row.state)
    ]
    found.sort(key=_order)
    ask.left_out(len(found) - SHOWN)
    return _levelled(ask, found[:SHOWN])


def _order(row: ObligationRow) -> tuple[int, str, str, str, str, str]:
    return STATES.rank(row.state), row.due, row.part, row.element, row.unit, row.printed


def _window(ask: Ask) -> tuple[date, date]:
    """The days asked for; without any the civil year of the time asked about."""
    first, last = day_asked(ask, "from"), day_asked(ask, "to")
    if first is None:
        year = last.year if last else int((civil_day(ask.time) or BEGINNING)[:4])
        first = date(year, 1, 1)
    last = last or date(first.year, 12, 31)
    if last < first:
        raise before_the_first(ask)
    if last - first > LONGEST:
        message = "超过五年 / more than five years"
        raise InvalidValueError("to", ask.params.get("to", ""), message, "YYYY-MM-DD")
    return first, last


@dataclass(frozen=True, slots=True)
class _Duty:
    """What recurs, of one unit, and all that proves it."""

    part: str
    stated: Stated
    recurrence: Recurrence
    unit: str
    unit_name: str
    proofs: Sequence[Proven]


def _of_part(ask: Ask, name: str, window: tuple[date, date]) -> Iterator[ObligationRow]:
    """The obligations that are stated in one place."""
    read = [(row, recurrences(row.said or "")) for row in ask.rows(STATED[name])]
    recurring = {row.id: (row, found) for row, found in read if found}
    whose = owners(ask, name, recurring)
    proofs = proven(ask, name, recurring)
    for element, (stated, found) in recurring.items():
        for unit, unit_name in (whose.get(element) or {"": ""}).items():
            mine = [p for p in proofs.get(element, ()) if not unit or p.of(unit)]
            for each in found:
                part = name.partition("_")[0]
                yield from _dated(ask, _Duty(part, stated, each, unit, unit_name, mine), window)


def _dated(ask: Ask, duty: _Duty, window: tuple[date, date]) -> Iterator[ObligationRow]:
    """The days of a duty within the window and within the time for which it is stated."""
    if not duty.recurrence.rule:
        yield _row(duty, None, "no_period", None, ())
        return
    for one in due(duty.recurrence.rule, *window):
        begin, end = valid_time(one.begin.isoformat()), valid_time(one.end.isoformat(), end=True)
        if end <= duty.stated.valid_from or duty.stated.valid_to <= begin:
            continue
        within = [p for p in duty.proofs if begin <= p.on < end]
        late = None if within else overdue_days(end, ask.time)
        yield _row(duty, one, _state(duty, within, late), late, within)


def _state(duty: _Duty, within: Sequence[Proven], late: int | None) -> str:
    if within:
        return "done"
    if late is None:
        return "due"
    return "overdue" if duty.proofs else "not_known"


def _row(
    duty: _Duty, day: Due | None, state: str, late: int | None, within: Sequence[Proven]
) -> ObligationRow:
    stated = duty.stated
    claims = (*(stated.claims or ()), *(c for p in within for c in p.claims))
    return ObligationRow(
        part=duty.part,
        element=stated.id,
        name=stated.name or key_text(stated.id),
        unit=duty.unit,
        unit_name=duty.unit_name,
        level="",
        printed=duty.recurrence.printed,
        begin=day.begin.isoformat() if day else "",
        due=day.end.isoformat() if day else "",
        state=state,
        done_on=civil_day(within[0].on) if within else "",
        days=late if state == "overdue" else None,
        evidence=tuple(sorted({p.proof for p in within})),
        proofs=len({p.proof for p in duty.proofs}),
        certainty=stated.certainty or "",
        claims=tuple(dict.fromkeys(claims)),
    )


def _levelled(ask: Ask, rows: Sequence[ObligationRow]) -> list[ObligationRow]:
    """The rows with the level of each unit."""
    levels = levels_of(ask, sorted({row.unit for row in rows if row.unit.startswith("unit:")}))
    return [replace(row, level=levels.get(row.unit, "")) for row in rows]


def summary(rows: Sequence[ObligationRow]) -> tuple[str, str]:
    """How many duties recur, and how their obligations stand."""
    if not rows:
        return "没有所问的周期性职责", "no such recurring duty"
    zh, en = tally(STATES, (row.state for row in rows))
    several = len({(row.element, row.printed, row.unit) for row in rows})
    return f"周期性职责 {several} 项：{zh}", f"{several} recurring duties: {en}"


QUERY = Query(
    id="duties",
    question_zh="周期性的职责在各日期该做的做了没有：已完成、未到期、逾期、不知，有什么证据？",
    question_en="Recurring duties, day by day: done, not due yet, overdue or not known, and what "
    "proves it?",
    params=(
        Param("unit", "责任单位", "unit that has it", kinds=("Unit",)),
        Param("state", f"状态（{'、'.join(STATES.codes)}）", "state"),
        Param("part", f"种类（{'、'.join(PARTS.codes)}）", "where it is stated"),
        Param("from", "开始日期（含；都不写：当年）", "first day; without days the year"),
        Param("to", "结束日期（含）", "last day"),
    ),
    row=ObligationRow,
    stages=(*ALL, UNIT_LEVELS),
    answer=answer,
    summary=summary,
)
