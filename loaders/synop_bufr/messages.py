"""Messages of a file: sections 0 and 1 of BUFR (FM 94), the abbreviated heading before, the rest.

A message is found by its magic and the length in its section 0, and must end with `7777`. What is
neither a message nor a heading is rejected with its place, and reading goes on at the next magic.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph import Place, Rejected, SourceError

MAGIC, END = b"BUFR", b"7777"
EDITIONS = (2, 3, 4)
SURFACE_LAND = 0
"""Data category of Table A: surface data, land."""
_SECTION_0 = 8
_SHORTEST = 30
_HEADING = re.compile(rb"[A-Z]{4}\d{2} [A-Z]{4} (\d{6})(?: ([A-Z]{3}))?\s*\Z")
_FRAME = bytes(range(0x21)) + b"0123456789"
"""What may stand around a bulletin beside NNNN: blanks, controls, its number."""
_GAP_MOST = 4096
_HEADING_MOST = 64
"""Bytes before a message in which its heading is looked for."""


@dataclass(frozen=True, slots=True)
class Message:
    """A whole message and where it stands: `number` from 1, `offset` in bytes.

    `category`, `update`: data category and update sequence number of section 1. `group`: BBB of its
    heading (`CCA`, a correction), if any.
    """

    number: int
    offset: int
    raw: bytes
    category: int
    update: int
    group: str = ""

    def place(self, subset: int) -> Place:
        """Where a subset (from 1) stands; the bytes are those of the message."""
        locator = f"message={self.number};subset={subset}"
        return Place(offset=self.offset, length=len(self.raw), locator=locator)

    @property
    def rank(self) -> int:
        """Order among messages of one station and time: a correction ranks higher."""
        corrected = ord(self.group[2]) - 64 if self.group.startswith("CC") else 0
        return self.update * 100 + corrected


def begins_message(head: bytes) -> bool:
    """Whether a message begins in the first bytes of a file."""
    at = head.find(MAGIC)
    while at >= 0:
        begin = head[at : at + _SECTION_0]
        if len(begin) == _SECTION_0 and begin[7] in EDITIONS and _length(begin) >= _SHORTEST:
            return True
        at = head.find(MAGIC, at + 1)
    return False


def messages(path: Path) -> Iterator[Message | Rejected]:
    """The messages in order, and what is none. Raises `SourceError`."""
    try:
        with path.open("rb") as stream:
            if path.stat().st_size == 0:
                return
            with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as raw:
                yield from _messages(raw)
    except OSError as error:
        raise SourceError(
            path,
            f"不能读取 / cannot be read: {error.strerror or error}",
            "检查文件与权限 / check the file and its permissions",
        ) from error


def _messages(raw: mmap.mmap) -> Iterator[Message | Rejected]:
    """Gaps and messages alternate; a broken message reaches to the next magic."""
    number = at = 0
    while at < len(raw):
        begin = raw.find(MAGIC, at)
        gap_end = len(raw) if begin < 0 else begin
        group, garbage = _between(raw, at, gap_end)
        if garbage:
            yield _garbage(raw, at, gap_end, number)
        if begin < 0:
            return
        number += 1
        length = _length(raw[begin : begin + _SECTION_0])
        end = begin + length
        if length >= _SHORTEST and end <= len(raw) and raw[end - 4 : end] == END:
            yield _message(number, begin, raw[begin:end], group)
            at = end
        else:
            following = raw.find(MAGIC, begin + 4)
            at = len(raw) if following < 0 else following
            yield _broken(raw, begin, at, number, length)


def _length(section_0: bytes) -> int:
    return int.from_bytes(section_0[4:7], "big")


def _between(raw: mmap.mmap, begin: int, end: int) -> tuple[str, bool]:
    """BBB of the heading before a message, and whether there is anything else."""
    if begin == end:
        return "", False
    heading = _HEADING.search(raw[max(begin, end - _HEADING_MOST) : end])
    if heading is None:
        return "", not _is_frame(raw, begin, end)
    before = end - len(heading[0])
    group = (heading[2] or b"").decode("ascii")
    return group, not _is_frame(raw, begin, before)


def _is_frame(raw: mmap.mmap, begin: int, end: int) -> bool:
    gap = raw[begin : min(end, begin + _GAP_MOST)]
    return end - begin <= _GAP_MOST and not gap.replace(b"NNNN", b"").strip(_FRAME)


def _message(number: int, offset: int, raw: bytes, group: str) -> Message | Rejected:
    """A message of a known edition and of the category that is read here."""
    edition = raw[7]
    if edition not in EDITIONS:
        place = Place(offset=offset, length=len(raw), locator=f"message={number}")
        return Rejected(
            place,
            "edition",
            str(edition),
            "edition",
            "BUFR 版本须为 2、3 或 4，请重新取得该报 / editions 2, 3 and 4 are read: fetch the "
            "message again",
        )
    # Octets of section 1: 9 and 7 in edition 3, 11 and 9 in edition 4, counted from 1.
    category, update = (raw[18], raw[16]) if edition == 4 else (raw[16], raw[14])
    return Message(number, offset, raw, category, update, group)


def _garbage(raw: mmap.mmap, begin: int, end: int, number: int) -> Rejected:
    place = Place(offset=begin, length=end - begin, locator=f"after message={number}")
    return Rejected(
        place,
        "",
        _shown(raw[begin : min(end, begin + 40)]),
        "garbage",
        f"{end - begin} 个字节不是 BUFR 报文，已跳过；请检查传输 / {end - begin} bytes are no BUFR "
        "message and were skipped: check the transmission",
    )


def _broken(raw: mmap.mmap, begin: int, end: int, number: int, length: int) -> Rejected:
    place = Place(offset=begin, length=end - begin, locator=f"message={number}")
    return Rejected(
        place,
        "length",
        str(length),
        "truncated",
        f"按报头应有 {length} 个字节并以 7777 结束，实非如此；请重新取得该报 / its section 0 says "
        f"{length} bytes, but it does not end there with 7777: fetch the message again",
    )


def _shown(raw: bytes) -> str:
    return raw.decode("ascii", errors="backslashreplace")
