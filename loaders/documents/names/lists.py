"""Lists of units: 自治区质监局、农牧业厅、呼和浩特海关等部门."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field, replace

from loaders.documents.names.areas import area_prefix
from loaders.documents.names.groups import (
    Group,
    area_and_body,
    areas_alone,
    carry_on,
    not_above,
    shared_body,
)
from loaders.documents.names.items import Form, Parsed, parse_group, parse_item
from loaders.documents.names.wording import CONJUNCTIONS, SEPARATORS
from loaders.process_tables.original import joined

_NONE = re.compile(r"(?:无|/|[-－—–]+)\Z")
_OPEN_END = re.compile(
    r"等(?:(?P<count>\d+|[一二三四五六七八九十]+)[个家])?(?:有关|相关|其他)?(?:部门|单位|处室|机构|方面)?\Z"
)
_ROLE_END = re.compile(
    r"(?:(?:按照?|根据)?(?:各自)?(?:职责|职能)?(?:分工)?(?:分别|共同)?(?:负责|牵头|配合|参与|参加|协助|承担|落实|实施)(?:落实|实施)?)\Z"
)
_LABEL = re.compile(r"[^：、，；（）]{2,10}：")
_OPENS = re.compile(r"各|中国|国家|\d+个|[\u4e00-\u9fff]{2,6}?(?:省|自治区|市|盟)")
_EDGES = ' \t\n\u3000。！.“”"' + SEPARATORS
_BREAKS = "\n \u3000"
_ZONE = re.compile(r"(?:示范|开发|新|园|高新|实验|产业|功能|城|风景|保税|度假|物流|示范园)区\Z")
_ZONE_BODY = re.compile(r"区(?P<body>管委会|管理委员会)\Z")
_NUMBERS = {character: value for value, character in enumerate("零一二三四五六七八九十")}


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a list between two separators; `name`: on one line."""

    begin: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """A unit or group at its place; `inside`: the list in the bracket behind it."""

    begin: int
    end: int
    printed: str
    parsed: Parsed
    inside: tuple[Item, ...] = ()


@dataclass(slots=True)
class Listing:
    """What a stretch of text lists; `unread` is the first part that is no name, or empty."""

    items: list[Item] = field(default_factory=list)
    open_ended: bool = False
    unread: str = ""


def read_list(text: str, begin: int, end: int, aliases: Container[str] = ()) -> Listing:
    """The units and groups that `text[begin:end]` lists.

    They are parted at 、 ， ； outside brackets, at a line end between two full names, and at
    和, 与, 及 where a complete name stands on either side.
    """
    listing = Listing()
    end = _cut_role(text, begin, end)
    end = _cut_open_end(text, begin, end, listing)
    waiting: list[Part] = []
    for part in _parts(text, begin, end):
        if _NONE.match(part.name):
            continue
        waiting = _add(listing, part, waiting, text, aliases)
    for part in waiting:
        _add_areas(listing, part, text)
    return listing


def _item(part: Part, parsed: Parsed, text: str) -> Item:
    return Item(part.begin, part.end, joined(text[part.begin : part.end]), parsed)


def _cut_role(text: str, begin: int, end: int) -> int:
    """Where a list ends whose last words say what the units do."""
    match = _ROLE_END.search(text[begin:end].rstrip(_EDGES))
    return begin + match.start() if match else end


def _cut_open_end(text: str, begin: int, end: int, listing: Listing) -> int:
    stretch = text[begin:end].rstrip(_EDGES)
    match = _OPEN_END.search(stretch)
    if match is None:
        return end
    count = _number(match["count"])
    listed = sum(stretch[: match.start()].count(mark) for mark in SEPARATORS) + 1
    listing.open_ended = count is None or count > listed
    return begin + match.start()


def _number(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if text.isdigit() else _NUMBERS.get(text)


def _parts(text: str, begin: int, end: int) -> Iterator[Part]:
    start = begin
    for at in [*_separators(text, begin, end), end]:
        first, last = start, at
        while first < last and text[first] in _EDGES:
            first += 1
        while last > first and text[last - 1] in _EDGES:
            last -= 1
        if first < last:
            label = _LABEL.match(text, first, last) if start == begin else None
            first = label.end() if label else first
            yield Part(first, last, joined(text[first:last]))
        start = at + 1


def _separators(text: str, begin: int, end: int) -> Iterator[int]:
    depth = 0
    for at in range(begin, end):
        character = text[at]
        depth += (character in "（(") - (character in "）)")
        parts_here = character in SEPARATORS or (
            character in _BREAKS and _new_name(text[begin:at], text[at + 1 : end])
        )
        if depth <= 0 and parts_here:
            yield at


def _new_name(before: str, after: str) -> bool:
    """Whether a line end stands between two full names."""
    last = re.split(f"[{SEPARATORS}]", before)[-1]
    return _OPENS.match(after) is not None and parse_item(joined(last)) is not None


def _add(
    listing: Listing, part: Part, waiting: list[Part], text: str, aliases: Container[str]
) -> list[Part]:
    """Read one part into the listing; the parts that wait for a body named after them."""
    if waiting and area_and_body(part.name):
        _add_shared(listing, waiting, part, text)
        return []
    if waiting and _share_with(listing, waiting, part, text):
        waiting = []
    if areas_alone(part.name) or _is_area(part.name) or _ZONE.search(part.name):
        return [*waiting, part]
    for areas in waiting:
        _add_areas(listing, areas, text)
    items = _read_part(listing, part, text, aliases)
    if items:
        listing.items.extend(items)
    else:
        listing.unread = listing.unread or part.name
    return []


def _add_shared(listing: Listing, waiting: list[Part], last: Part, text: str) -> None:
    """各盟市、旗县气象局（站）: every group cites the words they share."""
    begin, end = waiting[0].begin, last.end
    group = shared_body([part.name for part in (*waiting, last)])
    printed = joined(text[begin:end])
    if group is None:
        listing.unread = listing.unread or printed
    else:
        parsed = Parsed(Form.GROUP, printed, group=group)
        listing.items.append(Item(begin, end, printed, parsed))


def shared_area(area: str, whole: Parsed) -> Parsed | None:
    """北京 before 、陕西省气象局 is 北京市气象局."""
    named = area_prefix(area)
    if named is None or named.length != len(area) or not named.listed or whole.area is None:
        return None
    return Parsed(Form.SHARED, named.full + whole.tail, named, whole.tail)


def _is_area(name: str) -> bool:
    area = area_prefix(name)
    return area is not None and area.listed and area.length == len(name)


def _share_with(listing: Listing, waiting: list[Part], last: Part, text: str) -> bool:
    """Add the areas that wait for the unit whose body they share; False if they do not."""
    whole, zone = parse_item(last.name), _ZONE_BODY.search(last.name)
    if whole is None or not (zone or whole.form in {Form.FULL, Form.COMPLETED}):
        return False
    if not zone and (areas_alone(waiting[0].name) or ("",))[0]:
        return _share_with_groups(listing, waiting, last, whole, text)
    shared = [
        parse_item(part.name + zone["body"]) if zone else shared_area(part.name, whole)
        for part in waiting
    ]
    if None in shared:
        return False
    for part, parsed in zip(waiting, shared, strict=True):
        assert parsed is not None
        form = Form.SHARED if parsed.form is Form.FULL else parsed.form
        printed = joined(text[part.begin : last.end])
        listing.items.append(Item(part.begin, last.end, printed, replace(parsed, form=form)))
    return True


def _share_with_groups(
    listing: Listing, waiting: list[Part], last: Part, whole: Parsed, text: str
) -> bool:
    """各市、州、神农架林区气象局: kinds of areas that share the body of the unit after them."""
    group = shared_body([*(part.name for part in waiting[:-1]), waiting[-1].name + whole.tail])
    if group is None:
        return False
    printed = joined(text[waiting[0].begin : last.end])
    parsed = Parsed(Form.GROUP, printed, group=group)
    listing.items.append(Item(waiting[0].begin, last.end, printed, parsed))
    return True


def _add_areas(listing: Listing, part: Part, text: str) -> None:
    """Areas without a body: 各设区市 is a group, 市 alone is nothing."""
    alone = areas_alone(part.name)
    if alone and alone[0]:
        group = Group(tuple(alone[0] + area for area in alone[1]), carried=alone[0])
        parsed = Parsed(Form.GROUP, part.name, group=group)
        listing.items.append(_item(part, parsed, text))
    else:
        listing.unread = listing.unread or part.name


def _read_part(
    listing: Listing, part: Part, text: str, aliases: Container[str]
) -> tuple[Item, ...]:
    carried = _carried(listing, part)
    if carried is not None:
        return (_item(part, carried, text),)
    with_members = _with_members(part, text, aliases)
    if with_members is not None:
        return (with_members,)
    parsed = parse_item(part.name, aliases)
    one = (_item(part, parsed, text),) if parsed else ()
    if parsed and parsed.group and len(parsed.group.names) > 1:
        return one
    return tuple(_conjoined(part, text, aliases)) or one


def _carried(listing: Listing, part: Part) -> Parsed | None:
    """单位 after 各有关部门、; 市人民政府 after 各盟行政公署、."""
    return carried_name(listing.items[-1].parsed, part.name) if listing.items else None


def carried_name(before: Parsed, name: str) -> Parsed | None:
    """A name that takes its beginning from the group before it, None if it takes none."""
    if before.group is None or name.startswith("各"):
        return None
    group = carry_on(before.group, name)
    each = before.group.carried.endswith("各") and area_and_body(name)
    if group is None and each and not_above(name, before.name):
        group = parse_group(before.group.carried + name)
    return Parsed(Form.GROUP, name, group=group) if group else None


def _with_members(part: Part, text: str, aliases: Container[str]) -> Item | None:
    """自治区气象局内设机构（观测与网络处、人事处）: a name, and its members in a bracket."""
    at = text.find("（", part.begin, part.end)
    if at < 0 or text[part.end - 1] != "）":
        return None
    if not any(mark in text[at : part.end] for mark in SEPARATORS):
        return None
    name = joined(text[part.begin : at])
    parsed = parse_item(name, aliases)
    inside = read_list(text, at + 1, part.end - 1, aliases)
    if parsed is None or inside.unread or not inside.items:
        return None
    return Item(part.begin, at, name, parsed, tuple(inside.items))


def _conjoined(part: Part, text: str, aliases: Container[str]) -> Iterator[Item]:
    """Names joined by 和, 与, 及, if each is complete without the other."""
    stretch = text[part.begin : part.end]
    for word in CONJUNCTIONS:
        at = stretch.find(word)
        while at > 0:
            left = Part(part.begin, part.begin + at, joined(stretch[:at]))
            right = Part(part.begin + at + len(word), part.end, joined(stretch[at + len(word) :]))
            first = parse_item(left.name, aliases)
            second = first and (carried_name(first, right.name) or parse_item(right.name, aliases))
            if first and second:
                yield _item(left, first, text)
                yield _item(right, second, text)
                return
            at = stretch.find(word, at + 1)
