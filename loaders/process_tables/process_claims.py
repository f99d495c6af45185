"""What a row of a process list says."""

from __future__ import annotations

from collections.abc import Iterator

from graph import Claim, PropertyValue, Rejected
from loaders.process_tables.facts import edge, mention_claims, node, process_id
from loaders.process_tables.flattened import Cell
from loaders.process_tables.process_names import included_in
from loaders.process_tables.process_rows import ListedProcess, ProcessRow
from loaders.process_tables.unit_names import read_units

_SHORT = 80
"""A longer remark is cut: the graph keeps short facts, the whole text is in the original."""


def process_claims(row: ProcessRow, source_id: str) -> Iterator[Claim | Rejected]:
    """The processes printed in the row, their parents, units, remark and what they include."""
    for listed in row.listed:
        yield from _process(listed, row.level)
    about = process_id(row.listed[-1].process.key, row.level)
    yield from units_of("LED_BY", about, row.leads, source_id)
    for cell in row.related:
        yield from units_of("RELATED_UNIT", about, cell, source_id)
    if row.note:
        yield from _remark(row, row.note)


def _process(listed: ListedProcess, level: str) -> Iterator[Claim]:
    process = listed.process
    properties: dict[str, PropertyValue] = {"level": level}
    if listed.leaf is not None:
        properties["leaf"] = listed.leaf
    if process.name:
        properties["name"] = process.name
    if process.code:
        properties["code"] = process.code
    if listed.kind:
        properties["kind"] = listed.kind
    said = node("Process", (process.key, level), process.place, properties)
    yield said
    if listed.parent and listed.parent.key != process.key:
        parent = process_id(listed.parent.key, level)
        yield edge("SUBPROCESS_OF", said.subject, parent, process.place)


def units_of(
    kind: str, subject: str, cell: Cell | None, source_id: str
) -> Iterator[Claim | Rejected]:
    """An edge to each unit that a cell lists; a blank cell is a gap and makes none."""
    if cell is None:
        return
    listed = read_units(cell.passage)
    if listed.unread:
        yield Rejected(
            cell.place, kind.lower(), listed.unread, "unit name",
            f"“{listed.unread}”不是单位名称，请写单位全称，用“、”分隔 / no name of a unit: "
            "write full names, parted by 、",
        )  # fmt: skip
    for mention in listed.mentions:
        yield from mention_claims(kind, subject, mention, cell.passage, source_id)


def _remark(row: ProcessRow, note: Cell) -> Iterator[Claim]:
    process = row.listed[-1].process
    short = note.name if len(note.name) <= _SHORT else note.name[: _SHORT - 1] + "…"
    about = node("Process", (process.key, row.level), note.place, {"note": short})
    yield about
    for included in included_in(note.passage, [name for name in row.keys if "、" in name]):
        key = row.keys.get(included.name, included.name)
        if key == process.key:
            continue
        if included.name not in row.keys:
            named: dict[str, PropertyValue] = {"name": included.name, "level": row.level}
            yield node("Process", (key, row.level), included.place, named)
        yield edge("INCLUDES", about.subject, process_id(key, row.level), included.place)
