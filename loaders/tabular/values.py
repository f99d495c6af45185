"""Cells as values: each datatype of a column as a function of the cell's text."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import timezone
from functools import lru_cache

from graph import PropertyValue
from loaders.tabular.faults import CellError
from ontology import ALL_CODES, Column, DataType, TimeError, valid_time

Converter = Callable[[str], PropertyValue | None]
"""The value of a cell from its text, which is stripped and not blank. Raises `CellError`."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_INTEGER = re.compile(r"[+-]?[0-9]{1,16}")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．＋－−ｅＥ", "0123456789.+--eE")
_TRUTH = {
    "1": True, "true": True, "yes": True, "是": True,
    "0": False, "false": False, "no": False, "否": False,
}  # fmt: skip
_SURELY_FINITE = 300  # digits; a float reaches 10^308
_JSON_INTEGER = 2**53


def converter(column: Column, zone: timezone | None) -> Converter | None:
    """How a column's cells are read; None where a cell is its own value.

    `zone`: of date-times that carry none.
    """
    one = _single(column, zone)
    if column.many:
        return _several(one)
    return one


def _single(column: Column, zone: timezone | None) -> Converter | None:
    match column.datatype:
        case DataType.NUMBER:
            return _reporting(column.name, _number, "number", _NUMBER_REMEDY)
        case DataType.INTEGER:
            return _reporting(column.name, _integer, "integer", _INTEGER_REMEDY)
        case DataType.BOOLEAN:
            return _reporting(column.name, _truth, "boolean", _BOOLEAN_REMEDY)
        case DataType.TIME:
            return _moment(column, zone)
        case _:
            return None if column.codes is None else _code(column.name, column.codes)


_NUMBER_REMEDY = (
    "应为有限的十进制数，如 -3.5，不带单位与千分位，缺测留空 / expected a finite decimal such as "
    "-3.5, without unit or thousands separator; leave a missing one blank"
)
_INTEGER_REMEDY = "应为整数，如 12 / expected a whole number such as 12"
_BOOLEAN_REMEDY = (
    "应为 是 或 否（也可写 1/0、true/false、yes/no） / "
    "expected 是 or 否 (or 1/0, true/false, yes/no)"
)


def _reporting(
    column: str, read: Callable[[str], PropertyValue | None], rule: str, remedy: str
) -> Converter:
    """A converter that reports a cell which `read` answers with None."""

    def convert(text: str) -> PropertyValue | None:
        value = read(text)
        if value is None:
            raise CellError(column, rule, remedy)
        return value

    return convert


@lru_cache(maxsize=1 << 15)
def _number(text: str) -> str | None:
    """The digits of a finite decimal as they are given, in ASCII."""
    digits = text.translate(_FULL_WIDTH)
    if not _NUMBER.fullmatch(digits):
        return None
    if len(digits) > _SURELY_FINITE or "e" in digits or "E" in digits:
        return digits if math.isfinite(float(digits)) else None
    return digits


def _integer(text: str) -> int | None:
    digits = text.translate(_FULL_WIDTH)
    if not _INTEGER.fullmatch(digits):
        return None
    value = int(digits)
    return value if abs(value) < _JSON_INTEGER else None


def _truth(text: str) -> bool | None:
    return _TRUTH.get(text.translate(_FULL_WIDTH).lower())


def _moment(column: Column, zone: timezone | None) -> Converter:
    name, end = column.name, column.end

    def convert(text: str) -> str:
        try:
            return valid_time(text, end=end, zone=zone)
        except TimeError as error:
            raise CellError(
                name,
                "time",
                "不是日期或带时区的时刻，请写 YYYY-MM-DD 或 YYYY-MM-DDThh:mm:ss+08:00 / "
                f"no date, or no time with a zone: {error!s:.200}",
            ) from error

    return convert


def _code(column: str, list_name: str) -> Converter:
    codes = ALL_CODES[list_name].codes

    def convert(text: str) -> str:
        if text not in codes:
            raise CellError(
                column,
                "code",
                f"应为下列之一：{'、'.join(codes)} / expected one of: {', '.join(codes)}",
            )
        return text

    return convert


def _several(one: Converter | None) -> Converter:
    """Values separated by `;` or `；`, each once, blanks dropped."""

    def convert(text: str) -> tuple[str, ...] | None:
        stripped = (part.strip() for part in text.replace("；", ";").split(";"))
        parts = tuple(dict.fromkeys(part for part in stripped if part))
        if one is not None:
            parts = tuple(str(one(part)) for part in parts)
        return parts or None

    return convert
