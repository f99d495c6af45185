"""Quality flags: each scheme is as its publisher has it; what is told of one in another holds."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from rdflib import SKOS, Graph, URIRef

from ontology.export import codes_turtle
from ontology.iris import code_iri
from ontology.quality_flags import (
    BUFR_FLAGS,
    EXACT,
    FLAG_SCHEMES,
    QARTOD_FLAGS,
    WMO_FLAGS,
    matches,
)


def test_flags_of_qartod_are_those_of_its_library() -> None:
    from ioos_qc.qartod import QartodFlags

    own = {str(v) for k, v in vars(QartodFlags).items() if k.isupper() and isinstance(v, int)}

    assert set(QARTOD_FLAGS.codes) == own


def test_flags_of_wmo_are_those_of_its_table(shared: Path) -> None:
    path = shared / "data" / "wmds_code_tables" / "8-03-02.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        table = {row["notation"]: row["name"].lower() for row in csv.DictReader(stream)}

    assert {code: en for code, (_, en) in WMO_FLAGS.codes.items()} == table


def test_flags_of_bufr_are_those_of_the_decoder() -> None:
    eccodes = pytest.importorskip("eccodes")
    root = Path(eccodes.codes_definition_path().split(":")[0])
    if not root.is_dir():
        pytest.skip("the tables of ecCodes are inside its library")
    tables = sorted(root.glob("bufr/tables/0/wmo/*/codetables/33020.table"))
    lines = tables[-1].read_text(encoding="utf-8").splitlines()

    told = {line.split()[0]: " ".join(line.split()[2:]).lower() for line in lines if line.strip()}

    assert {code: told[code] for code in BUFR_FLAGS.codes} == {
        code: en for code, (_, en) in BUFR_FLAGS.codes.items()
    }


# As a person reads the tables beside each other: scheme, code -> the same in the others.
READ = {
    ("qc_code", "0"): {("wmo_quality_flag", "good"), ("bufr_033020", "0"), ("qartod_flag", "1")},
    ("qc_code", "2"): {("wmo_quality_flag", "poor"), ("bufr_033020", "3"), ("qartod_flag", "4")},
    ("qc_code", "4"): {("bufr_033020", "5")},
    ("qc_code", "7"): {("wmo_quality_flag", "missing"), ("bufr_033020", "7"), ("qartod_flag", "9")},
    ("qc_code", "9"): {
        ("wmo_quality_flag", "unchecked"),
        ("bufr_033020", "4"),
        ("qartod_flag", "2"),
    },
    ("bufr_033020", "1"): {
        ("qc_code", "1"),
        ("wmo_quality_flag", "suspect"),
        ("qartod_flag", "3"),
    },
    ("bufr_033020", "6"): {("wmo_quality_flag", "estimate")},
    ("wmo_quality_flag", "poor"): set(),
}


@pytest.mark.parametrize("flag", READ, ids=":".join)
def test_a_flag_in_other_schemes(flag: tuple[str, str]) -> None:
    assert {(m.scheme, m.code) for m in matches(*flag)} == READ[flag]


def test_what_is_exact_is_exact_both_ways() -> None:
    for name, scheme in FLAG_SCHEMES.items():
        for code in scheme.codes:
            found = list(matches(name, code))
            assert len({m.scheme for m in found}) == len(found)
            for match in found:
                back = {(m.scheme, m.code, m.relation) for m in matches(match.scheme, match.code)}
                assert ((name, code, EXACT) in back) == (match.relation == EXACT)


def test_the_crosswalk_is_in_the_code_lists() -> None:
    graph = Graph().parse(data=codes_turtle(), format="turtle")
    ours = URIRef(code_iri("qc_code", "2"))

    assert set(graph.objects(ours, SKOS.exactMatch)) == {
        URIRef(code_iri("bufr_033020", "3")),
        URIRef(code_iri("qartod_flag", "4")),
    }
    assert set(graph.objects(ours, SKOS.broadMatch)) == {
        URIRef(code_iri("wmo_quality_flag", "poor"))
    }
