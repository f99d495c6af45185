"""One year in which causes were acted against: some actions worked, some did not.

Each case has a place of its own (one variable at one station with its instrument), issues there
before the action, and after it what its outcome asks for. Which outcome was played is told in
`answers.json` alone, as it stood at the end of the year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from loaders.sample.days import after, moment, span
from loaders.sample.rows import Action, Incident, Issue, Nonconformity, Row
from loaders.sample.scene import Scene

SITES = 4
"""So many of the first stations have two cases each."""
YEAR = 2025
WINDOW = 90
"""Days for which a cause must stay away."""
_CLASSES = "人机料法环测"
_TEXTS = {
    "人": ("维护人员未按规程操作", "重新培训维护人员"),
    "机": ("仪器老化", "更换仪器"),
    "料": ("同批次部件漂移", "更换同批次部件"),
    "法": ("作业指导书没有写明", "修订作业指导书"),
    "环": ("探测环境受遮挡", "清理探测环境"),
    "测": ("检定超期", "补做检定并缩短周期"),
}
"""Cause and action by class."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case is played. `other`: a variable of the station at which no case is."""

    station_id: str
    variable: str
    other: str
    instrument_id: str
    unit: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows an action. `days`: between its end and what comes after.

    `same_class`, `same_place`, `same_cause`: of the issue that comes after; `handled`: whether its
    cause was confirmed. `result`: what the question `effect` has to find.
    """

    result: str
    days: tuple[int, int] | None = None
    same_class: bool = True
    same_place: bool = True
    same_cause: bool = True
    handled: bool = True


OUTCOMES: Mapping[str, Outcome] = {
    "quiet": Outcome("worked"),
    "again": Outcome("recurred", (5, 85)),
    "other_class": Outcome("worked", (5, 85), same_class=False, same_cause=False),
    "not_explained": Outcome("undetermined", (5, 85), handled=False),
    "same_cause_elsewhere": Outcome("recurred", (5, 85), same_place=False),
    "elsewhere": Outcome("worked", (5, 85), same_place=False, same_cause=False),
    "late": Outcome("worked", (WINDOW + 3, WINDOW + 30)),
    "just_done": Outcome("too_early"),
}


def places(scene: Scene) -> Iterator[Place]:
    """The two places of one of the first stations: air temperature and station pressure."""
    if scene.site.index >= SITES:
        return
    for code, other in (("TEM", "WIN"), ("PRS", "RHU")):
        instrument = scene.lines[code].holdings[-1].instrument.instrument_id
        yield Place(scene.site.station_id, code, other, instrument, scene.site.operator)


def year(found: Iterable[tuple[int, Place]], results: dict[str, str]) -> Iterator[Row]:
    """The rows of the cases, numbered from 0; `results` is filled with the result by action."""
    names = tuple(OUTCOMES)
    for number, place in found:
        outcome = OUTCOMES[names[number % len(names)]]
        yield from _case(number, place, outcome, results)


def _case(number: int, place: Place, outcome: Outcome, results: dict[str, str]) -> Iterator[Row]:
    rng = Random(f"loop|{number}|{place.station_id}|{place.variable}")
    kept = _CLASSES[number % len(_CLASSES)]
    key = f"{YEAR}-{number + 1:03d}"
    first = date(YEAR, 1, 3 + span(rng, 0, 20))
    days = [first, *(after(first, 10 + 9 * i) for i in range(span(rng, 0, 2)))]
    if outcome.result == "too_early":
        first = date(YEAR, 9, 1)
        days = [first]
    for at, day in enumerate(days, 1):
        yield from _issue(f"{key}-{at}", place, day, kept)
    opened = after(days[-1], 3)
    done = after(opened, span(rng, 20, 50))
    if outcome.result == "too_early":
        done = date(YEAR, 11, 10)
    verified = after(done, WINDOW + 2) if outcome is OUTCOMES["quiet"] else None
    cause, title = _TEXTS[kept]
    yield Nonconformity(
        f"NC-{key}", opened, "GB/T 19001-2016|10.2", "一般", "Incident", f"INC-{key}-1", place.unit,
        "flag", "closed" if verified else "open", f"{place.station_id} {place.variable} 反复异常",
        kept if number % 2 else "", cause, "已查同类设备", after(verified, 1) if verified else None,
    )  # fmt: skip
    yield Action(
        f"CA-{key}", "corrective", f"NC-{key}", "", place.unit, after(opened, 30), done,
        "effective" if verified else "", "", title, after(opened, 2), verified,
    )  # fmt: skip
    results[f"CA-{key}"] = outcome.result
    if outcome.days is not None:
        yield from _afterwards(key, place, after(done, span(rng, *outcome.days)), kept, outcome)


def _afterwards(key: str, place: Place, day: date, kept: str, outcome: Outcome) -> Iterator[Row]:
    """The issue that comes after an action."""
    other = _CLASSES[(_CLASSES.index(kept) + 1) % len(_CLASSES)]
    variable = place.variable if outcome.same_place else place.other
    there = Place(place.station_id, variable, "", place.instrument_id, place.unit)
    rows: Sequence[Row] = tuple(
        _issue(
            f"{key}-9", there, day, kept if outcome.same_class else other, blamed=outcome.same_cause
        )
    )
    yield from rows if outcome.handled else rows[:1]


def _issue(
    key: str, place: Place, day: date, kept: str, *, blamed: bool = True
) -> Iterator[Issue | Incident]:
    """An issue, and the incident in which its cause class was confirmed.

    `blamed`: the cause is the place's instrument; else nobody says which element it is.
    """
    yield Issue(
        f"ISS-{key}", "quality", place.station_id, place.variable, "时间一致性检查",
        moment(day, 6), moment(after(day, 2), 0), "minor", "", "closed", "自动质控", place.unit,
    )  # fmt: skip
    yield Incident(
        f"INC-{key}", f"ISS-{key}", "closed", moment(after(day, 2), 1), moment(day, 9),
        moment(after(day, 14), 0), place.unit, "Instrument" if blamed else "",
        place.instrument_id if blamed else "", kept,
    )  # fmt: skip
