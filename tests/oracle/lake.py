"""A naive second reading of the lake: every file read whole, values compared one by one.

It shares no code with the engine: the manifest is read as JSON, the files with pyarrow, and all
else are dicts. Its answers are plain rows.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime, timedelta
from math import fsum
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

Key = tuple[str, str, datetime]
Row = dict[str, Any]


def newest(home: Path, dataset: str, as_known: str | None = None) -> dict[Key, Row]:
    """The newest row of each key known then, with where it stands."""
    folder = home / "lake" / dataset
    found: dict[Key, Row] = {}
    for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        load = json.loads(line)["load"]
        if as_known is not None and load["recorded_at"] > as_known:
            continue
        for file in load["files"]:
            parquet = pq.ParquetFile(folder / file["name"])
            for group in range(parquet.num_row_groups):
                place = {"file": f"{dataset}/{file['name']}", "row_group": group}
                place |= {"sha256": file["sha256"], "original": load["original"]}
                for row in parquet.read_row_group(group).to_pylist():
                    key = row["station"], row["variable"], row["time"]
                    found[key] = {**row, **place, "version": load["version"]}
    return found


def select(
    rows: dict[Key, Row],
    stations: tuple[str, ...] = (),
    variables: tuple[str, ...] = (),
    begin: datetime | None = None,
    end: datetime | None = None,
) -> list[Row]:
    """The rows of a selection, by UTC day, station, variable, time."""
    wanted = [
        row
        for (station, variable, time), row in rows.items()
        if (not stations or station in stations)
        and (not variables or variable in variables)
        and (begin is None or begin <= time)
        and (end is None or time < end)
    ]
    return sorted(wanted, key=lambda r: (r["time"].date(), r["station"], r["variable"], r["time"]))


def aggregate(rows: list[Row], period: str, offset: timedelta) -> list[Row]:
    """Statistics per period, station, variable."""
    groups: dict[tuple[Any, str, str], list[Row]] = {}
    for row in rows:
        begin = _begin(row["time"], period, offset)
        groups.setdefault((begin, row["station"], row["variable"]), []).append(row)
    answer = []
    for (begin, station, variable), members in sorted(groups.items(), key=_sortable):
        values = [m["value"] for m in members if m["value"] is not None]
        answer.append(
            {
                "station": station,
                "variable": variable,
                "period": begin,
                "count": len(members),
                "missing": len(members) - len(values),
                "minimum": min(values, default=None),
                "maximum": max(values, default=None),
                "mean": fsum(values) / len(values) if values else None,
                "flags": sorted(Counter(m["flag"] for m in members if m["flag"]).items()),
            }
        )
    return answer


def _sortable(group: tuple[tuple[Any, str, str], list[Row]]) -> tuple[str, str, str]:
    (begin, station, variable), _ = group
    return "" if begin is None else begin.isoformat(), station, variable


def _begin(time: datetime, period: str, offset: timedelta) -> datetime | None:
    if period == "whole":
        return None
    if period == "hour":
        return time.replace(minute=0, second=0, microsecond=0)
    local = (time + offset).replace(hour=0, minute=0, second=0, microsecond=0)
    if period in ("month", "year"):
        local = local.replace(day=1)
    if period == "year":
        local = local.replace(month=1)
    return local - offset
