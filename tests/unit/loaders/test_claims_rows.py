"""Claims in rows: each reject at its row, by the rule it has in RDF; nothing half imported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import graph.lake.claim_tables as claim_tables
from dashboard.exporting import write_claims
from graph import Claim, Place, SourceError
from graph.ledger import Checkpoint, Ledger, LoadSpec, file_hash, verify_ledger
from loaders.claims_rdf import ImportReport, import_claims
from tests.unit.loaders.test_claims_rdf import CLAIMS, OTHER, SOURCE, STATION

TABLES = ("nodes", "edges")
Rows = dict[str, list[dict[str, Any]]]
ALL = (*CLAIMS, Claim("Station", OTHER, None, {"number": 7, "flag": True, "other_names": ()}))


def filled(ledger: Ledger, folder: Path) -> None:
    """Six claims, one of them retracted."""
    for stated in (ALL, (*ALL[:4], ALL[5])):
        path = folder / "a.csv"
        path.write_text(f"{len(stated)}", encoding="utf-8")
        with ledger.writing() as writer:
            session = writer.begin(LoadSpec(SOURCE, "table", "test", "1", "{}", str(path)), path)
            rows = [(c, Place(n + 1, 0, n, 1), None) for n, c in enumerate(stated)]
            session.append(rows, (), Checkpoint(len(rows), len(rows), 0), every_place=True)
            session.retract(list(session.unseen()), "absent", allow_mass=True)
            session.close()


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("first")
    with Ledger(folder / "home") as ledger:
        filled(ledger, folder)
        assert write_claims(ledger, None, "parquet", folder / "tables") == 6
    return folder / "tables"


@pytest.fixture
def rows(exported: Path) -> Rows:
    return {name: pq.read_table(exported / f"{name}.parquet").to_pylist() for name in TABLES}


Take = Callable[[Path], ImportReport]


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Import into an empty ledger, which must verify and add up whatever comes of it."""

    def taken(path: Path) -> ImportReport:
        with Ledger(tmp_path / "home") as ledger:
            try:
                report = import_claims(ledger, path)
            finally:
                assert verify_ledger(ledger).problems == ()
                count = ledger.connection.execute("SELECT count(*) FROM claims").fetchone()[0]
                taken.claims = count  # type: ignore[attr-defined]
        assert report.read == report.accepted + report.rejected
        assert count == report.accepted
        return report

    return taken


def written(rows: Rows, folder: Path, exported: Path) -> Path:
    """The rows as tables again."""
    folder.mkdir(exist_ok=True)
    for name in TABLES:
        schema = pq.read_schema(exported / f"{name}.parquet")
        pq.write_table(pa.Table.from_pylist(rows[name], schema=schema), folder / f"{name}.parquet")
    return folder


def test_a_table_tells_a_row_a_claim(rows: Rows) -> None:
    (edge,) = rows["edges"]
    nodes = {tuple(dict(row["properties"]).values()): row for row in rows["nodes"]}

    assert (edge["source"], edge["type"], dict(edge["properties"])) == (
        STATION,
        "OPERATED_BY",
        {"备注": "无"},
    )
    assert edge["readings"][0]["line"] == 3
    assert nodes["包头",]["reason"] == "absent"
    assert dict(nodes["40.8100",]["properties"]) == {"latitude": "40.8100"}
    assert dict(nodes["呼和浩特",]["properties_texts"]) == {"other_names": ["甲", "乙"]}
    assert dict(nodes[()]["properties_integer"]) == {"number": 7}
    assert dict(nodes[()]["properties_boolean"]) == {"flag": True}
    claims = [row["claim"] for row in rows["nodes"]]
    assert claims == sorted(claims)


def test_the_rows_in_another_order_by_another_tool_are_read(
    exported: Path, tmp_path: Path, take: Take
) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    for name in TABLES:
        duckdb.sql(
            f"COPY (SELECT * FROM '{exported}/{name}.parquet' ORDER BY claim DESC) "
            f"TO '{folder}/{name}.parquet'"
        )

    report = take(folder)

    assert (report.accepted, report.first_rejects) == (6, ())
    with Ledger(tmp_path / "home") as ledger:
        write_claims(ledger, None, "parquet", tmp_path / "again")
    for name in TABLES:
        one, other = (p / f"{name}.parquet" for p in (exported, tmp_path / "again"))
        assert one.read_bytes() == other.read_bytes()


def test_the_original_is_the_table_and_the_place_its_row(
    exported: Path, tmp_path: Path, take: Take
) -> None:
    take(exported)

    kept = {path.name for path in (tmp_path / "home" / "sources").iterdir()}
    assert kept == {file_hash(exported / f"{name}.parquet").hex() for name in TABLES}


def test_one_table_alone_is_read(exported: Path, take: Take) -> None:
    """A node that an edge ends at need not be described."""
    assert take(exported / "edges.parquet").accepted == 1


CHANGES = [
    ("claim", "40.8100", "ab", "hash"),
    ("claim", "40.8100", None, "hash"),
    ("id", "40.8100", "location:1", "hash"),
    ("id", "40.8100", None, "id"),
    ("label", "40.8100", "Ufo", "class"),
    ("properties", "40.8100", [("latitude", "40.81")], "hash"),
    ("properties", "40.8100", [("latitude", "wide")], "number"),
    ("properties", "40.8100", [("latitude", None)], "missing"),
    ("properties", "40.8100", [("latitude", "40.8100")] * 2, "twice"),
    ("properties_texts", "40.8100", [("latitude", ["40.8100"])], "twice"),
    ("properties_texts", "40.8100", [("other_names", ["x", None])], "missing"),
    ("valid_from", "40.8100", None, "missing"),
    ("valid_from", "40.8100", "yesterday", "time"),
    ("certainty", "40.8100", "sure", "certainty"),
    ("source_id", "40.8100", None, "missing"),
    ("family", "40.8100", "rumour", "twice"),
    ("recorded_at", "40.8100", "2026", "time"),
    ("retracted_at", "40.8100", "2026-01-01T00:00:00.000000Z", "missing"),
    ("readings", "40.8100", [], "missing"),
    ("type", "无", "FLIES_TO", "property"),
    ("target", "无", "station:1", "ends"),
    ("target", "无", None, "id"),
]


@pytest.mark.parametrize(("column", "word", "value", "rule"), CHANGES)
def test_a_changed_row_is_rejected_at_its_row(
    column: str, word: str, value: object, rule: str,
    rows: Rows, exported: Path, tmp_path: Path, take: Take,
) -> None:  # fmt: skip
    name = "edges" if word == "无" else "nodes"
    at = next(n for n, row in enumerate(rows[name]) if word in dict(row["properties"]).values())
    rows[name][at][column] = value
    rows["nodes"].append(rows["nodes"].pop(at)) if name == "nodes" else None
    at = len(rows[name]) - 1

    report = take(written(rows, tmp_path / "tables", exported))

    assert report.accepted == 5
    assert [(x.rule, x.place.locator) for x in report.first_rejects] == [
        (rule, f"table={name};row={at + 1}")
    ]
    assert " / " in report.first_rejects[0].message


@pytest.mark.parametrize(
    ("part", "value", "rule"),
    [
        ("sha256", "00", "no claim"),
        ("sha256", None, "missing"),
        ("file", None, "missing"),
        ("file", "b.csv", "twice"),
        ("loader", None, "missing"),
        ("line", -1, "datatype"),
    ],
)
def test_a_changed_reading_is_rejected(
    part: str, value: object, rule: str, rows: Rows, exported: Path, tmp_path: Path, take: Take
) -> None:
    rows["nodes"][-1]["readings"][0][part] = value

    report = take(written(rows, tmp_path / "tables", exported))

    assert report.accepted == 5
    assert [x.rule for x in report.first_rejects] == [rule]


def test_tables_that_disagree_on_a_source_are_refused_whole(
    rows: Rows, exported: Path, tmp_path: Path, take: Take
) -> None:
    """It is found when the first table is written already: nothing of it stays."""
    rows["edges"][0]["family"] = "document"

    with pytest.raises(SourceError, match="document"):
        take(written(rows, tmp_path / "tables", exported))

    assert take.claims == 0  # type: ignore[attr-defined]


def test_a_row_that_stands_twice_is_rejected_twice(
    rows: Rows, exported: Path, tmp_path: Path, take: Take
) -> None:
    rows["nodes"].append(rows["nodes"][0])

    report = take(written(rows, tmp_path / "tables", exported))

    assert (report.accepted, report.rejected) == (5, 2)
    assert {x.rule for x in report.first_rejects} == {"twice"}


@pytest.mark.parametrize("name", ["http://xmlns.com/foaf/0.1/name", "name"])
def test_rows_that_name_people(
    name: str, rows: Rows, exported: Path, tmp_path: Path, take: Take
) -> None:
    row = next(row for row in rows["nodes"] if row["label"] == "Person")
    row["properties"] = [*row["properties"], (name, "张三")]

    with pytest.raises(SourceError, match="person name") as caught:
        take(written(rows, tmp_path / "tables", exported))

    assert "张三" not in str(caught.value)
    assert take.claims == 0  # type: ignore[attr-defined]


def damaged(folder: Path, exported: Path, how: str) -> Path:
    """The tables with something amiss in the second, so that the first was read."""
    folder.mkdir()
    for name in TABLES:
        raw = (exported / f"{name}.parquet").read_bytes()
        (folder / f"{name}.parquet").write_bytes(raw)
    edges = folder / "edges.parquet"
    raw, table = edges.read_bytes(), pq.read_table(edges)
    match how:
        case "cut":
            edges.write_bytes(raw[: len(raw) // 2])
        case "text":
            edges.write_text("claim,source\n")
        case "empty":
            edges.write_bytes(b"")
        case "bytes":
            middle = len(raw) // 4
            edges.write_bytes(raw[:middle] + bytes(200) + raw[middle + 200 :])
        case "column lost":
            pq.write_table(table.drop_columns(["family"]), edges)
        case "column more":
            pq.write_table(table.append_column("name", pa.array(["x"])), edges)
        case "type":
            column = table.schema.get_field_index("certainty")
            pq.write_table(table.set_column(column, "certainty", pa.array([[1]])), edges)
        case "another file":
            (folder / "people.parquet").write_bytes(raw)
    return folder


@pytest.mark.parametrize(
    "how",
    ["cut", "text", "empty", "bytes", "column lost", "column more", "type", "another file"],
)
def test_tables_that_are_none_are_refused_whole(
    how: str, exported: Path, tmp_path: Path, take: Take
) -> None:
    with pytest.raises(SourceError) as caught:
        take(damaged(tmp_path / "tables", exported, how))

    assert " / " in str(caught.value)
    assert take.claims == 0  # type: ignore[attr-defined]


def test_a_row_group_beyond_measure_is_refused(
    exported: Path, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim_tables, "_MOST", 100)
    with pytest.raises(SourceError, match="row group"):
        take(exported)


def test_many_row_groups_are_the_same_claims(
    tmp_path: Path, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim_tables, "_ROWS", 2)
    with Ledger(tmp_path / "first") as ledger:
        filled(ledger, tmp_path)
        write_claims(ledger, None, "parquet", tmp_path / "tables")

    assert pq.ParquetFile(tmp_path / "tables" / "nodes.parquet").num_row_groups == 3
    assert take(tmp_path / "tables").accepted == 6


def test_an_empty_ledger_is_empty_tables(tmp_path: Path, take: Take) -> None:
    with Ledger(tmp_path / "first") as ledger:
        assert write_claims(ledger, None, "parquet", tmp_path / "tables") == 0

    assert take(tmp_path / "tables").read == 0
