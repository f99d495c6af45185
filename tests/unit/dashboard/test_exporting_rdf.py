"""Claims in RDF: what is read from it is the very claim, in order, whatever the order of loads."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, RDFS, Dataset, Literal, URIRef
from rdflib.namespace import PROV, XSD

import dashboard.claim_order
from dashboard.exporting import export_claims
from dashboard.exporting_rdf import literal
from graph import Claim, Place, PropertyValue
from graph.ledger import Checkpoint, Ledger, LedgerReader, LoadSpec
from ontology import EDGE_KINDS, NODE_KINDS, element_id, make_id

OURS = "urn:suyuan:"
SOURCE = "厂 / a.csv"
STATION = make_id(NODE_KINDS["Station"], "53463")
ODD = make_id(NODE_KINDS["Unit"], '气象局 "<{|}>\\^`% \n#')
CLAIMS = (
    Claim(
        "Station",
        STATION,
        None,
        {
            "name": '呼和"浩特"\\\n\t\x01',
            "other_names": ("乙", "甲", "乙"),
            "first_record": "1951-01-01T00:00:00Z",
            "id": "kept by no kind",
            "备注 1": "无",
            "number": 7,
            "flag": True,
        },
    ),
    Claim("Station", STATION, None, {"other_names": ()}, "2018-06-02T16:00:00Z"),
    Claim(
        "Location",
        make_id(NODE_KINDS["Location"], "53463", "a|b", "2013"),
        None,
        {"latitude": "40.8100", "longitude": "+1.1165e2", "elevation_m": "1063."},
        certainty="synthetic",
    ),
    Claim("OPERATED_BY", STATION, ODD, {}, "2018-06-02T16:00:00Z", "2020-06-02T16:00:00Z"),
    Claim("ALIAS_OF", STATION, make_id(NODE_KINDS["Station"], "x"), {"reason": "同\r号"}),
)


def load(ledger: Ledger, path: Path, *claims: Claim, text: str = "甲") -> None:
    path.write_text(text, encoding="utf-8")
    spec = LoadSpec(SOURCE, "table", "test", "1", "{}", str(path))
    with ledger.writing() as writer:
        session = writer.begin(spec, path)
        rows = [(claim, Place(n + 1, 0, 0, 3), None) for n, claim in enumerate(claims)]
        session.append(rows, (), Checkpoint(len(rows), len(rows), 0), every_place=True)
        session.retract(list(session.unseen()), "absent", allow_mass=True)
        session.close()


def text_of(ledger: Ledger, form: str) -> str:
    return "".join(f"{text}\n" for text in export_claims(ledger, None, form))


def plain(data: Dataset, node: object) -> PropertyValue:
    """The value of a claim that a node of RDF stands for."""
    if not isinstance(node, Literal):
        return tuple(str(member) for member in data.collection(node))
    if node.datatype == XSD.boolean:
        return str(node) == "true"
    return int(node) if node.datatype == XSD.integer else str(node)


def name_of(predicate: URIRef) -> str:
    from urllib.parse import unquote

    return unquote(str(predicate).removeprefix(OURS).removeprefix("property:"))


def claims_in(text: str, form: str) -> dict[str, Claim]:
    """The claims that a document states, by the hash in the name of their graph."""
    data = Dataset(default_union=True)
    data.parse(data=text, format=form)
    found = {}
    for graph in data.subjects(RDF.type, URIRef(OURS + "Claim")):
        said = set(data.graph(graph).triples((None, None, None)))
        kinds = [(s, o) for s, p, o in said if p == RDF.type]
        if kinds:
            ((subject, kind),) = kinds
            object_, owner = None, said
        else:
            ((subject, kind, end),) = said
            object_, owner = (
                element_id(str(end)),
                set(data.default_graph.triples((graph, None, None))),
            )
        properties = {
            name_of(p): plain(data, o)
            for s, p, o in owner
            if s in (subject, graph)
            and p not in {URIRef(OURS + own) for own in ABOUT}
            and str(p).startswith(OURS)
        }
        valid_from, valid_to, certainty = (
            str(data.value(graph, URIRef(OURS + name))) for name in ABOUT[:3]
        )
        found[str(graph).removeprefix(f"{OURS}claim:")] = Claim(
            str(kind).removeprefix(OURS),
            element_id(str(subject)) or "",
            object_,
            properties,
            valid_from,
            valid_to,
            certainty,
        )
    return found


ABOUT = ("valid_from", "valid_to", "certainty", "id", "retraction_reason")


@pytest.fixture(autouse=True)
def _as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """rdflib keeps the digits of a literal as they are written."""
    import rdflib

    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


@pytest.mark.parametrize("form", ["nquads", "trig"])
def test_what_is_read_is_the_very_claim(tmp_path: Path, form: str) -> None:
    with Ledger(tmp_path / "home") as ledger:
        load(ledger, tmp_path / "a.csv", *CLAIMS)
        found = claims_in(text_of(ledger, form), form)
        ids = {stored.claim_id.hex() for stored in LedgerReader(ledger).every_claim()}

    assert {name: claim.claim_id(SOURCE).hex() for name, claim in found.items()} == {
        name: name for name in ids
    }
    assert sorted(found) == sorted(claim.claim_id(SOURCE).hex() for claim in CLAIMS)


def test_order_of_loads_does_not_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = set()
    for name, claims, run in (("a", CLAIMS, 50_000), ("b", CLAIMS[::-1], 2)):
        monkeypatch.setattr(dashboard.claim_order, "_RUN", run)
        with Ledger(tmp_path / name) as ledger:
            load(ledger, tmp_path / "a.csv", *claims)
            lines = text_of(ledger, "nquads").splitlines()
        kept = [line for line in lines if "generatedAtTime" not in line and ":read:" not in line]
        texts.add("\n".join(kept))

    assert len(texts) == 1


def test_who_says_it_and_where_is_told(tmp_path: Path) -> None:
    with Ledger(tmp_path / "home") as ledger:
        load(ledger, tmp_path / "a.csv", CLAIMS[0], CLAIMS[3])
        load(ledger, tmp_path / "a.csv", CLAIMS[3], text="乙")
        data = Dataset(default_union=True)
        data.parse(data=text_of(ledger, "nquads"), format="nquads")
    gone, kept = (URIRef(f"{OURS}claim:{c.claim_id(SOURCE).hex()}") for c in (CLAIMS[0], CLAIMS[3]))

    assert str(data.value(gone, URIRef(OURS + "retraction_reason"))) == "absent"
    assert data.value(gone, PROV.invalidatedAtTime) is not None
    assert data.value(kept, PROV.invalidatedAtTime) is None
    source = data.value(kept, PROV.wasAttributedTo)
    assert str(data.value(source, RDFS.label)) == SOURCE
    assert len(set(data.objects(kept, PROV.wasDerivedFrom))) == 2
    lines = {
        int(str(data.value(reading, URIRef(OURS + "line"))))
        for reading in data.objects(kept, PROV.qualifiedDerivation)
    }
    assert lines == {2, 1}


def test_an_empty_ledger_is_an_empty_document(tmp_path: Path) -> None:
    with Ledger(tmp_path / "home") as ledger:
        assert text_of(ledger, "nquads") == text_of(ledger, "trig") == ""


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(text: str) -> None:
    data = Dataset()
    data.parse(data=f"<urn:a> <urn:b> {literal(text)} .\n", format="nquads")

    ((_, _, found, _),) = list(data.quads())
    assert str(found) == text


def test_terms_of_the_export_are_in_the_ontology_and_no_property(tmp_path: Path) -> None:
    from rdflib import Graph

    from ontology.export import ontology_turtle

    declared = {p.name for k in (*NODE_KINDS.values(), *EDGE_KINDS.values()) for p in k.properties}
    known = set(Graph().parse(data=ontology_turtle(), format="turtle").subjects())
    with Ledger(tmp_path / "home") as ledger:
        load(ledger, tmp_path / "a.csv", *CLAIMS)
        load(ledger, tmp_path / "a.csv", *CLAIMS[1:], text="乙")
        data = Dataset(default_union=True)
        data.parse(data=text_of(ledger, "nquads"), format="nquads")
    used = {p for p in data.predicates() if str(p).startswith(OURS) and ":property:" not in str(p)}

    assert used <= known
    own = {"id", "family", "loader", "line", "column", "offset", "length", "locator", *ABOUT}
    assert own & declared == set()
