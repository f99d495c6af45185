"""XML as a stream of elements: exact places, little memory, and what is unsafe refused."""

import tracemalloc
from pathlib import Path

import pytest

from graph import SourceError
from loaders.markup import DEPTH, LARGEST, MOST, Node, nodes

TREES, MARKS = frozenset({"a/leaf", "a/tree"}), frozenset({"a"})


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def read(path: Path) -> list[Node]:
    return list(nodes(path, TREES, MARKS))


def excerpt(path: Path, node: Node, *, tag: bool = False) -> bytes:
    place = node.tag_place if tag else node.place
    assert place.offset is not None
    assert place.length is not None
    return path.read_bytes()[place.offset : place.offset + place.length]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file.xml"


def test_places_of_elements(file: Path) -> None:
    text = '<?xml version="1.0"?>\n<r xmlns:p="urn:p"><p:a k="x > y">\n'
    text += " <p:leaf p:href='1'/>气<tree>温<b >度</b >\n</tree></p:a></r>"
    path = write(file, text.encode())

    mark, leaf, tree = read(path)

    assert (mark.name, leaf.name, tree.name) == ("a", "leaf", "tree")
    assert excerpt(path, mark, tag=True) == b'<p:a k="x > y">'
    assert excerpt(path, leaf) == b"<p:leaf p:href='1'/>"
    assert excerpt(path, tree).decode() == "<tree>温<b >度</b >\n</tree>"
    assert excerpt(path, tree.children[0]).decode() == "<b >度</b >"
    assert (leaf.line, leaf.column, tree.line, tree.column) == (3, 1, 3, 22)
    assert (tree.text, tree.children[0].text, leaf.attributes) == ("温", "度", {"href": "1"})
    body = tree.children[0].body_place
    assert body.offset is not None
    assert path.read_bytes()[body.offset :].decode().startswith("度</b >")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_places_count_the_bytes_of_the_file(file: Path, encoding: str) -> None:
    path = write(file, "<r><a>气<leaf>温</leaf></a></r>".encode(encoding))

    found = excerpt(path, read(path)[1])

    plain = "utf-16-le" if encoding == "utf-16" else "utf-8"
    assert found.decode(plain) == "<leaf>温</leaf>"


def test_places_hold_across_chunks(file: Path) -> None:
    body = "".join(f"<leaf n='{n}'>气{'x' * (n % 97)}</leaf>\n" for n in range(20_000))
    path = write(file, f"<r><a>{body}</a></r>".encode())
    raw = path.read_bytes()

    for node in read(path)[1:]:
        place = node.place
        assert place.offset is not None
        assert place.length is not None
        told = raw[place.offset : place.offset + place.length]
        assert told.startswith(f"<leaf n='{node.attributes['n']}'>".encode())
        assert told.endswith(b"</leaf>")
        assert node.line == int(node.attributes["n"]) + 1


def test_what_stands_beside_is_told(file: Path) -> None:
    path = write(file, b"<r><a><other><leaf/></other><leaf/></a><more/></r>")

    assert [node.path for node in read(path)] == ["a", "a/other", "a/leaf", "more"]


BOMB = (
    b'<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><r><a><leaf>&c;</leaf></a></r>'
)


@pytest.mark.parametrize(
    "content",
    [
        BOMB,
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r><a><leaf>&x;</leaf></a></r>',
        b'<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd"><r><a><leaf/></a></r>',
        b'<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]><r/>',
    ],
    ids=["bomb", "file", "network", "parameter"],
)
def test_document_types_are_refused(file: Path, content: bytes) -> None:
    with pytest.raises(SourceError, match="DOCTYPE"):
        read(write(file, content))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no markup",
        b"<r><a><leaf>&unknown;</leaf></a></r>",
        b"<r><a><leaf></a></r>",
        b"<r><a>",
        b"<r/><r/>",
        b"<r><a>\xff\xfe</a></r>",
        b"<r><a>\x00</a></r>",
        b'<?xml version="1.0" encoding="GB18030"?><r><a>\xc6\xf8</a></r>',
        b'<?xml version="1.0" encoding="no-such"?><r/>',
        b"<r><q:a/></r>",
    ],
)
def test_what_is_no_xml_is_refused(file: Path, content: bytes) -> None:
    with pytest.raises(SourceError):
        read(write(file, content))


def test_what_is_too_deep_or_too_large_is_refused(file: Path) -> None:
    deep = b"<r><a>" + b"<b>" * (DEPTH + 5) + b"</b>" * (DEPTH + 5) + b"</a></r>"
    large = b"<r><a><leaf>" + b"x" * (LARGEST + 100_000) + b"</leaf></a></r>"
    long = b"<r><a><leaf k='" + b"x" * (LARGEST + 200_000) + b"'/></a></r>"

    many = b"<r><a><tree>" + b"<b/>" * (MOST + 1) + b"</tree></a></r>"

    for content in (deep, large, long, many):
        with pytest.raises(SourceError, match=r"过深|过大|过多"):
            read(write(file, content))


def test_many_elements_side_by_side_are_read(file: Path) -> None:
    path = write(file, b"<r><a>" + b"<leaf/>" * (MOST + 1) + b"</a></r>")

    assert sum(1 for _ in nodes(path, TREES, MARKS)) == MOST + 2


def test_memory_does_not_grow_with_the_file(file: Path) -> None:
    leaf = b"<leaf k='v'>" + b"x" * 200 + b"</leaf>\n"

    def peak(leaves: int) -> int:
        write(file, b"<r><a>" + leaf * leaves + b"</a></r>")
        tracemalloc.start()
        count = sum(1 for _ in nodes(file, TREES, MARKS))
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == leaves + 1
        return top

    assert peak(8_000) < 2 * peak(2_000)
