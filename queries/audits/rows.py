"""What `audits` answers with."""

from __future__ import annotations

from dataclasses import dataclass

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One step of an audit: itself, who audits, a finding, a nonconformity, or an action.

    `part`: audit, auditor, finding, nonconformity or action; `element`: what the row is about,
    empty for an auditor whom nobody states; `about`: the step it follows from. `kind`: of an audit
    a code of AUDIT_KINDS, of a finding one of FINDING_TYPES. `units`: names of the audited, of a
    nonconformity or an action of those who answer. `auditors`: names of those who audit.
    `date`: the day at +08:00 that counts for the state: done or planned, found, closed, due, or the
    last day of an auditor's qualification. `state`: a code of AUDIT_STATES. `days`: by which it is
    overdue, else None; `number`: findings of an audit.
    """

    part: str
    element: str
    state: str
    date: str
    days: int | None
    name: str
    kind: str
    audit: str
    about: str
    units: Texts
    processes: Texts
    clauses: Texts
    auditors: Texts
    planned: str
    number: int | None
    detail_zh: str
    detail_en: str
    certainty: str
    claims: Texts
