"""`coverage`: process × level pair, with every gap a row.

Rows are the leaf processes (processes with a parent and no part of their own, and leaves the
source names as such), columns the three adjacent level pairs. A cell is `not_stated` when no
source says anything, `declared_absent` when one says there is none, `uncovered` when processes are
said to be counterparts and no interface joins them. An interface is no better than the document
it is stated in: `outdated` when that is superseded or withdrawn, `predated` when it is not yet in
force, `ambiguous` when several editions are, or when a side names several processes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph import InvalidValueError
from ontology import (
    ALL_CODES,
    COVERAGE_STATES,
    LEVEL_PAIRS,
    LEVELS,
    NODE_KINDS,
    key_parts,
    key_text,
)
from queries.ask import Ask
from queries.interface_basis import STAGES, Basis, basis_of
from queries.model import Matrix, Param, Query, Stage
from queries.presence import called

Texts = tuple[str, ...]
GAPS, COVERED = "gaps", "covered"


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One cell of the matrix.

    `related`: units that sources name as taking part, which is no interface; `interfaces`: ids
    of the interfaces behind the state.
    """

    process: str
    code: str
    name: str
    upper: str
    lower: str
    state: str
    interfaces: Texts
    lead: Texts
    related: Texts
    detail_zh: str
    detail_en: str
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Process:
    id: str
    name: str | None
    code: str | None
    level: str | None
    parent: str | None
    certainty: str | None
    claims: Texts | None
    parent_certainty: str | None
    parent_claims: Texts | None


@dataclass(frozen=True, slots=True)
class _Interface:
    id: str
    upper_level: str | None
    lower_level: str | None
    state: str | None
    items_up: str | None
    items_down: str | None
    reply_expected_up: bool | None
    reply_expected_down: bool | None
    side: str
    process: str
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: Texts | None
    more: Texts | None


@dataclass(frozen=True, slots=True)
class _Body:
    process: str
    role: str
    name: str | None
    id: str


@dataclass(frozen=True, slots=True)
class _Then:
    """The time asked about, and what holds then: processes by interface, documents."""

    moment: str
    joined: Mapping[str, frozenset[tuple[str, str]]]
    basis: Basis


_PROCESS = (
    "RETURN p.id AS id, p.name AS name, p.code AS code, p.level AS level, {parent} AS parent, "
    "p.certainty AS certainty, p.claims AS claims, {certainty} AS parent_certainty, "
    "{claims} AS parent_claims"
)
PROCESSES = Stage(
    "processes",
    "MATCH (p:Process)-[r:SUBPROCESS_OF]->(q:Process) "
    "WHERE r.valid_from <= $t AND $t < r.valid_to "
    + _PROCESS.format(parent="q.id", certainty="r.certainty", claims="r.claims"),
    _Process,
)
LISTED_LEAVES = Stage(
    "listed_leaves",
    "MATCH (p:Process) WHERE p.leaf = true "
    + _PROCESS.format(parent="NULL", certainty="NULL", claims="NULL"),
    _Process,
)
INTERFACES = Stage(
    "interfaces",
    "MATCH (i:Interface)-[r:UPPER_PROCESS|LOWER_PROCESS]->(p:Process) RETURN i.id AS id, "
    "i.upper_level AS upper_level, i.lower_level AS lower_level, i.state AS state, "
    "i.items_up AS items_up, i.items_down AS items_down, "
    "i.reply_expected_up AS reply_expected_up, i.reply_expected_down AS reply_expected_down, "
    "type(r) AS side, p.id AS process, r.valid_from AS valid_from, r.valid_to AS valid_to, "
    "i.certainty AS certainty, i.claims AS claims, r.claims AS more",
    _Interface,
)
BODIES = Stage(
    "bodies",
    "MATCH (p:Process)-[r:LED_BY|RELATED_UNIT]->(u) "
    "WHERE r.valid_from <= $t AND $t < r.valid_to RETURN p.id AS process, type(r) AS role, "
    "u.name AS name, u.id AS id",
    _Body,
)


def process_key(process_id: str) -> str:
    """Code or name of a process without its level: what names the row of the matrix."""
    return key_parts(NODE_KINDS["Process"], process_id)[0]


def answer(ask: Ask) -> Iterable[CoverageRow]:
    """All cells in the order of processes and levels; an interface without a row is orphaned."""
    processes = [*ask.rows(PROCESSES, t=ask.time), *ask.rows(LISTED_LEAVES)]
    ends = sorted(ask.rows(INTERFACES), key=lambda e: (e.id, e.side, e.process, e.valid_from))
    bodies: dict[tuple[str, str], set[str]] = defaultdict(set)
    for b in ask.rows(BODIES, t=ask.time):
        name = b.name or key_text(b.id)
        bodies[process_key(b.process), b.role].add(name)
    leaves = _leaves(processes)
    by_cell: dict[tuple[str, str, str], list[_Interface]] = defaultdict(list)
    for end in ends:
        by_cell[process_key(end.process), end.upper_level or "", end.lower_level or ""].append(end)
    then = _Then(ask.time, _joined(ends, ask.time), basis_of(ask))
    rows = [
        _cell(leaf, pair, by_cell[key, *pair], bodies, then)
        for key, leaf in leaves.items()
        for pair in LEVEL_PAIRS
    ]
    known = set(leaves) | {process_key(p.parent or "") for p in processes}
    return rows + _orphaned(ends, known)


def _joined(ends: Sequence[_Interface], moment: str) -> dict[str, frozenset[tuple[str, str]]]:
    """By interface the processes it joins at a moment, each with its side."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for e in ends:
        if e.valid_from <= moment < e.valid_to:
            found[e.id].add((e.side, e.process))
    return {identity: frozenset(joined) for identity, joined in found.items()}


def _leaves(processes: Sequence[_Process]) -> dict[str, _Process]:
    """One process for each row: no process names it as its parent. The highest level speaks."""
    parents = {p.parent for p in processes}
    found: dict[str, _Process] = {}
    for p in sorted(processes, key=_row_order):
        if p.id not in parents:
            found.setdefault(process_key(p.id), p)
    return found


def _row_order(p: _Process) -> tuple[str, int, str, str, Texts]:
    """By code, the highest level first; a row that names the parent before one that does not."""
    level = LEVELS.rank(p.level or "")
    return (p.code or "~", level, p.id, p.parent or "~", p.parent_claims or ())


def _cell(
    leaf: _Process,
    pair: tuple[str, str],
    ends: Sequence[_Interface],
    bodies: dict[tuple[str, str], set[str]],
    then: _Then,
) -> CoverageRow:
    key = process_key(leaf.id)
    if not ends and (key, *pair) in then.basis.counterparts:
        state, zh, en = _COUNTERPARTS
    else:
        state, zh, en = _state(ends, then)
    claims = [c for e in ends for c in (*(e.claims or ()), *(e.more or ()))]
    certainty = _certainty(e.certainty for e in ends)
    if not ends:  # the gap rests on whoever names the process, or its parent
        claims = list(leaf.claims or leaf.parent_claims or ())
        certainty = leaf.certainty or leaf.parent_certainty or ""
    return CoverageRow(
        process=leaf.id,
        code=leaf.code or "",
        name=leaf.name or key,
        upper=pair[0],
        lower=pair[1],
        state=state,
        interfaces=tuple(sorted({e.id for e in ends})),
        lead=tuple(sorted(bodies[key, "LED_BY"])),
        related=tuple(sorted(bodies[key, "RELATED_UNIT"])),
        detail_zh=zh,
        detail_en=en,
        certainty=certainty,
        claims=tuple(dict.fromkeys(claims)),
    )


def _certainty(certainties: Iterable[str | None]) -> str:
    """The least certain of them: a cell that rests on synthetic data shows their mark."""
    return max((c for c in certainties if c), key=ALL_CODES["certainty"].rank, default="")


_COUNTERPARTS = (
    "uncovered",
    "来源说两级过程对应，而没有接口",
    "the processes are counterparts and no interface joins them",
)
_DOCUMENTS = {
    "outdated": ("所在文件已被取代或废止", "its document is superseded or withdrawn"),
    "predated": ("所在文件尚未生效", "its document is not yet in force"),
    "ambiguous": ("所在文件有几个现行版本", "several editions of its document are in force"),
}


def _state(ends: Sequence[_Interface], then: _Then) -> tuple[str, str, str]:
    """State of a cell from the interfaces that touch it."""
    if not ends:
        return "not_stated", "没有来源提到接口", "no source speaks of an interface"
    now = [e for e in ends if e.valid_from <= then.moment < e.valid_to]
    if not now:
        future = all(e.valid_from > then.moment for e in ends)
        return (
            ("not_yet_valid", "接口尚未生效", "the interface is not yet valid")
            if future
            else ("expired", "接口已失效", "the interface is no longer valid")
        )
    stated = [e for e in now if e.state != "declared_absent"]
    if not stated:
        return "declared_absent", "来源声明没有接口", "a source says there is none"
    return _stated(stated, then)


def _stated(stated: Sequence[_Interface], then: _Then) -> tuple[str, str, str]:
    """State of a cell whose interfaces are valid: its worst trouble."""
    documents = {then.basis.state_of(e.id) for e in stated}
    for state, (zh, en) in _DOCUMENTS.items():
        if state in documents:
            return state, zh, en
    if any(_many_on_a_side(then.joined[e.id]) for e in stated):
        return "ambiguous", "一侧指向几个过程", "a side names several processes"
    if any(_unanswered(e) for e in stated):
        return "one_way", "需答复而没有对应事项", "a reply is expected and none is stated"
    if _said_twice(stated, then.joined):
        return "duplicate", "同一对过程有多个接口", "several interfaces join the same two processes"
    count = len({e.id for e in stated})
    return "covered", f"{count} 个接口", f"{count} interface" + "s" * (count > 1)


def _many_on_a_side(joined: frozenset[tuple[str, str]]) -> bool:
    return len({side for side, _ in joined}) < len(joined)


def _unanswered(e: _Interface) -> bool:
    up = bool(e.reply_expected_up) and not e.items_down
    down = bool(e.reply_expected_down) and not e.items_up
    return up or down


def _said_twice(
    ends: Sequence[_Interface], joined: Mapping[str, frozenset[tuple[str, str]]]
) -> bool:
    """Whether two interfaces of the cell give the same items between the same processes."""
    said = {e.id: (joined[e.id], e.items_up, e.items_down) for e in ends}
    return len(set(said.values())) < len(said)


def _orphaned(ends: Sequence[_Interface], known: set[str]) -> list[CoverageRow]:
    """Interfaces none of whose processes is in any process list."""
    by_interface: dict[str, list[_Interface]] = defaultdict(list)
    for e in ends:
        by_interface[e.id].append(e)
    return [
        CoverageRow(
            process=group[0].process,
            code="",
            name=process_key(group[0].process),
            upper=group[0].upper_level or "",
            lower=group[0].lower_level or "",
            state="orphaned",
            interfaces=(identity,),
            lead=(),
            related=(),
            detail_zh="接口的过程不在任何过程清单中",
            detail_en="the interface's processes are in no process list",
            certainty=group[0].certainty or "",
            claims=tuple(
                dict.fromkeys(c for e in group for c in (*(e.claims or ()), *(e.more or ())))
            ),
        )
        for identity, group in sorted(by_interface.items())
        if not any(process_key(e.process) in known for e in group)
    ]


def wanted(ask: Ask) -> list[CoverageRow]:
    """The cells of the process, the levels and the state asked for."""
    process, upper, lower, state = (
        ask.params.get(name, "") for name in ("process", "upper", "lower", "state")
    )
    for name, value in (("upper", upper), ("lower", lower)):
        _check(name, value, LEVELS.codes)
    _check("state", state, (*COVERAGE_STATES.codes, GAPS))
    return [
        r
        for r in answer(ask)
        if process in ("", r.code, r.name, r.process)
        and upper in ("", r.upper)
        and lower in ("", r.lower)
        and (state in ("", r.state) or (state == GAPS and r.state != COVERED))
    ]


def _check(name: str, value: str, codes: Iterable[str]) -> None:
    if value and value not in codes:
        raise InvalidValueError(
            name, value, "没有 / there is none", f"可用 / use: {', '.join(codes)}"
        )


def summary(rows: Sequence[CoverageRow]) -> tuple[str, str]:
    """How many cells are in each state, gaps first."""
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[row.state] += 1
    ranked = sorted(counts, key=COVERAGE_STATES.rank)
    processes = len({r.process for r in rows})
    pairs = len({(r.upper, r.lower) for r in rows})
    return (
        f"{processes} 个过程 × {pairs} 对层级："
        + "，".join(f"{COVERAGE_STATES.title(s)} {counts[s]}" for s in ranked),
        f"{processes} processes × {pairs} level pairs: "
        + ", ".join(f"{COVERAGE_STATES.title(s, 'en')} {counts[s]}" for s in ranked),
    )


def processes(ask: Ask) -> Iterable[str]:
    """By what a process may be named: id, code or name."""
    return called(ask, "Process")


QUERY = Query(
    id="coverage",
    question_zh="哪些过程在国家、自治区、盟市、旗县之间有接口，哪些没有说明？",
    question_en="Which processes have an interface between nation, region, league and banner, and "
    "for which does no source say so?",
    params=(
        Param("process", "过程（代码或名称）", "process (code or name)"),
        Param("upper", "上级层级", "upper level"),
        Param("lower", "下级层级", "lower level"),
        Param("state", "状态（gaps 为全部缺口）", "state, or gaps for all but covered"),
    ),
    row=CoverageRow,
    stages=(PROCESSES, LISTED_LEAVES, INTERFACES, BODIES, *STAGES),
    answer=wanted,
    summary=summary,
    known={"process": processes},
    matrix=Matrix(("code", "name"), ("upper", "lower"), "state"),
)
