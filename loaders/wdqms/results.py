"""One monitoring result, and what it claims: the figures, and an issue where it is below target.

Stations stand under the WMO block number that their WIGOS identifier holds, others under the whole
identifier, as in the registries. Variables are those of the monitoring (`WDQMS/pressure`): that one
of them is an element of another source is nothing this source says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from graph import Claim, PropertyValue
from loaders.positions import CellError
from loaders.protocol import SourceFile
from loaders.wdqms.periods import Span
from loaders.wmdr.names import station_name
from loaders.wmdr.times import Period
from loaders.wmdr.words import Words, node_id
from ontology import Certainty

AVAILABILITY, TIMELINESS, QUALITY, METADATA = "availability", "timeliness", "quality", "metadata"
CHANNEL = "WDQMS"
ALL = "all"
"""Stands for the variable of a result that is of all of them (upper-air reports)."""
_BLOCK = re.compile(r"[0-9]{5}", re.ASCII)
_COMBINED = frozenset({"ALL", "COMBINED"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a result is an issue: its kind, what was checked, its value, and who says so.

    `certainty`: stated where the centre classes it so, inferred where a limit of ours does.
    """

    kind: str
    test: str
    value: str = ""
    severity: str = ""
    certainty: Certainty = Certainty.STATED


@dataclass(frozen=True, slots=True)
class Result:
    """What one centre found of one variable at one station over one period."""

    station: str
    name: str
    variable: str
    measure: str
    centre: str
    span: Span
    figures: Mapping[str, PropertyValue]
    verdicts: tuple[Verdict, ...] = ()
    certainty: Certainty = Certainty.STATED
    extra: Mapping[str, PropertyValue] = field(default_factory=dict)


def result_claims(result: Result, source: SourceFile) -> Iterator[Claim]:
    """Station, series and centre; the result over its period; its issues. Raises `CellError`."""
    wigos, number = wigos_of(result.station)
    station = node_id("Station", number)
    always = Words(source)
    yield always.node("Station", station, {"name_en": result.name, "wigos_id": wigos})
    about = station
    if result.variable:
        about = node_id("Series", number, result.variable)
        yield from _series(always, about, station, result.variable)
    unit = "" if result.centre.upper() in _COMBINED else node_id("Unit", result.centre)
    if unit:
        yield always.node("Unit", unit, {"name": result.centre})
    words = Words(source, Period(result.span.begin, result.span.end))
    measurement = node_id(
        "QualityMeasurement", number, result.variable or ALL, result.measure, result.centre,
        result.span.kind, result.span.begin,
    )  # fmt: skip
    found = (
        _measurement(words, measurement, result),
        words.edge("COMPUTED_ON", measurement, about),
        *((words.edge("REPORTED_BY", measurement, unit),) if unit else ()),
    )
    yield from _as(source, result.certainty, *found)
    for verdict in result.verdicts:
        yield from _issue(words, result, verdict, (number, about, measurement, unit))


def wigos_of(text: str) -> tuple[str, str]:
    """The WIGOS identifier and the number of a station, from either; raises `CellError`.

    >>> wigos_of("53463"), wigos_of("0-156-10000-51056")
    (('0-20000-0-53463', '53463'), ('0-156-10000-51056', '0-156-10000-51056'))
    """
    if _BLOCK.fullmatch(text):
        return f"0-20000-0-{text}", text
    if "," in text:
        raise CellError(
            "wigosid",
            text,
            "wigos-id",
            "只能有一个 WIGOS 标识，请更正 / write one WIGOS identifier alone: correct the cell",
        )
    name = station_name(text)
    return name.wigos, name.number


def _series(words: Words, series: str, station: str, variable: str) -> Iterator[Claim]:
    code = node_id("Variable", variable)
    yield words.node("Variable", code, {"name": variable.partition("/")[2]})
    yield words.node("Series", series, {"variable": variable})
    yield words.edge("OBSERVED_AT", series, station)
    yield words.edge("OF_VARIABLE", series, code)


def _measurement(words: Words, measurement: str, result: Result) -> Claim:
    known: dict[str, PropertyValue] = {
        "measure": result.measure,
        "centre": result.centre,
        "period": result.span.kind,
        "began": result.span.begin,
        "ended": result.span.end,
        **result.figures,
        **result.extra,
    }
    claim = words.node("QualityMeasurement", measurement, known)
    # `node` leaves out what is empty; none received is a figure.
    zeros = {k: v for k, v in result.figures.items() if v == 0}
    return replace(claim, properties={**claim.properties, **zeros})


def _issue(
    words: Words, result: Result, verdict: Verdict, ends: tuple[str, str, str, str]
) -> Iterator[Claim]:
    number, about, measurement, unit = ends
    key = (CHANNEL, verdict.kind, number, result.variable or ALL, result.measure, result.centre,
           result.span.kind, result.span.begin)  # fmt: skip
    issue = node_id("Issue", "/".join(key))
    said = {
        "kind": verdict.kind,
        "test": verdict.test,
        "began": result.span.begin,
        "ended": result.span.end,
        "severity": verdict.severity,
        "value": verdict.value,
        "channel": CHANNEL,
    }
    edges = [words.edge("ABOUT", issue, about), words.edge("SHOWN_BY", issue, measurement)]
    if unit:
        edges.append(words.edge("REPORTED_BY", issue, unit))
    yield from _as(words.source, verdict.certainty, words.node("Issue", issue, said), *edges)


def _as(source: SourceFile, certainty: Certainty, *claims: Claim) -> Iterator[Claim]:
    """Claims with a certainty, unless the user declared one for the whole file."""
    for claim in claims:
        yield claim if source.certainty else replace(claim, certainty=certainty)
