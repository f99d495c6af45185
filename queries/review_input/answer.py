"""The answer of `review-input`: every item of the clause, and those of which nothing is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ontology.improvement_codes import REVIEW_INPUT_STATES, REVIEW_INPUTS
from queries.ask import Ask
from queries.review_input.actions import decisions, in_hand, nonconformities
from queries.review_input.checks import audits, monitoring, suppliers
from queries.review_input.drafting import Draft
from queries.review_input.performance import performance
from queries.review_input.resources import risks_and_chances, trainings
from queries.review_input.rows import ReviewInputRow
from queries.review_input.scope import scope
from queries.review_input.users import changes, feedback

_PARTS = (
    decisions, changes, feedback, performance, nonconformities, in_hand, monitoring, audits,
    suppliers, trainings, risks_and_chances,
)  # fmt: skip
NOTHING = "nothing_known"
_PRESSING = ("overdue", "no_action", "missed", "review_overdue", "expired", "recurred")


def answer(ask: Ask) -> Iterable[ReviewInputRow]:
    """Rows by item; in each the worst state first."""
    at = scope(ask)
    rows = [draft.row for part in _PARTS for draft in part(at)]
    told = {row.item for row in rows}
    rows += [
        Draft(item, NOTHING, detail=("没有来源说到", "no source speaks of it")).row
        for item in REVIEW_INPUTS.codes
        if item not in told
    ]
    return sorted(rows, key=_order)


def _order(row: ReviewInputRow) -> tuple[object, ...]:
    return (
        REVIEW_INPUTS.rank(row.item),
        REVIEW_INPUT_STATES.rank(row.state),
        row.date,
        row.element,
        row.name,
        row.units,
        row.claims,
    )


def summary(rows: Sequence[ReviewInputRow]) -> tuple[str, str]:
    """What presses, and of which items nothing is known."""
    counts = Counter(row.state for row in rows)
    said = [code for code in _PRESSING if counts[code]]
    zh = "，".join(f"{REVIEW_INPUT_STATES.title(c)} {counts[c]}" for c in said) or "没有紧要的"
    en = ", ".join(f"{REVIEW_INPUT_STATES.title(c, 'en')} {counts[c]}" for c in said)
    blank = [row for row in rows if row.state == NOTHING]
    known = len(REVIEW_INPUTS.codes) - len(blank)
    zh = f"{len(REVIEW_INPUTS.codes)} 项输入，{known} 项有所知：{zh}"
    en = f"{known} of {len(REVIEW_INPUTS.codes)} items known: {en or 'nothing presses'}"
    if blank:
        zh += f"；没有所知：{'、'.join(row.topic_zh for row in blank)}"
        en += f"; nothing is known of: {', '.join(row.topic_en for row in blank)}"
    return zh, en
