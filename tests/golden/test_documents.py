"""Documents against what people read in them before any extractor was written.

`documents/NNN.tsv` holds one edge a line with its place. Names of persons stand there as the first
16 hex digits of their SHA-256, and so does what is printed of them.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from loaders.documents.facts.fact import Element, Fact
from loaders.documents.facts.read import facts_of
from loaders.documents.facts.reading import Reading
from loaders.documents.loader import reading_of
from loaders.documents.model import Document
from loaders.documents.process_rows import process_rows
from loaders.documents.reading.read import read_documents

GOLDEN = Path(__file__).parent / "documents"
PRECISION, RECALL, PLACES = 0.97, 0.95, 0.97

Edge = tuple[str, str, str, str, str, str]
Spot = tuple[int | None, int | None, str]

pytestmark = pytest.mark.needs_shared


def hidden(name: str) -> str:
    return "sha256:" + sha256(name.encode()).hexdigest()[:16]


def shown(element: Element) -> str:
    return hidden(element.key[0]) if element.kind == "Person" else "|".join(element.key)


def edge_of(fact: Fact) -> Edge:
    how = str(fact.properties.get("how", ""))
    one, other = fact.subject, fact.object
    return fact.edge, one.kind, shown(one), other.kind, shown(other), how


def spot_of(fact: Fact, reading: Reading) -> Spot:
    place = reading.place(fact.begin, fact.end)
    raw = reading.excerpt(fact.begin, fact.end)
    if fact.object.kind == "Person" or (
        fact.subject.kind == "Person" and fact.edge != "MEMBER_UNIT"
    ):
        raw = f"{hidden(raw)}:{len(raw)}"
    return place.line, place.column, raw


def rows(name: str) -> Iterator[tuple[Edge, Spot]]:
    with (GOLDEN / f"{name}.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            edge = (
                row["edge"], row["subject_kind"], row["subject"], row["object_kind"],
                row["object"], row["how"],
            )  # fmt: skip
            yield edge, (int(row["line"]), int(row["column"]), row["raw"])


class Measured:
    """A document's golden reading beside the program's."""

    def __init__(self, name: str, shared: Path) -> None:
        self.path = next((shared / "seeds").glob(f"{name}_*.txt"))
        self.document = next(d for d in read_documents(self.path) if isinstance(d, Document))
        self.expected = dict(rows(name))
        reading = reading_of(self.document, process_rows(self.document))
        assert reading is not None
        facts = [each for each in facts_of(reading) if isinstance(each, Fact)]
        self.reading, self.facts = reading, facts
        self.found = {edge_of(fact): spot_of(fact, reading) for fact in reversed(facts)}
        self.right = self.expected.keys() & self.found.keys()

    @property
    def precision(self) -> float:
        return len(self.right) / len(self.found)

    @property
    def recall(self) -> float:
        return len(self.right) / len(self.expected)

    @property
    def places(self) -> float:
        """The share of right edges that are cited at the golden's place."""
        return sum(self.expected[e] == self.found[e] for e in self.right) / len(self.right)

    def by_edge(self) -> str:
        """A table of what is missing and what is too much, for a failing test."""
        missing = Counter(edge[0] for edge in self.expected.keys() - self.right)
        extra = Counter(edge[0] for edge in self.found.keys() - self.right)
        return f"missing {dict(missing)}, not in the golden {dict(extra)}"


@pytest.fixture(params=["000", "001", "002", "003", "004"])
def measured(request: pytest.FixtureRequest, shared: Path) -> Measured:
    return Measured(request.param, shared)


def test_edges_are_those_that_people_read(measured: Measured) -> None:
    assert measured.precision >= PRECISION, measured.by_edge()
    assert measured.recall >= RECALL, measured.by_edge()


def test_edges_are_cited_where_people_cited_them(measured: Measured) -> None:
    wrong = [e for e in measured.right if measured.expected[e] != measured.found[e]]

    assert measured.places >= PLACES, wrong


def test_every_span_is_a_raw_substring_at_its_place(measured: Measured) -> None:
    data = measured.path.read_bytes()

    for fact in measured.facts:
        place = measured.reading.place(fact.begin, fact.end)
        raw = measured.reading.excerpt(fact.begin, fact.end)
        assert place.offset is not None
        assert place.length is not None
        assert raw
        assert data[place.offset : place.offset + place.length].decode() == raw


def test_golden_cites_the_file_as_it_is(measured: Measured) -> None:
    lines = measured.document.raw.split("\n")

    for line, column, raw in measured.expected.values():
        assert line is not None
        assert column is not None
        if raw.startswith("sha256:"):
            digest, length = raw.removeprefix("sha256:").split(":")
            printed = lines[line - 1][column : column + int(length)]
            assert hidden(printed) == f"sha256:{digest}"
        else:
            assert lines[line - 1][column : column + len(raw)] == raw
