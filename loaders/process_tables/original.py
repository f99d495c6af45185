"""The text of a file as it stands: its lines with their place in bytes, and pieces of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from graph import Place, SourceError

REPLACED = "\ufffd"
"""Stands where the file breaks off inside a character."""

_ENCODINGS = ("utf-8", "gb18030")
_BLANK = " \t\r\f\v\u00a0\u3000\ufeff"
_CHINESE = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_BETWEEN_CHINESE = re.compile(rf"(?<={_CHINESE})[ \u00a0\u3000]+(?={_CHINESE})")
_BETWEEN_LATIN = re.compile(r"(?<=[A-Za-z0-9])\n(?=[A-Za-z0-9])")
_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line without surrounding blanks; `glue` joins it to the piece before."""

    text: str
    line: int
    column: int
    offset: int
    glue: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Text put together from pieces, each character of which still knows where it stands."""

    pieces: tuple[Piece, ...]
    encoding: str

    @property
    def text(self) -> str:
        """The text with one newline for each break of the original."""
        return "".join(piece.glue + piece.text for piece in self.pieces)

    @property
    def name(self) -> str:
        """The text as a name: breaks and the spaces between Chinese characters are typesetting."""
        return joined(self.text)

    def place(self, begin: int = 0, end: int | None = None) -> Place:
        """The place of `text[begin:end]`, from its first to its last character."""
        last = self._where((len(self.text) if end is None else end) - 1)
        first = self._where(begin)
        tail = last[0].offset + self._bytes(last[0].text[: last[1] + 1])
        offset = first[0].offset + self._bytes(first[0].text[: first[1]])
        return Place(first[0].line, first[0].column + first[1], offset, tail - offset)

    def _where(self, index: int) -> tuple[Piece, int]:
        """The piece that holds character `index`, and the index within it."""
        for piece in self.pieces:
            index -= len(piece.glue)
            if index < len(piece.text):
                return piece, max(index, 0)
            index -= len(piece.text)
        return self.pieces[-1], len(self.pieces[-1].text) - 1

    def _bytes(self, text: str) -> int:
        return len(text.encode(self.encoding))


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its newline: number (1-based) and offset of its first byte."""

    number: int
    offset: int
    text: str
    encoding: str

    @property
    def stripped(self) -> str:
        """The line without surrounding blanks and bookmarks."""
        return _BOOKMARK.sub("", self.text).strip(_BLANK)

    def pieces(self, begin: int = 0, end: int | None = None) -> list[Piece]:
        """What `text[begin:end]` holds beside blanks and bookmarks; the first piece is a new line.

        Bookmarks are left by word processors: `[bookmark: _Toc1]`.
        """
        end = len(self.text) if end is None else end
        pieces: list[Piece] = []
        for match in [*_BOOKMARK.finditer(self.text, begin, end), None]:
            self._add(pieces, begin, match.start() if match else end)
            begin = match.end() if match else end
        return pieces

    def _add(self, pieces: list[Piece], begin: int, end: int) -> None:
        stretch = self.text[begin:end]
        text = stretch.strip(_BLANK)
        if text:
            column = begin + len(stretch) - len(stretch.lstrip(_BLANK))
            offset = self.offset + len(self.text[:column].encode(self.encoding))
            pieces.append(Piece(text, self.number, column, offset, "" if pieces else "\n"))


def joined(text: str) -> str:
    r"""A text of several lines as one name.

    >>> joined("体系规划、建设、\n保持与运行")
    '体系规划、建设、保持与运行'
    """
    one_line = _BETWEEN_LATIN.sub(" ", text).replace("\n", "")
    return _BETWEEN_CHINESE.sub("", one_line).strip(_BLANK)


def passage(pieces: list[Piece], encoding: str) -> Passage:
    """A passage of these pieces; nothing is glued before the first."""
    if pieces:
        first = pieces[0]
        pieces = [Piece(first.text, first.line, first.column, first.offset), *pieces[1:]]
    return Passage(tuple(pieces), encoding)


def through(first: Place, last: Place) -> Place:
    """The place from the first character of one to the last of another."""
    if first.offset is None or last.offset is None or last.length is None:
        return first
    return Place(first.line, first.column, first.offset, last.offset + last.length - first.offset)


def decoded(raw: bytes) -> tuple[str, str] | None:
    """Text and encoding of UTF-8 or GB18030 bytes, None for anything else.

    Bytes that break off inside their last character end in `REPLACED`.
    """
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding), encoding
        except UnicodeDecodeError as error:
            if error.end == len(raw) and error.reason in _BROKEN_OFF:
                return raw[: error.start].decode(encoding) + REPLACED, encoding
    return None


_BROKEN_OFF = ("unexpected end of data", "incomplete multibyte sequence")


def read_lines(path: Path) -> tuple[Line, ...]:
    """The lines of a text file. Raises `SourceError` for a file that is empty or no text."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise SourceError(path, f"读不出 / cannot be read: {error}", "check the path") from error
    if not raw.strip():
        raise SourceError(path, "文件为空 / the file is empty", "重新导出 / export it again")
    found = decoded(raw)
    if found is None or "\0" in found[0]:
        raise SourceError(
            path,
            "既非 UTF-8 也非 GB18030 文本 / the file is neither UTF-8 nor GB18030 text",
            "另存为 UTF-8 文本 / save it as UTF-8 text",
        )
    return lines_of(raw, *found)


def lines_of(raw: bytes, text: str, encoding: str) -> tuple[Line, ...]:
    """The lines of decoded bytes."""
    lines, offset = [], 0
    stored = raw.split(b"\n")
    for number, (line, held) in enumerate(zip(text.split("\n"), stored, strict=True), start=1):
        lines.append(Line(number, offset, line, encoding))
        offset += len(held) + 1
    return tuple(lines)
