"""Numbers before headings: 第一章, 一、, （一）, 第一阶段, 1., （1）, ①, 一是, 附件1, 表1., 图1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType

from loaders.documents.model import Style

_HAN = "一二三四五六七八九十百"
_NUMBER = rf"[{_HAN}零〇]+|\d{{1,3}}"
_STYLES = (
    (Style.PART, re.compile(rf"第(?P<n>{_NUMBER})(?:编|篇|部分)(?![的之])[ 、：]?")),
    (Style.CHAPTER, re.compile(rf"第(?P<n>{_NUMBER})章(?![的之])[ 、：]?")),
    (Style.SECTION, re.compile(rf"第(?P<n>{_NUMBER})节(?![的之])[ 、：]?")),
    (Style.ARTICLE, re.compile(rf"第(?P<n>{_NUMBER})条(?![的之第、款规所])[ 、：]?")),
    (Style.HAN, re.compile(rf"(?P<n>[{_HAN}]{{1,3}})[、．.](?![{_HAN}]{{1,2}}[、产级类种])")),
    (Style.HAN_BRACKET, re.compile(rf"（(?P<n>[{_HAN}]{{1,3}})）[、.]?")),
    (Style.DECIMAL, re.compile(r"(?P<n>[1-9]\d?(?:\.[1-9]\d?){1,4})\.?(?=[ \u3400-\u9fff《“])")),
    (Style.DIGIT, re.compile(r"(?P<n>[1-9]\d?)(?:、|[.．](?!\d)|(?=[ ][\u3400-\u9fff]))")),
    (Style.DIGIT_BRACKET, re.compile(r"（?(?P<n>[1-9]\d?)[）)][、.]?")),
    (Style.CIRCLED, re.compile(r"(?P<n>[①-⑳⑴-⒇⒈-⒛])[、.]?")),
    (Style.ENUMERATION, re.compile(rf"(?P<n>[{_HAN}]{{1,2}})是(?!否)[，：]?")),
)
_LABELS = (
    (
        Style.ATTACHMENT,
        re.compile(rf"附[件表录](?P<n>\d{{1,2}}|[{_HAN}]{{1,2}})?(?:[.．:：、 ]|$)"),
    ),
    (Style.PHASE, re.compile(rf"第(?P<n>[{_HAN}]{{1,2}}|\d)(?:个)?阶段[:：、 ]?")),
    (Style.TABLE, re.compile(rf"续?表 ?(?P<n>\d+(?:[-.]\d+)*|[{_HAN}]+)(?:（续）)?[.、:： ]*")),
    (Style.FIGURE, re.compile(rf"图 ?(?P<n>\d+(?:[-.]\d+)*|[{_HAN}]+)[.、:： ]*")),
)
_UNITS = re.compile(r" ?(?:%|％|万|亿|个|家|年|月|日|米|公里|倍|度|版|级|项|次|人|元|份)")
_DIGITS = MappingProxyType({c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0})
_TENS = MappingProxyType({"十": 10, "百": 100})
RANK = MappingProxyType({style: rank for rank, style in enumerate(Style)})
"""How far out a style of numbering stands: the lower, the farther."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number at the beginning of a line: `printed` up to `end`, blanks behind it included."""

    style: Style
    printed: str
    ordinal: int
    end: int

    @property
    def rank(self) -> float:
        """As `RANK`; each further part of 1.1.1 stands a little farther in."""
        depth = self.printed.strip(".").count(".") if self.style is Style.DECIMAL else 0
        return RANK[self.style] + depth / 10


def number_of(text: str) -> Number | None:
    """The number that a line begins with.

    >>> number_of("（一）业务过程")
    Number(style=<Style.HAN_BRACKET: 'han_bracket'>, printed='（一）', ordinal=1, end=3)
    >>> number_of("3.5万人") is None and number_of("一、二、三产业") is None
    True
    """
    for style, pattern in _STYLES:
        match = pattern.match(text)
        if match and not (match[0][-1:].isdigit() and _UNITS.match(text, match.end())):
            return _number(style, match, text)
    return None


def label_of(text: str) -> Number | None:
    """The label of an attachment, a phase, a table or a figure that a line begins with."""
    for style, pattern in _LABELS:
        match = pattern.match(text)
        if match:
            return _number(style, match, text)
    return None


def _number(style: Style, match: re.Match[str], text: str) -> Number:
    end = match.end()
    while text[end : end + 1] == " ":
        end += 1
    return Number(style, match[0].strip(), ordinal(match["n"] or ""), end)


def ordinal(written: str) -> int:
    """The value of a number in Chinese or Arabic digits, the last part of 1.2.3; 0 for none.

    >>> ordinal("十二"), ordinal("二十"), ordinal("1.2.3"), ordinal("③"), ordinal("")
    (12, 20, 3, 3, 0)
    """
    if not written:
        return 0
    for first in "①⑴⒈":
        if first <= written <= chr(ord(first) + 19):
            return ord(written) - ord(first) + 1
    if written[-1].isascii():
        return int(re.split(r"[.-]", written)[-1])
    total = digit = 0
    for character in written:
        if character in _TENS:
            total += (digit or 1) * _TENS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit
