"""The portable dialect (design, section 5): every Cypher text the project has, rule by rule.

A text is read with a small grammar of its own, so that a text which one engine happens to accept
does not pass. Each rule also has texts that must not pass.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ontology import ANY, BOOKKEEPING_PROPERTIES, EDGE_KINDS, NODE_KINDS
from ontology.derive import constraint_texts, edge_cypher, node_cypher, stub_cypher
from queries import Stage, questions

# What a text may call, and which texts may stand in it as constants of the code. Both lists are
# exact: what is not used any more goes, what is new has to be tried on every store first.
FUNCTIONS = {
    *("coalesce", "collect", "count", "max", "min", "properties"),
    *("size", "split", "substring", "toLower", "type"),
}
CONSTANTS = {"HAS_STATE", "level", "primary", "nil:"}

KEPT = BOOKKEEPING_PROPERTIES | {"id", "valid_from", "valid_to", "begin_known"}
_STRING = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`")
_NODE = re.compile(r"(?<![\w`])\((\w*)((?::[^(){}\s]+)?)\s*(\{[^{}]*\})?\)")
_EDGE = re.compile(r"(<?)-\[(\w*)((?::[^\]{*\s]+)?)\s*(\*[^\]{]*)?\s*(\{[^{}]*\})?\]-(>?)")
_CLAUSE = re.compile(
    r"\b(OPTIONAL\s+MATCH|MATCH|WHERE|RETURN|WITH|UNWIND|MERGE|ON\s+CREATE|SET|DETACH|DELETE|"
    r"CREATE|REMOVE|ORDER\s+BY|LIMIT|SKIP|UNION|CALL|FOREACH|LOAD)\b"
)
_WRITING = {"MERGE", "SET", "DELETE", "DETACH", "CREATE", "REMOVE", "ON CREATE"}
_CALL = re.compile(r"(?<![\w.:])([A-Za-z_][\w.]*)\s*\(")
_KEYWORDS = {"AND", "OR", "NOT", "IN", "AS", "WHERE", "MATCH", "MERGE", "RETURN", "BY", "ON", "FOR"}
_BOUND = re.compile(r"\*\d+\.\.\d+\s*\Z")


@dataclasses.dataclass(frozen=True)
class Pattern:
    """What the node and edge patterns of a text bind: variables with their label or types."""

    nodes: dict[str, str]
    edges: dict[str, tuple[str, ...]]


def problems(text: str, *, writing: bool = False) -> set[str]:
    """The rules that a text breaks."""
    bare = _STRING.sub("''", text)
    found = set(_letters(text)) | set(_clauses(bare, writing)) | set(_subqueries(bare))
    pattern = _pattern(bare)
    found |= set(_nodes(bare)) | set(_edges(bare, pattern)) | set(_properties(bare, pattern))
    found |= set(_calls(bare)) | set(_optional(bare)) | set(_columns(bare, pattern, writing))
    return found | set(_commas(bare))


def _letters(text: str) -> Iterator[str]:
    """Chinese only in values, values only as parameters."""
    if not text.isascii():
        yield "ascii"
    if any(s[1:-1] not in CONSTANTS for s in _STRING.findall(text)):
        yield "literal"
    without = re.sub(r"\*\d+\.\.\d+", "", _STRING.sub("''", text))
    if re.search(r"(?<![\w$.])\d", without):
        yield "literal"


def _clauses(text: str, writing: bool) -> Iterator[str]:
    words = {" ".join(c.upper().split()) for c in _CLAUSE.findall(text)}
    if words & _WRITING and not writing:
        yield "writes"
    if words & {"CALL", "FOREACH", "LOAD", "UNION"}:
        yield "clause"


def _subqueries(text: str) -> Iterator[str]:
    if re.search(r"\bCOLLECT\s*\{", text, re.IGNORECASE):
        yield "collect"
    if re.search(r"\b(EXISTS|COUNT)\s*\{(?!\s*MATCH\b)", text, re.IGNORECASE):
        yield "subquery"
    if re.search(r"\bEXISTS\s*\(", text, re.IGNORECASE):
        yield "subquery"
    for inner in re.findall(r"\b(?:EXISTS|COUNT)\s*\{((?:[^{}]|\{[^{}]*\})*)\}", text):
        if {c.upper() for c in _CLAUSE.findall(inner)} & _WRITING:
            yield "subquery"
    # Quantified paths: an edge, or a pattern in brackets, with a + * or {n} behind it.
    if re.search(r"(?:->|\]-|--|\))\s*(?:\+|\*(?!\s*\d*\.\.)|\{\s*\d)", text) or "((" in text:
        yield "quantified"


def _pattern(text: str) -> Pattern:
    nodes, edges = {}, {}
    for name, label, _ in _NODE.findall(text):
        if name and label:
            nodes[name] = label[1:]
        elif name:
            nodes.setdefault(name, "")
    for _, name, types, *_ in _EDGE.findall(text):
        if name:
            edges[name] = tuple(types[1:].split("|")) if types else ()
    return Pattern(nodes, edges)


def _nodes(text: str) -> Iterator[str]:
    for _, label, _ in _NODE.findall(text):
        if label and label[1:] not in NODE_KINDS:
            yield "label"


def _edges(text: str, pattern: Pattern) -> Iterator[str]:
    for match in _EDGE.finditer(text):
        left, _, written, length, _, right = match.groups()
        types = written[1:].split("|") if written else []
        if any(t not in EDGE_KINDS for t in types):
            yield "type"
            continue
        if length and not _BOUND.match(length.strip()):
            yield "unbounded"
        if length and {"HAS_CALIBRATION", "USED_STANDARD"} & set(types):
            yield "history"
        ends = [_label(text, match.start(), pattern, before=True),
                _label(text, match.end(), pattern, before=False)]  # fmt: skip
        if left and not right:
            ends.reverse()
        if types and (left or right) and not any(_admits(t, *ends) for t in types):
            yield "ends"
    if text.count("HAS_CALIBRATION") > 1:
        yield "history"
    if re.search(r"-->|<--|\)--\(", text):
        yield "short edge"


def _label(text: str, at: int, pattern: Pattern, *, before: bool) -> str:
    """The label of the node pattern that ends, or begins, at a place of the text."""
    for match in _NODE.finditer(text):
        if (match.end() if before else match.start()) == at:
            return match[2][1:] or pattern.nodes.get(match[1], "")
    return ""


def _admits(edge: str, source: str, target: str) -> bool:
    kind = EDGE_KINDS[edge]
    return (not source or kind.sources == (ANY,) or source in kind.sources) and (
        not target or kind.targets == (ANY,) or target in kind.targets
    )


def _properties(text: str, pattern: Pattern) -> Iterator[str]:
    """A property is read from a node or an edge that may have it."""
    for name, wanted in re.findall(r"(?<![\w$.])(\w+)\.(\w+)", text):
        if wanted in KEPT or name == "row":
            continue
        if name in pattern.edges:
            kinds = [EDGE_KINDS[t] for t in pattern.edges[name] if t in EDGE_KINDS]
            if not any(p.name == wanted for k in kinds for p in k.properties):
                yield "property"
            continue
        label = pattern.nodes.get(name, "")
        labels = [label] if label else list(NODE_KINDS)
        if not any(NODE_KINDS[k].property_named(wanted) for k in labels if k in NODE_KINDS):
            yield "property"
    for _, label, written in _NODE.findall(text):
        kind = NODE_KINDS.get(label[1:])
        names = set(re.findall(r"(\w+)\s*:", written)) - KEPT
        if kind and not all(kind.property_named(n) for n in names):
            yield "property"


def _calls(text: str) -> Iterator[str]:
    for name in _CALL.findall(text):
        if name in ("id", "elementId"):
            yield "store id"
        elif name.upper() not in _KEYWORDS and name not in FUNCTIONS:
            yield "function"


def _optional(text: str) -> Iterator[str]:
    """No pattern begins at a variable that may be NULL."""
    nullable: set[str] = set()
    parts = re.split(r"\b(OPTIONAL\s+MATCH|MATCH)\b", text)
    for word, clause in zip(parts[1::2], parts[2::2], strict=True):
        body = _CLAUSE.split(clause)[0]
        names = {m[0] for m in _NODE.findall(body)} | {m[1] for m in _EDGE.findall(body)}
        if names & nullable:
            yield "optional"
        if word.startswith("OPTIONAL"):
            before = _pattern(text[: text.index(clause)])
            nullable |= names - set(before.nodes) - set(before.edges) - {""}


def _commas(text: str) -> Iterator[str]:
    for body in re.findall(r"\bMATCH\b(.*?)(?=\b(?:WHERE|RETURN|WITH|MATCH|MERGE|UNWIND|OPTIONAL|"
                           r"SET|DELETE|DETACH)\b|\Z)", text, re.DOTALL):  # fmt: skip
        flat = body
        while (inner := re.sub(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}", "", flat)) != flat:
            flat = inner
        if "," in flat:
            yield "comma"


def _columns(text: str, pattern: Pattern, writing: bool) -> Iterator[str]:
    """Named scalars, lists or rows; never a node, an edge or a path."""
    if "RETURN" not in text:
        if not writing:
            yield "return"
        return
    for column in columns(text):
        expression, _, alias = column.rpartition(" AS ")
        expression = expression.strip()
        bound = expression in pattern.nodes or expression in pattern.edges
        path = re.search(rf"\b{re.escape(expression)}\s*=\s*\(", text)
        if not expression or not re.fullmatch(r"\w+", alias.strip()) or bound or path:
            yield "return"


def columns(text: str) -> list[str]:
    """What stands between the last RETURN and the order or limit of the rows."""
    tail = text[text.rindex("RETURN") + len("RETURN") :]
    tail = re.split(r"\b(?:ORDER\s+BY|SKIP|LIMIT)\b", tail)[0]
    tail = re.sub(r"^\s*DISTINCT\b", "", tail)
    found, depth = [""], 0
    for letter in tail:
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 0:
            found.append("")
        else:
            found[-1] += letter
    return [column.strip() for column in found]


# The texts of the project


def stages() -> Iterator[tuple[str, Stage[object]]]:
    for question in questions().values():
        for stage in question.stages:
            yield f"{question.id}-{stage.name}", stage


def writes() -> Iterator[tuple[str, str]]:
    for label in NODE_KINDS:
        for name, pair in (("node", node_cypher(label)), ("stub", stub_cypher(label))):
            yield f"{name}-{label}", pair.upsert
            yield f"{name}-{label}-removal", pair.remove
    for edge in EDGE_KINDS.values():
        sources = list(NODE_KINDS) if edge.sources == (ANY,) else edge.sources
        targets = list(NODE_KINDS) if edge.targets == (ANY,) else edge.targets
        for source in sources:
            for target in targets:
                pair = edge_cypher(edge.type, source, target)
                yield f"{source}-{edge.type}-{target}", pair.upsert
                yield f"{source}-{edge.type}-{target}-removal", pair.remove


def test_every_stage_is_portable() -> None:
    found = {name: p for name, stage in stages() if (p := problems(stage.cypher))}

    assert found == {}


def test_every_written_text_is_portable() -> None:
    found = {name: p for name, text in writes() if (p := problems(text, writing=True))}

    assert found == {}
    assert len(list(writes())) > 2 * (len(NODE_KINDS) + len(EDGE_KINDS))


def test_constraints_are_the_one_form_that_community_has() -> None:
    form = re.compile(
        r"CREATE CONSTRAINT \w+ IF NOT EXISTS FOR \(n:(\w+)\) REQUIRE n\.id IS UNIQUE"
    )

    assert [m[1] if (m := form.fullmatch(t)) else t for t in constraint_texts()] == list(NODE_KINDS)


def test_columns_are_the_fields_of_the_row() -> None:
    for name, stage in stages():
        aliases = [column.rpartition(" AS ")[2] for column in columns(stage.cypher)]
        assert aliases == list(inspect.signature(stage.row).parameters), name


def test_stages_of_a_question_have_names_of_their_own() -> None:
    names = [name for name, _ in stages()]

    assert len(names) == len(set(names))


def test_lists_name_only_what_is_used() -> None:
    texts = " ".join(stage.cypher for _, stage in stages())

    assert set(_CALL.findall(_STRING.sub("''", texts))) - {"AND"} >= FUNCTIONS
    assert {s[1:-1] for s in _STRING.findall(texts)} == CONSTANTS


# Texts that must not pass

START = "MATCH (s:Station {id: $id})"
END = "RETURN s.id AS id"
BROKEN = (
    ("label", "MATCH (s:Staton {id: $id}) RETURN s.id AS id"),
    ("label", "MATCH (s:Station:Unit {id: $id}) RETURN s.id AS id"),
    ("label", "MATCH (s:Station|Unit {id: $id}) RETURN s.id AS id"),
    ("label", "MATCH (s:站 {id: $id}) RETURN s.id AS id"),
    ("type", f"{START}-[r:LOCATED]->(l:Location) {END}"),
    ("type", f"{START}-[r:LOCATED_AT|:HAS_STATE]->(l) {END}"),
    ("ends", f"{START}-[r:USES]->(i:Instrument) {END}"),
    ("ends", f"{START}<-[r:LOCATED_AT]-(l:Location) {END}"),
    ("ends", f"MATCH (u:Unit)-[r:PART_OF]->(s) {START} {END}"),
    ("property", f"{START} RETURN s.latitude AS id"),
    ("property", f"{START}-[r:LOCATED_AT]->(l:Location) RETURN r.latitude AS id"),
    ("property", "MATCH (s:Station {nme: $id}) RETURN s.id AS id"),
    ("property", "MATCH (s:Station {latitude: $value}) RETURN s.id AS id"),
    ("unbounded", f"MATCH (u:Unit {{id: $id}})-[:PART_OF*]->(s:Unit) {END}"),
    ("unbounded", f"MATCH (u:Unit {{id: $id}})-[:PART_OF*1..]->(s:Unit) {END}"),
    ("unbounded", f"MATCH (u:Unit {{id: $id}})-[:PART_OF*3]->(s:Unit) {END}"),
    ("history", f"MATCH (s:Instrument)-[:HAS_CALIBRATION*1..3]->(c:Calibration) {END}"),
    ("history", "MATCH (s:Instrument)-[:HAS_CALIBRATION]->(c:Calibration) "
     "MATCH (c)-[:USED_STANDARD]->(m:MeasurementStandard) "
     f"MATCH (m)-[:HAS_CALIBRATION]->(d:Calibration) {END}"),
    ("short edge", f"{START} MATCH (s)--(u:Unit) {END}"),
    ("short edge", f"MATCH (u:Unit)<--(s:Station) {END}"),
    ("comma", f"MATCH (s:Station {{id: $id}}), (u:Unit {{id: $unit}}) {END}"),
    ("comma", f"MATCH (s:Station), (u:Unit) WHERE s.id = $id {END}"),
    ("comma", f"{START} WHERE EXISTS {{ MATCH (s)-[:OPERATED_BY]->(u:Unit), (v:Unit) }} {END}"),
    ("optional", f"{START} OPTIONAL MATCH (s)-[:LOCATED_AT]->(l:Location) "
     f"OPTIONAL MATCH (l)-[:HAS_STATE]->(x:State) {END}"),
    ("optional", "OPTIONAL MATCH (s:Station {id: $id}) MATCH (s)-[:LOCATED_AT]->(l:Location) "
     f"{END}"),
    ("subquery", f"{START} WHERE EXISTS((s)-[:LOCATED_AT]->(:Location)) {END}"),
    ("subquery", f"{START} WHERE EXISTS {{ (s)-[:LOCATED_AT]->(:Location) }} {END}"),
    ("subquery", f"{START} RETURN COUNT {{ (s)-[:LOCATED_AT]->() }} AS id"),
    ("subquery", f"{START} WHERE EXISTS {{ MATCH (s) SET s.name = $n }} {END}"),
    ("collect", f"{START} RETURN COLLECT {{ MATCH (s)-[:HAS_STATE]->(x) RETURN x.id }} AS id"),
    ("quantified", f"MATCH (u:Unit {{id: $id}})-[:PART_OF]->+(s:Unit) {END}"),
    ("quantified", f"MATCH (u:Unit {{id: $id}})-[:PART_OF]->{{1,6}}(s:Unit) {END}"),
    ("quantified", f"MATCH (u:Unit) ((a:Unit)-[:PART_OF]->(b:Unit)){{1,6}} (s:Unit) {END}"),
    ("function", f"{START} RETURN apoc.text.join(s.name, $x) AS id"),
    ("function", f"{START} RETURN percentileCont(s.id, $x) AS id"),
    ("function", f"{START} RETURN point.distance(s.id, $x) AS id"),
    ("function", f"{START} WHERE datetime($t) < datetime($u) {END}"),
    ("function", f"{START} RETURN exists(s.name) AS id"),
    ("store id", "MATCH (s:Station) WHERE id(s) = $id RETURN s.id AS id"),
    ("store id", f"{START} RETURN elementId(s) AS id"),
    ("clause", f"CALL {{ MATCH (s:Station) RETURN s }} {END}"),
    ("clause", f"{START} RETURN s.id AS id UNION MATCH (s:Unit) {END}"),
    ("writes", f"MERGE (s:Station {{id: $id}}) {END}"),
    ("writes", f"{START} SET s.name = $name {END}"),
    ("writes", f"{START} DETACH DELETE s"),
    ("return", f"{START} RETURN s AS id"),
    ("return", f"{START}-[r:LOCATED_AT]->(l:Location) RETURN r AS id"),
    ("return", "MATCH p = (s:Station)-[:LOCATED_AT]->(l:Location) RETURN p AS id"),
    ("return", f"{START} RETURN s.id"),
    ("return", f"{START} RETURN *"),
    ("return", START),
    ("literal", "MATCH (s:Station {id: 'station:53463'}) RETURN s.id AS id"),
    ("literal", f"{START} WHERE s.first_record < '2018-11-02T00:00:00Z' {END}"),
    ("literal", 'MATCH (s:Station {id: "station:53463"}) RETURN s.id AS id'),
    ("literal", f"MATCH (d:Deployment)-[:AT_STATION]->(s:Station) WHERE d.height_m > 10 {END}"),
    ("literal", f"{START} {END} LIMIT 40"),
    ("ascii", f"{START} WHERE s.name = '站' {END}"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "text"), BROKEN, ids=[f"{r}-{i}" for i, (r, _) in enumerate(BROKEN)]
)
def test_a_text_beside_the_dialect_is_seen(rule: str, text: str) -> None:
    assert rule in problems(text)


def test_every_rule_has_a_text_that_breaks_it() -> None:
    rules = set(re.findall(r'yield "([\w ]+)"', Path(__file__).read_text(encoding="utf-8")))

    assert rules == {rule for rule, _ in BROKEN}


FINE = (
    f"{START} {END}",
    f"{START}-[r:LOCATED_AT]->(l:Location) WHERE r.valid_from <= $t AND $t < r.valid_to "
    "RETURN l.id AS id, l.latitude AS latitude ORDER BY id LIMIT $limit",
    "UNWIND $ids AS id MATCH (u:Unit {id: id})-[r:PART_OF*1..6]->(v:Unit) RETURN v.id AS id",
    "MATCH (s:Station {id: $id})-[:OPERATED_BY|PART_OF*0..6]->(x) WITH DISTINCT x "
    "OPTIONAL MATCH (x)-[r:OPERATED_BY|PART_OF]->(u) "
    "RETURN x.id AS id, type(r) AS via, u.id AS above",
    f"{START} WHERE NOT EXISTS {{ MATCH (s)-[:OPERATED_BY]->(:Unit) }} {END}",
    f"{START} WHERE EXISTS {{ MATCH (s)-[:HAS_STATE]->(:State {{value: $v}}) }} {END}",
    f"{START} RETURN COUNT {{ MATCH (s)-[:HAS_STATE]->(x:State) WHERE x.value = $v }} AS states",
    f"{START} OPTIONAL MATCH (s)-[:LOCATED_AT]->(l:Location) RETURN s.id AS id, l.id AS place",
    "MATCH (s:Station) WHERE s.name IN $names WITH DISTINCT s MATCH (s)-[:IN_AREA]->(a:AdminArea) "
    "RETURN a.name AS name, count(s) AS stations",
    "MATCH (d:Deployment)-[a:AT_STATION]->(s:Station {id: $id}) WHERE d.role = 'primary' "
    "RETURN d.id AS id, NULL AS nothing, type(a) AS via",
)


@pytest.mark.parametrize("text", FINE)
def test_a_text_of_the_dialect_passes(text: str) -> None:
    assert problems(text) == set()
