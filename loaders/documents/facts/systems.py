"""Systems: which integrates into, is watched by, is built on or takes the place of which."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from loaders.documents.facts.fact import Element, Fact, Said, Statement
from loaders.documents.facts.reading import Reading
from loaders.documents.model import Document, Paragraph, Style
from loaders.documents.names.areas import area_prefix

_KIND = r"(?:云平台|平台|系统|数据库|内网|外网|专网|网站|门户|一张图|客户端|小程序)"
_HAN = r"\u4e00-\u9fff"
_WORDS = rf"[{_HAN}A-Za-z0-9]"
_REGION = r"（[^（）\n]{1,16}）"
_QUOTED = rf"“[^“”\n]{{1,20}}”(?:[{_HAN}]{{0,6}}?(?:系统|平台))?"
_ACRONYM = r"[A-Z][A-Z0-9]{2,}[A-Za-z0-9]*(?:系统|平台)?"
_PLAIN = rf"{_WORDS}{{1,24}}?{_KIND}"
_SYSTEM = rf"(?:{_QUOTED}|{_PLAIN}|{_ACRONYM})(?:{_REGION})?"
_OTHER = rf"(?P<other>{_SYSTEM})"
_BEFORE = re.compile(rf"(?:{_QUOTED}|{_WORDS}{{0,30}}{_KIND}|{_ACRONYM})(?:{_REGION})?\Z")
_MAKE = r"(?:建设|建立|开发|搭建|构建)"

_RELATIONS = (
    (
        "INTEGRATES_INTO",
        re.compile(rf"(?:逐步|统一|全面|整体)?(?:融入|集成到|接入到|整合到|并入){_OTHER}"),
    ),
    (
        "MONITORED_BY",
        re.compile(rf"(?:逐步|统一|全面)?(?:纳入|接入){_OTHER}的?(?:统一|集中|全面|实时)*监[控视]"),
    ),
    (
        "BUILT_ON",
        re.compile(rf"基于{_OTHER}(?:进行|统一)?{_MAKE}(?![{_HAN}]{{1,24}}?{_KIND})"),
    ),
    (
        "REPLACES",
        re.compile(rf"(?:全面|逐步)?(?:替代|取代|替换)(?:[原现]有的?|旧的?|老旧的?)?{_OTHER}"),
    ),
)
_BUILDS = re.compile(rf"基于{_OTHER}，?{_MAKE}(?P<system>{_SYSTEM})")
_WATCHES = re.compile(rf"基于{_OTHER}的(?P<list>[^，。；\n]{{2,60}})")
_WATCHED = re.compile(rf"(?P<system>{_ACRONYM}|{_WORDS}{{1,20}}?{_KIND})监[视控]")
_RETIRED = re.compile(
    rf"(?P<old>{_QUOTED}|{_PLAIN}|{_ACRONYM})(?:停止(?:业务)?运行|下线|退出业务|停用)"
)
_RUNNING = re.compile(rf"(?P<new>{_SYSTEM})(?:正式)?(?:业务(?:化)?|上线)?运行，\Z")
_MADE = re.compile(rf"(?:建设|建成|建立|开发|搭建|构建)(?P<system>{_PLAIN})\Z")
_WORKS = re.compile(r"(?:正式)?(?:业务(?:化)?|上线|投入)?(?:试)?(?:运行|建设|应用|部署)\Z")
_LEAD = re.compile(
    r"(?:进一步|积极|继续|全面|逐步|加快|加强|大力|持续|做好|组织|推进|推动|完成|实现|开展|促进|建立|建设|完善"
    r"|优化|提升|强化|启动|制定|确保|探索|支持|鼓励|落实|将|把|使|以及|并|和|与|及|对|由|各类|各|原有?|现有|接入|纳入|融入|依托|利用|运用|使用|借助|通过)+(?=.{2,})"
)
_INSTANCE = re.compile(
    r"“(?P<base>[^“”·•\n]{1,12})[·•](?P<place>[^“”\n]{1,12})”"
    rf"|(?P<plain>[{_HAN}]{{1,6}})[·•](?P<region>[{_HAN}]{{2,8}})"
)
_QUOTED_PLACE = re.compile(
    rf"“(?P<whole>(?P<base>[^“”（）\n]{{1,12}})（(?P<place>[{_HAN}]{{2,10}})）)”"
)
_PLACED = re.compile(rf"(?P<base>[{_HAN}]{{2,20}}?{_KIND})（(?P<place>[{_HAN}]{{2,10}})）")


@dataclass(frozen=True, slots=True)
class _System:
    """A system named at `begin:end`."""

    name: str
    begin: int
    end: int

    @property
    def element(self) -> Element:
        return Element("System", (self.name,))


Relation = tuple[str, _System, _System]


def system_facts(reading: Reading) -> Iterator[Said]:
    """The relations between systems that the text states, cited at the first of the two."""
    for begin, end in _sentences(reading.document):
        yield from _said(_relations(reading.text, begin, end))
    for begin, end in _cells(reading):
        yield from _said(_in_cell(reading.text, begin, end))


def _said(relations: Iterator[Relation]) -> Iterator[Said]:
    for edge, one, other in relations:
        first = min(one, other, key=lambda each: each.begin)
        yield Statement(one.element, {"name": one.name}, one.begin, one.end)
        yield Statement(other.element, {"name": other.name}, other.begin, other.end)
        yield Fact(edge, one.element, other.element, first.begin, first.end)


def _in_cell(text: str, begin: int, end: int) -> Iterator[Relation]:
    """The relations in a cell, whose line ends are typesetting and may stand within a name."""
    at = [index for index in range(begin, end) if text[index] != "\n"]
    joined = "".join(text[index] for index in at)
    for edge, *both in _relations(joined, 0, len(joined)):
        one, other = (replace(s, begin=at[s.begin], end=at[s.end - 1] + 1) for s in both)
        yield edge, one, other


def _sentences(document: Document) -> Iterator[tuple[int, int]]:
    """Titles of headings and sentences, in the order of the text."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield from block.sentences
        elif block.style not in {Style.TABLE, Style.FIGURE}:
            yield block.title_begin, block.end


def _cells(reading: Reading) -> Iterator[tuple[int, int]]:
    """The cells that tell a task."""
    for task in reading.table_tasks:
        cell = task.table.cell(task.rows[0].number, task.columns.task)
        if cell is not None:
            yield cell.begin, cell.end


def _relations(text: str, begin: int, end: int) -> Iterator[Relation]:
    last: _System | None = None
    for clause in re.finditer(r"[^，；。\n]+", text[begin:end]):
        first, stop = begin + clause.start(), begin + clause.end()
        found = [*_direct(text, first, stop, last)]
        last = found[0][1] if found else _running(text, first, stop)
        yield from found
        yield from _watched(text, first, stop)
    yield from _built(text, begin, end)
    yield from _replaced(text, begin, end)
    yield from _instances(text, begin, end)


def _direct(text: str, begin: int, end: int, last: _System | None) -> Iterator[Relation]:
    """`X融入Y`, `X纳入Y统一监控`; a clause without X goes on with that of the clause before."""
    for edge, pattern in _RELATIONS:
        match = pattern.search(text, begin, end)
        if match is None:
            continue
        one = _ending(text, begin, match.start())
        if one is None and match.start() == begin:
            one = last
        other = _named(text, *match.span("other"))
        if one is not None and one.name != other.name:
            yield edge, one, other


def _watched(text: str, begin: int, end: int) -> Iterator[Relation]:
    """`基于X的Y监视`."""
    for match in _WATCHES.finditer(text, begin, end):
        other = _named(text, *match.span("other"))
        for each in _WATCHED.finditer(text, *match.span("list")):
            yield "MONITORED_BY", _named(text, *each.span("system")), other


def _built(text: str, begin: int, end: int) -> Iterator[Relation]:
    """`基于X建立Y`."""
    for match in _BUILDS.finditer(text, begin, end):
        yield "BUILT_ON", _named(text, *match.span("system")), _named(text, *match.span("other"))


def _replaced(text: str, begin: int, end: int) -> Iterator[Relation]:
    """`X运行，Y停止运行下线`."""
    for match in _RETIRED.finditer(text, begin, end):
        running = _RUNNING.search(text[begin : match.start()])
        if running is not None:
            new = _named(text, begin + running.start("new"), begin + running.end("new"))
            yield "REPLACES", new, _named(text, *match.span("old"))


def _instances(text: str, begin: int, end: int) -> Iterator[Relation]:
    """A name with a region behind a dot or in brackets."""
    for match in _INSTANCE.finditer(text, begin, end):
        base = "base" if match["base"] else "plain"
        last = match.end("place") if match["base"] else match.end("region")
        one = _System(text[match.start(base) : last], match.start(base), last)
        yield "INSTANCE_OF", one, _System(match[base], *match.span(base))
    for match in _QUOTED_PLACE.finditer(text, begin, end):
        area = area_prefix(match["place"])
        if area is None or not area.listed or area.length < len(match["place"]):
            continue
        one = _System(match["whole"], *match.span("whole"))
        yield "INSTANCE_OF", one, _System(match["base"], *match.span("base"))
    for match in _PLACED.finditer(text, begin, end):
        one = _named(text, *match.span())
        yield "INSTANCE_OF", one, _named(text, *match.span("base"))


def _running(text: str, begin: int, end: int) -> _System | None:
    """The system that a clause is about: `X业务运行`, `建设X`."""
    made = _MADE.match(text, begin, end)
    if made:
        return _named(text, *made.span("system"))
    match = _WORKS.search(text, begin, end)
    return _ending(text, begin, match.start()) if match else None


def _ending(text: str, begin: int, end: int) -> _System | None:
    """The system that a stretch ends with."""
    match = _BEFORE.search(text[begin:end])
    if match is None:
        return None
    return _named(text, begin + match.start(), begin + match.end())


def _named(text: str, begin: int, end: int) -> _System:
    """A system by its name: verbs before it and quotation marks around it are left out."""
    stretch = text[begin:end]
    lead = _LEAD.match(stretch)
    if "“" not in stretch:
        begin += max(lead.end() if lead else 0, _joined_to(stretch), stretch.rfind("的") + 1)
    stretch = text[begin:end]
    bracket = stretch.find("（")
    if bracket > 0 and re.search(r"[·•]", stretch[bracket:]):
        end = begin + bracket
        stretch = text[begin:end]
    if stretch.startswith("“"):
        name = stretch.replace("“", "").replace("”", "")
        return _System(name, begin + 1, end - stretch.endswith("”"))
    return _System(stretch, begin, end)


def _joined_to(stretch: str) -> int:
    """Where the last of the names begins that a stretch joins by 和."""
    joint = max(stretch.rfind(word) for word in "和与及")
    return joint + 1 if 0 < joint < len(stretch) - 3 else 0
