"""A flagged pressure, and a sensor stated at another altitude than its station.

Whoever checks or reduces a station pressure needs the altitude of the sensor. Where that is stated
far from the station's elevation, the same value is possible at one of the two and not at the other:
possible at the elevation and impossible at the sensor's altitude, it would be flagged for the
altitude and not for itself. That is the hypothesis, and the path to the statement is all that is
shown of it: `path_only`. Where the value is possible at neither, the altitude does not explain it
(`unproven`); where it is possible at both, there is nothing to explain.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.ledger import LedgerReader
from loaders.hypotheses.hypothesis import (
    Hypothesis,
    ValueIssue,
    inferred_from,
    value_issues,
)
from loaders.quality_control.metadata.limits import limit, pressures
from loaders.quality_control.metadata.pressure_height import Expected, expected
from loaders.quality_control.metadata.stated import Position, stations
from ontology.earth import HIGHEST_M, LOWEST_M

RULE = "sensor_altitude"


def hypotheses(reader: LedgerReader) -> Iterator[Hypothesis]:
    """What follows for every issue of station pressure."""
    issues = value_issues(reader, pressures())
    if not issues:
        return
    held = stations(reader)
    for issue in issues:
        for position in held.positions.get(issue.station, ()):
            if position.valid_from <= issue.began < position.valid_to:
                yield from _of(issue, position)


def _of(issue: ValueIssue, position: Position) -> Iterator[Hypothesis]:
    elevation, sensor = position.elevation_m, position.barometer_m
    if elevation is None or sensor is None:
        return
    if abs(sensor - elevation) <= limit(RULE, "difference"):
        return
    if not all(LOWEST_M <= height <= HIGHEST_M for height in (elevation, sensor)):
        return
    here, there = expected(elevation), expected(sensor)
    value = None if issue.value is None else issue.value * pressures()[issue.variable]
    if value is not None and there.admits(value):
        return
    possible = value is not None and here.admits(value)
    yield Hypothesis(
        issue.id,
        position.id,
        RULE,
        "path_only" if possible else "unproven",
        "conflicting",
        _reason(here, there, value),
        _facts(here, there, value),
        (position.claim, issue.claim, *issue.shown),
        issue.began,
        issue.until,
        inferred_from(issue.certainty, position.certainty),
    )


def _reason(here: Expected, there: Expected, value: float | None) -> tuple[str, str]:
    zh = f"气压传感器海拔记为 {there.height_m:g} m，台站海拔 {here.height_m:g} m"
    en = f"the sensor's altitude is stated as {there.height_m:g} m, the station's elevation as "
    en += f"{here.height_m:g} m"
    if value is None:
        return f"{zh}；没有气压值可供计算", f"{en}; there is no value to compute with"
    zh += f"。{value:g} hPa 在 {here.height_m:g} m {_able(here, value)}，{_against(here, value)}；"
    zh += f"在 {there.height_m:g} m {_able(there, value)}，{_against(there, value)}"
    en += f". {value:g} hPa is {_able_en(here, value)} at {here.height_m:g} m "
    en += f"({_against_en(here, value)}) and {_able_en(there, value)} at {there.height_m:g} m "
    en += f"({_against_en(there, value)})"
    if here.admits(value):
        zh += "：按传感器海拔检查就会被标记，值本身未见不合理"
        en += ": checked against that altitude it would be flagged, while by itself it is possible"
    return zh, en


def _able(at: Expected, value: float) -> str:
    return "合理" if at.admits(value) else "不合理"


def _able_en(at: Expected, value: float) -> str:
    return "possible" if at.admits(value) else "impossible"


def _against(at: Expected, value: float) -> str:
    return (
        f"与标准大气 {at.pressure:.1f} hPa 差 {value - at.pressure:+.1f}（容差 {at.tolerance:.1f}）"
    )


def _against_en(at: Expected, value: float) -> str:
    return f"{value - at.pressure:+.1f} hPa from {at.pressure:.1f}, tolerance {at.tolerance:.1f}"


def _facts(here: Expected, there: Expected, value: float | None) -> tuple[str, ...]:
    facts = [f"elevation_m={here.height_m:g}", f"sensor_altitude_m={there.height_m:g}"]
    for name, at in (("elevation", here), ("sensor", there)):
        facts.append(f"standard_at_{name}_hpa={at.pressure:.1f}")
        if value is not None:
            facts.append(f"difference_at_{name}_hpa={value - at.pressure:.1f}")
        facts.append(f"tolerance_at_{name}_hpa={at.tolerance:.1f}")
    if value is not None:
        facts.insert(0, f"value_hpa={value:g}")
    return tuple(facts)


RULES = (hypotheses,)
