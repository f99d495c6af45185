"""Claims go out in RDF and come in again: the same claims, the same bytes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.exporting import write_claims
from graph import Claim, Place
from graph.ledger import Checkpoint, Ledger, LedgerReader, LoadSpec, verify_ledger
from loaders import LoadChoices, load_file
from loaders.claims_rdf import import_claims
from ontology import (
    ANY,
    EDGE_KINDS,
    NODE_KINDS,
    SOURCE_FAMILIES,
    DataType,
    NodeKind,
    Property,
    make_id,
)
from tests.property.histories import make_history

TIMES = ("0001-01-01T00:00:00Z", "2015-01-01T00:00:00Z", "2018-06-02T16:00:00Z")
END = "9999-12-31T00:00:00Z"
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
KEY = TEXT.filter(lambda text: bool(text.strip()))
VALUES = {
    DataType.TEXT: TEXT,
    DataType.NUMBER: st.from_regex(
        r"[+-]?[0-9]{1,4}(\.[0-9]{0,3})?([eE][+-]?[0-9])?", fullmatch=True
    ),
    DataType.INTEGER: st.integers(-(2**53), 2**53),
    DataType.BOOLEAN: st.booleans(),
    DataType.TIME: st.sampled_from(TIMES),
    DataType.TEXTS: st.lists(TEXT, max_size=12).map(tuple),
}
OWN = st.dictionaries(
    st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), min_size=1, max_size=6),
    st.one_of(TEXT, st.booleans(), st.integers(-(2**53), 2**53), VALUES[DataType.TEXTS]),
    max_size=2,
)


@st.composite
def ids(draw: st.DrawFn, kind: NodeKind) -> str:
    if kind.label == "Person":
        return f"person:{draw(st.integers(0, 2**128 - 1)):032x}"
    return make_id(kind, *(draw(KEY) for _ in kind.key))


@st.composite
def said(draw: st.DrawFn, declared: Sequence[Property], own: bool) -> dict[str, object]:
    chosen = draw(st.lists(st.sampled_from(declared), max_size=3)) if declared else []
    found = {one.name: draw(VALUES[one.datatype]) for one in chosen}
    names = {one.name for one in declared}
    more = draw(OWN) if own else {}
    return {**{name: value for name, value in more.items() if name not in names}, **found}


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    begin, certainty = (
        draw(st.sampled_from(TIMES)),
        draw(st.sampled_from(["stated", "inferred", "synthetic"])),
    )
    if draw(st.booleans()):
        kind = NODE_KINDS[draw(st.sampled_from(sorted(NODE_KINDS)))]
        properties = draw(said(kind.properties, kind.label != "Person"))
        return Claim(kind.label, draw(ids(kind)), None, properties, begin, END, certainty)
    edge = EDGE_KINDS[draw(st.sampled_from(sorted(EDGE_KINDS)))]
    ends = [
        draw(ids(NODE_KINDS[draw(st.sampled_from(sorted(NODE_KINDS) if of == (ANY,) else of))]))
        for of in (edge.sources, edge.targets)
    ]
    properties = draw(said(edge.properties, True))
    return Claim(edge.type, *ends, properties, begin, END, certainty)


FORM_OF = {
    ".nq": "nquads",
    ".trig": "trig",
    ".ttl": "turtle",
    ".jsonld": "json-ld",
    ".graphml": "graphml",
    ".parquet": "parquet",
}
SOURCES = st.sampled_from(["厂 / a.csv", "b", "%|:@"])
LEDGERS = st.lists(  # loads: a source and what it says now
    st.tuples(SOURCES, st.lists(claims(), min_size=1, max_size=5)),
    min_size=1,
    max_size=5,
)  # fmt: skip


def fill(ledger: Ledger, folder: Path, loads: Sequence[tuple[str, Sequence[Claim]]]) -> None:
    families = list(SOURCE_FAMILIES.codes)
    for number, (source, stated) in enumerate(loads):
        path = folder / f"文件 {number}.csv"
        path.write_text(f"{number}", encoding="utf-8")
        family = families[len(source) % len(families)]
        with ledger.writing() as writer:
            session = writer.begin(LoadSpec(source, family, "test", "1", "{}", str(path)), path)
            rows = [
                (claim, Place(n + 1, 0, n, 3) if n % 2 else Place(locator=f"row={n}"), None)
                for n, claim in enumerate(stated)
            ]
            session.append(rows, (), Checkpoint(len(rows), len(rows), 0), every_place=True)
            session.retract(list(session.unseen()), f"absent from {path.name}", allow_mass=True)
            session.close()


def exported(ledger: Ledger, path: Path) -> bytes:
    shutil.rmtree(path, ignore_errors=True)  # a folder is written anew only where there is none
    write_claims(ledger, None, FORM_OF[path.suffix], path)
    if path.is_dir():
        return b"".join(one.read_bytes() for one in sorted(path.iterdir()))
    return path.read_bytes()


def standing(ledger: Ledger) -> dict[bytes, tuple[bool, str | None, bytes]]:
    return {
        x.claim_id: (x.live, x.reason, x.claim.body(x.source_id))
        for x in LedgerReader(ledger).every_claim()
    }


def check_round_trip(ledger: Ledger, folder: Path) -> None:
    """Out, in, out: equal; in once more: nothing new; and in at home: nothing new either."""
    expected = standing(ledger)
    suffixes = list(FORM_OF)
    for suffix, other in zip(suffixes, [*suffixes[1:], suffixes[0]], strict=True):
        first = exported(ledger, folder / f"first{suffix}")
        also = exported(ledger, folder / f"also{other}")
        with Ledger(folder / f"home{suffix}") as copy:
            report = import_claims(copy, folder / f"first{suffix}")
            assert (report.read, report.known, report.rejected) == (len(expected), 0, 0)
            assert standing(copy) == expected
            assert verify_ledger(copy).problems == ()
            assert exported(copy, folder / f"second{suffix}") == first
            assert exported(copy, folder / f"second{other}") == also
            head = copy.head()
            again = import_claims(copy, folder / f"second{other}")
            assert (again.read, again.known, again.rejected) == (len(expected), len(expected), 0)
            assert copy.head() == head
    head = ledger.head()
    at_home = import_claims(ledger, folder / "first.nq")
    assert (at_home.known, at_home.rejected) == (len(expected), 0)
    assert ledger.head() == head


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(LEDGERS)
def test_any_ledger_comes_back(loads: list[tuple[str, list[Claim]]]) -> None:
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder, "home")) as ledger:
        fill(ledger, Path(folder), loads)
        check_round_trip(ledger, Path(folder))


@pytest.mark.parametrize("seed", range(8))
def test_a_history_of_loads_comes_back(seed: int, tmp_path: Path) -> None:
    with Ledger(tmp_path / "home") as ledger:
        with ledger.writing() as writer:
            for version in make_history(seed).versions:
                planned = version.planned(tmp_path)
                load_file(ledger, writer, planned, LoadChoices(allow_retract=True))
        check_round_trip(ledger, tmp_path)


def test_lines_in_any_order_give_the_same(tmp_path: Path) -> None:
    """Another tool may write the statements in an order of its own."""
    with Ledger(tmp_path / "home") as ledger:
        with ledger.writing() as writer:
            for version in make_history(3).versions:
                load_file(ledger, writer, version.planned(tmp_path), LoadChoices(True))
        first = exported(ledger, tmp_path / "first.nq")
    lines = first.splitlines(keepends=True)
    Random(1).shuffle(lines)
    (tmp_path / "mixed.nq").write_bytes(b"".join(lines))

    with Ledger(tmp_path / "copy") as copy:
        report = import_claims(copy, tmp_path / "mixed.nq")

        assert report.rejected == 0
        assert exported(copy, tmp_path / "second.nq") == first


@pytest.mark.parametrize("form", ["trig", "nquads"])
def test_what_rdflib_writes_anew_is_read(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It keeps the digits of numbers in N-Quads only, so there are none here."""
    import rdflib
    from rdflib import Dataset

    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    station, unit = (make_id(NODE_KINDS[kind], "甲|1") for kind in ("Station", "Unit"))
    stated = [
        Claim("Station", station, None, {"name": 'a"\n\\b', "other_names": ("乙", "甲", "乙")}),
        Claim("Station", station, None, {"other_names": ()}),
        Claim("OPERATED_BY", station, unit, {"备注": ("无", "无"), "n": "1"}, TIMES[1]),
    ]
    with Ledger(tmp_path / "home") as ledger:
        fill(ledger, tmp_path, [("b", stated), ("b", stated[1:])])
        first = exported(ledger, tmp_path / "first.nq")
    data = Dataset()
    data.parse(data=first, format="nquads")
    data.serialize(tmp_path / "other", format=form, encoding="utf-8")

    with Ledger(tmp_path / "copy") as copy:
        report = import_claims(copy, tmp_path / "other", form)

        assert report.first_rejects == ()
        assert exported(copy, tmp_path / "second.nq") == first
