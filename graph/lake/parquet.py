"""Files of values: one a UTC day, written from rows in order, hashed and on the disk at the end."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from graph.lake.columns import SCHEMA, TEXT, array, codes, times
from graph.lake.layout import file_hash, file_name
from graph.lake.manifest import LakeFile
from graph.lake.sorting import DAY
from ontology import format_recorded

ROW_GROUP = 131_072
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Origin:
    """What every file says of itself, so that it is understood away from its manifest."""

    dataset: str
    version: int
    original: str
    reader: str


@dataclass(slots=True)
class _Open:
    """A file being written."""

    day: int
    path: Path
    writer: pq.ParquetWriter
    rows: int = 0
    row_groups: int = 0
    begin: int = 0
    end: int = 0
    first_station: str = ""
    last_station: str = ""


@dataclass(slots=True)
class DayFiles:
    """Writes rows in order into one file a day. `files`: path and entry of each that is closed."""

    folder: Path
    origin: Origin
    files: list[tuple[Path, LakeFile]] = field(default_factory=list)
    _open: _Open | None = None

    def add(self, table: pa.Table) -> None:
        """Write rows that come after all that were written before."""
        moments = times(table)
        days = moments // DAY
        edges = [0, *(np.flatnonzero(np.diff(days)) + 1).tolist(), len(days)]
        for begin, end in pairwise(edges):
            if begin < end:
                self._write(int(days[begin]), table.slice(begin, end - begin))

    def _write(self, day: int, table: pa.Table) -> None:
        now = self._open
        if now is None or now.day != day:
            self.close()
            now = self._open = self._begin(day)
        moments, stations = times(table), array(table, "station")
        low, high = int(moments.min()), int(moments.max())
        now.begin = min(now.begin, low) if now.rows else low
        now.end = max(now.end, high) if now.rows else high
        now.first_station = now.first_station or stations[0].as_py()
        now.last_station = stations[len(stations) - 1].as_py()
        for group in _groups(table):
            now.writer.write_table(group, row_group_size=group.num_rows)
            now.rows += group.num_rows
            now.row_groups += 1

    def _begin(self, day: int) -> _Open:
        path = self.folder / f"{len(self.files)}.parquet"
        told = {
            "dataset": self.origin.dataset,
            "date": _date(day),
            "original": self.origin.original,
            "reader": self.origin.reader,
            "version": self.origin.version,
        }
        writer = pq.ParquetWriter(
            path,
            SCHEMA.with_metadata({"suyuan": json.dumps(told, ensure_ascii=False)}),
            compression="zstd",
            sorting_columns=[pq.SortingColumn(i) for i in range(3)],
            write_page_index=True,
        )
        return _Open(day, path, writer)

    def close(self) -> None:
        """Finish the file that is open."""
        done, self._open = self._open, None
        if done is None:
            return
        done.writer.close()
        _sync(done.path)
        digest, size = file_hash(done.path)
        day = _date(done.day)
        entry = LakeFile(
            name=file_name(day, self.origin.version, digest),
            date=day,
            sha256=digest,
            size=size,
            rows=done.rows,
            row_groups=done.row_groups,
            begin=_text(done.begin),
            end=_text(done.end),
            first_station=done.first_station,
            last_station=done.last_station,
        )
        self.files.append((done.path, entry))

    def abandon(self) -> None:
        """Let go of the file that is open."""
        if self._open is not None:
            self._open.writer.close()
            self._open = None


def _groups(table: pa.Table) -> Iterator[pa.Table]:
    """Row groups of one day; a station is whole in one of them unless it is larger than that."""
    stations = codes(table, "station")
    ends = [*(np.flatnonzero(np.diff(stations)) + 1).tolist(), len(stations)]
    begin = before = 0
    for end in ends:
        if end - begin > ROW_GROUP and before > begin:
            yield from _pieces(table, begin, before)
            begin = before
        before = end
    yield from _pieces(table, begin, before)


def _pieces(table: pa.Table, begin: int, end: int) -> Iterator[pa.Table]:
    for start in range(begin, end, ROW_GROUP):
        yield _compact(table.slice(start, min(ROW_GROUP, end - start)))


def _compact(table: pa.Table) -> pa.Table:
    """The same rows with dictionaries of nothing but what they use: each row group keeps its own.

    Parquet would write the whole dictionary into every row group.
    """
    columns = [
        _narrowed(array(table, field.name)) if field.type == TEXT else table.column(field.name)
        for field in table.schema
    ]
    return pa.table(columns, schema=table.schema)


def _narrowed(column: pa.DictionaryArray) -> pa.DictionaryArray:
    if column.null_count == len(column):
        return pa.nulls(len(column), TEXT)
    positions = column.indices.fill_null(0).to_numpy()
    used = np.zeros(len(column.dictionary), bool)
    used[positions] = True
    places = (np.cumsum(used) - 1).astype(np.int32)[positions]
    missing = column.is_null().to_numpy(zero_copy_only=False) if column.null_count else None
    return pa.DictionaryArray.from_arrays(
        pa.array(places, mask=missing), column.dictionary.take(pa.array(np.flatnonzero(used)))
    )


def _sync(path: Path) -> None:
    """Put a file on the disk, read-only from now on."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
    path.chmod(0o444)


def _date(day: int) -> str:
    return (date(1970, 1, 1) + timedelta(days=day)).isoformat()


def _text(moment: int) -> str:
    return format_recorded(_EPOCH + timedelta(microseconds=moment))
