"""Who may see what is marked with a security level: classes of users, levels, one table of both.

A kind takes part by declaring the property `security_level`. Which class sees which level is a
choice of this project, written down in docs/decisions/0024: the standards grade systems and data,
they do not say who may read a register of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ontology.model import CodeList

MARKING = "security_level"
"""Name of the property that holds the level."""

USER_CLASSES = CodeList(
    "user_class",
    {
        "internal": ("内部用户", "internal"),
        "cooperating": ("合作用户", "cooperating"),
        "public": ("公众用户", "public"),
    },
    "classes of those who ask, the one that sees most first; docs/decisions/0024",
)
INTERNAL, COOPERATING, PUBLIC = USER_CLASSES.codes

SECURITY_LEVELS = CodeList(
    "security_level",
    {
        "一级": ("等级保护一级", "classified protection, level 1"),
        "二级": ("等级保护二级", "classified protection, level 2"),
        "三级": ("等级保护三级", "classified protection, level 3"),
        "四级": ("等级保护四级", "classified protection, level 4"),
        "五级": ("等级保护五级", "classified protection, level 5"),
        "一般数据": ("一般数据", "general data"),
        "重要数据": ("重要数据", "important data"),
        "核心数据": ("核心数据", "core data"),
        "公开": ("公开", "open"),
        "内部": ("内部", "for internal use"),
        "秘密": ("秘密", "secret, third degree"),
        "机密": ("机密", "secret, second degree"),
        "绝密": ("绝密", "secret, first degree"),
    },
    "systems: GB/T 22240-2020, levels 1-5; data: GB/T 43697-2024; the last three: "
    "Law on Guarding State Secrets; 公开 and 内部: words in use",
)

SEEN_BY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "一级": (INTERNAL, COOPERATING, PUBLIC),
        "二级": (INTERNAL, COOPERATING),
        "三级": (INTERNAL,),
        "四级": (INTERNAL,),
        "五级": (INTERNAL,),
        "一般数据": (INTERNAL, COOPERATING),
        "重要数据": (INTERNAL,),
        "核心数据": (INTERNAL,),
        "公开": (INTERNAL, COOPERATING, PUBLIC),
        "内部": (INTERNAL,),
        "秘密": (INTERNAL,),
        "机密": (INTERNAL,),
        "绝密": (INTERNAL,),
    }
)
"""The classes that see what is marked with a level."""
UNKNOWN_SEEN_BY = (INTERNAL,)
"""The classes that see what is marked with a word that the list does not know."""


def sees_all(user_class: str) -> bool:
    """Whether a class sees every level, and words that are none."""
    return all(user_class in seen for seen in (*SEEN_BY.values(), UNKNOWN_SEEN_BY))


def may_see(user_class: str, levels: Iterable[str]) -> bool:
    """Whether a class sees an element for which sources state these levels.

    Every one of them must allow it, so that of sources that disagree the strictest counts. What
    nobody marked is not hidden: `levels` is then empty.

    >>> may_see("public", []), may_see("cooperating", ["二级", "第三级"]), may_see("public", ["?"])
    (True, False, False)
    """
    return all(user_class in SEEN_BY.get(_code(level), UNKNOWN_SEEN_BY) for level in levels)


def _code(level: str) -> str:
    """A level as the list has it: 第三级 is 三级."""
    return level.strip().removeprefix("第")
