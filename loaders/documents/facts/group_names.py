"""The names of the work groups that a document sets up, and how the text calls them later."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loaders.documents.model import Document, Heading, Paragraph, Role

LABEL = re.compile(
    r"(?:领导小组|工作组|专班)?(?:"
    r"(?P<DEPUTY>(?:常务|第一)?副(?:组长|主任|总指挥|主任委员))"
    r"|(?P<HEAD>组长|主任|总指挥|主任委员|召集人|负责人)"
    r"|(?P<MEMBER>(?:小组|主要)?(?:成员|组员|委员))"
    r"|(?P<CONTACT>(?:工作)?(?:联系人|联络员|联络人))"
    r"|(?P<DUTIES>(?:主要|工作|具体)?职责))[：:]"
)
"""What a line about a work group begins with."""

_PERSONS = {"HEAD", "DEPUTY", "MEMBER"}
_BODY = r"[\u4e00-\u9fff]{0,20}?(?:小组|工作组|组|委员会|办公室|推进办|指挥部|专班|办)"
_POST = (
    r"(?:(?:党委|党组|常务|副|总)*"
    r"(?:书记|局长|主任|处长|科长|市长|厅长|院长|司长|部长|主席|经理|同志|工程师))"
)
HEADED = re.compile(
    rf"以(?:[\u4e00-\u9fff、]{{0,12}}{_POST})?(?P<name>[\u4e00-\u9fff]{{2,4}}?){_POST}?为(?P<role>副)?(?:组长|主任|总指挥)的(?P<group>{_BODY})(?![\u4e00-\u9fff]{{0,2}}组)"
)
"""`以某某局长为组长的认证工作领导小组`."""

HOLDS = re.compile(
    rf"(?:(?<=[，。；：、由\n])|^)(?P<name>[\u4e00-\u9fff]{{2,4}}?){_POST}?(?:兼|担)?任"
    rf"(?P<group>{_BODY})(?P<role>副)?(?:主任|组长)"
)
"""`某某副书记任推进办主任`."""

_RENAMED = re.compile(r"(?P<name>[^（）]+)（(?P<other>[^（）、，]*(?:组|办|办公室|委员会))）\Z")
_LIST = re.compile(r"(?:组成人员|人员组成|成员名单|人员名单|名单|成员)\Z")
_NOUN = r"(?:领导小组|协调小组|工作小组|小组|工作组|委员会|指挥部|工作专班|专班|联席会议)"
_IS_NAME = re.compile(r"(?:组|委员会|办公室|办|指挥部|专班|联席会议)(?:（[^（）]*）)?\Z")
_VERB = re.compile(r"成立|组建|设立|建立|健全|明确|强化|加强")
_SET_UP = re.compile(
    rf"(?:成立|组建|设立|建立)了?(?:由[^，。；：\n]{{2,40}}?(?:组成|任组长|牵头)的)?"
    rf"(?P<name>[\u4e00-\u9fff“”A-Za-z0-9（）]{{0,40}}?{_NOUN})(?![\u4e00-\u9fff])"
    r"(?:（(?:以下)?简称(?:为)?[“《]?(?P<short>[^”》）]+)[”》]?）)?"
)
_HOUSED = re.compile(
    rf"(?P<group>[\u4e00-\u9fff]{{0,16}}?{_NOUN}办公室|[\u4e00-\u9fff]{{1,4}}办)(?:的日常工作)?设在(?P<unit>[^，。；：\n（）]{{2,40}})"
)
_HAS_OFFICE = re.compile(
    rf"(?P<above>[\u4e00-\u9fff]{{0,16}}?{_NOUN})[^。；：\n]{{0,6}}下设办公室，?(?:办公室)?设在(?P<unit>[^，。；：\n（）]{{2,40}})"
)
_OFFICE_OF = re.compile(rf"[\u4e00-\u9fff]{{0,16}}?{_NOUN}办公室")
_SHORT_OF = re.compile(r"(?:领导小组|指挥部|工作专班|专班|委员会)\Z")
_FIRST_CLAUSE = re.compile(r"[^，。；：\n]{2,30}(?=，)")


@dataclass(frozen=True, slots=True)
class GroupName:
    """A work group under a heading, or named in running text (then `heading` is None).

    `called`: the words that mean it in the text. `begin:end`: where its name is printed.
    """

    name: str
    called: tuple[str, ...]
    begin: int
    end: int
    heading: int | None = None


@dataclass(frozen=True, slots=True)
class Housed:
    """An office of a work group, named at `begin:end`; `unit`: where its house is named."""

    group: str
    begin: int
    end: int
    unit: tuple[int, int]


def group_names(document: Document) -> tuple[GroupName, ...]:
    """The work groups of a document, those under headings first."""
    found = list(_under_headings(document))
    known = {group.name for group in found}
    found += (group for group in _in_prose(document) if group.name not in known)
    ends = Counter(match[0] for group in found if (match := _SHORT_OF.search(group.name)))
    return tuple(_with_short(group, ends) for group in found)


def _with_short(group: GroupName, ends: Counter[str]) -> GroupName:
    """A group that alone is a 领导小组 is meant by that word too."""
    short = _SHORT_OF.search(group.name)
    if short is None or ends[short[0]] > 1:
        return group
    return replace(group, called=tuple(dict.fromkeys((*group.called, short[0]))))


def housed_in(document: Document) -> Iterator[Housed]:
    """`领导小组办公室设在观测处`, `领导小组下设办公室，设在观测处`."""
    text = document.text
    for paragraph in document.paragraphs:
        span = paragraph.begin, paragraph.end
        if text.find("设在", *span) < 0:
            continue
        for match in _HOUSED.finditer(text, *span):
            yield Housed(full_name(text, match["group"]), *match.span("group"), match.span("unit"))
        for match in _HAS_OFFICE.finditer(text, *span):
            name = f"{match['above']}办公室"
            yield Housed(name, *match.span("above"), match.span("unit"))


def paragraphs_of(document: Document, heading: int) -> list[Paragraph]:
    """The running text below a heading, as far as the next heading."""
    return [p for p in document.paragraphs if p.heading == heading and p.role is Role.BODY]


def labels_in(text: str, paragraph: Paragraph) -> list[re.Match[str]]:
    """The labels in a paragraph, each at its beginning or that of a clause (，副组长：…)."""
    return [
        match
        for match in LABEL.finditer(text, paragraph.begin, paragraph.end)
        if match.start() == paragraph.begin or text[match.start() - 1] in "，。；"
    ]


def _under_headings(document: Document) -> Iterator[GroupName]:
    """Headings below which lines or clauses begin with 组长：, 成员：, 职责：."""
    for index, heading in enumerate(document.headings):
        below = paragraphs_of(document, index)
        labels = {
            label.lastgroup
            for paragraph in below
            for at, label in enumerate(labels_in(document.text, paragraph))
            if at == 0 and label.start() == paragraph.begin
        }
        is_name = _IS_NAME.search(heading.title) and not _VERB.match(heading.title)
        set_up = None if is_name else _set_up(document, below, index)
        if set_up:
            labels |= {
                label.lastgroup for each in below for label in labels_in(document.text, each)
            }
        if labels & _PERSONS or labels >= {"CONTACT", "DUTIES"}:
            named = set_up or _named(document.text, index, heading)
            if named is not None:
                yield named


def _set_up(document: Document, below: Sequence[Paragraph], index: int) -> GroupName | None:
    """The group that the text below a heading sets up: 成立…领导小组（以下简称领导小组）."""
    for paragraph in below:
        match = _SET_UP.search(document.text, paragraph.begin, paragraph.end)
        if match:
            called = (match["name"], match["short"]) if match["short"] else (match["name"],)
            return GroupName(match["name"], called, *match.span("name"), index)
    return None


def _named(text: str, index: int, heading: Heading) -> GroupName | None:
    """The heading as a name; of one that is a sentence, what stands before its first comma."""
    name, begin, end = heading.title, heading.title_begin, heading.end
    if not name:
        clause = _FIRST_CLAUSE.match(text, begin)
        if clause is None:
            return None
        name, end = clause[0], clause.end()
    elif "，" in name:
        name, end = name.partition("，")[0], begin + name.index("，")
    listed = _LIST.search(name)
    if listed and listed.start() > 1:
        name, end = name[: listed.start()], end - len(listed[0])
    renamed = _RENAMED.match(name)
    called = (name, renamed["name"], renamed["other"]) if renamed else (name,)
    return GroupName(name, called, begin, end, index)


def _in_prose(document: Document) -> Iterator[GroupName]:
    seen: set[str] = set()
    for paragraph in document.paragraphs:
        for pattern in (HEADED, HOLDS):
            for match in pattern.finditer(document.text, paragraph.begin, paragraph.end):
                before = document.text[paragraph.begin : match.start("group")]
                name = full_name(document.text, match["group"], before)
                if name not in seen:
                    seen.add(name)
                    called = tuple(dict.fromkeys((name, match["group"])))
                    yield GroupName(name, called, *match.span("group"))
    for housed in housed_in(document):
        if housed.group not in seen:
            seen.add(housed.group)
            yield GroupName(housed.group, (housed.group,), housed.begin, housed.end)


def full_name(text: str, name: str, before: str = "") -> str:
    """推进办公室 for 推进办, where the text prints that; 领导小组办公室 for 办公室 behind it."""
    named = [match[0] for match in _OFFICE_OF.finditer(before)]
    if name in {"办公室", "办"} and named:
        return named[-1]
    return f"{name}公室" if name.endswith("办") and f"{name}公室" in text else name
