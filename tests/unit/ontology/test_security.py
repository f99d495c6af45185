"""Who may see what: the table is whole, falls from class to class, and the page tells it."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from ontology import NODE_KINDS
from ontology.security import (
    INTERNAL,
    MARKING,
    PUBLIC,
    SECURITY_LEVELS,
    SEEN_BY,
    UNKNOWN_SEEN_BY,
    USER_CLASSES,
    may_see,
    sees_all,
)

ROW = r"^\| ([^|]+?) \|([^|]+\|[^|]+\|[^|]+)\|$"
PAGE = Path(__file__).parents[3] / "docs/howto/serve-the-pages.md"


def test_every_level_says_who_sees_it() -> None:
    assert list(SEEN_BY) == list(SECURITY_LEVELS.codes)
    assert {c for seen in (*SEEN_BY.values(), UNKNOWN_SEEN_BY) for c in seen} <= set(
        USER_CLASSES.codes
    )


def test_each_class_sees_what_the_next_one_sees() -> None:
    seen = [{level for level in SEEN_BY if may_see(c, [level])} for c in USER_CLASSES.codes]

    assert all(more > less for more, less in pairwise(seen))
    assert [c for c in USER_CLASSES.codes if sees_all(c)] == [INTERNAL]


@pytest.mark.parametrize(
    ("user_class", "levels", "seen"),
    [
        (PUBLIC, [], True),
        (PUBLIC, ["一级"], True),
        (PUBLIC, ["二级"], False),
        ("cooperating", ["第二级"], True),
        ("cooperating", ["二级", "三级"], False),
        ("cooperating", ["S3A3"], False),
        ("cooperating", ["内部"], False),
        (PUBLIC, [" 公开 "], True),
        (INTERNAL, ["绝密", "S3A3"], True),
        ("nobody", ["公开"], False),
        ("nobody", [], True),
    ],
)
def test_what_is_not_stated_is_open_and_an_unknown_word_is_not(
    user_class: str, levels: list[str], seen: bool
) -> None:
    assert may_see(user_class, levels) is seen


def test_a_kind_takes_part_by_its_property() -> None:
    assert NODE_KINDS["System"].property_named(MARKING) is not None


def test_the_page_tells_the_table() -> None:
    told = {
        level: tuple(
            code
            for code, mark in zip(USER_CLASSES.codes, marks.split("|"), strict=True)
            if mark.strip() == "✓"
        )
        for names, marks in re.findall(ROW, PAGE.read_text(encoding="utf-8"), re.MULTILINE)
        for level in names.split("、")
        if level in SECURITY_LEVELS
    }

    assert told == dict(SEEN_BY)
