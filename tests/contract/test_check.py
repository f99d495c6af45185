"""A check finds the same by Cypher and by shapes: faults that were planted, and none elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from contract.test_cypher_portable import problems

from graph import Settings, SourceError, Workspace, element_key
from graph.rdf_view import kept_view
from graph.store import GraphStore, Statement, StorePosition
from graph.store.embedded import EmbeddedStore
from loaders import Declared, LoadChoices, load_file, make_plan
from loaders.sample import write_province
from ontology import BEGINNING, OPEN_END
from queries.check import Found, check, rule_text
from queries.check.relations import ANY_TARGETS, ENDS, KINDS, TARGETS
from queries.check.run import EDGE_CLAIMS, NODE_CLAIMS, by_cypher, by_shacl
from queries.check.values import NODES, PERIODS, VALUES
from queries.sparql import RdfView

NOW = "2026-06-01T00:00:00Z"
SERVERS = {"neo4j-5.26": "neo4j_server", "neo4j-2026": "neo4j_2026_server"}
MARKS = {"neo4j-2026": pytest.mark.all_stores}


@dataclass(frozen=True)
class Node:
    label: str
    id: str
    properties: dict[str, object]
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edge:
    """An edge, the rules that it breaks itself, and those that its ends break: rule -> end."""

    source: str
    type: str
    target: str
    properties: dict[str, object]
    rules: tuple[str, ...] = ()
    ends: tuple[tuple[str, str], ...] = ()


NODES_PLANTED = (
    Node(
        "Station", "station:good", {"name": "甲", "other_names": ["乙"], "first_record": BEGINNING}
    ),
    Node("Station", "station:number", {"name": 12}, ("Station.name",)),
    Node("Station", "station:whole", {"other_names": "乙"}, ("Station.other_names.list",)),
    Node("Station", "station:members", {"other_names": [1, 2]}, ("Station.other_names",)),
    Node("Station", "station:day", {"first_record": "1951-01-01"}, ("Station.first_record",)),
    Node(
        "Station",
        "station:zone",
        {"first_record": "1951-01-01T00:00:00+08:00"},
        ("Station.first_record",),
    ),
    Node(
        "Station",
        "station:month",
        {"first_record": "1951-13-01T00:00:00Z"},
        ("Station.first_record",),
    ),
    Node("Station", "station:a|b", {"name": "甲"}, ("Station.id",)),
    Node("Station", "location:a", {"name": "甲"}, ("Station.id",)),
    Node(
        "Station",
        "station:two",
        {"name": 1, "wigos_id": True},
        ("Station.name", "Station.wigos_id"),
    ),
    Node("Location", "location:1|s|0", {"latitude": 40.8, "elevation_m": 1063.0}),
    Node("Location", "location:2|s|0", {"elevation_m": "1063"}, ("Location.elevation_m",)),
    Node("Location", "location:3|s|0", {"elevation_m": True}, ("Location.elevation_m",)),
    Node("Deployment", "deployment:D", {"role": "primary"}),
    Node("Deployment", "deployment:E", {"role": "first"}, ("Deployment.role",)),
    Node("Issue", "issue:I", {"value": 3.5}),
    Node("Process", "process:Y@region", {"leaf": "yes"}, ("Process.leaf",)),
    Node("Unit", "unit:U", {"declared_size": 3}),
    Node("Unit", "unit:V", {"declared_size": 2.5}, ("Unit.declared_size",)),
    Node("Document", "document:A", {"name": "甲"}),
    Node("Instrument", "instrument:N", {"stub": True}),
)
EDGES_PLANTED = (
    Edge("deployment:D", "AT_STATION", "station:good", {}),
    Edge("deployment:D", "USES", "instrument:N", {}),
    Edge(
        "deployment:E",
        "AT_STATION",
        "station:good",
        {},
        (),
        (("AT_STATION.target.at-a-time", "source"),),
    ),
    Edge(
        "deployment:E",
        "AT_STATION",
        "station:day",
        {},
        (),
        (("AT_STATION.target.at-a-time", "source"),),
    ),
    Edge("deployment:D", "AT_STATION", "issue:I", {"valid_to": "2001-01-01T00:00:00Z"}),
    Edge("issue:I", "OPERATED_BY", "unit:U", {}, (), (("OPERATED_BY.source", "source"),)),
    Edge("station:good", "OPERATED_BY", "document:A", {}, (), (("OPERATED_BY.target", "target"),)),
    Edge(
        "document:A",
        "ABOUT",
        "document:A",
        {},
        (),
        (("ABOUT.source", "source"), ("ABOUT.target", "target")),
    ),
    Edge(
        "unit:U",
        "PART_OF",
        "unit:V",
        {"valid_from": "2020-01-01T00:00:00Z", "valid_to": "2019-01-01T00:00:00Z"},
        ("Claim.valid_from",),
    ),
    Edge("unit:V", "PART_OF", "unit:U", {"certainty": "sure"}, ("Claim.certainty",)),
    Edge(
        "station:good",
        "LOCATED_AT",
        "location:1|s|0",
        {"valid_to": "soon"},
        ("Claim.valid_from", "Claim.valid_to"),
    ),
    Edge("document:A", "CITES", "document:A", {"how": "x"}, ("CITES.how.list",)),
    Edge("station:good", "ALIAS_OF", "station:day", {"reason": 3}, ("ALIAS_OF.reason",)),
)
ALWAYS = {
    "valid_from": BEGINNING,
    "valid_to": OPEN_END,
    "certainty": "stated",
    "claims": [],
    "n_claims": 1,
}


def planted(edge: Edge) -> Iterator[Found]:
    begin = str({**ALWAYS, **edge.properties}["valid_from"])
    yield from (
        Found(element_key(edge.type, edge.source, edge.target, begin), rule) for rule in edge.rules
    )
    yield from (Found(getattr(edge, end), rule) for rule, end in edge.ends)


EXPECTED = {
    *(Found(node.id, rule) for node in NODES_PLANTED for rule in node.rules),
    *(found for edge in EDGES_PLANTED for found in planted(edge)),
}


def fill(store: GraphStore) -> None:
    """Write past all checks of a load: elements as no claim could make them."""
    labels = {node.id: node.label for node in NODES_PLANTED}
    statements = [
        Statement(
            f"UNWIND $rows AS row MERGE (n:{node.label} {{id: row.id}}) SET n = row.p",
            rows=[{"id": node.id, "p": {**node.properties, "id": node.id}}],
        )
        for node in NODES_PLANTED
    ] + [
        Statement(
            f"UNWIND $rows AS row MATCH (a:{labels[edge.source]} {{id: row.s}}) "
            f"MATCH (b:{labels[edge.target]} {{id: row.t}}) "
            f"MERGE (a)-[r:{edge.type} {{valid_from: row.f}}]->(b) SET r += row.p",
            rows=[
                {
                    "s": edge.source,
                    "t": edge.target,
                    "p": (p := {**ALWAYS, **edge.properties}),
                    "f": p["valid_from"],
                }
            ],
        )
        for edge in EDGES_PLANTED
    ]
    store.apply(statements, StorePosition("planted", 1, "planted"))


@pytest.fixture
def faulty(tmp_path: Path) -> tuple[Path, GraphStore]:
    store = EmbeddedStore(None)
    fill(store)
    return tmp_path, store


def view(home: Path, store: GraphStore) -> RdfView:
    return RdfView(kept_view(home, store, NOW), NOW, None, "")


def test_every_planted_fault_is_found_by_cypher(faulty: tuple[Path, GraphStore]) -> None:
    with faulty[1].reading() as reader:
        assert by_cypher(reader, NOW) == EXPECTED


def test_every_planted_fault_is_found_by_shapes(faulty: tuple[Path, GraphStore]) -> None:
    assert {broken.found for broken in by_shacl(view(*faulty))} == EXPECTED


def test_every_rule_that_is_broken_has_words_and_a_remedy() -> None:
    for found in EXPECTED:
        text = rule_text(found.rule)
        assert text is not None, found
        assert all((text.zh, text.en, text.remedy_zh, text.remedy_en))


def test_the_texts_are_portable() -> None:
    labels = {"label": "Deployment", "type": "AT_STATION"}
    texts = {NODES, PERIODS, VALUES, KINDS, ENDS, TARGETS, ANY_TARGETS, NODE_CLAIMS}
    told = {text.format(**labels): problems(text.format(**labels)) for text in texts}
    told[EDGE_CLAIMS] = problems(EDGE_CLAIMS.format(**labels))

    # `labels` is no function of the questions; it is of the check, and of all stores.
    assert {p for found in told.values() for p in found} <= {"function"}


DATA = ("sample", pytest.param("real", marks=pytest.mark.needs_shared))


@pytest.fixture(scope="module", params=DATA)
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("check")
    if request.param == "sample":
        paths = [write_province(folder / "sample", seed=1, stations=3).folder]
    else:
        shared: Path = request.getfixturevalue("shared")
        registry = shared / "data" / "cma_station_tidymet"
        paths = [
            registry / "inner_mongolia_stations_2016.csv",
            *sorted((shared / "seeds").glob("*.txt")),
        ]
    with (
        Workspace(Settings(folder / "home"), create=True) as workspace,
        workspace.ledger.writing() as writer,
    ):
        for planned in make_plan(paths, Declared()).files:
            load_file(workspace.ledger, writer, planned, LoadChoices())
    return folder / "home"


@pytest.mark.torture
def test_both_ways_find_the_same_in_loaded_data(home: Path) -> None:
    with Workspace(Settings(home)) as workspace:
        cypher, shacl = (check(workspace, by=by, as_of=NOW) for by in ("cypher", "shacl"))

    assert cypher.findings == shacl.findings
    for finding in cypher.findings:
        assert all((finding.claims, finding.source, finding.place)), finding
        assert finding.claims[0] in cypher.claims


SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix s: <urn:suyuan:> .
<urn:me:Named> a sh:NodeShape ; sh:targetClass s:Station ;
    sh:property <urn:me:name>, [ sh:path s:wigos_id ; sh:minCount 1 ; sh:severity sh:Warning ] .
<urn:me:name> a sh:PropertyShape ; sh:path s:name ; sh:maxLength 1 ; sh:message "太长"@zh .
"""


def test_shapes_of_a_users_own(faulty: tuple[Path, GraphStore], tmp_path: Path) -> None:
    from graph.rdf_view.shacl import read_shapes, shape_faults

    path = tmp_path / "own.ttl"
    path.write_text(SHAPES, encoding="utf-8")

    faults = shape_faults(view(*faulty).kept, read_shapes(path))

    long = [f for f in faults if f.shape == "urn:me:name"]
    assert [(f.element, f.value, f.message, f.severity) for f in long] == [
        ("station:number", "12", "太长", "violation")
    ]
    missing = {f.element for f in faults if f.shape == "urn:me:Named urn:suyuan:wigos_id"}
    assert missing == {
        n.id for n in NODES_PLANTED if n.label == "Station" and "wigos_id" not in n.properties
    }
    assert {f.severity for f in faults if f.shape != "urn:me:name"} == {"warning"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "@prefix sh: <http://www.w3.org/ns/shacl#> .\n<urn:a> a sh:NodeShape ;; sh: [ .",
            "line 2",
        ),
        ("<urn:a> <urn:b> <urn:c> .", "no shape"),
        (SHAPES.replace("sh:maxLength 1", 'sh:maxLength "one"'), "no SHACL"),
        (
            SHAPES
            + '<urn:me:Named> sh:sparql [ sh:select "SELECT $this { SERVICE <http://x> {} }" ] .',
            "SERVICE",
        ),
    ],
)
def test_a_file_that_holds_no_shapes_is_refused(tmp_path: Path, text: str, said: str) -> None:
    from graph.rdf_view.shacl import read_shapes

    path = tmp_path / "own.ttl"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SourceError) as error:
        read_shapes(path)

    assert said in error.value.rule
