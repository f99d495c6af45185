"""Audits by plan: clauses × units, a stated sample, a verdict for each cell, one package."""

from dashboard.auditing.cells import Audited, Cell, Finding, audited
from dashboard.auditing.package import contents_of
from dashboard.auditing.plan import AuditPlan, PlannedClause, read_plan

__all__ = [
    "AuditPlan",
    "Audited",
    "Cell",
    "Finding",
    "PlannedClause",
    "audited",
    "contents_of",
    "read_plan",
]
