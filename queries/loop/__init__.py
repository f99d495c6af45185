"""`loop`: from a user's word to the document that says how it is done, and back.

Feedback → data requirement → indicator → process → document → version: from any of them one trace
in both directions, each step with its link and where it stood at the time; missing steps are rows.
"""

from __future__ import annotations

from queries.loop import stages
from queries.loop.answer import SHOWN, answer, summary
from queries.loop.rows import LoopRow
from queries.model import Param, Query

__all__ = ["QUERY", "LoopRow"]

QUERY = Query(
    id="loop",
    question_zh="从用户反馈经需求、指标、过程到文件版本，各有什么，缺哪一步？",
    question_en="From feedback by data requirement, indicator and process to the version of a "
    "document: what is on this line, and which step is missing?",
    params=(
        Param("element", "反馈、需求、指标、过程或文件", "feedback, requirement, indicator, "
              "process or document", required=True, kinds=stages.KINDS),
        Param("limit", f"每类最多个数（{SHOWN}）", f"at most so many of a kind ({SHOWN})"),
    ),
    row=LoopRow,
    stages=stages.ALL,
    answer=answer,
    summary=summary,
)  # fmt: skip
