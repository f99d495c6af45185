"""Every competency question in its three readings: Cypher on a store, SPARQL on the view of that
store, networkx on the ledger. All give the same rows, on made-up and on real data.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
from contract.test_cypher_portable import columns, problems
from oracle.competency import ANSWERS, World

from graph import Settings, Workspace
from graph.ledger import LedgerReader
from graph.projection import to_networkx
from graph.rdf_view import kept_view, plain_value
from graph.rdf_view.sparql_child import answer
from graph.store import Limits
from loaders import Declared, LoadChoices, load_file, make_plan
from loaders.sample import write_province
from queries.competency import COMPETENCIES, ROLES, Competency

NOW, THEN = "2026-06-01T00:00:00Z", "2018-06-01T00:00:00Z"
SERVERS = {"neo4j-5.26": "neo4j_server", "neo4j-2026": "neo4j_2026_server"}
MARKS = {"neo4j-2026": pytest.mark.torture}  # the same texts as on 5.26, for half a minute
DATA = ("sample", pytest.param("real", marks=pytest.mark.needs_shared))
# What a data set does not speak of: there the answer is empty now. Exact.
SILENT: dict[str, set[str]] = {
    "sample": {"A04", "D01", "D02", "D03", "D04", "D05", "D06", "D07", "D09"},
    "real": {
        *("A01", "A02", "A05", "A06", "A07", "A08", "A09", "B01", "B02", "B03", "B04", "B05"),
        *("B06", "B07", "B10", "C07", "C08", "C09", "C10"),
    },
}
Row = tuple[object, ...]


@dataclass
class Answered:
    """The rows of each question in each reading at each moment."""

    data: str
    rows: dict[tuple[str, str], tuple[Counter[Row], Counter[Row], Counter[Row]]]


def paths(request: pytest.FixtureRequest, data: str, folder: Path) -> list[Path]:
    if data == "sample":
        return [write_province(folder / "sample", seed=1, stations=3).folder]
    shared: Path = request.getfixturevalue("shared")
    registry = shared / "data" / "cma_station_tidymet"
    return [
        registry / "inner_mongolia_stations_2016.csv",
        registry / "inner_mongolia_relocations_195101_201812.csv",
        *sorted((shared / "seeds").glob("*.txt")),
    ]


@pytest.fixture(
    scope="module", params=["kglite", *(pytest.param(s, marks=MARKS.get(s, ())) for s in SERVERS)]
)
def store(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module", params=DATA)
def answered(
    request: pytest.FixtureRequest, store: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Answered]:
    folder = tmp_path_factory.mktemp("competency")
    settings = Settings(folder / "home")
    if store in SERVERS:
        server = request.getfixturevalue(SERVERS[store])
        settings = Settings(folder / "home", server.uri, server.login)
    with Workspace(settings, create=True) as workspace:
        with workspace.ledger.writing() as writer:
            for planned in make_plan(paths(request, request.param, folder), Declared()).files:
                report = load_file(workspace.ledger, writer, planned, LoadChoices())
                assert report.asserted > 0, report
        if store in SERVERS:
            workspace.rebuild()
        graph = to_networkx(LedgerReader(workspace.ledger))
        found = Answered(request.param, {})
        for moment in (NOW, THEN):
            view = ox.Store.read_only(str(kept_view(workspace.home, workspace.store, moment).store))
            world = World(graph, moment)
            for question in COMPETENCIES:
                found.rows[question.id, moment] = (
                    by_cypher(workspace, question, moment),
                    by_sparql(view, question, moment),
                    Counter(map(comparable, ANSWERS[question.id](world))),
                )
        yield found


def by_cypher(workspace: Workspace, question: Competency, moment: str) -> Counter[Row]:
    with workspace.store.reading() as reader:
        rows = reader.run(question.cypher, {"t": moment, **question.params})
    return Counter(comparable([row[name] for name in question.columns]) for row in rows)


def by_sparql(view: ox.Store, question: Competency, moment: str) -> Counter[Row]:
    found = answer(view, question.sparql, Limits(rows=100_000), moment)
    assert "refused" not in found, found
    assert tuple(found["columns"]) == question.columns
    assert not found["truncated"]
    return Counter(comparable([plain_value(v) for v in row]) for row in found["rows"])


def comparable(row: list[object] | Row) -> Row:
    """Numbers as numbers, whichever engine gives them."""
    return tuple(float(v) if isinstance(v, (int, float)) else v for v in row)


@pytest.mark.parametrize("question", COMPETENCIES, ids=lambda q: q.id)
def test_three_readings_agree(answered: Answered, question: Competency) -> None:
    for moment in (NOW, THEN):
        cypher, sparql, plain = answered.rows[question.id, moment]
        assert cypher == plain, moment
        assert sparql == plain, moment


@pytest.mark.parametrize("question", COMPETENCIES, ids=lambda q: q.id)
def test_a_question_is_answered_where_the_data_speak_of_it(
    answered: Answered, question: Competency
) -> None:
    cypher, _, _ = answered.rows[question.id, NOW]

    assert (not cypher) == (question.id in SILENT[answered.data])


def test_no_question_is_empty_everywhere() -> None:
    assert SILENT["sample"] & SILENT["real"] == set()


def test_there_are_ten_for_each_role() -> None:
    assert Counter(question.role for question in COMPETENCIES) == dict.fromkeys(ROLES, 10)
    assert {question.id for question in COMPETENCIES} == set(ANSWERS)
    assert len(COMPETENCIES) == len(ANSWERS)


@pytest.mark.parametrize("question", COMPETENCIES, ids=lambda q: q.id)
def test_both_texts_are_as_declared(question: Competency) -> None:
    assert problems(question.cypher) == set()
    assert tuple(c.rpartition(" AS ")[2] for c in columns(question.cypher)) == question.columns
    used = set(re.findall(r"\$(\w+)", question.cypher)) - {"t"}
    assert used == set(question.params)
