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
    text = spelt(value)
    finder = Namer(words, longer - words).among([text])
    return finder is not None and finder.names(text)


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
    finder = Namer(words, others - words).among(["同名"])

    assert finder is not None
    assert finder.names("同名")


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
