"""What an answer reads like in a table that knows nothing of its question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from dashboard.render.answer_codes import BY_QUESTION
from dashboard.render.answer_words import worded_columns
from ontology import NODE_KINDS
from queries import Result, questions

Answer = Callable[..., Result[object]]


@dataclass(frozen=True, slots=True)
class Finding:
    kind: str
    station: str
    by: str
    state: str
    passed: bool
    states: tuple[tuple[str, int], ...]
    name: str


FINDING = Finding(
    "AT_STATION",
    "station:53463",
    "location:53463|a.csv|1957-03-31T16%3A00%3A00Z",
    "uncovered",
    False,
    (("uncovered", 8), ("covered", 3)),
    "station:53463",
)


def said(answer: Result[object], *, english: bool = False) -> dict[str, str]:
    columns = worded_columns(answer, english=english)
    return dict(zip(columns.names, columns.rows[0], strict=True))


def test_codes_kinds_and_elements_have_titles(answer: Answer) -> None:
    assert said(answer(FINDING, question="gaps")) == {
        "kind": "布设于",
        "station": "53463",
        "by": "站址 53463 · a.csv · 1957-04-01",
        "state": "应有而无",
        "passed": "否",
        "states": "应有而无 8；已覆盖 3",
        "name": "station:53463",  # a name is what a source says, whatever it looks like
    }
    english = said(answer(FINDING, question="gaps"), english=True)
    assert (english["state"], english["passed"]) == ("uncovered", "no")
    assert english["states"] == "uncovered 8; covered 3"


@dataclass(frozen=True, slots=True)
class Due:
    what: str
    unit: str
    unit_name: str
    month: str


def test_what_differs_comes_first_and_nothing_is_told_twice(answer: Answer) -> None:
    rows = [Due("task", f"unit:{name}", name, f"2026-0{n}") for n, name in enumerate("甲乙", 1)]
    columns = worded_columns(answer(*rows, question="expiring"))

    assert columns.names == ("unit", "month", "what")
    assert columns.rows == (("甲", "2026-01", "任务"), ("乙", "2026-02", "任务"))


@dataclass(frozen=True, slots=True)
class State:
    state: str


@pytest.mark.parametrize(
    ("question", "code", "title"),
    [
        ("actions", "open", "未完成"),
        ("nonconformities", "open", "未关闭"),
        ("conflicts", "open", "未裁定"),
        ("trace", "expired", "超期"),
        ("coverage", "expired", "已失效"),
        ("stations", "stub", "只被提到"),
        ("stations", "of a source", "of a source"),
    ],
)
def test_a_code_has_the_title_of_its_question(
    answer: Answer, question: str, code: str, title: str
) -> None:
    assert said(answer(State(code), question=question))["state"] == title


@dataclass(frozen=True, slots=True)
class Property:
    part: str
    type: str
    value: str
    other: str


def test_a_property_is_told_by_its_declaration(answer: Answer) -> None:
    row = Property("property", "kind", "quality", "")
    told = said(answer(row, question="show", params={"element": "issue:1"}))
    declared = NODE_KINDS["Issue"].property_named("kind")

    assert declared is not None
    assert told == {"part": "属性", "type": declared.title_zh, "value": "数据质量"}


def test_the_titles_are_of_questions_and_fields_that_there_are() -> None:
    for question, codes in BY_QUESTION.items():
        assert set(codes) <= set(questions()[question].fields)


@dataclass(frozen=True, slots=True)
class Explained:
    explanation: str


@pytest.mark.parametrize(
    ("question", "told", "zh", "en"),
    [
        ("conflicts", "far away and back", "去了很远又回来", "far away and back"),
        ("conflicts", "sign slip", "正负号颠倒", "sign slip"),
        ("unresolved-names", "不知所指 / not known", "不知所指", "not known"),
    ],
)
def test_an_explanation_is_in_the_language_of_the_page(
    answer: Answer, question: str, told: str, zh: str, en: str
) -> None:
    row = answer(Explained(told), question=question)

    assert said(row)["explanation"] == zh
    assert said(row, english=True)["explanation"] == en
