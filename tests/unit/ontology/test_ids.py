"""Ids are composed in one way, and taken apart again into what they were made of."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ontology import (
    NODE_KINDS,
    IdError,
    NodeKind,
    escape_part,
    key_parts,
    kind_of,
    label_prefix,
    make_id,
    readable_id,
    unescape_part,
    written_id,
)

KINDS = list(NODE_KINDS.values())
STATION, PROCESS, SERIES = NODE_KINDS["Station"], NODE_KINDS["Process"], NODE_KINDS["Series"]

text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
marked = st.text(st.sampled_from("%|:@ a25374C0中é\u0301"), min_size=1)
part = st.one_of(text, marked).filter(lambda value: value.strip() != "")


def clean(value: str) -> str:
    return unicodedata.normalize("NFC", value.strip())


@st.composite
def keys(draw: st.DrawFn) -> tuple[NodeKind, list[str]]:
    kind = draw(st.sampled_from(KINDS))
    return kind, [draw(part) for _ in kind.key]


@given(part)
@example("%7C")
@example("%25")
@example("%257C|%40@")
def test_escape_is_undone(value: str) -> None:
    escaped = escape_part(value)

    assert not set(escaped) & set("|:@")
    assert unescape_part(escaped) == unicodedata.normalize("NFC", value)


@given(keys())
@example((PROCESS, ["a@b", "c|d"]))
@example((SERIES, ["%|:@", "50% "]))
def test_id_gives_back_its_kind_and_key(made: tuple[NodeKind, list[str]]) -> None:
    kind, parts = made

    node_id = make_id(kind, *parts)

    assert kind_of(node_id) is kind
    assert label_prefix(node_id) == kind.prefix
    assert list(key_parts(kind, node_id)) == [clean(value) for value in parts]
    assert make_id(kind, *key_parts(kind, node_id)) == node_id


@given(keys(), keys())
@example((SERIES, ["a|b", "c"]), (SERIES, ["a", "b|c"]))
@example((PROCESS, ["a", "b@c"]), (PROCESS, ["a@b", "c"]))
@example((STATION, ["%7C"]), (STATION, ["|"]))
@example((STATION, [" a"]), (STATION, ["a"]))
def test_different_keys_give_different_ids(
    one: tuple[NodeKind, list[str]], other: tuple[NodeKind, list[str]]
) -> None:
    same = one[0] is other[0] and list(map(clean, one[1])) == list(map(clean, other[1]))

    assert (make_id(one[0], *one[1]) == make_id(other[0], *other[1])) is same


@given(st.text(st.characters(min_codepoint=0xC0, max_codepoint=0x1FFF), min_size=1))
def test_spelling_in_unicode_makes_no_difference(value: str) -> None:
    composed, taken_apart = (unicodedata.normalize(form, value) for form in ("NFC", "NFD"))

    if composed.strip() and taken_apart.strip():
        assert make_id(STATION, composed) == make_id(STATION, taken_apart)


@pytest.mark.parametrize(
    ("label", "parts", "expected"),
    [
        ("Station", ("53463",), "station:53463"),
        ("Station", (" 53463 ",), "station:53463"),
        ("Unit", ("内蒙古自治区气象局",), "unit:内蒙古自治区气象局"),
        ("Process", ("Y02-04", "region"), "process:Y02-04@region"),
        ("Process", ("计量检定", "national"), "process:计量检定@national"),
        ("MeasurementStandard", ("S1",), "measurement_standard:S1"),
        ("QcFlag", ("cma", "station", "0"), "qc_flag:cma|station|0"),
        ("Clause", ("GB/T 19001-2016", "7.1.5.2"), "clause:GB/T 19001-2016|7.1.5.2"),
        ("Batch", ("HMP155|A", "50%@2016"), "batch:HMP155%7CA|50%25%402016"),
        ("Document", ("e\u0301",), "document:\u00e9"),
        ("System", ("天擎·内蒙古",), "system:天擎·内蒙古"),
        ("System", ("Abc",), "system:Abc"),
    ],
)
def test_ids_as_the_design_writes_them(label: str, parts: tuple[str, ...], expected: str) -> None:
    assert make_id(NODE_KINDS[label], *parts) == expected


@pytest.mark.parametrize("blank", ["", " ", "\t\n", "\u3000", "\u00a0"])
def test_blank_part_is_refused(blank: str) -> None:
    with pytest.raises(IdError, match="variable is empty"):
        make_id(SERIES, "53463", blank)


@pytest.mark.parametrize("parts", [(), ("53463",), ("53463", "TEM", "2018")])
def test_wrong_number_of_parts_is_refused(parts: tuple[str, ...]) -> None:
    with pytest.raises(IdError, match=f"got {len(parts)} parts"):
        make_id(SERIES, *parts)


@pytest.mark.parametrize("node_id", ["", "station", "station:", "no_such_kind:1", "Station:53463"])
def test_what_is_no_id_has_no_kind(node_id: str) -> None:
    with pytest.raises(IdError):
        kind_of(node_id)


@given(keys())
def test_an_id_means_itself(made: tuple[NodeKind, list[str]]) -> None:
    kind, parts = made
    node_id = make_id(kind, *parts)

    assert written_id(node_id) == node_id
    assert kind_of(readable_id(node_id)) is kind


@given(keys())
def test_what_a_person_reads_leads_back_to_the_id(made: tuple[NodeKind, list[str]]) -> None:
    """But where a part has the mark that joins parts, or what looks like an escape."""
    kind, parts = made
    plain = [p.replace("%", "").replace(kind.key_separator, "").strip() or "x" for p in parts]
    node_id = make_id(kind, *plain)

    assert "%" not in readable_id(node_id)
    assert written_id(readable_id(node_id)) == node_id


@pytest.mark.parametrize("text", ["", "无名", "station:", "nothing:1", "document_version:A"])
def test_what_is_no_id_is_left_as_it_is(text: str) -> None:
    assert written_id(text) == text
    assert readable_id(text) == text
