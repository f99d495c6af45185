"""The JSON-LD context, the JSON Schema of claims and the Frictionless package of tables."""

import json
import re
from collections.abc import Iterator

import pytest
from jsonschema import Draft202012Validator
from rdflib import Graph
from rdflib.compare import graph_diff

from ontology import EDGE_KINDS, NODE_KINDS, TABLES, DataType
from ontology.derive.standards import STANDARDS
from tests.unit.ontology.probe import PROBE

OURS = "urn:suyuan:"

JSON = ("context.jsonld", "claims.schema.json", "datapackage.json")


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The files as they are derived now."""
    return {name: STANDARDS[name]() for name in JSON}


# JSON


def test_document_with_the_context_is_the_expected_graph(texts: dict[str, str]) -> None:
    document = {
        **json.loads(texts["context.jsonld"]),
        "@graph": [
            {
                "@id": "suyuan:element:station:1",
                "@type": "Station",
                "id": "station:1",
                "name": "甲",
                "other_names": ["乙", "丙"],
                "first_record": "1951-01-01T00:00:00Z",
                "LOCATED_AT": {
                    "@id": "suyuan:element:location:1%7Cs%7C0",
                    "@type": "Location",
                    "id": "location:1|s|0",
                    "elevation_m": "1063.0",
                    "latitude": {"@value": "4.08e1", "@type": "xsd:double"},
                },
            },
            {
                "@id": "suyuan:element:deployment:D",
                "@type": "Deployment",
                "id": "deployment:D",
                "role": "primary",
                "AT_STATION": "suyuan:element:station:1",
            },
            {"@id": "suyuan:element:issue:I", "@type": "Issue", "id": "issue:I", "value": "3.5"},
            {
                "@id": "suyuan:element:state:a%7Cb%7Cc%7Cd",
                "@type": "State",
                "id": "state:a|b|c|d",
                "value": "3.5",
            },
            {
                "@id": "suyuan:claim:1",
                "@type": "suyuan:Claim",
                "certainty": "stated",
                "valid_from": "2018-06-02T16:00:00Z",
                "valid_to": "9999-12-31T00:00:00Z",
            },
        ],
    }

    read = Graph().parse(data=json.dumps(document), format="json-ld")

    _, missing, more = graph_diff(Graph().parse(data=PROBE, format="turtle"), read)
    assert (sorted(missing), sorted(more)) == ([], [])


def test_every_name_is_in_the_context(texts: dict[str, str]) -> None:
    context = json.loads(texts["context.jsonld"])["@context"]
    for kind in NODE_KINDS.values():
        assert context[kind.label]["@id"] == OURS + kind.label
        own = context[kind.label].get("@context", {})
        for declared in kind.properties:
            term = own.get(declared.name) or context[declared.name]
            assert (term.get("@container") == "@list") is (declared.datatype is DataType.TEXTS)
    assert all(context[name]["@type"] == "@id" for name in EDGE_KINDS)


NODE_LINE = {
    "claim": "ab" * 32,
    "kind": "node",
    "label": "Location",
    "node": {"kind": "Location", "id": "location:1|s|0"},
    "properties": {"elevation_m": "1063.0", "snapshot_on": "2016-12-30T16:00:00Z", "other": 3},
    "valid_from": "0001-01-01T00:00:00Z",
    "valid_to": "9999-12-31T00:00:00Z",
    "certainty": "stated",
}
EDGE_LINE = {
    **NODE_LINE,
    "kind": "edge",
    "type": "SUSPECTED_CAUSE",
    "from": {"kind": "Issue", "id": "issue:I"},
    "to": {"kind": "Station", "id": "station:1"},
    "properties": {"standing": "path_only", "facts": ["a=1"]},
}


@pytest.fixture(scope="module")
def lines(texts: dict[str, str]) -> Draft202012Validator:
    """The schema of exported claims."""
    schema = json.loads(texts["claims.schema.json"])
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_lines_of_claims_are_valid(lines: Draft202012Validator) -> None:
    assert [e.message for line in (NODE_LINE, EDGE_LINE) for e in lines.iter_errors(line)] == []


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        (NODE_LINE, {"label": "Nothing"}),
        (NODE_LINE, {"node": {"kind": "Station", "id": "station:1"}}),
        (NODE_LINE, {"node": {"kind": "Location", "id": "station:1"}}),
        (NODE_LINE, {"properties": {"elevation_m": 1063.0}}),
        (NODE_LINE, {"properties": {"elevation_m": "high"}}),
        (NODE_LINE, {"properties": {"snapshot_on": "2016-12-31"}}),
        (NODE_LINE, {"valid_to": "2018-01-01"}),
        (NODE_LINE, {"certainty": "sure"}),
        (EDGE_LINE, {"from": {"kind": "Station", "id": "station:1"}}),
        (EDGE_LINE, {"properties": {"standing": "certain"}}),
        (EDGE_LINE, {"properties": {"facts": "a=1"}}),
        (EDGE_LINE, {"type": "LOCATED_AT"}),
    ],
)
def test_broken_lines_of_claims_are_found(
    lines: Draft202012Validator, line: dict[str, object], changed: dict[str, object]
) -> None:
    assert not lines.is_valid({**line, **changed})


# Tables

# Of the Frictionless profiles tabular-data-package, tabular-data-resource and table-schema (v1).
PROFILE = {
    "type": "object",
    "required": ["profile", "name", "resources"],
    "properties": {
        "profile": {"const": "tabular-data-package"},
        "name": {"type": "string", "pattern": "^([-a-z0-9._/])+$"},
        "resources": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name", "path", "profile", "schema"],
                "properties": {
                    "profile": {"const": "tabular-data-resource"},
                    "name": {"type": "string", "pattern": "^([-a-z0-9._/])+$"},
                    "path": {"type": "string", "pattern": r"^(?=^[^./~])(^((?!\.{2}).)*$).*$"},
                    "schema": {
                        "type": "object",
                        "required": ["fields"],
                        "properties": {
                            "missingValues": {"type": "array", "items": {"type": "string"}},
                            "fields": {
                                "type": "array",
                                "minItems": 1,
                                "items": {
                                    "type": "object",
                                    "required": ["name"],
                                    "properties": {
                                        "type": {"const": "string"},
                                        "rdfType": {"type": "string", "format": "uri"},
                                        "constraints": {
                                            "type": "object",
                                            "additionalProperties": False,
                                            "properties": {
                                                "required": {"type": "boolean"},
                                                "enum": {
                                                    "type": "array",
                                                    "minItems": 1,
                                                    "uniqueItems": True,
                                                },
                                                "pattern": {"type": "string", "format": "regex"},
                                            },
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def test_package_fits_its_profile(texts: dict[str, str]) -> None:
    package = json.loads(texts["datapackage.json"])
    validator = Draft202012Validator(PROFILE, format_checker=Draft202012Validator.FORMAT_CHECKER)

    assert [e.message for e in validator.iter_errors(package)] == []
    assert [r["suyuan:table"] for r in package["resources"]] == list(TABLES)


def fields(texts: dict[str, str]) -> Iterator[tuple[str, dict[str, object]]]:
    for resource in json.loads(texts["datapackage.json"])["resources"]:
        for field in resource["schema"]["fields"]:
            yield resource["suyuan:table"], field


CELLS = {
    DataType.NUMBER: (
        "3",
        "-3.5",
        ".5",
        "5.",
        "1e3",
        "－３．５",
        " 7 ",
        "x",
        "1,000",
        "3 m",
        "--1",
    ),
    DataType.INTEGER: ("12", "+12", "１２", "1.0", "x", "1" * 17),
    DataType.BOOLEAN: ("是", "否", "1", "0", "True", "yes", "NO", "１", "2", "y"),
    DataType.TIME: (
        "2018-06-03",
        "2018/6/3",
        "20180603",
        "2018年6月3日",
        "2018-06-03T06:00:00+08:00",
        "2018-06-03 06:00Z",
        "20180603T060000Z",
        "2018-W22-7T06:00Z",
        "2018-11",
        "201811",
        "June 2018",
        "3.6.2018",
    ),
}


@pytest.mark.parametrize("datatype", list(CELLS))
def test_patterns_of_cells_are_what_the_import_reads(
    texts: dict[str, str], datatype: DataType
) -> None:
    """The pattern of a datatype and the reader of tables judge these cells alike."""
    from loaders.tabular.faults import CellError
    from loaders.tabular.values import converter

    declared = dict.fromkeys(
        (table, column.name) for table in TABLES for column in TABLES[table].columns
    )
    (column, pattern) = next(
        (TABLES[table].column(str(field["name"])), field["constraints"]["pattern"])  # type: ignore[index]
        for table, field in fields(texts)
        if (table, field["name"]) in declared
        and (found := TABLES[table].column(str(field["name"]))) is not None
        and found.datatype is datatype
        and not found.many
    )
    assert column is not None
    read = converter(column, None)
    assert read is not None
    for cell in CELLS[datatype]:
        try:
            read(cell.strip())
            accepted = True
        except CellError:
            accepted = False
        assert (re.fullmatch(pattern, cell) is not None) is accepted, cell
