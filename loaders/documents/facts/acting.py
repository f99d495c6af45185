"""Who answers for a task by its running text: `工作组负责…`, `方案由工作组负责编制`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from loaders.documents.facts.fact import Element, Fact, Said
from loaders.documents.facts.reading import Reading, body, to_body
from loaders.documents.facts.sections import Item
from loaders.documents.facts.titles import aliases_in
from loaders.documents.names.mention import Kind
from ontology import Certainty

_ANSWERS = re.compile(r"(?:具体|牵头|统一|全面)?负责(?P<does>编制|编写|起草|制定|制订)?")
_ORGANISES = re.compile(r"(?:负责)?组织(?:开展|实施|做好)")
_CLAUSE = re.compile(r"[^，；。：\n（）]+")
_DO = re.compile(
    r"(?:由|请)?(?P<list>.{2,80}?)(?P<verb>牵头|参加|参与|配合|协助)(?:负责|实施|落实|完成|做好)?"
    r"|由(?P<by>.{2,80}?)(?P<does>组织)(?:实施|开展|落实)?"
)
_EDGES = {"牵头": "LED_BY", "组织": "RESPONSIBLE"}
_RANKS = list(Certainty)
_STARTS = re.compile(r"(?:[，；。：\n]|\A|由)\s*\Z")
_LONGEST = 40

Actor = tuple[Element, int, int, Certainty]


def acting_facts(reading: Reading) -> Iterator[Said]:
    """Units and work groups that the text of a task says answer for it."""
    known = aliases_in(reading.document)
    for task in reading.sections.tasks:
        subject = reading.own("Task", task.key)
        for match in _ANSWERS.finditer(reading.text, task.name_end, task.end):
            actor = _actor(reading, task, match.start())
            if actor is None:
                continue
            who, begin, end, certainty = actor
            yield Fact("RESPONSIBLE", subject, who, begin, end, certainty=certainty)
            title = _made(reading, task, begin, known) if match["does"] else ""
            if title:
                made = Element("Document", (title,))
                yield Fact("COMPILED_BY", made, who, begin, end, certainty=certainty)
        yield from _organising(reading, task)
        yield from _together(reading, task)


def _together(reading: Reading, task: Item) -> Iterator[Said]:
    """`由A牵头，B、C参加`: clauses that hold units and what they do, and nothing else."""
    subject = reading.own("Task", task.key)
    led_before = -1
    for clause in _CLAUSE.finditer(reading.text, task.begin, task.end):
        match = _DO.fullmatch(clause[0])
        if match is None:
            continue
        verb = match["verb"] or match["does"]
        edge = _EDGES.get(verb, "PARTICIPANT")
        if edge == "PARTICIPANT" and led_before != clause.start() - 1:
            continue
        begin, stop = (clause.start() + at for at in match.span("list" if match["verb"] else "by"))
        listed = reading.names.units_in(begin, stop)
        if listed.mentions and not listed.unread:
            led_before = clause.end()
            sure = Certainty.STATED if match["verb"] else Certainty.INFERRED
            for each in listed.mentions:
                fact = to_body(edge, subject, each)
                yield replace(fact, certainty=max(fact.certainty, sure, key=_RANKS.index))


def _organising(reading: Reading, task: Item) -> Iterator[Said]:
    """`A组织开展…` with the task's own name behind it (inferred)."""
    for match in _ORGANISES.finditer(reading.text, task.name_end, task.end):
        actor = _actor(reading, task, match.start())
        if actor and reading.text.startswith(task.name, match.end()):
            who, begin, end, _ = actor
            subject = reading.own("Task", task.key)
            yield Fact("RESPONSIBLE", subject, who, begin, end, certainty=Certainty.INFERRED)


def _actor(reading: Reading, task: Item, at: int) -> Actor | None:
    """The unit or work group whose name ends at a verb and begins a clause, or follows 由."""
    for mention in reading.names.mentions():
        if mention.end == at and mention.kind is Kind.UNIT and _opens(reading, task, mention.begin):
            return body(mention), mention.begin, mention.end, mention.certainty
    for begin in range(max(task.name_end, at - _LONGEST), at):
        group = reading.group_at(begin, at)
        if group is not None and _opens(reading, task, begin):
            return reading.own("WorkGroup", group.name), begin, at, Certainty.STATED
    return None


def _opens(reading: Reading, task: Item, begin: int) -> bool:
    return _STARTS.search(reading.text[task.name_end : begin]) is not None


def _made(reading: Reading, task: Item, actor: int, known: dict[str, str]) -> str:
    """The title of the document whose short name stands before `由…负责编制`."""
    before = reading.text[task.name_end : actor]
    if not before.endswith("由"):
        return ""
    before = before[:-1].rstrip("”》")
    return next((title for short, title in known.items() if before.endswith(short)), "")
