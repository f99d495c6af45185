"""What one subset says: whose it is, of what time, from where, and its values.

Coordinates of BUFR (class 4: periods, class 7: heights of sensors) hold for the elements after
them until they change. Which element is which variable depends on them and on the template alone,
so it is found once for each combination (a `Plan`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from graph import Rejected
from loaders.bufr_elements import OBSERVED_CLASSES, Variable, canonical, code_of, variable_of
from loaders.observations import Observation
from loaders.positions import LATITUDE, LONGITUDE, Axis, CellError, decimal_degrees, metres
from loaders.synop_bufr.decoding import MISSING, Layout, Subset
from loaders.wmdr.names import station_name

NIL = "missing"
"""Nil reason of GML: it should be there and is not."""
_PERIODS = {"004024": 60, "004025": 1}
"""Elements that give a period, and how many minutes their unit has."""
_SENSOR_HEIGHTS = frozenset({"007032", "007033"})
_NUMBERS = ("001001", "001002")
_WIGOS = ("001125", "001126", "001127", "001128")
_TIMES = ("004001", "004002", "004003", "004004", "004005")
_SECOND = ("004006",)
_LATITUDES, _LONGITUDES = ("005001", "005002"), ("006001", "006002")
_HEIGHTS = ("007030", "007001")
_BAROMETER = ("007031",)
_PLACE = (*_LATITUDES, *_LONGITUDES, *_HEIGHTS, *_BAROMETER)
POSITIONS, PLANS = 100_000, 4096
"""How many positions in digits, and plans of one template, are remembered."""
_TEXT = "CCITT IA5"
_MISSING_INTEGER = int(MISSING)


@dataclass(frozen=True, slots=True)
class Report:
    """A subset as read. `position`: properties of the Location, digits; empty when not transmitted.

    `heights`: of the sensor above ground, in metres, by code of the variable.
    """

    station: str
    wigos_id: str
    time: datetime
    position: dict[str, str]
    heights: dict[str, str]
    plan: Plan
    subset: Subset

    def observations(self) -> list[Observation]:
        """All values, missing ones with their reason; the flag is the confidence in percent."""
        station, time, values = self.station, self.time, self.subset.values
        found = []
        for at, code, places, confidence in self.plan.values:
            value = values[at]
            flag = _percent(values[confidence]) if confidence else None
            if value == MISSING:
                found.append(Observation(station, code, time, None, None, flag, NIL))
            else:
                found.append(Observation(station, code, time, round(value, places), None, flag))
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Where in a subset each variable stands: place, code, decimal places, place of confidence.

    `heights`: code and place of the height of its sensor.
    """

    values: tuple[tuple[int, str, int, int], ...]
    variables: dict[str, Variable]
    heights: tuple[tuple[str, int], ...]


@lru_cache(maxsize=256)
def _percent(value: float) -> str | None:
    return None if value == MISSING else f"{value:g}"


class Reader:
    """Reads subsets, and remembers the plans of the templates it has met."""

    def __init__(self) -> None:
        self._frames: dict[Layout, _Frame] = {}

    def read(self, subset: Subset) -> Report:
        """What a subset says. Raises `CellError` for what breaks a rule."""
        frame = self._frames.get(subset.layout)
        if frame is None:
            frame = self._frames[subset.layout] = _Frame(subset.layout)
        station, wigos = _station(subset, frame)
        plan = frame.plan(subset)
        heights = {
            code: subset.digits(at) for code, at in plan.heights if subset.value(at) is not None
        }
        return Report(
            station, wigos, _time(subset, frame), frame.position(subset), heights, plan, subset
        )


class _Frame:
    """Where the identifying elements of a layout stand, and its plans by its coordinates."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._first: dict[str, int] = {}
        for at, element in enumerate(layout.elements):
            self._first.setdefault(element.code, at)
        self.number = self._all(_NUMBERS)
        self.wigos = self._all(_WIGOS)
        self.time = self._all(_TIMES)
        self.second = self._all(_SECOND)
        self._periods = [at for at, e in enumerate(layout.elements) if e.code in _PERIODS]
        self._plans: dict[tuple[float, ...], Plan] = {}
        self._places = [self._first[code] for code in _PLACE if code in self._first]
        self._positions: dict[tuple[float, ...], dict[str, str]] = {}

    def at(self, *codes: str) -> int | None:
        """Where the first of these elements stands that the layout has."""
        return next((self._first[code] for code in codes if code in self._first), None)

    def _all(self, codes: tuple[str, ...]) -> tuple[int, ...]:
        """Where these elements stand; nothing where one of them is not in the layout."""
        found = tuple(self._first[code] for code in codes if code in self._first)
        return found if len(found) == len(codes) else ()

    def plan(self, subset: Subset) -> Plan:
        """The plan for the periods that this subset gives."""
        key = tuple(subset.values[at] for at in self._periods)
        plan = self._plans.get(key)
        if plan is None:
            if len(self._plans) >= PLANS:
                self._plans.clear()
            plan = self._plans[key] = _plan(subset)
        return plan

    def position(self, subset: Subset) -> dict[str, str]:
        """What a subset says of the position; raises `CellError`."""
        key = tuple([subset.values[at] for at in self._places])
        found = self._positions.get(key)
        if found is None:
            if len(self._positions) >= POSITIONS:
                self._positions.clear()
            found = self._positions[key] = _position(subset, self)
        return found


def _plan(subset: Subset) -> Plan:
    values, heights, variables = [], [], {}
    counts: Counter[str] = Counter()
    confidence = subset.layout.confidence
    period, height, was_period = None, None, False
    for at, element in enumerate(subset.layout.elements):
        if element.code in _PERIODS:
            given = _minutes(subset, at, _PERIODS[element.code])
            # Two in a row are begin and end of one period.
            period = period if was_period and given == 0 else given
        elif element.code in _SENSOR_HEIGHTS:
            height = at
        elif element.code[1:3] in OBSERVED_CLASSES and element.unit != _TEXT:
            descriptor, apart = canonical(element.code, period)
            base = code_of(descriptor, apart)
            counts[base] += 1
            code = code_of(descriptor, apart, counts[base])
            variables[code] = variable_of(code, element.unit, element.key)
            values.append((at, code, element.places, confidence + at if confidence else 0))
            if height is not None:
                heights.append((code, height))
        was_period = element.code in _PERIODS
    return Plan(tuple(values), variables, tuple(heights))


def _minutes(subset: Subset, at: int, unit: int) -> int | None:
    """A period before the observation in minutes; None where it is missing or lies after."""
    value = subset.value(at)
    return None if value is None or value > 0 else round(-value) * unit


def _integers(subset: Subset, places: tuple[int, ...]) -> tuple[int, ...]:
    """Whole numbers at these places; nothing where one is absent or missing."""
    values = subset.values
    found = tuple([int(values[at]) for at in places])
    return () if _MISSING_INTEGER in found else found


def _station(subset: Subset, frame: _Frame) -> tuple[str, str]:
    """Number of a station and its WIGOS identifier; raises `CellError`."""
    wigos = _wigos(subset, frame)
    if numbers := _integers(subset, frame.number):
        block, station = numbers
        if not (0 < block < 100 and 0 <= station < 1000):
            raise CellError(
                "stationNumber",
                f"{block} {station}",
                "station-number",
                "区号应为 1 至 99，站号应为 0 至 999；请重新取得该报 / "
                "block numbers go from 1 to 99, "
                "station numbers from 0 to 999: fetch the message again",
            )
        number = f"{block:02d}{station:03d}"
        return number, wigos or f"0-20000-0-{number}"
    if not wigos:
        raise CellError(
            "stationNumber",
            "",
            "required",
            "没有区站号，也没有 WIGOS 标识；请发报方补上 / neither a station number nor a WIGOS "
            "identifier: ask the sender for one",
        )
    return station_name(wigos).number, wigos


def _wigos(subset: Subset, frame: _Frame) -> str:
    if not (numbers := _integers(subset, frame.wigos)):
        return ""
    *issue, local = numbers
    text = local // 1000 - 1  # ecCodes gives number and length of a text
    name = subset.texts[text].strip() if 0 <= text < len(subset.texts) else ""
    return "-".join([*map(str, issue), name]) if name else ""


def _time(subset: Subset, frame: _Frame) -> datetime:
    given = _integers(subset, frame.time)
    if not given:
        raise CellError(
            "time",
            "",
            "required",
            "没有观测时间；请发报方补上 / "
            "the time of observation is missing: ask the sender for it",
        )
    return _moment(given + _integers(subset, frame.second))


@lru_cache(maxsize=4096)
def _moment(given: tuple[int, ...]) -> datetime:
    year, month, day, hour, minute, second = given if len(given) == 6 else (*given, 0)
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError as error:
        raise CellError(
            "time",
            " ".join(map(str, given)),
            "time",
            "观测时间不成立，请重新取得该报 / "
            f"no time of the calendar ({error}): fetch the message "
            "again",
        ) from error


def _position(subset: Subset, frame: _Frame) -> dict[str, str]:
    """Latitude, longitude and heights that are transmitted; nothing without coordinates."""
    found = {
        axis.name: text
        for axis, codes in ((LATITUDE, _LATITUDES), (LONGITUDE, _LONGITUDES))
        if (text := _degrees(subset, frame, axis, codes))
    }
    if len(found) < 2:
        return {}
    at = frame.at(*_LATITUDES)
    if at is not None and subset.layout.elements[at].code == _LATITUDES[1]:
        found["resolution_deg"] = "0.01"
    for name, codes in (("elevation_m", _HEIGHTS), ("barometer_elevation_m", _BAROMETER)):
        at = frame.at(*codes)
        if at is not None and (text := subset.digits(at)):
            found[name] = metres(text, name)
    return found


def _degrees(subset: Subset, frame: _Frame, axis: Axis, codes: tuple[str, ...]) -> str:
    at = frame.at(*codes)
    text = "" if at is None else subset.digits(at)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return decimal_degrees(text, axis, axis.name) if text else ""


def rejected(subset: Subset, error: CellError) -> Rejected:
    """The rejection of a subset."""
    place = subset.message.place(subset.number)
    return Rejected(place, error.column, error.value, error.rule, error.message)
