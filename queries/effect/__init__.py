"""`effect`: did what was done against a cause work, or has the cause come again?

For each action that was done: whether a cause of the same class recurred at the same elements
within a window after it, beside how often it occurred before. Without a window: 90 days.
"""

from __future__ import annotations

from queries.effect import stages
from queries.effect.answer import answer, summary
from queries.effect.rows import EffectRow
from queries.model import Param, Query

__all__ = ["QUERY", "EffectRow"]

QUERY = Query(
    id="effect",
    question_zh="纠正措施有没有效：完成之后，同类起因在同一对象上有没有再发生？",
    question_en="Did corrective actions work: has the same class of cause recurred at the same "
    "elements after they were done?",
    params=(
        Param(
            "actions",
            "措施编号，用分号分开；不给则为全部已完成的措施",
            "actions joined by ;, or none for all that were done",
            kinds=("CorrectiveAction",),
            several=True,
        ),
        Param("days", "观察期（天）", "length of the window in days"),
    ),
    row=EffectRow,
    stages=stages.ALL,
    answer=answer,
    summary=summary,
)
