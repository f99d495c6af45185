"""Cell texts as values of their declared datatypes, or the rule they break."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import timezone

from graph import PropertyValue
from ontology import ALL_CODES, Column, DataType, TimeError, valid_time

_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?\Z")
_INTEGER = re.compile(r"[+-]?\d{1,15}\Z")
_TRUTH = {"1": True, "true": True, "yes": True, "y": True, "是": True,
          "0": False, "false": False, "no": False, "n": False, "否": False}
_SEPARATOR = re.compile("[;；]")


class CellError(ValueError):
    """A cell breaks a rule: `rule` names it, the text says what is wrong and what to do."""

    def __init__(self, rule: str, message: str) -> None:
        self.rule = rule
        super().__init__(message)


Converter = Callable[[str], PropertyValue]


def converter(column: Column, zone: timezone | None) -> Converter:
    """The function that turns a non-empty cell of a column into its value."""
    if column.datatype is DataType.NUMBER:
        return _number
    if column.datatype is DataType.INTEGER:
        return _integer
    if column.datatype is DataType.BOOLEAN:
        return _boolean
    if column.datatype is DataType.TIME:
        return _time(end=column.end, zone=zone)
    if column.many:
        return _several
    return _code(column.codes) if column.codes else _plain


def _plain(text: str) -> str:
    return text


def _several(text: str) -> tuple[str, ...]:
    return tuple(p for p in (part.strip() for part in _SEPARATOR.split(text)) if p)


def _number(text: str) -> str:
    digits = text if text.isascii() else unicodedata.normalize("NFKC", text)
    if _DECIMAL.match(digits) is None:
        raise CellError("number", f"{text!r} 不是十进制数 / no decimal number; 只写数字 / digits only")
    return digits


def _integer(text: str) -> int:
    digits = unicodedata.normalize("NFKC", text)
    if _INTEGER.match(digits) is None:
        raise CellError("integer", f"{text!r} 不是整数 / no whole number; 写整数 / write digits")
    return int(digits)


def _boolean(text: str) -> bool:
    value = _TRUTH.get(text.lower())
    if value is None:
        raise CellError("boolean", f"{text!r} 不是真假值 / no truth value; 写 true 或 false / use "
                        "true or false")
    return value


def _time(*, end: bool, zone: timezone | None) -> Converter:
    def convert(text: str) -> str:
        try:
            return valid_time(text, end=end, zone=zone)
        except TimeError as error:
            raise CellError("time", f"日期或时间不合规 / bad date or time: {error}") from error

    return convert


def _code(name: str) -> Converter:
    codes = ALL_CODES[name]

    def convert(text: str) -> str:
        if text not in codes:
            raise CellError("code", f"{text!r} 不在代码表 {name} 中 / not in the code list; "
                            f"可用 / use: {', '.join(codes.codes)}")
        return text

    return convert
