"""`gaps`: who must have what and has it not, by the coverage rules, every gap a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches

from graph import InvalidValueError
from ontology import COVERAGE_STATES, LEVELS, NODE_KINDS
from ontology.requirements import REQUIREMENTS
from queries.ask import Ask
from queries.gaps import stages
from queries.gaps.evaluate import Evaluation, in_area, is_any, is_gap, ordered, rules_named
from queries.gaps.facts import Facts
from queries.gaps.rows import GapRow
from queries.leagues import area_codes
from queries.model import Matrix, Param, Query
from queries.yes_or_no import says_yes

ALL = "all"
KNOWN = {"area": area_codes}
PARAMS = (
    Param("rule", "规则", "rule"),
    Param("kind", "种类", "kind of element"),
    Param("area", "区划代码（含下属）", "area code, with those within it"),
    Param("level", f"层级（{'、'.join(LEVELS.codes)}）", "level"),
)


def evaluated(
    ask: Ask, *, deep: bool = False, wanted: Callable[[str], bool] = is_any
) -> list[GapRow]:
    """Every element under every rule that was asked for in a state that is `wanted`."""
    asked = {name: ask.params.get(name, "") for name in ("rule", "kind", "area", "level")}
    _known("rule", asked["rule"], REQUIREMENTS)
    _known("kind", asked["kind"], NODE_KINDS)
    _known("level", asked["level"], LEVELS.codes)
    evaluation = Evaluation(Facts(ask), rules_named(asked["rule"]), wanted)
    rows = list(evaluation.shallow(asked["kind"]))
    if deep:
        rows += evaluation.deep(asked["kind"])
    return ordered(r for r in rows if in_area(r, asked["area"]) and asked["level"] in ("", r.level))


def _known(name: str, value: str, codes: Iterable[str]) -> None:
    if value and value not in set(codes):
        near = get_close_matches(value, list(codes), 3, 0.4)
        raise InvalidValueError(
            name, value, "没有 / there is none", f"可用 / use: {', '.join(near or codes)}"
        )


def answer(ask: Ask) -> list[GapRow]:
    """What is not covered, or what is in the state asked for; `all`: what is covered, too."""
    wanted = ask.params.get("state", "")
    _known("state", wanted, (*COVERAGE_STATES.codes, ALL))
    keep = {"": is_gap, ALL: is_any}.get(wanted, wanted.__eq__)
    return evaluated(ask, deep=says_yes(ask.params, "deep"), wanted=keep)


def summary(rows: Sequence[GapRow]) -> tuple[str, str]:
    """How many gaps there are in each state, worst first."""
    counts = Counter(row.state for row in rows)
    states = sorted(counts, key=COVERAGE_STATES.rank)
    elements = len({row.element for row in rows})
    return (
        f"{elements} 个对象有 {len(rows)} 处缺口"
        + "".join(f"，{COVERAGE_STATES.title(s)} {counts[s]}" for s in states),
        f"{len(rows)} gaps of {elements} elements"
        + "".join(f", {COVERAGE_STATES.title(s, 'en')} {counts[s]}" for s in states),
    )


QUERY = Query(
    id="gaps",
    question_zh="按覆盖规则，谁应有什么而没有？怎样补？",
    question_en="By the coverage rules, who must have what and has it not, and how is it mended?",
    params=(
        *PARAMS,
        Param("state", "状态（all 为全部）", "state, or all"),
        Param("deep", "逐层向下（yes）", "transitively (yes)"),
    ),
    row=GapRow,
    stages=stages.ALL,
    answer=answer,
    summary=summary,
    known=KNOWN,
    matrix=Matrix(("element", "name"), ("rule",), "state"),
)
