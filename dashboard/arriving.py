"""Files that arrive in a folder: which of them are whole, and in which order they came.

Seen by looking again and again, because network shares send no notices; see decision 0018.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

UNFINISHED = (".tmp", ".part", ".partial", ".crdownload", ".filepart", ".swp", "~")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one state of a file from another: its inode, its size and when it was changed.

    `changed` in nanoseconds since 1970 by the clock of whoever keeps the file.
    """

    inode: tuple[int, int]
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """A whole file, by the path it came under and its state then."""

    path: Path
    stamp: Stamp

    @property
    def order(self) -> tuple[int, str]:
        """By time of change, then by name: the same after a restart as before."""
        return self.stamp.changed, str(self.path)


@dataclass(slots=True)
class _Seen:
    stamp: Stamp
    since: float


@dataclass(slots=True)
class Folder:
    """A folder looked at from time to time.

    A file is whole when it has not changed for `settle` seconds of our own clock, or when it was
    renamed from a name of an unfinished file. Left out: names of unfinished files, dot files,
    the folders of `aside`. `clock`: seconds, never backwards.
    """

    path: Path
    settle: float
    aside: tuple[Path, ...] = ()
    clock: Callable[[], float] = time.monotonic
    _seen: dict[Path, _Seen] = field(default_factory=dict)
    _handled: dict[Path, Stamp] = field(default_factory=dict)
    _unfinished: set[tuple[int, int]] = field(default_factory=set)

    def look(self) -> list[Arrived]:
        """The files that have become whole and were not handled in this state, in order.

        Raises `OSError` where the folder itself cannot be read.
        """
        now, renamed, self._unfinished = self.clock(), self._unfinished, set()
        seen: dict[Path, _Seen] = {}
        whole: list[Arrived] = []
        for path, stamp in self._files():
            if self._handled.get(path) == stamp:
                continue
            before = self._seen.get(path)
            same = before is not None and before.stamp == stamp
            one = seen[path] = before if before is not None and same else _Seen(stamp, now)
            put_in_place = before is None and stamp.inode in renamed
            if put_in_place or (same and now - one.since >= self.settle):
                whole.append(Arrived(path, stamp))
        self._seen = seen
        return sorted(whole, key=lambda arrived: arrived.order)

    def handled(self, arrived: Arrived) -> bool:
        """Do not name this state again. False where the file has changed meanwhile."""
        try:
            still = _stamp(arrived.path.stat()) == arrived.stamp
        except OSError:
            still = True  # gone: there is nothing to come back to
        if still:
            self._handled[arrived.path] = arrived.stamp
        self._seen.pop(arrived.path, None)
        return still

    @property
    def waiting(self) -> list[Path]:
        """Files that were there at the last look and are not handled yet."""
        return sorted(self._seen)

    def _files(self) -> Iterator[tuple[Path, Stamp]]:
        """Every file below the folder that is not called unfinished."""
        for entry in self._entries():
            try:
                stamp = _stamp(Path(entry.path).stat())
            except OSError:  # it went while we looked
                continue
            if entry.name.lower().endswith(UNFINISHED):
                self._unfinished.add(stamp.inode)
            else:
                yield Path(entry.path), stamp

    def _entries(self) -> Iterator[os.DirEntry[str]]:
        folders = [self.path]
        while folders:
            folder = folders.pop()
            try:
                entries = [e for e in os.scandir(folder) if not e.name.startswith(".")]
            except OSError:
                if folder == self.path:
                    raise
                continue
            inner = [e for e in entries if e.is_dir(follow_symlinks=False)]
            folders += [Path(e.path) for e in inner if Path(e.path) not in self.aside]
            yield from (e for e in entries if e.is_file())


def _stamp(found: os.stat_result) -> Stamp:
    return Stamp((found.st_dev, found.st_ino), found.st_size, found.st_mtime_ns)
