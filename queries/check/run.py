"""Running a check: by Cypher on the store, or by shapes on the graph as RDF; sources attached."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph import InvalidValueError, Workspace, element_key
from graph.ledger import LedgerReader
from graph.rdf_view.shacl import (
    ShapeFault,
    coverage_faults,
    our_faults,
    read_shapes,
    shape_faults,
)
from graph.store import Reader
from ontology import PREFIXES, IdError, kind_of
from ontology.requirements import REQUIREMENTS, SHAPED
from queries.ask import Ask
from queries.check.model import (
    AT_A_TIME,
    COVERAGE,
    Broken,
    Found,
    edge_named,
    rule_text,
    severity,
)
from queries.check.relations import broken_relations
from queries.check.values import broken_values
from queries.evidence import Evidence, evidence_of
from queries.gaps.evaluate import Evaluation, is_gap
from queries.gaps.facts import Facts
from queries.sparql import GraphAt, RdfView, graph_at, view_of

CYPHER, SHACL = "cypher", "shacl"
NODE_CLAIMS = "UNWIND $ids AS id MATCH (n:{label} {{id: id}}) RETURN n.id AS id, n.claims AS claims"
EDGE_CLAIMS = (
    "UNWIND $ids AS id MATCH (a:{label} {{id: id}})-[r:{type}]->(b) RETURN a.id AS source, "
    "b.id AS target, r.valid_from AS valid_from, r.valid_to AS valid_to, r.claims AS claims"
)
_OURS = PREFIXES["shape"]
_OWN_REMEDY = ("按这条形状改正来源后再装载", "mend the source as the shape asks, load it again")


@dataclass(frozen=True, slots=True)
class Finding:
    """An element that breaks a rule: which, how grave, why, what to do, and who says so.

    `rule`: the name of a shape of ours, or the IRI of one of a user's own. `claims`: short ids of
    what the fault rests on, `source` and `place` of the first of them.
    """

    element: str
    rule: str
    severity: str
    message_zh: str
    message_en: str
    remedy_zh: str
    remedy_en: str
    value: str
    source: str
    place: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """All findings, in the order of rules and elements, and what was looked at."""

    findings: tuple[Finding, ...]
    claims: dict[str, Evidence]
    by: str
    as_of: str
    known_at: str | None
    ledger_head: str
    elapsed: float
    notices: tuple[str, ...] = ()


def check(
    workspace: Workspace,
    *,
    by: str = CYPHER,
    shapes: Sequence[Path] = (),
    coverage: bool = False,
    as_of: str | None = None,
    known_at: str | None = None,
) -> CheckResult:
    """Check the graph against the rules of the ontology, or against shapes of a user's own.

    `by`: cypher reads the rules in portable Cypher, shacl runs the shapes of the ontology with
    pyshacl over the graph as RDF; the findings are equal. `coverage`: the coverage rules that are
    shapes too (`SHAPED`), by the same two ways, instead of how the graph is built. Shapes of a
    user's own are always run by pyshacl, alone. Raises `InvalidValueError`, `SourceError` for a
    file that holds no shapes, `MissingExtraError` without the extra `rdf`.
    """
    if by not in (CYPHER, SHACL):
        raise InvalidValueError("--by", by, "没有这种办法 / no such way", f"{CYPHER}, {SHACL}")
    started = time.perf_counter()
    own = [read_shapes(path) for path in shapes]
    asked = graph_at(workspace, as_of, known_at)
    if own:
        view = view_of(workspace, asked)
        broken = [b for given in own for b in map(_broken, shape_faults(view.kept, given))]
    elif coverage:
        broken = (
            coverage_by_shacl(view_of(workspace, asked))
            if by == SHACL
            else [_ours(found) for found in coverage_by_cypher(workspace, asked)]
        )
    elif by == SHACL:
        broken = by_shacl(view_of(workspace, asked))
    else:
        with asked.store.reading() as reader:
            broken = [_ours(found) for found in by_cypher(reader, asked.moment)]
    with asked.store.reading() as reader:
        claims = _claims(reader, broken, asked.moment)
    position = workspace.ledger.position_at(asked.known_at)
    evidence = evidence_of(LedgerReader(workspace.ledger, position), _first(claims.values()))
    findings = sorted(
        {_finding(b, claims.get(b.found, ()), evidence) for b in broken},
        key=lambda f: (f.rule, f.element, f.value, f.message_en),
    )
    return CheckResult(
        findings=tuple(findings),
        claims=evidence,
        by=SHACL if own else by,
        as_of=asked.moment,
        known_at=asked.known_at,
        ledger_head=str(workspace.ledger.head()),
        elapsed=time.perf_counter() - started,
        notices=tuple(workspace.notices),
    )


def by_cypher(reader: Reader, moment: str) -> set[Found]:
    """What breaks a rule of ours, read with portable Cypher."""
    return {*broken_values(reader), *broken_relations(reader, moment)}


def by_shacl(view: RdfView) -> list[Broken]:
    """What breaks a shape of ours, found by pyshacl."""
    return [_broken(fault) for fault in our_faults(view.kept)]


def coverage_by_cypher(workspace: Workspace, asked: GraphAt) -> set[Found]:
    """What a coverage rule requires and nobody states, as the question `gaps` answers it."""
    rules = [REQUIREMENTS[name] for name in SHAPED]
    position = workspace.ledger.position_at(asked.known_at)
    with asked.store.reading() as graph:
        reader = LedgerReader(workspace.ledger, position)
        facts = Facts(Ask({}, reader, graph, asked.moment, asked.known_at))
        rows = Evaluation(facts, rules, is_gap).shallow()
        return {Found(row.element, f"{COVERAGE}.{row.rule}") for row in rows}


def coverage_by_shacl(view: RdfView) -> list[Broken]:
    """The same, found by pyshacl."""
    return [_broken(fault) for fault in coverage_faults(view.kept, view.as_of)]


def _broken(fault: ShapeFault) -> Broken:
    found = Found(fault.element, fault.shape.removeprefix(_OURS))
    ours = fault.shape.startswith(_OURS) and rule_text(found.rule) is not None
    if ours:
        return _ours(found)
    return Broken(found, fault.value, fault.message, fault.severity)


def _ours(found: Found) -> Broken:
    return Broken(found, "", "", severity(found.rule))


def _finding(broken: Broken, claims: tuple[str, ...], known: Mapping[str, Evidence]) -> Finding:
    text = rule_text(broken.found.rule) if not broken.message else None
    said = (text.zh, text.en) if text else (broken.message, broken.message)
    remedy = (text.remedy_zh, text.remedy_en) if text else _OWN_REMEDY
    first = known.get(claims[0]) if claims else None
    return Finding(
        element=broken.found.element,
        rule=broken.found.rule,
        severity=broken.severity,
        message_zh=said[0],
        message_en=said[1],
        remedy_zh=remedy[0],
        remedy_en=remedy[1],
        value=broken.value,
        source="" if first is None else first.source_id,
        place="" if first is None else first.place,
        claims=claims,
    )


def _first(claims: Iterable[tuple[str, ...]]) -> Iterator[str]:
    return (found[0] for found in claims if found)


def _claims(reader: Reader, broken: Sequence[Broken], moment: str) -> dict[Found, tuple[str, ...]]:
    """The claims that each fault rests on: of the node, of the edge, or of the edges at a node."""
    found: dict[Found, tuple[str, ...]] = {}
    nodes: dict[str, set[Found]] = {}
    edges: dict[tuple[str, str], set[Found]] = {}
    for one in (b.found for b in broken):
        named = edge_named(one.element)
        label = _label(named[1] if named else one.element)
        if label is None:
            continue
        if named:
            edges.setdefault((label, named[0]), set()).add(one)
        elif one.rule.endswith(f".target{AT_A_TIME}"):
            edges.setdefault((label, one.rule.partition(".")[0]), set()).add(one)
        else:
            nodes.setdefault(label, set()).add(one)
    for label, some in nodes.items():
        ids = sorted({f.element for f in some})
        rows = reader.run(NODE_CLAIMS.format(label=label), {"ids": ids})
        told = {str(row["id"]): _texts(row["claims"]) for row in rows}
        found |= {f: told.get(f.element, ()) for f in some}
    for (label, kind), some in edges.items():
        found |= _of_edges(reader, label, kind, some, moment)
    return found


def _of_edges(
    reader: Reader, label: str, kind: str, some: set[Found], moment: str
) -> dict[Found, tuple[str, ...]]:
    sources = sorted({n[1] if (n := edge_named(f.element)) else f.element for f in some})
    told: dict[str, list[str]] = {}
    for row in reader.run(EDGE_CLAIMS.format(label=label, type=kind), {"ids": sources}):
        begin, end = str(row["valid_from"] or ""), str(row["valid_to"] or "")
        key = element_key(kind, str(row["source"]), str(row["target"]), begin)
        told[key] = list(_texts(row["claims"]))
        if begin <= moment < end:
            told.setdefault(str(row["source"]), []).extend(told[key])
    return {f: tuple(dict.fromkeys(sorted(told.get(f.element, [])))) for f in some}


def _label(node: str) -> str | None:
    try:
        return kind_of(node).label
    except IdError:
        return None


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, (list, tuple)) else ()
