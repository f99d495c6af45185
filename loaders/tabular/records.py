"""Records of a CSV file with their places, streamed in blocks of whole lines.

The csv module parses; this file finds which bytes a record is made of. In UTF-8 and in GB18030
the bytes of quotes, commas and line ends are never part of another character.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from graph import Place, SourceError
from loaders.tabular.encoding import BOM
from loaders.tabular.faults import Fault, Record

FIELD_LIMIT = 1 << 20
"""Characters of a cell."""
RECORD_LIMIT = 16 << 20
"""Bytes after which an open quote counts as forgotten, and a line as none."""
_BLOCK = 96 * 1024
_PLAIN = 131_072  # the csv module's own limit of a field: no shorter block can exceed it


def csv_records(
    path: Path, encoding: str, wanted: frozenset[int] | None = None
) -> Iterator[Record]:
    """The records of the file in order, its header first; empty lines are none.

    `wanted`: only the header and the records that begin on these lines. A record that cannot be
    parsed costs its first line alone. Raises `SourceError` for a line without end.
    """
    wanted = None if wanted is None else wanted | {1}
    with path.open("rb") as stream:
        offset = len(BOM) if stream.read(len(BOM)) == BOM else 0
        stream.seek(offset)
        line = 1
        for block in _blocks(stream, path):
            count = block.count(b"\n")
            text = _plain_text(block, encoding)
            if wanted is None and text is not None:
                yield from _plain(block, text, line, offset)
            elif wanted is None or not wanted.isdisjoint(range(line, line + count + 1)):
                yield from _careful(block, encoding, (line, offset), wanted)
            line += count
            offset += len(block)


def _blocks(stream: BinaryIO, path: Path) -> Iterator[bytes]:
    """The file in pieces that end with a line and, as far as quotes are paired, with a record."""
    while block := stream.read(_BLOCK):
        if not block.endswith(b"\n"):
            block += _line(stream, path)
        if block.count(b'"') % 2:
            block += b"".join(_until_quote(stream, path))
        yield block


def _until_quote(stream: BinaryIO, path: Path) -> Iterator[bytes]:
    """The lines up to the one that closes an open quote."""
    size = 0
    while size < RECORD_LIMIT and (line := _line(stream, path)):
        yield line
        if line.count(b'"') % 2:
            return
        size += len(line)


def _line(stream: BinaryIO, path: Path) -> bytes:
    line = stream.readline(RECORD_LIMIT)
    if len(line) == RECORD_LIMIT and not line.endswith(b"\n"):
        raise SourceError(
            path,
            f"一行超过 {RECORD_LIMIT >> 20} MiB / a line is longer than {RECORD_LIMIT >> 20} MiB",
            "另存为 CSV，每条记录一行 / save it as CSV with one record a line",
        )
    return line


# Blocks in which each line is a record


def _plain_text(block: bytes, encoding: str) -> str | None:
    """The text of a block without quotes, NULs and lone carriage returns, else None."""
    if b'"' in block or b"\0" in block or len(block) > _PLAIN:
        return None
    if b"\r" in block and block.count(b"\r") != block.count(b"\r\n"):
        return None
    try:
        return block.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plain(block: bytes, text: str, line: int, offset: int) -> Iterator[Record]:
    carriage = b"\r" in block
    reader = csv.reader(text.split("\n"))
    for raw, cells in zip(block.split(b"\n"), reader, strict=True):
        length = len(raw)
        if cells:
            end = 1 if carriage and raw.endswith(b"\r") else 0
            yield Place(line, 0, offset, length - end), cells
        line += 1
        offset += length + 1


# Blocks with quotes or with something wrong, record by record


def _careful(
    block: bytes, encoding: str, start: tuple[int, int], wanted: frozenset[int] | None
) -> Iterator[Record]:
    raws = block.removesuffix(b"\n").split(b"\n")
    line, offset = start
    at = 0
    while at < len(raws):
        raw, taken = raws[at], 1
        asked = wanted is None or line in wanted
        if (asked or b'"' in raw) and raw.rstrip(b"\r"):
            content, taken = _record(raws, at, encoding)
            raw = b"\n".join(raws[at : at + taken])
            if asked:
                yield _judged(raw.rstrip(b"\r"), content, encoding, (line, offset))
        at += taken
        line += taken
        offset += len(raw) + 1


def _record(raws: Sequence[bytes], at: int, encoding: str) -> tuple[list[str] | Fault, int]:
    """The record that begins with a line, and how many lines it has."""
    try:
        return _parsed(raws, at, encoding)
    except csv.Error:
        pass  # perhaps only its size
    try:
        with _long_fields():
            return _parsed(raws, at, encoding)
    except csv.Error as error:
        text = raws[at].decode(encoding, "replace").rstrip("\r")
        return _csv_fault(text, error), 1


def _parsed(raws: Sequence[bytes], at: int, encoding: str) -> tuple[list[str], int]:
    lines = (raws[i].decode(encoding, "replace") + "\n" for i in range(at, len(raws)))
    reader = csv.reader(lines, strict=True)
    return next(reader), reader.line_num


@contextmanager
def _long_fields() -> Iterator[None]:
    """The csv module's limit of a field, which is one for the whole process, lifted briefly."""
    before = csv.field_size_limit(RECORD_LIMIT * 2)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _csv_fault(text: str, error: csv.Error) -> Fault:
    return Fault(
        "csv",
        "该行不合 CSV 格式：双引号须成对，值内的双引号写两个，换行须为 LF 或 CRLF / "
        f"no CSV ({error}): pair the quotes, double a quote inside a value, "
        "end lines with LF or CRLF",
        text,
        None,
        text.split(","),
    )


def _judged(
    raw: bytes, content: list[str] | Fault, encoding: str, start: tuple[int, int]
) -> Record:
    """A record with its place, unless something in it cannot stand."""
    place = Place(start[0], 0, start[1], len(raw))
    cells = content.cells if isinstance(content, Fault) else content
    if b"\0" in raw:
        return place, _nul_fault(cells)
    try:
        raw.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\n" not in raw:
            place = replace(place, column=len(raw[: error.start].decode(encoding, "replace")))
        return place, _encoding_fault(cells, encoding)
    if isinstance(content, list) and len(raw) > FIELD_LIMIT:
        sizes = [len(cell) for cell in content]
        if max(sizes) > FIELD_LIMIT:
            return place, _size_fault(content, sizes.index(max(sizes)))
    return place, content


def _nul_fault(cells: Sequence[str]) -> Fault:
    index = next((i for i, cell in enumerate(cells) if "\0" in cell), None)
    return Fault(
        "nul",
        "含有空字符 (NUL)，文件可能已损坏：请从原系统重新导出 / holds NUL characters, the file may "
        "be damaged: export it again",
        _shown(cells, index),
        index,
        cells,
    )


def _encoding_fault(cells: Sequence[str], encoding: str) -> Fault:
    index = next((i for i, cell in enumerate(cells) if "\ufffd" in cell), None)
    name = encoding.upper()
    return Fault(
        "encoding",
        f"有字节不合文件的编码 {name}：请重新输入该值，并以 UTF-8 保存 / bytes that are no {name}, "
        "the encoding of the file: type the value again and save the file as UTF-8",
        _shown(cells, index),
        index,
        cells,
    )


def _size_fault(cells: list[str], index: int) -> Fault:
    return Fault(
        "field size",
        f"值超过 {FIELD_LIMIT >> 20} MiB：长文请存为文件，在此写其标识 / longer than "
        f"{FIELD_LIMIT >> 20} MiB: keep a long text as a file of its own and give its id here",
        cells[index],
        index,
        cells,
    )


def _shown(cells: Sequence[str], index: int | None) -> str:
    return ",".join(cells) if index is None else cells[index]
