"""Values of WMDR 2 in JSON: numbers with their digits, codes, periods of days, points."""

from __future__ import annotations

import re
from collections.abc import Mapping

import orjson

from loaders.wmdr.model import Span, Told

_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?", re.ASCII)
_ZEROS = re.compile(r"^(-?)0+(?=\d)", re.ASCII)
DAYS = "P1D"
OPEN = ".."


def number(text: str) -> orjson.Fragment | None:
    """A number with the digits of its source; None for what is none."""
    digits = _ZEROS.sub(r"\1", text)
    return orjson.Fragment(digits) if _NUMBER.fullmatch(digits) else None


def point(latitude: str, longitude: str, height: str) -> dict[str, object] | None:
    """A point of GeoJSON: longitude, latitude and, where it is told, height."""
    told = [number(longitude), number(latitude), *([number(height)] if height else [])]
    return None if None in told else {"type": "Point", "coordinates": told}


def code(told: Told | None) -> object:
    """A code by its address, or the reason in its place; None where neither is told."""
    if told is None:
        return None
    return told.text or {"nilReason": told.nil}


def address(told: Told | None) -> str | None:
    """A code where the schema takes a text only: a reason stays out."""
    return told.text if told is not None and told.text else None


def days(span: Span) -> dict[str, object]:
    """A period in days of UTC, which is all that the format tells of time."""
    return {"interval": [_day(span.begin), _day(span.end)], "resolution": DAYS}


def begin_day(span: Span) -> str:
    """The day of a begin, `..` where none is stated."""
    return _day(span.begin)


def _day(told: Told | None) -> str:
    return OPEN if told is None else told.text[:10]


def stated(said: Mapping[str, object]) -> dict[str, object]:
    """Members that say something: without blanks and empty lists."""
    return {name: value for name, value in said.items() if value not in (None, "", [], {})}
