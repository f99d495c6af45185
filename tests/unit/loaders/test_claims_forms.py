"""Claims in Turtle and JSON-LD: the statements of N-Quads, and each reject at its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from rdflib import RDF, Dataset, Graph, URIRef
from rdflib.term import Node

from dashboard.exporting import export_claims
from graph import Claim, Place, Rejected, SourceError
from graph.ledger import Checkpoint, Ledger, LedgerReader, LoadSpec, verify_ledger
from graph.rdf_view import json_ld
from loaders.claims_rdf import import_claims, statements
from tests.unit.loaders.test_claims_rdf import CLAIMS, SOURCE

SUFFIX = {"nquads": ".nq", "trig": ".trig", "turtle": ".ttl", "json-ld": ".jsonld"}
OURS = "urn:suyuan:"
Texts = dict[str, str]
Take = Callable[..., tuple[int, tuple[Rejected, ...]]]


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Texts:
    """A ledger of five claims, one retracted and one read twice, in each form."""
    folder = tmp_path_factory.mktemp("first")
    with Ledger(folder / "home") as ledger:
        for stated in (CLAIMS, CLAIMS[:4]):
            path = folder / "a.csv"
            path.write_text(f"{len(stated)}", encoding="utf-8")
            with ledger.writing() as writer:
                spec = LoadSpec(SOURCE, "table", "test", "1", "{}", str(path))
                session = writer.begin(spec, path)
                rows = [(c, Place(n + 1, 0, n, 1), None) for n, c in enumerate(stated)]
                session.append(rows, (), Checkpoint(len(rows), len(rows), 0), every_place=True)
                session.retract(list(session.unseen()), "absent", allow_mass=True)
                session.close()
        return {
            form: "".join(f"{x}\n" for x in export_claims(ledger, None, form)) for form in SUFFIX
        }


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Import a text into an empty ledger, which must verify and add up whatever comes of it."""

    def taken(text: str, form: str) -> tuple[int, tuple[Rejected, ...]]:
        path = tmp_path / f"file{SUFFIX[form]}"
        path.write_text(text, encoding="utf-8")
        with Ledger(tmp_path / "home") as ledger:
            try:
                report = import_claims(ledger, path)
            finally:
                assert verify_ledger(ledger).problems == ()
                count = sum(1 for _ in LedgerReader(ledger).every_claim())
                taken.claims = count  # type: ignore[attr-defined]
        assert report.read == report.accepted + report.rejected
        assert count == report.accepted
        return report.accepted, report.first_rejects

    return taken


def quads(text: str, form: str, monkeypatch: pytest.MonkeyPatch) -> set[tuple[Node, ...]]:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    data = Dataset()
    data.parse(data=text, format=form)
    return {(s, p, o, URIRef("urn:none") if "default" in str(g) else URIRef(str(g)))
            for s, p, o, g in data.quads()}  # fmt: skip


def test_json_ld_says_the_statements_of_nquads(
    texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = quads(texts["nquads"], "nquads", monkeypatch)

    assert quads(texts["json-ld"], "json-ld", monkeypatch) == expected
    assert len(expected) > 80


def test_turtle_says_the_statements_of_nquads_by_its_reification(
    texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = quads(texts["nquads"], "nquads", monkeypatch)
    graph = Graph().parse(data=texts["turtle"], format="turtle")
    found = set()
    reified = set(graph.subjects(RDF.type, RDF.Statement))
    for claim, node in graph.subject_objects(URIRef(f"{OURS}says")):
        parts = (graph.value(node, p) for p in (RDF.subject, RDF.predicate, RDF.object))
        found.add((*parts, claim))
        reified.remove(node)
    for s, p, o in graph:
        if ":says:" not in f"{s} {o}":
            found.add((s, p, o, URIRef("urn:none")))

    assert reified == set()
    assert found == expected


@pytest.mark.parametrize("form", SUFFIX)
def test_an_empty_ledger_comes_back_too(form: str, take: Take, tmp_path: Path) -> None:
    with Ledger(tmp_path / "empty") as ledger:
        text = "".join(f"{x}\n" for x in export_claims(ledger, None, form))
    if form == "json-ld":
        assert json.loads(text)["@graph"] == []

    assert take(text, form) == (0, ())


def changed(text: str, words: tuple[str, ...], old: str, new: str) -> tuple[str, int]:
    """The text with a change in the first line that has all the words, and that line's number."""
    lines = text.splitlines(keepends=True)
    number = next(n for n, line in enumerate(lines, 1) if all(word in line for word in words))
    assert old in lines[number - 1]
    lines[number - 1] = lines[number - 1].replace(old, new, 1)
    return "".join(lines), number


@pytest.mark.parametrize(
    ("words", "old", "new", "rule"),
    [
        (("rdf:object suyuan:Location",), "suyuan:Location", "suyuan:Ufo", "class"),
        (("rdf:predicate suyuan:latitude",), "latitude", "breadth", "property"),
        (("rdf:predicate suyuan:OPERATED_BY",), "OPERATED_BY", "FLIES_TO", "property"),
        (('"40.8100"',), "xsd:decimal", "xsd:string", "datatype"),
        (('"40.8100"',), "40.8100", "40.81", "hash"),
        (('rdf:object "呼和浩特"',), "呼和浩特", "呼市", "hash"),
        (("rdf:predicate suyuan:OPERATED_BY",), "rdf:predicate", "rdf:value", "property"),
        (("rdf:object <urn:suyuan:element:unit",), "urn:suyuan:element:unit", "urn:u", "dangling"),
        (("rdf:object suyuan:Location",), "rdf:object", "rdf:predicate", "twice"),
        ((" a rdf:Statement .",), "rdf:Statement", "rdf:Bag", "class"),
        (("suyuan:says c:", "says:0 "), "says:0", "says:77", "dangling"),
        (("says:0 rdf:object",), "says:0", "says:78", "dangling"),
        (("suyuan:certainty",), '"stated"', '"sure"', "certainty"),
        (("suyuan:certainty",), "suyuan:certainty", "suyuan:备注", "missing"),
        (("prov:wasAttributedTo",), "source:", "source:no", "dangling"),
        (("rdf:object <urn:suyuan:element:unit",), "<urn:suyuan:", "_:u ; #", "blank node"),
    ],
)  # fmt: skip
def test_a_change_in_turtle_rejects_its_claim(
    words: tuple[str, ...], old: str, new: str, rule: str, texts: Texts, take: Take
) -> None:
    text, number = changed(texts["turtle"], words, old, new)
    accepted, rejects = take(text, "turtle")

    assert accepted == 4
    assert [one.rule for one in rejects] == [rule]
    assert rejects[0].place.line is not None
    assert abs(rejects[0].place.line - number) <= 40


@pytest.mark.parametrize(
    ("words", "old", "new", "rule"),
    [
        (("suyuan:Location",), "suyuan:Location", "suyuan:Ufo", "class"),
        (("40.8100",), "suyuan:latitude", "suyuan:breadth", "property"),
        (("OPERATED_BY",), "OPERATED_BY", "FLIES_TO", "property"),
        (("40.8100",), "xsd:decimal", "xsd:string", "datatype"),
        (("40.8100",), "40.8100", "40.81", "hash"),
        (("呼和浩特\"",), "呼和浩特", "呼市", "hash"),
        (("OPERATED_BY",), "urn:suyuan:element:unit", "_:unit", "blank node"),
        (("OPERATED_BY",), "urn:suyuan:element:unit", "urn:unit", "dangling"),
        (("other_names:1",), 'list:other_names:1"', 'list:other_names:9"', "dangling"),
        (("40.8100",), '"stated"', '"sure"', "certainty"),
        (("40.8100",), '"stated"', '["stated","stated"]', "twice"),
        (("40.8100",), 'wasAttributedTo":{"@id":"', 'wasAttributedTo":{"@id":"urn:x:', "dangling"),
        (("40.8100",), 'prov:Derivation', "prov:Entity", "class"),
        (("40.8100",), '"suyuan:loader"', '"suyuan:lorry"', "property"),
    ],
)  # fmt: skip
def test_a_change_in_json_ld_rejects_its_claim_at_its_line(
    words: tuple[str, ...], old: str, new: str, rule: str, texts: Texts, take: Take
) -> None:
    text, number = changed(texts["json-ld"], words, old, new)

    accepted, rejects = take(text, "json-ld")

    assert accepted == 4
    assert [(one.rule, one.place.line) for one in rejects] == [(rule, number)]


def pretty(text: str) -> str:
    return json.dumps(json.loads(text), ensure_ascii=False, indent=1)


def test_json_ld_of_another_layout_is_read(texts: Texts, take: Take, tmp_path: Path) -> None:
    accepted, rejects = take(pretty(texts["json-ld"]), "json-ld")

    assert (accepted, rejects) == (5, ())
    with Ledger(tmp_path / "home") as ledger:
        again = "".join(f"{x}\n" for x in export_claims(ledger, None, "json-ld"))
    assert again == texts["json-ld"]


def test_json_ld_that_another_tool_writes_anew_is_read(
    texts: Texts, take: Take, tmp_path: Path
) -> None:
    quads = pyoxigraph.parse(texts["nquads"].encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    written = pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.JSON_LD)
    assert written is not None

    assert take(written.decode(), "json-ld") == (5, ())
    with Ledger(tmp_path / "home") as ledger:
        again = "".join(f"{x}\n" for x in export_claims(ledger, None, "nquads"))
    assert again == texts["nquads"]


def test_json_ld_that_rdflib_writes_anew_is_read(
    texts: Texts, take: Take, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It puts the default graph in a graph without a name."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    data = Dataset()
    data.parse(data=texts["json-ld"], format="json-ld")

    assert take(data.serialize(format="json-ld"), "json-ld") == (5, ())
    with Ledger(tmp_path / "home") as ledger:
        again = "".join(f"{x}\n" for x in export_claims(ledger, None, "json-ld"))
    assert again == texts["json-ld"]


def test_a_reject_of_another_layout_names_its_claim(texts: Texts, take: Take) -> None:
    text, _ = changed(texts["json-ld"], ("40.8100",), "40.8100", "40.81")

    accepted, rejects = take(pretty(text), "json-ld")

    assert accepted == 4
    assert [one.rule for one in rejects] == ["hash"]
    assert rejects[0].place.locator == f"{OURS}claim:{rejects[0].identity}"


@pytest.mark.parametrize("form", ["turtle", "json-ld"])
def test_a_file_that_names_people_is_refused_whole(form: str, texts: Texts, take: Take) -> None:
    foaf = "http://xmlns.com/foaf/0.1/name"
    old, new = (
        ("rdf:predicate suyuan:post", f"rdf:predicate <{foaf}>")
        if form == "turtle"
        else ('"suyuan:post"', f'"{foaf}"')
    )
    assert old in texts[form]

    with pytest.raises(SourceError, match="person name") as caught:
        take(texts[form].replace(old, new), form)

    assert "局长" not in str(caught.value)
    assert take.claims == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "line",
    [
        '{"@id":"urn:a","urn:b":"c"',
        '{"@id":"urn:a","urn:b":1},',
        '{"@id":"urn:a","urn:b":null},',
        '{"@id":"urn:a","urn:b":"c","urn:b":"d"},',
        '{"urn:b":"c"},',
        '{"@id":"urn:a","b":"c"},',
        '{"@id":"urn:a","urn:b":{"@list":["c"]}},',
        '{"@id":"urn:a","@graph":[{"@id":"urn:b","@graph":[]}]},',
        '{"@id":"urn:a","@context":{"b":"urn:b"}},',
        '{"@id":"urn:a"}],"@id":"urn:c","urn:d":["e"',
        '["urn:a"],',
        '"urn:a",',
        "]}",
        '{"@id":"urn:' + "a" * 20_000 + '"},',
        '{"@id":"urn:a","urn:b":' * 500 + '"c"' + "}" * 500 + ",",
        "[" * 100_000,
    ],
)  # fmt: skip
def test_a_line_of_json_ld_that_is_none_is_told(line: str, texts: Texts, take: Take) -> None:
    lines = texts["json-ld"].splitlines()
    lines.insert(4, line)
    number = 6 if line == "]}" else 5

    with pytest.raises(SourceError, match=f"line {number}:") as caught:
        take("\n".join(lines) + "\n", "json-ld")

    assert " / " in str(caught.value)
    assert take.claims == 0  # type: ignore[attr-defined]


def test_a_claim_of_many_texts_comes_back(tmp_path: Path) -> None:
    """A line of JSON-LD is a whole claim, and longer than any of N-Quads."""
    texts = tuple(f"名 {n}" for n in range(40_000))
    path = tmp_path / "a.csv"
    path.write_text("x")
    with Ledger(tmp_path / "home") as ledger, ledger.writing() as writer:
        session = writer.begin(LoadSpec(SOURCE, "table", "test", "1", "{}", str(path)), path)
        claim = Claim("Station", "station:1", None, {"other_names": texts})
        session.append([(claim, Place(1, 0), None)], (), Checkpoint(1, 1, 0))
        session.close()
        document = "".join(f"{x}\n" for x in export_claims(ledger, None, "json-ld"))
    (tmp_path / "a.jsonld").write_text(document, encoding="utf-8")
    assert max(map(len, document.splitlines())) > statements.LINE_LIMIT

    with Ledger(tmp_path / "copy") as copy:
        assert import_claims(copy, tmp_path / "a.jsonld").accepted == 1
        assert "".join(f"{x}\n" for x in export_claims(copy, None, "json-ld")) == document


def test_json_ld_that_ends_too_soon_is_refused(texts: Texts, take: Take) -> None:
    with pytest.raises(SourceError, match="does not end"):
        take(texts["json-ld"].removesuffix("]}\n"), "json-ld")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('{"@context":"https://example.org/c.jsonld","@id":"urn:a"}', "context"),
        ('{"@context":{"@import":"file:///etc/passwd"},"@id":"urn:a"}', "context"),
        ("123", "no document"),
        ('{"@id":"urn:a","urn:b":', "read"),
        ('{"@id":"urn:a","urn:b":' + "[" * 100_000, "deeper"),
        ('"' + '\\"' * 200_000, "no document"),
        ('["' + '\\"' * 200_000, "read"),
        ("\n" + " " * 1_000_000, "no document"),
    ],
)
def test_other_json_ld_that_cannot_be_read_is_refused(text: str, word: str, take: Take) -> None:
    with pytest.raises(SourceError, match=word):
        take(text, "json-ld")

    assert take.claims == 0  # type: ignore[attr-defined]


def test_a_large_document_of_another_layout_is_refused(
    texts: Texts, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_ld, "MOST", 1000)
    with pytest.raises(SourceError, match="1,000 bytes"):
        take(pretty(texts["json-ld"]), "json-ld")


@pytest.mark.parametrize(
    "line",
    ["c:x { c:y a c:z }", "{ c:y a c:z }", "c:y c:says [ a c:z ] .", "c:y c:z"],
)
def test_turtle_that_is_none_is_told_with_its_line(line: str, texts: Texts, take: Take) -> None:
    head, _, rest = texts["turtle"].partition("\n\n") if "\n\n" in texts["turtle"] else ("", "", "")
    assert rest == head == ""
    lines = texts["turtle"].splitlines()
    at = next(n for n, one in enumerate(lines) if not one.startswith("@prefix"))
    lines.insert(at, line)

    with pytest.raises(SourceError, match=rf"line ({at + 1}|{at + 2}):"):
        take("\n".join(lines) + "\n", "turtle")

    assert take.claims == 0  # type: ignore[attr-defined]
