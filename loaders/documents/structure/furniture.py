"""Lines that a web page puts around a document: navigation, advertising, footers, other headlines.

A line is judged by its own words, by what the markup said of it, and by its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from loaders.documents.structure.lines import Line

_LONGEST = 90
_HEADLINES = re.compile(r"\A(?:[·•▪◆■]\s?[^·•▪◆■]{4,}){2,}\Z")
_RULES = (
    ("navigation", re.compile(
        r"\A(?:您?(?:现在|当前)的?(?:所在)?位置|您的位置|位置：.*[>＞»›]"
        r"|网站地图|(?:网站)?首页(?:\Z|[ |>＞»›]))"
        r"|首页 ?[>＞»›]|设为首页|加入收藏|收藏本[页站]|无障碍(?:浏览|阅读)|长者(?:版|模式|助手)"
        r"|返回顶部|联系我们 ?[|｜]|关于我们 ?[|｜]|网站地图"
    )),
    ("search", re.compile(r"(?:\A|[\u4e00-\u9fff ])搜索\Z|\A搜索|请输入(?:关键|搜索)|高级搜索")),
    ("advertising", re.compile(r"\A广告|广告(?:载入|加载|位)")),
    ("headlines", _HEADLINES),
    ("copyright", re.compile(
        r"版权所有|copyright|©|ICP备|公网安备|网站标识码|网安备|支持IPv6", re.IGNORECASE
    )),
    ("page tools", re.compile(
        r"责任编辑|\A（?编辑：|打印(?:本页|此页|】)|\A打印\Z|关闭(?:本页|窗口|】)|\A关闭\Z"
        r"|【?字[体号]：|分享(?:到|至)：?|扫一扫|(?:浏览|阅读|点击|访问)(?:次数|量|数)"
    )),
    ("other articles", re.compile(
        r"\A(?:上|下)一[篇条]|\A相关(?:新闻|链接|阅读|文章|稿件|报道|推荐|文档)(?:\Z|：)"
        r"|\A(?:热点(?:新闻|推荐|排行)|推荐阅读|延伸阅读|友情链接|最新(?:新闻|文章)|更多 ?>*)\Z"
    )),
)  # fmt: skip
_BESIDE = re.compile(
    r"技术支持|主办(?:单位)?：|承办(?:单位)?：|协办(?:单位)?：|地址：|邮编：|电话：|传真："
    r"|浏览器|网站声明|联系我们|\A[^\u4e00-\u9fff]{0,3}\Z"
)
_DATED = re.compile(r"(?:19|20)\d\d(?:年|[-/.])\d{1,2}(?:月|[-/.])\d{1,2}")
_ORIGIN = re.compile(r"来源|发布|作者|时间|日期|\d{1,2}:\d\d")
_MOSTLY = 0.6
_ATTACHED = re.compile(r"附件|\.(?:docx?|pdf|xlsx?|zip|rar|ofd|wps)")


def is_byline(text: str) -> bool:
    """Whether a line says when and where a news item or a page was published.

    >>> is_byline("2012年09月13日 11:32   来源：中国质量网")
    True
    """
    return (
        len(text) <= _LONGEST
        and "。" not in text
        and bool(_DATED.search(text) and _ORIGIN.search(text))
        and _DATED.sub("", text) != ""
    )


def furniture(lines: Sequence[Line]) -> dict[int, str]:
    """The lines that are furniture for certain, by index, with the rule that says so."""
    written = [index for index, line in enumerate(lines) if not line.blank]
    trusted = _trusts_markup([lines[index] for index in written])
    found: dict[int, str] = {}
    for order, index in enumerate(written):
        rule = _rule(lines[index].text) or (
            "markup" if trusted and lines[index].furniture > _MOSTLY else ""
        )
        if rule or _in_link_list(lines, written, order):
            found[index] = rule or "links"
    return found | _beside(lines, written, found)


def _rule(text: str) -> str:
    if len(text) > _LONGEST and not _HEADLINES.match(text):
        return ""
    if "。" in text or is_byline(text):
        return ""
    return next((name for name, pattern in _RULES if pattern.search(text)), "")


def _trusts_markup(written: Sequence[Line]) -> bool:
    """Whether markup calls less than half of the text furniture; else its names mean nothing."""
    total = sum(line.end - line.begin for line in written)
    named = sum((line.end - line.begin) * line.furniture for line in written)
    return named * 2 < total


def _in_link_list(lines: Sequence[Line], written: Sequence[int], order: int) -> bool:
    """Whether a line is nothing but a link, and so is a line beside it."""

    def is_link(at: int) -> bool:
        if not 0 <= at < len(written):
            return False
        line = lines[written[at]]
        return line.links > _MOSTLY and not _ATTACHED.search(line.text)

    return is_link(order) and (is_link(order - 1) or is_link(order + 1))


def _beside(lines: Sequence[Line], written: Sequence[int], found: dict[int, str]) -> dict[int, str]:
    """Lines that are furniture only because they stand beside a line that is for certain."""
    added: dict[int, str] = {}
    for step in (1, -1):
        ordered = list(written)[::step]
        for before, index in pairwise(ordered):
            known = before in found or before in added
            if known and index not in found and _is_weak(lines[index].text):
                added[index] = "beside furniture"
    return added


def _is_weak(text: str) -> bool:
    return len(text) <= _LONGEST and "。" not in text and bool(_BESIDE.search(text))
