"""Steps of an audit on a page: planned for units, done, a finding written down.

All of it is `dashboard.conducting`, whose refusals name the remedy.
"""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.app.acting import Act
from dashboard.app.step_form import NEEDED, ON, REASON, Chosen, Field, Said, Step, together
from dashboard.conducting import Programme, find_in_audit, finish_audits, plan_audits
from ontology.improvement_codes import AUDIT_KINDS, FINDING_TYPES

# What the steps do


def _plan(chosen: Chosen, said: Said) -> list[tuple[str, Act]]:
    programme = Programme(**{name: said[name] for name in Programme.__slots__})
    user = chosen.user
    return [(said["units"], lambda w: plan_audits(w, programme, user, reason=said["reason"]))]


def _audited(chosen: Chosen, said: Said) -> list[tuple[str, Act]]:
    ids, user = chosen.elements, chosen.user
    return together(
        ids, lambda w: finish_audits(w, ids, user, result=said["result"], on=said["on"])
    )


def _find(chosen: Chosen, said: Said) -> list[tuple[str, Act]]:
    """The same finding in each of the audits chosen."""
    return [(audit, _finding(audit, said, chosen.user)) for audit in chosen.elements]


def _finding(audit: str, said: Said, user: str) -> Act:
    return lambda w: find_in_audit(
        w,
        audit,
        user,
        statement=said["statement"],
        grade=said["grade"],
        clauses=said["clauses"],
        on=said["on"],
    )


# The steps

_UNITS = ("单位全称或编号；…", "names or ids of units; …")
_CLAUSES = Field("clauses", ("条款", "clauses"), ("标准|条号；…", "standard|number; …"))
AUDIT_STEPS: Mapping[str, tuple[Step, ...]] = {
    "audits": (
        Step(
            "plan",
            ("排入方案", "plan audits"),
            (
                Field("units", ("受审核单位", "units audited"), _UNITS),
                Field("auditors", ("审核单位", "who audits"), _UNITS),
                Field("planned", ("计划日期", "planned for"), ("2025-06-30", "2025-06-30")),
                Field("kind", ("类别", "kind"), codes=AUDIT_KINDS, given="internal"),
                _CLAUSES,
                Field(
                    "processes",
                    ("过程", "processes"),
                    ("例如：Y02-04@region；…", "Y02-04@region；…"),
                ),
                REASON,
            ),
            _plan,
            of_chosen=False,
        ),
        Step(
            "done",
            ("记为已审核", "say that they were done"),
            (Field("result", ("结果", "result")), ON),
            _audited,
        ),
        Step(
            "find",
            ("记下发现", "write down a finding"),
            (
                Field("statement", ("发现内容", "what was found"), NEEDED),
                Field("grade", ("分级", "grade"), codes=FINDING_TYPES, given="minor"),
                _CLAUSES,
                ON,
            ),
            _find,
        ),
    ),
}
