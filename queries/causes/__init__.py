"""`causes`: what do these issues have in common that others have not, and is it to blame?"""

from __future__ import annotations

from queries.causes import stages
from queries.causes.answer import answer, summary
from queries.causes.rows import CauseRow
from queries.model import Param, Query

QUERY = Query(
    id="causes",
    question_zh="排除偶然与混杂之后，这些数据质量问题的共同原因是什么，有没有证据？",
    question_en="What is the common cause of these issues, beyond chance and confounding, and "
    "what proves it?",
    params=(
        Param(
            "issues",
            "问题编号，用分号分开；不给则为全部未了结的问题",
            "issues joined by ;, or none for all open ones",
            kinds=("Issue",),
            several=True,
        ),
    ),
    row=CauseRow,
    stages=stages.ALL,
    answer=answer,
    summary=summary,
)
