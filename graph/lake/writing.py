"""Writing one load into the lake: all of it or nothing, and never over anything."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout

from graph.errors import LakeBusyError
from graph.lake.columns import Batch, canonical
from graph.lake.layout import LOCK, STAGING, dataset_folder, intend, sweep, sync_folder
from graph.lake.manifest import LakeFile, LakeLoad, Manifest
from graph.lake.parquet import DayFiles, Origin
from graph.lake.runs import Sorter
from ontology import format_recorded, parse_moment


class LakeWriter:
    """One load of one original into one dataset; a context manager.

    Leaving the block closes the load: only then does any of it count. An error in the block
    discards it. `original`: SHA-256 of the file that is read; `reader`: what reads it, with its
    version. `known`: this original was loaded by this reader before, so nothing will be written
    and its content need not be read. `load`: what the load wrote, once closed or known.

    Raises `LakeBusyError` while another process writes to the dataset.
    """

    def __init__(self, home: Path, dataset: str, original: str, reader: str) -> None:
        self.folder = dataset_folder(home, dataset)
        self.original, self.reader = original, reader
        self.load: LakeLoad | None = None
        self._manifest = Manifest(self.folder)
        self._staging = self.folder / STAGING
        self._sorter = Sorter(self._staging)
        self._lock = FileLock(self.folder / LOCK)

    @property
    def known(self) -> bool:
        """Whether this very load is in the lake already."""
        return self.load is not None

    def __enter__(self) -> LakeWriter:
        _make_folder(self.folder)
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise LakeBusyError(self.folder) from error
        try:
            self._manifest.heal()
            sweep(self.folder, self._manifest)
            wanted = self.original, self.reader
            for load in self._manifest.loads():
                if (load.original, load.reader) == wanted:
                    self.load = load
            self._staging.mkdir()
        except BaseException:
            self._lock.release()
            raise
        return self

    def write(self, batch: Batch) -> None:
        """Take values in columns; of equal keys in one load the last one counts.

        `station`, `variable`, `time`, `value`, and what else there is of `local_day`, `raw`,
        `flag`, `nil_reason`; see `graph.lake.columns.canonical` for what is refused.
        """
        if not self.known:
            self._sorter.add(canonical(batch))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        try:
            if kind is None and not self.known:
                self._close()
        finally:
            # Files that were moved but not listed are found by their intent: keep it then.
            if self.known or not (self._staging / "intent.json").exists():
                shutil.rmtree(self._staging, ignore_errors=True)
            self._lock.release()

    def _close(self) -> None:
        version = len(self._manifest.loads()) + 1
        origin = Origin(self.folder.name, version, self.original, self.reader)
        files = DayFiles(self._staging, origin)
        try:
            for bucket in self._sorter.buckets():
                files.add(bucket)
            files.close()
        except BaseException:
            files.abandon()
            raise
        entries = tuple(entry for _, entry in files.files)
        self._move(files.files)
        repeated = self._sorter.rows - sum(entry.rows for entry in entries)
        load = LakeLoad(version, self.original, self.reader, self._now(), repeated, entries)
        self._manifest.append(load)
        sync_folder(self.folder)
        self.load = load

    def _move(self, files: list[tuple[Path, LakeFile]]) -> None:
        """Put the files in place. They count from their line in the manifest on."""
        intend(self.folder, [entry.name for _, entry in files])
        for path, entry in files:
            target = self.folder / entry.name
            target.parent.mkdir(exist_ok=True)
            path.replace(target)
        for day in {(self.folder / entry.name).parent for _, entry in files}:
            sync_folder(day)
        sync_folder(self.folder)

    def _now(self) -> str:
        """Recorded time never runs backwards, whatever the clock does."""
        now = format_recorded(datetime.now(UTC))
        before = max((load.recorded_at for load in self._manifest.loads()), default="")
        if now <= before:
            now = format_recorded(parse_moment(before) + timedelta(microseconds=1))
        return now


def _make_folder(folder: Path) -> None:
    """The folder of a dataset, on the disk."""
    for each in (folder.parent, folder):
        if not each.exists():
            each.mkdir(parents=True, exist_ok=True)
            sync_folder(each.parent)
