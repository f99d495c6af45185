"""Documents against what people read in them before any extractor was written.

`documents/NNN.tsv`, `written/wNN.tsv` and `unseen/xNN.tsv` hold one edge a line with its
place. Names of persons stand there as the first 16 hex digits of their SHA-256, and so does what is
printed of them.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from loaders.documents.model import Format
from tests.document_figures_page import MEASURED, Figures
from tests.golden.measured import REAL, UNSEEN, WRITTEN, Measured, hidden

BOUNDS = dict.fromkeys(REAL, (0.97, 0.95, 0.97)) | dict.fromkeys(WRITTEN, (0.9, 0.9, 0.9))
"""Precision, recall and places that each document must have; unseen ones are only measured."""

PAGE = Path(__file__).parents[2] / "docs/reference/document-figures.md"

NAMES = [*(pytest.param(n, marks=pytest.mark.needs_shared) for n in REAL), *WRITTEN, *UNSEEN]

measure = cache(Measured)


@pytest.fixture(params=NAMES)
def measured(request: pytest.FixtureRequest) -> Measured:
    name = request.param
    return measure(name, request.getfixturevalue("shared") if name in REAL else Path())


def test_edges_are_those_that_people_read(
    measured: Measured, record_property: Callable[[str, object], None]
) -> None:
    precision, recall, _ = BOUNDS.get(measured.name, (0, 0, 0))
    record_property(MEASURED, measured.figures())

    assert measured.precision >= precision, measured.by_edge()
    assert measured.recall >= recall, measured.by_edge()


def test_edges_are_cited_where_people_cited_them(measured: Measured) -> None:
    _, _, places = BOUNDS.get(measured.name, (0, 0, 0))
    wrong = [e for e in measured.right if measured.expected[e] != measured.found[e]]

    assert measured.places >= places, wrong


def test_the_page_of_figures_is_fresh(measured: Measured, pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("--document-figures"):
        pytest.skip("the page is being written")
    rows = [line.split("|") for line in PAGE.read_text(encoding="utf-8").splitlines()]
    [now] = [row[-2].strip() for row in rows if len(row) > 2 and row[1].strip() == measured.name]

    assert now == Figures(*measured.figures()).text(), "run: make figures"


def test_every_span_is_a_raw_substring_at_its_place(measured: Measured) -> None:
    data, source = measured.path.read_bytes(), measured.document.source

    for fact in measured.facts:
        assert measured.reading is not None
        place = measured.reading.place(fact.begin, fact.end)
        raw = measured.reading.excerpt(fact.begin, fact.end)
        assert raw
        if source.format in {Format.TEXT, Format.HTML}:
            assert place.offset is not None
            assert place.length is not None
            cited = data[place.offset : place.offset + place.length]
            assert cited.decode(source.encoding) == raw
        else:
            assert place.locator


def test_golden_cites_the_file_as_it_is(measured: Measured) -> None:
    lines = measured.document.raw.split("\n")

    for line, column, raw in measured.expected.values():
        if line is None or column is None:
            assert raw.startswith("sha256:") or raw in "".join(lines)
        elif raw.startswith("sha256:"):
            digest, length = raw.removeprefix("sha256:").split(":")
            printed = lines[line - 1][column : column + int(length)]
            assert hidden(printed) == f"sha256:{digest}"
        else:
            assert lines[line - 1][column : column + len(raw)] == raw
