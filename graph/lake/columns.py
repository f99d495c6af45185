"""The columns of the lake, and whatever a loader hands over brought into them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.errors import InvalidValueError
from graph.lake.protocol import COLUMNS

Column: TypeAlias = (
    "npt.NDArray[np.generic] | pa.Array | pa.ChunkedArray | list[object] | str | None"
)
Batch: TypeAlias = "pa.Table | pa.RecordBatch | Mapping[str, Column]"
"""Columns of equal length by name. In a mapping a text stands for a column of nothing else, None
for one of nulls; times of numpy are UTC, as they carry no zone."""

TEXT = pa.dictionary(pa.int32(), pa.string())
TIME = pa.timestamp("us", tz="UTC")
SCHEMA = pa.schema(
    [
        pa.field("station", TEXT, nullable=False),
        pa.field("variable", TEXT, nullable=False),
        pa.field("time", TIME, nullable=False),
        pa.field("local_day", pa.date32()),
        pa.field("value", pa.float64()),
        pa.field("raw", TEXT),
        pa.field("flag", TEXT),
        pa.field("nil_reason", TEXT),
    ]
)
PLAIN = {
    "station": pa.string(),
    "variable": pa.string(),
    "time": TIME,
    "version": pa.int32(),
    "row": pa.int64(),
} | {f.name: pa.string() if f.type == TEXT else f.type for f in SCHEMA if f.nullable}
"""Types as readers get them."""
_REQUIRED = {field.name for field in SCHEMA if not field.nullable} | {"value"}
_FIRST, _LAST = -62_135_596_800_000_000, 253_402_300_800_000_000  # microseconds since 1970
_REMEDY = "见 docs/reference/lake.md / see docs/reference/lake.md"


def canonical(batch: Batch) -> pa.Table:
    """A batch in the columns of the lake; columns it lacks are null.

    A NaN is a missing value. Raises `InvalidValueError` for a column that is unknown, of another
    length, of a type that does not fit, required and absent or null, or a time without zone.
    """
    zoned = not isinstance(batch, Mapping)
    given: dict[str, Column] = (
        dict(batch)
        if isinstance(batch, Mapping)
        else dict(zip(batch.schema.names, batch.columns, strict=True))
    )
    for name in sorted(given.keys() - set(COLUMNS)) + sorted(_REQUIRED - given.keys()):
        raise _refused(name, "", "这一列多了或缺了 / unknown or missing column")
    rows = next((len(c) for c in given.values() if c is not None and not isinstance(c, str)), 1)
    columns = [_column(field, given.get(field.name), rows, zoned=zoned) for field in SCHEMA]
    for field, column in zip(SCHEMA, columns, strict=True):
        if len(column) != rows:
            raise _refused(field.name, str(len(column)), f"长度不同 / {rows} rows expected")
        if column.null_count and not field.nullable:
            raise _refused(field.name, "null", "不能为空 / it must not be null")
    _check_years(columns[2])
    return pa.table(columns, schema=SCHEMA)


def _check_years(moments: pa.Array) -> None:
    ends = pc.min_max(moments.cast(pa.int64())).as_py()
    for end in ends.values():
        if end is not None and not _FIRST <= end < _LAST:
            raise _refused("time", str(end), "不在 1 至 9999 年 / outside the years 1 to 9999")


def _column(field: pa.Field, given: Column, rows: int, *, zoned: bool) -> pa.Array:
    if given is None:
        return pa.nulls(rows, field.type)
    try:
        if isinstance(given, str):
            codes = pa.array(np.zeros(rows, np.int32))
            return pa.DictionaryArray.from_arrays(codes, pa.array([given])).cast(field.type)
        column: pa.Array | pa.ChunkedArray = (
            pa.array(given, from_pandas=True)
            if isinstance(given, np.ndarray)
            else pa.array(given, PLAIN[field.name])
            if isinstance(given, list)
            else given
        )
        if isinstance(column, pa.ChunkedArray):
            column = column.combine_chunks()
        if field.type == TEXT:
            return _text(column)
        if field.name == "time" and zoned and column.type.tz is None:
            raise _refused("time", str(column.type), "没有时区 / no zone")
        column = column.cast(field.type)
    except (pa.ArrowException, AttributeError) as error:
        raise _refused(field.name, str(getattr(given, "type", "")), str(error)) from error
    # A NaN of Arrow is no null by itself.
    return pc.if_else(pc.is_nan(column), None, column) if field.name == "value" else column


def _text(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type) and not column.dictionary.null_count:
        return column.cast(TEXT)
    # A null among the texts of a dictionary would not count as one.
    return column.cast(pa.string()).dictionary_encode().cast(TEXT)


def _refused(name: str, value: str, rule: str) -> InvalidValueError:
    return InvalidValueError(name, value, rule, _REMEDY)


def joined(tables: list[pa.Table]) -> pa.Table:
    """Tables of the lake as one, each text column with one dictionary."""
    return pa.concat_tables(tables).unify_dictionaries().combine_chunks()


def array(table: pa.Table, name: str) -> pa.Array:
    """A column of a joined table."""
    column = table.column(name)
    return column.chunk(0) if column.num_chunks else pa.array([], column.type)


def codes(table: pa.Table, name: str) -> npt.NDArray[np.int32]:
    """Positions in the dictionary of a text column without nulls."""
    found: npt.NDArray[np.int32] = array(table, name).indices.to_numpy()
    return found


def times(table: pa.Table) -> npt.NDArray[np.int64]:
    """Times in microseconds since 1970, UTC."""
    found: npt.NDArray[np.int64] = array(table, "time").cast(pa.int64()).to_numpy()
    return found
