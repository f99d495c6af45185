"""JSON read with the place of every value; numbers stay the digits of the file.

The parser of the standard library tells no places, and keeps the last of two members of one name.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from json.decoder import scanstring  # type: ignore[attr-defined]
from pathlib import Path

from graph import Place, SourceError

DEPTH = 200
LARGEST = 1 << 25
"""Bytes of a file: it is read as a whole."""
MOST = 500_000
"""Values in a file."""
_MARK = 4096
_BLANK = re.compile(r"[ \t\r\n]*")
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null")
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_SURROGATE = re.compile("[\ud800-\udfff]")
_MEND = "重新取得文件，或在此处更正 / fetch the file again, or mend it there"


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """A JSON value. `kind`: object, array, string, or plain (a number, true, false, null).

    `text`: of a string its characters, of a plain value what is printed.
    """

    kind: str
    place: Place
    text: str = ""
    members: Mapping[str, Value] = field(default_factory=dict)
    items: tuple[Value, ...] = ()

    @property
    def inner_place(self) -> Place:
        """What is between the quotes of a string."""
        at = self.place
        column, offset, length = at.column or 0, at.offset or 0, at.length or 0
        return replace(at, column=column + 1, offset=offset + 1, length=length - 2)

    def at(self, path: str) -> Value | None:
        """The value along a path of member names (`time/interval`), or None."""
        found: Value | None = self
        for name in path.split("/"):
            found = found.members.get(name) if found is not None else None
        return found

    def each(self, path: str) -> tuple[Value, ...]:
        """The items of the array at a path; what is no array has none."""
        found = self.at(path)
        return () if found is None else found.items

    def leaves(self) -> Iterator[Value]:
        """All strings and plain values in it, in order."""
        if self.kind in ("string", "plain"):
            yield self
        for below in (*self.members.values(), *self.items):
            yield from below.leaves()


def parse_file(path: Path) -> Value:
    """The value a file holds. Raises `SourceError`."""
    text = utf8_text(path, LARGEST)
    try:
        return _Parser(text).whole()
    except ValueError as error:
        raise SourceError(path, f"不是合格的 JSON / no well-formed JSON: {error}", _MEND) from error


def utf8_text(path: Path, largest: int | None = None) -> str:
    """The text of the file with its byte order mark, so that offsets are those of the file.

    Raises `SourceError` where it is not UTF-8, cannot be read, or has more bytes than `largest`.
    """
    try:
        if largest is not None and path.stat().st_size > largest:
            raise SourceError(
                path,
                f"大于 {largest >> 20} MiB / larger than {largest >> 20} MiB",
                "分成几个文件 / divide it into several files",
            )
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise SourceError(
            path,
            f"不能读取 / cannot be read: {error.strerror or error}",
            "检查文件与权限 / check the file and its permissions",
        ) from error
    except UnicodeDecodeError as error:
        raise SourceError(
            path,
            f"不是 UTF-8 / not UTF-8 at byte {error.start}",
            "以 UTF-8 另存 / save it as UTF-8",
        ) from error


def placed_lines(content: bytes) -> Iterator[tuple[Place, bytes]]:
    """The lines of a file with one JSON value a line, without their ends, each at its place."""
    offset = 0
    for number, line in enumerate(content.splitlines(keepends=True), 1):
        bare = line.rstrip(b"\r\n")
        yield Place(number, 0, offset, len(bare)), bare
        offset += len(line)


class _Parser:
    """Reads one text. All errors are `ValueError`s that tell line and column."""

    def __init__(self, text: str) -> None:
        self._text, self._count = text, 0
        self._lines = [0, *(m.end() for m in re.finditer("\n", text))]
        self._marks = self._byte_marks()

    def _byte_marks(self) -> list[int]:
        """Bytes before every 4,096th character; none where a character is a byte."""
        marks = [0]
        if not self._text.isascii():
            for begin in range(0, len(self._text), _MARK):
                marks.append(marks[-1] + len(self._text[begin : begin + _MARK].encode()))
        return marks

    def whole(self) -> Value:
        begin = len(_BOM) if self._text.startswith(_BOM) else 0
        value, at = self._value(self._past_blank(begin), "", 0)
        at = self._past_blank(at)
        if at != len(self._text):
            raise self._error("more after the value", at)
        return value

    def _value(self, at: int, pointer: str, depth: int) -> tuple[Value, int]:
        if depth > DEPTH:
            raise self._error("nested too deeply", at)
        self._count += 1
        if self._count > MOST:
            raise self._error(f"more than {MOST} values: divide it into several files", at)
        first = self._text[at : at + 1]
        if first == "{":
            return self._object(at, pointer, depth)
        if first == "[":
            return self._array(at, pointer, depth)
        if first == '"':
            text, end = self._string(at)
            return Value("string", self._place(at, end, pointer), text), end
        match = _PLAIN.match(self._text, at)
        if match is None:
            raise self._error("expected a value", at)
        return Value("plain", self._place(at, match.end(), pointer), match[0]), match.end()

    def _object(self, begin: int, pointer: str, depth: int) -> tuple[Value, int]:
        members: dict[str, Value] = {}
        at = self._past_blank(begin + 1)
        while not (self._text.startswith("}", at) and not members):
            if not self._text.startswith('"', at):
                raise self._error("expected the name of a member", at)
            name, end = self._string(at)
            if name in members:
                raise self._error(f"member {ascii(name)[:50]} stands twice", at)
            colon = self._past_blank(end)
            if not self._text.startswith(":", colon):
                raise self._error("expected ':'", colon)
            escaped = name.replace("~", "~0").replace("/", "~1")
            below = f"{pointer}/{escaped}"
            members[name], at = self._value(self._past_blank(colon + 1), below, depth + 1)
            at, closed = self._separated(at, "}")
            if closed:
                break
        return Value("object", self._place(begin, at + 1, pointer), members=members), at + 1

    def _array(self, begin: int, pointer: str, depth: int) -> tuple[Value, int]:
        items: list[Value] = []
        at = self._past_blank(begin + 1)
        while not (self._text.startswith("]", at) and not items):
            item, at = self._value(at, f"{pointer}/{len(items)}", depth + 1)
            items.append(item)
            at, closed = self._separated(at, "]")
            if closed:
                break
        return Value("array", self._place(begin, at + 1, pointer), items=tuple(items)), at + 1

    def _separated(self, at: int, closing: str) -> tuple[int, bool]:
        """Behind the comma, or at the closing bracket."""
        at = self._past_blank(at)
        if self._text.startswith(closing, at):
            return at, True
        if not self._text.startswith(",", at):
            raise self._error(f"expected ',' or {closing!r}", at)
        return self._past_blank(at + 1), False

    def _string(self, at: int) -> tuple[str, int]:
        try:
            text, end = scanstring(self._text, at + 1, True)
        except json.JSONDecodeError as error:
            raise self._error(error.msg, error.pos) from error
        if _SURROGATE.search(text):
            raise self._error("half a surrogate pair is no character", at)
        return text, end

    def _past_blank(self, at: int) -> int:
        match = _BLANK.match(self._text, at)
        return at if match is None else match.end()

    def _place(self, begin: int, end: int, pointer: str) -> Place:
        line = bisect_right(self._lines, begin)
        offset = self._offset(begin)
        column = begin - self._lines[line - 1]
        return Place(line, column, offset, self._offset(end) - offset, f"json:{pointer or '/'}")

    def _offset(self, at: int) -> int:
        if len(self._marks) == 1:
            return at
        mark = at // _MARK
        return self._marks[mark] + len(self._text[mark * _MARK : at].encode())

    def _error(self, rule: str, at: int) -> ValueError:
        line = bisect_right(self._lines, at)
        return ValueError(f"{rule} at line {line}, column {at - self._lines[line - 1]}")
