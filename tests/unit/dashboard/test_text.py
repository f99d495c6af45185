"""Texts made fit to be shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.render.text import (
    cells,
    moment,
    padded,
    plain,
    shorten,
    shorten_left,
    wrapped,
)
from ontology import BEGINNING, OPEN_END


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("呼和浩特 A-1", "呼和浩特 A-1"),
        ("a\nb\tc", "a b c"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\u202egnp", "\\u202egnp"),
        ("\x9b1m", "\\x9b1m"),
        ("[red]", "[red]"),
    ],
)
def test_plain(raw: str, shown: str) -> None:
    assert plain(raw) == shown


@given(st.text())
def test_nothing_a_terminal_obeys_is_left(text: str) -> None:
    shown = plain(text)

    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in shown)


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("气象", 4), ("é", 1), ("e\u0301", 1)])
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width


@given(st.text(), st.integers(1, 40))
def test_shortened_texts_fit(text: str, width: int) -> None:
    for short in (shorten(text, width), shorten_left(text, width)):
        assert cells(short) <= width
        assert cells(text) > width or short == text


def test_shorten_keeps_the_end_or_the_beginning() -> None:
    assert shorten("sample/issues", 7) == "sample…"
    assert shorten_left("sample/issues", 7) == "…issues"
    assert padded("气", 4) == "气  "


@given(st.text(st.characters(exclude_categories=("C", "Z"))), st.integers(2, 30))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = wrapped(text, width, 10_000)

    assert all(cells(line) <= width for line in lines)
    assert "".join(lines) == text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("calibrated 2017-04-23, overdue", ["calibrated", "2017-04-23,", "overdue"]),
        ("CERT-SYN-WST-2017", ["CERT-SYN-", "WST-2017"]),
        ("检定合格，有效期至", ["检定合格", "，有效期", "至"]),
        ("1153.5 m（来源）", ["1153.5 m", "（来源）"]),
    ],
)
def test_lines_break_at_good_places(text: str, lines: list[str]) -> None:
    width = 8 if text.startswith("检") else 11

    found = wrapped(text, width, 9)

    if text.startswith("检"):
        assert not any(line.startswith("，") for line in found)
    else:
        assert found == lines


def test_too_many_lines_are_cut() -> None:
    assert wrapped("一二三四五六", 4, 2) == ["一二", "三…"]


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        (BEGINNING, ""),
        (OPEN_END, ""),
        ("2018-06-02T16:00:00Z", "2018-06-03"),
        ("2018-06-03T06:00:00Z", "2018-06-03 14:00"),
        ("2026-11-21T12:40:07.621664Z", "2026-11-21 20:40:07"),
        ("line 3", "line 3"),
        ("2018-06-03", "2018-06-03"),
    ],
)
def test_moments_are_read_at_civil_time(stored: str, shown: str) -> None:
    assert moment(stored) == shown
