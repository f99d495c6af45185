"""One name of a unit that stands alone, by its form; what it stands for is decided later."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from loaders.documents.names.areas import AreaName, area_prefix
from loaders.documents.names.bodies import known_bodies
from loaders.documents.names.groups import Group, areas_alone, group_starts, whole_group
from loaders.documents.names.wording import (
    OF_THE_NATION,
    SCOPE,
    is_unit_name,
    means_itself,
    means_one_before,
    scope_level,
)

_NATION = re.compile(r"中国|国家(?!级)|中华全国|中华人民共和国|最高人民|中央(?!驻)")
_ROLE = re.compile(r"（(?:牵头|主责|配合|协助|参与|负责|承担)(?:单位|部门|处室)?）\Z")
_BRACKET = re.compile(r"(?P<base>.+?)（(?P<inside>[^（）]*)）\Z")
_SHORT_TAIL = re.compile(r"[局委厅院台办所站]|政府|党委|气象[局台]")
_OWNER = re.compile(
    r"(?:边境|沿[海江河边黄淮湖线]|内陆|山区|牧区|农区|林区|[东西南北中]部|辖[区内]|境内|国务院|解放军|中央|中直|[省市区县]直(?:机关)?|自治区直|[省市区县厅局委院]属|机关|驻[\u4e00-\u9fff]{1,3}|[局厅委院](?:机关)?)\Z"
)
_HEAD_PREFIX = re.compile(r"(?:自治区|[省市区县旗盟州])\Z")


class Form(Enum):
    """How a name says whose it is."""

    FULL = auto()  # by an area or 中国 at its beginning
    COMPLETED = auto()  # by an area without 省, 市, 自治区
    DOUBLED = auto()  # 自治区内蒙古自治区气象信息中心
    SCOPED = auto()  # by 自治区, 省, 市 …
    BARE = auto()  # not at all: 观测处
    BODY = auto()  # 国务院
    ALIAS = auto()  # declared by 以下简称
    SELF = auto()  # 我局
    BACK = auto()  # 该局
    NATION = auto()  # 国家局
    SHARED = auto()  # 北京 of 北京、陕西省气象局
    GROUP = auto()


@dataclass(frozen=True, slots=True)
class Parsed:
    """A name by its form.

    `name`: as printed, on one line. `area` and `tail`: the areas in front and the rest. `level`:
    what 自治区, 省, 市 stands for. `spoken_of`: found in running text, where a bare name may be
    cut wrong.
    """

    form: Form
    name: str
    area: AreaName | None = None
    tail: str = ""
    level: str = ""
    group: Group | None = None
    spoken_of: bool = False


def parse_item(text: str, aliases: Container[str] = ()) -> Parsed | None:
    """A name of a unit or group that a text is from begin to end, None if it is none.

    A name of the same body in brackets behind it (城建局（行政执法局）) is left out.
    """
    text = _ROLE.sub("", text)
    return Parsed(Form.ALIAS, text) if text in aliases else _parse(text)


@lru_cache(maxsize=4096)
def _parse(text: str) -> Parsed | None:
    group = parse_group(text)
    if group is not None:
        return Parsed(Form.GROUP, text, group=group)
    found = _parse_unit(text)
    match = None if found else _BRACKET.match(text)
    return _parse_unit(match["base"]) if match else found


def _parse_unit(text: str) -> Parsed | None:
    if text in known_bodies().named:
        return Parsed(Form.BODY, text)
    if means_itself(text):
        return Parsed(Form.SELF, text, tail=means_itself(text))
    if means_one_before(text):
        return Parsed(Form.BACK, text, tail=means_one_before(text))
    if OF_THE_NATION.fullmatch(text):
        return Parsed(Form.NATION, text, tail=text[2:])
    if "（" in text:
        return None
    return _of_nation(text) or _of_scope(text) or _of_area(text) or _bare(text)


def _of_nation(text: str) -> Parsed | None:
    begins = _NATION.match(text) is not None or bool(known_bodies().starting(text, 0))
    return Parsed(Form.FULL, text, tail=text) if begins and is_unit_name(text) else None


def _of_scope(text: str) -> Parsed | None:
    match = SCOPE.match(text)
    if match is None:
        return None
    tail = text[match.end() :]
    area = area_prefix(tail)
    if area is not None and area.listed and not area.completed and is_unit_name(tail):
        return Parsed(Form.DOUBLED, tail, area, tail[area.length :])
    if is_unit_name(tail) or _SHORT_TAIL.fullmatch(tail):
        return Parsed(Form.SCOPED, text, tail=tail, level=scope_level(match))
    return None


def _of_area(text: str) -> Parsed | None:
    area = area_prefix(text)
    tail = text[area.length :] if area else ""
    if area is None or not (is_unit_name(tail) or _SHORT_TAIL.fullmatch(tail)):
        return None
    form = Form.COMPLETED if area.completed else Form.FULL
    return Parsed(form, text, area, tail)


def _bare(text: str) -> Parsed | None:
    return Parsed(Form.BARE, text, tail=text) if is_unit_name(text) else None


def parse_group(text: str) -> Group | None:
    """The group that a text names, whoever it says they belong to: 自治区各有关部门."""
    for start in group_starts(text, 0, len(text)):
        owner = text[:start]
        if owner and not is_owner(owner):
            continue
        found = whole_group(text[start:], owner)
        if found is not None:
            return found
    alone = areas_alone(text)
    if alone and alone[0] and len(alone[1]) > 1:
        return Group(tuple(alone[0] + area for area in alone[1]), carried=alone[0])
    return None


def is_owner(text: str) -> bool:
    """Whether a group's members may belong to what a text names: 自治区, 省直, a unit."""
    if _HEAD_PREFIX.fullmatch(text) or _OWNER.fullmatch(text):
        return True
    area = area_prefix(text)
    return (area is not None and area.length == len(text)) or _parse_unit(text) is not None
