"""A management system after three busy years: incidents and actions without number.

A sample province, and beside it tables with so many incidents and actions in all, half of each,
nonconformities between them, and what else the loop holds: risks, tasks, values of indicators,
feedback. The rows are drawn from a seed. Most incidents are closed, most actions done and verified;
a part is open, and a part of that overdue on the day that is asked about, `DAY`.

Run as `python loop_tables.py FOLDER STATIONS THINGS` with the project importable.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from loaders.sample import write_province
from loaders.sample.management_rows import Feedback, IndicatorValue, Risk
from loaders.sample.rows import Action, Incident, Issue, Nonconformity, Row, columns
from ontology.improvement_codes import DISPOSITIONS

DAY = date(2025, 12, 31)
FIRST = date(2023, 1, 2)
RISKS, TASKS, FEEDBACKS = 2_000, 2_000, 2_000
_CLASSES = "人机料法环测"
_OPEN = ("open", "under_investigation", "in_progress", "escalated")
_DISPOSITIONS = tuple(DISPOSITIONS.codes)


@dataclass(frozen=True, slots=True)
class _Place:
    station: str
    variable: str
    instrument: str
    unit: str


def write_loop(folder: Path, *, stations: int, things: int, seed: int = 1) -> None:
    """Write the tables of a province with so many incidents and actions together."""
    generated = folder / "province" / "generated"
    write_province(folder / "province", seed=seed, stations=stations)
    places = list(_places(generated))
    draw = Random(seed)
    units = sorted({place.unit for place in places})
    cases = [_Case.drawn(number, draw, places) for number in range(things // 2)]
    loop = folder / "loop"
    loop.mkdir()
    for rows in (
        (case.issue for case in cases),
        (case.incident for case in cases),
        (case.nonconformity for case in cases if case.number % 2 == 0),
        (case.action for case in cases),
        (_risk(number, draw, units) for number in range(RISKS)),
        (_feedback(number, draw, units) for number in range(FEEDBACKS)),
        _values(generated, units, draw),
    ):
        _write(loop, rows)
    _write_tasks(loop / "tasks.csv", units, draw)


def _places(generated: Path) -> Iterator[_Place]:
    """Where something may happen: a variable of a station that has an instrument for it."""
    operators = {row["station_id"]: row["operated_by"] for row in _read(generated / "stations.csv")}
    seen = set()
    for row in _read(generated / "deployments.csv"):
        key = row["station_id"], row["variable"]
        if key not in seen and row["instrument_id"] and operators.get(row["station_id"]):
            seen.add(key)
            yield _Place(*key, row["instrument_id"], operators[row["station_id"]])


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True, slots=True)
class _Case:
    """An issue, its incident, and an action; two that begin on one day share a nonconformity."""

    number: int
    issue: Issue
    incident: Incident
    nonconformity: Nonconformity
    action: Action

    @staticmethod
    def drawn(number: int, draw: Random, places: Sequence[_Place]) -> _Case:
        place = places[draw.randrange(len(places))]
        begun = FIRST + timedelta(days=Random(number // 2).randrange((DAY - FIRST).days - 10))
        kept = _CLASSES[draw.randrange(len(_CLASSES))]
        settled = draw.random() < 0.85
        state = "closed" if settled else _OPEN[draw.randrange(len(_OPEN))]
        key, pair = f"L{number:06d}", f"L{number - number % 2:06d}"
        issue = Issue(
            f"ISS-{key}", "quality", place.station, place.variable, "时间一致性检查",
            f"{begun}T06:00:00Z", f"{begun + timedelta(days=2)}T00:00:00Z", "minor", "",
            "closed" if settled else "open", "自动质控", place.unit,
        )  # fmt: skip
        incident = Incident(
            f"INC-{key}", f"ISS-{key}", state, f"{begun + timedelta(days=3)}T01:00:00Z",
            f"{begun}T09:00:00Z", f"{begun + timedelta(days=14)}T00:00:00Z", place.unit,
            "Instrument" if settled else "", place.instrument if settled else "",
            kept if settled else "",
        )  # fmt: skip
        opened = begun + timedelta(days=3)
        closed = settled and draw.random() < 0.8
        nonconformity = Nonconformity(
            f"NC-{key}", opened, "GB/T 19001-2016|10.2", "一般", "Incident", f"INC-{key}",
            place.unit, _DISPOSITIONS[number % len(_DISPOSITIONS)], "closed" if closed else "open",
            f"{place.station} {place.variable} 反复异常", kept, "见事件单", "已查同类设备",
            min(opened + timedelta(days=150), DAY) if closed else None,
        )  # fmt: skip
        done = opened + timedelta(days=draw.randrange(10, 60))
        finished = done <= DAY and draw.random() < 0.9
        verified = done + timedelta(days=92)
        said = finished and verified <= DAY and draw.random() < 0.6
        action = Action(
            f"CA-{key}", "corrective", f"NC-{pair}", "", place.unit, opened + timedelta(days=40),
            done if finished else None, ("effective", "ineffective")[number % 5 == 0] * said, "",
            "更换仪器", opened + timedelta(days=2), verified if said else None,
        )  # fmt: skip
        return _Case(number, issue, incident, nonconformity, action)


def _risk(number: int, draw: Random, units: Sequence[str]) -> Risk:
    due = DAY + timedelta(days=draw.randrange(-200, 400))
    return Risk(
        f"RK-L{number:05d}", "risk" if number % 5 else "opportunity", "送检集中在汛期前", "Process",
        "Y02-04@region", "中", "中", "错峰送检" if number % 3 else "",
        units[draw.randrange(len(units))], due if number % 7 else None,
    )  # fmt: skip


def _feedback(number: int, draw: Random, units: Sequence[str]) -> Feedback:
    received = FIRST + timedelta(days=draw.randrange((DAY - FIRST).days))
    closed = number % 4 > 0
    return Feedback(
        f"FB-L{number:05d}", received, units[draw.randrange(len(units))], "Process",
        "Y03-03@region", "质控标记的含义希望有说明文件", "closed" if closed else "open",
        min(received + timedelta(days=5), DAY) if closed else None,
        min(received + timedelta(days=30), DAY) if closed else None, "满意" if closed else "",
    )  # fmt: skip


def _values(generated: Path, units: Sequence[str], draw: Random) -> Iterator[IndicatorValue]:
    """A value a month for three years, of every unit."""
    indicators = sorted(
        row["indicator_id"] for path in generated.glob("*indicators.csv") for row in _read(path)
    )
    for indicator in indicators[:5]:
        for unit in units:
            for year in (2023, 2024, 2025):
                for month in range(1, 13):
                    value = f"{97 + 3 * draw.random():.2f}"
                    yield IndicatorValue(indicator, unit, f"{year}-{month:02d}", value, "98")


def _write(folder: Path, rows: Iterable[Row]) -> None:
    rows = iter(rows)
    first = next(rows)
    kind = type(first)
    with (folder / f"{kind.TABLE}.csv").open("w", encoding="utf-8", newline="") as file:
        sink = csv.writer(file, lineterminator="\n")
        sink.writerow(columns(kind))
        sink.writerow(astuple(first))
        while some := list(islice(rows, 10_000)):
            sink.writerows(map(astuple, some))


def _write_tasks(path: Path, units: Sequence[str], draw: Random) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        sink = csv.writer(file, lineterminator="\n")
        sink.writerow(("task_id", "plan", "title", "lead", "due", "done", "certainty"))
        for number in range(TASKS):
            due = DAY + timedelta(days=draw.randrange(-600, 300))
            done = due - timedelta(days=draw.randrange(1, 20)) if number % 10 else None
            sink.writerow(
                (f"T-{number}", f"工作计划{number % 20}", f"任务{number}",
                 units[draw.randrange(len(units))], due,
                 done if done and done <= DAY else "", "synthetic")
            )  # fmt: skip


if __name__ == "__main__":
    write_loop(Path(sys.argv[1]), stations=int(sys.argv[2]), things=int(sys.argv[3]))
    print(json.dumps({}))
