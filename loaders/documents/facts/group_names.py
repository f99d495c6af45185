"""The names of the work groups that a document sets up, and how the text calls them later."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loaders.documents.facts.held import NOUN, held_in, housed_in
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
_RENAMED = re.compile(r"(?P<name>[^（）]+)（(?P<other>[^（）、，]*(?:组|办|办公室|委员会))）\Z")
_LIST = re.compile(r"(?:组成人员|人员组成|成员名单|人员名单|名单|成员)\Z")
_IS_NAME = re.compile(r"(?:组|委员会|办公室|办|指挥部|专班|联席会议)(?:（[^（）]*）)?\Z")
_VERB = re.compile(r"成立|组建|设立|建立|健全|明确|强化|加强")
_SET_UP = re.compile(
    rf"(?:成立|组建|设立|建立)了?(?:由[^，。；：\n]{{2,40}}?(?:组成|任组长|牵头)的)?"
    rf"(?P<name>[\u4e00-\u9fff“”A-Za-z0-9（）]{{0,40}}?{NOUN})(?![\u4e00-\u9fff])"
    r"(?:（(?:以下)?简称(?:为)?[“《]?(?P<short>[^”》）]+)[”》]?）)?"
)
_SHORT_OF = re.compile(r"(?:领导小组|指挥部|工作专班|专班|委员会)\Z")
_OF_A_GROUP = re.compile(
    r"(?:组成人员|人员组成|组织机构|机构组成|成员名单|人员名单|组成|成员|人员)"
    r"(?:名单|及职责|和职责)?"
)
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
        if set_up is None and _OF_A_GROUP.fullmatch(heading.title):
            set_up = _set_up_before(document, index)
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


def _set_up_before(document: Document, index: int) -> GroupName | None:
    """The group that the text above a heading like 组成人员 sets up, the last of several."""
    begin = document.headings[index].begin
    above = [p for p in document.paragraphs if p.role is Role.BODY and p.end <= begin]
    found = (_set_up(document, [paragraph], index) for paragraph in reversed(above))
    return next((group for group in found if group), None)


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
    """The groups that sentences name with their heads, or with the unit that houses them."""
    seen: set[str] = set()
    for held in held_in(document):
        if held.name not in seen:
            seen.add(held.name)
            called = tuple(dict.fromkeys((held.name, document.text[slice(*held.group)])))
            yield GroupName(held.name, called, *held.group)
    for housed in housed_in(document):
        if housed.group not in seen:
            seen.add(housed.group)
            yield GroupName(housed.group, (housed.group,), housed.begin, housed.end)
