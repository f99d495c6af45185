"""What a row of a bulletin claims: the figures it prints, and issues.

A row is an issue where it tells a reason, or where a rate is below the target that the bulletin
prints. A rate without a target is a figure and no more: what would be too low, it does not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from hashlib import sha256

from graph import Claim, PropertyValue
from loaders.bulletins.labels import (
    BEGIN,
    END,
    EXPECTED,
    NAME,
    RATES,
    REASON,
    RECEIVED,
    STATION,
    TARGET,
    TIME,
    VARIABLE,
)
from loaders.bulletins.rows import Context
from loaders.bulletins.times import period_from, period_of
from loaders.positions import CellError
from loaders.protocol import SourceFile
from loaders.wmdr.names import station_name
from loaders.wmdr.times import Period
from loaders.wmdr.words import Words, node_id

CHANNEL = "通报"
ALL = "all"
_NUMBER = re.compile(r"[0-9A-Z][0-9]{4}", re.ASCII)
_RATE = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)\s*%?", re.ASCII)
_COUNT = re.compile(r"\d{1,9}", re.ASCII)
_NONE = frozenset({"", "-", "--", "/", "—", "无", "正常"})
Fields = Mapping[str, str]


def bulletin_claims(fields: Fields, context: Context, source: SourceFile) -> Iterator[Claim]:
    """Station, series, figures and issues of a row. Raises `CellError`."""
    number = _station(fields.get(STATION, ""))
    station = node_id("Station", number)
    words = Words(source, _period(fields, context, source))
    always = words.always()
    name = fields.get(NAME, "")
    yield always.node("Station", station, {"name": name})
    variable, about = fields.get(VARIABLE, ""), station
    if variable not in _NONE:
        about = node_id("Series", number, variable)
        yield from _series(always, about, station, variable)
    issuer = context.issuer or source.source_id
    unit = node_id("Unit", context.issuer) if context.issuer else ""
    if unit:
        yield always.node("Unit", unit, {"name": context.issuer})
    measured = False
    for column, kind in RATES.items():
        rate = _rate(fields.get(column, ""), column)
        if not rate:
            continue
        measured = True
        key = (number, variable or ALL, kind, issuer, "bulletin", words.period.valid_from)
        result = node_id("QualityMeasurement", *key)
        yield words.node("QualityMeasurement", result, _figures(fields, kind, rate, issuer, words))
        yield words.edge("COMPUTED_ON", result, about)
        if unit:
            yield words.edge("REPORTED_BY", result, unit)
        if _is_issue(fields, context, rate):
            yield from _issue(words, kind, fields, (about, result, unit), rate)
    reason = fields.get(REASON, "")
    if not measured and reason in _NONE:
        raise CellError(
            REASON,
            reason,
            "required",
            "既无到报率等比率，也无原因，请补上其一 / neither a rate nor a reason is told: add one",
        )
    if not measured:
        yield from _issue(words, "availability", fields, (about, "", unit), "")


def _station(text: str) -> str:
    """The number of a station, national, regional or WIGOS; raises `CellError`."""
    if _NUMBER.fullmatch(text):
        return text
    if "-" in text and "," not in text:
        return station_name(text).number
    raise CellError(
        STATION,
        text,
        "station-number",
        "应为一个区站号（如 53463、W8120）或 WIGOS 标识，一行一站，请更正 / write one station "
        "number such as 53463 or W8120, or a WIGOS identifier: one station a line",
    )


def _period(fields: Fields, context: Context, source: SourceFile) -> Period:
    zone = context.zone or source.zone
    begin, time = fields.get(BEGIN, ""), fields.get(TIME, "")
    if begin not in _NONE:
        end = fields.get(END, "")
        return period_from(begin, "" if end in _NONE else end, zone)
    if time not in _NONE:
        return period_of(time, TIME, zone)
    if context.period:
        return period_of(context.period, "统计时段", zone)
    raise CellError(
        TIME,
        "",
        "required",
        "没有时间：请在行中写明，或在表前写 统计时段：… / no time is told: add it to the row, or "
        "write 统计时段：… above the table",
    )


def _series(words: Words, series: str, station: str, variable: str) -> Iterator[Claim]:
    code = node_id("Variable", variable)
    yield words.node("Variable", code, {"name": variable})
    yield words.node("Series", series, {"variable": variable})
    yield words.edge("OBSERVED_AT", series, station)
    yield words.edge("OF_VARIABLE", series, code)


def _figures(
    fields: Fields, kind: str, rate: str, issuer: str, words: Words
) -> dict[str, PropertyValue]:
    said: dict[str, PropertyValue] = {
        "measure": kind,
        "centre": issuer,
        "rate": rate,
        "began": words.period.valid_from,
        "ended": words.period.valid_to,
    }
    for name, column in (("expected", EXPECTED), ("received", RECEIVED)):
        text = fields.get(column, "")
        if kind == "availability" and text not in _NONE:
            said[name] = _count(text, column)
    return said


def _is_issue(fields: Fields, context: Context, rate: str) -> bool:
    if fields.get(REASON, "") not in _NONE:
        return True
    target = _rate(fields.get(TARGET, "") or context.target, TARGET)
    return bool(target) and Decimal(rate) < Decimal(target)


def _issue(
    words: Words, kind: str, fields: Fields, ends: tuple[str, str, str], rate: str
) -> Iterator[Claim]:
    about, result, unit = ends
    reason = fields.get(REASON, "")
    test = "" if reason in _NONE else reason
    # Two faults of one station may begin at once: what is told of them tells them apart.
    told = sha256(test.encode()).hexdigest()[:8] if test else "target"
    key = (CHANNEL, kind, about, words.period.valid_from, words.source.source_id, told)
    issue = node_id("Issue", "/".join(key))
    open_end = words.period.valid_to.startswith("9999")
    said: dict[str, PropertyValue] = {
        "kind": kind,
        "test": test or "低于目标 / below target",
        "began": words.period.valid_from,
        "ended": "" if open_end else words.period.valid_to,
        "value": rate,
        "channel": CHANNEL,
    }
    yield words.node("Issue", issue, said)
    yield words.edge("ABOUT", issue, about)
    if result:
        yield words.edge("SHOWN_BY", issue, result)
    if unit:
        yield words.edge("REPORTED_BY", issue, unit)


def _rate(text: str, column: str) -> str:
    """A rate in per cent as printed, "" where there is none; raises `CellError`."""
    if text in _NONE:
        return ""
    match = _RATE.fullmatch(text)
    if match is None or Decimal(match[1]) > 100:
        raise CellError(
            column,
            text,
            "rate",
            "应为 0 至 100 的百分比，如 87.5%，请更正 / write a percentage from 0 to 100 such as "
            "87.5%: correct it",
        )
    return match[1]


def _count(text: str, column: str) -> int:
    if _COUNT.fullmatch(text) is None:
        raise CellError(
            column, text, "count", "应为非负整数，请更正 / write a whole number: correct the cell"
        )
    return int(text)
