"""Of what kind a file is, and in which encoding its text stands: UTF-8 or GB18030."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from graph import SourceError

BOM = b"\xef\xbb\xbf"
_BLOCK = 1 << 18
_SAMPLE = 1 << 16
_ZIP = b"PK\x03\x04"
_OTHERS = {
    b"\xd0\xcf\x11\xe0": ("旧版 Excel 文件 (.xls)", "an old Excel file (.xls)"),
    b"\xff\xfe": ("UTF-16 文本", "UTF-16 text"),
    b"\xfe\xff": ("UTF-16 文本", "UTF-16 text"),
    b"%PDF": ("PDF 文件", "a PDF file"),
    b"<": ("网页或 XML", "a web page or XML"),
}
_SAVE_AS = (
    "用表格软件打开，另存为 CSV UTF-8 或 .xlsx / "
    "open it in a spreadsheet program and save it as CSV UTF-8 or as .xlsx"
)


def is_workbook(path: Path) -> bool:
    """Whether the file is an XLSX workbook; else it is text.

    Raises `SourceError` when it is empty, is neither, or is not what its name says.
    """
    with path.open("rb") as stream:
        head = stream.read(_SAMPLE)
    if not head.removeprefix(BOM).strip():
        raise SourceError(path, "空文件 / the file is empty", "给出表头与数据 / give it a header")
    suffix, zipped = path.suffix.lower(), head.startswith(_ZIP)
    if zipped and suffix == ".csv":
        raise _not_what_it_says(path, "压缩包或 .xlsx 工作簿", "a zip archive or an .xlsx workbook")
    if not zipped and suffix == ".xlsx":
        raise _not_what_it_says(path, "不是 .xlsx 工作簿", "no .xlsx workbook")
    if not zipped:
        _refuse_other(path, head)
    return zipped


def _refuse_other(path: Path, head: bytes) -> None:
    for magic, (zh, en) in _OTHERS.items():
        if head.removeprefix(BOM).lstrip(b" \t\r\n").startswith(magic):
            raise _not_what_it_says(path, zh, en)
    if any(byte < 32 and byte not in b"\t\r\n" for byte in head.split(b"\n", 1)[0]):
        raise _not_what_it_says(path, "二进制文件", "a binary file")


def _not_what_it_says(path: Path, zh: str, en: str) -> SourceError:
    return SourceError(path, f"名不符实，其内容是：{zh} / not what its name says: {en}", _SAVE_AS)


def text_encoding(path: Path) -> str:
    """`utf-8` or `gb18030`, whichever the lines beyond ASCII speak for, all lines together.

    A line with a broken byte is outvoted by the others, so that it is rejected and not misread.
    """
    with path.open("rb") as stream:
        if stream.read(len(BOM)) == BOM:
            return "utf-8"
        sample = _beyond_ascii(stream)
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken <= sum(character > "\x7f" for character in text) - broken:
        return "utf-8"
    foreign = "".join(c for c in sample.decode("gb18030", "replace") if c > "\x7f")
    common = len(foreign.encode("gb2312", "ignore")) // 2
    return "gb18030" if 2 * common > len(foreign) else "utf-8"


def _beyond_ascii(stream: BinaryIO) -> bytes:
    """Up to 64 KiB of the lines that are not plain ASCII."""
    found = bytearray()
    for block in _line_blocks(stream):
        if not block.isascii():
            for line in block.split(b"\n"):
                if not line.isascii():
                    found += line + b"\n"
                if len(found) > _SAMPLE:
                    return bytes(found[:_SAMPLE])
    return bytes(found)


def _line_blocks(stream: BinaryIO) -> Iterator[bytes]:
    stream.seek(0)
    while block := stream.read(_BLOCK):
        yield block if block.endswith(b"\n") else block + stream.readline(_BLOCK)
