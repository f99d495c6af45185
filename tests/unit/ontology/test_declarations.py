"""Rules that every declared kind, edge, code list and table keeps."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

from ontology import (
    ALL_CODES,
    ANY,
    BOOKKEEPING_PROPERTIES,
    EDGE_KINDS,
    NODE_KINDS,
    SOURCE_FAMILIES,
    TABLES,
    CodeList,
    Column,
    DataType,
    DeclarationError,
    EdgeKind,
    EdgeRule,
    NodeKind,
    NodeRule,
    Property,
    Ref,
    StateRule,
    Table,
    kind_of,
    make_id,
)
from ontology.model import RESERVED_PROPERTIES

# Keywords of Cypher (openCypher 9, Neo4j 5) that a property, read as `n.NAME AS NAME`, must avoid.
CYPHER_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        add all and any as asc ascending assert by call case collect constraint contains count
        create cypher delete desc descending detach distinct do drop else end ends exists explain
        false finish for foreach from graph if in index insert into is join key let limit load
        mandatory match merge next nodetach none normalize not null of offset on optional or order
        profile reduce remove require return scalar scan set shortest single skip start starts then
        true union unique unwind use using when where with xor yield
        """,
    )
)

# Columns that no rule reads. Empty, and `test_every_column_is_used` keeps the set honest.
UNUSED_COLUMNS: frozenset[tuple[str, str]] = frozenset()

kinds = pytest.mark.parametrize("kind", NODE_KINDS.values(), ids=list(NODE_KINDS))
edges = pytest.mark.parametrize("edge", EDGE_KINDS.values(), ids=list(EDGE_KINDS))
elements = pytest.mark.parametrize(
    "element", [*NODE_KINDS.values(), *EDGE_KINDS.values()], ids=[*NODE_KINDS, *EDGE_KINDS]
)
codes = pytest.mark.parametrize("code_list", ALL_CODES.values(), ids=list(ALL_CODES))
tables = pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))


def is_chinese(text: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]", text) is not None


def is_english(text: str) -> bool:
    return text.isascii() and re.search(r"[A-Za-z]", text) is not None


def declared(folder: str, attribute: str, name: str) -> list[str]:
    """Names of what the modules of a folder declare, read without the registry."""
    path = Path(importlib.import_module(folder).__file__ or "").parent
    found = [m.name for m in pkgutil.iter_modules([str(path)]) if m.name != "registry"]
    modules = [importlib.import_module(f"{folder}.{module}") for module in found]
    return sorted(getattr(v, name) for module in modules for v in getattr(module, attribute, ()))


# All of them


def test_every_declaration_is_found_and_none_shadows_another() -> None:
    assert sorted(NODE_KINDS) == declared("ontology.kinds", "KINDS", "label")
    assert sorted(EDGE_KINDS) == declared("ontology.edges", "EDGES", "type")
    assert sorted(TABLES) == declared("ontology.tables", "TABLES", "name")


def test_prefixes_of_ids_are_unique() -> None:
    assert len({kind.prefix for kind in NODE_KINDS.values()}) == len(NODE_KINDS)


def test_titles_of_kinds_are_unique() -> None:
    assert len({kind.title_zh for kind in NODE_KINDS.values()}) == len(NODE_KINDS)
    assert len({kind.title_en for kind in NODE_KINDS.values()}) == len(NODE_KINDS)


# Kinds and edges


@elements
def test_titles_stand_in_both_languages(element: NodeKind | EdgeKind) -> None:
    assert is_chinese(element.title_zh)
    assert is_english(element.title_en)
    assert element.description.endswith(".")


@elements
def test_properties_are_titled_and_readable_in_cypher(element: NodeKind | EdgeKind) -> None:
    names = [declared.name for declared in element.properties]

    assert len(names) == len(set(names))
    assert set(names) & (RESERVED_PROPERTIES | BOOKKEEPING_PROPERTIES | CYPHER_WORDS) == set()
    assert set(names) & {"valid_from", "valid_to"} == set()
    for declared in element.properties:
        assert is_chinese(declared.title_zh), declared
        assert is_english(declared.title_en), declared


@elements
def test_coded_properties_name_a_code_list(element: NodeKind | EdgeKind) -> None:
    named = {declared.codes for declared in element.properties if declared.codes}
    coded = [declared for declared in element.properties if declared.codes]

    assert named <= set(ALL_CODES)
    assert all(declared.datatype is DataType.TEXT for declared in coded)


@kinds
def test_kind_names_its_standard_and_its_key(kind: NodeKind) -> None:
    assert kind.term.strip()
    assert len(set(kind.key)) == len(kind.key)
    assert kind.key_separator in ("|", "@")
    assert kind.property_named(kind.name_property) or kind.name_property in kind.key
    assert kind_of(make_id(kind, *("x" for _ in kind.key))) is kind


@kinds
def test_label_is_no_cypher_word(kind: NodeKind) -> None:
    assert kind.label.lower() not in CYPHER_WORDS


@edges
def test_ends_of_an_edge_are_declared(edge: EdgeKind) -> None:
    for ends in (edge.sources, edge.targets):
        assert ends
        assert len(set(ends)) == len(ends)
        assert ends == (ANY,) or set(ends) <= set(NODE_KINDS)
    assert edge.type.lower() not in CYPHER_WORDS


@edges
def test_edge_admits_its_declared_ends_alone(edge: EdgeKind) -> None:
    for source in NODE_KINDS:
        for target in NODE_KINDS:
            admitted = edge.sources == (ANY,) or source in edge.sources
            admitted &= edge.targets == (ANY,) or target in edge.targets
            assert edge.admits(source, target) is admitted


def test_pattern_of_an_edge() -> None:
    assert EDGE_KINDS["LOCATED_AT"].pattern == "(:Station)-[:LOCATED_AT]->(:Location)"
    assert EDGE_KINDS["CAUSED_BY"].pattern == "(:Incident)-[:CAUSED_BY]->()"
    assert EDGE_KINDS["IN_AREA"].pattern == "(:Station|Unit)-[:IN_AREA]->(:AdminArea)"


def terms() -> str:
    """Every standard term of a kind, an edge or a property."""
    kept: list[NodeKind | EdgeKind] = [*NODE_KINDS.values(), *EDGE_KINDS.values()]
    properties = [declared.term for element in kept for declared in element.properties]
    return " ".join(term for term in (*(element.term for element in kept), *properties) if term)


def test_terms_of_1192_are_elements_of_it(shared: Path) -> None:
    listed = (shared / "data/wmdr/wmd_elements_from_wmo_1192.csv").read_text(encoding="utf-8")

    named = set(re.findall(r"(?<!\d)\d{1,2}-\d\d(?!\d)", terms()))

    assert {"3-07", "5-08", "8-04"} <= named
    assert named <= set(re.findall(r",(\d{1,2}-\d\d),", listed))


def test_terms_of_wmdr_are_in_its_schema(shared: Path) -> None:
    schema = (shared / "data/wmdr/schemas/wmdr_1.0.xsd").read_text(encoding="utf-8")

    named = set(re.findall(r"wmdr:(\w+)", terms()))

    assert {"Deployment", "ControlCheckReport", "facility"} <= named
    assert {name for name in named if f'name="{name}"' not in schema} == set()


@pytest.mark.parametrize("code", ["5-08-01", "5-08-03"])
def test_codes_of_wmo_are_those_of_its_tables(shared: Path, code: str) -> None:
    (ours,) = [c for c in ALL_CODES.values() if c.source.startswith(f"WMO-No. 1192, {code}")]
    table = (shared / f"data/wmds_code_tables/{code}.csv").read_text(encoding="utf-8")
    theirs = {line.partition(",")[0] for line in table.splitlines()[1:]}

    assert set(ours.codes) <= theirs
    assert theirs - set(ours.codes) <= {"unknown", "inapplicable"}


# Refused declarations


@pytest.mark.parametrize("name", ["id", "type", "labels", "claims", "stub", "Name", "站名", "a b"])
def test_property_name_is_refused(name: str) -> None:
    with pytest.raises(DeclarationError):
        Property(name, "名", "name")


def test_kind_is_refused_without_key_or_with_a_property_twice() -> None:
    name = Property("name", "名", "name")

    with pytest.raises(DeclarationError, match="PascalCase"):
        NodeKind("station", ("id",), "站", "station", "t", "d")
    with pytest.raises(DeclarationError, match="needs a key"):
        NodeKind("Thing", (), "物", "thing", "t", "d")
    with pytest.raises(DeclarationError, match="twice"):
        NodeKind("Thing", ("code",), "物", "thing", "t", "d", (name, name))
    with pytest.raises(DeclarationError, match="UPPER_SNAKE"):
        EdgeKind("isPartOf", ("Unit",), ("Unit",), "属", "is part of", "d")


# Code lists


@codes
def test_code_list_is_titled(code_list: CodeList) -> None:
    assert code_list.codes
    assert code_list.source.strip()
    for code, (zh, en) in code_list.codes.items():
        assert is_chinese(zh), code
        assert is_english(en), code
        assert code_list.title(code) == zh
        assert code_list.title(code, "en") == en
    assert [code_list.rank(code) for code in code_list.codes] == list(range(len(code_list.codes)))


@pytest.mark.parametrize("code_list", [*ALL_CODES.values(), SOURCE_FAMILIES], ids=lambda c: c.name)
def test_unknown_code_comes_last_and_titles_itself(code_list: CodeList) -> None:
    assert "no such code" not in code_list
    assert code_list.title("no such code") == "no such code"
    assert code_list.rank("no such code") == len(code_list.codes)


def test_code_lists_are_found_by_their_names() -> None:
    assert all(name == code_list.name for name, code_list in ALL_CODES.items())


# Tables


def refs(table: Table) -> list[Ref]:
    found: list[Ref] = []
    for rule in table.rules:
        if isinstance(rule, EdgeRule):
            found += [rule.source, rule.target]
        else:
            found.append(rule.ref if isinstance(rule, NodeRule) else rule.subject)
    return found


def ref_columns(ref: Ref) -> set[str]:
    parts = {p for part in ref.parts if part[0] not in "=@" for p in part.split("|")}
    return parts | ({ref.kind_column} if ref.kind_column else set())


def used_columns(table: Table) -> set[str]:
    used = {name for ref in refs(table) for name in ref_columns(ref)}
    for rule in table.rules:
        used |= {
            n for column in (rule.valid_from, rule.valid_to) if column for n in column.split("|")
        }
        if isinstance(rule, NodeRule):
            used |= {column for _, column in rule.properties}
        if isinstance(rule, StateRule):
            used |= {rule.column, *([rule.reason] if rule.reason else ())}
        elif rule.when:
            used.add(rule.when.column)
    return used


@tables
def test_columns_are_titled_and_coded(table: Table) -> None:
    names = [column.name for column in table.columns]

    assert len(names) == len(set(names))
    assert is_chinese(table.title_zh)
    assert is_english(table.title_en)
    for column in table.columns:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name)
        assert is_chinese(column.title_zh), column
        assert column.codes is None or column.codes in ALL_CODES, column
        assert not (column.end and column.datatype is not DataType.TIME), column
    assert "certainty" not in names  # every table has it


@tables
def test_rules_read_existing_columns(table: Table) -> None:
    names = {column.name for column in table.columns}

    assert used_columns(table) <= names
    assert set(table.identity) <= names
    assert {name for interval in table.intervals for name in interval} <= names


@tables
def test_every_column_is_used(table: Table) -> None:
    names = {column.name for column in table.columns}
    listed = {column for name, column in UNUSED_COLUMNS if name == table.name}

    assert names - used_columns(table) == listed


def test_unused_columns_exist() -> None:
    assert {(t.name, c.name) for t in TABLES.values() for c in t.columns} >= UNUSED_COLUMNS


@tables
def test_references_fit_the_keys_of_their_kinds(table: Table) -> None:
    for ref in refs(table):
        key = NODE_KINDS[ref.kind].key
        assert ref.parts
        if ref.kind_column is not None:  # cut at the separator of the kind that the row names
            assert len(ref.parts) == 1, ref
        elif ref.split is None:
            assert len(ref.parts) == len(key), ref
        else:
            assert len(ref.parts) == 1 < len(key), ref
            assert ref.split == NODE_KINDS[ref.kind].key_separator, ref
        if ref.alternative:
            marker, label = ref.alternative
            other = NODE_KINDS[label]
            assert len(ref.parts) == 1, ref
            assert len(other.key) == 1 or marker == other.key_separator, ref


@tables
def test_edges_of_rules_are_admitted(table: Table) -> None:
    for rule in table.rules:
        if isinstance(rule, EdgeRule):
            for source in labels_of(rule.source):
                for target in labels_of(rule.target):
                    assert EDGE_KINDS[rule.type].admits(source, target), (rule.type, source, target)


def labels_of(ref: Ref) -> set[str]:
    return {ref.kind} | ({ref.alternative[1]} if ref.alternative else set())


@tables
def test_properties_of_rules_fit_their_columns(table: Table) -> None:
    pairs = [
        (rule.ref.kind, *pair)
        for rule in table.rules
        if isinstance(rule, NodeRule)
        for pair in rule.properties
    ]
    for label, name, column in pairs:
        declared_property, read = NODE_KINDS[label].property_named(name), table.column(column)
        assert declared_property is not None, (label, name)
        assert read is not None
        assert datatype_in_graph(read) is declared_property.datatype, (label, name)
        assert read.codes == declared_property.codes, (label, name)


@tables
def test_constants_of_rules_are_values_of_their_properties(table: Table) -> None:
    for rule in table.rules:
        for name, value in rule.constants if isinstance(rule, NodeRule) else ():
            declared_property = NODE_KINDS[rule.ref.kind].property_named(name)
            assert declared_property is not None
            assert declared_property.datatype is DataType.TEXT
            assert value in ALL_CODES[declared_property.codes or ""]


def datatype_in_graph(column: Column) -> DataType:
    return DataType.TEXTS if column.many else column.datatype


@tables
def test_validity_is_read_from_times(table: Table) -> None:
    for rule in table.rules:
        for names in (rule.valid_from, rule.valid_to):
            for name in names.split("|") if names else ():
                column = table.column(name)
                assert column is not None
                assert column.datatype is DataType.TIME, (table.name, name)
    for begin, end in table.intervals:
        assert {table.column(name).datatype for name in (begin, end)} == {DataType.TIME}  # type: ignore[union-attr]


@tables
def test_conditions_are_on_required_or_coded_or_optional_columns(table: Table) -> None:
    for rule in table.rules:
        when = None if isinstance(rule, StateRule) else rule.when
        if when and when.values:
            column = table.column(when.column)
            assert column is not None
            assert column.codes is None or set(when.values) <= set(ALL_CODES[column.codes].codes)


@tables
def test_a_row_is_named_by_what_it_must_hold(table: Table) -> None:
    required = {column.name for column in table.columns if column.required}

    assert required & set(table.identity)
