"""Persons that a text names in passing: beside a post, or behind a label."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.unit.loaders.documents.saying import HEAD, said


@pytest.fixture
def persons(read) -> Callable[[str], set[str]]:
    def found(text: str) -> set[str]:
        statements = said(read(f"{HEAD}{text}\n")).statements
        return {each.element.key[0] for each in statements if each.element.kind == "Person"}

    return found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("本次培训，局长殷若渝、副局长佘一沣出席。", {"殷若渝", "佘一沣"}),
        ("省局观测处处长端木亦介绍了有关情况。", {"端木亦"}),
        ("会议由殷若渝副局长主持。", {"殷若渝"}),
        ("局党组书记、局长殷若渝强调，要抓紧落实。", {"殷若渝"}),
        ("主任殷渝在座谈会上指出了不足。", {"殷渝"}),
        ("（责任编辑：佘一沣）", {"佘一沣"}),
        ("记者：殷若渝 佘一沣", {"殷若渝", "佘一沣"}),
        ("制表人：殷若渝", {"殷若渝"}),
    ],
)
def test_whoever_is_named(persons, text: str, names: set[str]) -> None:
    assert persons(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "各单位由局长任组长，主任任副组长。",
        "处长安排，站长应当到场。",
        "局长办公会、主任会议研究决定。",
        "副书记高度重视，局长全面负责。",
        "审核：观测处",
        "负责人：计量处",
        "联系人：各盟市气象局业务科科长",
        "编辑：各单位分别报送。",
        "站长（主任）方面的意见，所长于次日报送。",
    ],
)
def test_words_that_begin_like_a_name_are_none(persons, text: str) -> None:
    assert persons(text) == set()
