"""Names of administrative areas, for which most sources give the code alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from loaders.area_list import listed

_DIGITS = 6
"""Of a code of GB/T 2260; the longer statistical code of the same area goes on with zeros."""


def area_name(code: str) -> str:
    """The name of the area of a code of GB/T 2260; empty where the list has no such code.

    The list is that by which documents are read: `loaders/documents/names/ORIGIN.md`.

    >>> area_name("150100"), area_name("150105000000"), area_name("999999")
    ('呼和浩特市', '赛罕区', '')
    """
    return "" if code[_DIGITS:].strip("0") else _names().get(code[:_DIGITS], "")


@cache
def _names() -> Mapping[str, str]:
    return {area.code: area.name for area in listed()}
