"""One record of an answer, from the attributes of its `R`: station, position, time and values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timezone

from loaders.cimiss_music.elements import (
    CLOCK,
    FLAG,
    LEFT,
    MISSING,
    NIL_INAPPLICABLE,
    NIL_MISSING,
    NIL_UNKNOWN,
    NO_TASK,
    NUMBER,
    READ,
    VARIABLES,
)
from loaders.observations import Observation
from loaders.positions import LATITUDE, LONGITUDE, CellError, decimal_degrees, metres

_NUMBER = re.compile(r"[0-9A-Z]{5}")
_WHOLE = re.compile(r"[0-9]{1,4}")
_VALUE = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?")
_OWN_CODE = re.compile(r"-?9{3}[0-9]{3}(\.0+)?")
_FLAG = re.compile(r"[0-9]{1,3}")
_SHORT = 60
_AREA = re.compile(r"[0-9]{6}")
_LEVEL = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class Record:
    """What one record says. Absent parts are empty; `absent` names them with their nil reason.

    `position`: properties of a Location. `values`: one for each element of the record.
    """

    number: str
    names: Mapping[str, str]
    position: Mapping[str, str]
    absent: tuple[tuple[str, str], ...]
    level: str
    area: str
    time: datetime
    values: tuple[Observation, ...]

    @property
    def observed(self) -> tuple[str, ...]:
        """Codes of the elements that the station has a task to observe."""
        return tuple(v.variable for v in self.values if v.nil_reason != NIL_INAPPLICABLE)


def identity(fields: Mapping[str, str]) -> str:
    """Name of a record across answers: station and time; nothing where they cannot be read."""
    number, clock = fields.get(NUMBER, ""), [fields.get(part, "") for part in CLOCK]
    if not _NUMBER.fullmatch(number) or not all(map(_WHOLE.fullmatch, clock)):
        return ""
    return f"record|{number}|{'-'.join(clock)}"


def record(fields: Mapping[str, str], zone: timezone | None) -> Record:
    """The record of the attributes; raises `CellError` for the first that breaks a rule.

    Times are UTC, as the service keeps them, unless the source declares another `zone`.
    """
    number = _shaped(fields, NUMBER, _NUMBER, "区站号应为五位数字或字母", "five digits or letters")
    time = _time(fields, zone)
    values = tuple(_values(fields, number, time))
    position, absent = _position(fields, values)
    return Record(
        number,
        _names(fields),
        position,
        absent,
        _optional(fields, "Station_levl", _LEVEL, "测站级别应为代码", "the code of a level"),
        _optional(fields, "Admin_Code_CHN", _AREA, "行政区代码应为六位", "six digits (GB/T 2260)"),
        time,
        values,
    )


def unread(fields: Iterable[str]) -> tuple[str, ...]:
    """Attributes that nobody reads: no part of a station, and no element with its quality code."""
    names = set(fields)
    elements = {name for name in names if name in VARIABLES or FLAG + name in names}
    flags = {FLAG + name for name in elements}
    return tuple(sorted(names - elements - flags - READ - LEFT))


def _names(fields: Mapping[str, str]) -> dict[str, str]:
    texts = {"name": fields.get("Station_Name", ""), "province": fields.get("Province", "")}
    for name, text in texts.items():
        if len(text) > _SHORT:
            message = f"{name} 过长，请更正 / longer than {_SHORT} characters: correct it"
            raise CellError(name, text, "length", message)
    return {name: text for name, text in texts.items() if text not in ("", MISSING)}


def _time(fields: Mapping[str, str], zone: timezone | None) -> datetime:
    parts = [fields.get(part, "") for part in CLOCK]
    for part, text in zip(CLOCK, parts, strict=True):
        if not _WHOLE.fullmatch(text):
            raise CellError(
                part,
                text,
                "time",
                "记录须有年月日时分，请在检索要素中加上 / a record needs year, month, day, hour "
                f"and minute: ask the service for {', '.join(CLOCK)}",
            )
    year, month, day, hour, minute = map(int, parts)
    try:
        return datetime(year, month, day, hour, minute, tzinfo=zone or UTC).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        message = f"不是日历上的时间，请更正 / no time of the calendar ({error}): correct it"
        raise CellError("Year", "-".join(parts), "time", message) from error


def _values(fields: Mapping[str, str], number: str, time: datetime) -> Iterator[Observation]:
    """A value for each element: what has a quality code beside it, or is known as one."""
    for name, text in fields.items():
        if name in READ or name in LEFT:
            continue
        if name in VARIABLES or FLAG + name in fields:
            yield _value(number, name, time, text, _flag(fields, name))


def _value(number: str, name: str, time: datetime, text: str, flag: str | None) -> Observation:
    """A number, or a null with the reason; a code in a number's place is no number."""
    if text and not _VALUE.fullmatch(text):
        raise CellError(
            name,
            text,
            "value",
            f"要素值应为十进制数，缺测为 {MISSING}，请更正 / the value of an element is a decimal "
            f"number, {MISSING} when missing: correct it",
        )
    reason = None
    if text in ("", MISSING):
        reason = NIL_INAPPLICABLE if flag == NO_TASK else NIL_MISSING
    elif _OWN_CODE.fullmatch(text):
        reason = NIL_UNKNOWN
    value = float(text) if reason is None else None
    return Observation(number, name, time, value, text or None, flag, reason)


def _flag(fields: Mapping[str, str], name: str) -> str | None:
    text = fields.get(FLAG + name, "")
    if text and not _FLAG.fullmatch(text):
        message = (
            "质控码应为一至三位数字，请更正 / a quality code has one to three digits: correct it"
        )
        raise CellError(FLAG + name, text, "qc-code", message)
    return text or None


def _position(
    fields: Mapping[str, str], values: Iterable[Observation]
) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """What is said of the place, and what is not. A sensor altitude of 0 is kept: it is stated."""
    position: dict[str, str] = {}
    absent: list[tuple[str, str]] = []
    latitude, longitude = _given(fields, "Lat"), _given(fields, "Lon")
    if bool(latitude) != bool(longitude):
        column, text = ("Lat", latitude) if not latitude else ("Lon", longitude)
        message = "经纬度须同时给出，请补上 / latitude and longitude go together: add the other"
        raise CellError(column, text, "position-pair", message)
    if latitude:
        position["latitude"] = decimal_degrees(latitude, LATITUDE, "Lat")
        position["longitude"] = decimal_degrees(longitude, LONGITUDE, "Lon")
    else:
        absent.append(("3-07", NIL_MISSING))
    no_barometer = any(v.variable == "PRS" and v.nil_reason == NIL_INAPPLICABLE for v in values)
    for column, name in (("Alti", "elevation_m"), ("PRS_Sensor_Alti", "barometer_elevation_m")):
        if text := _given(fields, column):
            position[name] = metres(text, column)
        else:
            none = no_barometer and name == "barometer_elevation_m"
            absent.append((name, NIL_INAPPLICABLE if none else NIL_MISSING))
    return position, tuple(absent)


def _given(fields: Mapping[str, str], column: str) -> str:
    """The text of an attribute, or nothing for a missing one."""
    text = fields.get(column, "")
    return "" if text == MISSING else text


def _shaped(
    fields: Mapping[str, str], column: str, shape: re.Pattern[str], zh: str, en: str
) -> str:
    text = fields.get(column, "")
    if not shape.fullmatch(text):
        raise CellError(column, text, "shape", f"{zh}，请更正 / write {en}: correct it")
    return text


def _optional(
    fields: Mapping[str, str], column: str, shape: re.Pattern[str], zh: str, en: str
) -> str:
    return _shaped(fields, column, shape, zh, en) if _given(fields, column) else ""
