"""The graph as two Parquet files, nodes and edges, for whoever reads tables.

Each declared property is a column of its declared type. Where kinds declare a name with different
types, the column of all but text bears the type too (`value` and `value.number`). What only a
source knows stands together in `other`, as a JSON object.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from graph.element import Element
from ontology import EDGE_KINDS, NODE_KINDS, DataType, Property

_BATCH = 50_000
_BOOKKEEPING = ("valid_from", "valid_to", "certainty", "claims", "n_claims", "stub")
_NODE, _EDGE = ("id", "label"), ("source", "target", "type")
Row = dict[str, object]


def write_elements(path: Path, elements: Iterable[Element], *, edges: bool) -> int:
    """Write nodes or edges to a file; returns how many."""
    schema, count = _schema(edges), 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for rows in _batches(elements, edges):
            count += len(rows)
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
    return count


def properties_of(row: Mapping[str, object]) -> dict[str, object]:
    """The properties of an element from a row of a file, under the names that they have here."""
    found = {
        name.partition(".")[0]: value
        for name, value in row.items()
        if value is not None and name not in (*_NODE, *_EDGE, "other")
    }
    other = row.get("other")
    return found | (json.loads(other) if isinstance(other, str) else {})


def _batches(elements: Iterable[Element], edges: bool) -> Iterator[list[Row]]:
    rows: list[Row] = []
    for element in elements:
        rows.append(_row(element, edges))
        if len(rows) == _BATCH:
            yield rows
            rows = []
    if rows:
        yield rows


def _row(element: Element, edges: bool) -> Row:
    row: Row = (
        {"source": element.subject, "target": element.object, "type": element.kind}
        if edges
        else {"id": element.subject, "label": element.kind}
    )
    columns, other = _columns(element.kind, edges), {}
    for name, value in element.properties.items():
        column = name if name in _BOOKKEEPING else columns.get(name)
        if column is None:
            other[name] = value
        else:
            row[column] = value
    if other:
        row["other"] = json.dumps(other, ensure_ascii=False, sort_keys=True)
    return row


@cache
def _columns(kind: str, edges: bool) -> dict[str, str]:
    """The column of each declared property of a kind."""
    declared = EDGE_KINDS[kind].properties if edges else NODE_KINDS[kind].properties
    types = _types(edges)
    return {one.name: _column(one, types) for one in declared}


def _column(declared: Property, types: Mapping[str, set[DataType]]) -> str:
    alone = len(types[declared.name]) == 1
    if alone or _kind(declared.datatype) is DataType.TEXT:
        return declared.name
    return f"{declared.name}.{declared.datatype}"


def _kind(datatype: DataType) -> DataType:
    """A time is a text here, as in the graph."""
    return DataType.TEXT if datatype is DataType.TIME else datatype


@cache
def _types(edges: bool) -> dict[str, set[DataType]]:
    found: dict[str, set[DataType]] = {}
    for kind in (EDGE_KINDS if edges else NODE_KINDS).values():
        for declared in kind.properties:
            found.setdefault(declared.name, set()).add(_kind(declared.datatype))
    return found


def _schema(edges: bool) -> pa.Schema:
    arrow = {
        DataType.TEXT: pa.string(),
        DataType.TIME: pa.string(),
        DataType.NUMBER: pa.float64(),
        DataType.INTEGER: pa.int64(),
        DataType.BOOLEAN: pa.bool_(),
        DataType.TEXTS: pa.list_(pa.string()),
    }
    types = _types(edges)
    columns = {name: pa.string() for name in (_EDGE if edges else _NODE)}
    columns |= {"valid_from": pa.string(), "valid_to": pa.string(), "certainty": pa.string()}
    columns |= {"claims": pa.list_(pa.string()), "n_claims": pa.int64()}
    if not edges:
        columns["stub"] = pa.bool_()
    for kind in (EDGE_KINDS if edges else NODE_KINDS).values():
        for declared in kind.properties:
            columns[_column(declared, types)] = arrow[declared.datatype]
    return pa.schema([*columns.items(), ("other", pa.string())])
