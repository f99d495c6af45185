"""What each station has of each rate, read plainly from the graph and from files of the lake."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from oracle import lake
from oracle.actions import holding, moment
from oracle.reading import Attributes, Link, Reading, claims_of, number, parts, text
from oracle.spans import Span, day_of_moment

from ontology import observed_variable

DEFINED = {"availability": "received_of_expected", "timeliness": "delay_within_limit"}


@dataclass(frozen=True)
class Found:
    """What a station has of a definition and a source in a period."""

    definition: str
    source: str
    period: str
    station: str
    good: int
    all: int
    unknown: int
    certainty: str
    claims: tuple[str, ...]


def figures(
    reading: Reading, rate: str, codes: tuple[str, ...], spans: list[Span]
) -> Iterator[Found]:
    if rate == "calibration":
        yield from calibrated(reading, codes, spans[0].text)
    if rate in ("availability", "timeliness"):
        yield from monitored(reading, rate, codes, spans)
    if rate in ("availability", "correctness") and spans:
        home: Path = reading.ledger.home
        for folder in sorted((home / "lake").glob("*")):
            if folder.is_dir():
                yield from in_lake(reading, home, folder.name, rate, codes, spans)


def monitored(
    reading: Reading, rate: str, codes: tuple[str, ...], spans: list[Span]
) -> Iterator[Found]:
    for result in reading.of_kind("QualityMeasurement"):
        node = reading.node(result)
        station, variable, _, centre, kind, _ = parts(result)
        began, ended = text(node, "began"), text(node, "ended")
        if text(node, "measure") != rate or not began or not ended:
            continue
        if codes and variable not in codes:
            continue
        middle = day_of_moment(moment(began) + (moment(ended) - moment(began)) / 2)
        for span in spans:
            if span.first <= middle < span.after and (kind, span.length) != ("monthly", "day"):
                yield Found(
                    DEFINED[rate], f"WDQMS/{centre}/{kind}", span.text, f"station:{station}",
                    *told(node, rate), text(node, "certainty"), claims_of(node))  # fmt: skip


def told(node: Attributes, rate: str) -> tuple[int, int, int]:
    if rate == "timeliness":
        delay = number(node, "timeliness_s")
        return (0, 0, 1) if delay is None else (int(delay <= 7200), 1, 0)
    received, expected = number(node, "received"), number(node, "expected")
    return (0, 0, 1) if received is None or expected is None else (int(received), int(expected), 0)


def calibrated(reading: Reading, codes: tuple[str, ...], day: str) -> Iterator[Found]:
    for instrument in reading.of_kind("Instrument"):
        states = [text(x.node, "property") for x in holding(reading, instrument, "HAS_STATE")]
        if "nil:5-08" in states:
            continue
        places: dict[str, list[Link]] = {}
        for use in reading.into(instrument, "USES"):
            for at in reading.out(use.other, "AT_STATION"):
                fits = not codes or text(use.node, "variable") in codes
                if use.holds(reading.now) and at.holds(reading.now) and fits:
                    places.setdefault(at.other, []).append(use)
        done = sorted(
            (x for x in reading.out(instrument, "HAS_CALIBRATION") if x.begin <= reading.now),
            key=lambda x: (x.begin, x.other, claims_of(x.node)),
        )
        last = done[-1] if done else None
        good = verdict(last, reading.now)
        for station, uses in places.items():
            use = min(uses, key=lambda x: x.claims)
            certain = {text(use.edge, "certainty"), text(last.edge, "certainty") if last else ""}
            yield Found(
                "valid_of_in_use", "", day, station, int(good is True), 1, int(good is None),
                "synthetic" if "synthetic" in certain else "",
                (*use.claims, *(claims_of(last.node) if last else ())))  # fmt: skip


def verdict(last: Link | None, now: str) -> bool | None:
    if last is None:
        return None
    result, until = text(last.node, "result"), text(last.node, "valid_until")
    if result == "outOfCalibration" or (until and until <= now):
        return False
    return True if until and result in ("inCalibration", "recalibrated") else None


def in_lake(
    reading: Reading, home: Path, dataset: str, rate: str, codes: tuple[str, ...],
    spans: list[Span],
) -> Iterator[Found]:  # fmt: skip
    pointed = {}
    for series in reading.of_kind("Series"):
        if text(reading.node(series), "pointer") == f"lake/{dataset}":
            pointed[tuple(parts(series))] = reading.node(series)
    values: dict[tuple[str, str, str], list[lake.Row]] = {}
    for (station, variable, at), value in lake.newest(home, dataset).items():
        for span in spans:
            if span.first <= day_of_moment(at) < span.after and (not codes or variable in codes):
                values.setdefault((station, variable, span.text), []).append(value)
    due = {(s, v, span.text) for s, v in pointed for span in spans if not codes or v in codes}
    by_text = {span.text: span for span in spans}
    for station, variable, period in sorted(set(values) | due):
        rows = values.get((station, variable, period), [])
        node = pointed.get((station, variable), {})
        there = sum(r["value"] is not None for r in rows)
        said = (f"station:{station}", text(node, "certainty"), claims_of(node))
        if rate == "correctness":
            deciding = [flag(r["flag"]) for r in rows]
            good, bad = (
                sum(d in "034" for d in deciding if d),
                sum(d in "12" for d in deciding if d),
            )
            counts = (good, good + bad, max(there - good - bad, 0))
            what = "good_of_checked"
        else:
            expected = due_values(reading, said[0], variable, by_text[period])
            counts = (0, 0, 1) if expected is None else (there, expected, 0)
            what = "present_of_interval"
        if rows or (what == "present_of_interval" and counts[1]):
            yield Found(what, f"lake/{dataset}", period, said[0], *counts, said[1], said[2])


def flag(printed: str | None) -> str:
    """The last digit that is not 9, of one digit or three."""
    if not printed or not re.fullmatch(r"\d|\d{3}", printed):
        return ""
    return (re.sub("9+$", "", printed) or "9")[-1]


def due_values(reading: Reading, station: str, variable: str, span: Span) -> int | None:
    """Second by second would be plain but slow: stretches of one interval after the other."""
    stretches = []
    for at in reading.into(station, "AT_STATION"):
        if text(at.node, "role") == "backup" or (
            observed_variable(text(at.node, "variable")) != observed_variable(variable)
        ):
            continue
        for state in reading.out(at.other, "HAS_STATE"):
            every = seconds(text(state.node, "value"))
            begin = max(at.begin, state.begin, span.begin)
            end = min(at.end, state.end, span.end)
            if text(state.node, "property") == "reporting_interval" and every and begin < end:
                stretches.append((begin, end, every))
    if not stretches:
        return None
    for one in stretches:
        for other in stretches:
            if one[2] != other[2] and one[0] < other[1] and other[0] < one[1]:
                return None
    total, until = 0, span.begin
    for begin, end, every in sorted(stretches):
        since = max(begin, until)
        if since < end:
            total += int((moment(end) - moment(since)).total_seconds()) // every
            until = end
    return total


def seconds(duration: str) -> int:
    if not re.fullmatch(r"P(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?", duration):
        return 0
    day, _, clock = duration[1:].partition("T")
    units = {"D": 86400, "H": 3600, "M": 60, "S": 1}
    if "M" in day:
        return 0
    return sum(int(n) * units[u] for n, u in re.findall(r"(\d+)([DHMS])", f"{day}{clock}"))
