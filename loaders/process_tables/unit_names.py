"""Units in the cells of a table: lists with mixed separators, groups, common beginnings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.process_tables.levels import PROVINCE
from loaders.process_tables.original import Passage, joined

_NONE = re.compile(r"(?:无|/|／|[-－—–]+)\Z")
_SEPARATORS = "、，,；;"
_SUFFIX = (
    r"(?:[处司局厅署委办院所室科台站部组队厂馆]|中心|学院|大学|学会|协会|公司|集团|基地|办公室|机构|单位|部门)"
    r"(?:[（(][^（）()]*[）)])?"
)
_UNIT = re.compile(rf"[\u4e00-\u9fff\w（）()·]+?{_SUFFIX}\Z")
_OPENS = re.compile(rf"中国|国家|各|{PROVINCE}")
_OPEN_END = re.compile(r"等(?:有关|相关|其他)?(?:部门|单位|处室)?\Z")
_AREA = (
    r"(?:地市州|盟市|地市|市州|州市|市地|旗县|县旗|县区|区县|市县|县市|地区|盟|市|州|旗|县|区)"
    r"(?:（[^（）]*）)?"
)
_AREAS = re.compile(rf"各{_AREA}\Z")
_AREA_BODY = re.compile(rf"(?P<area>{_AREA})(?P<body>气象[局台站]|[局台站])(?:（[^（）]*）)?\Z")
_GROUP = re.compile(r"各|全[国区省市县盟旗]|有关|相关|其他|所属|\d+个")
_OFFICE = re.compile(r"(?!.*气象局)(?:[\u4e00-\u9fff]{2,12}处|[\u4e00-\u9fff]{0,12}办公室)\Z")
_SUPERIOR = re.compile(
    rf"(?P<superior>[\u4e00-\u9fff]{{2,20}}?气象局)[\u4e00-\u9fff]{{2,}}{_SUFFIX}\Z"
)


@dataclass(frozen=True, slots=True)
class UnitMention:
    """A unit or group named in `text[begin:end]` of a cell.

    `inferred`: the beginning of its full name is taken from the unit before it in the list.
    """

    name: str
    begin: int
    end: int
    group: bool = False
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class UnitList:
    """The units of a cell; `unread` is the first part that is no name of a unit, or empty."""

    mentions: tuple[UnitMention, ...]
    unread: str = ""


def superior_in(name: str) -> str | None:
    """The weather bureau whose office or body a full name says it is.

    >>> superior_in("中国气象局综合观测司")
    '中国气象局'
    """
    match = _SUPERIOR.match(name)
    return match["superior"] if match else None


def names_full_units(cell: Passage) -> bool:
    """Whether a cell lists units by their full names, so that it can be nothing else."""
    listed = read_units(cell).mentions
    return bool(listed) and all(_OPENS.match(mention.name) for mention in listed)


def read_units(cell: Passage) -> UnitList:
    """The units that a cell lists; an empty cell, 无 or a dash lists none.

    Names are parted at 、 ， ； and at a line end between two full names; 和 and 与 stand within
    names and never part them. `各盟市、旗县气象局（站）` are two groups.
    """
    text = cell.text
    if not text or _NONE.match(text):
        return UnitList(())
    found: list[UnitMention] = []
    areas: list[UnitMention] = []
    for part in _parts(text):
        if _AREAS.match(part.name):
            areas.append(part)
            continue
        named = _named(part, areas, found)
        if not named:
            return UnitList((), part.name)
        found.extend(named)
        areas = []
    return UnitList((), areas[0].name) if areas else UnitList(tuple(found))


def _parts(text: str) -> Iterator[UnitMention]:
    """The stretches between separators, with their open end (等部门) cut off."""
    begin = 0
    for end in [*_separators(text), len(text)]:
        stretch = text[begin:end]
        start = begin + len(stretch) - len(stretch.lstrip())
        stretch = _OPEN_END.sub("", stretch.strip())
        if stretch:
            yield UnitMention(joined(stretch), start, start + len(stretch))
        begin = end + 1


def _separators(text: str) -> Iterator[int]:
    """Where names are parted: at separators outside brackets, and at some line ends."""
    depth = 0
    for index, character in enumerate(text):
        depth += (character in "（(") - (character in "）)")
        if (depth <= 0 and character in _SEPARATORS) or (
            character == "\n" and _parts_here(text[:index], text[index + 1 :])
        ):
            yield index


def _parts_here(before: str, after: str) -> bool:
    """Whether a line end stands between two full names."""
    return bool(_UNIT.search(before.rpartition("\n")[2]) and _OPENS.match(after))


def _named(
    part: UnitMention, areas: list[UnitMention], before: list[UnitMention]
) -> list[UnitMention]:
    """The units and groups that one part names, `areas` being the 各盟市 that wait for a body."""
    name, begin, end = part.name, part.begin, part.end
    body = _AREA_BODY.match(name.removeprefix("各"))
    if body and areas:
        begin = areas[0].begin
        groups = [UnitMention(a.name + body["body"], begin, end, group=True) for a in areas]
        return [*groups, UnitMention("各" + name.removeprefix("各"), begin, end, group=True)]
    if areas or not _UNIT.match(name):
        return []
    if body:
        every = "各" if before and before[-1].name.startswith("各") else ""
        return [UnitMention(every + name.removeprefix(every), begin, end, group=True)]
    if _GROUP.match(name):
        return [UnitMention(name, begin, end, group=True)]
    above = superior_in(before[-1].name) if before else None
    if above and _OFFICE.match(name) and not _OPENS.match(name):
        return [UnitMention(above + name, begin, end, inferred=True)]
    return [part]
