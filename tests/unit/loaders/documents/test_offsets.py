"""Cleaning can be taken back byte for byte, and every character knows its raw place."""

from hypothesis import given
from hypothesis import strategies as st

from loaders.documents.cleaning.clean import clean
from loaders.documents.cleaning.offsets import Edit, RepairKind
from loaders.documents.cleaning.rewriting import Rewriting

PIECES = st.sampled_from(
    [
        "導(dǎo)入", "(認(rèn)證工作)", "質(zhì)量", "標志著", "內蒙古", "显著", "我們(men)",
        "（三)",
        "国发[2018]3号", "ISO 9001:2015", ",", ";", ":", " ", "\u00a0", "　　", "\n", "\r\n", "\t",
        "??? ", "[bookmark: _Toc1]", "\u200b", "\ufeff", "ＩＳＯ９０", "组  长：", "— 3 —\n",
        "一、 ",
        "\udc80", "𠮷", "&nbsp;", "。", "（", ")", "第二章",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join)


@given(TEXTS)
def test_the_inverse_of_every_repair_gives_the_raw_text(raw: str) -> None:
    text, offsets = clean(raw)
    assert offsets.restored(text) == raw


@given(TEXTS)
def test_repairs_are_in_order_and_say_what_stands_there(raw: str) -> None:
    text, offsets = clean(raw)
    last = 0
    for repair in offsets.repairs:
        assert repair.raw_begin >= last
        assert raw[repair.raw_begin : repair.raw_end] == repair.before
        assert text[repair.begin : repair.end] == repair.after
        assert repair.before != repair.after
        last = repair.raw_end


@given(TEXTS, st.data())
def test_a_range_maps_to_the_raw_text_and_back(raw: str, data: st.DataObject) -> None:
    text, offsets = clean(raw)
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, len(text)))
    raw_begin, raw_end = offsets.raw(begin, end)
    assert 0 <= raw_begin <= raw_end <= len(raw)
    first, last = offsets.cleaned(raw_begin, raw_end)
    assert begin >= end or (first <= begin and end <= last)


@given(TEXTS)
def test_an_unchanged_character_stands_at_its_raw_place(raw: str) -> None:
    text, offsets = clean(raw)
    changed = {i for repair in offsets.repairs for i in range(repair.begin, repair.end)}
    for index, character in enumerate(text):
        if index not in changed:
            begin, end = offsets.raw(index, index + 1)
            assert raw[begin:end] == character


@given(TEXTS)
def test_cleaning_what_is_clean_finds_little_more(raw: str) -> None:
    """Marks that wait for a neighbour may still turn; the text never grows, nothing else moves."""
    once, _ = clean(raw)
    twice, _ = clean(once)
    assert len(twice) <= len(once)


@given(st.text(max_size=60), st.data())
def test_any_rounds_of_edits_can_be_taken_back(raw: str, data: st.DataObject) -> None:
    rewriting = Rewriting(raw)
    for kind in (RepairKind.MARKUP, RepairKind.SCRIPT, RepairKind.SPACE):
        length = len(rewriting.text)
        cuts = data.draw(st.lists(st.integers(0, length), max_size=8, unique=True).map(sorted))
        spans = [pair for pair in zip(cuts[::2], cuts[1::2], strict=False) if pair[0] < pair[1]]
        rewriting.apply(
            Edit(begin, end, data.draw(st.text(max_size=4)), kind) for begin, end in spans
        )
    assert rewriting.offsets().restored(rewriting.text) == raw


def test_rounds_that_overlap_in_the_raw_text_are_one_repair() -> None:
    """Found by the test above: a second round that replaced part of what the first had put."""
    rewriting = Rewriting("000")
    rewriting.apply([Edit(0, 1, "0000", RepairKind.MARKUP), Edit(2, 3, "00", RepairKind.MARKUP)])
    for begin, end in ((4, 6), (2, 3), (0, 1)):
        rewriting.apply([Edit(begin, end, "000", RepairKind.SPACE)])
    assert rewriting.offsets().restored(rewriting.text) == "000"


def test_what_is_removed_at_the_ends_of_a_range_is_no_part_of_it() -> None:
    raw = "內(nèi)蒙古意見(jiàn)"
    text, offsets = clean(raw)
    assert text == "内蒙古意见"
    assert raw[slice(*offsets.raw(0, 1))] == "內"
    assert raw[slice(*offsets.raw(0, 3))] == "內(nèi)蒙古"
    assert raw[slice(*offsets.raw(3, 5))] == "意見"
    assert offsets.raw(5, 5) == (len(raw), len(raw))
