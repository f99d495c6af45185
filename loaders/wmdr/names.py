"""Names: WIGOS identifiers, and the keys of what WMDR gives no global name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from loaders.positions import CellError
from loaders.wmdr.codes import free_text, path_of, stated
from loaders.wmdr.model import Equipment, Told
from ontology import NODE_KINDS, element_id, key_parts

_WIGOS = re.compile(r"[0-3]-[1-9]\d*-\d+-[A-Za-z0-9._-]+", re.ASCII)
_BLOCK = re.compile(r"0-20000-0-(\d{5})", re.ASCII)


@dataclass(frozen=True, slots=True)
class StationName:
    """A station's first WIGOS identifier, the number we know it by, and its further numbers.

    `wigos` is empty where it is named by an address of ours alone.
    """

    wigos: str
    number: str
    aliases: tuple[str, ...] = ()


def station_name(text: str) -> StationName:
    """The names in a list of WIGOS identifiers (`0-20000-0-06725,0-756-1-Blatten`).

    An address of ours names a station as well (`urn:suyuan:element:station:53463`), as exports of
    ours write it for a station without an identifier. Raises `CellError` where one of them is none.

    >>> station_name("0-20000-0-06725,0-756-1-Blatten").number
    '06725'
    >>> station_name("urn:suyuan:element:station:53463")
    StationName(wigos='', number='53463', aliases=())
    """
    names = list(dict.fromkeys(part.strip() for part in text.split(",")))
    ours = {name: own_key("Station", name) for name in names}
    for name in names:
        if not ours[name] and not is_wigos(name):
            raise CellError(
                "identifier",
                text,
                "wigos-id",
                "不是 WIGOS 标识，如 0-20000-0-53463，请更正 / no WIGOS identifier such as "
                "0-20000-0-53463: correct it",
            )
    wigos = next((name for name in names if not ours[name]), "")
    # What we number otherwise than its identifier says: the identifier is no further number.
    told = [name for name in names if name != wigos] if ours[names[0]] else names
    numbers = [ours[name] or station_number(name) for name in told]
    return StationName(wigos, numbers[0], tuple(numbers[1:]))


def own_id(kind: str, text: str) -> str:
    """The id of the node of a kind that an address of ours names, "" for any other text.

    >>> own_id("Deployment", "urn:suyuan:element:deployment:D-1")
    'deployment:D-1'
    """
    found = element_id(text)
    if found is None:
        return ""
    declared = NODE_KINDS[kind]
    prefix, _, key = found.partition(":")
    if prefix != declared.prefix or not key.strip():
        return ""
    parts = key_parts(declared, found)
    return found if len(parts) == len(declared.key) and all(map(str.strip, parts)) else ""


def own_key(kind: str, text: str) -> str:
    """The key in such an address, of a kind with one part, "" for any other text.

    >>> own_key("Variable", "urn:suyuan:element:variable:WIN")
    'WIN'
    """
    found = own_id(kind, text)
    return key_parts(NODE_KINDS[kind], found)[0] if found else ""


def variable_code(told: Told | None) -> str:
    """The code of a variable: with its table where it has one, or our own for it."""
    text = stated(told)
    return own_key("Variable", text) or path_of(text)


def is_wigos(text: str) -> bool:
    """Whether a text is a WIGOS identifier.

    >>> is_wigos("0-20000-0-53463"), is_wigos("53463")
    (True, False)
    """
    return _WIGOS.fullmatch(text) is not None


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
