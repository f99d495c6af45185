"""The manifest of a dataset: one line a load, appended, each chained to the one before by hash.

A load counts from its line on, and so do its files. A line without its end is what a kill left of
a load that was never acknowledged: readers skip it, the next writer cuts it off.
"""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import orjson

from graph.errors import LakeDamagedError

MANIFEST = "manifest.jsonl"
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class LakeFile:
    """A file of values of one UTC day. `name`: path in the folder of its dataset.

    `begin`, `end`: first and last time in it; `first_station`, `last_station`: likewise.
    """

    name: str
    date: str
    sha256: str
    size: int
    rows: int
    row_groups: int
    begin: str
    end: str
    first_station: str
    last_station: str


@dataclass(frozen=True, slots=True)
class LakeLoad:
    """What one load wrote. `version`: its number in the dataset, from 1.

    `original`: SHA-256 of the file it came from; `reader`: what read it, with its version;
    `repeated`: rows of a key that a later row of the same load names again, and which were left
    out; `recorded_at`: when the load closed.
    """

    version: int
    original: str
    reader: str
    recorded_at: str
    repeated: int
    files: tuple[LakeFile, ...]

    @property
    def rows(self) -> int:
        """How many values it holds."""
        return sum(file.rows for file in self.files)


@dataclass(frozen=True, slots=True)
class Listed:
    """A file and the load it belongs to."""

    file: LakeFile
    load: LakeLoad


class Manifest:
    """The manifest of one dataset's folder, read as far as it has grown."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / MANIFEST
        self._forget(0)

    def _forget(self, inode: int) -> None:
        self._inode, self._offset, self._head = inode, 0, GENESIS
        self._loads: list[LakeLoad] = []
        self._by_date: dict[str, list[Listed]] = {}
        self._dates: list[str] = []

    @property
    def head(self) -> str:
        """Hash of the last load, and through the chain of all before it."""
        return self._head

    def loads(self) -> list[LakeLoad]:
        """All loads so far. Raises `LakeDamagedError` where the chain does not hold."""
        self.refresh()
        return self._loads

    def files(self, begin: str, end: str, as_known: str | None) -> Iterator[list[Listed]]:
        """The files of each day from `begin` to `end` (inclusive) known then, oldest version first.

        Days are text as in the names of folders.
        """
        self.refresh()
        for day in self._dates[bisect_left(self._dates, begin) : bisect_right(self._dates, end)]:
            known = [
                listed
                for listed in self._by_date[day]
                if as_known is None or listed.load.recorded_at <= as_known
            ]
            if known:
                yield known

    def sound(self) -> list[LakeLoad]:
        """The loads read so far: where the chain breaks, those before."""
        return self._loads

    def whole(self) -> bytes:
        """The lines of the loads read so far."""
        return self.path.read_bytes()[: self._offset] if self._offset else b""

    def refresh(self) -> None:
        """Read the lines that were added since."""
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            self._forget(0)
            return
        if stat.st_ino != self._inode or stat.st_size < self._offset:
            self._forget(stat.st_ino)
        if stat.st_size == self._offset:
            return
        with self.path.open("rb") as stream:
            stream.seek(self._offset)
            added = stream.read()
        for line in added.split(b"\n")[:-1]:
            self._take(line)
            self._offset += len(line) + 1
        self._dates = sorted(self._by_date)

    def _take(self, line: bytes) -> None:
        number = len(self._loads) + 1
        try:
            content = orjson.loads(line)
            fields, chain = content["load"], content["chain"]
            files = tuple(LakeFile(**file) for file in fields.pop("files"))
            load = LakeLoad(**fields, files=files)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise LakeDamagedError(f"{self.path}:{number}", f"no load: {error!r}") from error
        if chain != _link(self._head, load) or load.version != number:
            raise LakeDamagedError(f"{self.path}:{number}", "it does not follow the line before")
        self._loads.append(load)
        self._head = chain
        for file in files:
            self._by_date.setdefault(file.date, []).append(Listed(file, load))

    def heal(self) -> None:
        """Cut off a last line without its end. For the one process that may write."""
        self.refresh()
        if self.path.exists() and self.path.stat().st_size > self._offset:
            with self.path.open("rb+") as stream:
                stream.truncate(self._offset)
                os.fsync(stream.fileno())

    def append(self, load: LakeLoad) -> None:
        """Add a load; when this returns it is on the disk. For the one process that may write."""
        line = orjson.dumps({"chain": _link(self._head, load), "load": load}) + b"\n"
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            rest = memoryview(line)
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
        finally:
            os.close(handle)
        self.refresh()


def _link(previous: str, load: LakeLoad) -> str:
    body = orjson.dumps(load, option=orjson.OPT_SORT_KEYS)
    return sha256(previous.encode() + b"\n" + body).hexdigest()


def lake_loads(folder: Path) -> list[LakeLoad]:
    """All loads of the dataset in a folder. Raises `LakeDamagedError` for a broken manifest."""
    return Manifest(folder).loads()
