"""Golden readings of documents beside the program's: precision, recall and places of edges."""

import csv
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from loaders.documents.facts.fact import Element, Fact
from loaders.documents.facts.read import facts_of
from loaders.documents.facts.reading import Reading
from loaders.documents.loader import reading_of
from loaders.documents.model import Document
from loaders.documents.process_rows import process_rows
from loaders.documents.reading.read import read_documents

GOLDEN = Path(__file__).parent
REAL = ("000", "001", "002", "003", "004")
"""Documents as they were issued; the files are beside the project, in `shared`."""

WRITTEN = tuple(f"w{number:02}" for number in range(1, 13))
"""Documents that were written for the test in other layouts, beside their annotation."""

UNSEEN = tuple(f"x{number:02}" for number in range(1, 5))
"""The same, made apart from the program when its rules stood; never used to improve them."""

_FOLDERS = {"0": "documents", "w": "written", "x": "unseen"}

NEWER = frozenset(
    {
        "FOLLOWS_PRACTICE", "HAS_ATTACHMENT", "MEMBER_OF_GROUP", "OF_UNIT", "REPLACED_BY",
        "REVIEWS", "STATES_PRACTICE",
    }
)  # fmt: skip
"""Edges whose rules are younger than the annotations but UNSEEN, which cannot have them."""

Edge = tuple[str, str, str, str, str, str]
Spot = tuple[int | None, int | None, str]


def hidden(name: str) -> str:
    return "sha256:" + sha256(name.encode()).hexdigest()[:16]


def shown(element: Element) -> str:
    return hidden(element.key[0]) if element.kind == "Person" else "|".join(element.key)


def edge_of(fact: Fact) -> Edge:
    how = str(fact.properties.get("how", ""))
    one, other = fact.subject, fact.object
    return fact.edge, one.kind, shown(one), other.kind, shown(other), how


def annotation(name: str) -> Path:
    return GOLDEN / _FOLDERS[name[0]] / f"{name}.tsv"


def rows(name: str) -> Iterator[tuple[Edge, Spot]]:
    """The edges of an annotation with their places; a DOCX or a PDF has no lines."""
    with annotation(name).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            edge = (
                row["edge"], row["subject_kind"], row["subject"], row["object_kind"],
                row["object"], row["how"],
            )  # fmt: skip
            line, column = (int(row[name]) if row[name] else None for name in ("line", "column"))
            yield edge, (line, column, row["raw"])


class Measured:
    """A document's golden reading beside the program's."""

    def __init__(self, name: str, shared: Path) -> None:
        self.name = name
        self.path = next(
            path
            for path in (*annotation(name).parent.glob(f"{name}.*"), *seeds(name, shared))
            if path.suffix not in {".tsv", ".md"}
        )
        self.document = next(d for d in read_documents(self.path) if isinstance(d, Document))
        self.expected = dict(rows(name))
        self.has_lines = any(line is not None for line, _, _ in self.expected.values())
        reading = reading_of(self.document, process_rows(self.document))
        said = facts_of(reading) if reading else ()  # a document without a title says nothing
        self.reading, self.facts = reading, [each for each in said if isinstance(each, Fact)]
        left_out = frozenset() if name in UNSEEN else NEWER
        self.found = {
            edge_of(fact): self._spot(fact, reading)
            for fact in reversed(self.facts)
            if reading and fact.edge not in left_out
        }
        self.right = self.expected.keys() & self.found.keys()

    @property
    def precision(self) -> float:
        return len(self.right) / max(len(self.found), 1)

    @property
    def recall(self) -> float:
        return len(self.right) / len(self.expected)

    @property
    def places(self) -> float:
        """The share of right edges that are cited at the golden's place."""
        right = sum(self.expected[e] == self.found[e] for e in self.right)
        return right / max(len(self.right), 1)

    def figures(self) -> tuple[str, int, float, float, float]:
        """The document, the edges people read, and how the program does."""
        return self.name, len(self.expected), self.precision, self.recall, self.places

    def by_edge(self) -> str:
        """A table of what is missing and what is too much, for a failing test."""
        missing = Counter(edge[0] for edge in self.expected.keys() - self.right)
        extra = Counter(edge[0] for edge in self.found.keys() - self.right)
        return f"missing {dict(missing)}, not in the golden {dict(extra)}"

    def _spot(self, fact: Fact, reading: Reading) -> Spot:
        place = reading.place(fact.begin, fact.end)
        raw = reading.excerpt(fact.begin, fact.end)
        if fact.object.kind == "Person" or (
            fact.subject.kind == "Person" and fact.edge != "MEMBER_UNIT"
        ):
            raw = f"{hidden(raw)}:{len(raw)}"
        if not self.has_lines:
            return None, None, "".join(raw.split("\n"))
        return place.line, place.column, raw


def seeds(name: str, shared: Path) -> Iterator[Path]:
    """The file of a real document."""
    return (shared / "seeds").glob(f"{name}_*.txt")
