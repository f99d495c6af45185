"""Targets: a number with a measure word that is to be reached, and the year by which."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.documents.facts.fact import Fact, Said, Statement
from loaders.documents.facts.reading import Reading
from loaders.documents.model import Paragraph, Style

_NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
_UNIT = (
    r"(?P<unit>(?:万亿|亿|万)?(?:[家个张项套台部人名次份件户所座处站种类门篇册期起批条艘架组支页]|亿?元|人次|平方公里|公里|千米"
    r"|米|分钟|小时|天|吨|亩|公顷|百分点|个百分点)|[%％‰]|万)"
)
_REACH = (
    r"(?:力争|争取|努力|确保|应当|必须|不得|要|应|须|需|将|均|全部|普遍)*(?:达到|增至|增加到|提高到|提高至|提升到|提升至|扩大到|发展到"
    r"|降至|降到|下降到|下降至|减少到|减少至|压减至|缩短到|缩短至|控制在(?:每[年月周日次])?|完成(?=\d)|保持在|稳定在|[≥≤]|不小于|不大于|不低于|不少于|不高于|不超过|高于|低于|超过)"
)
_ABOUT = r"(?:约|近|至少|不少于)?(?:每[秒天年月])?"
_CLAUSE = r"[^，。；：\n]"
_BEHIND = re.compile(rf"(?P<thing>{_CLAUSE}{{2,60}}?)(?P<verb>{_REACH}){_ABOUT}{_NUMBER}{_UNIT}")
_BEFORE = re.compile(
    rf"(?P<verb>建成|完成(?![率度量])|力争)(?:{_CLAUSE}{{0,80}}?等)?{_ABOUT}{_NUMBER}{_UNIT}(?P<thing>{_CLAUSE}{{2,30}})"
)
_DONE = re.compile(r"建成|完成(?![率度量])|力争")
_NAMED = re.compile(
    rf"(?P<thing>[^，。；：、\n\d]{{2,30}}?){_ABOUT}{_NUMBER}{_UNIT}(?:以上|左右)?(?:、|和|及|以及|(?=[，。；])|\Z)"
)
_REACHED = re.compile(rf"(?P<thing>{_CLAUSE}{{2,60}}?)(?P<verb>(?<!雷)达){_NUMBER}{_UNIT}")
_SHORTEST = 2
_YEAR = re.compile(r"(?:到|至|截至|力争)?(?P<year>(?:19|20)\d\d)年(?:底|末)?(?:以?前|之前)?")
_TO_YEAR = re.compile(r"(?:到|至)(?P<year>(?:19|20)\d\d)年")
_LEAD = re.compile(
    r"(?:(?:到|至)?(?:19|20)\d\d年(?:底|末)?(?:前|起)?|力争|争取|努力|确保|实现|使|将|其中|并且|并|同时|推动|推进"
    r"|促进|提高|提升)+"
)
_THING_END = re.compile(
    r".*?(?:系统|平台|企业|机构|中心|基地|园区|项目|工程|标准|站点|台站|仪器|设备|单位|示范区|实验室|产品|品牌"
    r"|证书|网络|数据集|站(?![点内])|台(?!站))"
)
_DOWN = re.compile(
    r"差错率|错误率|故障率|误报率|漏报率|空报率|失误率|投诉率|缺测率|误差|差错|能耗|耗时|时间"
)
_FALL = re.compile(r"降|减|缩短|不超过|不高于|不大于|≤|(?<!不)低于|控制在")
_RESULTS = re.compile(
    r"(?:开展|完成|进展|落实|工作|执行|基本)情况|工作总结|成效|成绩|回顾|(?:存在|主要)(?:的)?问题"
)
_PAST = re.compile(r"已(?:经)?|近[两几一二三四五六七八九十\d]+年|虽|目前|截至|累计|以来|去年|上年")


@dataclass(frozen=True, slots=True)
class _Found:
    thing: tuple[int, int]
    value: tuple[int, int]
    verb: str
    number: str
    unit: str


def target_facts(reading: Reading) -> Iterator[Said]:
    """Each target of the document, cited from the thing counted to the measure word."""
    for begin, end in _sentences(reading):
        sentence = reading.text[begin:end]
        if _PAST.search(sentence):
            continue
        year = ""
        for clause in re.finditer(r"[^，；。\n]+", sentence):
            dated = _TO_YEAR.search(clause[0]) or _YEAR.match(clause[0])
            year = dated["year"] if dated else year
            at = begin + clause.start()
            for found in _found(reading.text, at, at + len(clause[0]), dated=bool(year)):
                yield from _target(reading, found, year)


def _sentences(reading: Reading) -> Iterator[tuple[int, int]]:
    """The sentences of the text and the titles of its headings, but those that tell results."""
    results = [
        (h.begin, h.section_end) for h in reading.document.headings if _RESULTS.search(h.title)
    ]
    for block in reading.document.blocks:
        if any(begin <= block.begin < end for begin, end in results):
            continue
        if isinstance(block, Paragraph):
            yield from block.sentences
        elif block.style not in {Style.TABLE, Style.FIGURE}:
            yield block.title_begin, block.end


def _found(text: str, begin: int, end: int, *, dated: bool) -> Iterator[_Found]:
    """The targets of a clause; `dated`: a year is printed by which they are to be reached."""
    match = _BEHIND.search(text, begin, end) or (dated and _REACHED.search(text, begin, end))
    if match:
        lead = _LEAD.match(text, *match.span("thing"))
        first = lead.end() if lead else match.start("thing")
        if match.end("thing") - first >= _SHORTEST:
            yield _made(match, (first, match.end("thing")), match["verb"])
            return
    match = _BEFORE.search(text, begin, end)
    thing_end = _THING_END.match(text, *match.span("thing")) if match else None
    if match and thing_end:
        yield _made(match, (match.start("thing"), thing_end.end()), match["verb"])
        return
    verb = _DONE.search(text, begin, end)
    for each in _NAMED.finditer(text, verb.end(), end) if verb else ():
        yield _made(each, each.span("thing"), "")


def _made(match: re.Match[str], thing: tuple[int, int], verb: str) -> _Found:
    value = (match.start("number"), match.end("unit"))
    return _Found(thing, value, verb, match["number"].replace(",", ""), match["unit"])


def _target(reading: Reading, found: _Found, year: str) -> Iterator[Said]:
    name = reading.text[slice(*found.thing)].strip()
    down = _FALL.search(found.verb) or _DOWN.search(name)
    said: dict[str, str] = {"name": name, "value": found.number, "unit": found.unit}
    said["direction"] = "down" if down else "up"
    if year:
        said["year"] = year
    target = reading.own("Target", name)
    begin = min(found.thing[0], found.value[0])
    end = max(found.thing[1], found.value[1])
    yield Statement(target, dict(said), begin, end)
    yield Fact("OF_DOCUMENT", target, reading.me, begin, end)
