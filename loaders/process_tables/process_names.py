"""Processes named in a cell: printed code and name, and those that a remark says are included."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from graph import Place
from loaders.process_tables.flattened import Cell
from loaders.process_tables.original import Passage, joined

_LETTERS, _DIGITS = "A-ZＡ-Ｚ", "0-9０-９"
_CODE = rf"[{_LETTERS}]{{1,2}}[{_DIGITS}]{{1,3}}(?:[-－–—][{_DIGITS}]{{1,3}})*(?![{_DIGITS}])"
_CODE_FIRST = re.compile(rf"(?P<code>{_CODE})[\s:：.．、]*(?P<name>.*)\Z")
_CODE_LAST = re.compile(rf"(?P<name>.*\S)\s*[（(]\s*(?P<code>{_CODE}|[{_LETTERS}])\s*[）)]\Z")
_TO_ASCII = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(
    map(ord, "–—"), "-"
)
_SENTENCE = re.compile(r"[^。；;]+")
_INCLUDED = re.compile(
    r"\s*(?P<names>.+?)等?[均都也]?(?:包含|包括|纳入|含)在?(?:其中|其内|内)\s*\Z", re.DOTALL
)
_INCLUDING = re.compile(r"\s*(?:其中)?(?:包含|包括|含)(?P<names>.+?)等?\s*\Z", re.DOTALL)
_CATEGORIES = (("业务", "Y"), ("支撑", "Z"), ("管理", "G"))


@dataclass(frozen=True, slots=True)
class NamedProcess:
    """A process as a cell names it; `code` is empty where none is printed, `name` likewise."""

    name: str
    code: str
    place: Place

    @property
    def key(self) -> str:
        """The printed code, or the name where none is printed."""
        return self.code or self.name

    @property
    def shown(self) -> str:
        """The name, or the code where no name is printed."""
        return self.name or self.code


def named_process(cell: Cell) -> NamedProcess:
    """The process in a cell: `Y01-03站网管理`, `装备业务质量管理（Y02）` or a bare name."""
    match = _CODE_FIRST.match(cell.name) or _CODE_LAST.match(cell.name)
    if match is None:
        return NamedProcess(cell.name, "", cell.place)
    return NamedProcess(match["name"].strip(), match["code"].translate(_TO_ASCII), cell.place)


def included_in(remark: Passage, known: Collection[str]) -> tuple[NamedProcess, ...]:
    """The processes of a remark like `元数据管理、探测环境保护包含在其中`.

    `known`: names of processes with a 、 inside, which must not be taken apart.
    """
    whole = [re.escape(name) for name in sorted(known, key=len, reverse=True)]
    names = re.compile("|".join([*whole, r"[^、，,\s](?:[^、，,]*[^、，,\s])?"]))
    found: list[NamedProcess] = []
    for sentence in _SENTENCE.finditer(remark.text):
        listed = _INCLUDED.match(sentence[0]) or _INCLUDING.match(sentence[0])
        if listed is None:
            continue
        begin = sentence.start() + listed.start("names")
        for name in names.finditer(listed["names"]):
            place = remark.place(begin + name.start(), begin + name.end())
            found.append(NamedProcess(joined(name[0]), "", place))
    return tuple(found)


def category(text: str) -> str:
    """Y, Z or G of a caption or of a process at the top; empty unless just one is named.

    >>> category("业务过程"), category("业务过程和支撑过程")
    ('Y', '')
    """
    found = [kind for word, kind in _CATEGORIES if f"{word}过程" in text]
    return found[0] if len(found) == 1 else ""


def nests(code: str, above: str) -> bool:
    """Whether a printed code lies under another: Y02-01 under Y02 and under Y."""
    return bool(above) and code != above and code.startswith(above)
