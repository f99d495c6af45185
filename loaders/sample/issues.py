"""Issues as they were noticed, and the incidents in which some of them were handled."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from loaders.sample.days import after, moment, span
from loaders.sample.mechanisms import Cause
from loaders.sample.metrology import REGION_LAB
from loaders.sample.rows import Incident, Issue
from loaders.sample.scene import Scene
from loaders.sample.variables import Variable, typical_at

DATA_CENTRE = "内蒙古自治区气象信息中心"
_TESTS = {
    "quality": ("气候界限值检查", "时间一致性检查", "空间一致性检查", "内部一致性检查"),
    "availability": ("到报检查",),
    "timeliness": ("及时性检查",),
    "metadata": ("元数据核查",),
}
_SEVERITIES = ("minor", "minor", "major", "critical")
_CHANNELS = ("自动质控", "业务巡查", "用户反馈", "上级通报")
_HANDLED = 0.33
_CONFIRMED = 0.8
_PATHS = (
    ("open", "under_investigation", "in_progress", "resolved", "closed"),
    ("open", "under_investigation", "in_progress", "resolved", "closed"),
    ("open", "under_investigation", "in_progress", "resolved", "closed"),
    ("open", "incident", "in_progress", "resolved", "closed"),
    ("open", "in_progress", "escalated", "resolved", "closed"),
    ("open", "in_progress", "resolved", "reopened", "resolved", "closed"),
    ("open", "under_investigation"),
    ("open", "wont_fix"),
)


def add_issue(
    scene: Scene,
    cause: Cause | None,
    day: date,
    variable: Variable | None,
    kind: str = "quality",
) -> Issue:
    """Note an issue that began on a day; a third of the issues also become incidents.

    Without a variable the issue is about the station as a whole.
    """
    rng = scene.rng
    number = len(scene.issues) + 1
    hour = span(rng, 0, 15)
    hours = 6 * span(rng, 1, 160)
    still_open = day.year == 2024 and rng.random() < 0.3
    issue = Issue(
        f"ISS-{scene.site.station_id}-{number:02d}",
        kind,
        scene.site.station_id,
        variable.code if variable else "",
        _one_of(rng, _TESTS[kind]),
        moment(day, hour),
        "" if still_open else moment(after(day, (hour + hours) // 24), (hour + hours) % 24),
        _one_of(rng, _SEVERITIES),
        _value(scene, variable) if variable and kind == "quality" else "",
        "open" if still_open else "closed",
        _one_of(rng, _CHANNELS) if rng.random() < 0.8 else "",
        _one_of(rng, ("", DATA_CENTRE, scene.site.league)),
    )
    scene.issues.append(issue)
    if cause:
        scene.planted.append((cause, issue.issue_id))
    first_of_all = scene.site.index == 0 and number <= 3
    if first_of_all or rng.random() < _HANDLED:
        _handle(scene, issue, cause)
    return issue


def _one_of(rng: Random, choices: tuple[str, ...]) -> str:
    return choices[int(rng.random() * len(choices))]


def _value(scene: Scene, variable: Variable) -> str:
    """The first value of the episode, in the variable's unit; not always noted."""
    rng = scene.rng
    typical = typical_at(variable, scene.site.barometer_elevation_m)
    value = typical + variable.spread * (2.4 * rng.random() - 1.2)
    if variable.code in {"WIN", "PRE", "RHU", "SSD"}:
        value = abs(value)
    return f"{value:.1f}" if rng.random() < 0.7 else ""


def _later(begin: str, hours: int) -> str:
    later = datetime.fromisoformat(begin) + timedelta(hours=hours)
    return f"{later:%Y-%m-%dT%H:%M:%SZ}"


def _handle(scene: Scene, issue: Issue, cause: Cause | None) -> None:
    """An incident with a row for each state; a cause is confirmed when it is closed."""
    rng = scene.rng
    first_of_all = scene.site.index == 0
    path = _PATHS[0] if first_of_all else _PATHS[int(rng.random() * len(_PATHS))]
    confirmed = first_of_all or rng.random() < _CONFIRMED
    opened = _later(issue.begin, span(rng, 2, 48))
    due = _later(opened, 24 * 14)
    assigned = _one_of(rng, (REGION_LAB, scene.site.operator, scene.site.company))
    state_from = opened
    for state in path:
        known = cause if cause and confirmed and state == "closed" else None
        scene.incidents.append(
            Incident(
                f"INC-{issue.issue_id[4:]}",
                issue.issue_id,
                state,
                state_from,
                opened,
                due,
                assigned,
                known.kind if known else "",
                known.key if known else "",
            )
        )
        state_from = _later(state_from, span(rng, 3, 120))
