"""The loader of bulletins: UTF-8 or GB18030 text, tables and labelled lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from graph import Claim, Place, Rejected, SourceError
from loaders.bulletins.claims import bulletin_claims
from loaders.bulletins.labels import STATION
from loaders.bulletins.rows import MEASURES, Context, bulletin_rows, labelled, table_of
from loaders.positions import CellError
from loaders.protocol import RawRow, SourceFile

_SUFFIXES = frozenset({"", ".txt", ".text", ".csv", ".tsv"})
_WORDS = ("通报", "监控", "监测", "到报")
_HEAD = 65536


class Bulletins:
    """Reads monitoring bulletins, of which each row with a reason or below target is an issue."""

    __slots__ = ()

    name = "bulletins"
    title_zh = "监控通报"
    title_en = "monitoring bulletins"
    version = "1"
    family = "monitoring"
    snapshot: str | None = None
    row_local = False

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether a text speaks of monitoring and has a table or a labelled line of stations."""
        if path.suffix.lower() not in _SUFFIXES or b"\x00" in head:
            return False
        text = _decoded(head)
        if not any(word in text for word in _WORDS):
            return False
        return any(
            table_of(line) or (STATION in (told := labelled(line)) and MEASURES & set(told))
            for line in map(str.strip, text.splitlines())
        )

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        """The rows of the bulletin, and lines about stations that nobody could read."""
        return bulletin_rows(_lines(source))

    def warnings(self, source: SourceFile) -> tuple[str, ...]:
        """Nothing to warn of: a column that is not known tells nothing."""
        return ()

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        """Figures and issues of the row; only the rejection where a value is wrong."""
        context = row.payload if isinstance(row.payload, Context) else Context()
        try:
            return tuple(bulletin_claims(row.fields, context, source))
        except CellError as error:
            return (error.rejecting(row),)


LOADER = Bulletins()


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # A character may be cut at the end of the head.
        if error.start >= len(raw) - 4:
            return raw[: error.start].decode("utf-8-sig")
        return raw.decode("gb18030", errors="replace")


def _lines(source: SourceFile) -> Iterator[tuple[Place, str]]:
    """The lines with their places; in the encoding of the head, else the file is refused."""
    try:
        with source.path.open("rb") as stream:
            head = stream.read(_HEAD)
            encoding = "utf-8" if _is_utf8(head) else "gb18030"
            stream.seek(0)
            offset = 0
            for number, raw in enumerate(stream, 1):
                content = raw.rstrip(b"\r\n")
                text = content.decode(encoding, errors="replace").removeprefix("\ufeff")
                yield Place(number, 0, offset, len(content)), text
                offset += len(raw)
    except OSError as error:
        raise SourceError(
            source.path,
            f"不能读取 / cannot be read: {error.strerror or error}",
            "检查文件与权限 / check the file and its permissions",
        ) from error


def _is_utf8(head: bytes) -> bool:
    """Whether what is beyond ASCII is UTF-8 for the most part: one broken byte is one line's."""
    text = head.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    return broken <= sum(character > "\x7f" for character in text) - broken
