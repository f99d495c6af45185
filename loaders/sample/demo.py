"""The two issues that every sample holds, on records fixed by hand.

DEMO-0001: station pressure; the last calibration had run out 42 days before, and everything above
it was in order up to the international standard. DEMO-0002: air temperature; in tolerance and in
time, but the next calibration found the sensor out of tolerance.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from loaders.sample.days import after
from loaders.sample.equipment import Line, Stay, fixed_line
from loaders.sample.facts import real_stations
from loaders.sample.flaws import error
from loaders.sample.issues import DATA_CENTRE
from loaders.sample.mechanisms import DRIFT, EXPIRED, Cause
from loaders.sample.metrology import REGION_LAB
from loaders.sample.planting import out_of_tolerance
from loaders.sample.rows import Calibration, Incident, Issue
from loaders.sample.scene import Scene
from loaders.sample.variables import BY_CODE, typical_at

PRESSURE_ISSUE = "DEMO-0001"
TEMPERATURE_ISSUE = "DEMO-0002"
STATION = "53463"
_PRESSURE = BY_CODE["PRS"]
_TEMPERATURE = BY_CODE["TEM"]
_PRESSURE_STAYS = (
    (date(2012, 3, 1), date(2014, 5, 19), ("2012-02-10", "2013-02-01", "2014-01-25")),
    (date(2014, 5, 20), date(2018, 12, 31),
     ("2014-05-08", "2015-05-04", "2016-04-28", "2017-04-23", "2018-07-10")),
    (date(2019, 1, 1), date(2022, 10, 31),
     ("2018-12-11", "2019-12-02", "2020-11-24", "2021-11-15")),
    (date(2022, 11, 1), None, ("2022-10-12", "2023-10-05", "2024-09-27", "2025-09-19")),
)  # fmt: skip
_TEMPERATURE_STAYS = (
    (date(2012, 3, 1), date(2015, 5, 31), ("2012-02-12", "2014-02-03")),
    (date(2015, 6, 1), date(2021, 4, 30), ("2015-05-12", "2017-05-05", "2019-04-18")),
    (date(2021, 5, 1), None, ("2021-04-10", "2023-04-01", "2025-03-25")),
)
_EXPIRED_CHECK = (1, 3)
_DRIFTED_CHECK = (1, 2)


def demo_station(count: int) -> str:
    """The station of the demo issues: 53463 where the sample reaches it, else the first."""
    stations = [s.station_id for s in real_stations()[:count]]
    return STATION if STATION in stations else stations[0]


def _stays(
    interval: int, given: tuple[tuple[date, date | None, tuple[str, ...]], ...]
) -> tuple[Stay, ...]:
    return tuple(
        Stay(
            first,
            last,
            tuple((d, after(d, interval - 1)) for d in map(date.fromisoformat, days)),
        )
        for first, last, days in given
    )


def _changed(line: Line, check: tuple[int, int], row: Calibration) -> Line:
    number, index = check
    holding = line.holdings[number]
    rows = holding.calibrations
    holding = replace(holding, calibrations=(*rows[:index], row, *rows[index + 1 :]))
    holdings = (*line.holdings[:number], holding, *line.holdings[number + 1 :])
    return replace(line, holdings=holdings)


def play(scene: Scene) -> None:
    """Put the fixed pressure and temperature records and both demo issues into the scene."""
    pressure = fixed_line(scene.rng, scene.site, _PRESSURE, _stays(365, _PRESSURE_STAYS))
    warmth = fixed_line(scene.rng, scene.site, _TEMPERATURE, _stays(730, _TEMPERATURE_STAYS))
    found = warmth.holdings[_DRIFTED_CHECK[0]].calibrations[_DRIFTED_CHECK[1]]
    warmth = _changed(warmth, _DRIFTED_CHECK, out_of_tolerance(_TEMPERATURE)(found))
    late = pressure.holdings[1].calibrations[4]
    pressure = _changed(pressure, (1, 4), replace(late, as_found_error=error(_PRESSURE, 0.8)))
    backups = scene.lines["TEM"].backups
    scene.lines["PRS"] = pressure
    scene.lines["TEM"] = replace(warmth, backups=backups)
    # Whole lines are taken: nothing else shall happen to the demo's instruments.
    for code in ("PRS", "TEM"):
        for number, holding in enumerate(scene.lines[code].holdings):
            scene.taken.update((code, number, i) for i in range(len(holding.calibrations)))
    _add_issues(scene, pressure, warmth)


def _add_issues(scene: Scene, pressure: Line, warmth: Line) -> None:
    station = scene.site.station_id
    value = typical_at(_PRESSURE, scene.site.barometer_elevation_m) - 7.4
    number, index = _EXPIRED_CHECK
    expired = pressure.holdings[number].calibrations[index].calibration_id
    drifted = warmth.holdings[_DRIFTED_CHECK[0]].instrument.instrument_id
    scene.issues.append(
        Issue(
            PRESSURE_ISSUE, "quality", station, "PRS", "空间一致性检查",
            "2018-06-03T06:00:00Z", "2018-06-21T00:00:00Z", "major", f"{value:.1f}", "open",
            "自动质控", DATA_CENTRE,
        )
    )  # fmt: skip
    scene.issues.append(
        Issue(
            TEMPERATURE_ISSUE, "quality", station, "TEM", "时间一致性检查",
            "2018-11-20T18:00:00Z", "2018-12-02T00:00:00Z", "minor", "-9.8", "open",
            "用户反馈", scene.site.league,
        )
    )  # fmt: skip
    scene.planted.append((Cause(EXPIRED, "Calibration", expired), PRESSURE_ISSUE))
    scene.planted.append((Cause(DRIFT, "Instrument", drifted), TEMPERATURE_ISSUE))
    # The cause is left for the user of the demo to confirm.
    opened, due = "2018-06-04T01:00:00Z", "2018-06-18T01:00:00Z"
    for state, day in (("open", opened), ("under_investigation", "2018-06-05T02:00:00Z")):
        scene.incidents.append(
            Incident("DEMO-INC-0001", PRESSURE_ISSUE, state, day, opened, due, REGION_LAB)
        )
