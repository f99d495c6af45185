"""What our terms are in the vocabularies of others: each of those is defined there."""

import re
from pathlib import Path

import pytest
from rdflib import URIRef, namespace

from ontology import ALL_CODES, NODE_KINDS
from ontology.alignments import (
    ALIGNMENTS,
    CODE_TABLES,
    OWN_CODES,
    VOCABULARIES,
    XML_NAMESPACES,
    Alignment,
    Relation,
    alignments_of,
)
from ontology.iris import expanded
from ontology.model import DeclarationError, NodeKind

# Names that rdflib has no list of: of DQV as read in its file, else by knowledge of them; of the
# others it brings all names with it.
ELSEWHERE = {
    "dqv": {
        "Metric",
        "QualityAnnotation",
        "QualityMeasurement",
        "UserQualityFeedback",
        "computedOn",
        "hasQualityMeasurement",
    },
    "oa": {"hasTarget"},
    "qudt": {"Quantity", "QuantityKind", "ucumCode"},
    "skosxl": {"Label"},
    "wgs": {"Point", "alt", "lat", "long"},
}


@pytest.mark.parametrize("found", ALIGNMENTS, ids=lambda a: f"{a.subject}-{a.term}")
def test_aligned_term_is_defined(found: Alignment) -> None:
    prefix, _, name = found.term.partition(":")

    assert found.source == VOCABULARIES[prefix]
    if found.relation is Relation.XML:
        assert found.qualified_name == f"{{{XML_NAMESPACES[prefix]}}}{name}"
    elif prefix in ELSEWHERE:
        assert name in ELSEWHERE[prefix]
    elif (prefix, name) != ("sosa", "hasSimpleResult"):  # defined there, missing in rdflib's list
        assert URIRef(expanded(found.term)) in getattr(namespace, prefix.upper())


def test_no_alignment_stands_twice() -> None:
    assert len({(a.subject, a.term) for a in ALIGNMENTS}) == len(ALIGNMENTS)
    assert alignments_of("Station")[0].term == "sosa:Platform"


@pytest.mark.needs_shared
def test_aligned_names_of_xml_are_in_the_formats(shared: Path) -> None:
    schema = (shared / "data/wmdr/schemas/wmdr_1.0.xsd").read_text(encoding="utf-8")
    certificates = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted((shared / "data/dcc_pydcc").glob("*.xml"))
    )
    missing = []
    for found in ALIGNMENTS:
        prefix, _, name = found.term.partition(":")
        if found.relation is Relation.XML:
            there = (
                f'name="{name}"' in schema if prefix == "wmdr" else f"<{found.term}" in certificates
            )
            missing += [] if there else [found.term]
    assert missing == []


@pytest.mark.needs_shared
def test_codes_matched_with_the_registry_stand_in_its_tables(shared: Path) -> None:
    tables = shared / "data/wmds_code_tables"
    listed = (tables / "wmdr-tables.csv").read_text(encoding="utf-8")
    retired = (tables / "deprecated.csv").read_text(encoding="utf-8")
    for name, address in CODE_TABLES.items():
        (number,) = re.findall(rf"^([\d-]+),.*,{re.escape(address)}\s*$", listed, re.MULTILINE)
        text = (tables / f"{number}.csv").read_text(encoding="utf-8")
        theirs = {line.partition(",")[0] for line in text.splitlines()[1:]}
        ours = {code for code in ALL_CODES[name].codes if (name, code) not in OWN_CODES}
        assert ours <= theirs
        assert not theirs & {code for own, code in OWN_CODES if own == name}
        assert address not in retired


@pytest.mark.parametrize("kind", NODE_KINDS.values(), ids=list(NODE_KINDS))
def test_declared_terms_are_aligned(kind: NodeKind) -> None:
    named = re.findall(r"\b(wmdr|sosa|ssn|prov|org|dcat|dqv|skos|dcc):([A-Z]\w+)", kind.term)

    assert {f"{prefix}:{name}" for prefix, name in named} <= {
        found.term for found in alignments_of(kind.label)
    }


@pytest.mark.parametrize(
    ("subject", "relation", "term"),
    [
        ("Stations", Relation.SUB, "sosa:Platform"),
        ("Station.nothing", Relation.SUB, "sosa:Platform"),
        ("Station", Relation.SUB, "nowhere:Platform"),
        ("Station", Relation.SUB, "wmdr:ObservingFacility"),
        ("Station", Relation.XML, "sosa:Platform"),
    ],
)
def test_alignment_with_nothing_is_refused(subject: str, relation: Relation, term: str) -> None:
    with pytest.raises(DeclarationError):
        Alignment(subject, relation, term)
