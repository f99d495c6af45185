"""`claims export`: one line a claim, with the very words it was read from."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

LINE = {
    "certainty",
    "claim",
    "kind",
    "loader",
    "properties",
    "reason",
    "recorded_at",
    "retracted_at",
    "source",
    "valid_from",
    "valid_to",
}


@pytest.fixture(scope="module")
def lines(run, home) -> list[dict]:
    return [json.loads(line) for line in run("claims", "export", "--home", home).stdout.split("\n")
            if line]  # fmt: skip


def test_one_line_for_each_claim(lines, read, home) -> None:
    assert len(lines) == read("info", "--home", home)["ledger"]["claims"]
    assert len({x["claim"] for x in lines}) == len(lines)


def test_shape_of_nodes_and_edges(lines) -> None:
    for x in lines:
        assert x["kind"] in ("node", "edge")
        extra = {"label", "node"} if x["kind"] == "node" else {"type", "from", "to"}
        assert set(x) - {"also"} == LINE | extra
        for end in ("node", "from", "to"):
            if end in x:
                assert set(x[end]) - {"name"} == {"kind", "id"}
        assert {"id", "name", "sha256", "spans"} == set(x["source"])
        assert x["source"]["spans"]


def test_every_span_is_in_the_file_word_for_word(lines, province) -> None:
    files = {
        hashlib.sha256(path.read_bytes()).hexdigest(): path.read_text(encoding="utf-8").split("\n")
        for path in province.rglob("*.csv")
    }
    for x in lines:
        rows = files[x["source"]["sha256"]]
        for span in x["source"]["spans"]:
            rest = "\n".join(rows[span["line"] - 1 :])[span["column"] :]
            assert rest.startswith(span["raw"])
            assert span["raw"].strip()


def test_names_stand_at_both_ends(lines) -> None:
    operated = next(x for x in lines if x.get("type") == "OPERATED_BY")

    assert operated["from"]["kind"] == "Station"
    assert operated["from"]["name"]
    assert operated["to"]["name"].endswith("气象局")


def test_retracted_claims_say_when_and_why(run, table, tmp_path) -> None:
    home = tmp_path / "home"
    run("load", table("stations"), "--home", home)
    path = table("stations", "station_id,name_zh\n53463,呼和浩特\n")
    run("load", path, "--home", home, "--allow-retract")

    text = run("claims", "export", "--home", home).stdout

    claims = [json.loads(x) for x in text.splitlines()]
    gone = [x for x in claims if x["retracted_at"]]
    assert {x["node"]["id"] for x in gone if x.get("label") == "Station"} == {"station:53446"}
    assert {x["reason"] for x in gone} == {"absent from stations.csv"}
    assert {x["reason"] for x in claims if not x["retracted_at"]} == {None}


def test_raw_of_a_gb18030_file(run, table, tmp_path) -> None:
    """联通 in GB18030 is valid UTF-8 too: the whole file decides."""
    content = "station_id,name_zh\n1,联通\n2,额尔古纳市气象观测站\n".encode("gb18030")
    run("load", table("stations", content), "--home", tmp_path / "home")

    text = run("claims", "export", "--home", tmp_path / "home").stdout

    first = json.loads(text.splitlines()[0])
    assert first["node"]["name"] == "联通"
    assert first["source"]["spans"][0]["raw"].strip() == "1,联通"


def test_cells_of_a_workbook_have_a_locator(run, tmp_path) -> None:
    from openpyxl import Workbook

    book, path = Workbook(), tmp_path / "stations.xlsx"
    for row in (("station_id", "name_zh"), ("1", "甲")):
        book.active.append(row)
    book.save(path)
    run("load", path, "--home", tmp_path / "home")

    text = run("claims", "export", "--home", tmp_path / "home").stdout

    spans = [json.loads(x)["source"]["spans"] for x in text.splitlines()]
    assert all("row=2" in s["locator"] for (s,) in spans)


def test_one_source_alone_into_a_file(run, read, home, tmp_path) -> None:
    path, name = tmp_path / "c.jsonl", "sample-province/generated-issues"

    report = read("claims", "export", "--home", home, "--source", name, "-o", path)

    found = [json.loads(x) for x in path.read_text(encoding="utf-8").splitlines()]
    assert report == {"file": str(path), "claims": len(found)}
    assert {x["source"]["id"] for x in found} == {name}
    assert any("50425" in json.dumps(x) for x in found)


@pytest.mark.parametrize(("option", "value"), [("--source", "nobody"), ("--format", "xml")])
def test_what_cannot_be_exported_is_refused(refusal, home, tmp_path, option, value) -> None:
    path = tmp_path / "c.jsonl"

    error = refusal("claims", "export", "--home", home, option, value, "-o", path)

    assert (error["type"], error["name"]) == ("InvalidValueError", option)
    assert list(Path(tmp_path).iterdir()) == []


def test_lines_fit_their_schema(lines, root) -> None:
    from jsonschema import Draft202012Validator

    path = root / "docs/reference/standards/claims.schema.json"
    schema = Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))
    kinds = {(x.get("label") or x["type"], tuple(sorted(x["properties"]))): x for x in lines}

    assert len(kinds) > 20
    assert [e.message for x in kinds.values() for e in schema.iter_errors(x)] == []


def test_claims_as_named_graphs(run, home, lines, tmp_path) -> None:
    """Each claim is a graph by its hash, and the same bytes come again."""
    first, second = tmp_path / "a.nq", tmp_path / "b.nq"
    report = run("claims", "export", "--home", home, "--format", "nquads", "-o", first, "--json")
    run("claims", "export", "--home", home, "--format", "nquads", "-o", second)

    assert json.loads(report.stdout)["claims"] == len(lines)
    text = first.read_text(encoding="utf-8")
    named = re.findall(
        r"^<urn:suyuan:claim:([0-9a-f]{64})> <\S+#type> <urn:suyuan:Claim>", text, re.MULTILINE
    )
    assert named == sorted(x["claim"] for x in lines)
    assert first.read_bytes() == second.read_bytes()
