"""The graph as RDF: what stands where, between which moments it is the same, and how it is kept."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.element import Element
from graph.projection.project import upserts
from graph.rdf_view import Streamed, kept_view
from graph.store import StorePosition
from graph.store.embedded import EmbeddedStore
from ontology import BEGINNING, OPEN_END, edge_iri

E, S = "urn:suyuan:element:", "urn:suyuan:"
XSD = "http://www.w3.org/2001/XMLSchema#"
ALWAYS = {
    "valid_from": BEGINNING,
    "valid_to": OPEN_END,
    "certainty": "stated",
    "claims": ["00ff"],
    "n_claims": 1,
}
FIRST, SECOND, THIRD = (f"20{year}-01-01T00:00:00Z" for year in (10, 15, 20))
ELEMENTS = (
    Element(
        "Station",
        "station:1",
        None,
        {**ALWAYS, "name": '甲 "a"\n', "other_names": ["乙", "乙"], "备注": 7},
    ),
    Element(
        "Location", "location:1|s|0", None, {**ALWAYS, "elevation_m": 1063.0, "latitude": 1e-7}
    ),
    Element(
        "LOCATED_AT",
        "station:1",
        "location:1|s|0",
        {**ALWAYS, "valid_from": FIRST, "valid_to": SECOND},
    ),
    Element(
        "LOCATED_AT",
        "station:1",
        "location:2|s|0",
        {**ALWAYS, "valid_from": SECOND, "valid_to": THIRD},
    ),
)


@pytest.fixture
def store() -> EmbeddedStore:
    made = EmbeddedStore(None)
    made.apply(upserts(ELEMENTS), StorePosition("chain", 4, "ontology"))
    return made


def quads(store: EmbeddedStore, moment: str, batch: int = 1) -> tuple[set[ox.Quad], Streamed]:
    with store.reading() as reader:
        streamed = Streamed(reader, moment, batch)
        text = "\n".join(streamed.lines()) + "\n"
    return set(ox.parse(text, format=ox.RdfFormat.N_QUADS)), streamed


def located(at: str, begin: str) -> tuple[ox.Triple, ox.NamedNode]:
    place = f"location:{at}|s|0"
    triple = ox.Triple(
        ox.NamedNode(f"{E}station:1"),
        ox.NamedNode(f"{S}LOCATED_AT"),
        ox.NamedNode(f"{E}location:{at}%7Cs%7C0"),
    )
    return triple, ox.NamedNode(edge_iri("LOCATED_AT", "station:1", place, begin))


@pytest.mark.parametrize(
    ("moment", "standing", "span"),
    [
        (BEGINNING, None, (BEGINNING, FIRST)),
        (FIRST, "1", (FIRST, SECOND)),
        ("2012-06-01T00:00:00Z", "1", (FIRST, SECOND)),
        (SECOND, "2", (SECOND, THIRD)),
        (THIRD, None, (THIRD, OPEN_END)),
    ],
)
def test_every_edge_is_told_and_the_default_graph_holds_those_of_the_moment(
    store: EmbeddedStore, moment: str, standing: str | None, span: tuple[str, str]
) -> None:
    found, streamed = quads(store, moment)

    default = {q.triple for q in found if isinstance(q.graph_name, ox.DefaultGraph)}
    named = {(q.triple, q.graph_name) for q in found if isinstance(q.graph_name, ox.NamedNode)}
    both = {"1": located("1", FIRST), "2": located("2", SECOND)}
    assert named == set(both.values())
    assert {at for at, (triple, _) in both.items() if triple in default} == set(standing or "")
    assert (streamed.since, streamed.until) == span
    assert (streamed.nodes, streamed.edges, streamed.standing) == (3, 2, len(standing or ""))


def test_values_are_told_as_what_they_are(store: EmbeddedStore) -> None:
    found, _ = quads(store, FIRST, batch=100)
    told = {(q.subject, q.predicate.value): q.object for q in found}
    station, place = ox.NamedNode(f"{E}station:1"), ox.NamedNode(f"{E}location:1%7Cs%7C0")

    assert told[station, f"{S}name"] == ox.Literal('甲 "a"\n')
    assert told[station, f"{S}property:%E5%A4%87%E6%B3%A8"] == ox.Literal(7)
    assert told[place, f"{S}elevation_m"] == ox.Literal(
        "1063.0", datatype=ox.NamedNode(f"{XSD}decimal")
    )
    assert told[place, f"{S}latitude"] == ox.Literal("1e-07", datatype=ox.NamedNode(f"{XSD}double"))
    cell = told[station, f"{S}other_names"]
    members = []
    while isinstance(cell, ox.BlankNode):
        members.append(told[cell, "http://www.w3.org/1999/02/22-rdf-syntax-ns#first"].value)
        cell = told[cell, "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest"]
    assert members == ["乙", "乙"]
    _, edge = located("1", FIRST)
    assert told[edge, f"{S}valid_to"] == ox.Literal(SECOND, datatype=ox.NamedNode(f"{XSD}dateTime"))
    assert told[edge, "http://www.w3.org/ns/prov#wasDerivedFrom"] == ox.NamedNode(f"{S}claim:00ff")
    stub = ox.NamedNode(f"{E}location:2%7Cs%7C0")
    assert told[stub, f"{S}stub"] == ox.Literal(True)
    assert (stub, f"{S}name") not in told  # the embedded engine would make one up


def test_the_same_whatever_the_batch(store: EmbeddedStore) -> None:
    assert quads(store, FIRST, batch=1)[0] == quads(store, FIRST, batch=1000)[0]


def test_a_view_serves_its_span_and_only_its_graph(store: EmbeddedStore, tmp_path: Path) -> None:
    first = kept_view(tmp_path, store, FIRST)

    assert kept_view(tmp_path, store, "2012-06-01T00:00:00Z") == first
    assert kept_view(tmp_path, store, SECOND).folder != first.folder
    store.apply((), StorePosition("chain", 5, "ontology"))
    again = kept_view(tmp_path, store, FIRST)
    assert again.folder != first.folder
    (tmp_path / "rdf" / ".making-broken").mkdir()
    for moment in (SECOND, THIRD, BEGINNING):
        kept_view(tmp_path, store, moment)
    assert len(list((tmp_path / "rdf").iterdir())) == 3
