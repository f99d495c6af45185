"""`readiness`: whether a quality management system can be certified, and what keeps it certified.

Before: trial run, internal audit, management review, no open nonconformities. After: surveillance
every year, and all that expires. Trainings, suppliers, risks and nonconformities are those that
`review-input` tells of, trial runs those of `tasks`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from ontology.improvement_codes import READINESS, REVIEW_INPUT_STATES
from queries import review_input, tasks
from queries.ask import Ask
from queries.coded import chosen
from queries.model import Param, Query
from queries.readiness.recurring import certified, yearly
from queries.readiness.rows import ReadinessRow
from queries.readiness.stages import ALL, NONCONFORMITIES
from queries.review_input.actions import nonconformities
from queries.review_input.checks import suppliers
from queries.review_input.drafting import Draft
from queries.review_input.resources import risks_and_chances, trainings
from queries.review_input.scope import Scope, scope

__all__ = ["QUERY", "ReadinessRow"]

TRIAL_RUN = "试运行"
BEFORE = ("trial_run", "internal_audit", "management_review", "nonconformities")
"""What has to be there before a certification is applied for."""
GOOD = frozenset({"done", "valid", "expiring", "closed", "current", "evaluated"})
PRESSING = ("overdue", "expired", "review_overdue", "not_done", "not_passed")
_NOTHING = "nothing_known"
_OF_REVIEW = {"c4": "nonconformities", "c7": "supplier", "d": "training", "e": "risk_review"}


def answer(ask: Ask) -> Iterable[ReadinessRow]:
    """By item, the worst state first; an item of which nothing is known is a row."""
    wanted, state = (
        chosen(ask, "item", READINESS.codes),
        chosen(ask, "state", REVIEW_INPUT_STATES.codes),
    )
    unit = ask.params.get("unit", "")
    of_unit = {"unit": unit} if unit else {}
    at = scope(ask.also(of_unit))
    found = [*_tried(ask, of_unit), *yearly(at), *certified(at), *_of_review(at)]
    told = {row.item for row in found}
    found += [
        _row(item, Draft("", _NOTHING, detail=("没有来源说到", "no source speaks of it")))
        for item in READINESS.codes
        if item not in told
    ]
    ask.left_out(at.ask.truncated)
    rows = (row for row in found if wanted in ("", row.item) and state in ("", row.state))
    return sorted(rows, key=_order)


def _order(row: ReadinessRow) -> tuple[object, ...]:
    rank = READINESS.rank(row.item), REVIEW_INPUT_STATES.rank(row.state)
    return *rank, row.date, row.element, row.name, row.units, row.claims


def _tried(ask: Ask, of_unit: Mapping[str, str]) -> Iterator[ReadinessRow]:
    """Tasks and milestones of plans that are named after a trial run."""
    known = ask.other(tasks.QUERY, of_unit)
    for row in known.rows:
        if TRIAL_RUN in row.name:
            yield ReadinessRow(
                item="trial_run",
                state={"due": "open"}.get(row.state, row.state),
                date=row.done_on or row.due,
                name=row.name,
                units=row.units,
                number=len(row.evidence),
                detail_zh=f"证据 {len(row.evidence)} 项",
                detail_en=f"{len(row.evidence)} pieces of evidence",
                element=row.element,
                certainty=row.certainty,
                claims=row.claims,
            )
    ask.left_out(known.left_out)


def _of_review(at: Scope) -> Iterator[ReadinessRow]:
    """Trainings, suppliers, risks, and nonconformities that are open."""
    closed, is_open = [], False
    parts = (nonconformities, suppliers, trainings, risks_and_chances)
    for draft in chain.from_iterable(part(at) for part in parts):
        if draft.state == "closed":
            closed.append(draft)
        elif draft.item in _OF_REVIEW:
            is_open = is_open or draft.item == "c4"
            yield _row(_OF_REVIEW[draft.item], draft)
    (count,) = at.ask.rows(NONCONFORMITIES, ever=at.bounds["ever"], t=at.now)
    if count.things and (closed or not is_open):
        yield from _closed(at, closed)


def _closed(at: Scope, closed: Sequence[Draft]) -> Iterator[ReadinessRow]:
    """That so many nonconformities were closed since the last review."""
    first = min(closed, key=lambda d: d.element, default=None)
    yield _row(
        "nonconformities",
        Draft(
            "",
            "closed",
            number=len(closed),
            detail=(f"上次评审以来关闭 {len(closed)} 项", f"{len(closed)} closed since the review"),
            certainty=first.certainty if first else "",
            said=first.said if first else (),
        ),
    )


def _row(item: str, draft: Draft) -> ReadinessRow:
    row = Draft(
        "a", draft.state, draft.element, draft.name, draft.units, draft.date, draft.number,
        draft.detail, draft.certainty, draft.said,
    ).row  # fmt: skip
    return ReadinessRow(
        item=item,
        state=row.state,
        date=row.date,
        name=row.name,
        units=row.units,
        number=row.number,
        detail_zh=row.detail_zh,
        detail_en=row.detail_en,
        element=row.element,
        certainty=row.certainty,
        claims=row.claims,
    )


def summary(rows: Sequence[ReadinessRow]) -> tuple[str, str]:
    """Which prerequisites are met, which are wanting, and what presses."""
    states: dict[str, set[str]] = {item: set() for item in BEFORE}
    for row in rows:
        if row.item in states:
            states[row.item].add(row.state)
    asked = [item for item in BEFORE if states[item]]
    wanting = [item for item in asked if states[item] - GOOD]
    counts = Counter(row.state for row in rows)
    late, soon = sum(counts[s] for s in PRESSING), counts["expiring"]
    zh = f"认证前提 {len(asked)} 项，具备 {len(asked) - len(wanting)} 项"
    en = f"{len(asked) - len(wanting)} of {len(asked)} prerequisites of certification met"
    if wanting:
        zh += f"，还缺：{'、'.join(READINESS.title(item) for item in wanting)}"
        en += f", wanting: {', '.join(READINESS.title(item, 'en') for item in wanting)}"
    return (
        f"{zh}；逾期、过期或未做 {late} 项，即将到期 {soon} 项",
        f"{en}; {late} overdue, expired or not done, {soon} about to expire",
    )


QUERY = Query(
    id="readiness",
    question_zh="能不能申请认证，还缺什么？年度监督、认证、认可、培训、供方、风险复核哪些到期？",
    question_en="Can certification be applied for, and what is wanting? Which of surveillance, "
    "certification, accreditation, training, suppliers and reviews of risks expire?",
    params=(
        Param("unit", "单位（连同下属）", "unit with those below it", kinds=("Unit",)),
        Param("item", f"项（{'、'.join(READINESS.codes)}）", "item"),
        Param("state", "状态", "state"),
    ),
    row=ReadinessRow,
    stages=(*ALL, *dict.fromkeys((*tasks.QUERY.stages, *review_input.QUERY.stages))),
    answer=answer,
    summary=summary,
)
