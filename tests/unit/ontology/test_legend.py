"""Colours are told apart, texts on them can be read, and nothing is said by colour alone."""

import dataclasses
import re

import pytest

from ontology import HOP_STATES, NODE_KINDS, NodeKind
from ontology.derive import (
    GROUPS,
    GroupStyle,
    HopEntry,
    LegendEntry,
    contrast,
    hop_legend,
    legend,
    text_colour,
)
from ontology.derive.legend import GREY, TEXT_CONTRAST, _icons

OKABE_ITO = {
    "#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7",
}  # fmt: skip

entries = pytest.mark.parametrize("entry", legend(), ids=lambda entry: entry.label)
states = pytest.mark.parametrize("entry", hop_legend(), ids=lambda entry: entry.state)


# Contrast


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#FFFFFF", "#FFFFFF", 1.0),
        ("#777777", "#FFFFFF", 4.48),  # the grey that just fails
        ("#767676", "#FFFFFF", 4.54),  # the grey that just passes
        ("#FF0000", "#FFFFFF", 4.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize("fill", sorted(OKABE_ITO | {GREY}))
def test_text_on_any_colour_of_the_palette_can_be_read(fill: str) -> None:
    assert contrast(fill, text_colour(fill)) >= TEXT_CONTRAST
    assert text_colour(fill) in ("#000000", "#FFFFFF")


# Kinds


def test_every_kind_has_one_entry() -> None:
    assert sorted(entry.label for entry in legend()) == sorted(NODE_KINDS)


def test_groups_are_told_apart_by_colour_and_by_shape() -> None:
    assert {kind.group for kind in NODE_KINDS.values()} == {style.group for style in GROUPS}
    assert len({style.colour for style in GROUPS}) == len(GROUPS)
    assert len({style.shape for style in GROUPS}) == len(GROUPS)
    assert {style.colour for style in GROUPS} <= OKABE_ITO


@entries
def test_entry_of_a_kind(entry: LegendEntry) -> None:
    kind = NODE_KINDS[entry.label]
    (style,) = [style for style in GROUPS if style.group == kind.group]

    assert (entry.title_zh, entry.title_en) == (kind.title_zh, kind.title_en)
    assert (entry.group, entry.colour, entry.shape) == (kind.group, style.colour, style.shape)
    assert contrast(entry.colour, entry.text_colour) >= TEXT_CONTRAST
    assert entry.icon in kind.title_zh
    assert re.fullmatch(r"[\u4e00-\u9fff]", entry.icon)


def test_icons_are_told_apart() -> None:
    assert len({entry.icon for entry in legend()}) == len(NODE_KINDS)


def test_icons_of_new_kinds_need_no_entry() -> None:
    kinds = [
        NodeKind(label, ("id",), title, "thing", "t", "d")
        for label, title in (("A", "台站"), ("B", "站台"), ("C", "台站网"), ("D", "站"))
    ]

    assert _icons(kinds) == {"A": "台", "B": "站", "C": "网", "D": "站"}


def test_entries_are_frozen() -> None:
    for entry in (legend()[0], hop_legend()[0], GROUPS[0]):
        field = dataclasses.fields(entry)[0].name
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(entry, field, "x")
        assert not hasattr(entry, "__dict__")


def test_group_chooses_its_text() -> None:
    assert GroupStyle("g", "组", "group", "#0072B2", "rectangle").text_colour == "#FFFFFF"


# Hop states


def test_every_hop_state_is_marked_worst_first() -> None:
    assert [entry.state for entry in hop_legend()] == list(HOP_STATES.codes)


def test_hop_states_are_told_apart_without_colour() -> None:
    found = hop_legend()

    assert len({entry.icon for entry in found}) == len(found)
    assert len({entry.title_zh for entry in found}) == len(found)
    assert len({entry.title_en for entry in found}) == len(found)
    assert len({entry.colour for entry in found}) == len(found)


@states
def test_mark_of_a_hop_state(entry: HopEntry) -> None:
    assert entry.colour in OKABE_ITO | {GREY}
    assert contrast(entry.colour, entry.text_colour) >= TEXT_CONTRAST
    assert (entry.title_zh, entry.title_en) == HOP_STATES.codes[entry.state]
    assert entry.text == f"{entry.icon} {entry.title_zh}"
    assert len(entry.icon.encode("gb2312")) <= 2  # every Chinese font has it
