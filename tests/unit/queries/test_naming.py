"""Words of elements in texts: found in every spelling, not found in a longer name."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology import NODE_KINDS, make_id
from queries.naming import Namer, spelt, words_of

SYSTEM = NODE_KINDS["System"]


def named(value: object, hidden: dict[str, str], open_: Iterable[str] = ()) -> bool:
    words = frozenset(w for i, name in hidden.items() for w in words_of(i, [name]))
    longer = frozenset(w for i in open_ for w in words_of(i, []))
    return Namer(words, longer - words).names(spelt(value))


@dataclass(frozen=True, slots=True)
class Row:
    facts: tuple[tuple[str, str], ...]


@pytest.mark.parametrize(
    "text",
    [
        "system:MDOS",
        "MDOS（气象资料业务系统）",
        "由mdos报警",
        "ＭＤＯＳ",
        "气象资料 业务\n系统",
        "alarm:MDOS|A1",
        "INTEGRATES_INTO(system:MDOS,system:天镜,0001-01-01T00:00:00Z)",
        "state:system%3AMDOS|status",
        "state:state%3Asystem%253AMDOS|x",
        "urn:suyuan:element:" + quote("system:气象资料业务系统"),
    ],
)
def test_every_spelling_is_found(text: str) -> None:
    hidden = {"system:MDOS": "气象资料业务系统"}

    assert named(text, hidden)
    assert named(Row((("fact", text),)), hidden)
    assert named({"key": [text, 1, None]}, hidden)
    assert named({text: True}, hidden)


@pytest.mark.parametrize("text", ["MDOS2", "xMDOS", "MDO S2", "天镜", "", "system:MDOS_2"])
def test_another_word_is_not(text: str) -> None:
    assert not named(text, {"system:MDOS": "气象资料业务系统"})


def test_a_longer_name_of_another_is_the_other() -> None:
    hidden, others = {"system:天镜": "天镜"}, ["system:天镜·内蒙古", "system:内蒙古平台"]

    assert not named("在 system:天镜·内蒙古 上", hidden, others)
    assert named("天镜和天镜·内蒙古", hidden, others)
    assert named("天镜·内蒙", hidden, others)
    both = {"system:天镜": "天镜", "system:镜面": "镜面"}
    assert named("A天镜面", both, ["system:A天镜"])


def test_a_name_that_two_have_is_found() -> None:
    words = frozenset(words_of("system:A1", ["同名"]))
    others = frozenset(words_of("system:B1", ["同名"]))

    assert Namer(words, others - words).names("同名")


def test_nothing_is_found_where_nothing_is_looked_for() -> None:
    assert not Namer(frozenset(), frozenset({"任何"})).names("任何 text")


@given(
    st.frozensets(st.text("ab_镜·天 ", min_size=1, max_size=5), min_size=1, max_size=8),
    st.frozensets(st.text("ab_镜·天 ", min_size=2, max_size=6), max_size=4),
    st.text("ab_镜·天 ", max_size=12),
)
def test_many_words_are_found_as_each_alone(
    words: frozenset[str], longer: frozenset[str], text: str
) -> None:
    """Words joined into one pattern against each looked for at each place by itself."""

    def spans(several: Iterable[str]) -> list[tuple[int, int]]:
        return [
            (at, at + len(word))
            for word in several
            for at in range(len(text) - len(word) + 1)
            if text.startswith(word, at) and _stands_alone(text, at, at + len(word))
        ]

    others = [longer_word for longer_word in longer - words if Namer(words).names(longer_word)]
    excused = spans(others)
    expected = any(
        not any(begin <= first and last <= end for begin, end in excused)
        for first, last in spans(words)
    )

    assert Namer(words, longer - words).names(text) is expected


def _stands_alone(text: str, begin: int, end: int) -> bool:
    """Whether no Latin letter follows on another at either end."""
    latin = "ab_"
    starts = begin == 0 or not (text[begin] in latin and text[begin - 1] in latin)
    ends = end == len(text) or not (text[end - 1] in latin and text[end] in latin)
    return starts and ends


def test_thousands_of_words_are_looked_for_in_one_pass() -> None:
    def called(numbers: range) -> frozenset[str]:
        return frozenset(
            w for n in numbers for w in words_of(f"system:S-{n:05d}", [f"业务系统{n:05d}号"])
        )

    namer = Namer(called(range(5000)), called(range(5000, 10000)))
    texts = [spelt(f"由 S-{n:05d} 处理，见业务系统{n:05d}号") for n in range(10000)]

    assert [namer.names(text) for text in texts] == [n < 5000 for n in range(10000)]


def test_a_name_of_any_length_is_looked_for() -> None:
    name = "甚长" * 2000

    assert named(f"x{name}。", {"system:1": name})


def test_a_number_or_one_letter_is_found_by_its_id_alone() -> None:
    hidden = {"system:7": "甲"}

    assert named("system:7", hidden)
    assert not named("7 甲", hidden)


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=2),
    st.sampled_from(["{}", "「{}」", "x：{}。", "INTEGRATES_INTO({},system:y,z)", "state:{}|s"]),
)
def test_an_id_is_found_wherever_it_stands_whatever_its_key(key: str, around: str) -> None:
    if not key.strip():
        return
    element = make_id(SYSTEM, key)
    hidden = {element: ""}

    assert named(around.format(element), hidden)
    assert named(json.loads(json.dumps([around.format(element)])), hidden)
    assert named(around.format(quote(element)), hidden)
