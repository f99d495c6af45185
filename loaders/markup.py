"""XML read as a stream of elements with their exact places, and what is unsafe in it refused.

A document type is refused before anything of it is read, so there are no entities, no external
files and no expansion; nothing is fetched. Depth, bytes and parts of one element are limited, so
memory depends on the largest element that is asked for and not on the file.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from graph import Place, SourceError

CHUNK = 1 << 16
DEPTH = 200
LARGEST = 1 << 24
"""Bytes of one element that is kept, or of one tag."""
MOST = 100_000
"""Elements within one that is kept."""
_MEND = "重新取得文件，或在此处更正 / fetch the file again, or mend it there"


@dataclass(slots=True, eq=False)
class Node:
    """An element: local names, its text without surrounding blanks, and where it stands.

    Not frozen: an end is known only when the next thing begins. `path` is the path below the root.
    `tag_end` is the byte after its start tag, `body_end` that of its end tag, `end` the one after.
    """

    name: str
    path: str
    attributes: Mapping[str, str]
    line: int
    column: int
    start: int
    tag_end: int = 0
    body_end: int = 0
    end: int = 0
    text: str = ""
    children: list[Node] = field(default_factory=list)

    @property
    def place(self) -> Place:
        """The whole element."""
        return Place(self.line, self.column, self.start, self.end - self.start)

    @property
    def tag_place(self) -> Place:
        """Its start tag alone: what a long element shows of itself."""
        return Place(self.line, self.column, self.start, self.tag_end - self.start)

    @property
    def body_place(self) -> Place:
        """What is between its tags."""
        return Place(self.line, self.column, self.tag_end, max(self.body_end - self.tag_end, 0))

    def each(self, path: str) -> Iterator[Node]:
        """The elements below along a path of local names (`validPeriod/TimePeriod`)."""
        name, _, rest = path.partition("/")
        for child in self.children:
            if child.name == name:
                if rest:
                    yield from child.each(rest)
                else:
                    yield child

    def first(self, path: str) -> Node | None:
        """The first element along a path, or None."""
        return next(self.each(path), None)


def nodes(path: Path, trees: frozenset[str], marks: frozenset[str]) -> Iterator[Node]:
    """The elements of a file whose paths are asked for, in order, streamed.

    Of `trees` the whole element is built and given when it ends; of `marks` the bare element when
    it begins. An element beside them, within what leads to them, is given as it begins too, so
    that nothing is passed over in silence. Raises `SourceError`.
    """
    reader = _Reader(path, trees, marks)
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                reader.feed(chunk)
                yield from reader.finished()
        reader.close()
    except OSError as error:
        raise SourceError(
            path,
            f"不能读取 / cannot be read: {error.strerror or error}",
            "检查文件与权限 / check the file and its permissions",
        ) from error
    yield from reader.finished()


class _Reader:
    """The state of one reading; expat calls it for all that it meets."""

    def __init__(self, path: Path, trees: frozenset[str], marks: frozenset[str]) -> None:
        self._path, self._trees, self._marks = path, trees, marks
        self._ways = frozenset(way for asked in trees | marks for way in _prefixes(asked))
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._fed = self._last = 0
        self._names: list[str] = []
        self._kept = 0  # elements within the outermost one that is kept
        self._open: list[Node] = []  # from the outermost element that is kept inwards
        self._texts: list[list[str]] = []
        self._tags: list[Node] = []  # whose start tag has begun and may not have ended
        self._ends: list[Node] = []  # whose end tag has begun and may not have ended
        self._ready: deque[tuple[Node, bool]] = deque()
        self._bind()

    def _bind(self) -> None:
        parser = self._parser
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._finish
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.DefaultHandler = lambda _: self._settle()

    def feed(self, chunk: bytes) -> None:
        """Parse more bytes."""
        self._fed += len(chunk)
        self._parse(chunk, last=False)
        if self._fed - self._last > LARGEST:
            raise self._refused("一个标记过大 / one tag is too large")

    def close(self) -> None:
        """Parse the end; what began must have ended."""
        self._parse(b"", last=True)
        self._settle(self._fed)

    def finished(self) -> Iterator[Node]:
        """What was asked for and is complete, places included."""
        while self._ready:
            node, whole = self._ready[0]
            if not (node.end if whole else node.tag_end):
                return
            self._ready.popleft()
            yield node

    def _parse(self, chunk: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            message = expat.ErrorString(error.code)
            raise SourceError(
                self._path,
                f"第 {error.lineno} 行不是合格的 XML / no well-formed XML at line {error.lineno}, "
                f"column {error.offset}: {message}",
                _MEND,
            ) from error
        except (ValueError, LookupError) as error:
            raise SourceError(
                self._path,
                f"编码不可读 / the declared encoding cannot be read: {error}",
                "以 UTF-8 另存 / save it as UTF-8",
            ) from error

    def _refused(self, rule: str) -> SourceError:
        where = (
            f"（第 {self._parser.CurrentLineNumber} 行 / line {self._parser.CurrentLineNumber}）"
        )
        return SourceError(self._path, rule + where, _MEND)

    def _refuse_doctype(self, *_: object) -> None:
        raise SourceError(
            self._path,
            "含有 DOCTYPE，为安全起见不读 / it has a document type (DOCTYPE), which may hold "
            "entities and is not read",
            "删去 DOCTYPE 与实体 / remove the DOCTYPE and its entities",
        )

    def _settle(self, index: int | None = None) -> None:
        """Tags that stood before this byte end here."""
        at = self._parser.CurrentByteIndex if index is None else index
        self._last = at
        if self._tags and self._tags[-1].start < at:
            for node in self._tags:
                node.tag_end = at
            self._tags.clear()
        if self._ends:
            for node in self._ends:
                node.end = at
                node.tag_end = node.tag_end or at
            self._ends.clear()
        if self._open and at - self._open[0].start > LARGEST:
            raise self._refused("一个元素过大 / one element is too large")

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._settle()
        if len(self._names) > DEPTH:
            raise self._refused("嵌套过深 / nested too deeply")
        self._names.append(name.rpartition(" ")[2])
        if self._open:
            self._kept += 1
            if self._kept > MOST:
                raise self._refused("一个元素内元素过多 / too many elements within one")
            node = self._node("", attributes)
            self._open[-1].children.append(node)
            self._enter(node)
            return
        path = "/".join(self._names[1:])
        if path in self._trees:
            self._kept = 0
            self._enter(self._node(path, attributes))
        elif path in self._marks or self._beside(path):
            node = self._node(path, attributes)
            self._tags.append(node)
            self._ready.append((node, False))

    def _beside(self, path: str) -> bool:
        """Whether it is not asked for and leads nowhere, but what it stands in does."""
        return path not in self._ways and path.rpartition("/")[0] in self._ways

    def _node(self, path: str, attributes: Mapping[str, str]) -> Node:
        parser = self._parser
        local = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        line, column, start = (
            parser.CurrentLineNumber,
            parser.CurrentColumnNumber,
            parser.CurrentByteIndex,
        )
        return Node(self._names[-1], path, local, line, column, start)

    def _enter(self, node: Node) -> None:
        self._open.append(node)
        self._texts.append([])
        self._tags.append(node)

    def _characters(self, text: str) -> None:
        self._settle()
        if self._texts:
            self._texts[-1].append(text)

    def _finish(self, _: str) -> None:
        at = self._parser.CurrentByteIndex
        empty = bool(self._tags) and self._tags[-1].start == at
        if not empty:
            self._settle()
        self._names.pop()
        if not self._open:
            return
        node = self._open.pop()
        node.body_end = at
        node.text = "".join(self._texts.pop()).strip()
        self._ends.append(node)
        if not self._open:
            self._ready.append((node, True))


def _prefixes(path: str) -> Iterator[str]:
    """What leads to a path: its parents, the root itself as an empty path."""
    while path:
        path = path.rpartition("/")[0]
        yield path
