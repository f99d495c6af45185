"""Rates of stations read plainly: each group, period and source on its own, station by station."""

from __future__ import annotations

from fractions import Fraction

from oracle.actions import holding
from oracle.actions import level as level_now
from oracle.rate_figures import Found, figures
from oracle.reading import Link, Reading, claims_of, is_stub, number, parts, text
from oracle.spans import ONE, Span, day_of, periods, read

from ontology import LEVELS, observed_alike
from queries.rates import RateRow

ORDER = ("availability", "timeliness", "correctness", "calibration")
EMPTY = {
    "availability": ("received_of_expected", "no_monitoring"),
    "timeliness": ("delay_within_limit", "no_arrival_times"),
    "correctness": ("good_of_checked", "no_lake"),
    "calibration": ("valid_of_in_use", "no_instruments"),
}
MEANT = {
    "present_of_interval": "interval_not_stated",
    "good_of_checked": "not_checked",
    "delay_within_limit": "no_arrival_times",
    "received_of_expected": "nothing_expected",
}


def answer(
    reading: Reading,
    rate: str = "",
    by: str = "unit",
    unit: str = "",
    variable: str = "",
    length: str = "month",
    **days: str,
) -> list[RateRow]:
    spans = periods(reading, length, days.get("from", ""), days.get("to", ""))
    codes = observed_alike(parts(variable)[0]) if variable else ()
    rows = []
    for one in ORDER:
        if rate in ("", one):
            now = day_of(reading.now)
            when = [Span(now.isoformat(), "day", now, now + ONE)] if one == "calibration" else spans
            rows += of_rate(reading, one, by, unit, codes, when)
    return rows[:1000]


def of_rate(
    reading: Reading, rate: str, by: str, unit: str, codes: tuple[str, ...], spans: list[Span]
) -> list[RateRow]:
    found = list(figures(reading, rate, codes, spans))
    groups = {s.text: grouped(reading, s, by, unit, rate == "calibration") for s in spans}
    rows = []
    for definition, source in sorted({(f.definition, f.source) for f in found}):
        some = [f for f in found if (f.definition, f.source) == (definition, source)]
        for name in sorted({g for held in groups.values() for g in held}):
            for span in spans:
                if name in groups[span.text]:
                    members = groups[span.text][name]
                    mine = [f for f in some if f.period == span.text and f.station in members]
                    rows.append(row(reading, rate, definition, source, name, by, span, members,
                                    mine, codes, ""))  # fmt: skip
    if not found and spans:
        definition, reason = EMPTY[rate]
        last = spans[-1]
        for name in sorted(groups[last.text]):
            members = groups[last.text][name]
            rows.append(row(reading, rate, definition, "", name, by, last, members, [], codes,
                            reason))  # fmt: skip
    return rows


def row(
    reading: Reading, rate: str, definition: str, source: str, name: str, by: str, span: Span,
    members: dict[str, list[tuple[tuple[str, ...], str]]], mine: list[Found],
    codes: tuple[str, ...], reason: str,
) -> RateRow:  # fmt: skip
    good, every = sum(f.good for f in mine), sum(f.all for f in mine)
    unknown = sum(f.unknown for f in mine)
    value = rounded(Fraction(100 * good, every)) if every else None
    if rate == "calibration" and unknown == every:
        value = None
        reason = "no_calibrations" if mine else "no_instruments"
    elif value is None and not reason:
        reason = MEANT[definition] if mine else "no_values"
    target, indicator, aimed = target_of(reading, rate, name, span, codes, by)
    state = "no_value" if value is None else "no_target" if target is None else (
        "met" if value >= target else "missed")  # fmt: skip
    whose = sorted({c for said in members.values() for claims, _ in said for c in claims})
    proofs = sorted({c for f in mine for c in f.claims})
    certainties = {c for said in members.values() for _, c in said} | {f.certainty for f in mine}
    claims: list[str] = []
    for claim in (*whose[:8], *proofs[:8], *aimed):
        if claim not in claims:
            claims.append(claim)
    return RateRow(
        rate=rate, by=by, group=name, group_name=title(reading, by, name),
        level=level_of(reading, by, name), period=span.text,
        counted_from=source,
        numerator=None if value is None else good, denominator=None if value is None else every,
        value=value, unknown=unknown if mine else None, target=target, state=state,
        indicator=indicator, reason="" if value is not None else reason, definition=definition,
        stations=len(members), detail_zh="", detail_en="",
        certainty="synthetic" if "synthetic" in certainties else "inferred",
        claims=tuple(claims),
    )  # fmt: skip


def rounded(share: Fraction) -> float:
    """Two decimals, halves up."""
    return int(share * 100 + Fraction(1, 2)) / 100


def title(reading: Reading, by: str, name: str) -> str:
    if by == "level":
        return LEVELS.title(name) if name else ""
    if by == "class" or not name:
        return name
    return (text(reading.node(name), "name") if name in reading else "") or parts(name)[0]


def level_of(reading: Reading, by: str, name: str) -> str:
    if by == "level":
        return name
    return level_now(reading, name) if by == "unit" and name else ""


# Whose stations


def grouped(
    reading: Reading, span: Span, by: str, only: str, now: bool
) -> dict[str, dict[str, list[tuple[tuple[str, ...], str]]]]:
    """By group the stations, each with the claims and certainties that say it belongs there."""
    at = reading.now if now else span.last
    found: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]] = {}
    for station in reading.of_kind("Station"):
        operated = [x for x in reading.out(station, "OPERATED_BY") if x.holds(at)]
        if only and not any(only in line(reading, x.other, at) for x in operated):
            continue
        said = operated
        if by == "class":
            said = [x for x in reading.out(station, "HAS_STATE")
                    if x.holds(at) and text(x.node, "property") == "class"]  # fmt: skip
        for name in names(reading, said, by, at) or {""}:
            if by == "unit" and only not in ("", name):
                continue
            node = reading.node(station)
            why = [(x.claims, text(x.edge, "certainty")) for x in said]
            found.setdefault(name, {})[station] = why or [
                (claims_of(node), text(node, "certainty"))
            ]
    return found


def names(reading: Reading, said: list[Link], by: str, at: str) -> set[str]:
    if by == "class":
        return {min(text(x.node, "value") for x in said)} if said else set()
    if by == "unit":
        return {u for x in said for u in line(reading, x.other, at)}
    levels = []
    for x in said:
        held = [text(s.node, "value") for s in reading.out(x.other, "HAS_STATE")
                if s.holds(at) and text(s.node, "property") == "level"]  # fmt: skip
        levels += [min(held)] if held else []
    return set(levels)


def line(reading: Reading, unit: str, at: str) -> set[str]:
    found = {unit}
    for _ in range(6):
        found |= {x.other for u in found for x in reading.out(u, "PART_OF") if x.holds(at)}
    return found


# Targets


def target_of(
    reading: Reading, rate: str, unit: str, span: Span, codes: tuple[str, ...], by: str
) -> tuple[float | None, str, tuple[str, ...]]:
    found = []
    for indicator in reading.of_kind("Indicator"):
        node = reading.node(indicator)
        if by != "unit" or text(node, "rate") != rate or is_stub(node):
            continue
        about = {parts(v.other)[0] for q in holding(reading, indicator, "MEASURES")
                 if q.other.startswith("data_requirement:")
                 for v in holding(reading, q.other, "REQUIRES")
                 if v.other.startswith("variable:")}  # fmt: skip
        if about and not about & set(codes):
            continue
        for value in {x.other for x in reading.out(indicator, "HAS_VALUE")}:
            stated = number(reading.node(value), "target")
            whose, printed = parts(value)[1:]
            period = read(printed)
            if stated is None or f"unit:{whose}" != unit or period is None:
                continue
            same = (period.first, period.after) == (span.first, span.after)
            around = rate == "calibration" and period.first <= span.first < period.after
            if same or around:
                days = (period.after - period.first).days
                found.append((not about, days, indicator, value, stated))
    if not found:
        return None, "", ()
    _, _, indicator, value, stated = min(found)
    return stated, indicator, claims_of(reading.node(value))
