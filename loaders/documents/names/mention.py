"""What is said about the names of units in a document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ontology import Certainty


class Kind(StrEnum):
    """A unit, or several that are named together."""

    UNIT = "unit"
    GROUP = "group"


class Reason(StrEnum):
    """Why a name stands for what it stands for; Chinese, then English."""

    FULL = "印的是全称 / printed in full"
    GROUP = "印的是一组单位 / a group as printed"
    BODY = "不属于任何地区的机构 / a body without an area"
    DECLARED = "文中声明的简称 / a short name that the document declares"
    DOUBLED = "前缀印了两次 / its prefix is printed twice"
    AREA = "地名补全 / its area's name completed"
    SCOPE = "自治区、省、市等指发文机关的地区 / 自治区, 省 or 市 stands for the issuer's area"
    SHARED = "前缀承前 / the prefix of the names before it holds"
    SHORT = "文中全称的简称 / short for a full name in the document"
    VARIANT = "文中另有更常用的写法 / the document spells it otherwise more often"
    ISSUER = "补上发文机关或其地区 / the issuer, or its area, put before it"
    SELF = "指发文机关 / means the issuer"
    BACK = "指前面提到的单位，或主送单位 / means the unit named before, or the one addressed"
    ALIKE = "与发文机关同类的机构 / a body of the issuer's kind"
    LEVEL = "泛指一个层级 / any unit of a level"

    AMBIGUOUS = "有几个全称都符合 / several full names fit"
    NO_ISSUER = "不知道发文机关 / the issuer is not known"
    NO_AREA = "不知道是哪个地区 / which area is meant is not known"
    NO_ANTECEDENT = "前面没有可指的单位 / no unit before it that it could mean"
    SPOKEN_OF = "正文中顺带提到，未说属于谁 / spoken of; whose it is, is not said"


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit or a group named in `text[begin:end]` of a document.

    `printed`: that text on one line. `name`: the full canonical name; of a group as printed, the
    words that several groups share repeated for each. `spelling`: the full name in the spelling
    printed here, where `name` is the canonical one of variants. `size`: how many members are
    declared (`88个旗县气象局`). `member_of`: the group whose bracket lists this unit.
    """

    begin: int
    end: int
    printed: str
    name: str
    kind: Kind
    certainty: Certainty
    reason: Reason
    spelling: str = ""
    size: int | None = None
    member_of: str = ""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A name of a unit whose full name is not known; `candidates` are full names that fit."""

    begin: int
    end: int
    printed: str
    reason: Reason
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitList:
    """The units that a stretch of text lists.

    `open_ended`: 等 leaves it open. `unread`: the first part that is no name of a unit, or empty.
    `unresolved`: parts that name a unit, but not which.
    """

    mentions: tuple[Mention, ...]
    open_ended: bool = False
    unread: str = ""
    unresolved: tuple[Unresolved, ...] = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """Another full name of the same unit; `text[begin:end]` is where it is printed first."""

    name: str
    canonical: str
    begin: int
    end: int
    reason: Reason = Reason.VARIANT
    certainty: Certainty = Certainty.INFERRED


@dataclass(frozen=True, slots=True)
class Standing:
    """A level or a superior, and how sure it is."""

    value: str
    certainty: Certainty = Certainty.INFERRED
