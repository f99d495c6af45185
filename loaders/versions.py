"""A new version of a line-based file against the kept original: which lines need reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LineDelta:
    """Lines (1-based) that are new in the new file, lines that are gone from the old one.

    `hashes`: of every line of the new file but its header, for asking whether one still stands;
    valid within this process. `unchanged`: how many rows need no reading.
    """

    changed: frozenset[int]
    removed: frozenset[int]
    hashes: frozenset[int]
    unchanged: int

    def still_has(self, line: bytes) -> bool:
        """Whether the new file has this very line."""
        return hash(line.rstrip(b"\r\n")) in self.hashes


def line_delta(old: Path, new: Path) -> LineDelta | None:
    """The difference by lines, in any order; None where lines are no rows.

    That is so for another header, for quoted or lone line ends, and for files that are no text.
    """
    before = _hashes(old)
    if before is None:
        return None
    with new.open("rb") as stream:
        header = stream.readline().rstrip(b"\r\n")
    if hash(header) != before[0]:
        return None
    known = set(before[1:])
    present: set[int] = set()
    changed: list[int] = []
    unchanged = 0
    for number, value in enumerate(_line_hashes(new), 1):
        if value is None:
            return None
        if value == 0 or number == 1:
            continue
        present.add(value)
        if value in known:
            unchanged += 1
        else:
            changed.append(number)
    removed = frozenset(i for i, v in enumerate(before, 1) if v not in present and v != 0 and i > 1)
    return LineDelta(frozenset(changed), removed, frozenset(present), unchanged)


def _hashes(path: Path) -> list[int] | None:
    found: list[int] = []
    for value in _line_hashes(path):
        if value is None:
            return None
        found.append(value)
    return found or None


def _line_hashes(path: Path) -> Iterator[int | None]:
    """Hash of each line without its end; None where the file is no row text.

    A line that is empty or holds separators alone is no row: 0.
    """
    with path.open("rb") as stream:
        for line in stream:
            if (b'"' in line and line.count(b'"') % 2) or b"\0" in line:
                yield None
                return
            bare = line.rstrip(b"\r\n")
            if b"\r" in bare:
                yield None
                return
            yield hash(bare) if bare.strip(b",; \t") else 0
