"""Statements of RDF, and lines of a file that is read with limits: what no reader needs twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from graph import SourceError

IRI, TEXT = "iri", "text"
"""The types of an object that is an IRI, and of a literal without type; see `Statement`."""
LINE_LIMIT = 4 << 20
IRI_LIMIT = 16_384
_XSD = "http://www.w3.org/2001/XMLSchema#"
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


class Statement(NamedTuple):
    """One statement, and the line it stands in.

    `datatype` of the object: `IRI`, `TEXT`, the local name of a type of XML Schema (`integer`),
    `@` and a language, or the IRI of another type. A blank node is `_:` and its label. A tuple,
    because one is made for every line.
    """

    line: int
    subject: str
    predicate: str
    datatype: str
    value: str
    graph: str | None


class StatementReader(Protocol):
    """Reads a file statement by statement; `begin` and `end` are offsets of what was read last."""

    begin: int
    end: int

    def __iter__(self) -> Iterator[Statement]:
        """The statements in order. Raises `SourceError` for what is no RDF."""
        ...


class Lines:
    """Lines of a UTF-8 file with their numbers and offsets; `longest`: in bytes."""

    def __init__(self, path: Path, longest: int | None = None) -> None:
        self.path, self._longest = path, longest or LINE_LIMIT
        self.number = self.begin = self.end = 0

    def __iter__(self) -> Iterator[str]:
        with self.path.open("rb") as stream:
            for raw in _limited(stream, self._longest):
                yield self.taken(raw)

    def taken(self, raw: bytes) -> str:
        """The text of the next line. Raises `SourceError` for one too long or not in UTF-8."""
        self.number += 1
        self.begin, self.end = self.end, self.end + len(raw)
        if len(raw) > self._longest:
            raise self.refused(
                f"一行超过 {self._longest:,} 字节 / a line longer than {self._longest:,} bytes",
                "换一份文件 / use another file",
            )
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise self.refused(
                f"不是 UTF-8 / not UTF-8: {error.reason}",
                "转为 UTF-8 / convert it to UTF-8",
            ) from error

    def refused(self, rule: str, remedy: str) -> SourceError:
        """An error at this line."""
        return SourceError(self.path, f"第 {self.number} 行 / line {self.number}: {rule}", remedy)


def _limited(stream: BinaryIO, longest: int) -> Iterator[bytes]:
    """Lines, none of them read much beyond the limit."""
    while raw := stream.readline(longest + 1):
        yield raw


class TermError(ValueError):
    """A term is not as RDF has it; the text names the rule."""


def unescaped(text: str) -> str:
    """The text of a literal or an IRI, its escapes resolved."""
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(found: re.Match[str]) -> str:
    short, long, letter = found.groups()
    if letter is not None:
        if letter not in _LETTERS:
            raise TermError(f"没有这种转义 / no such escape: \\{letter}")
        return _LETTERS[letter]
    number = int(short or long, 16)
    if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        raise TermError(f"不是字符 / no character: {found[0]}")
    return chr(number)


def datatype_of(iri: str) -> str:
    """A datatype as a statement has it."""
    if not iri.startswith(_XSD):
        return iri
    name = iri[len(_XSD) :]
    return TEXT if name == "string" else name
