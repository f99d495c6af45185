"""Values of a report: its groups as pymetdecoder reads them, in the units of BUFR Table B."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from graph import MissingExtraError
from loaders.bufr_elements import canonical, code_of, variable_of
from loaders.observations import Observation
from loaders.positions import CellError
from loaders.synop_text.bulletins import SHOWN, Report

MISSING, UNKNOWN = "missing", "unknown"
"""Nil reasons of GML: sent as solidi; without a number or a unit for another reason."""
Decoded = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Group:
    """A decoded value: where it stands in what pymetdecoder gives, and its element of Table B.

    `period`: where the hours stand that it covers.
    """

    path: str
    element: str
    period: str = ""


_GROUPS = (
    _Group("station_pressure", "010004"),
    _Group("sea_level_pressure", "010051"),
    _Group("pressure_tendency.change", "010061"),
    _Group("pressure_tendency.tendency", "010063"),
    _Group("surface_wind.direction", "011001"),
    _Group("surface_wind.speed", "011002"),
    _Group("air_temperature", "012101"),
    _Group("dewpoint_temperature", "012103"),
    _Group("maximum_temperature", "012111"),
    _Group("minimum_temperature", "012112"),
    _Group("ground_minimum_temperature", "012013"),
    _Group("relative_humidity", "013003"),
    _Group("precipitation_s1.amount", "013011", "precipitation_s1.time_before_obs"),
    _Group("precipitation_s3.amount", "013011", "precipitation_s3.time_before_obs"),
    _Group("precipitation_24h.amount", "013011", "precipitation_24h.time_before_obs"),
    _Group("ground_state_snow.depth", "013013"),
    _Group("sunshine.0.amount", "014031", "sunshine.0.duration"),
    _Group("sunshine.1.amount", "014031", "sunshine.1.duration"),
    _Group("visibility", "020001"),
    _Group("present_weather", "020003"),
    _Group("past_weather.0", "020004"),
    _Group("past_weather.1", "020005"),
    _Group("cloud_cover", "020010"),
    _Group("ground_state.state", "020062"),
    _Group("ground_state_snow.state", "020062"),
)


def decoded(report: Report, station: str) -> Decoded:
    """What pymetdecoder reads; raises `CellError` for a group that is none."""
    groups = report.text.split()
    if groups[1:2] == ["NIL"]:
        return {}
    try:
        import pymetdecoder
        from pymetdecoder.synop import SYNOP
    except ModuleNotFoundError as error:
        raise MissingExtraError(str(error.name), "field") from error
    text = f"AAXX {report.header.day_hour} {report.text}"
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            found: Decoded = SYNOP().decode(text)
        except (pymetdecoder.DecodeError, SystemExit) as error:
            raise _no_group(station, str(error)) from error
    wrong = [str(w.message) for w in said if "not a valid" in str(w.message)]
    if wrong:
        raise _no_group(station, wrong[0])
    return found


def _no_group(station: str, said: str) -> CellError:
    return CellError(
        station,
        said[:SHOWN],
        "group",
        "有一组不合 FM 12，请更正或重新取得该报 / "
        "a group is none of FM 12: correct it, or fetch the "
        "report again",
    )


def values(found: Decoded, station: str, moment: datetime) -> Iterator[Observation]:
    """The values of the groups that were sent; a later one of the same variable is left out."""
    seen: set[str] = set()
    for group in _GROUPS:
        sent = _at(found, group.path)
        if sent is _ABSENT:
            continue
        hours = _at(found, group.period) if group.period else None
        period = int(hours["value"] * 60) if isinstance(hours, dict) and hours["value"] else None
        code = code_of(*canonical(group.element, period))
        if code not in seen:
            seen.add(code)
            yield _observation(sent, station, code, moment)


_ABSENT = object()


def _at(found: object, path: str) -> object:
    """What stands at a path; `_ABSENT` where the group was not sent."""
    for part in path.split("."):
        if isinstance(found, dict):
            found = found.get(part, _ABSENT)
        elif isinstance(found, list):
            found = found[int(part)] if int(part) < len(found) else _ABSENT
        else:
            break
    return found


def _observation(sent: object, station: str, code: str, moment: datetime) -> Observation:
    """The value of a group; null with its reason where it has none. Calm has direction 0."""
    said = sent if isinstance(sent, dict) else {}
    value = 0 if said.get("calm") else said.get("value", said.get("depth"))
    unit, wanted = said.get("unit"), variable_of(code).unit
    flag = next((mark for mark in _MARKS if said.get(mark) is True), said.get("quantifier"))
    nil = None
    if not isinstance(value, int | float):
        nil = UNKNOWN if flag else MISSING
    elif unit is None and wanted == "m/s":
        nil = UNKNOWN
    if nil is not None or not isinstance(value, int | float):
        return Observation(station, code, moment, None, flag=flag, nil_reason=nil)
    scale, zero = _conversion(unit or wanted, wanted)
    return Observation(station, code, moment, round(value * scale + zero, 6), flag=flag)


_MARKS = ("trace", "obscured", "varAllUnknown", "impossible")
"""What the code tables say of a group beside or in place of a number, in words of pymetdecoder."""
_PINT = {"Cel": "degC", "KT": "knot", "%": "percent", "kg.m-2": "kg/m**2"}


@lru_cache(maxsize=64)
def _conversion(unit: str, wanted: str) -> tuple[float, float]:
    """Factor and zero from one unit to another; 1 mm of water is 1 kg/m²."""
    if unit == wanted or (unit, wanted) == ("mm", "kg.m-2") or wanted == "1":
        return 1.0, 0.0
    if unit == "okta":
        return 12.5, 0.0
    import pint

    registry: pint.UnitRegistry[float] = pint.UnitRegistry()
    one, zero = (
        registry.Quantity(value, _PINT.get(unit, unit)).to(_PINT.get(wanted, wanted)).magnitude
        for value in (1.0, 0.0)
    )
    return float(one - zero), float(zero)
