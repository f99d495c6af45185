"""`audits`: the audit programme from plan to verified finding (ISO 9001:2015, 9.2 and 10.2).

Which units, processes and clauses each audit looks at, who audits and whether they are independent
and qualified on its day, what was found, and how far nonconformities and actions are.
"""

from __future__ import annotations

from queries.actions import STATES, UNITS
from queries.audits import stages
from queries.audits.answer import UNFIT, answer, summary
from queries.audits.rows import AuditRow
from queries.model import Param, Query
from queries.nonconformities import LINKS
from queries.nonconformities import STATES as NONCONFORMITY_STATES

__all__ = ["QUERY", "UNFIT", "AuditRow"]

QUERY = Query(
    id="audits",
    question_zh="审核按计划做了没有，审核员是否独立、当天有没有资格，发现了什么，处理到哪一步？",
    question_en="Were the audits done as planned, were their auditors independent and qualified on "
    "the day, what did they find, and how far is what followed?",
    params=(
        Param("element", "审核或审核发现", "audit or finding", kinds=("Audit", "Finding")),
        Param("unit", "受审核单位", "unit that is audited", kinds=("Unit",)),
    ),
    row=AuditRow,
    stages=(
        stages.AUDITS, stages.COUNT, stages.COVERED, stages.AUDITORS, stages.LED, stages.ABOVE,
        *stages.QUALIFIED.values(), stages.FINDINGS, stages.CLAUSES, stages.RAISED,
        stages.ADDRESSED, NONCONFORMITY_STATES, STATES, UNITS, LINKS["units"], LINKS["clauses"],
    ),
    answer=answer,
    summary=summary,
)  # fmt: skip
