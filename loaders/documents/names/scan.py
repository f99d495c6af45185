"""Names of units in running text: where one begins, and where it ends."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from loaders.documents.cleaning.characters import HAN
from loaders.documents.names.areas import area_prefix, area_table
from loaders.documents.names.bodies import known_bodies
from loaders.documents.names.groups import group_starts, match_group, noun_at
from loaders.documents.names.items import Form, Parsed, is_owner, parse_item
from loaders.documents.names.lists import Item, carried_name, shared_area
from loaders.documents.names.wording import (
    ACTS,
    CONJUNCTIONS,
    FREE_END,
    LEFT_OF_NAME,
    NOT_A_TAIL,
    SCOPE,
    is_unit_name,
    stops,
)

_RUN = re.compile(rf"[{HAN}·]+")
_NATION = re.compile(r"中国|国家(?!级)|中华全国|最高人民|民航|国网|国铁|人行|武警")
_SELF = re.compile(
    r"(?:我(?:局|厅|委|办|院|中心|公司)|本(?:局|厅|委(?![员托])|办(?!法)|院|中心|台|所|公司))(?![长部面属有在])"
    r"|(?<![\u4e00-\u9fff])我[区省市县盟旗州](?=适时|将|要|应|已|拟|负责|组织|决定|可|须)"
    r"|[该贵你](?:局|厅|委|中心|院|所|公司|台)(?![长部面属有在])"
)
_OWNERS = re.compile(
    r"(?:自治区|机关|边境|沿[海江河边黄淮湖线]|山区|牧区|国务院|[省市区县]直|[省市区县厅局委院]属|[省市](?:委|政府)|驻[\u4e00-\u9fff]{1,2}|解放军|省|市)\Z"
)
_BARE_END = re.compile(
    r"(?:局|厅|委|委员会|处|科|(?<!公)司|办公室|办公厅|.中心|.学院|..大学|研究院|研究所|总队|支队|大队|党委|党组|[影防进制急化访事信查密组]办|[象预]台)\Z"
)
_OF_PLACE = re.compile(r"..(?:中心|学院|研究院|研究所|局|厅|委)\Z")
_TOO_GENERAL = re.compile(
    r"(?:其中|其他|上述|以上|国有|行业|第三方|专业|检测|认证|综合服务|综合性|相关|社会|企业)"
)
_PAIRED = {"政府", "人民政府", "党委", "人大", "政协"}
_LONGEST_BODY, _LONGEST_TAIL, _LONGEST_BARE = 22, 14, 10
_EXTENDED = {Form.FULL, Form.SCOPED, Form.COMPLETED, Form.BODY, Form.DOUBLED}


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Where a name may begin; `end`: of what makes it one (an area, 中国)."""

    begin: int
    end: int


class Scanner:
    """Finds names in the stretches of a text, which are in order and apart."""

    def __init__(self, text: str, stretches: Sequence[tuple[int, int]]) -> None:
        self._text = text
        self._stretches = stretches
        self._anchors = sorted(self._find_anchors(), key=lambda a: (a.begin, -a.end))
        self._begins = [anchor.begin for anchor in self._anchors]
        self._ending: dict[int, list[_Anchor]] = defaultdict(list)
        for anchor in self._anchors:
            self._ending[anchor.end].append(anchor)

    def items(self) -> list[Item]:
        """Every unit and group that shows by its form that it is one, in order."""
        found: list[Item] = []
        for begin, end in self._stretches:
            units = [*self._units(begin, end), *self._bodies(begin, end)]
            groups = list(self._groups(begin, end, units))
            found.extend(without_overlap([*groups, *units, *self._pronouns(begin, end)]))
        ends = {item.end for item in found if item.parsed.group is None}
        return [item for item in found if not self._second_name(item, ends)]

    def _second_name(self, item: Item, ends: Container[int]) -> bool:
        """Whether a name is another one of the body in front: 城建局（行政执法局）."""
        bracketed = self._text.startswith("）", item.end) and item.begin - 1 in ends
        return bracketed and self._text[item.begin - 1] == "（" and item.parsed.form is Form.BARE

    def _find_anchors(self) -> Iterator[_Anchor]:
        table, bodies, text = area_table(), known_bodies(), self._text
        heads = _heads()
        for begin, end in self._stretches:
            for at in [n for n in range(begin, end) if text[n : n + 2] in heads]:
                name = table.starting(text, at) or bodies.starting(text, at)
                if name:
                    yield _Anchor(at, at + len(name))
            for match in _NATION.finditer(text, begin, end):
                yield _Anchor(*match.span())
            for match in SCOPE.finditer(text, begin, end):
                if match[0] == "自治区" or not self._within_word(match.start()):
                    yield _Anchor(*match.span())

    def _within_word(self, at: int) -> bool:
        """Whether a character before a place belongs to the same word as far as one can tell."""
        before = self._text[at - 1 : at] if at else ""
        return _RUN.match(before) is not None and before not in LEFT_OF_NAME

    def _units(self, begin: int, end: int) -> Iterator[Item]:
        """The units in a stretch, run of Chinese characters by run."""
        runs = list(_RUN.finditer(self._text, begin, end))
        starts = [run.start() for run in runs]
        found = (m for m in FREE_END.finditer(self._text, begin, end) if m["end"] is not None)
        for index, ends in groupby(found, key=lambda m: bisect_right(starts, m.start()) - 1):
            yield from self._run(runs[index], ends)

    def _run(self, run: re.Match[str], ends: Iterator[re.Match[str]]) -> Iterator[Item]:
        """The units in a stretch of Chinese characters without any mark."""
        open_item: Item | None = None
        at = run.start()
        for match in ends:
            longer = self._extended(open_item, match) if open_item is not None else None
            if longer is not None:
                open_item, at = longer, match.end()
                continue
            if open_item is not None:
                yield open_item
            open_item = self._beginning(at, match, run)
            if open_item is not None:
                at = match.end()
        if open_item is not None:
            yield open_item

    def _bodies(self, begin: int, end: int) -> Iterator[Item]:
        """国务院 and the like, which have no usual ending."""
        named = known_bodies().named
        for anchor in self._anchors:
            name = self._text[anchor.begin : anchor.end]
            if begin <= anchor.begin < end and name in named:
                yield Item(anchor.begin, anchor.end, name, Parsed(Form.BODY, name))

    def _extended(self, item: Item, end: re.Match[str]) -> Item | None:
        """A unit with the office that follows directly: 中国气象局 and 综合观测司."""
        tail = self._text[item.end : end.end()]
        if (
            item.parsed.form not in _EXTENDED
            or len(tail) > _LONGEST_TAIL
            or NOT_A_TAIL.match(tail)
            or any(stops(self._text, item.end, end))
            or not is_unit_name(tail)
        ):
            return None
        return self._item(item.begin, end.end())

    def _beginning(self, at: int, end: re.Match[str], run: re.Match[str]) -> Item | None:
        """The unit that ends at a place, from the first beginning that fits."""
        body_end = end.start("end")
        for anchor in self._anchors[bisect_left(self._begins, at) :]:
            if anchor.begin >= body_end:
                break
            if self._is_body(anchor.end, end):
                found = self._item(anchor.begin, end.end())
                if found is not None:
                    return found
        return self._unanchored(at, end, run)

    def _is_body(self, begin: int, end: re.Match[str]) -> bool:
        """Whether what stands between an area and the end of a name may be part of it."""
        if end.start("end") - begin > _LONGEST_BODY:
            return False
        joined_on = self._text.startswith(("与", "和", "及", "级"), begin)
        return not joined_on and not any(stops(self._text, begin, end))

    def _unanchored(self, at: int, end: re.Match[str], run: re.Match[str]) -> Item | None:
        """A name without a known area in front, where the text bounds it on both sides."""
        start = at
        for stop in stops(self._text, at, end):
            start = stop.end()
        name = self._text[start : end.end()]
        area = area_prefix(name)
        if area is not None and area.length < len(name):
            return self._item(start, end.end())
        return self._bare(start, end, run)

    def _bare(self, start: int, end: re.Match[str], run: re.Match[str]) -> Item | None:
        for word in "和与及":
            cut = self._text.rfind(word, start, end.start("end"))
            if cut > start and parse_item(self._text[start:cut]):
                start = cut + 1
        bounded = (
            start == run.start()
            or self._text[start - 1] in LEFT_OF_NAME
            or self._text.endswith("其中", 0, start)
        )
        name = self._text[start : end.end()]
        acts = end.end() == run.end() or ACTS.match(self._text, end.end(), run.end()) is not None
        told = not acts and start > run.start() and _OF_PLACE.search(name) is not None
        if (
            not (bounded and (acts or told))
            or len(name) > _LONGEST_BARE
            or _TOO_GENERAL.match(name)
        ):
            return None
        if _BARE_END.search(name) is None or not is_unit_name(name):
            return None
        found = self._item(start, end.end())
        if found is None or found.parsed.form is not Form.BARE:
            return found
        return replace(found, parsed=replace(found.parsed, spoken_of=told))

    def _item(self, begin: int, end: int) -> Item | None:
        name = self._text[begin:end]
        parsed = parse_item(name)
        return Item(begin, end, name, parsed) if parsed else None

    def _groups(self, begin: int, end: int, units: Sequence[Item]) -> Iterator[Item]:
        ends = {unit.end: unit for unit in units}
        at = begin
        for start in group_starts(self._text, begin, end):
            if start < at:
                continue
            owner = self._owner(start, ends)
            found = match_group(self._text, start, end, self._text[owner:start])
            if found is None:
                continue
            group, at = found
            name = self._text[owner:at]
            yield Item(owner, at, name, Parsed(Form.GROUP, name, group=group))

    def _owner(self, start: int, ends: dict[int, Item]) -> int:
        """Where the name begins of those to whom a group's members belong."""
        if start in ends:
            return ends[start].begin
        match = _OWNERS.search(self._text, max(0, start - 6), start)
        if match and (len(match[0]) > 1 or not self._within_word(match.start())):
            return match.start()
        area = next(iter(self._ending.get(start, ())), None)
        return area.begin if area and is_owner(self._text[area.begin : start]) else start

    def _pronouns(self, begin: int, end: int) -> Iterator[Item]:
        for match in _SELF.finditer(self._text, begin, end):
            parsed = parse_item(match[0])
            if parsed is not None:
                yield Item(*match.span(), match[0], parsed)

    def chains(self, items: Sequence[Item]) -> Iterator[list[Item]]:
        """Items that stand in one list, bare names that follow in it included."""
        begins = {item.begin: item for item in items}
        ends = [end for _, end in self._stretches]
        done = 0
        for item in items:
            if item.begin < done:
                continue
            limit = ends[bisect_left(ends, item.end)]
            chain = [item]
            while (following := self._next(chain[-1], begins, limit)) is not None:
                chain.append(following)
            yield [*self._sharing(item, done), *chain]
            done = chain[-1].end

    def _sharing(self, item: Item, begin: int) -> list[Item]:
        """北京、上海 before 、陕西省气象局: areas that share the rest of its name."""
        area = item.parsed.area
        if item.parsed.form not in {Form.FULL, Form.COMPLETED} or area is None:
            return []
        found: list[Item] = []
        at = item.begin
        while at > begin and self._text[at - 1] in "、和":
            anchor = next((a for a in self._ending.get(at - 1, ()) if a.begin >= begin), None)
            parsed = (
                None
                if anchor is None
                else shared_area(self._text[anchor.begin : at - 1], item.parsed)
            )
            if anchor is None or parsed is None:
                break
            printed = self._text[anchor.begin : item.end]
            found.insert(0, Item(anchor.begin, item.end, printed, parsed))
            at = anchor.begin
        return found

    def _next(self, item: Item, begins: dict[int, Item], limit: int) -> Item | None:
        start = _after_separator(self._text, item.end)
        if start == item.end or start >= limit:
            return None
        following = begins.get(start)
        if following is not None:
            carried = carried_name(item.parsed, following.printed)
            parsed = carried or replace(following.parsed, spoken_of=False)
            return replace(following, parsed=parsed)
        if self._text[start - 1] == "，":
            return None
        run = _RUN.match(self._text, start, limit)
        return self._noun(item, start, limit) or (self._listed(run, item) if run else None)

    def _noun(self, item: Item, start: int, limit: int) -> Item | None:
        """单位 behind 各有关部门、."""
        name = noun_at(self._text, start, limit)
        parsed = carried_name(item.parsed, name) if name else None
        return Item(start, start + len(name), name, parsed) if parsed else None

    def _listed(self, run: re.Match[str], before: Item) -> Item | None:
        """A bare name that begins behind a separator."""
        for end in FREE_END.finditer(self._text, *run.span()):
            if end["end"] is None:
                continue
            name = self._text[run.start() : end.end()]
            general = _TOO_GENERAL.match(name) is not None
            if len(name) > _LONGEST_TAIL or general or any(stops(self._text, run.start(), end)):
                return None
            after = _after_separator(self._text, end.end())
            alike = before.printed[-3:] == name[-3:]
            ends_here = end.end() == run.end() or after > end.end() or alike or name in _PAIRED
            if ends_here or ACTS.match(self._text, end.end(), run.end()):
                return self._item(run.start(), end.end())
        return None


@cache
def _heads() -> frozenset[str]:
    """The first two characters of areas and bodies."""
    return frozenset({*area_table().heads, *known_bodies().heads})


def _after_separator(text: str, at: int) -> int:
    if text[at : at + 1] in {"、", "，"}:
        return at + 1
    return next((at + len(word) for word in CONJUNCTIONS if text.startswith(word, at)), at)


def without_overlap(items: Sequence[Item]) -> list[Item]:
    """Items that do not overlap: the one that begins first, of these the longest."""
    chosen: list[Item] = []
    for item in sorted(items, key=lambda i: (i.begin, -i.end)):
        if not chosen or item.begin >= chosen[-1].end:
            chosen.append(item)
        elif item.end - item.begin > chosen[-1].end - chosen[-1].begin:
            chosen[-1] = item
    return chosen
