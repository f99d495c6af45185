"""Every field of every answer has a word in Chinese, and no word is without a field."""

from __future__ import annotations

from dataclasses import fields

import pytest

from dashboard.render.columns import PLACE, SOURCE
from dashboard.render.field_titles import TITLES, field_title, headings
from queries import questions


def asked_fields() -> set[str]:
    names = {field.name for query in questions().values() for field in fields(query.row)}
    return {name.removesuffix("_zh").removesuffix("_en") for name in names} | {"name_en"}


def test_each_field_of_an_answer_has_a_title() -> None:
    missing = (asked_fields() | {SOURCE, PLACE}) - set(TITLES)

    assert not missing, f"add to dashboard/render/field_titles.py: {', '.join(sorted(missing))}"


def test_no_title_is_of_a_field_that_is_gone() -> None:
    assert set(TITLES) <= asked_fields() | {SOURCE, PLACE}


def test_a_title_by_language() -> None:
    assert field_title("valid_from") == "自"
    assert field_title("distance_km", english=True) == "distance km"
    assert field_title("new_field") == "new_field"


@pytest.mark.parametrize("question", questions())
def test_two_columns_of_an_answer_have_one_title_only_where_they_have_one_name(
    question: str,
) -> None:
    names = [f.name for f in fields(questions()[question].row) if not f.name.endswith("_en")]
    stripped = {name.removesuffix("_zh") for name in names}

    assert len({field_title(name) for name in stripped}) == len(stripped)


def test_a_title_that_comes_again_is_numbered() -> None:
    assert headings(["check", "check", "state"]) == ["检查项", "检查项 2", "状态"]
