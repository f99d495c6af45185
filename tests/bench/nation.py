"""A network of national size: a made-up province of many stations, and issues without number.

The tables are those of the sample: loaders, ledger and store hold them as they hold any other.
The further issues are drawn from a seed, about series that are observed when they begin. They are
over, and nobody handled them: they are what an automatic check leaves behind.

Run as `python nation.py FOLDER STATIONS ISSUES` with the project importable.
"""

from __future__ import annotations

import csv
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from loaders.sample import write_province

LAST = datetime(2025, 12, 31, tzinfo=UTC)
_KINDS = ("quality", "quality", "quality", "availability", "timeliness")
_TESTS = tuple(f"自动检查 {number:02d}" for number in range(1, 31))
_SEVERITIES = ("minor", "minor", "minor", "major", "critical")
_CHANNEL, _REPORTER = "自动质控", "内蒙古自治区气象信息中心"


def write_nation(folder: Path, *, stations: int, issues: int, seed: int = 1) -> None:
    """Write the tables of so many stations, with at least so many issues in all."""
    write_province(folder, seed=seed, stations=stations)
    with (folder / "generated" / "deployments.csv").open(encoding="utf-8", newline="") as file:
        observed = [
            (row["station_id"], row["variable"], *_days(row["valid_from"], row["valid_to"]))
            for row in csv.DictReader(file)
            if row["role"] != "backup" and row["valid_from"]
        ]
    path = folder / "generated" / "issues.csv"
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
        there = sum(1 for _ in file)
    draw = Random(seed)
    with path.open("a", encoding="utf-8", newline="") as file:
        sink = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        for number in range(max(issues - there, 0)):
            sink.writerow(_issue(draw, number, observed[draw.randrange(len(observed))]))


def _days(begin: str, end: str) -> tuple[datetime, int]:
    """The first day of a deployment, and for how many it is there."""
    first = datetime.fromisoformat(begin).replace(tzinfo=UTC)
    last = datetime.fromisoformat(end).replace(tzinfo=UTC) if end else LAST
    return first, max((last - first).days, 1)


def _issue(draw: Random, number: int, where: tuple[str, str, datetime, int]) -> dict[str, str]:
    station, variable, first, days = where
    begin = first + timedelta(hours=draw.randrange(24 * days))
    return {
        "issue_id": f"ISS-{station}-N{number:07d}",
        "kind": _KINDS[draw.randrange(len(_KINDS))],
        "station_id": station,
        "variable": variable,
        "test": _TESTS[min(int(draw.expovariate(0.2)), len(_TESTS) - 1)],
        "begin": f"{begin:%Y-%m-%dT%H:%M:%SZ}",
        "end": f"{begin + timedelta(hours=draw.randrange(1, 720)):%Y-%m-%dT%H:%M:%SZ}",
        "severity": _SEVERITIES[draw.randrange(len(_SEVERITIES))],
        "channel": _CHANNEL,
        "reported_by": _REPORTER if draw.random() < 0.5 else "",
        "certainty": "synthetic",
    }


if __name__ == "__main__":
    write_nation(Path(sys.argv[1]), stations=int(sys.argv[2]), issues=int(sys.argv[3]))
    print(json.dumps({}))
