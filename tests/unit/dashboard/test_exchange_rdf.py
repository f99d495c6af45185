"""The graph in Turtle and JSON-LD: what rdflib reads is every node and edge with its properties."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
import rdflib
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.namespace import PROV, XSD

from dashboard.exchange import write_exchange
from graph.ledger import Ledger, LedgerReader
from graph.projection import to_networkx
from loaders import LoadChoices, load_file
from ontology import element_id
from tests.property.histories import make_history

OURS = "urn:suyuan:"
FORMS = {"turtle": "turtle", "json-ld": "json-ld"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    folder = tmp_path_factory.mktemp("history")
    ledger = Ledger(folder / "home")
    with ledger.writing() as writer:
        for version in make_history(4).versions:
            load_file(ledger, writer, version.planned(folder), LoadChoices(allow_retract=True))
    return ledger


@pytest.fixture(autouse=True)
def _as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


def read(ledger: Ledger, form: str, path: Path) -> Graph:
    write_exchange(LedgerReader(ledger), form, path)
    return Graph().parse(path, format=FORMS[form])


def plain(graph: Graph, node: object) -> object:
    if not isinstance(node, Literal):
        return [str(one) for one in Collection(graph, node)]  # type: ignore[arg-type]
    if node.datatype == XSD.boolean:
        return str(node) == "true"
    if node.datatype == XSD.integer:
        return int(str(node))
    return float(str(node)) if node.datatype in (XSD.decimal, XSD.double) else str(node)


def properties(graph: Graph, subject: object) -> dict[str, object]:
    found: dict[str, object] = {}
    for predicate, value in graph.predicate_objects(subject):  # type: ignore[arg-type]
        name = str(predicate)
        if name.startswith(OURS) and not name.removeprefix(OURS).isupper() and name != f"{OURS}id":
            key = unquote(name.removeprefix(OURS).removeprefix("property:"))
            found[key] = plain(graph, value)
    claims = [str(c).rpartition(":")[2] for c in graph.objects(subject, PROV.wasDerivedFrom)]  # type: ignore[arg-type]
    return {**found, **({"claims": sorted(claims)} if claims else {})}


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_node_and_edge_is_told(form: str, filled: Ledger, tmp_path: Path) -> None:
    graph = read(filled, form, tmp_path / "out")
    expected = to_networkx(LedgerReader(filled))

    nodes = {
        str(identity): {
            "label": str(graph.value(subject, RDF.type)).removeprefix(OURS),
            **properties(graph, subject),
        }
        for subject, identity in graph.subject_objects(URIRef(f"{OURS}id"))
    }
    assert nodes == dict(expected.nodes(data=True))
    edges = {}
    for edge in graph.subjects(RDF.type, URIRef(f"{OURS}Edge")):
        ends = [element_id(str(graph.value(edge, p))) for p in (RDF.subject, RDF.object)]
        kind = str(graph.value(edge, RDF.predicate)).removeprefix(OURS)
        said = {"type": kind, **properties(graph, edge)}
        edges[*ends, (kind, said["valid_from"])] = said
    assert edges == {(s, o, key): d for s, o, key, d in expected.edges(keys=True, data=True)}


def test_what_holds_now_is_said_plainly(filled: Ledger, tmp_path: Path) -> None:
    graph = read(filled, "turtle", tmp_path / "out")

    holding = {
        (element_id(str(s)), str(p).removeprefix(OURS), element_id(str(o)))
        for s, p, o in graph
        if str(p).removeprefix(OURS).isupper()
    }
    expected = to_networkx(LedgerReader(filled))
    assert holding == {
        (source, said["type"], target)
        for source, target, said in expected.edges(data=True)
        if said["valid_to"] > "2026"
    }
    assert 0 < len(holding) < expected.number_of_edges()


def test_both_forms_say_the_same(filled: Ledger, tmp_path: Path) -> None:
    assert isomorphic(
        read(filled, "turtle", tmp_path / "a"), read(filled, "json-ld", tmp_path / "b")
    )
