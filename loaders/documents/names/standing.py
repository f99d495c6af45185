"""Where a unit stands: its level, and the unit that it is part of."""

from __future__ import annotations

import re
from collections.abc import Container

from loaders.documents.names.areas import AreaName, area_prefix, area_table
from loaders.documents.names.bodies import known_bodies
from loaders.documents.names.issuer import Issuer
from loaders.documents.names.items import Form, parse_group, parse_item
from loaders.documents.names.mention import Standing
from loaders.documents.names.register import upper_part
from loaders.documents.names.wording import (
    SCOPE,
    is_national,
    is_unit_name,
    scope_level,
    stands_alone,
)
from ontology import Certainty

_NATION = re.compile(
    r"中国(?!移动|电信|联通|铁塔|石油|石化)|国家|中华|中央|中共中央|全国|最高人民|国务院"
)
_STATION = re.compile(r"(?:气象|观测|雷达|探空|基准|本底|高空|辐射|自动)站\Z|观象台\Z")
_OUTSIDE = re.compile(
    r"公司|集团|协会|学会|商会|大学|银行|联合会|基金会|咨询|事务所|世界|国际|联合国"
)
_LEVEL_OF_AREAS = (
    ("region", re.compile(r"省(?!直|属)|自治区|直辖市")),
    (
        "league",
        re.compile(
            r"盟市|地市|市地|市州|州市|地州|州盟|设区|地级|计划|盟|自治州|州|地|师市|市(?![县区])"
        ),
    ),
    ("banner", re.compile(r"旗|区|县|市[县区]")),
)
_WORDED = (
    ("national", re.compile(r"国家级|中央|国务院|中国")),
    ("region", re.compile(r"自治区级|省级|省直|省属|区直|全区|全省")),
    ("league", re.compile(r"盟市级|地市级|市州级|市级|市直|市属|全市|全盟")),
    ("banner", re.compile(r"旗县级|区县级|县级|县直|全县|全旗")),
)
_OWN = re.compile(r"直属|内设|职能|处室|科室|机关")


def level_of_unit(name: str, issuer: Issuer) -> Standing | None:
    """`national`, `region`, `league`, `banner`, `station` or `external`, None if nobody can tell.

    A city that the codes do not know, and no region stands before, may be of either level.
    """
    bodies = known_bodies()
    if name in bodies.named:
        return Standing(bodies.named[name], Certainty.STATED)
    if bodies.keeps_area(name):
        return Standing(bodies.keeps_area(name))
    if _OUTSIDE.search(name) or stands_alone(name):
        return Standing("external")
    area = area_prefix(name)
    if _NATION.match(name) or (area is None and is_national(name)):
        return Standing("national")
    level = _level_of_area(area, issuer) if area else ""
    if level in {"league", "banner"} and _STATION.search(name):
        return Standing("station")
    return Standing(level) if level else None


def _level_of_area(area: AreaName, issuer: Issuer) -> str:
    """The level of the lowest area; of a county that lies in another region nothing is known."""
    alone = len(area.parts) == 1 and area.listed and area.level == "banner"
    if alone and issuer.areas:
        region = issuer.areas[-1]
        if region not in area_table().regions_of(area.parts[0]):
            return "" if area.parts[0].endswith(("市", "区")) else area.level
    return area.level


def level_of_group(name: str, issuer: Issuer) -> Standing | None:
    """The level of a group's members: 各旗县气象局 is `banner`."""
    for level, word in _WORDED:
        if word.match(name):
            return Standing(level)
    group = parse_group(name)
    if group is None:
        parsed = parse_item(name)
        found = [level for level, word in _LEVEL_OF_AREAS if word.match(name)] if parsed else []
        return Standing(found[0]) if found else None
    found = [level for level, word in _LEVEL_OF_AREAS if word.match(group.area)]
    if found:
        return Standing(found[0])
    if group.owner:
        return _level_of_owner(group.owner, issuer)
    return level_of_unit(issuer.body, issuer) if _OWN.search(name) else None


def _level_of_owner(owner: str, issuer: Issuer) -> Standing | None:
    """The level of those to whom the members of a group belong."""
    scope = SCOPE.match(owner)
    if scope is not None:
        area = issuer.area_called(scope[0])
        return level_of_unit(area, issuer) if area else Standing(scope_level(scope))
    parsed = parse_item(owner)
    if parsed is not None and parsed.form in {Form.FULL, Form.COMPLETED, Form.BODY}:
        return level_of_unit(owner, issuer)
    return level_of_unit(issuer.body, issuer)


def superior_of_unit(name: str, known: Container[str]) -> Standing | None:
    """The unit whose full name a full name begins with; what stands before 处, 司 is one."""
    area = area_prefix(name)
    begin = area.length if area else 0
    for length in range(len(name) - 2, max(begin, 2), -1):
        if name[:length] in known and is_unit_name(name[length:]):
            return Standing(name[:length])
    upper = upper_part(name, begin)
    return Standing(upper) if upper else None
