"""What a short text of a test says, with its numbered elements in short."""

from loaders.documents.facts.fact import Fact, Statement
from loaders.documents.facts.read import facts_of
from loaders.documents.loader import reading_of
from loaders.documents.model import Document
from loaders.documents.process_rows import ProcessRows

TITLE = "朔西省气象局2023年观测工作要点"
HEAD = f"{TITLE}\n为做好观测质量工作，现提出以下要点，请认真贯彻落实。\n"
TASKS = f"{HEAD}二、重点任务\n"
Edge = tuple[str, str, str]


class Said:
    """What a document says, in short: numbered elements without the document's title."""

    def __init__(self, reading, said) -> None:
        self.reading = reading
        self.facts = [each for each in said if isinstance(each, Fact)]
        self.statements = [each for each in said if isinstance(each, Statement)]

    def edges(self, *kinds: str) -> set[Edge]:
        return {
            (f.edge, self.short(f.subject.key), self.short(f.object.key))
            for f in self.facts
            if f.edge in kinds
        }

    def short(self, key: tuple[str, ...]) -> str:
        own = [part for part in key if part != self.reading.title]
        return "|".join(own) or "me"

    def properties(self, kind: str, key: str) -> dict[str, object]:
        found: dict[str, object] = {}
        for each in self.statements:
            if each.element.kind == kind and self.short(each.element.key) == key:
                found |= each.properties
        return found

    def cited(self, edge: str) -> list[str]:
        return [self.reading.excerpt(f.begin, f.end) for f in self.facts if f.edge == edge]


def said(document: Document) -> Said:
    """All that a document says."""
    reading = reading_of(document, ProcessRows())
    assert reading is not None
    return Said(reading, facts_of(reading))
