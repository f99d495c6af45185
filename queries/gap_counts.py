"""`gap-counts`: by rule, level and area, how many elements must have it and how many do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ontology import ALL_CODES, COVERAGE_STATES, LEVELS
from ontology.requirements import REQUIREMENTS
from queries.ask import Ask
from queries.gaps import KNOWN, PARAMS, evaluated, stages
from queries.gaps.rows import GapRow
from queries.model import Matrix, Query

Texts = tuple[str, ...]
CLAIMS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class CountRow:
    """How a rule stands at one level in one area.

    `required`: elements of which it asks something; `share`: covered of required; `states`: pairs
    of state and count, worst first; `claims`: of the first gaps, or of the first elements.
    """

    rule: str
    kind: str
    required_zh: str
    required_en: str
    level: str
    area: str
    required: int
    covered: int
    share: float
    states: tuple[tuple[str, int], ...]
    certainty: str
    claims: Texts


def answer(ask: Ask) -> Iterable[CountRow]:
    """One row a rule, level and area, in the order of rules, levels and codes."""
    groups: dict[tuple[str, str, str], list[GapRow]] = defaultdict(list)
    for row in evaluated(ask):
        groups[row.rule, row.level, row.area].append(row)
    ranks = {name: i for i, name in enumerate(REQUIREMENTS)}
    return [
        _counted(groups[key])
        for key in sorted(groups, key=lambda k: (ranks[k[0]], LEVELS.rank(k[1]), k[1], k[2]))
    ]


def _counted(rows: Sequence[GapRow]) -> CountRow:
    first, counts = rows[0], Counter(row.state for row in rows)
    shown = [r for r in rows if r.state != "covered"] or rows
    claims = dict.fromkeys(c for r in shown[:CLAIMS_SHOWN] for c in r.claims[:1])
    return CountRow(
        rule=first.rule,
        kind=first.kind,
        required_zh=first.required_zh,
        required_en=first.required_en,
        level=first.level,
        area=first.area,
        required=len(rows),
        covered=counts["covered"],
        share=round(counts["covered"] / len(rows), 4),
        states=tuple((s, counts[s]) for s in sorted(counts, key=COVERAGE_STATES.rank)),
        certainty=max(
            (r.certainty for r in rows if r.certainty),
            key=ALL_CODES["certainty"].rank,
            default="",
        ),
        claims=tuple(claims),
    )


def summary(rows: Sequence[CountRow]) -> tuple[str, str]:
    """How much of what is required is covered."""
    required, covered = sum(r.required for r in rows), sum(r.covered for r in rows)
    return (f"应有 {required} 项，已有 {covered} 项", f"{covered} covered of {required} required")


QUERY = Query(
    id="gap-counts",
    question_zh="各规则、各层级、各区划应有多少，已有多少？",
    question_en="By rule, level and area, how much is required and how much is covered?",
    params=PARAMS,
    row=CountRow,
    stages=stages.ALL,
    answer=answer,
    summary=summary,
    known=KNOWN,
    matrix=Matrix(("rule",), ("level", "area"), "share"),
)
