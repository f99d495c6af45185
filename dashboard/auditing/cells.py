"""Judging the cells of a plan: the population, the sample drawn from it, the verdict, findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from dashboard.auditing.plan import AuditPlan, PlannedClause
from dashboard.evidence.contents import last_recorded
from graph import Workspace
from ontology import COVERAGE_STATES, known_at_time
from queries import Result, run
from queries.gaps.rows import GapRow

PASSES = frozenset({"covered", "declared_absent"})
TRACED = ("Station", "Instrument", "Issue")


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a drawn item does not meet, with the fields in which people sign it off.

    `conclusion` and all after it are left empty: they are for the auditor and the audited.
    """

    number: int
    clause: str
    unit: str
    element: str
    name: str
    rule: str
    required_zh: str
    required_en: str
    state: str
    detail_zh: str
    detail_en: str
    remedy_zh: str
    remedy_en: str
    claims: tuple[str, ...]
    conclusion: str = ""
    auditor: str = ""
    audited_on: str = ""
    cause: str = ""
    correction: str = ""
    due: str = ""
    responsible: str = ""
    verified_by: str = ""
    verified_on: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A clause at a unit: how many items there are, which were drawn, and what they show."""

    clause: str
    unit: str
    rules: tuple[str, ...]
    verdict: str
    population: int
    drawn: tuple[str, ...]
    rows: tuple[GapRow, ...]


@dataclass(frozen=True, slots=True)
class Audited:
    """A plan carried out. `answers`: one a rule, as asked; `traces`: one a drawn item."""

    plan: AuditPlan
    cells: tuple[Cell, ...]
    findings: tuple[Finding, ...]
    answers: dict[str, Result[object]]
    traces: tuple[Result[object], ...]


def audited(workspace: Workspace, plan: AuditPlan) -> Audited:
    """Carry out a plan: the same plan on the same ledger gives the same.

    Without `as_of` it speaks of the moment the ledger was last written. Raises what `run` raises.
    """
    known = None if plan.known_at is None else known_at_time(plan.known_at)
    as_of = plan.as_of or last_recorded(workspace, workspace.ledger.position_at(known))
    wanted = dict.fromkeys(rule for clause in plan.clauses for rule in clause.rules)
    answers = {
        rule: run(
            workspace,
            "gaps",
            {"rule": rule, "state": "all"},
            as_of=as_of,
            known_at=plan.known_at,
        )
        for rule in wanted
    }
    cells = tuple(
        _cell(plan, clause, unit, answers) for clause in plan.clauses for unit in plan.units
    )
    drawn = dict.fromkeys(e for cell in cells for e in cell.drawn)
    kinds = {row.element: row.kind for cell in cells for row in cell.rows}
    traces = tuple(
        run(workspace, "trace", {"element": element}, as_of=as_of, known_at=plan.known_at)
        for element in drawn
        if kinds[element] in TRACED
    )
    return Audited(plan, cells, tuple(_findings(cells)), answers, traces)


def _cell(
    plan: AuditPlan, clause: PlannedClause, unit: str, answers: dict[str, Result[object]]
) -> Cell:
    rows = [
        row
        for rule in clause.rules
        for row in answers[rule].rows
        if isinstance(row, GapRow) and unit in row.units
    ]
    population = sorted({row.element for row in rows})
    drawn = sample(population, plan, clause.clause, unit)
    chosen = set(drawn)
    seen = tuple(row for row in rows if row.element in chosen)
    return Cell(clause.clause, unit, clause.rules, verdict(seen), len(population), drawn, seen)


def sample(population: Sequence[str], plan: AuditPlan, clause: str, unit: str) -> tuple[str, ...]:
    """Items of a cell, drawn by the smallest SHA-256 of `SEED|CLAUSE|UNIT|ITEM`.

    So anybody can draw them again, whatever the language.
    """

    def lot(item: str) -> bytes:
        return sha256(f"{plan.seed}|{clause}|{unit}|{item}".encode()).digest()

    return tuple(sorted(sorted(population, key=lot)[: plan.size]))


def verdict(rows: Sequence[GapRow]) -> str:
    """FAILED where any item fails, NOT_STATED where nothing or too little is said, else PASSED."""
    states = {row.state for row in rows}
    if states - PASSES - {"not_stated"}:
        return "FAILED"
    return "NOT_STATED" if not states or "not_stated" in states else "PASSED"


def _findings(cells: Sequence[Cell]) -> list[Finding]:
    rows = [
        (cell, row)
        for cell in cells
        for row in sorted(cell.rows, key=lambda r: (COVERAGE_STATES.rank(r.state), r.element))
        if row.state not in PASSES
    ]
    return [
        Finding(
            number,
            cell.clause,
            cell.unit,
            row.element,
            row.name,
            row.rule,
            row.required_zh,
            row.required_en,
            row.state,
            row.detail_zh,
            row.detail_en,
            row.remedy_zh,
            row.remedy_en,
            row.claims,
        )
        for number, (cell, row) in enumerate(rows, 1)
    ]
