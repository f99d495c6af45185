"""Two versions of three tables: rows change, move, go, come; one cannot be read."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from random import Random

SEED = 53463


@dataclass(frozen=True)
class Size:
    """How many rows each table has."""

    units: int
    stations: int
    deployments: int


LARGE, SMALL = Size(200, 300, 1000), Size(70, 100, 270)


def write_tables(folder: Path, size: Size) -> None:
    """Write `first/` and `second/`, the same for every folder."""
    random = Random(SEED)
    for name, count in vars(size).items():
        rows = [_row(name, i, size) for i in range(count)]
        if name == "deployments":
            rows[count // 2]["valid_from"] = "2018-13-45"  # rejected: from here on a full reading
        _write(folder / "first" / f"{name}.csv", rows)
        gone = set(random.sample(range(count), count // 12))
        rows = [row for i, row in enumerate(rows) if i not in gone]
        for row in random.sample(rows, count // 10):
            row["name_zh" if "name_zh" in row else "instrument_id"] += "改"
        rows += [_row(name, count + i, size) for i in range(count // 20)]
        random.shuffle(rows)
        _write(folder / "second" / f"{name}.csv", rows)


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _row(table: str, number: int, size: Size) -> dict[str, str]:
    if table == "units":
        return {
            "unit_id": f"第{number}气象局",
            "name_zh": f"第{number}气象局",
            "level": "banner",
            "part_of": f"第{number // 10}气象局" if number else "",
        }
    if table == "stations":
        return {
            "station_id": str(53000 + number),
            "name_zh": f"站{number}",
            "class": "基本站" if number % 3 else "基准站",
            "status": "operational",
            "operated_by": f"第{number % size.units}气象局",
            "valid_from": "1954-01-01",
            "valid_to": "",
        }
    return {
        "deployment_id": f"D{number}",
        "station_id": str(53000 + number % size.stations),
        "instrument_id": f"I{number}",
        "variable": "air_temperature",
        "role": "primary",
        "valid_from": f"20{number % 20:02d}-03-01",
        "valid_to": "",
    }
