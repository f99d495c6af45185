"""Levels of the administration as header cells, statements and unit names word them."""

from __future__ import annotations

import re
from types import MappingProxyType

LEVEL_OF_WORD = MappingProxyType(
    {
        "国家级": "national",
        "自治区级": "region",
        "直辖市级": "region",
        "省级": "region",
        "省（区、市）级": "region",
        "区（市）级": "region",
        "盟市级": "league",
        "地市级": "league",
        "市州级": "league",
        "市级": "league",
        "旗县级": "banner",
        "区县级": "banner",
        "县级": "banner",
        "台站级": "station",
    }
)
"""The level a word stands for; a prefecture counts as `league`, a county as `banner`."""

LEVEL_WORD = "|".join(map(re.escape, sorted(LEVEL_OF_WORD, key=len, reverse=True)))
"""Those words as one alternation, the longest first."""

ACTING_SIDE = (
    r"[ \u3000]*(?:[（(]?[\d一二三四五六七八九十]{1,2}[）).．、]\s*)?"
    rf"(?P<level>{LEVEL_WORD})(?:业务)?(?:单位|部门)"
)
"""How a statement begins about what the units of a level do, its number included."""

PROVINCE = r"(?:[\u4e00-\u9fff]{2,6}?(?:省|自治区)|(?:北京|天津|上海|重庆)市)"
"""How the name of a regional body begins."""

_NATIONAL = re.compile(r"中国气象局|国家")
_REGIONAL = re.compile(PROVINCE)
_LEAGUE = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:市|盟|自治州|地区)气象[局台站]")
_LEAGUE_ALONE = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:盟|自治州|地区)气象[局台站]")
_BANNER = re.compile(r"[\u4e00-\u9fff]{1,12}?(?:旗|县)气象[局台站]")


def level_of_unit(name: str) -> str | None:
    """The level that a unit's full name shows, or None where the name does not tell.

    A bare X市 may be a prefecture or a county seat, so it tells nothing.

    >>> level_of_unit("内蒙古自治区气象信息中心"), level_of_unit("中国气象局综合观测司")
    ('region', 'national')
    """
    if _NATIONAL.match(name):
        return "national"
    province = _REGIONAL.match(name)
    rest = name[province.end() :] if province else name
    if _BANNER.match(rest):
        return "banner"
    if (_LEAGUE if province else _LEAGUE_ALONE).match(rest):
        return "league"
    return "region" if province else None
