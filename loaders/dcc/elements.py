"""Elements of an XML file with the bytes they stand in, parsed without anything from outside.

A document type declaration is refused, and with it every entity, external file and network
address: a certificate has none. Size, depth and number of elements are bounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from graph import Place, SourceError

DCC = "https://ptb.de/dcc"
SI = "https://ptb.de/si"
DS = "http://www.w3.org/2000/09/xmldsig#"
LARGEST = 64 << 20
"""Bytes of a certificate with the documents it embeds."""
DEEPEST = 100
MOST = 50_000
_PREFIXES = {DCC: "dcc", SI: "si", DS: "ds"}
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")  # UTF-16: bytes of marks are no code points


@dataclass(slots=True, eq=False)
class Element:
    """An element: its name, what it holds, and where it stands in the file.

    `offset` and `length` are bytes of the file from `<` to `>`, None where they are not exact.
    `number`: its place among the siblings of its name. Children are found by name at once, so
    that a file with very many of them takes no longer for each.
    """

    namespace: str
    name: str
    attributes: dict[str, str]
    parent: Element | None
    line: int
    column: int
    offset: int | None
    length: int | None = None
    number: int = 1
    children: list[Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    _named: dict[str, list[Element]] = field(default_factory=dict)
    _alike: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, child: Element) -> None:
        """Append a child."""
        child.number = self._alike[child.key] = self._alike.get(child.key, 0) + 1
        self._named.setdefault(child.name, []).append(child)
        self.children.append(child)

    def named(self, name: str) -> Sequence[Element]:
        """Its children of that name."""
        return self._named.get(name, ())

    @property
    def text(self) -> str:
        """Its own text with white space around it removed."""
        return "".join(self.texts).strip()

    @property
    def xpath(self) -> str:
        """The path from the root, each step with its place among those of its name."""
        steps: list[str] = []
        at: Element | None = self
        while at is not None:
            steps.append(at.step)
            at = at.parent
        return "/" + "/".join(reversed(steps))

    @property
    def step(self) -> str:
        """Its name in a path, with its number where siblings share the name."""
        prefix = _PREFIXES.get(self.namespace)
        name = f"*[local-name()='{self.name}']" if prefix is None else f"{prefix}:{self.name}"
        if self.parent is None:
            return name
        return name if self.parent.count(self.key) == 1 else f"{name}[{self.number}]"

    def count(self, key: tuple[str, str]) -> int:
        """How many children have that namespace and name."""
        return self._alike.get(key, 0)

    @property
    def key(self) -> tuple[str, str]:
        """Namespace and name."""
        return self.namespace, self.name

    @property
    def place(self) -> Place:
        """Where it stands: bytes where they are exact, and its path always."""
        return Place(self.line, self.column, self.offset, self.length, f"xpath:{self.xpath}")

    def all(self, *names: str) -> Iterator[Element]:
        """The elements below it along a path of names, in order."""
        found: Sequence[Element] = (self,)
        for name in names:
            found = [child for one in found for child in one.named(name)]
        yield from found

    def first(self, *names: str) -> Element | None:
        """The first element along a path of names."""
        return next(self.all(*names), None)

    def word(self, *names: str) -> str:
        """The text of the first element along a path of names; empty where there is none."""
        found = self.first(*names)
        return "" if found is None else found.text

    def below(self, *names: str) -> Iterator[Element]:
        """All elements below it with one of these names, in the order of the file."""
        waiting = list(reversed(self.children))
        while waiting:
            one = waiting.pop()
            if one.name in names:
                yield one
            waiting += reversed(one.children)

    def within(self, *names: str) -> Element | None:
        """The nearest element around it with one of these names."""
        at = self.parent
        while at is not None and at.name not in names:
            at = at.parent
        return at


@dataclass(frozen=True, slots=True)
class Tree:
    """The root of a file, its comments, and its bytes."""

    root: Element
    comments: tuple[str, ...]
    raw: bytes


def read_tree(path: Path) -> Tree:
    """The elements of a file. Raises `SourceError` for what is no XML, or more than XML."""
    try:
        if path.stat().st_size > LARGEST:
            raise _refused(path, f"大于 {LARGEST >> 20} MiB / larger than {LARGEST >> 20} MiB")
        raw = path.read_bytes()
    except OSError as error:
        raise SourceError(
            path,
            f"不能读取 / cannot be read: {error.strerror or error}",
            "检查文件与权限 / check the file and its permissions",
        ) from error
    builder = _Builder(path, raw)
    try:
        builder.parser.Parse(raw, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise SourceError(
            path,
            f"不是良构的 XML / no well-formed XML: {error}",
            "向实验室重新索取原件 / ask the laboratory for the original again",
        ) from error
    assert builder.root is not None
    return Tree(builder.root, tuple(builder.comments), raw)


def _refused(path: Path, rule: str) -> SourceError:
    return SourceError(
        path, rule, "证书不应如此，请向实验室核实 / no certificate is like this: ask the laboratory"
    )


class _Builder:
    """Makes elements of what the parser reports."""

    def __init__(self, path: Path, raw: bytes) -> None:
        self.path, self.raw = path, raw
        self.root: Element | None = None
        self.comments: list[str] = []
        self.count = 0
        self._at: Element | None = None
        self._depth = 0
        self._exact = not raw.startswith(_WIDE)
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._entity
        self.parser.ExternalEntityRefHandler = self._entity
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.CommentHandler = self.comments.append

    def _doctype(self, *_: object) -> None:
        raise _refused(
            self.path,
            "含文档类型声明 (DTD)，可藏实体与外部文件，不予读取 / has a document type "
            "declaration (DTD), which can hide entities and outside files: not read",
        )

    def _entity(self, *_: object) -> int:
        raise _refused(self.path, "含实体声明 / declares entities")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        self._depth += 1
        if self.count > MOST or self._depth > DEEPEST:
            raise _refused(
                self.path,
                f"多于 {MOST} 个元素或深于 {DEEPEST} 层 / more than {MOST} elements or deeper "
                f"than {DEEPEST}",
            )
        namespace, _, local = name.rpartition(" ")
        parser = self.parser
        element = Element(
            namespace,
            local,
            attributes,
            self._at,
            parser.CurrentLineNumber,
            parser.CurrentColumnNumber,
            parser.CurrentByteIndex if self._exact else None,
        )
        if self._at is None:
            self.root = element
        else:
            self._at.add(element)
        self._at = element

    def _end(self, _: str) -> None:
        element = self._at
        assert element is not None
        if element.offset is not None:
            element.length = self._finish(element) - element.offset
        self._at = element.parent
        self._depth -= 1

    def _finish(self, element: Element) -> int:
        """The byte after an element: the parser stands at its end tag, or behind `<a/>`."""
        at = self.parser.CurrentByteIndex
        empty = not element.children and not element.texts and self.raw[at - 2 : at] == b"/>"
        return at if empty else self.raw.index(b">", at) + 1

    def _text(self, text: str) -> None:
        if self._at is not None:
            self._at.texts.append(text)
