"""Areas of the administrative division: their names, short names and levels."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from loaders.area_list import Area, listed
from loaders.documents.cleaning.characters import HAN

_LANDSCAPE = ("平原", "盆地", "高原", "草原", "流域", "山区", "丘陵", "沙漠", "三角洲")
_REGION_END = re.compile(r"(?:(?:壮族|回族|维吾尔)?自治区|特别行政区|[省市])\Z")
_PREFECTURE_END = re.compile(r"市\Z|盟\Z|地区\Z")
_AUTONOMOUS = re.compile(
    rf"(?P<stem>[{HAN}]{{2,4}}?)"
    r"(?:(?:朝鲜|土家|苗|藏|羌|彝|布依|侗|哈尼|壮|傣|白|景颇|傈僳|回|蒙古)族|蒙古|柯尔克孜|哈萨克)+自治州\Z"
)
_CHARACTER = f"(?:(?![局厅处部称及与和的第各等批设属办委全本我该每某外两省市盟县旗])[{HAN}])"
_GENERIC = re.compile(
    rf"(?P<region>{_CHARACTER}{{2,7}}?(?:(?<!节)省|自治区))?"
    rf"(?P<league>{_CHARACTER}{{2,8}}?"
    rf"(?:(?<![城都上夜])市(?![场容民政值区情级面])|(?<!联)盟|自治州|地区)|{_CHARACTER}{{1,3}}?州)?"
    rf"(?P<banner>{_CHARACTER}{{1,8}}?县(?![级域城])|{_CHARACTER}{{2,9}}?(?<![红国党锦])旗"
    rf"|(?<=[市州]){_CHARACTER}{{2,6}}?区"
    rf"|(?!经济|高新|城乡|综合|国家|现代|产业){_CHARACTER}{{2,4}}?(?:综合实验|开发|高新技术产业开发|新|林|示范)区)?"
)


@dataclass(frozen=True, slots=True)
class AreaName:
    """Areas named one after the other in `[0:length]` of a text, the highest first.

    `full`: the same in full names. `completed`: whether they were not printed so. `levels`: of
    each. `listed`: whether the codes know them, else they only look like areas.
    """

    length: int
    full: str
    levels: tuple[str, ...]
    parts: tuple[str, ...]
    completed: bool = False
    listed: bool = True

    @property
    def level(self) -> str:
        """The level of the lowest area named."""
        return self.levels[-1]


@dataclass(frozen=True, slots=True)
class Areas:
    """All areas. `full`: by full name; `short`: full names by short ones, counties have none.

    `heads`: names of either sort by their first two characters, the longest first.
    """

    full: dict[str, tuple[Area, ...]]
    short: dict[str, str]
    heads: dict[str, tuple[str, ...]]

    def starting(self, text: str, at: int) -> str:
        """The longest name of an area that begins at a place of a text, or empty."""
        for name in self.heads.get(text[at : at + 2], ()):
            if text.startswith(name, at):
                return name
        return ""

    def levels(self, name: str) -> frozenset[str]:
        """The levels of the areas of a full name; several where counties share it."""
        return frozenset(area.level for area in self.full.get(name, ()))

    def regions_of(self, name: str) -> frozenset[str]:
        """The regions in which areas of this full name lie."""
        regions = _regions()
        return frozenset(
            regions[a.code[:2]] for a in self.full.get(name, ()) if a.code[:2] in regions
        )

    def region_of(self, name: str) -> str:
        """The region that an area of this full name lies in, empty if there are several."""
        found = self.regions_of(name)
        return next(iter(found)) if len(found) == 1 else ""

    def county(self, stem: str, region: str) -> str:
        """The county of a region whose name is this but for 县, 旗, 市, 区; empty if several."""
        names = [stem + end for end in "县旗市区" if self.region_of(stem + end) == region]
        return names[0] if len(names) == 1 else ""

    def league_of(self, name: str) -> str:
        """The prefecture that a county of this name lies in, empty if there are several or none."""
        codes = {area.code[:4] for area in self.full.get(name, ())}
        return _leagues().get(codes.pop(), "") if len(codes) == 1 else ""


@lru_cache(maxsize=4096)
def area_prefix(text: str) -> AreaName | None:
    """The areas that a name begins with, by the codes or else by their look (江北省临江市).

    >>> area_prefix("内蒙古自治区呼和浩特市气象局").parts
    ('内蒙古自治区', '呼和浩特市')
    >>> area_prefix("呼和浩特海关").full
    '呼和浩特市'
    """
    listed, looks = _listed(text), _generic(text)
    if listed is None or (looks is not None and looks.length > listed.length):
        return looks
    return listed


def _listed(text: str) -> AreaName | None:
    areas, at, parts, completed = area_table(), 0, list[str](), False
    while name := areas.starting(text, at):
        full = areas.short.get(name, name)
        if full != name and text.startswith(_LANDSCAPE, at + len(name)):
            break
        if parts and (full != name or not _below(parts[-1], full)):
            break
        completed = completed or full != name
        parts.append(full)
        at += len(name)
    if not parts:
        return None
    levels = tuple(_level(part) for part in parts)
    return AreaName(at, "".join(parts), levels, tuple(parts), completed)


def _below(upper: str, lower: str) -> bool:
    areas = area_table().full
    return any(
        low.code != up.code and low.code.startswith(up.code.rstrip("0"))
        for up in areas.get(upper, ())
        for low in areas.get(lower, ())
    )


def _level(name: str) -> str:
    levels = area_table().levels(name)
    return next((each for each in ("region", "league", "banner") if each in levels), "")


def _generic(text: str) -> AreaName | None:
    match = _GENERIC.match(text)
    if match is None or not match.end():
        return None
    found = [(level, match[level]) for level in ("region", "league", "banner") if match[level]]
    levels = tuple(level for level, _ in found)
    if levels == ("league",) and found[0][1].endswith("市"):
        levels = ("",)  # a city may be a prefecture or a county
    parts = tuple(part for _, part in found)
    return AreaName(match.end(), match[0], levels, parts, listed=False)


@cache
def area_table() -> Areas:
    """The areas of the codes."""
    full: dict[str, tuple[Area, ...]] = defaultdict(tuple)
    short: dict[str, str] = {}
    for area in listed():
        full[area.name] += (area,)
        for other in _shorter(area):
            short.setdefault(other, area.name)
    short = {name: long for name, long in short.items() if name not in full}
    heads: dict[str, list[str]] = defaultdict(list)
    for name in (*full, *short):
        if len(name) > 2 or name in short or name.endswith(("市", "县", "旗")):
            heads[name[:2]].append(name)
    ordered = {head: tuple(sorted(names, key=len, reverse=True)) for head, names in heads.items()}
    return Areas(dict(full), short, ordered)


@cache
def _regions() -> dict[str, str]:
    """Regions by the first two digits of their codes."""
    return {a.code[:2]: a.name for a in listed() if a.level == "region"}


@cache
def _leagues() -> dict[str, str]:
    """Prefectures by the first four digits of their codes."""
    return {a.code[:4]: a.name for a in listed() if a.level == "league"}


def _shorter(area: Area) -> tuple[str, ...]:
    """Short names: 内蒙古, 广西自治区; 呼和浩特, 延边, 延边州; a county has none."""
    if area.level == "region":
        stem = _REGION_END.sub("", area.name)
        return (stem, f"{stem}自治区") if area.name.endswith("自治区") else (stem,)
    if area.level == "league":
        match = _AUTONOMOUS.match(area.name)
        if match:
            return match["stem"], f"{match['stem']}州"
        stem = _PREFECTURE_END.sub("", area.name)
        return (stem,) if len(stem) > 1 else ()
    return ()
