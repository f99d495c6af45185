"""Indicators by unit and period against their targets, read plainly."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from oracle.actions import holding, level, moment
from oracle.reading import BEIJING, Reading, claims_of, is_stub, number, once, parts, text

from queries.indicators import IndicatorRow

ONE = timedelta(days=1)


@dataclass(frozen=True)
class Value:
    id: str
    indicator: str
    unit: str
    printed: str
    length: int
    first: date
    last: date


def answer(
    reading: Reading,
    indicator: str = "",
    unit: str = "",
    level: str = "",
    state: str = "",
    **days: str,
) -> list[IndicatorRow]:
    values = [read(v) for v in reading.of_kind("IndicatorValue") if not is_stub(reading.node(v))]
    values = [v for v in values if over(reading, v)]
    since, until = days.get("from", ""), days.get("to", "")
    mentioned = {v.indicator for v in values}
    known = {i for i in reading.of_kind("Indicator") if not is_stub(reading.node(i))}
    rows = []
    for one in sorted(mentioned | known):
        if indicator in ("", one):
            mine = [v for v in values if v.indicator == one]
            rows += of_indicator(reading, one, mine, since, until)
    return [
        r for r in rows
        if unit in ("", r.unit) and level in ("", r.level) and state in ("", r.state)
    ]  # fmt: skip


def of_indicator(
    reading: Reading, one: str, mine: list[Value], since: str, until: str
) -> list[IndicatorRow]:
    if not mine:
        return [row(reading, one, None, None, "", mine)]
    rows = []
    for length in sorted({v.length for v in mine if v.length}, key=lambda n: NAMES[n]):
        some = [v for v in mine if v.length == length]
        for unit in sorted({v.unit for v in some}):
            own = [v for v in some if v.unit == unit]
            for first in sorted({v.first for v in some}):
                every = [v for v in some if v.first == first]
                if not wanted(every[0], some, since, until):
                    continue
                here = [v for v in own if v.first == first]
                rows += [row(reading, one, v, v, unit, own) for v in here]
                if not here and min(v.first for v in own) < first:
                    rows.append(row(reading, one, None, every[0], unit, own))
    if not since and not until:
        rows += [row(reading, one, v, v, v.unit, []) for v in mine if not v.length]
    return rows


def wanted(value: Value, some: list[Value], since: str, until: str) -> bool:
    if not since and not until:
        return value.first == max(v.first for v in some)
    return (not since or value.last.isoformat() >= since) and (
        not until or value.first.isoformat() <= until
    )


def row(
    reading: Reading,
    indicator: str,
    value: Value | None,
    seen: Value | None,
    unit: str,
    own: list[Value],
) -> IndicatorRow:
    about = reading.node(indicator) if indicator in reading else {}
    here = reading.node(value.id) if value else {}
    witness = reading.node(seen.id) if seen else about
    amount, target = number(here, "value"), number(here, "target")
    change, trend = course(reading, value, own)
    return IndicatorRow(
        indicator=indicator, name=text(about, "name") or parts(indicator)[0], unit=unit,
        unit_name=unit_name(reading, unit), level=level(reading, unit) if unit else "",
        period=seen.printed if seen else "", value=amount,
        measure_unit=text(about, "measure_unit"), target=target,
        direction=text(about, "direction"), state=state(amount, target, text(about, "direction")),
        change=change, trend=trend, objectives=objectives(reading, indicator, unit, seen),
        measures=tuple(sorted({x.other for x in holding(reading, indicator, "MEASURES")
                               if not x.other.startswith("quality_objective:")})),
        certainty=text(witness, "certainty"),
        claims=once(claims_of(witness), () if value else claims_of(about)),
    )  # fmt: skip


def unit_name(reading: Reading, unit: str) -> str:
    if not unit:
        return ""
    return (text(reading.node(unit), "name") if unit in reading else "") or parts(unit)[0]


def state(value: float | None, target: float | None, direction: str) -> str:
    if value is None:
        return "no_value"
    if target is None:
        return "no_target"
    if not direction:
        return "no_direction"
    short = target - value if direction == "up" else value - target
    return "missed" if short > 0 else "met"


def course(reading: Reading, value: Value | None, own: list[Value]) -> tuple[float | None, str]:
    """Against the period that ended the day before it began, and the one before that."""
    if value is None or not value.length:
        return None, ""
    line: list[Fraction | None] = []
    at: Value | None = value
    for _ in range(3):
        line.append(exact(reading, at))
        end = at.first - ONE if at else None
        same = sorted((v.id, v) for v in own if at and v.length == at.length and v.last == end)
        at = same[0][1] if same else None
    now, before, earlier = line
    change = None if now is None or before is None else float(now - before)
    if now is None or before is None or earlier is None:
        return change, ""
    if earlier < before < now:
        return change, "rising"
    return change, "falling" if earlier > before > now else "level"


def exact(reading: Reading, value: Value | None) -> Fraction | None:
    amount = number(reading.node(value.id), "value") if value else None
    return None if amount is None else Fraction(str(amount))


def objectives(reading: Reading, indicator: str, unit: str, seen: Value | None) -> tuple[str, ...]:
    measured = {x.other for x in holding(reading, indicator, "MEASURES")
                if x.other.startswith("quality_objective:")}  # fmt: skip
    found = set(measured)
    for _ in range(6):
        found |= {x.other for o in found for x in reading.into(o, "REFINES")
                  if x.holds(reading.now)}  # fmt: skip
    if seen and seen.length:
        found = {o for o in found if of_year(text(reading.node(o), "year"), seen.first.year)}
    own = {o for o in found if unit in {x.other for x in holding(reading, o, "OF_UNIT")}}
    return tuple(sorted(own or found & measured))


def of_year(stated: str, year: int) -> bool:
    """One that states several years, or none, is of any."""
    return not stated.isdecimal() or int(stated) == year


NAMES = {1: "day", 6: "half", 31: "month", 3: "quarter", 12: "year"}


def read(value: str) -> Value:
    indicator, unit, _ = value.partition(":")[2].split("|")
    length, first, last = dated(parts(value)[2])
    return Value(value, f"indicator:{indicator}", f"unit:{unit}", parts(value)[2],
                 length, first, last)  # fmt: skip


def dated(printed: str) -> tuple[int, date, date]:
    """Length (0 for none), first and last day."""
    for pattern, length in (("%Y-%m-%d", 1), ("%Y-%m", 31), ("%Y", 12)):
        try:
            first = datetime.strptime(printed, pattern).replace(tzinfo=BEIJING).date()
        except ValueError:
            continue
        if pattern == "%Y-%m-%d":
            return length, first, first
        return length, first, month_end(first.year, 12 if length == 12 else first.month)
    for letter, months in (("H", 6), ("Q", 3)):
        year, found, count = printed.partition(letter)
        if found:
            last = int(count) * months
            start = date(int(year.rstrip("-")), last - months + 1, 1)
            return months, start, month_end(start.year, last)
    return 0, date.min, date.min


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def over(reading: Reading, value: Value) -> bool:
    if not value.length:
        return True
    midnight = datetime(value.last.year, value.last.month, value.last.day, tzinfo=BEIJING) + ONE
    return midnight <= moment(reading.now)
