"""`cypher`: a query of one's own, reading only; table, JSON and CSV alike."""

from __future__ import annotations

import csv
import json

import pytest

STATIONS = "MATCH (s:Station) RETURN s.id AS id, s.name AS name ORDER BY id"


def test_rows_as_a_table_as_json_and_as_csv(run, read, home, tmp_path) -> None:
    answer = read("cypher", STATIONS, "--home", home)
    text = run("cypher", STATIONS, "--home", home, "--csv", tmp_path / "out.csv").stdout

    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert answer["columns"] == ["id", "name"]
    assert rows == answer["rows"]
    assert len(rows) == 3
    assert all(row["id"] in text and row["name"] in text for row in rows)
    assert answer["ledger_head"] in text.replace("\n", "")
    assert (answer["truncated"], answer["limit"], answer["timeout"]) == (False, 1000, 10.0)


def test_parameters_are_json_or_text(read, home) -> None:
    answer = read(
        "cypher", "RETURN $a AS a, $b AS b, $c AS c, $d AS d", "--home", home,
        "--param", "a=3", "--param", "b=station:50425", "--param", 'c=["x",{"y":null}]',
        "--param", 'd="3"',
    )  # fmt: skip

    assert answer["rows"] == [{"a": 3, "b": "station:50425", "c": ["x", {"y": None}], "d": "3"}]


def test_a_query_from_standard_input(run, home) -> None:
    printed = run("cypher", "-", "--home", home, "--json", input=f"// all\n{STATIONS};\n").stdout

    assert len(json.loads(printed)["rows"]) == 3


def test_nodes_and_paths_are_told_as_json(run, read, home) -> None:
    text = "MATCH p = (s:Station {id: 'station:50425'})-[:HAS_STATE]->(c) RETURN s, p LIMIT 1"

    row = read("cypher", text, "--home", home)["rows"][0]
    table = run("cypher", text, "--home", home).stdout

    assert row["s"]["labels"] == ["Station"]
    assert row["p"]["nodes"][0] == row["s"]
    assert row["p"]["relationships"][0]["type"] == "HAS_STATE"
    assert '"labels":["Station"]' in table.replace("\n", "").replace(" ", "")


def test_more_rows_than_the_limit_are_announced(run, read, home) -> None:
    counted = ("cypher", "UNWIND range(1, 9) AS i RETURN i", "--home", home, "--limit")

    assert "只取了前 4 行" in run(*counted, 4).stdout
    assert read(*counted, 4)["truncated"]
    assert "只取了" not in run(*counted, 9).stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("CREATE (n)", "does not begin"),
        ("MATCH (n) SET n.x = 1", "reading only"),
        ("LOAD CSV FROM 'http://localhost/' AS r RETURN r", "does not begin"),
        ("RETURN nobody", "does not accept it"),
        ("", "empty"),
    ],
)
def test_anything_else_is_refused_with_a_remedy(refusal, home, text, said) -> None:
    error = refusal("cypher", text, "--home", home)

    assert error["type"] == "RefusedQueryError"
    assert said in error["rule"]
    assert error["remedy"]


@pytest.mark.parametrize(
    "options", [("--limit", "0"), ("--timeout", "61"), ("--param", "x"), ("--param", "x y=1")]
)
def test_wrong_options_are_refused(refusal, home, options) -> None:
    error = refusal("cypher", STATIONS, "--home", home, *options)

    assert (error["type"], error["name"]) == ("InvalidValueError", options[0])
