"""`five-checks`: the five checks of every matter (凡事) for each process and each step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ontology import key_parts, kind_of
from ontology.codes import FIVE_CHECKS
from ontology.requirements import REQUIREMENTS
from queries.ask import Ask
from queries.gaps import stages
from queries.gaps.evaluate import Evaluation, ordered
from queries.gaps.facts import Facts
from queries.model import Matrix, Param, Query
from queries.presence import called

RULES = tuple(rule for rule in REQUIREMENTS.values() if rule.check)


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check of one process or step; `passed` where it is covered, else `state` says why not."""

    element: str
    name: str
    level: str
    check: str
    check_zh: str
    check_en: str
    passed: bool
    state: str
    units: tuple[str, ...]
    detail_zh: str
    detail_en: str
    remedy_zh: str
    remedy_en: str
    term: str
    certainty: str
    claims: tuple[str, ...]


def answer(ask: Ask) -> Iterable[CheckRow]:
    """Five rows a process or step, in the order of elements and checks."""
    wanted = ask.params.get("process", "")
    checks = list(FIVE_CHECKS.codes)
    rows = [
        CheckRow(
            row.element,
            row.name,
            row.level,
            REQUIREMENTS[row.rule].check,
            *FIVE_CHECKS.codes[REQUIREMENTS[row.rule].check],
            row.state == "covered",
            row.state,
            row.units,
            row.detail_zh,
            row.detail_en,
            row.remedy_zh,
            row.remedy_en,
            row.term,
            row.certainty,
            row.claims,
        )
        for row in ordered(Evaluation(Facts(ask), RULES).shallow())
        if wanted in ("", row.element, row.name, _code(row.element))
    ]
    return sorted(rows, key=lambda r: (r.element, checks.index(r.check)))


def _code(element: str) -> str:
    """The code of a process, which is the same at every level; empty for a step."""
    kind = kind_of(element)
    return key_parts(kind, element)[0] if kind.label == "Process" else ""


def summary(rows: Sequence[CheckRow]) -> tuple[str, str]:
    """How many of the matters pass each check."""
    passed = Counter(row.check for row in rows if row.passed)
    matters = len({row.element for row in rows})
    return (
        f"{matters} 项过程与步骤："
        + "，".join(f"{zh} {passed[c]}" for c, (zh, _) in FIVE_CHECKS.codes.items()),
        f"{matters} processes and steps: "
        + ", ".join(f"{en} {passed[c]}" for c, (_, en) in FIVE_CHECKS.codes.items()),
    )


def matters(ask: Ask) -> Iterable[str]:
    """By what a process or a step may be named: id, code or name."""
    return called(ask, "Process", "Step")


QUERY = Query(
    id="five-checks",
    question_zh="凡事有人负责、有章可循、有据可查、有人监督、都有结果：每个过程和步骤做到了哪几条？",
    question_en="Of the five checks of every matter, which does each process and step pass?",
    params=(
        Param("process", "过程或步骤（标识、过程代码或名称）", "process or step: id, code or name"),
    ),
    row=CheckRow,
    stages=stages.ALL,
    answer=answer,
    summary=summary,
    known={"process": matters},
    matrix=Matrix(("element", "name"), ("check",), "state"),
)
