"""Claims in RDF that are broken in one way each: rejected where it stands, by its rule."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.exporting import export_claims
from graph import Claim, InvalidValueError, Place, SourceError
from graph.ledger import Checkpoint, Ledger, LoadSpec, verify_ledger
from loaders import Decision, record, source_of
from loaders.claims_rdf import FORMS, ImportReport, import_claims
from loaders.claims_rdf import statements as limits
from loaders.claims_rdf.nquads import NQuads
from loaders.claims_rdf.trig import Trig
from ontology import NODE_KINDS, make_id

SOURCE = "厂/a.csv"
STATION, OTHER = (make_id(NODE_KINDS["Station"], key) for key in ("53463", "53446"))
LOCATION = make_id(NODE_KINDS["Location"], "53463", "a", "2013")
UNIT = make_id(NODE_KINDS["Unit"], "呼和浩特市气象局")
PERSON = "person:" + "0f" * 16
CLAIMS = (
    Claim("Station", STATION, None, {"name": "呼和浩特", "other_names": ("甲", "乙")}),
    Claim("Location", LOCATION, None, {"latitude": "40.8100"}),
    Claim("OPERATED_BY", STATION, UNIT, {"备注": "无"}, "2018-06-02T16:00:00Z"),
    Claim("Person", PERSON, None, {"post": "局长"}),
    Claim("Station", OTHER, None, {"name": "包头"}),
)
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A ledger of five claims, one of them retracted, as N-Quads."""
    folder = tmp_path_factory.mktemp("first")
    with Ledger(folder / "home") as ledger:
        for stated in (CLAIMS, CLAIMS[:4]):
            path = folder / "a.csv"
            path.write_text(f"{len(stated)}", encoding="utf-8")
            with ledger.writing() as writer:
                spec = LoadSpec(SOURCE, "table", "test", "1", "{}", str(path))
                session = writer.begin(spec, path)
                rows = [(c, Place(n + 1, 0, n, 1), None) for n, c in enumerate(stated)]
                session.append(rows, (), Checkpoint(len(rows), len(rows), 0))
                session.retract(list(session.unseen()), "absent", allow_mass=True)
                session.close()
        return "".join(f"{x}\n" for x in export_claims(ledger, None, "nquads"))


@pytest.fixture
def take(tmp_path: Path) -> Callable[..., ImportReport]:
    """Import a text into an empty ledger, which must verify and add up whatever comes of it."""

    def taken(text: str | bytes, form: str = "nquads") -> ImportReport:
        path = tmp_path / "file"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        with Ledger(tmp_path / "home") as ledger:
            try:
                report = import_claims(ledger, path, form)
            finally:
                assert verify_ledger(ledger).problems == ()
                claims = ledger.connection.execute("SELECT count(*) FROM claims").fetchone()[0]
                taken.claims = claims  # type: ignore[attr-defined]
            assert report.read == report.accepted + report.rejected
            assert claims == report.accepted
        return report

    return taken


def line_of(text: str, *words: str) -> int:
    """The number of the first line that has all these words."""
    return next(
        n for n, line in enumerate(text.splitlines(), 1) if all(word in line for word in words)
    )


def graph_of(text: str, word: str) -> str:
    found = re.search(rf"^\S+ .*{word}.* <(urn:suyuan:claim:[0-9a-f]+)> \.$", text, re.MULTILINE)
    assert found is not None
    return found[1]


# One claim is broken, the others come in


@pytest.mark.parametrize(
    ("words", "old", "new", "rule"),
    [
        ((TYPE, "suyuan:Location>"), "suyuan:Location>", "suyuan:Ufo>", "class"),
        ((TYPE, "suyuan:Location>"), "urn:suyuan:Location>", "http://x.org/Location>", "class"),
        (("40.8100",), "suyuan:latitude", "suyuan:breadth", "property"),
        (("OPERATED_BY",), "OPERATED_BY", "FLIES_TO", "property"),
        (("40.8100",), "XMLSchema#decimal", "XMLSchema#string", "datatype"),
        (("40.8100",), "40.8100", "wide", "datatype"),
        (("40.8100",), "40.8100", "40.81", "hash"),
        (("呼和浩特\"",), "呼和浩特", "呼市", "hash"),
        (("OPERATED_BY",), "<urn:suyuan:element:unit", "_:u <urn:suyuan:x", None),
        (("OPERATED_BY",), "element:unit", "element:station", "ends"),
        (("OPERATED_BY",), "urn:suyuan:element:unit", "urn:other:unit", "dangling"),
        (("first", "甲"), "甲", "丙", "hash"),
        (("rest", "other_names:1>"), "other_names:1>", "other_names:9>", "dangling"),
        (("valid_from", "2018-06-02T16"), "2018-06-02T16", "2018-06-02 16", "time"),
        (("valid_from", "2018-06-02T16"), "XMLSchema#dateTime", "XMLSchema#date", "datatype"),
        (("certainty",), '"stated"', '"sure"', "certainty"),
        (("generatedAtTime",), "Z\"", "\"", "time"),
        (("wasAttributedTo",), "urn:suyuan:source:", "urn:suyuan:source:no", "dangling"),
        (("prov#entity",), "urn:sha256:", "urn:sha256:0", "dangling"),
        (("urn:suyuan:line>", '"1"'), '"1"', '"-1"', "datatype"),
        (("urn:suyuan:loader",), "urn:suyuan:loader", "urn:suyuan:lorry", "property"),
        (("#Derivation",), "#Derivation", "#Entity", "class"),
        (("retraction_reason",), "retraction_reason", "certainty", "twice"),
        (("urn:suyuan:id>", "station:"), '"station:', '"unit:', "dangling"),
    ],
)  # fmt: skip
def test_a_changed_statement_rejects_its_claim(
    words: tuple[str, ...], old: str, new: str, rule: str | None,
    text: str, take: Callable[..., ImportReport],
) -> None:  # fmt: skip
    number = line_of(text, *words)
    lines = text.splitlines(keepends=True)
    assert old in lines[number - 1]
    lines[number - 1] = lines[number - 1].replace(old, new, 1)
    if rule is None:  # it is no N-Quads any more
        with pytest.raises(SourceError, match=f"line {number}:"):
            take("".join(lines))
        return

    report = take("".join(lines))

    assert (report.accepted, report.rejected) == (4, 1)
    (reject,) = report.first_rejects
    assert reject.rule == rule
    assert " / " in reject.message
    assert reject.place.line is not None
    assert abs(reject.place.line - number) <= 20


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (("40.8100",), "hash"),
        (("urn:suyuan:id>",), "missing"),
        (("certainty",), "missing"),
        (("generatedAtTime",), "missing"),
        (("invalidatedAtTime",), "missing"),
        (("retraction_reason",), "missing"),
        (("qualifiedDerivation",), "dangling"),
        (("wasDerivedFrom",), "dangling"),
        (("prov#entity",), "missing"),
        (("first", "甲"), "missing"),
        (("OPERATED_BY",), "missing"),
    ],
)
def test_a_lost_statement_rejects_its_claim(
    words: tuple[str, ...], rule: str, text: str, take: Callable[..., ImportReport]
) -> None:
    lines = text.splitlines(keepends=True)
    del lines[line_of(text, *words) - 1]

    report = take("".join(lines))

    assert (report.accepted, report.rejected) == (4, 1)
    assert [x.rule for x in report.first_rejects] == [rule]


def test_an_added_statement_rejects_its_claim(text: str, take: Callable[..., ImportReport]) -> None:
    graph = graph_of(text, "40.8100")
    for more, rule in (
        (f'<{graph}> <urn:suyuan:备注> "x" .', "property"),
        (f'<{graph}> <urn:suyuan:certainty> "inferred" .', "twice"),
        (f"<urn:suyuan:element:{LOCATION.replace('|', '%7C')}> <urn:suyuan:elevation_m> "
         f'"1"^^<{XSD}decimal> <{graph}> .', "hash"),
        (f'<urn:suyuan:element:{STATION}> <urn:suyuan:name> "x" <{graph}> .', "no claim"),
        (f'<{graph}:list:x:0> {TYPE} <urn:x> .', "dangling"),
    ):  # fmt: skip
        report = take(text + more + "\n")
        assert [x.rule for x in report.first_rejects] == [rule], more


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (f"_:x {TYPE} <urn:suyuan:Station> .", "blank node"),
        (f"<urn:suyuan:element:{STATION}> {TYPE} <urn:suyuan:Station> .", "no claim"),
        (f"<urn:a> {TYPE} <urn:suyuan:Station> <urn:graph> .", "no claim"),
        (f"<urn:suyuan:source:nobody> {TYPE} <http://www.w3.org/ns/prov#Agent> .", "missing"),
        (f"<urn:sha256:12> {TYPE} <http://www.w3.org/ns/prov#Entity> .", "no claim"),
    ],
)
def test_what_is_no_claim_is_a_reject_of_its_own(
    line: str, rule: str, text: str, take: Callable[..., ImportReport]
) -> None:
    report = take(f"{line}\n{text}")

    assert (report.accepted, report.rejected) == (5, 1)
    assert [(x.rule, x.place.line) for x in report.first_rejects] == [(rule, 1)]


def test_a_file_without_any_source_is_rejected_whole(take: Callable[..., ImportReport]) -> None:
    report = take(f"_:x {TYPE} <urn:suyuan:Station> .\n<urn:a> <urn:b> <urn:c> .\n")

    assert (report.read, report.accepted, report.rejected) == (2, 0, 2)


# Persons


@pytest.mark.parametrize(
    "more",
    [
        '<{graph}> <http://xmlns.com/foaf/0.1/name> "张三" .',
        '<urn:suyuan:element:{person}> <urn:suyuan:name> "张三" <{graph}> .',
        '<urn:somebody> <http://schema.org/givenName> "三" .',
        '<urn:suyuan:source:{source}> <http://www.w3.org/2006/vcard/ns#fn> "张三" .',
    ],
)
def test_a_file_that_names_people_is_refused_whole(
    more: str, text: str, take: Callable[..., ImportReport]
) -> None:
    from urllib.parse import quote

    line = more.format(graph=graph_of(text, "局长"), person=PERSON, source=quote(SOURCE, safe=""))

    with pytest.raises(SourceError, match="person name") as caught:
        take(f"{text}{line}\n")

    assert "张三" not in str(caught.value)
    assert take.claims == 0  # type: ignore[attr-defined]


# Syntax, limits


@pytest.mark.parametrize(
    "line",
    [
        "<urn:a> <urn:b> <urn:c>",
        '<urn:a> <urn:b> "c .',
        '<urn:a> <urn:b> "\\q" .',
        '<urn:a> <urn:b> "\\uD800" .',
        '<urn:a> <urn:b> "\\U00110000" .',
        "<urn:a> _:b <urn:c> .",
        '"a" <urn:b> <urn:c> .',
        "<urn:a b> <urn:b> <urn:c> .",
        "<urn:a> <urn:b> <urn:c> . <urn:d>",
        "hello",
        "<" + "a" * 20_000 + "> <urn:b> <urn:c> .",
    ],
)
def test_broken_syntax_is_told_with_its_line(
    line: str, text: str, take: Callable[..., ImportReport]
) -> None:
    lines = text.splitlines()
    lines.insert(7, line)

    with pytest.raises(SourceError, match="line 8:"):
        take("\n".join(lines) + "\n")

    assert take.claims == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "line",
    [
        "<urn:a> <urn:b> <urn:c>",
        "<urn:a> <urn:b> [] .",
        "<urn:a> <urn:b> ( 1 2 ) .",
        "<urn:suyuan:claim:ab> <urn:suyuan:name> ( 1 2 ) .",
        '<urn:suyuan:claim:ab> <urn:suyuan:name> ( "a"',
        "x:a <urn:b> <urn:c> .",
        "@base <urn:x> .",
        "<urn:a> <urn:b> <urn:c> ;; }",
        "{ <urn:a> <urn:b> <urn:c> . { } }",
        '<urn:a> <urn:b> """never ends .',
        "@prefix x <urn:x> .",
        "<urn:a> <urn:b> 1.2.3 .",
        '<urn:a> <urn:b> "x"^^ .',
        "<urn:a> { <urn:b> <urn:c> <urn:d> ",
    ],
)
def test_broken_trig_is_told_with_its_line(line: str, take: Callable[..., ImportReport]) -> None:
    with pytest.raises(SourceError, match=r"line \d+:"):
        take(f"# first\n{line}\n", "trig")


def test_bytes_that_are_no_utf8(take: Callable[..., ImportReport], text: str) -> None:
    raw = text.encode()
    at = raw.index("呼和浩特".encode())

    with pytest.raises(SourceError, match="UTF-8"):
        take(raw[:at] + b"\xff" + raw[at:])


def test_a_line_without_end_is_refused(
    take: Callable[..., ImportReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LINE_LIMIT", 1000)
    with pytest.raises(SourceError, match="longer than"):
        take("<urn:a> <urn:b> " + '"' + "x" * 5000)


def test_a_claim_without_end_is_refused(
    take: Callable[..., ImportReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    import loaders.claims_rdf.grouping as grouping

    monkeypatch.setattr(grouping, "MOST_STATEMENTS", 1000)
    with pytest.raises(SourceError, match="more than 1,000 statements"):
        take("".join(f"<urn:a> <urn:b> <urn:c{n}> .\n" for n in range(2000)))


@pytest.mark.parametrize(
    "bomb",
    [
        " " * 1_000_000 + "x",
        "<urn:a> <urn:b> <urn:c>" + " " * 1_000_000 + "x",
        '<urn:a> <urn:b> "' + "\\" * 1_000_001 + '" .',
        "1" * 1_000_000,
        "<urn:a> <urn:b> " + "1" * 1_000_000 + "x .",
        "[" * 1_000_000,
        '"""' + '""a' * 300_000,
        "@prefix a: <urn:" + "a" * 1_000_000 + "> .",
        "a:" + "." * 1_000_000,
    ],
)
def test_a_bomb_is_refused_in_no_time(bomb: str, take: Callable[..., ImportReport]) -> None:
    begun = time.process_time()
    for form in FORMS:
        with pytest.raises(SourceError):
            take(bomb + "\n", form)

    assert time.process_time() - begun < 5


# TriG in the manner of others


def test_trig_of_others_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.trig"
    path.write_text(
        '''@prefix x: <urn:x:> . # a comment
PREFIX y: <urn:y#>
x:a\\,b y:p 1 , 2.5, 1e3 , true ;
   a x:K ; .
GRAPH x:g { x:s x:p "a\\u4E00"@zh-CN, \'b\', """two
"lines\\"""", "t"^^y:t . x:s x:q <urn:z> }
x:h
{ x:s x:p _:b1 }
{ x:s x:p x:c.d . }
''',
        encoding="utf-8",
    )

    found = [tuple(s)[1:] for s in Trig(path)]

    assert found == [
        ("urn:x:a,b", "urn:y#p", "integer", "1", None),
        ("urn:x:a,b", "urn:y#p", "decimal", "2.5", None),
        ("urn:x:a,b", "urn:y#p", "double", "1e3", None),
        ("urn:x:a,b", "urn:y#p", "boolean", "true", None),
        ("urn:x:a,b", TYPE[1:-1], "iri", "urn:x:K", None),
        ("urn:x:s", "urn:x:p", "@zh-CN", "a一", "urn:x:g"),
        ("urn:x:s", "urn:x:p", "text", "b", "urn:x:g"),
        ("urn:x:s", "urn:x:p", "text", 'two\n"lines"', "urn:x:g"),
        ("urn:x:s", "urn:x:p", "urn:y#t", "t", "urn:x:g"),
        ("urn:x:s", "urn:x:q", "iri", "urn:z", "urn:x:g"),
        ("urn:x:s", "urn:x:p", "iri", "_:b1", "urn:x:h"),
        ("urn:x:s", "urn:x:p", "iri", "urn:x:c.d", None),
    ]


def test_both_readers_agree_with_rdflib(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import rdflib
    from rdflib import Dataset

    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    data = Dataset()
    data.parse(data=text, format="nquads")
    default = "urn:x-rdflib:default"
    expected = {
        (str(s), str(p), str(o), default if g is None else str(g)) for s, p, o, g in data.quads()
    }
    for form, reader in (("nquads", NQuads), ("trig", Trig)):
        path = tmp_path / form
        data.serialize(path, format=form, encoding="utf-8")

        found = {(s.subject, s.predicate, s.value, s.graph or default) for s in reader(path)}

        assert found == expected


# The ledger that comes of it


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE stated SET body = replace(body, '2026', '2016') WHERE pos = 2",
        "UPDATE stated SET load_no = 9 WHERE pos = 2",
        "DELETE FROM stated WHERE pos = 2",
        "INSERT INTO stated VALUES(900, 1, x'5b5d')",
    ],
)
def test_a_changed_origin_is_found(damage: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "claims.nq"
    path.write_text(text, encoding="utf-8")
    with Ledger(tmp_path / "home") as ledger:
        import_claims(ledger, path)
        assert verify_ledger(ledger).problems == ()
        ledger.connection.execute(damage.replace("replace(body", "replace(CAST(body AS TEXT)"))

        found = verify_ledger(ledger).problems

    assert [x.rule for x in found] in (["stated"], ["present"])
    assert "stated" in found[0].where


def test_what_the_ledger_knows_otherwise_is_rejected(text: str, tmp_path: Path) -> None:
    """An older export of the same claims does not overrule what was recorded since."""
    first, second = tmp_path / "a.nq", tmp_path / "b.nq"
    first.write_text(text, encoding="utf-8")
    second.write_text(text.replace('line> "1"^^', 'line> "77"^^'), encoding="utf-8")
    with Ledger(tmp_path / "home") as ledger:
        import_claims(ledger, first)
        head = ledger.head()

        report = import_claims(ledger, second)

        assert (report.known, report.rejected) == (4, 1)
        assert [x.rule for x in report.first_rejects] == ["known otherwise"]
        assert ledger.head() == head


def test_a_source_of_another_family_is_refused(text: str, tmp_path: Path) -> None:
    first, second = tmp_path / "a.nq", tmp_path / "b.nq"
    first.write_text(text, encoding="utf-8")
    second.write_text(text.replace('"table"', '"document"'), encoding="utf-8")
    with Ledger(tmp_path / "home") as ledger:
        import_claims(ledger, first)
        head = ledger.head()

        with pytest.raises(SourceError, match="document"):
            import_claims(ledger, second)

        assert ledger.head() == head


def test_nobody_decides_on_under_a_name_that_was_imported(text: str, tmp_path: Path) -> None:
    """The log of those decisions is in the other ledger: a new one would take them all back."""
    with Ledger(tmp_path / "home") as ledger:
        with ledger.writing() as writer:
            record(ledger, writer, source_of("甲"), Decision("alias", STATION, OTHER, "同一站"))
        path = tmp_path / "claims.nq"
        path.write_text("".join(f"{x}\n" for x in export_claims(ledger, None, "nquads")))
    with Ledger(tmp_path / "copy") as copy:
        import_claims(copy, path)
        head = copy.head()
        with copy.writing() as writer:
            with pytest.raises(InvalidValueError, match="another name"):
                record(copy, writer, source_of("甲"), Decision("alias", OTHER, STATION, "?"))
            assert copy.head() == head
            record(copy, writer, source_of("乙"), Decision("alias", OTHER, STATION, "?"))
        assert copy.head() != head
