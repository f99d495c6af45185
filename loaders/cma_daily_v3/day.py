"""One station's day, from a row of the table.

The format document gives one day for all elements: Beijing time, ending at 20 o'clock (日界为20时).
So the day D begins on D-1 at 12:00 UTC and ends on D at 12:00 UTC. The time of a daily value is the
end of its day, as in reports the time of an amount is the end of its period; `local_day` keeps D.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from loaders.cma_daily_v3.elements import (
    COLUMNS,
    MISSING,
    NIL_INAPPLICABLE,
    NIL_MISSING,
    NIL_UNKNOWN,
    NO_DATA,
    NO_TASK,
    Column,
)
from loaders.observations import Observation
from loaders.positions import (
    LATITUDE,
    LONGITUDE,
    RESOLUTION_DEG,
    CellError,
    from_degrees_minutes,
    is_station_number,
    metres,
    station_number,
)
from ontology import CIVIL, TimeError, civil_date, parse_moment, valid_time

BOUNDARY = time(20, tzinfo=CIVIL)
"""When a day of the archive ends, Beijing time."""
ESTIMATED_ABOVE = 100_000
"""An estimated height is printed with this added, in tenths of a metre."""
ESTIMATED = "海拔为估测值（原值加 100000）"
_WHOLE = re.compile(r"-?[0-9]{1,6}")
_HEIGHT = re.compile(r"-?[0-9]{1,6}")
_FLAG = re.compile(r"[0-9]")
_BLANK = frozenset({"", "NA"})


@dataclass(frozen=True, slots=True)
class Day:
    """A station's day: where it stood (properties of a Location) and its values."""

    number: str
    on: date
    position: Mapping[str, str]
    values: tuple[Observation, ...]

    @property
    def observed(self) -> tuple[str, ...]:
        """Codes of the elements that have a value on the day."""
        return tuple(v.variable for v in self.values if v.value is not None)


def identity(fields: Mapping[str, str]) -> str:
    """Name of a row across versions: station and day; nothing where they cannot be read."""
    number = fields.get("site", "")
    try:
        day = civil_date(fields.get("date", ""))
    except TimeError:
        return ""
    return f"day|{number}|{day.isoformat()}" if is_station_number(number) else ""


def station_day(fields: Mapping[str, str]) -> Day:
    """The day of a row; raises `CellError` for the first cell that breaks a rule."""
    number = station_number(fields["site"], "site")
    on = _date(fields["date"])
    return Day(number, on, _position(fields), tuple(_values(fields, number, on)))


def end_of_day(on: date) -> datetime:
    """The moment at which a day of the archive ends, UTC.

    >>> str(end_of_day(date(1951, 1, 1)))
    '1951-01-01 12:00:00+00:00'
    """
    return parse_moment(valid_time(datetime.combine(on, BOUNDARY).isoformat()))


def _date(text: str) -> date:
    try:
        return civil_date(text)
    except TimeError as error:
        message = f"日期应写作 YYYY-MM-DD，请更正 / {error}: correct the cell"
        raise CellError("date", text, "date", message) from error


def _position(fields: Mapping[str, str]) -> dict[str, str]:
    position = {
        "latitude": from_degrees_minutes(fields["lat"], LATITUDE, "lat"),
        "longitude": from_degrees_minutes(fields["long"], LONGITUDE, "long"),
        "resolution_deg": RESOLUTION_DEG,
    }
    text = fields["alt"]
    if text in _BLANK or text == str(MISSING):
        return position
    if not _HEIGHT.fullmatch(text):
        raise CellError(
            "alt",
            text,
            "height",
            "海拔应为 0.1 米的整数，请更正 / write the height as a whole number of tenths of a "
            "metre: correct the cell",
        )
    tenths = int(text)
    if tenths >= ESTIMATED_ABOVE:
        tenths, position["note"] = tenths - ESTIMATED_ABOVE, ESTIMATED
    position["elevation_m"] = metres(_scaled(tenths, 1), "alt")
    return position


def _values(fields: Mapping[str, str], number: str, on: date) -> Iterator[Observation]:
    moment = end_of_day(on)
    for column in COLUMNS:
        if column.name in fields:
            text, flag = fields[column.name], _flag(fields, column)
            value, reason = _value(column, text, flag)
            code = column.variable.code
            yield Observation(number, code, moment, value, text or None, flag, reason, on)


def _value(column: Column, text: str, flag: str | None) -> tuple[float | None, str | None]:
    """The value in the unit of its variable, or why there is none; the printed number stays."""
    none = NIL_INAPPLICABLE if flag == NO_TASK else NIL_MISSING
    if text in _BLANK:
        return None, none
    if not _WHOLE.fullmatch(text):
        raise CellError(
            column.name,
            text,
            "value",
            "要素值应为整数，缺测为 32766 或留空，请更正 / write a whole number, 32766 or nothing "
            "when missing: correct the cell",
        )
    printed = int(text)
    if printed in (MISSING, NO_DATA):
        return None, none
    for mark in column.marks:
        if mark.low <= printed <= mark.high:
            if mark.reason:
                return None, mark.reason
            return float(_scaled(printed - mark.offset, column.decimals)), None
    if not column.lowest <= printed <= column.highest:
        return None, NIL_UNKNOWN
    return float(_scaled(printed, column.decimals)), None


def _scaled(printed: int, decimals: int) -> str:
    """A printed integer in its unit, as decimal text (6766 tenths are 676.6)."""
    return str(Decimal(printed).scaleb(-decimals))


def _flag(fields: Mapping[str, str], column: Column) -> str | None:
    text = fields.get(column.flag, "")
    if text not in _BLANK and not _FLAG.fullmatch(text):
        message = "质控码应为一位数字，请更正 / a quality code is one digit: correct the cell"
        raise CellError(column.flag, text, "qc-code", message)
    return None if text in _BLANK else text
