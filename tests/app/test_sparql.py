"""`sparql`: a query of one's own over the graph as RDF; table, JSON and CSV alike."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

STATIONS = "SELECT ?id ?name { ?id a :Station ; :name ?name } ORDER BY ?id"
CYPHER = "MATCH (s:Station) RETURN s.id AS id, s.name AS name ORDER BY id"


@pytest.fixture(scope="module")
def own(run, province, tmp_path_factory) -> Path:
    """A home of its own, as views are kept in it."""
    folder = tmp_path_factory.mktemp("sparql") / "suyuan"
    run("load", province, "--home", folder)
    return folder


def test_rows_are_those_of_cypher_in_every_form(run, read, own, tmp_path) -> None:
    answer = read("sparql", STATIONS, "--home", own)
    text = run("sparql", STATIONS, "--home", own, "--csv", tmp_path / "out.csv").stdout

    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert answer["columns"] == ["id", "name"]
    assert rows == answer["rows"] == read("cypher", CYPHER, "--home", own)["rows"]
    assert len(rows) == 3
    assert all(row["id"] in text and row["name"] in text for row in rows)
    assert answer["ledger_head"] in text.replace("\n", "")
    assert (answer["truncated"], answer["limit"], answer["timeout"]) == (False, 1000, 10.0)


def test_the_default_graph_is_that_of_the_time_asked_about(read, own) -> None:
    asked = "SELECT (COUNT(*) AS ?n) { ?d :AT_STATION ?s }"
    ever = "SELECT (COUNT(*) AS ?n) { GRAPH ?e { ?d :AT_STATION ?s } }"

    long_ago = read("sparql", asked, "--home", own, "--as-of", "1900-01-01")["rows"]
    now = read("sparql", asked, "--home", own)["rows"]
    told = read("cypher", "MATCH (d:Deployment)-[r:AT_STATION]->(s) WHERE r.valid_from <= $t "
                "AND $t < r.valid_to RETURN count(r) AS n", "--home", own,
                "--param", "t=2026-01-01T00:00:00Z")["rows"]  # fmt: skip

    assert long_ago == [{"n": 0}]
    assert now == told
    assert now[0]["n"] > 0
    assert read("sparql", ever, "--home", own, "--as-of", "1900-01-01")["rows"][0]["n"] > 0


def test_the_moment_is_a_term(read, own) -> None:
    row = read("sparql", "SELECT ($t AS ?moment) {}", "--home", own, "--as-of", "2018-06-03")

    assert row["rows"] == [{"moment": row["as_of"]}] == [{"moment": "2018-06-02T16:00:00Z"}]


def test_what_was_not_yet_known_is_not_there(read, own) -> None:
    answer = read("sparql", STATIONS, "--home", own, "--known-at", "2000-01-01")

    assert answer["rows"] == []
    assert answer["known_at"].startswith("2000-01-0")


def test_other_forms_of_a_query(run, read, own) -> None:
    assert read("sparql", "ASK { ?s a :Station }", "--home", own)["truth"] is True
    assert "否" in run("sparql", "ASK { ?s a :Nonsense }", "--home", own).stdout
    built = read("sparql", "CONSTRUCT { ?s :name ?n } { ?s a :Station ; :name ?n }", "--home", own)
    assert built["columns"] == ["subject", "predicate", "object"]
    assert {row["predicate"] for row in built["rows"]} == {"urn:suyuan:name"}


def test_a_query_from_standard_input(run, own) -> None:
    printed = run("sparql", "-", "--home", own, "--json", input=f"# all\n{STATIONS}\n").stdout

    assert len(json.loads(printed)["rows"]) == 3


def test_more_rows_than_the_limit_are_announced(run, read, own) -> None:
    counted = ("sparql", "SELECT * { ?s ?p ?o }", "--home", own, "--limit")

    assert "只取了前 4 行" in run(*counted, 4).stdout
    assert read(*counted, 4)["truncated"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", "1:12"),
        ("LOAD <file:///etc/passwd>", "reading only"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "reading only"),
        ("SELECT * {\n ?s ?p }", "2:9"),
        ("SELECT ?x { ?x nowhere:a ?y }", "does not accept it"),
        ("", "empty"),
    ],
)
def test_anything_else_is_refused_with_its_place(refusal, own, text, said) -> None:
    error = refusal("sparql", text, "--home", own)

    assert error["type"] == "RefusedQueryError"
    assert said in error["rule"]
    assert error["remedy"]


def test_a_query_without_end_is_stopped(refusal, own) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c != ?f) }"

    assert (
        "longer than allowed" in refusal("sparql", text, "--home", own, "--timeout", "0.5")["rule"]
    )


def test_views_are_kept_made_again_and_forgotten(read, own) -> None:
    rows = read("sparql", STATIONS, "--home", own)["rows"]
    kept = {p.parent.name for p in (own / "rdf").glob("*/view.json")}

    assert read("sparql", STATIONS, "--home", own)["rows"] == rows
    assert {p.parent.name for p in (own / "rdf").glob("*/view.json")} == kept
    assert 0 < len(kept) <= 3
    shutil.rmtree(own / "rdf")
    assert read("sparql", STATIONS, "--home", own)["rows"] == rows


@pytest.mark.parametrize("options", [("--limit", "0"), ("--timeout", "61"), ("--as-of", "x")])
def test_wrong_options_are_refused(refusal, own, options) -> None:
    error = refusal("sparql", STATIONS, "--home", own, *options)

    assert error["type"] == "InvalidValueError"
    assert error["name"] in (options[0], "as_of")
