"""`review-input`: what a management review has to consider, as of its day (ISO 9001:2015, 9.3.2).

For a review: its unit and all below, since the review before it. For a unit, or for all: since the
last review, as of the time asked about. An item of which nothing is known is a row that says so.
"""

from __future__ import annotations

from queries import effect, indicators, risks
from queries.actions import ABOUT, STATES, UNITS
from queries.model import Param, Query, Stage
from queries.registers import ACTIONS, ISSUE_STAGES, NONCONFORMITIES
from queries.review_input import stages
from queries.review_input.answer import answer, summary
from queries.review_input.rows import ReviewInputRow

__all__ = ["QUERY", "ReviewInputRow"]


def _stages() -> tuple[Stage[object], ...]:
    """The stages of the module as they are declared, then those of the questions it asks."""
    found: list[object] = []
    for value in vars(stages).values():
        several = value.values() if isinstance(value, dict) else value
        found += several if isinstance(value, dict | tuple) else [value]
    for asked in (effect, indicators, risks):
        found += asked.QUERY.stages
    found += [ABOUT, STATES, UNITS, *ISSUE_STAGES]
    for register in (ACTIONS, NONCONFORMITIES):
        found += register.stages
    return tuple(dict.fromkeys(x for x in found if isinstance(x, Stage)))


QUERY = Query(
    id="review-input",
    question_zh="管理评审要看什么：决定、反馈、指标、不合格、审核、供方、培训、风险如何？",
    question_en="What has this management review to consider: where do decisions, feedback, "
    "indicators, nonconformities, audits, suppliers, trainings and risks stand?",
    params=(
        Param("element", "管理评审", "management review", kinds=("ManagementReview",)),
        Param("unit", "单位（连同下属）", "unit with those below it", kinds=("Unit",)),
        Param("from", "开始日期（不写：上次评审，没有则一年前）",
              "first day (none: since the review before, else a year)"),
    ),
    row=ReviewInputRow,
    stages=_stages(),
    answer=answer,
    summary=summary,
)  # fmt: skip
