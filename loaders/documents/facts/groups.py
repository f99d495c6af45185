"""Work groups: head, deputies, members, contact, duties, to whom they report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph import PropertyValue
from loaders.documents.facts.fact import Element, Fact, Said, Statement
from loaders.documents.facts.group_names import GroupName, labels_in, paragraphs_of
from loaders.documents.facts.held import held_in, housed_in
from loaders.documents.facts.persons import Named, is_name, is_one_with_post, names_in
from loaders.documents.facts.reading import Reading, to_body
from loaders.documents.facts.reports import reported_to
from loaders.documents.names.mention import Kind

_CLAUSE = re.compile(
    r"[^；。\n]+[；。]|(?<=[\n ])(?:（\d{1,2}）|\d{1,2}[.、）])[^；。\n]+(?=\n|\Z)"
)
_NUMBERED = re.compile(r"\s*(?:（[\d一二三四五六七八九十]{1,2}）|\d{1,2}[.、）)]|[①-⑳])[^\n]*")
_LEAD = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．]|[①-⑳])?\s*")
_DUTIES = re.compile(r"(?:主要|工作|具体)?职责(?:任务)?")
_LABELLED = re.compile(r"(?<=[。；，])(?:工作)?(?:联系人|联络员|联络人)[：:](?P<names>[^。；\n]+)")
_POST = re.compile(
    r"(?:党组|党委|党支部|党总支)?(?:常务|第一|专职|分管)?副?(?:书记|[局厅台处科院司县市区旗站所部]长|主任|总工程师|主席|经理|工程师)"
)
_TASK_CONTACT = re.compile(
    r"(?<=[\n—–•])[ \u3000]*(?:工作)?(?:联系人|联络员|联络人)[：:](?P<names>[^。；\n]+)"
)
_CONTACT = re.compile(
    r"(?:(?<=[，。；：\n])|^)(?P<name>[\u4e00-\u9fff]{2,4}?)(?:同志)?为(?:工作|日常)?(?:联系人|联络员)"
)


def group_facts(reading: Reading) -> Iterator[Said]:
    """The work groups that the document sets up, under headings and in running text."""
    for group in reading.groups:
        element = reading.own("WorkGroup", group.name)
        yield Statement(element, {"name": group.name}, group.begin, group.end)
        if group.heading is not None:
            yield from _under(reading, group, element)
    yield from _in_prose(reading)
    yield from _housed(reading)
    yield from _reports(reading)


def _under(reading: Reading, group: GroupName, element: Element) -> Iterator[Said]:
    """What the lines below a group's heading say: 组长：…, 成员：…, 职责：…."""
    assert group.heading is not None
    label, duties = "", 0
    for paragraph in paragraphs_of(reading.document, group.heading):
        found = labels_in(reading.text, paragraph)
        if not found or (found[0].start() > paragraph.begin and paragraph.begin > group.begin):
            begin, end = paragraph.begin, paragraph.end
            if label and not found and _goes_on(reading.text[begin:end]):
                yield from _members(reading, label, element, begin, end)
                continue
            label = ""
            other = reading.group_at(begin)
            about = reading.own("WorkGroup", other.name) if other else element
            yield from _contacts(reading, about, begin, end)
            continue
        for match, stop in zip(found, [*(m.start() for m in found[1:]), None], strict=True):
            label, begin, end = str(match.lastgroup), match.end(), stop or paragraph.end
            if label != "DUTIES":
                yield from _members(reading, label, element, begin, _stop(reading.text, begin, end))
                continue
            if not reading.text[begin : paragraph.end].strip():
                end = _listed_end(reading.text, paragraph.end)
            clauses = [*_clauses(reading.text, begin, max(end, paragraph.end))]
            yield from _duties(reading, element, clauses, duties)
            duties, label = duties + len(clauses), ""
            break
    for span in _duty_sections(reading, group):
        yield from _duties(reading, element, [*_clauses(reading.text, *span)], duties)


def _stop(text: str, begin: int, end: int) -> int:
    """Where a list of names ends in running text."""
    full = text.find("。", begin, end)
    return end if full < 0 else full


def _listed_end(text: str, begin: int) -> int:
    """Where the numbered lines below 主要职责： end."""
    while match := _NUMBERED.match(text, begin):
        begin = match.end()
    return begin


def _members(reading: Reading, label: str, group: Element, begin: int, end: int) -> Iterator[Said]:
    for each in names_in(reading.text, begin, end):
        yield from _member(reading, label, group, each)


def _duty_sections(reading: Reading, group: GroupName) -> Iterator[tuple[int, int]]:
    """The text below a heading 主要职责 that follows a group's, no other group in between."""
    assert group.heading is not None
    headings = reading.document.headings
    others = {other.heading for other in reading.groups}
    for index in range(group.heading + 1, len(headings)):
        if index in others:
            return
        if _DUTIES.fullmatch(headings[index].title):
            yield headings[index].end, headings[index].section_end
            return


def _goes_on(line: str) -> bool:
    """Whether a line without a label goes on with the names of the line above."""
    words = re.split(r"[ \u3000、，]+", re.sub(r"（[^（）]*）", "", line).strip())
    if all(is_name(word) or len(word) == 1 for word in words):
        return True
    return is_one_with_post(line)


def _member(reading: Reading, label: str, group: Element, each: Named) -> Iterator[Said]:
    person = Element("Person", (each.name,))
    yield Fact(label, group, person, each.begin, each.end)
    yield from person_facts(reading, each)


def task_contact_facts(reading: Reading) -> Iterator[Said]:
    """Who is named behind 联系人： below a task, and of which unit."""
    for task in reading.sections.tasks:
        for match in _TASK_CONTACT.finditer(reading.text, task.begin, task.end):
            for each in names_in(reading.text, *match.span("names")):
                yield from person_facts(reading, each)


def person_facts(reading: Reading, each: Named) -> Iterator[Said]:
    """What stands behind the name of a person: a post, a unit."""
    person = Element("Person", (each.name,))
    post: dict[str, PropertyValue] = {"post": each.post} if each.post else {}
    yield Statement(person, post, each.begin, each.end)
    span = each.inside
    if span is None and each.post:
        begin = reading.text.index(each.post, each.end)
        span = begin, begin + len(each.post)
    if span is not None:
        yield from _units_of(reading, person, *span)


def _units_of(reading: Reading, person: Element, begin: int, end: int) -> Iterator[Fact]:
    """The units of a person; a post behind the unit is no part of it."""
    post_at = _POST.search(reading.text, begin + 1, end)
    for stop in (end, post_at.start() if post_at else end):
        listed = reading.names.units_in(begin, stop)
        units = [each for each in listed.mentions if each.kind is Kind.UNIT]
        if units and not listed.unread:
            yield from (to_body("MEMBER_UNIT", person, each) for each in units)
            return


def _contacts(reading: Reading, group: Element, begin: int, end: int) -> Iterator[Said]:
    """`某某为工作联系人`, or 联系人： within a line, below a group's heading."""
    for match in _LABELLED.finditer(reading.text, begin, end):
        for each in names_in(reading.text, *match.span("names")):
            yield from _member(reading, "CONTACT", group, each)
    for match in _CONTACT.finditer(reading.text, begin, end):
        if is_name(match["name"]):
            yield from _member(reading, "CONTACT", group, Named(match["name"], *match.span("name")))


def _clauses(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The clauses that end with a semicolon or a full stop, without number and mark."""
    for match in _CLAUSE.finditer(text, begin, end):
        lead = _LEAD.match(text, match.start())
        first = lead.end() if lead else match.start()
        last = match.end() - (match[0][-1] in "；。")
        if first < last:
            yield first, last


def _duties(
    reading: Reading, group: Element, clauses: list[tuple[int, int]], before: int
) -> Iterator[Said]:
    """Duties, numbered on from those `before`; those that say so, to whom the group reports."""
    for number, span in enumerate(clauses, start=before + 1):
        duty = reading.own("Duty", f"{group.key[1]}|{number}")
        yield Statement(duty, {"name": reading.text[slice(*span)]}, *span)
        yield Fact("HAS_DUTY", group, duty, *span)
        for mention in reported_to(reading, *span):
            yield to_body("REPORTS_TO", group, mention)


def _in_prose(reading: Reading) -> Iterator[Said]:
    """Heads that a sentence names."""
    for held in held_in(reading.document):
        named = Named(reading.text[slice(*held.person)], *held.person)
        if is_name(named.name):
            group = reading.own("WorkGroup", held.name)
            yield from _member(reading, "DEPUTY" if held.deputy else "HEAD", group, named)


def _housed(reading: Reading) -> Iterator[Said]:
    """The unit in which the office of a group is set up."""
    for each in housed_in(reading.document):
        office = reading.own("WorkGroup", each.group)
        for mention in reading.names.units_in(*each.unit).mentions[:1]:
            if mention.kind is Kind.UNIT:
                yield to_body("OF_UNIT", office, mention)


def _reports(reading: Reading) -> Iterator[Said]:
    """Sentences that begin with a work group and say to whom it reports."""
    for paragraph in reading.document.paragraphs:
        for begin, end in paragraph.sentences:
            group = reading.group_at(begin)
            if group is not None:
                element = reading.own("WorkGroup", group.name)
                for mention in reported_to(reading, begin, end):
                    yield to_body("REPORTS_TO", element, mention)
