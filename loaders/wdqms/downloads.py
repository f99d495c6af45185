"""Rows of the web tool's downloads: availability, timeliness or quality of one station.

Columns as the tool writes them since 2019: `name, wigosid, country code, in OSCAR, longitude,
latitude, …, variable, date, center`, with `#received` and `#expected`, `avg_bg_dep` and
`rms_bg_dep`, or `timeliness` (in seconds) and `nr_negative_timeliness`; where the tool classes a
station it prints `color code` and `description`. The columns are found by their names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from graph import PropertyValue
from loaders.positions import CellError
from loaders.wdqms.periods import span_of
from loaders.wdqms.results import AVAILABILITY, METADATA, QUALITY, TIMELINESS, Result, Verdict
from ontology import Certainty
from ontology.rules import AVAILABILITY_TARGET_PERCENT, TIMELINESS_THRESHOLD_S

COLUMNS = frozenset({"wigosid", "date", "center"})
RECEIVED = "#received"
EXPECTED = ("#expected", "#expected (NWP)", "#expected (GBON)")
DELAYS = ("timeliness", "timeliness (sec)")
DEPARTURES = ("avg_bg_dep", "rms_bg_dep")
OPTIONAL = frozenset({
    "name", "variable", "color code", "description", "period", "nr_negative_timeliness",
    RECEIVED, *EXPECTED, *DELAYS, *DEPARTURES,
    # Told by OSCAR/Surface, whose own exports tell it better, or of no use in a trace.
    "country code", "in OSCAR", "longitude", "latitude", "default schedule", "last updated",
})  # fmt: skip
BELOW = frozenset({"orange", "red", "black"})
"""Colours of stations below their target: some missing, most missing, none received."""
MISDESCRIBED = {
    "yellow": "not in OSCAR/Surface",
    "grey": "received without a schedule in OSCAR/Surface",
    "gray": "received without a schedule in OSCAR/Surface",
    "pink": "more received than declared in OSCAR/Surface",
}
"""Colours of stations whose description is at fault, not their data."""
_COUNT = re.compile(r"([0-9]{1,9})(?:\.0+)?", re.ASCII)
_DECIMAL = re.compile(r"[+-]?[0-9]{1,12}(?:\.[0-9]{1,18})?(?:[eE][+-]?[0-9]{1,2})?", re.ASCII)
_NONE = frozenset({"", "nan", "none", "null"})
Fields = Mapping[str, str]


def measure_of(columns: frozenset[str]) -> str:
    """Which measure a table with these columns tells, "" for none or for several."""
    found = [
        measure
        for measure, told in (
            (AVAILABILITY, RECEIVED in columns and any(c in columns for c in EXPECTED)),
            (TIMELINESS, any(c in columns for c in DELAYS)),
            (QUALITY, any(c in columns for c in DEPARTURES)),
        )
        if told
    ]
    return found[0] if len(found) == 1 else ""


def download_result(fields: Fields) -> Result:
    """The result of a row. Raises `CellError`."""
    measure = measure_of(frozenset(fields))
    centre, wigos = fields["center"], fields["wigosid"]
    for column, text in (("center", centre), ("wigosid", wigos)):
        if not text:
            raise CellError(
                column, "", "required", f"缺少 {column}，请补上 / no {column} is told: add it"
            )
    figures = _FIGURES[measure](fields)
    variable = fields.get("variable", "")
    return Result(
        station=wigos,
        name=fields.get("name", ""),
        variable=f"WDQMS/{variable}" if variable else "",
        measure=measure,
        centre=centre,
        span=span_of(fields["date"], fields.get("period", "")),
        figures=figures,
        verdicts=_verdicts(measure, fields, figures),
        extra={
            "category": fields.get("color code", ""),
            "explanation": fields.get("description", ""),
        },
    )


def _availability(fields: Fields) -> dict[str, PropertyValue]:
    expected = next(column for column in EXPECTED if column in fields)
    counts = {"received": _count(fields, RECEIVED), "expected": _count(fields, expected)}
    return {name: count for name, count in counts.items() if count is not None}


def _timeliness(fields: Fields) -> dict[str, PropertyValue]:
    column = next(column for column in DELAYS if column in fields)
    said: dict[str, PropertyValue] = {}
    if delay := _decimal(fields, column):
        said["timeliness_s"] = delay
    negative = _count(fields, "nr_negative_timeliness")
    return said if negative is None else {**said, "negative_timeliness": negative}


def _quality(fields: Fields) -> dict[str, PropertyValue]:
    told = {"mean_departure": "avg_bg_dep", "rms_departure": "rms_bg_dep"}
    return {name: text for name, column in told.items() if (text := _decimal(fields, column))}


_FIGURES = {AVAILABILITY: _availability, TIMELINESS: _timeliness, QUALITY: _quality}


def _verdicts(
    measure: str, fields: Fields, figures: Mapping[str, PropertyValue]
) -> tuple[Verdict, ...]:
    """What the tool's colour says; without one of ours, what the figures say of the target."""
    colour = fields.get("color code", "").lower()
    explanation = fields.get("description", "")
    found = []
    if measure == AVAILABILITY and colour in MISDESCRIBED:
        return (Verdict(METADATA, explanation or MISDESCRIBED[colour], severity=colour),)
    if measure == TIMELINESS:
        found = _late(figures)
    elif colour in BELOW:
        value = _percent(figures) if measure == AVAILABILITY else _departure(figures)
        found = [Verdict(measure, explanation or colour, value, colour)]
    elif measure == AVAILABILITY and not colour:
        share = _share(figures)
        if share is not None and share < AVAILABILITY_TARGET_PERCENT:
            test = f"received < {AVAILABILITY_TARGET_PERCENT} %"
            found = [Verdict(measure, test, _percent(figures), certainty=Certainty.INFERRED)]
    return tuple(found)


def _late(figures: Mapping[str, PropertyValue]) -> list[Verdict]:
    delay, negative = str(figures.get("timeliness_s", "")), figures.get("negative_timeliness")
    if delay and Decimal(delay) > TIMELINESS_THRESHOLD_S:
        test = f"mean timeliness > {TIMELINESS_THRESHOLD_S} s"
        return [Verdict(TIMELINESS, test, delay, certainty=Certainty.INFERRED)]
    if negative:
        test = "received before the time of observation"
        return [Verdict(TIMELINESS, test, str(negative), certainty=Certainty.INFERRED)]
    return []


def _share(figures: Mapping[str, PropertyValue]) -> Decimal | None:
    """Received of expected in per cent, None where nothing was expected."""
    received, expected = figures.get("received"), figures.get("expected")
    if not isinstance(received, int) or not isinstance(expected, int) or not expected:
        return None
    return Decimal(100 * received) / expected


def _percent(figures: Mapping[str, PropertyValue]) -> str:
    """The share with two decimals, "" where there is none."""
    share = _share(figures)
    return "" if share is None else str(share.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _departure(figures: Mapping[str, PropertyValue]) -> str:
    return str(figures.get("rms_departure") or figures.get("mean_departure") or "")


def _count(fields: Fields, column: str) -> int | None:
    text = fields.get(column, "")
    if text.lower() in _NONE:
        return None
    match = _COUNT.fullmatch(text)
    if match is None:
        raise CellError(
            column,
            text,
            "count",
            "应为非负整数，缺测请留空 / write a whole number, leave a missing one blank",
        )
    return int(match[1])


def _decimal(fields: Fields, column: str) -> str:
    text = fields.get(column, "")
    if text.lower() in _NONE:
        return ""
    if _DECIMAL.fullmatch(text) is None:
        raise CellError(
            column,
            text,
            "decimal",
            "应为十进制数，缺测请留空 / write a decimal number, leave a missing one blank",
        )
    return text
