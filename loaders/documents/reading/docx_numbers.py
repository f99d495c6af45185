"""Numbers that Word counts by itself: they are printed, but stand in no paragraph of the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PART = re.compile(r"%([1-9])")
_DIGITS = "零一二三四五六七八九"
_TENS = ("", "十", "百", "千")
_LETTERS = 26
_ROMAN = (
    (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"),
    (1, "i"),
)  # fmt: skip


class Element(Protocol):
    """An element of the XML of a DOCX file, as lxml has it."""

    @property
    def tag(self) -> object:
        """Its name, with the namespace in braces."""
        ...

    def get(self, key: str) -> str | None:
        """An attribute."""
        ...

    def find(self, path: str) -> Element | None:
        """The first child of that path."""
        ...

    def findall(self, path: str) -> list[Element]:
        """All children of that path."""
        ...


def w(name: str) -> str:
    """A name in the namespace of WordprocessingML."""
    return _W + name


def value(parent: Element | None, path: str) -> str:
    """The attribute `w:val` of a child, or nothing."""
    child = None if parent is None else parent.find("/".join(map(w, path.split("/"))))
    return "" if child is None else child.get(w("val")) or ""


def chinese(number: int) -> str:
    """A number from 1 to 9999 in Chinese.

    >>> chinese(1), chinese(10), chinese(12), chinese(20), chinese(105)
    ('一', '十', '十二', '二十', '一百零五')
    """
    made = ""
    for place, digit in enumerate(reversed(str(number))):
        made = (_DIGITS[int(digit)] + _TENS[place] if digit != "0" else "零") + made
    made = re.sub("零+", "零", made).rstrip("零")
    return made.removeprefix("一") if made.startswith("一十") else made


def _roman(number: int) -> str:
    made = ""
    for worth, letters in _ROMAN:
        while number >= worth:
            made, number = made + letters, number - worth
    return made


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % _LETTERS) * ((number - 1) // _LETTERS + 1)


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1) if number <= 20 else f"({number})"


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": str,
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
}
_CHINESE = re.compile(r"chinese|japanese|taiwanese|ideograph|korean")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each was counted."""

    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _abstract: dict[str, str] = field(default_factory=dict)
    _restarts: dict[tuple[str, int], int] = field(default_factory=dict)
    _counted: dict[str, dict[int, int]] = field(default_factory=dict)

    def learn(self, numbering: Element) -> None:
        """The list definitions of the part `numbering.xml`."""
        for abstract in numbering.findall(w("abstractNum")):
            levels = {int(x.get(w("ilvl")) or 0): _level(x) for x in abstract.findall(w("lvl"))}
            self._levels[abstract.get(w("abstractNumId")) or ""] = levels
        for num in numbering.findall(w("num")):
            key = num.get(w("numId")) or ""
            self._abstract[key] = value(num, "abstractNumId")
            for override in num.findall(w("lvlOverride")):
                start = value(override, "startOverride")
                if start.isdecimal():
                    self._restarts[key, int(override.get(w("ilvl")) or 0)] = int(start)

    def next(self, num: str, depth: int) -> str:
        """The number that the next paragraph of a list bears; empty for a bullet."""
        abstract = self._abstract.get(num, "")
        levels = self._levels.get(abstract, {})
        if depth not in levels:
            return ""
        counted = self._counted.setdefault(abstract, {})
        restart = self._restarts.pop((num, depth), None)
        begin = levels[depth].start if restart is None else restart
        counted[depth] = (
            begin if restart is not None or depth not in counted else counted[depth] + 1
        )
        for below in [each for each in counted if each > depth]:
            del counted[below]
        return _shown(levels, counted, depth)


def _level(level: Element) -> _Level:
    start = value(level, "start")
    return _Level(
        int(start) if start.isdecimal() else 1, value(level, "numFmt"), value(level, "lvlText")
    )


def _shown(levels: Mapping[int, _Level], counted: Mapping[int, int], depth: int) -> str:
    if levels[depth].format in {"bullet", "none"}:
        return ""

    def part(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        level = levels.get(index)
        number = counted.get(index, level.start if level else 1)
        return _written(number, level.format if level else "decimal")

    made = _PART.sub(part, levels[depth].text)
    return f"{made} " if made and (made[-1].isalnum() or made[-1] == ".") else made


def _written(number: int, how: str) -> str:
    if _CHINESE.match(how):
        return chinese(number)
    return _FORMATS.get(how, str)(number)


def list_of(properties: Iterable[Element | None]) -> tuple[str, int] | None:
    """List and depth of a paragraph, from its own properties or else those of its style."""
    for each in properties:
        num = value(each, "numPr/numId")
        if num:
            depth = value(each, "numPr/ilvl")
            return (num, int(depth) if depth.isdecimal() else 0) if num != "0" else None
    return None
