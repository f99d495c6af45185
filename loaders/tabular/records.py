"""Records of a CSV file with their places, streamed; one bad record costs only itself."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from graph import Place, Rejected, SourceError

MAX_FIELD = 1 << 20
MAX_LINE = 16 << 20
_CHUNK = 1 << 20
_REMEDY_CSV = "用 CSV 工具重新导出此行 / export this row again with a CSV tool"


class _Lines:
    """Lines of a binary stream as text, with the line number and byte offset reached."""

    def __init__(self, stream: BinaryIO, encoding: str, wanted: frozenset[int] | None) -> None:
        self._stream = stream
        self._encoding = encoding
        self._wanted = wanted
        self.number = 0
        self.offset = 0
        self.begin = (0, 0)
        self.fresh = True

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        while True:
            begin = (self.number + 1, self.offset)
            raw = self._stream.readline(MAX_LINE)
            if not raw:
                raise StopIteration
            self.number += 1
            self.offset += len(raw)
            if self.fresh:
                self.begin = begin
            if len(raw) == MAX_LINE and not raw.endswith(b"\n"):
                self._skip_rest()
                raise csv.Error(f"line longer than {MAX_LINE} bytes")
            if self._wanted is None or self.number in self._wanted or self.number == 1:
                break
        self.fresh = False
        if b"\0" in raw:
            raise csv.Error("NUL byte")
        return raw.decode(self._encoding)

    def _skip_rest(self) -> None:
        while raw := self._stream.readline(MAX_LINE):
            self.offset += len(raw)
            if raw.endswith(b"\n"):
                return


def encoding_of(path: Path) -> str:
    """UTF-8 (with or without BOM) or GB18030, by reading the whole file once.

    A file that is wholly neither is read as what its first chunk is, so that its broken rows can
    be told from its sound ones.
    """
    with path.open("rb") as stream:
        head = stream.read(_CHUNK)
        if head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise SourceError(path, "UTF-16 编码 / UTF-16 encoding",
                              "另存为 UTF-8 或 GB18030 / save it as UTF-8 or GB18030")
        for encoding in ("utf-8", "gb18030"):
            stream.seek(0)
            if _decodes(stream, encoding):
                return encoding
    first = head[: head.rfind(b"\n") + 1] or head
    try:
        first.decode("utf-8")
    except UnicodeDecodeError as error:
        return "utf-8" if _header_decodes(first) and error.start > first.find(b"\n") else "gb18030"
    return "utf-8"


def _header_decodes(head: bytes) -> bool:
    try:
        head.partition(b"\n")[0].decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := stream.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def csv_records(
    path: Path, encoding: str, wanted: frozenset[int] | None = None
) -> Iterator[tuple[Place, list[str]] | Rejected]:
    """Each record's place (line, byte offset and length without its line end) and cells.

    The header comes first. Empty lines are no records. `wanted` limits which lines are read.
    """
    csv.field_size_limit(MAX_FIELD)
    with path.open("rb") as stream:
        lines = _Lines(stream, encoding, wanted)
        reader = csv.reader(lines, strict=True)
        while True:
            lines.fresh = True
            try:
                cells = next(reader)
            except StopIteration:
                return
            except UnicodeDecodeError as error:
                yield _rejected(lines, "encoding", f"字节 {error.object[error.start]:#04x} 不是 "
                                f"{encoding} / byte is not {encoding}; 修正编码 / mend the encoding")
                continue
            except csv.Error as error:
                yield _rejected(lines, _csv_rule(error), f"{error}; {_REMEDY_CSV}")
                continue
            if cells:
                yield _place(lines, encoding), cells


def _csv_rule(error: csv.Error) -> str:
    text = str(error)
    return "field size" if "limit" in text or "longer" in text else "csv"


def _rejected(lines: _Lines, rule: str, message: str) -> Rejected:
    return Rejected(_place(lines, ""), "", "", rule, message)


def _place(lines: _Lines, encoding: str) -> Place:
    line, offset = lines.begin
    length = lines.offset - offset
    if line == 1 and encoding == "utf-8-sig":
        offset, length = offset + 3, length - 3
    return Place(line, 0, offset, length)
