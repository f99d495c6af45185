"""Claims in GraphML: what graph tools open, and each reject at its line, by its rule."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest

from dashboard.exporting import write_claims
from graph import Claim, Place, SourceError
from graph.ledger import Checkpoint, Ledger, LoadSpec, verify_ledger
from loaders.claims_rdf import ImportReport, import_claims
from ontology import NODE_KINDS, make_id
from tests.unit.loaders.test_claims_rdf import OTHER, STATION, UNIT
from tests.unit.loaders.test_claims_rows import ALL, filled

Take = Callable[[str], ImportReport]


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("first")
    with Ledger(folder / "home") as ledger:
        filled(ledger, folder)
        assert write_claims(ledger, None, "graphml", folder / "claims.graphml") == 6
    return (folder / "claims.graphml").read_text(encoding="utf-8")


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Import a text into an empty ledger, which must verify and add up whatever comes of it."""

    def taken(text: str) -> ImportReport:
        path = tmp_path / "file.graphml"
        path.write_text(text, encoding="utf-8")
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


def test_networkx_opens_it(text: str, tmp_path: Path) -> None:
    path = tmp_path / "claims.graphml"
    path.write_text(text, encoding="utf-8")

    graph = nx.read_graphml(path)

    assert sorted(graph) == sorted({claim.subject for claim in ALL} | {UNIT})
    ((source, target, edge),) = graph.edges(data=True)
    assert (source, target, edge["type"], edge["properties.备注"]) == (
        STATION,
        UNIT,
        "OPERATED_BY",
        "无",
    )
    assert graph.nodes[UNIT] == {"label": "Unit"}
    told = json.loads(graph.nodes[OTHER]["claims"])
    assert [one["properties"] for one in sorted(told, key=str)]
    assert {one.get("reason") for one in told} == {None, "absent"}


def test_what_networkx_writes_anew_is_read(text: str, tmp_path: Path, take: Take) -> None:
    first, second = tmp_path / "first.graphml", tmp_path / "second.graphml"
    first.write_text(text, encoding="utf-8")
    nx.write_graphml(nx.read_graphml(first, force_multigraph=True), second)

    report = take(second.read_text(encoding="utf-8"))

    assert (report.accepted, report.first_rejects) == (6, ())
    with Ledger(tmp_path / "home") as ledger:
        write_claims(ledger, None, "graphml", tmp_path / "again.graphml")
    assert (tmp_path / "again.graphml").read_text(encoding="utf-8") == text


def test_values_that_xml_cannot_hold_come_back(tmp_path: Path) -> None:
    odd = make_id(NODE_KINDS["Station"], '"甲"\x01\ufffe<&>\t%')
    values = (
        "",
        " x ",
        "\u3000",
        "a\x00b",
        "<&>\"'",
        "x\r\ny\n",
        "]]>",
        "\uffff",
        "json:x",
        "\x85",
    )
    stated = [Claim("Station", odd, None, {"name": value, "json:x": value}) for value in values]
    stated += [
        Claim("ALIAS_OF", odd, STATION, {"reason": value, f"n {value}": value, "json:x": n})
        for n, value in enumerate(values)
    ]
    path = tmp_path / "a.csv"
    path.write_text("x")
    with Ledger(tmp_path / "home") as ledger:
        with ledger.writing() as writer:
            spec = LoadSpec(" odd\x01 ", "table", "test", "1", "{}", str(path))
            session = writer.begin(spec, path)
            rows = [(c, Place(locator=f" row\x02{n}"), None) for n, c in enumerate(stated)]
            session.append(rows, (), Checkpoint(len(rows), len(rows), 0))
            session.close()
        write_claims(ledger, None, "graphml", tmp_path / "first.graphml")
    assert nx.read_graphml(tmp_path / "first.graphml").number_of_edges() == len(values)
    with Ledger(tmp_path / "copy") as copy:
        report = import_claims(copy, tmp_path / "first.graphml")
        write_claims(copy, None, "graphml", tmp_path / "second.graphml")

    assert (report.accepted, report.first_rejects) == (len(stated), ())
    assert (tmp_path / "first.graphml").read_bytes() == (tmp_path / "second.graphml").read_bytes()


EDGE, NODE = "<edge ", '"latitude":"40.8100"'


@pytest.mark.parametrize(
    ("where", "old", "new", "rule"),
    [
        (NODE, "40.8100", "40.81", "hash"),
        (NODE, "40.8100", "wide", "number"),
        (NODE, '"latitude":"40.8100"', '"latitude":["40.8100"]', "datatype"),
        (NODE, '"latitude":"40.8100"', '"latitude":4.5', "datatype"),
        (NODE, '"latitude":"40.8100"', '"latitude":null', "datatype"),
        (NODE, '"certainty":"stated"', '"certainty":"sure"', "certainty"),
        (NODE, '"certainty":"stated",', "", "missing"),
        (NODE, '"certainty"', '"surety"', "property"),
        (NODE, '"certainty":"stated"', '"certainty":1', "datatype"),
        (NODE, '"readings":[{', '"readings":[{"who":"x",', "property"),
        (NODE, '"readings":[{', '"readings":["x",{', "datatype"),
        (NODE, '"line":2', '"line":"2"', "datatype"),
        (NODE, '"line":2', '"line":-2', "datatype"),
        (NODE, '"file":"a.csv"', '"file":"b.csv"', "twice"),
        (NODE, '"family":"table"', '"family":"document"', "twice"),
        (NODE, '"sha256":"', '"sha256":"0', "no claim"),
        (EDGE, ">无<", ">有<", "hash"),
        (EDGE, ">OPERATED_BY<", ">FLIES_TO<", "property"),
        (EDGE, 'target="unit:', 'target="station:', "ends"),
        (EDGE, 'target="unit:', 'towards="unit:', "id"),
        (EDGE, '<edge id="', '<edge id="0', "hash"),
        (EDGE, "<edge ", '<edge directed="false" ', "property"),
        (EDGE, ">stated<", ">sure<", "certainty"),
        (EDGE, '<data key="e0">', '<data key="unknown">', "property"),
        (EDGE, "</edge>", "more</edge>", "property"),
        (EDGE, "</edge>", '<data key="label">x</data></edge>', "property"),
        (EDGE, "</edge>", "<port/></edge>", "property"),
    ],
)
def test_a_changed_claim_is_rejected_at_its_line(
    where: str, old: str, new: str, rule: str, text: str, take: Take
) -> None:
    lines = text.splitlines(keepends=True)
    number = next(n for n, line in enumerate(lines, 1) if where in line)
    assert old in lines[number - 1]
    lines[number - 1] = lines[number - 1].replace(old, new, 1)
    if rule == "twice":  # another row tells it first: rows that follow tell it otherwise
        (reject, *_) = take("".join(lines)).first_rejects
        assert reject.rule == rule
        return

    report = take("".join(lines))

    assert report.accepted == 5
    assert [(x.rule, x.place.line) for x in report.first_rejects] == [(rule, number)]
    assert " / " in report.first_rejects[0].message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[\n{", "[\n{}}"),
        ("[\n{", '[\n{"claim":"a","claim":"b"},{'),
        ("[\n{", "[" * 100_000),
        ("[\n{", '{"a":[{'),
    ],
)
def test_claims_that_are_no_json_are_rejected_with_their_node(
    old: str, new: str, text: str, take: Take
) -> None:
    number = text[: text.index(old)].count("\n") + 1

    report = take(text.replace(old, new, 1))

    assert (report.accepted, report.rejected) == (5, 1)
    assert [(x.rule, x.place.line) for x in report.first_rejects] == [("datatype", number)]


def test_an_edge_that_stands_twice_is_rejected_twice(text: str, take: Take) -> None:
    (edge,) = re.findall(r"<edge .*</edge>\n", text)

    report = take(text.replace(edge, edge * 2))

    assert (report.accepted, report.rejected) == (5, 2)
    assert {x.rule for x in report.first_rejects} == {"twice"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('{"post":"局长"}', '{"http://xmlns.com/foaf/0.1/name":"张三"}'),
        ('{"post":"局长"}', '{"post":"局长","name":"张三"}'),
        ('"certainty":"stated"', '"https://schema.org/givenName":"张三"'),
        ("properties.备注", "http://xmlns.com/foaf/0.1/name"),
        ("properties.备注", "properties.http://xmlns.com/foaf/0.1/name"),
    ],
)
def test_a_graph_that_names_people_is_refused_whole(
    old: str, new: str, text: str, take: Take
) -> None:
    assert old in text

    with pytest.raises(SourceError, match="person name") as caught:
        take(text.replace(old, new, 1))

    assert "张三" not in str(caught.value)
    assert take.claims == 0  # type: ignore[attr-defined]


BILLION = (
    '<!DOCTYPE graphml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>\n<graphml'
)


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("<graphml", BILLION, "DOCTYPE"),
        ("<graphml", '<!DOCTYPE graphml SYSTEM "file:///etc/passwd"><graphml', "DOCTYPE"),
        ("</graph>", "", "well-formed"),
        ("<graph ", "<graph>" * 300 + "<graph ", "line"),
        ("<edge ", "<hyperedge/><edge ", "line"),
        ("<graph ", "<data key='label'>x</data><graph ", "line"),
        ('edgedefault="directed"', 'edgedefault="undirected"', "line"),
        ('<key id="claims"', '<key id="label"', "twice"),
        ('attr.name="claims"', 'attr.name="&quot;x"', "no key"),
        ("<node ", "<node x='" + "a" * 20_000_000 + "' ", "large"),
        ("<graphml", "<html", "line"),
        ("UTF-8", "UTF-99", "encoding"),
    ],
)
def test_a_document_that_is_none_is_refused_whole(
    old: str, new: str, word: str, text: str, take: Take
) -> None:
    changed = text.replace(old, new, 1)
    if old == "<graphml" and new == "<html":
        changed = changed.replace("</graphml", "</html")

    with pytest.raises(SourceError, match=word) as caught:
        take(changed)

    assert " / " in str(caught.value)
    assert take.claims == 0  # type: ignore[attr-defined]


def test_a_node_of_more_claims_than_can_be_read_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dashboard.exporting_graphml as writer
    from graph import InvalidValueError

    monkeypatch.setattr(writer, "MOST", 1000)
    with Ledger(tmp_path / "home") as ledger:
        filled(ledger, tmp_path)
        with pytest.raises(InvalidValueError, match="parquet"):
            write_claims(ledger, None, "graphml", tmp_path / "claims.graphml")

    assert not (tmp_path / "claims.graphml").exists()


def test_an_empty_ledger_is_an_empty_graph(tmp_path: Path, take: Take) -> None:
    with Ledger(tmp_path / "first") as ledger:
        assert write_claims(ledger, None, "graphml", tmp_path / "empty.graphml") == 0
    assert len(nx.read_graphml(tmp_path / "empty.graphml")) == 0

    assert take((tmp_path / "empty.graphml").read_text(encoding="utf-8")).read == 0
