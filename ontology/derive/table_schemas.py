"""The import tables as a Frictionless data package: one resource with its schema for each table.

A cell is a string here, as the import reads more spellings than the types of the Table Schema do
(dates, truth values, full-width digits, several values in a cell); its pattern says which.
"""

from __future__ import annotations

from collections.abc import Iterator

from ontology.codes import ALL_CODES
from ontology.iris import NAMESPACE
from ontology.model import DataType
from ontology.tables.model import Column, Table
from ontology.tables.registry import TABLES

Descriptor = dict[str, object]
# Full-width digits are read too; `certainty` may stand in every table.
_DIGIT = "[0-9０-９]"
_PATTERNS = {
    DataType.NUMBER: rf"[+\-＋－−]?({_DIGIT}+[.．]?{_DIGIT}*|[.．]{_DIGIT}+)"
    rf"([eEｅＥ][+\-＋－−]?{_DIGIT}+)?",
    DataType.INTEGER: rf"[+\-＋－−]?{_DIGIT}{{1,16}}",
    DataType.BOOLEAN: "1|0|１|０|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Nn][Oo]|是|否",
    DataType.TIME: rf"{_DIGIT}{{4}}([-/.年]{_DIGIT}{{1,2}}[-/.月]{_DIGIT}{{1,2}}|{_DIGIT}{{4}})日?"
    r"|[0-9]{4}-?([0-9]{2}-?[0-9]{2}|W[0-9]{2}-?[1-7]).[0-9]{2}.*",
}
_CERTAINTY = Column("certainty", "确定程度", codes="certainty")


def table_package() -> Descriptor:
    """The descriptor of a package that holds every table."""
    return {
        "profile": "tabular-data-package",
        "name": "suyuan-import-format",
        "title": "导入格式 / import format",
        "description": "每种导入表格的模式；只留所用的资源即成一个可导入的数据包。/ The schema of "
        "each import table; with the resources in use alone it is a package that can be loaded.",
        "resources": [_resource(table) for table in TABLES.values()],
    }


def table_schema(table: Table) -> Descriptor:
    """The Table Schema of one import table."""
    return {
        "fields": [_field(column) for column in (*table.columns, _CERTAINTY)],
        "missingValues": [""],
    }


def _resource(table: Table) -> Descriptor:
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "title": f"{table.title_zh} / {table.title_en}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "suyuan:table": table.name,
        "schema": table_schema(table),
    }


def _field(column: Column) -> Descriptor:
    field: Descriptor = {"name": column.name, "title": column.title_zh, "type": "string"}
    described = "；".join(_notes(column))
    if described:
        field["description"] = described
    constraints: Descriptor = {"required": True} if column.required else {}
    constraints |= _values(column)
    if constraints:
        field["constraints"] = constraints
    if column.codes:
        field["rdfType"] = f"{NAMESPACE}code:{column.codes}"
    return field


def _notes(column: Column) -> Iterator[str]:
    if column.datatype is not DataType.TEXT:
        yield f"类型 / type: {column.datatype.value}"
    if column.end:
        yield "含当日 / the day is included"
    if column.many:
        yield "可填多个值，以 ; 或 ； 隔开 / several values, separated by ;"


def _values(column: Column) -> Descriptor:
    """The values that a cell may have; nothing is said of the parts of one with several."""
    if column.many:
        return {}
    if column.codes:
        return {"enum": [str(code) for code in ALL_CODES[column.codes].codes]}
    pattern = _PATTERNS.get(column.datatype)
    return {} if pattern is None else {"pattern": rf"\s*({pattern})\s*"}
