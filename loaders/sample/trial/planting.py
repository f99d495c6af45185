"""What goes wrong in a trial: elements to blame, what suffers, and issues without a cause."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from loaders.sample.days import after, between, moment, span
from loaders.sample.rows import Issue
from loaders.sample.trial import lines as network
from loaders.sample.trial.design import (
    BEGIN,
    END,
    FEWEST_AFFECTED,
    FIRST_ISSUE,
    NEW_PROCEDURE,
    Design,
)
from loaders.sample.trial.lines import Check, Line

VISIT_DAYS = 90
_MOST_AFFECTED = 30
_STATION_WIDE = 0.1
_CLAIMED = 0.6
_WINDOW_DAYS = (420, 700)
_TRIES = 200
_CLASSES = {
    "standard": "测", "reference": "测", "laboratory": "测", "batch": "料", "model": "机",
    "firmware": "机", "procedure": "法", "team": "人", "operator": "人",
}  # fmt: skip
Window = tuple[date, date]
ALWAYS = (BEGIN, END)


@dataclass(frozen=True, slots=True)
class Child:
    """A line while a cause stands behind it: from the first to the last day."""

    line: Line
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Blamed:
    """An element, (node kind, key), in a window of time; `claimed`: the records tell of it."""

    sort: str
    kind: str
    key: str
    window: Window
    claimed: bool


@dataclass(frozen=True, slots=True)
class Planted:
    """A cause, its class of 人机料法环测, and the issues it brought about."""

    kind: str
    key: str
    cause_class: str
    claimed: bool
    children: int
    issue_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All that went wrong; `defects`: those to blame and decoys whose defect is in the records."""

    planted: tuple[Planted, ...]
    issues: tuple[Issue, ...]
    defects: tuple[Blamed, ...]


def plant(rng: Random, design: Design, lines: list[Line]) -> Plan:
    """Choose causes one after another, then as many issues without any cause, and the decoys."""
    wanted = span(rng, *design.causes)
    chosen: list[tuple[Blamed, list[Child]]] = []
    for _ in range(_TRIES):
        if len(chosen) == wanted:
            break
        blamed = _blamed(rng, design, lines)
        children = [c for c in _CHILDREN[blamed.sort](lines, blamed) if c.last > FIRST_ISSUE]
        fewest = FEWEST_AFFECTED / design.affected[1]
        enough = fewest <= len({c.line.key for c in children}) <= design.most_children
        if enough and all(b.key != blamed.key for b, _ in chosen):
            chosen.append((blamed, children))
    issues: list[Issue] = []
    planted = tuple(_effects(rng, design, blamed, children, issues) for blamed, children in chosen)
    for _ in range(len(issues)):
        issues.append(_noise(rng, lines, len(issues)))
    return Plan(planted, tuple(issues), (*_claimed(chosen), *_decoys(rng, design, lines, chosen)))


def _blamed(rng: Random, design: Design, lines: list[Line]) -> Blamed:
    """An element of a random kind, as it stands behind a random line."""
    sort = design.kinds[span(rng, 0, len(design.kinds) - 1)]
    line = lines[span(rng, 0, len(lines) - 1)]
    kind, key = _element(sort, line, line.checks[span(rng, 0, len(line.checks) - 1)])
    claimed = sort in {"standard", "reference", "laboratory"} and rng.random() < _CLAIMED
    begin = after(FIRST_ISSUE, span(rng, -120, 200))
    window = (begin, min(after(begin, span(rng, *_WINDOW_DAYS)), END)) if claimed else ALWAYS
    return Blamed(sort, kind, key, window, claimed or (sort == "procedure" and key.endswith("|1")))


def _element(sort: str, line: Line, check: Check) -> tuple[str, str]:
    site = line.site
    return {
        "standard": ("MeasurementStandard", check.standard),
        "reference": ("MeasurementStandard", _upper(check)),
        "laboratory": ("Unit", check.laboratory),
        "batch": ("Batch", f"{line.model}|{line.batch}"),
        "model": ("InstrumentModel", f"{line.maker}|{line.model}"),
        "firmware": ("Firmware", f"{line.maker}|{line.model}|{line.firmware}"),
        "procedure": ("DocumentVersion", check.procedure),
        "team": ("Unit", site.team),
        "operator": ("Unit", site.league),
    }[sort]


def _upper(check: Check) -> str:
    variable, number = check.standard.split("-")[2], int(check.standard[-3:-1]) - 1
    return network.reference(variable, number)


def _by_check(matches: Callable[[Check, Blamed], bool]) -> Callable[..., list[Child]]:
    def children(lines: list[Line], blamed: Blamed) -> list[Child]:
        first, last = blamed.window
        return [
            Child(line, max(c.day, line.since), c.last)
            for line in lines
            for c in line.checks
            if first <= c.day <= last and matches(c, blamed)
        ]

    return children


def _by_line(key: Callable[[Line], str]) -> Callable[..., list[Child]]:
    def children(lines: list[Line], blamed: Blamed) -> list[Child]:
        return [Child(line, line.since, END) for line in lines if key(line) == blamed.key]

    return children


def _by_visit(lines: list[Line], blamed: Blamed) -> list[Child]:
    return [
        Child(line, v.day, min(after(v.day, VISIT_DAYS), END))
        for line in lines
        for v in line.site.visits
        if v.team == blamed.key and v.day >= line.since
    ]


def _stale(check: Check, blamed: Blamed) -> bool:
    """The first version is to blame where it was followed after it had been superseded."""
    old = blamed.key.endswith("|1")
    return check.procedure == blamed.key and (not old or check.day >= NEW_PROCEDURE)


_CHILDREN: Mapping[str, Callable[..., list[Child]]] = {
    "standard": _by_check(lambda c, b: c.standard == b.key),
    "reference": _by_check(lambda c, b: _upper(c) == b.key),
    "laboratory": _by_check(lambda c, b: c.laboratory == b.key),
    "procedure": _by_check(_stale),
    "batch": _by_line(lambda line: f"{line.model}|{line.batch}"),
    "model": _by_line(lambda line: f"{line.maker}|{line.model}"),
    "firmware": _by_line(lambda line: f"{line.maker}|{line.model}|{line.firmware}"),
    "operator": _by_line(lambda line: line.site.league),
    "team": _by_visit,
}


def _effects(
    rng: Random, design: Design, blamed: Blamed, children: list[Child], issues: list[Issue]
) -> Planted:
    """Issues in some of the children, each once; the lag is cut where the child ends before."""
    names = sorted({c.line.key for c in children})
    low, high = design.affected
    share = low + (high - low) * rng.random()
    least = max(FEWEST_AFFECTED, -int(-low * len(names) // 1))
    count = min(max(least, min(round(share * len(names)), _MOST_AFFECTED)), len(names))
    suffering = set(rng.sample(names, count))
    own = []
    for name in sorted(suffering):
        spans = [c for c in children if c.line.key == name]
        child = spans[span(rng, 0, len(spans) - 1)]
        issue = _issue(rng, child.line, _onset(rng, design, blamed, child), len(issues))
        issues.append(issue)
        own.append(issue.issue_id)
    return Planted(
        blamed.kind, blamed.key, _CLASSES[blamed.sort], blamed.claimed, len(names), tuple(own)
    )


def _onset(rng: Random, design: Design, blamed: Blamed, child: Child) -> date:
    """Some time after the cause began to act; what always acts has its effect at any time."""
    low, high = design.lag_days
    first = after(child.first, low)
    last = after(child.first, high)
    if blamed.sort in {"batch", "model", "firmware", "operator"}:
        last = child.last
    elif blamed.sort != "team":
        last = min(after(child.first, 4 * high), child.last)
    first, last = max(first, FIRST_ISSUE), min(last, child.last)
    return between(rng, min(first, last), last)


def _issue(rng: Random, line: Line, day: date, number: int, *, wide: bool = False) -> Issue:
    over = after(day, span(rng, 3, 40))
    return Issue(
        f"TRI-ISS-{number + 1:05d}",
        "availability" if wide else "quality",
        line.site.station,
        "" if wide else line.variable,
        "到报检查" if wide else "空间一致性检查",
        moment(day, span(rng, 0, 23)),
        moment(over, 12),
        "minor",
        "",
        "open",
        "自动质控",
        "",
    )


def _noise(rng: Random, lines: list[Line], number: int) -> Issue:
    line = lines[span(rng, 0, len(lines) - 1)]
    day = between(rng, FIRST_ISSUE, END)
    return _issue(rng, line, day, number, wide=rng.random() < _STATION_WIDE)


def _claimed(chosen: list[tuple[Blamed, list[Child]]]) -> Iterator[Blamed]:
    return (b for b, _ in chosen if b.claimed and b.sort != "procedure")


def _decoys(
    rng: Random, design: Design, lines: list[Line], chosen: list[tuple[Blamed, list[Child]]]
) -> Iterator[Blamed]:
    """Working standards that were found bad and brought about nothing."""
    taken = {b.key for b, _ in chosen}
    for _ in range(design.decoys):
        line = lines[span(rng, 0, len(lines) - 1)]
        key = line.checks[0].standard
        if key not in taken:
            taken.add(key)
            begin = after(FIRST_ISSUE, span(rng, -120, 200))
            window = (begin, min(after(begin, span(rng, *_WINDOW_DAYS)), END))
            yield Blamed("standard", "MeasurementStandard", key, window, claimed=True)
