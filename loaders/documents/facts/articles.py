"""Articles of a regulation that give work to named units: 第四条 观测处负责…."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.documents.facts.sections import Item, number_key
from loaders.documents.model import Document, Style
from loaders.documents.names.mention import Mention
from ontology import Certainty

_SENTENCE = re.compile(r"[^。；\n]+")
_VERB = re.compile(
    r"(?P<LED_BY>(?:负责)?牵头)"
    r"|(?P<RESPONSIBLE>(?:具体|统一|分别|共同)?负责|(?:履行|承担)(?:下列|以下)职责)"
    r"|(?P<PARTICIPANT>(?:应当|应|须)?(?:予以|给予|积极)?(?:配合|参加|参与|协助))"
    r"|(?P<IMPLEMENTED_BY>(?:具体)?承担)|(?P<obliged>应当|必须)"
)
_NAME = re.compile(r"[^，。；：\n]{1,40}")
_JOINTS = "、和与及"


@dataclass(frozen=True, slots=True)
class Act:
    """What a unit has to do with the work of an article; what it shall do, it answers for."""

    edge: str
    mention: Mention
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Article:
    """An article as a task, and who does it."""

    item: Item
    acts: tuple[Act, ...]


def articles_of(document: Document, mentions: Sequence[Mention]) -> tuple[Article, ...]:
    """The articles that give work to a unit; one that names none is no task."""
    found: list[Article] = []
    for index, heading in enumerate(document.headings):
        if heading.style is not Style.ARTICLE:
            continue
        end = heading.section_end
        acts = tuple(acts_in(document.text, mentions, heading.end, end))
        if acts:
            name = _NAME.match(document.text, heading.end)
            last = name.end() if name else heading.end
            words = heading.title or (name[0] if name else "")
            item = Item(index, number_key(heading), words, heading.begin, last, end)
            found.append(Article(item, acts))
    return tuple(found)


def acts_in(text: str, mentions: Sequence[Mention], begin: int, end: int) -> Iterator[Act]:
    """`A负责…`, `由A牵头，B、C配合`, `A应当…`: who does what, clause by clause."""
    inside = [each for each in mentions if begin <= each.begin and each.end <= end]
    for sentence in _SENTENCE.finditer(text, begin, end):
        at = sentence.start()
        for clause in re.finditer(r"[^，：]+", sentence[0]):
            first = at + clause.start()
            for verb in _VERB.finditer(text, first, at + clause.end()):
                named = _before(text, inside, first, verb.start())
                yield from (_act(str(verb.lastgroup), each) for each in named)


def _act(verb: str, mention: Mention) -> Act:
    if verb == "obliged":
        return Act("RESPONSIBLE", mention, Certainty.INFERRED)
    return Act(verb, mention, mention.certainty)


def _before(text: str, mentions: Sequence[Mention], begin: int, end: int) -> list[Mention]:
    """The list that ends at a verb and begins its clause, or stands behind 由."""
    found: list[Mention] = []
    at = end
    while True:
        ending = [each for each in mentions if each.end == at and each.begin >= begin]
        if not ending:
            break
        found = ending + found
        at = ending[0].begin
        if at == begin or text[at - 1] not in _JOINTS:
            break
        at -= 1
    opens = at == begin or not text[begin:at].strip() or text[at - 1] == "由"
    return found if opens else []
