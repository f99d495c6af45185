"""Who leads, answers for, carries out and takes part in a task, from brackets and lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from loaders.documents.facts.due import due_statement
from loaders.documents.facts.fact import Element, Fact, Said, Statement
from loaders.documents.facts.marks import DUE_PART, LABEL, VERB, Mark
from loaders.documents.facts.reading import Reading, to_body
from loaders.documents.names.mention import Mention, UnitList, Unresolved

_EDGES = " \t\n\u3000，、；。;,【】[]"
_JOINT = re.compile(r"会同|联合(?=[\u4e00-\u9fff])")
_OWN_ROLE = re.compile(
    r"（(?:(?P<LED_BY>牵头|主责)|(?P<PARTICIPANT>配合|协助|参与|参加))(?:单位|部门|处室)?）\Z"
)
_DUE = re.compile(r"[，；、](?P<part>(?:[于在]?[\d二〇]|长期|持续)[^，；、]*)")
_LEADING = re.compile(r"[\s，、；。]*(?:由|以及|及|并由)?")


@dataclass(frozen=True, slots=True)
class Role:
    """A stretch of text that lists who stands in this relation to a task; DUE: the day instead."""

    edge: str
    begin: int
    end: int


def roles_of(text: str, mark: Mark) -> list[Role]:
    """The roles that a mark gives; units that stand there without a verb are responsible."""
    first = LABEL.search(text, mark.begin, mark.end) if mark.labelled else None
    begin = first.start() if first else mark.end
    roles = [*_verbal(text, mark.begin, begin), *_labelled(text, begin, mark.end)]
    roles = [role for role in roles if role.end > role.begin]
    if mark.labelled:
        return roles
    due = next((d for d in _DUE.finditer(text, mark.begin, mark.end) if _is_due(d)), None)
    if due is None:
        return roles or [_trimmed(text, "RESPONSIBLE", mark.begin, mark.end)]
    told = roles or [_trimmed(text, "RESPONSIBLE", mark.begin, due.start())]
    return [*told, Role("DUE", *due.span("part"))]


def _is_due(match: re.Match[str]) -> bool:
    return DUE_PART.fullmatch(match["part"]) is not None


def role_facts(reading: Reading, subject: Element, mark: Mark) -> Iterator[Said]:
    """What a mark says of a task or safeguard."""
    for role in roles_of(reading.text, mark):
        if role.edge == "DUE":
            yield due_statement(reading, subject, role.begin, role.end)
        else:
            yield from unit_facts(reading, subject, role)


def unit_facts(reading: Reading, subject: Element, role: Role) -> Iterator[Said]:
    """An edge to each unit of a list; an open list (等部门) is noted on the task."""
    listed = reading.names.units_in(role.begin, role.end)
    facts = [*_bodies(reading, subject, role.edge, listed)]
    yield from sorted(facts, key=lambda fact: fact.begin)
    if listed.open_ended and facts and subject.kind == "Task":
        said = {"open_lists": (role.edge,)}
        yield Statement(subject, said, facts[-1].begin, role.end)


def _bodies(reading: Reading, subject: Element, edge: str, listed: UnitList) -> Iterator[Fact]:
    """The units of a list, A（牵头） by its own role; a work group of the document is that."""
    found: tuple[Mention | Unresolved, ...] = (*listed.mentions, *listed.unresolved)
    for each in found:
        group = reading.group_at(each.begin, each.end)
        own = _OWN_ROLE.search(reading.text, each.begin, each.end)
        does = str(own.lastgroup) if own else edge
        end = own.start() if own else each.end
        if group is not None:
            other = reading.own("WorkGroup", group.name)
            yield Fact(does, subject, other, each.begin, end)
        elif isinstance(each, Mention):
            yield replace(to_body(does, subject, each), end=end)


def _labelled(text: str, begin: int, end: int) -> Iterator[Role]:
    labels = [*LABEL.finditer(text, begin, end)]
    stops = [*(label.start() for label in labels[1:]), end][: len(labels)]
    for label, stop in zip(labels, stops, strict=True):
        yield _trimmed(text, str(label.lastgroup), label.end(), stop)


def _verbal(text: str, begin: int, end: int) -> Iterator[Role]:
    """The roles of a bracket in which verbs stand behind the units."""
    led = False
    at = begin
    for verb in VERB.finditer(text, begin, end):
        edge = str(verb.lastgroup)
        if verb.start() == at and edge == "RESPONSIBLE":
            at = verb.end()
            continue
        if edge == "RESPONSIBLE" and led:
            edge = "PARTICIPANT"
        led = led or edge == "LED_BY"
        yield from _joint(text, edge, at, verb.start())
        at = verb.end()


def _joint(text: str, edge: str, begin: int, end: int) -> Iterator[Role]:
    """`A会同B`: the units behind 会同 take part."""
    joint = _JOINT.search(text, begin, end)
    if joint is None or joint.start() == begin:
        yield _trimmed(
            text, edge if joint is None else "PARTICIPANT", joint.end() if joint else begin, end
        )
        return
    yield _trimmed(text, edge, begin, joint.start())
    yield _trimmed(text, "PARTICIPANT", joint.end(), end)


def _trimmed(text: str, edge: str, begin: int, end: int) -> Role:
    match = _LEADING.match(text, begin, end)
    begin = match.end() if match else begin
    while end > begin and text[end - 1] in _EDGES:
        end -= 1
    return Role(edge, begin, end)
