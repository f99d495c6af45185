"""`check`: findings as a table, as JSON and as CSV; the exit code tells whether there are any."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ontology.requirements import REQUIREMENTS, SHAPED

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix s: <urn:suyuan:> .
<urn:me:Station> a sh:NodeShape ; sh:targetClass s:Station ; sh:property <urn:me:name> .
<urn:me:name> a sh:PropertyShape ; sh:path s:name ; sh:pattern "^9-" ;
    sh:severity sh:Warning ; sh:message "要以 9- 开头"@zh .
"""


@pytest.fixture
def shapes(tmp_path: Path) -> Path:
    path = tmp_path / "own.ttl"
    path.write_text(SHAPES, encoding="utf-8")
    return path


def test_what_is_as_declared_ends_with_0(run, read, home) -> None:
    assert read("check", "--home", home)["findings"] == []
    assert "合于声明" in run("check", "--home", home).stdout


def test_findings_of_a_users_own_shapes_name_their_source(
    run, read, home, shapes, tmp_path
) -> None:
    answer = read("check", "--home", home, "--shapes", shapes, code=1)
    text = run("check", "--home", home, "--shapes", shapes, "--csv", tmp_path / "o.csv", code=1)

    with (tmp_path / "o.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    found = answer["findings"]
    assert len(found) == len(rows) == 3
    for one in found:
        assert one["element"].startswith("station:")
        assert (one["rule"], one["severity"]) == ("urn:me:name", "warning")
        assert all((one["message_zh"], one["remedy_zh"], one["remedy_en"], one["value"]))
        assert all((one["source"], one["place"], one["claims"][0] in answer["claims"]))
        assert one["element"] in text.stdout
    assert (answer["by"], rows[0]["rule"]) == ("shacl", "urn:me:name")


def test_coverage_is_found_by_both_ways_with_what_to_do(run, read, home) -> None:
    asked = ("check", "--coverage", "--home", home, "--as-of", "2026-01-01")
    cypher, shacl = (read(*asked, "--by", by, code=1)["findings"] for by in ("cypher", "shacl"))

    assert cypher == shacl
    assert {one["severity"] for one in cypher} == {"violation", "info"}
    for one in cypher:
        rule = one["rule"].removeprefix("coverage.")
        assert rule in SHAPED
        assert one["message_zh"] == f"应{REQUIREMENTS[rule].title_zh}"
        assert one["remedy_zh"] == REQUIREMENTS[rule].remedy_zh
        assert all((one["source"], one["place"], one["claims"]))
    gaps = read("ask", "gaps", "--as-of", "2026-01-01", "--home", home)["rows"]
    assert {(one["element"], one["rule"]) for one in cypher} == {
        (row["element"], f"coverage.{row['rule']}") for row in gaps if row["rule"] in SHAPED
    }


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        (("--by", "prolog"), "InvalidValueError"),
        (("--as-of", "31.12.2018"), "InvalidValueError"),
        (("--shapes", "/nowhere.ttl"), "SourceError"),
    ],
)
def test_wrong_options_are_refused(refusal, home, options, kind) -> None:
    assert refusal("check", "--home", home, *options)["type"] == kind
