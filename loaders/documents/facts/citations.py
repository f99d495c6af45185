"""Documents that a document cites, products and bases of its tasks, who compiles them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.documents.facts.fact import Element, Fact, Said, Statement
from loaders.documents.facts.reading import Reading, to_body
from loaders.documents.facts.titles import Cited, cited_in

MANNERS = ("根据", "依据", "按照", "落实", "印发", "转发")
OTHERWISE = "提及"
_BASES = {"落实", "依据", "按照", "根据"}
_MADE = re.compile(r"编制|制定|制订|修订|形成|编写|印发")
_DONE = re.compile(r"(?:的)?(?:编制|制定|制订|修订|编写)(?:、|和|与)?(?:印发|发布)?(?:工作|任务)?")
_BY = re.compile(
    r"[，、]?(?:以下简称[^，。]{1,20}，)?由(?P<units>[^，；。\n]{2,60}?)(?:负责|牵头|组织|分别|共同)*(?:编制|编写|起草|制定|制订)(?=[，；。\n并]|工作)"
)
_COMPLETE = re.compile(r"完成(?:了)?\Z")


def citation_facts(reading: Reading) -> Iterator[Said]:
    """What the document cites and how; what its tasks produce and are based on."""
    for cited in cited_in(reading.document):
        other = Element("Document", (cited.name,))
        yield from _named(other, cited)
        task = reading.task_at(cited.begin)
        if task is not None:
            subject = reading.own("Task", task.key)
            if _is_product(reading.text, cited):
                yield Fact("PRODUCES", subject, other, cited.begin, cited.end)
                continue
            if cited.verb in _BASES:
                yield Fact("BASED_ON", subject, other, cited.begin, cited.end)
        if other == reading.me:
            continue
        yield from _compiled(reading, other, cited)
        how = cited.verb if cited.verb in MANNERS else OTHERWISE
        yield Fact("CITES", reading.me, other, cited.begin, cited.end, {"how": how})


def _compiled(reading: Reading, other: Element, cited: Cited) -> Iterator[Fact]:
    """`《…》，由A、B负责编制`: who makes a document that is no product of a task."""
    match = _BY.match(reading.text, cited.end)
    if match is not None:
        listed = reading.names.units_in(*match.span("units"))
        if not listed.unread:
            yield from (to_body("COMPILED_BY", other, each) for each in listed.mentions)


def _named(other: Element, cited: Cited) -> Iterator[Statement]:
    yield Statement(other, {"name": cited.name}, cited.begin, cited.end)
    if cited.number:
        at = cited.end + 1
        yield Statement(other, {"number": cited.number}, at, at + len(cited.number))


def _is_product(text: str, cited: Cited) -> bool:
    """Whether a task makes the document: 制定《…》, 完成《…》编制印发工作."""
    if _MADE.match(cited.verb):
        return True
    before = _COMPLETE.search(text[max(cited.begin - 4, 0) : cited.begin])
    return before is not None and _DONE.match(text, cited.end) is not None
