"""What the SYNOP messages of 2018-11-02 say of stations of Inner Mongolia, against the registries.

What must be raised is read here independently: messages by pdbufr, registries by csv.
"""

from __future__ import annotations

import csv
import json
import math
from dataclasses import dataclass
from pathlib import Path

import pdbufr
import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from graph import Settings, Workspace
from loaders import Declared, LoadChoices, LoadReport, load_file, make_plan

FILE = "ecmwf_pdbufr/synop_inner_mongolia_part.bufr"
RECORDS = "cma_station_tidymet/inner_mongolia_relocations_195101_201812.csv"
LIST = "cma_station_tidymet/inner_mongolia_stations_2016.csv"
DAY = "2018-11-02"
EARTH_KM = 6371.0088
TOO_FAR_KM, TOO_HIGH_M = 2.0, 20.0


@dataclass(frozen=True)
class Spot:
    """A place of a station; of a record also its line and the days it was taken and left."""

    latitude: float
    longitude: float
    height: float
    line: int = 0
    first: str = ""
    last: str = ""

    def apart(self, other: Spot) -> tuple[float, float]:
        a, b = math.radians(self.latitude), math.radians(other.latitude)
        east = math.radians(self.longitude - other.longitude)
        h = math.sin((a - b) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(east / 2) ** 2
        return 2 * EARTH_KM * math.asin(math.sqrt(h)), abs(self.height - other.height)

    def is_elsewhere(self, other: Spot) -> bool:
        far, high = self.apart(other)
        return far > TOO_FAR_KM or high > TOO_HIGH_M


def minutes(text: str) -> float:
    return int(text[:-2]) + int(text[-2:]) / 60


def transmitted(path: Path) -> dict[str, Spot]:
    columns = ("blockNumber", "stationNumber", "latitude", "longitude", "heightOfStation")
    frame = pdbufr.read_bufr(str(path), columns=columns)
    return {
        f"{row.blockNumber:02d}{row.stationNumber:03d}": Spot(
            row.latitude, row.longitude, row.heightOfStation
        )
        for row in frame.itertuples()
    }


def recorded(path: Path) -> dict[str, list[Spot]]:
    found: dict[str, list[Spot]] = {}
    with path.open(encoding="utf-8") as stream:
        for line, row in enumerate(csv.DictReader(stream), 2):
            spot = Spot(
                minutes(row["lat"]), minutes(row["lon"]), float(row["alt"]), line,
                row["period_date_begin"], row["period_date_end"],
            )  # fmt: skip
            found.setdefault(row["site"], []).append(spot)
    return found


def listed(path: Path) -> dict[str, Spot]:
    with path.open(encoding="utf-8") as stream:
        return {
            row["station_id"]: Spot(
                minutes(row["lat_ddmm"]), minutes(row["lon_dddmm"]), float(row["elev_m"])
            )
            for row in csv.DictReader(stream)
        }


def must_be_raised(data: Path) -> dict[str, tuple[float, set[int]]]:
    """Station to kilometres and the lines of records that explain it, none for "unexplained"."""
    records, registry = recorded(data / RECORDS), listed(data / LIST)
    found = {}
    for number, spot in transmitted(data / FILE).items():
        [then] = [r for r in records[number] if r.first <= DAY <= r.last]
        assert not then.is_elsewhere(registry[number]), "the two registries agree on these stations"
        if spot.is_elsewhere(then):
            former = {
                r.line for r in records[number]
                if r.last < then.first and not r.is_elsewhere(spot)
            }  # fmt: skip
            found[number] = (spot.apart(then)[0], former)
    return found


def test_what_must_be_raised_is_what_domain_experts_know(shared: Path) -> None:
    """52495: the place left on 1993-01-01; 53068: that of 1965 to 1982; 53463 moved with it."""
    found = must_be_raised(shared / "data")

    assert set(found) == {"52495", "53068"}
    assert {number: lines for number, (_, lines) in found.items()} == {
        "52495": {104}, "53068": {119, 120},
    }  # fmt: skip
    assert found["52495"][0] == pytest.approx(69.65, abs=0.01)
    assert found["53068"][0] == pytest.approx(5.68, abs=0.01)
