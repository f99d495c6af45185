"""Provider's codes of real data: what was counted in the files by hand is what is found.

The daily values are those of seven stations of Inner Mongolia, January to October 1951; their
codes were counted with awk before the check existed. The minute is one answer of CIMISS/MUSIC.
"""

from __future__ import annotations

import csv
import re
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from graph.lake import open_lake, write_lake
from graph.ledger import Ledger, LedgerReader
from loaders.quality_control.model import Episode
from loaders.quality_control.protocol import Context
from loaders.quality_control.registry import chosen
from loaders.quality_control.run import Outcome, Request, check
from loaders.quality_control.thresholds import load

DAILY = Path("data/cma_station_tidymet/surf_cli_chn_mul_day_v3_1951_inner_mongolia.csv")
MINUTE = Path("data/cimiss_music_xml/SURF_CHN_MAIN_MIN_20180901160000_excerpt.xml")
Row = tuple[str, str, datetime, float, str]


def into_lake(home: Path, rows: list[Row]) -> None:
    stations, variables, times, values, codes = zip(*rows, strict=True)
    with write_lake(home, "real", "0" * 64, "by-hand@1") as writer:
        writer.write(
            {
                "station": np.array(stations),
                "variable": np.array(variables),
                "time": np.array([t.replace(tzinfo=None) for t in times], "datetime64[us]"),
                "value": np.array(values),
                "flag": np.array(codes),
            }
        )


def checked(home: Path, test: str = "provider") -> Outcome:
    with Ledger(home) as ledger, open_lake(home) as lake:
        context = Context("real", home, lake, LedgerReader(ledger), load())
        return check(ledger, context, Request(chosen((test,))))


def told(episodes: list[Episode], variable: str) -> list[tuple[str, str, str, int]]:
    found = [e.found for e in episodes if e.found.variable == variable]
    return sorted((f.station, f.begin[:10], f.last[:10], f.count) for f in found)


@pytest.fixture(scope="module")
def daily(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    rows: list[Row] = []
    with (shared / DAILY).open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            time = datetime.fromisoformat(row["date"]).replace(hour=12, tzinfo=UTC)
            for name in ("Pavg", "Pmin", "Tavg", "ET_sml", "ET_big"):
                value = float(row[name]) / 10 if row[name] else float("nan")
                rows.append((row["site"], name, time, value, row[f"QC_{name}"]))
    home = tmp_path_factory.mktemp("daily")
    into_lake(home, rows)
    return checked(home)


def test_daily_values_are_counted_as_by_hand(daily: Outcome) -> None:
    (report,) = daily.reports

    assert daily.values == report.checked == 5 * 2097
    # 304 + 1 of the mean pressure, 396 + 2 of the lowest, 133 of temperature, 3 + 2097 of pans
    assert report.flagged == 305 + 398 + 133 + 3 + 2097


def test_suspect_pressures_are_found_where_they_are(daily: Outcome) -> None:
    (changed,) = daily.changed.values()

    suspect = [e.found for e in changed if e.found.kind == "quality"]

    assert sorted((f.station, f.variable, f.begin, f.worst.value) for f in suspect) == [
        ("50527", "Pavg", "1951-05-02T12:00:00Z", "917.2"),
        ("50527", "Pmin", "1951-05-02T12:00:00Z", "911.5"),
        ("54218", "Pmin", "1951-02-17T12:00:00Z", "944.1"),
    ]
    assert {(f.count, f.severity) for f in suspect} == {(1, "minor")}
    assert {f.end for f in suspect} == {"1951-05-03T12:00:00Z", "1951-02-18T12:00:00Z"}
    assert all(f.worst.evidence.startswith("lake/real/date=1951-0") for f in suspect)


def test_missing_days_are_joined(daily: Outcome) -> None:
    (changed,) = daily.changed.values()

    first = [("50527", 1), ("50632", 127), ("50838", 1), ("53446", 1), ("54135", 1), ("54218", 1)]
    begin = "1951-01-01"
    expected = [(s, begin, "1951-05-07" if n > 1 else begin, n) for s, n in first]
    assert told(changed, "Tavg") == sorted([*expected, ("53463", "1951-02-01", "1951-02-01", 1)])
    assert told(changed, "ET_sml") == [
        ("53446", "1951-03-23", "1951-03-23", 1),
        ("54135", "1951-07-21", "1951-07-21", 1),
        ("54135", "1951-10-18", "1951-10-18", 1),
    ]


def test_what_was_never_measured_is_open_to_the_last_day(daily: Outcome) -> None:
    (changed,) = daily.changed.values()

    pans = [e for e in changed if e.found.variable == "ET_big"]

    assert {(e.status, e.found.end, e.found.last[:10]) for e in pans} == {
        ("open", None, "1951-10-31")
    }
    assert sorted(e.found.count for e in pans) == [273, 304, 304, 304, 304, 304, 304]


def test_the_wrong_pressure_of_w8120_is_found(shared: Path, tmp_path: Path) -> None:
    rows: list[Row] = []
    for row in ElementTree.parse(shared / MINUTE).getroot().iter("R"):
        said = row.attrib
        parts = (int(said[name]) for name in ("Year", "Mon", "Day", "Hour", "Min"))
        time = datetime(*parts, tzinfo=UTC)
        for name, code in said.items():
            if match := re.fullmatch("Q_(.+)", name):
                value = float(said[match[1]])
                rows.append((said["Station_Id_C"], match[1], time, value, code))
    into_lake(tmp_path, rows)

    outcome = checked(tmp_path)

    (report,) = outcome.reports
    assert (outcome.values, report.checked, report.flagged) == (264, 81, 1)
    (episode,) = outcome.changed["provider"]
    found = episode.found
    assert (found.station, found.variable, found.severity) == ("W8120", "PRS", "major")
    assert (found.worst.value, found.begin, found.end) == ("876.3", "2018-09-01T16:00:00Z", None)


def test_one_day_of_1951_leaps_beyond_what_two_days_may_differ(
    shared: Path, tmp_path: Path
) -> None:
    """34.9 and 14.2 degC at 54218 on the first two days of June, both with the code for good.

    Pairs of days that follow each other were counted from the file before the test existed.
    """
    columns = {"Tmax": "TEM_Max", "Tmin": "TEM_Min", "WINavg": "WIN_S_Avg"}
    rows: list[Row] = []
    with (shared / DAILY).open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            time = datetime.fromisoformat(row["date"]).replace(hour=12, tzinfo=UTC)
            for name, variable in columns.items():
                if row[name] and abs(int(row[name])) < 1000:
                    rows.append((row["site"], variable, time, int(row[name]) / 10, "0"))
    into_lake(tmp_path, rows)

    outcome = checked(tmp_path, "step")

    (report,) = outcome.reports
    assert (report.checked, report.flagged) == (1963 + 1963 + 2088, 1)
    ((found,),) = ([episode.found for episode in changed] for changed in outcome.changed.values())
    assert (found.station, found.variable, found.severity) == ("54218", "TEM_Max", "minor")
    assert (found.begin[:10], found.worst.value, found.count) == ("1951-06-02", "14.2", 1)
