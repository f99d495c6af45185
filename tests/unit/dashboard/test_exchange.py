"""The graph in files: what their usual readers read is the whole graph, with every property."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest

from dashboard.exchange import graphml_properties, write_exchange
from graph import Claim, InvalidValueError, Place
from graph.lake.elements import properties_of
from graph.ledger import Checkpoint, Ledger, LedgerReader, LoadSpec
from graph.projection import to_networkx
from loaders import LoadChoices, load_file
from ontology import NODE_KINDS, make_id
from tests.property.histories import make_history

STATION = make_id(NODE_KINDS["Station"], '5"3<4>6&3')
ISSUE = make_id(NODE_KINDS["Issue"], "I|1")
LATER = "2018-06-02T16:00:00Z"
CLAIMS = (
    Claim("Station", STATION, None, {
        "name": ' 呼和"浩特"\r\n<&\x01 ', "other_names": ("乙", "甲"), "备注 1": "无", "n": 7,
        "flag": True, "note": "\t", "empty": "",
    }),
    Claim("Location", make_id(NODE_KINDS["Location"], "53463", "a", "2013"), None,
          {"latitude": "40.8100", "elevation_m": "1e3"}),
    Claim("Issue", ISSUE, None, {"kind": "quality"}),
    Claim("OPERATED_BY", STATION, make_id(NODE_KINDS["Unit"], "甲"), {"ours": "是"}, LATER),
    Claim("OPERATED_BY", STATION, make_id(NODE_KINDS["Unit"], "甲"), {}),
)  # fmt: skip
Read = Callable[[Path], "nx.MultiDiGraph[str]"]


def from_graphml(path: Path) -> nx.MultiDiGraph[str]:
    read = nx.read_graphml(path, force_multigraph=True)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from((node, graphml_properties(said)) for node, said in read.nodes(data=True))
    for source, target, said in read.edges(data=True):
        properties = graphml_properties(said)
        key = (properties["type"], properties["valid_from"])
        graph.add_edge(source, target, key=key, **properties)
    return graph


def from_node_link(path: Path) -> nx.MultiDiGraph[str]:
    read = nx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="edges")
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(read.nodes(data=True))
    for source, target, said in read.edges(data=True):
        graph.add_edge(source, target, key=(said["type"], said["valid_from"]), **said)
    return graph


def from_parquet(folder: Path) -> nx.MultiDiGraph[str]:
    import pyarrow.parquet as pq

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in pq.read_table(folder / "nodes.parquet").to_pylist():
        graph.add_node(row["id"], label=row["label"], **properties_of(row))
    for row in pq.read_table(folder / "edges.parquet").to_pylist():
        said = properties_of(row)
        key = (row["type"], said["valid_from"])
        graph.add_edge(row["source"], row["target"], key=key, type=row["type"], **said)
    return graph


READERS: dict[str, Read] = {
    "graphml": from_graphml,
    "node-link": from_node_link,
    "parquet": from_parquet,
}


def contents(graph: nx.MultiDiGraph[str]) -> tuple[object, object]:
    return dict(graph.nodes(data=True)), {
        (source, target, key): said
        for source, target, key, said in graph.edges(keys=True, data=True)
    }


@pytest.fixture
def filled(tmp_path: Path) -> Ledger:
    ledger = Ledger(tmp_path / "home")
    path = tmp_path / "a.csv"
    path.write_text("甲", encoding="utf-8")
    with ledger.writing() as writer:
        session = writer.begin(LoadSpec("a", "table", "test", "1", "{}", str(path)), path)
        rows = [(claim, Place(n + 1), None) for n, claim in enumerate(CLAIMS)]
        session.append(rows, (), Checkpoint(len(rows), len(rows), 0))
        session.close()
    return ledger


@pytest.mark.parametrize("form", sorted(READERS))
def test_every_property_is_read_back(form: str, filled: Ledger, tmp_path: Path) -> None:
    reader = LedgerReader(filled)

    done = write_exchange(reader, form, tmp_path / "out")

    assert contents(READERS[form](tmp_path / "out")) == contents(to_networkx(reader))
    assert done.counts == {"nodes": 4, "edges": 2}
    assert all(Path(file).is_file() for file in done.files)
    filled.close()


@pytest.mark.parametrize("form", sorted(READERS))
@pytest.mark.parametrize("seed", range(3))
def test_a_history_is_read_back(form: str, seed: int, tmp_path: Path) -> None:
    with Ledger(tmp_path / "home") as ledger:
        with ledger.writing() as writer:
            for version in make_history(seed).versions:
                planned = version.planned(tmp_path)
                load_file(ledger, writer, planned, LoadChoices(allow_retract=True))
        reader = LedgerReader(ledger)
        write_exchange(reader, form, tmp_path / "out")
        expected = contents(to_networkx(reader))

    assert contents(READERS[form](tmp_path / "out")) == expected


def test_the_same_graph_is_the_same_file(filled: Ledger, tmp_path: Path) -> None:
    for form in ("graphml", "node-link"):
        for name in ("a", "b"):
            write_exchange(LedgerReader(filled), form, tmp_path / name)
        assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_an_id_that_xml_cannot_hold_is_refused(filled: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_text("乙")
    claim = Claim("Station", make_id(NODE_KINDS["Station"], "a\x01b"), None, {})
    with filled.writing() as writer:
        session = writer.begin(LoadSpec("b", "table", "test", "1", "{}", str(path)), path)
        session.append([(claim, Place(1), None)], (), Checkpoint(1, 1, 0))
        session.close()

    with pytest.raises(InvalidValueError, match="node-link"):
        write_exchange(LedgerReader(filled), "graphml", tmp_path / "out")

    assert not (tmp_path / "out").exists()
    assert list(tmp_path.glob(".out*")) == []


def test_a_folder_with_something_in_it_is_left_alone(filled: Ledger, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("x")

    with pytest.raises(InvalidValueError, match="empty"):
        write_exchange(LedgerReader(filled), "parquet", tmp_path / "out")

    assert [p.name for p in (tmp_path / "out").iterdir()] == ["mine"]


# Provenance


def relations(
    document: dict[str, dict[str, dict[str, object]]], name: str
) -> list[dict[str, object]]:
    return list(document.get(name, {}).values())


def test_provenance_names_every_run_and_origin(tmp_path: Path) -> None:
    with Ledger(tmp_path / "home") as ledger:
        with ledger.writing() as writer:
            for version in make_history(2).versions:
                planned = version.planned(tmp_path)
                load_file(ledger, writer, planned, LoadChoices(allow_retract=True))
        done = write_exchange(LedgerReader(ledger), "prov-json", tmp_path / "out.json")
        stored = list(LedgerReader(ledger).every_claim())
        count = ledger.connection.execute("SELECT count(*) FROM blocks WHERE kind='close'")
        closed = count.fetchone()[0]
    document = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    claims = {f"claim:{x.claim_id.hex()}": x for x in stored}

    assert len(document["activity"]) == closed == done.counts["activity"]
    assert {n for n in document["entity"] if n.startswith("claim:")} == set(claims)
    generated = {r["prov:entity"]: r for r in relations(document, "wasGeneratedBy")}
    assert set(generated) == set(claims)
    for name, record in generated.items():
        load = document["activity"][record["prov:activity"]]
        assert load["prov:endTime"] == claims[name].recorded_at == record["prov:time"]
        assert load["prov:startTime"] < load["prov:endTime"]
    gone = {r["prov:entity"]: r for r in relations(document, "wasInvalidatedBy")}
    assert {name: r["prov:time"] for name, r in gone.items()} == {
        name: x.retracted_at for name, x in claims.items() if x.retracted_at
    }
    derived = {
        (r["prov:generatedEntity"], r["prov:usedEntity"])
        for r in relations(document, "wasDerivedFrom")
    }
    assert derived == {
        (name, f"file:{o.sha256.hex()}") for name, x in claims.items() for o in x.occurrences
    }


def test_every_name_in_the_provenance_is_declared(filled: Ledger, tmp_path: Path) -> None:
    write_exchange(LedgerReader(filled), "prov-json", tmp_path / "out.json")
    document = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    known = {"prov", "xsd", *document.pop("prefix")}
    sorts = {"entity": "entity", "activity": "activity", "agent": "agent",
             "generatedEntity": "entity", "usedEntity": "entity"}  # fmt: skip
    named = {sort: set(document[sort]) for sort in ("entity", "activity", "agent")}

    for section, records in document.items():
        for name, record in records.items():
            assert name.partition(":")[0] in (known if section in named else {"_"})
            for key, value in record.items():
                assert key.partition(":")[0] in known
                sort = sorts.get(key.removeprefix("prov:"))
                if sort and section not in named:
                    assert value in named[sort], (section, key, value)


# The lake


def test_the_lake_is_a_catalogue(tmp_path: Path) -> None:
    from rdflib import DCAT, DCTERMS, RDF, Graph, Literal, URIRef

    from graph.lake import lake_loads

    home = tmp_path / "home"
    folder = home / "lake" / "地面 小时".replace(" ", "_")
    folder.mkdir(parents=True)
    from graph.lake.manifest import LakeFile, LakeLoad, Manifest

    file = LakeFile("date=2020-01-01/00000001-ab.parquet", "2020-01-01", "ab" * 32, 1234, 7, 1,
                    "2020-01-01T00:00:00Z", "2020-01-01T23:00:00Z", "1", "9")  # fmt: skip
    Manifest(folder).append(
        LakeLoad(1, "cd" * 32, "r 1", "2020-01-02T00:00:00.000000Z", 0, (file,))
    )
    assert len(lake_loads(folder)) == 1

    with Ledger(home) as ledger:
        done = write_exchange(LedgerReader(ledger), "dcat", tmp_path / "out.json")

    assert done.counts == {"datasets": 1, "files": 1}
    graph = Graph().parse(tmp_path / "out.json", format="json-ld")
    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    (distribution,) = graph.objects(dataset, DCAT.distribution)
    assert distribution == URIRef("urn:sha256:" + "ab" * 32)
    assert int(str(graph.value(distribution, DCAT.byteSize))) == 1234
    period = graph.value(dataset, DCTERMS.temporal)
    assert str(graph.value(period, DCAT.startDate)).startswith("2020-01-01T00:00:00")
    assert graph.value(dataset, DCTERMS.title) == Literal(folder.name)
