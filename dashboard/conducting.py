"""An audit as persons handle it: planned for units, done, its findings written down.

Nobody audits the own unit: that is refused when it is planned. Whether auditors lead what they
audit, or were qualified on the day, is shown by the question `audits`. What follows from a finding
is `dashboard.improving`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.deciding import Decided, told
from dashboard.given import cut_id, day_of, free_id, ids_of, is_free, known_code, moment_of, several
from dashboard.handling import worded
from dashboard.incident_state import there
from graph import InvalidValueError, SuyuanError, Workspace, short_id
from graph.ledger import LedgerReader, LiveClaim
from loaders import AuditSaid, record, source_of
from ontology import NODE_KINDS, civil_day, key_parts, key_text, kind_of, make_id
from ontology.improvement_codes import AUDIT_KINDS, FINDING_TYPES
from queries.neighbourhood import find_element

_FINDING = NODE_KINDS["Finding"]
SYNTHETIC, STATED = "synthetic", "stated"


class OwnUnitError(SuyuanError):
    """Somebody was to audit the own unit (ISO 9001:2015, 9.2.2 c)."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        name = key_text(unit)
        super().__init__(
            f"{name} 不能审核本单位；换别的审核单位 / "
            f"{name} cannot audit the own unit: name another auditor"
        )


class AuditedError(SuyuanError):
    """An audit was said to be done on another day before."""

    def __init__(self, audit: str, done: str) -> None:
        self.audit, self.done = audit, done
        super().__init__(
            f"{audit} 已于 {civil_day(done)} 完成；先撤销那一条 / "
            f"was done on {civil_day(done)}: undo that first (suyuan decide undo)"
        )


@dataclass(frozen=True, slots=True)
class Programme:
    """What is planned: clauses × units, by whom, when.

    Each is written as a person does, several with semicolons between: `units` and `auditors` by
    name or id, `clauses` as standard|number, `processes` as code@level. `planned` is a day.
    """

    units: str
    auditors: str
    planned: str
    kind: str = "internal"
    clauses: str = ""
    processes: str = ""


def plan_audits(
    workspace: Workspace, programme: Programme, user: str, *, reason: str = "", on: str = ""
) -> list[Decided]:
    """Plan an audit of each unit, all in one load or none.

    Raises `OwnUnitError` where a unit would audit itself, `InvalidValueError` for what is wrong
    with a value, `UnknownElementError` for a unit or a process that is not there.
    """
    source, at = source_of(user), moment_of(on)
    known_code("kind", programme.kind, AUDIT_KINDS, required=True)
    day = day_of("planned", programme.planned, end=False)
    units = _named(workspace, "units", programme.units, "Unit")
    auditors = _named(workspace, "auditors", programme.auditors, "Unit")
    for unit in units:
        if unit in auditors:
            raise OwnUnitError(unit)
    links = [("COVERS", cut_id("clauses", one, "Clause")) for one in several(programme.clauses)]
    if programme.processes:
        processes = _named(workspace, "processes", programme.processes, "Process")
        links += [("COVERS", one) for one in processes]
    links += [("CONDUCTED_BY", auditor) for auditor in auditors]
    words = (("kind", programme.kind), ("planned", day))
    with workspace.ledger.writing() as writer:
        reader = LedgerReader(workspace.ledger)
        said: list[AuditSaid] = []
        for unit in units:
            taken = [one.element for one in said]
            element = free_id(reader, "Audit", f"AU-{civil_day(day)}", taken)
            said.append(AuditSaid(element, at, words, (("COVERS", unit), *links), reason))
        record(workspace.ledger, writer, source, *said)
    return [_told(workspace, source, one) for one in said]


def finish_audits(
    workspace: Workspace, audits: Sequence[str], user: str, *, result: str = "", on: str = ""
) -> list[Decided]:
    """Say that audits were done, on a day (today, if none), and with which result.

    Done on that day already: nothing is written. Raises `AuditedError` for another day.
    """
    source, at = source_of(user), moment_of(on)
    ids = ids_of(workspace, audits, "Audit")
    if result:
        worded("result", result)
    words = (("done", at), ("result", result.strip())) if result else (("done", at),)
    with workspace.ledger.writing() as writer:
        reader = LedgerReader(workspace.ledger)
        said: dict[str, AuditSaid] = {}
        for audit in ids:
            live = list(reader.nodes_of([audit]))
            done = {str(one.properties["done"]) for one in live if one.properties.get("done")}
            if done and civil_day(at) not in map(civil_day, done):
                raise AuditedError(audit, min(done))
            if not done:
                said[audit] = AuditSaid(audit, at, words, certainty=_certainty(live))
        if said:
            record(workspace.ledger, writer, source, *said.values())
    workspace.catch_up()
    head, notices = str(workspace.ledger.head()), tuple(workspace.notices)
    return [
        Decided(_claim(said[audit], source), audit, source, True, head, notices)
        if audit in said
        else Decided("", audit, source, False, head, notices)
        for audit in ids
    ]


def find_in_audit(
    workspace: Workspace,
    audit: str,
    user: str,
    *,
    statement: str,
    grade: str = "",
    clauses: str = "",
    on: str = "",
) -> Decided:
    """Write down what an audit found; it gets the next number of the audit.

    `grade`: a code of FINDING_TYPES; `clauses`: standard|number, several with semicolons between.
    """
    source, at = source_of(user), moment_of(on)
    worded("statement", statement)
    known_code("grade", grade, FINDING_TYPES)
    (audit,) = ids_of(workspace, [audit], "Audit")
    words = (("statement", statement.strip()), ("finding_type", grade))
    links = [("COVERS", cut_id("clauses", one, "Clause")) for one in several(clauses)]
    (key,) = key_parts(kind_of(audit), audit)
    with workspace.ledger.writing() as writer:
        reader = LedgerReader(workspace.ledger)
        number = 1
        while not is_free(reader, element := make_id(_FINDING, key, str(number))):
            number += 1
        said = AuditSaid(
            element,
            at,
            tuple((name, value) for name, value in words if value),
            (("OF_AUDIT", audit), *links),
            certainty=_certainty(list(reader.nodes_of([audit]))),
        )
        record(workspace.ledger, writer, source, said)
    return _told(workspace, source, said)


def _named(workspace: Workspace, name: str, text: str, label: str) -> list[str]:
    """The elements of a kind that somebody wrote, at least one."""
    words = several(text)
    if not words:
        zh, en = NODE_KINDS[label].title_zh, NODE_KINDS[label].title_en
        raise InvalidValueError(
            name, text, f"没有写{zh} / names no {en}", "写全称或编号 / write a name or an id"
        )
    prefix = NODE_KINDS[label].prefix
    ids = [f"{prefix}:{word}" if "@" in word and ":" not in word else word for word in words]
    found = (there(workspace, find_element(workspace, one, (label,)), (label,)) for one in ids)
    return list(dict.fromkeys(found))


def _certainty(live: Sequence[LiveClaim]) -> str:
    """Synthetic where all that is said of the audit is: a made-up audit has no real findings."""
    return SYNTHETIC if {one.certainty for one in live} == {SYNTHETIC} else STATED


def _told(workspace: Workspace, source: str, said: AuditSaid) -> Decided:
    claim = said.claims(source)[0]
    return told(workspace, source, claim.claim_id(source), said.element, written=True)


def _claim(said: AuditSaid, source: str) -> str:
    return short_id(said.claims(source)[0].claim_id(source))
