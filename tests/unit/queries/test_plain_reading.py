"""Plain sentences before a graph is asked: how they are written, cut into words and dated."""

from __future__ import annotations

from datetime import date

import pytest

from queries.plain.asides import with_reasons
from queries.plain.dates import period_at
from queries.plain.names import Names
from queries.plain.reading import Vocabulary, normal, tokens, with_roles, with_tails
from queries.plain.words import lexicon, simplified

TODAY = date(2026, 11, 22)
"""A Sunday."""


def read(text: str) -> list[tuple[str, frozenset[str]]]:
    words = Vocabulary(lexicon(), Names({}), {})
    found = with_roles(with_tails(tokens(normal(text), words, TODAY)), TODAY)
    return [(token.text, token.tags) for token in found]


def test_traditional_and_full_width_writing_is_read_as_simplified_and_narrow() -> None:
    assert normal("額爾古納站５０４２５　現在由誰負責？") == "额尔古纳站50425 现在由谁负责?"


def test_what_simplified_text_writes_is_never_changed() -> None:
    assert [c for c in map(chr, simplified()) if c.encode("gb2312", "ignore")] == []


def test_blanks_between_chinese_characters_part_no_word() -> None:
    assert normal(" 问 题  50425 站 ") == "问题 50425 站"


def test_no_word_keeps_the_marks_of_its_parts() -> None:
    assert [word for word in lexicon() if len(word) > 1 and set(word) & set("<>|~?")] == []
    assert "" not in lexicon()


def test_a_negation_changes_something() -> None:
    assert all("NEG" in lexicon()[word] for word in ("不", "没", "没有", "未"))


def test_the_end_of_a_question_is_no_negation() -> None:
    assert dict(read("程序文件有变动没有"))["没有"] == frozenset()
    assert "NEG" in dict(read("什么记录都没有"))["没有"]


def test_what_is_asked_is_no_condition() -> None:
    assert "SETTLED" not in dict(read("不合格都关闭了吗"))["关闭"]
    assert "SETTLED" in dict(read("关闭了的不合格有哪些"))["关闭"]


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("20180603", "2018-06-03", "2018-06-03"),
        ("上上个月", "2026-09-01", "2026-09-30"),
        ("大前天", "2026-11-19", "2026-11-19"),
        ("上周五", "2026-11-13", "2026-11-13"),
        ("下周日", "2026-11-29", "2026-11-29"),
        ("本周天", "2026-11-22", "2026-11-22"),
        ("3号", "2026-11-03", "2026-11-03"),
        ("23号", "2026-10-23", "2026-10-23"),
        ("上一季度", "2026-07-01", "2026-09-30"),
        ("本年度", "2026-01-01", "2026-12-31"),
        ("2018年全年", "2018-01-01", "2018-12-31"),
        ("2019年内", "2019-01-01", "2019-12-31"),
        ("下半月", "2026-11-16", "2026-11-30"),
        ("来年", "2027-01-01", "2027-12-31"),
    ],
)
def test_days_as_people_say_them(said: str, first: str, last: str) -> None:
    found = period_at(said, 0, TODAY)

    assert found is not None
    end, period = found
    assert (said[end:], period.first.isoformat(), period.last.isoformat()) == ("", first, last)


@pytest.mark.parametrize("said", ["20181303", "20180230", "32号", "50425号"])
def test_what_is_no_day_is_none(said: str) -> None:
    assert period_at(said, 0, TODAY) is None


def passed(text: str) -> str:
    words = Vocabulary(lexicon(), Names({}), {})
    found = with_reasons(with_roles(with_tails(tokens(normal(text), words, TODAY)), TODAY))
    return "".join(token.text for token in found if token.passed)


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("为评价检定机构,按实验室统计问题数量", "检定机构"),
        ("写总结用,各规则覆盖率多少", ""),
        ("有哪些检定到期,以便安排经费", ""),
        ("哪些职责没有写明周期,想把频次补进制度里", "频次补进制度"),
        ("按7.1.5.2的要求,哪些仪器没有检定", "7.1.5.2要求"),
    ],
)
def test_a_reason_asks_nothing(text: str, aside: str) -> None:
    assert passed(text) == aside


@pytest.mark.parametrize(
    "text",
    ["为什么气压可疑,谁负责", "火星站的气压,谁负责", "只看为期一年的,哪些到期", "为评价检定机构"],
)
def test_what_asks_or_names_is_no_reason(text: str) -> None:
    assert passed(text) == ""


def test_new_year_is_a_day() -> None:
    assert normal("今年元旦那天") == "今年1月1日那天"
    assert normal("元旦期间") == "元旦期间"
