"""JSON with places: the same values as the standard library, and where each stands."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import SourceError
from loaders.json_places import DEPTH, LARGEST, MOST, Value, parse_file

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=5), below),
    max_leaves=20,
)


def parsed(path: Path, text: str) -> Value:
    path.write_bytes(text.encode("utf-8"))
    return parse_file(path)


def plain(value: Value) -> object:
    """The value as the standard library has it."""
    if value.kind == "object":
        return {name: plain(below) for name, below in value.members.items()}
    if value.kind == "array":
        return [plain(below) for below in value.items]
    return value.text if value.kind == "string" else json.loads(value.text)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("json") / "file.json"


@given(value=VALUES, indent=st.sampled_from([None, 1]), ascii_=st.booleans())
def test_values_are_those_of_the_standard_library(
    file: Path, value: object, indent: int | None, ascii_: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_)

    found = parsed(file, text)

    assert plain(found) == value
    raw = file.read_bytes()
    for leaf in found.leaves():
        place = leaf.place
        assert place.offset is not None
        assert place.length is not None
        told = raw[place.offset : place.offset + place.length].decode()
        assert plain(leaf) == json.loads(told)
        assert raw[: place.offset].count(b"\n") + 1 == place.line


def test_places_in_a_long_line(file: Path) -> None:
    words = [f"气温{n}" for n in range(5_000)]

    found = parsed(file, json.dumps({"w": words}, ensure_ascii=False))

    raw = file.read_bytes()
    for word, value in zip(words, found.each("w"), strict=True):
        place = value.inner_place
        assert place.offset is not None
        assert place.length is not None
        assert raw[place.offset : place.offset + place.length].decode() == word
    assert found.each("w")[7].place.locator == "json:/w/7"


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[1,]", '{"a": 1,}', '{"a" 1}', "01", "1.", "NaN", "'a'", '"a', '"\\ud800"',
        '{"a": 1, "a": 2}', "[1] 2", '"\n"', "[" * (DEPTH + 2) + "]" * (DEPTH + 2), "[1 2]",
    ],
)  # fmt: skip
def test_what_is_no_json_is_refused(file: Path, text: str) -> None:
    with pytest.raises(SourceError, match="JSON"):
        parsed(file, text)


def test_what_is_no_utf_8_is_refused(file: Path) -> None:
    file.write_bytes('{"a": "气"}'.encode("gb18030"))

    with pytest.raises(SourceError, match="UTF-8"):
        parse_file(file)


def test_what_is_too_large_is_refused(file: Path) -> None:
    with pytest.raises(SourceError, match=str(MOST)):
        parsed(file, "[" + "0," * MOST + "0]")
    with pytest.raises(SourceError, match="MiB"):
        parsed(file, " " * (LARGEST + 1))


def test_paths_through_a_value(file: Path) -> None:
    found = parsed(file, '{"a/b": {"c": [10.50, null]}, "d": true}')

    assert found.at("d/e") is None
    assert found.each("d") == ()
    [first, _] = found.members["a/b"].each("c")
    assert (first.text, first.place.locator) == ("10.50", "json:/a~1b/c/0")
