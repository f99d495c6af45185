"""Reading the lake with DuckDB: in the process, without a server, from the Parquet files alone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import gettempdir
from threading import Lock

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from graph.errors import LakeDamagedError
from graph.lake import sql
from graph.lake.columns import PLAIN, TIME
from graph.lake.layout import LAKE, dataset_folder
from graph.lake.manifest import Listed, Manifest
from graph.lake.planning import Days, at_once, days_of, in_turn
from graph.lake.protocol import COLUMNS, Citation, Grouping, Reading, Selection, Span, check_aware

_BATCH = 65_536
AGGREGATE = pa.schema(
    [
        ("station", pa.string()),
        ("variable", pa.string()),
        ("period", TIME),
        ("count", pa.int64()),
        ("missing", pa.int64()),
        ("minimum", pa.float64()),
        ("maximum", pa.float64()),
        ("mean", pa.float64()),
        ("flags", pa.map_(pa.string(), pa.int64())),
    ]
)


class DuckLake:
    """The lake of a home, read by DuckDB. Safe to use from several threads; a context manager.

    `threads`: of one query, all cores when None. `memory`: above it a query goes to the disk.
    """

    def __init__(self, home: Path, *, threads: int | None = None, memory: str = "1GB") -> None:
        self.home = home
        self._manifests: dict[str, Manifest] = {}
        self._reading = Lock()
        aside = Path(gettempdir(), f"suyuan-duckdb-{os.getpid()}")
        options: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory,
            "temp_directory": str(aside),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        if threads is not None:
            options["threads"] = threads
        self._connection = duckdb.connect(config=options)
        self._connection.execute("SET GLOBAL parquet_metadata_cache = true")

    def __enter__(self) -> DuckLake:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the engine."""
        self._connection.close()

    def scan(
        self, selection: Selection, columns: tuple[str, ...] = COLUMNS
    ) -> Iterator[pa.RecordBatch]:
        """See `Lake.scan`."""
        folder, days = self._days(selection)
        for files in in_turn(folder, days, few=bool(selection.stations)):
            statement = sql.scan(files, sql.Wanted.of(selection), columns)
            yield from self._batches(statement, pa.schema([(c, PLAIN[c]) for c in columns]))

    def window(self, selection: Selection) -> tuple[Reading, ...]:
        """See `Lake.window`."""
        found = [
            Reading(*row)
            for batch in self.scan(selection, (*COLUMNS, "version"))
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True)
        ]
        return tuple(sorted(found, key=lambda one: (one.station, one.variable, one.time)))

    def aggregate(
        self, selection: Selection, grouping: Grouping | None = None
    ) -> Iterator[pa.RecordBatch]:
        """See `Lake.aggregate`."""
        folder, days = self._days(selection)
        if days:
            parts = at_once(folder, days)
            statement = sql.aggregate(parts, sql.Wanted.of(selection), grouping or Grouping())
            yield from self._batches(statement, AGGREGATE)

    def count(
        self, dataset: str, spans: Sequence[Span], as_known: str | None = None
    ) -> dict[int, int]:
        """See `Lake.count`."""
        if not spans:
            return {}
        selection = Selection(
            dataset,
            tuple(sorted({s.station for s in spans})),
            tuple(sorted({s.variable for s in spans})),
            min(s.begin for s in spans),
            max(s.end for s in spans),
            as_known,
        )
        folder, days = self._days(selection)
        if not days:
            return {}
        statement = sql.count(at_once(folder, days), sql.Wanted.of(selection), spans)
        with self._cursor() as cursor:
            return dict(cursor.execute(statement.text, statement.bound).fetchall())

    def cite(
        self, dataset: str, key: tuple[str, str, datetime], as_known: str | None = None
    ) -> Citation | None:
        """See `Lake.cite`."""
        station, variable, moment = key
        check_aware("time", moment)
        after = moment + timedelta(microseconds=1)
        selection = Selection(dataset, (station,), (variable,), moment, after, as_known)
        folder, days = self._days(selection)
        if not days:
            return None
        statement = sql.place(at_once(folder, days), sql.Wanted.of(selection))
        with self._cursor() as cursor:
            found = cursor.execute(statement.text, statement.bound).fetchone()
        if found is None:
            return None
        path, row = Path(found[0]), found[1]
        listed = next(each for each in days[0] if folder / each.file.name == path)
        return _citation(dataset, listed, int(_row_groups(path, np.array([row]))[0]))

    def stations(self, selection: Selection) -> tuple[tuple[str, int], ...]:
        """See `Lake.stations`."""
        folder, days = self._days(selection)
        if not days:
            return ()
        statement = sql.stations(at_once(folder, days), sql.Wanted.of(selection))
        with self._cursor() as cursor:
            return tuple(cursor.execute(statement.text, statement.bound).fetchall())

    def cited(self, dataset: str, places: Iterable[tuple[str, int, int]]) -> tuple[Citation, ...]:
        """See `Lake.cited`."""
        wanted = list(places)
        days = sorted({day for day, _, _ in wanted})
        if not days:
            return ()
        with self._reading:
            manifest = self._manifest(dataset)
            folder = manifest.folder
            listed = {
                (each.file.date, each.load.version): each
                for files in manifest.files(days[0], days[-1], None)
                for each in files
            }
        rows: dict[tuple[str, int], list[int]] = {}
        for number, (day, version, _) in enumerate(wanted):
            rows.setdefault((day, version), []).append(number)
        found: dict[int, Citation] = {}
        for key, numbers in rows.items():
            if key not in listed:
                raise LakeDamagedError(folder, f"no file of {key[0]} in version {key[1]}")
            path = folder / listed[key].file.name
            groups = _row_groups(path, np.array([wanted[number][2] for number in numbers]))
            for number, group in zip(numbers, groups.tolist(), strict=True):
                found[number] = _citation(dataset, listed[key], group)
        return tuple(found[number] for number in range(len(wanted)))

    def _days(self, selection: Selection) -> tuple[Path, Days]:
        with self._reading:
            manifest = self._manifest(selection.dataset)
            return manifest.folder, days_of(manifest, selection)

    def _manifest(self, dataset: str) -> Manifest:
        if dataset not in self._manifests:
            self._manifests[dataset] = Manifest(dataset_folder(self.home, dataset))
        return self._manifests[dataset]

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection of its own for one query."""
        try:
            with self._connection.cursor() as cursor:
                yield cursor
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            raise LakeDamagedError(self.home / LAKE, str(error)) from error

    def _batches(self, statement: sql.Statement, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        with self._cursor() as cursor:
            relation = cursor.sql(statement.text, params=statement.bound)
            for batch in relation.to_arrow_reader(_BATCH):
                if batch.num_rows:
                    yield batch.cast(schema)


def _citation(dataset: str, listed: Listed, row_group: int) -> Citation:
    return Citation(
        dataset,
        f"{dataset}/{listed.file.name}",
        row_group,
        listed.file.sha256,
        listed.load.version,
        listed.load.original,
        listed.load.recorded_at,
    )


def _row_groups(path: Path, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The row groups of a file that hold these rows."""
    metadata = pq.read_metadata(path)
    sizes = [metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)]
    groups: npt.NDArray[np.int64] = np.searchsorted(np.cumsum(sizes), rows, "right")
    if len(groups) and groups.max() >= len(sizes):
        raise LakeDamagedError(path, "it has fewer rows than were read from it")
    return groups
