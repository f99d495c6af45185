"""The loader of the import tables: header checked, rows streamed, rules applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from graph import Claim, Place, Rejected, SourceError
from loaders.protocol import RawRow, SourceFile
from loaders.tabular.compiled import CompiledTable, property_name
from loaders.tabular.records import csv_records, encoding_of
from loaders.tabular.sheets import sheet_records
from ontology import TABLES, Table

_ZIP = b"PK\x03\x04"
_BINARY = (b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0", b"BUFR", b"\x1f\x8b")


@dataclass(frozen=True, slots=True)
class _Layout:
    """A file's table, its header and how its rows are named."""

    table: Table
    header: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TabularLoader:
    """Reads the tables of the import format (CSV and XLSX, UTF-8 and GB18030)."""

    name: str = "tabular"
    title_zh: str = "导入表格（CSV、XLSX）"
    title_en: str = "import tables (CSV, XLSX)"
    version: str = "1"
    family: str = "table"
    snapshot: str | None = None
    row_local: bool = True

    def accepts(self, path: Path, head: bytes) -> bool:
        """A file named after a table, as .csv or .xlsx."""
        return path.suffix.lower() in (".csv", ".xlsx") and path.stem in TABLES

    def warnings(self, source: SourceFile) -> tuple[str, ...]:
        """Columns that no table declares and that become properties."""
        table = _table(source)
        declared = {c.name for c in table.columns} | {"certainty"}
        header, _ = _open(source)
        return tuple(
            f"未声明的列 {name!r} 记为属性 {property_name(name)} / undeclared column becomes a property"
            for name in header if name not in declared
        )

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        """Rows in order. Raises `SourceError` for a file whose header does not fit its table."""
        header, records = _open(source)
        layout = _Layout(_table(source), header)
        width = len(header)
        identity = [header.index(c) for c in layout.table.identity if c in header]
        prefix = layout.table.name
        for record in records:
            if isinstance(record, Rejected):
                yield record
                continue
            place, cells = record
            if len(cells) != width:
                yield Rejected(
                    place, "", str(len(cells)), "cell count",
                    f"应有 {width} 格 / expected {width} cells; 检查分隔符与引号 / check separators "
                    "and quotes",
                )
                continue
            key = "|".join(cells[i].strip() for i in identity)
            named = f"{prefix}|{key}" if key.strip("|") else ""
            yield RawRow(place, named, dict(zip(header, cells, strict=True)), layout)

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        """What the table's rules make of a row."""
        layout = row.payload
        assert isinstance(layout, _Layout)
        found = _compiled(layout, source).claims(dict(row.fields), row.place, row.identity)
        return (found,) if isinstance(found, Rejected) else found


def _compiled(layout: _Layout, source: SourceFile) -> CompiledTable:
    return _compile(layout.table.name, layout.header, source.source_id, source.zone,
                    source.certainty)


@lru_cache(maxsize=64)
def _compile(
    table: str, header: tuple[str, ...], source_id: str, zone: object, certainty: str | None
) -> CompiledTable:
    from datetime import timezone

    return CompiledTable(
        TABLES[table], header, source_id, zone if isinstance(zone, timezone) else None, certainty
    )


def _table(source: SourceFile) -> Table:
    name = source.table or source.path.stem
    table = TABLES.get(name)
    if table is None:
        raise SourceError(source.path, f"没有表 {name!r} / there is no table {name!r}",
                          f"可用 / use: {', '.join(TABLES)}")
    return table


def _open(
    source: SourceFile,
) -> tuple[tuple[str, ...], Iterator[tuple[Place, list[str]] | Rejected]]:
    """The checked header and the records behind it."""
    path, table = source.path, _table(source)
    with path.open("rb") as stream:
        head = stream.read(4096)
    if not head.strip():
        raise SourceError(path, "空文件 / the file is empty", "至少写出表头 / write at least a header")
    if head.startswith(_ZIP):
        records = sheet_records(path, table.name)
    else:
        _check_text(path, head)
        records = csv_records(path, encoding_of(path), source.lines)
    first = next(records, None)
    if first is None or isinstance(first, Rejected):
        why = "" if first is None else f": {first.message}"
        raise SourceError(path, f"没有表头 / there is no header{why}", "第一行写列名 / name the columns "
                          "on the first line")
    header = tuple(c.strip() for c in first[1])
    _check_header(path, table, header)
    return header, records


def _check_text(path: Path, head: bytes) -> None:
    """A file that is not what its name says."""
    lowered = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if path.suffix.lower() == ".xlsx":
        raise SourceError(path, "名为 XLSX，内容不是 / named XLSX but is not", "另存为 .xlsx / save it "
                          "as .xlsx")
    if head.startswith(_BINARY) or lowered.startswith((b"<!doctype", b"<html", b"<?xml", b"{")):
        raise SourceError(path, "名为 CSV，内容不是 / named CSV but is not", "另存为 CSV / save it as "
                          "CSV")
    if b"\0" in head[:1024] and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError(path, "名为 CSV，内容是二进制 / named CSV but is binary", "另存为 CSV / save it "
                          "as CSV")


def _check_header(path: Path, table: Table, header: tuple[str, ...]) -> None:
    missing = [c.name for c in table.columns if c.required and c.name not in header]
    if missing:
        raise SourceError(path, f"表 {table.name} 缺少列 / table lacks columns: {', '.join(missing)}",
                          "在第一行补上列名 / add them to the first line")
    doubled = sorted({c for c in header if header.count(c) > 1})
    if doubled or "" in header:
        raise SourceError(path, f"列名重复或为空 / doubled or empty column names: {doubled or ''}",
                          "每列一个名字 / give each column one name")


LOADER = TabularLoader()
