"""Names: WIGOS identifiers, and the keys of what WMDR gives no global name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from loaders.positions import CellError
from loaders.wmdr.codes import free_text, stated
from loaders.wmdr.model import Equipment

_WIGOS = re.compile(r"[0-3]-[1-9]\d*-\d+-[A-Za-z0-9._-]+", re.ASCII)
_BLOCK = re.compile(r"0-20000-0-(\d{5})", re.ASCII)


@dataclass(frozen=True, slots=True)
class StationName:
    """A station's first WIGOS identifier, the number we know it by, and its further numbers."""

    wigos: str
    number: str
    aliases: tuple[str, ...] = ()


def station_name(text: str) -> StationName:
    """The names in a list of WIGOS identifiers (`0-20000-0-06725,0-756-1-Blatten`).

    Raises `CellError` where one of them is none.

    >>> station_name("0-20000-0-06725,0-756-1-Blatten").number
    '06725'
    """
    names = [part.strip() for part in text.split(",")]
    for name in names:
        if _WIGOS.fullmatch(name) is None:
            raise CellError(
                "identifier",
                text,
                "wigos-id",
                "不是 WIGOS 标识，如 0-20000-0-53463，请更正 / no WIGOS identifier such as "
                "0-20000-0-53463: correct it",
            )
    numbers = [station_number(name) for name in dict.fromkeys(names)]
    return StationName(names[0], numbers[0], tuple(numbers[1:]))


def station_number(wigos: str) -> str:
    """The WMO block number in a WIGOS identifier that holds one, else the identifier.

    >>> station_number("0-20000-0-53463"), station_number("0-156-10000-51056")
    ('53463', '0-156-10000-51056')
    """
    block = _BLOCK.fullmatch(wigos)
    return block[1] if block else wigos


def instrument_key(station: str, deployment: str, equipment: Equipment) -> str:
    """The key of an instrument, "" where nothing is told that makes it one.

    Manufacturer, model and serial number name it everywhere; a serial number alone does so at its
    station; without one it is known as that of its deployment.
    """
    known = [free_text(e) for e in (equipment.manufacturer, equipment.model, equipment.serial)]
    maker, model, serial = (stated(told) for told in known)
    first = station.partition(",")[0]
    if serial:
        return f"{maker}/{model}/{serial}" if maker and model else f"{first}/{serial}"
    if maker or model or equipment.controlled or stated(equipment.firmware):
        return f"{first}/{deployment}"
    return ""


@dataclass(frozen=True, slots=True)
class Streams:
    """Numbers values that hold side by side: data may be generated in several streams at once.

    Values that are equal are one; the first keeps its plain name.
    """

    seen: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def name(self, name: str, begin: str, value: str) -> str:
        """The name of a value that holds from a begin.

        >>> streams = Streams()
        >>> [streams.name("unit", "2013", value) for value in ("K", "degC", "K")]
        ['unit', 'unit:2', 'unit']
        """
        values = self.seen.setdefault((name, begin), [])
        if value not in values:
            values.append(value)
        number = values.index(value) + 1
        return name if number == 1 else f"{name}:{number}"
