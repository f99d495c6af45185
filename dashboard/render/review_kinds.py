"""Families of facts: each with one character, a colour and a title, never the colour alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph import Place
from loaders.documents.review import ItemKind, Told
from ontology import EDGE_KINDS, NODE_KINDS
from ontology.derive.legend import (
    BLUE,
    BLUISH_GREEN,
    GREY,
    ORANGE,
    REDDISH_PURPLE,
    SKY_BLUE,
    VERMILLION,
    YELLOW,
    text_colour,
)


@dataclass(frozen=True, slots=True)
class Family:
    """Kinds of facts that are marked alike. `kinds`: types of edges and labels of nodes."""

    code: str
    sign: str
    title_zh: str
    title_en: str
    colour: str
    kinds: frozenset[str]

    @property
    def text_colour(self) -> str:
        """Black or white, whichever is read better on the colour."""
        return text_colour(self.colour)


def _kinds(names: str) -> frozenset[str]:
    return frozenset(names.split())


FAMILIES = (
    Family(
        "resp", "责", "谁负责", "who answers for what", ORANGE,
        _kinds(
            "LED_BY RESPONSIBLE_OFFICE IMPLEMENTED_BY PARTICIPANT RESPONSIBLE RELATED_UNIT "
            "REPORTS_TO PILOT_FOR OPERATED_BY MAINTAINED_BY RESPONSIBLE_FOR"
        ),
    ),
    Family(
        "docs", "文", "文件与引用", "documents and citations", YELLOW,
        _kinds(
            "ISSUED_BY ADDRESSED_TO CITES BASED_ON PRODUCES COMPILED_BY HAS_DOC_LEVEL GOVERNED_BY "
            "Document DocumentVersion DocLevel Clause SUPERSEDES VERSION_OF IMPLEMENTS "
            "HAS_ATTACHMENT REVIEWS REPLACED_BY STATES_PRACTICE FOLLOWS_PRACTICE DocumentReview "
            "Practice"
        ),
    ),
    Family(
        "task", "任", "任务、节点、目标", "tasks, milestones, targets", SKY_BLUE,
        _kinds(
            "IN_GROUP IN_PHASE FOR_TASK OF_DOCUMENT Task TaskGroup Phase Milestone Target Safeguard"
        ),
    ),
    Family(
        "group", "组", "工作机构与人员", "work groups and persons", REDDISH_PURPLE,
        _kinds("HEAD DEPUTY MEMBER CONTACT MEMBER_UNIT HAS_DUTY OF_UNIT WorkGroup Person Duty"),
    ),
    Family(
        "system", "系", "业务系统", "systems", BLUISH_GREEN,
        _kinds("INTEGRATES_INTO REPLACES MONITORED_BY BUILT_ON INSTANCE_OF RECEIVES System"),
    ),
    Family(
        "process", "过", "过程与接口", "processes and interfaces", BLUE,
        _kinds(
            "SUBPROCESS_OF GOVERNS COUNTERPART_OF INCLUDES SUPPORTS UPPER_PROCESS LOWER_PROCESS "
            "UPPER_UNIT LOWER_UNIT COVERS Process Interface"
        ),
    ),
    Family(
        "unit", "单", "单位及其隶属", "units, what they are part of", GREY,
        _kinds("PART_OF MEMBER_OF_GROUP Unit UnitGroup AdminArea"),
    ),
)  # fmt: skip
OTHER = Family("other", "他", "其他", "other facts", VERMILLION, frozenset())
_BY_KIND = {kind: family for family in FAMILIES for kind in family.kinds}
_ORDER = {family.code: rank for rank, family in enumerate((*FAMILIES, OTHER))}

ITEM_TITLES = {
    ItemKind.UNIT: ("单位", "units"),
    ItemKind.TITLE: ("标题与文号", "titles and codes"),
    ItemKind.DATE: ("日期", "dates"),
    ItemKind.NUMBER: ("数字", "numbers"),
}
REPAIR_TITLES = {
    "markup": ("网页标记", "markup"),
    "layout": ("源码排版", "source layout"),
    "entity": ("字符实体", "entities"),
    "broken": ("坏字节", "broken bytes"),
    "invisible": ("不可见字符", "invisible characters"),
    "line_break": ("换行符", "line ends"),
    "page": ("页码", "page numbers"),
    "wrap": ("硬换行", "hard wraps"),
    "bookmark": ("书签", "bookmarks"),
    "lost": ("丢失的缩进", "lost indents"),
    "space": ("特殊空格", "special spaces"),
    "indent": ("行首空白", "leading blanks"),
    "trailing": ("行尾空白", "trailing blanks"),
    "justified": ("字间空白", "blanks within labels"),
    "pinyin": ("注音", "pinyin readings"),
    "script": ("繁体字", "traditional characters"),
    "width": ("全角字母数字", "full-width letters, digits"),
    "bracket": ("括号", "brackets"),
    "punctuation": ("标点", "punctuation"),
}
SEGMENT_TITLES = {
    "furniture": ("网页附件，不读", "furniture of the page, not read"),
    "duplicate": ("第二份文字，不读", "a second copy, not read"),
}


def family_of(kind: str) -> Family:
    """The family of a type of edge or a label of a node."""
    return _BY_KIND.get(kind, OTHER)


def families_of(facts: Iterable[Told]) -> list[Family]:
    """The families of several facts, each once, what says most first."""
    found = {family.code: family for family in (family_of(fact.kind) for fact in facts)}
    return sorted(found.values(), key=lambda family: _ORDER[family.code])


def kind_title(kind: str, language: str = "zh") -> str:
    """What a type of edge or a label of a node is called."""
    declared = EDGE_KINDS.get(kind) or NODE_KINDS.get(kind)
    if declared is None:
        return kind
    return declared.title_zh if language == "zh" else declared.title_en


def percent(share: float | None) -> str:
    """A share as a whole percentage, — where there was nothing to find; never rounded to 100.

    >>> percent(0.996), percent(1.0), percent(None)
    ('99%', '100%', '—')
    """
    return "—" if share is None else f"{int(share * 100)}%"


def where(place: Place) -> str:
    """A place as `line:column`, or the locator of a file that has no lines.

    >>> where(Place(3, 14)), where(Place(locator="page=2;offset=3"))
    ('3:14', 'page=2;offset=3')
    """
    return place.locator or f"{place.line}:{place.column or 0}"
