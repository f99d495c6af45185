"""Claims as Parquet, nodes and edges apart: a row a claim, with its origin, in order of the hashes.

Columns have the types of the values: `properties` are those with a text, where a number is the text
that its source printed, and beside them stand those with an integer, a truth and several texts. The
same rows give the same bytes, by one version of Arrow.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from graph.claim import PropertyValue
from graph.errors import SourceError
from graph.ledger.told import ToldClaim, ToldReading

_ROWS, _CHARACTERS = 8192, 4 << 20
"""Of a row group: whichever comes first."""
_MOST = 512 << 20
"""Bytes of a row group, and of a batch if each row of it were as large as its group."""
_BATCH = 2000
_ENDS = {False: ("id", "label"), True: ("source", "target", "type")}
_TEXTS = ("valid_from", "valid_to", "certainty", "source_id", "family")
_STANDING = ("recorded_at", "retracted_at", "reason")
_NUMBERS = ("line", "column", "offset", "length")
_READING = pa.struct(
    [(name, pa.string()) for name in ("sha256", "file", "loader")]
    + [(name, pa.int64()) for name in _NUMBERS]
    + [("locator", pa.string())]
)
_MAPS = {
    "properties": pa.map_(pa.string(), pa.string()),
    "properties_integer": pa.map_(pa.string(), pa.int64()),
    "properties_boolean": pa.map_(pa.string(), pa.bool_()),
    "properties_texts": pa.map_(pa.string(), pa.list_(pa.string())),
}
_MEND = "用导出的表，或写成同样的列 / use tables of an export, or write the same columns"
Row = dict[str, object]


class ClaimTable:
    """Writes one table; a context manager. `rows`: how many so far."""

    def __init__(self, path: Path, *, edges: bool) -> None:
        self._edges, self._schema = edges, _schema(edges)
        self._writer = pq.ParquetWriter(
            path, self._schema, compression="zstd", version="2.6", data_page_version="1.0"
        )
        self._waiting: list[Row] = []
        self._size = self.rows = 0

    def __enter__(self) -> ClaimTable:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self._flush()
        self._writer.close()

    def write(self, told: ToldClaim) -> None:
        """Add a claim."""
        self._waiting.append(_row(told, self._edges))
        self.rows += 1
        self._size += sum(len(str(value)) for _, value in told.properties)
        if len(self._waiting) == _ROWS or self._size > _CHARACTERS:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.Table.from_pylist(self._waiting, schema=self._schema))
        self._waiting, self._size = [], 0


def read_claim_table(path: Path) -> Iterator[tuple[str, int, ToldClaim]]:
    """The claims of a table with its name, nodes or edges, and the number of their row, from 1.

    Raises `SourceError` for what is no such table, or too large to be read.
    """
    try:
        with pq.ParquetFile(path) as table:
            edges = "source" in table.schema_arrow.names
            schema = _checked(path, table.schema_arrow, _schema(edges))
            name, number = "edges" if edges else "nodes", 0
            for group in range(table.num_row_groups):
                size = table.metadata.row_group(group).total_byte_size
                if size > _MOST:
                    rule = f"行组超过 {_MOST:,} 字节 / a row group of more than {_MOST:,} bytes"
                    raise SourceError(path, rule, "分成较小的行组 / write smaller row groups")
                rows = max(1, min(_BATCH, _MOST // max(size, 1)))
                for batch in table.iter_batches(rows, row_groups=[group], use_threads=False):
                    cast = pa.Table.from_batches([batch]).select(schema.names).cast(schema)
                    for row in cast.to_pylist():
                        number += 1
                        yield name, number, _told(row, edges)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise SourceError(
            path, f"不能当 Parquet 读 / not read as Parquet: {error}", _MEND
        ) from error


def _checked(path: Path, found: pa.Schema, wanted: pa.Schema) -> pa.Schema:
    """The wanted schema, if a table has its columns and no others."""
    for odd in sorted(set(found.names) ^ set(wanted.names)):
        word = (
            "多出的列 / a column too many" if odd in found.names else "缺列 / a column is missing"
        )
        raise SourceError(path, f"{word}: {odd!r:.60}", _MEND)
    if len(found.names) != len(wanted.names):
        raise SourceError(path, "列名重复 / a name of two columns", _MEND)
    return wanted


def _schema(edges: bool) -> pa.Schema:
    names = ("claim", *_ENDS[edges], *_TEXTS, *_STANDING)
    return pa.schema(
        [
            *((name, pa.string()) for name in names),
            *_MAPS.items(),
            ("readings", pa.list_(_READING)),
        ]
    )


def _row(told: ToldClaim, edges: bool) -> Row:
    ends = (told.subject, told.object, told.kind) if edges else (told.subject, told.kind)
    row: Row = {"claim": told.claim, **dict(zip(_ENDS[edges], ends, strict=True))}
    row |= {name: getattr(told, name) for name in ("valid_from", "valid_to", "certainty", "family")}
    row |= {name: getattr(told, name) for name in _STANDING}
    row["source_id"] = told.source
    maps: dict[str, list[tuple[str, object]]] = {name: [] for name in _MAPS}
    for name, value in told.properties:
        maps[_map_of(value)].append((name, value))
    readings = [
        {
            "sha256": one.sha256,
            "file": one.file,
            "loader": one.loader,
            **dict(zip(_NUMBERS, one.numbers, strict=True)),
            "locator": one.locator,
        }
        for one in told.readings
    ]
    return row | maps | {"readings": readings}


def _map_of(value: PropertyValue | None) -> str:
    if isinstance(value, bool):
        return "properties_boolean"
    if isinstance(value, int):
        return "properties_integer"
    return "properties_texts" if isinstance(value, tuple) else "properties"


def _told(row: Row, edges: bool) -> ToldClaim:
    """A row as it was read; what is empty in it is None."""
    kind, subject, object_ = (
        (row["type"], row["source"], row["target"]) if edges else (row["label"], row["id"], None)
    )
    found: list[tuple[str, PropertyValue | None]] = []
    for column in _MAPS:
        for name, value in _listed(row[column]):
            found.append((name, _value(value)))
    return ToldClaim(
        _text(row["claim"]),
        _text(kind),
        _text(subject),
        _text(object_) or ("" if edges else None),
        tuple(found),
        _text(row["valid_from"]),
        _text(row["valid_to"]),
        _text(row["certainty"]),
        _text(row["source_id"]),
        _text(row["family"]),
        _text(row["recorded_at"]),
        _text(row["retracted_at"]),
        _text(row["reason"]),
        tuple(_reading(one) for one in _listed(row["readings"]) if isinstance(one, dict)),
    )


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _value(value: object) -> PropertyValue | None:
    """A property; None where nothing stands, or something is missing among its texts."""
    if isinstance(value, list):
        return None if None in value else tuple(value)
    return value if isinstance(value, (str, bool, int)) else None


def _reading(row: Row) -> ToldReading:
    line, column, offset, length = (
        value if isinstance(value, int) else None for value in map(row.get, _NUMBERS)
    )
    return ToldReading(
        _text(row["sha256"]),
        _text(row["file"]),
        _text(row["loader"]),
        (line, column, offset, length),
        _text(row["locator"]) or "",
    )
