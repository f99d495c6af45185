"""What a row of an interface table says."""

from __future__ import annotations

from collections.abc import Iterator

from graph import Claim, PropertyValue, Rejected
from loaders.process_tables.facts import edge, node, process_id
from loaders.process_tables.interface_rows import InterfaceRow, Side
from loaders.process_tables.process_claims import units_of
from loaders.process_tables.process_names import NamedProcess
from loaders.process_tables.statements import Statement, statements
from ontology import Certainty


def interface_claims(row: InterfaceRow, source_id: str) -> Iterator[Claim | Rejected]:
    """The interface, its items by direction, its two processes and their units."""
    named = [side.process for side in (row.upper, row.lower) if side.process]
    properties: dict[str, PropertyValue] = {
        "upper_level": row.upper.level,
        "lower_level": row.lower.level,
        "state": "stated",
    }
    if not (row.upper.lost or row.lower.lost):
        properties["name"] = " → ".join(process.shown for process in named)
    key = (row.document, row.number)
    interface = node("Interface", key, row.place, properties)
    yield interface
    yield from _items(row, key)
    ends = []
    for side, which in ((row.upper, "UPPER"), (row.lower, "LOWER")):
        if side.process and side.key:
            ends.append(process_id(side.key, side.level))
            yield from _process(side, side.process)
            kind = f"{which}_PROCESS"
            yield edge(kind, interface.subject, ends[-1], side.process.place)
        yield from units_of(f"{which}_UNIT", interface.subject, side.units, source_id)
    if len(ends) == 2:
        yield edge("COUNTERPART_OF", ends[1], ends[0], row.place, Certainty.INFERRED)


def _process(side: Side, process: NamedProcess) -> Iterator[Claim]:
    """The process of a side, unless a process list of this document describes it."""
    if side.described:
        return
    properties: dict[str, PropertyValue] = {"level": side.level}
    if process.name:
        properties["name"] = process.name
    if process.code:
        properties["code"] = process.code
    yield node("Process", (side.key, side.level), process.place, properties)


def _items(row: InterfaceRow, key: tuple[str, str]) -> Iterator[Claim]:
    """One claim for what goes up, one for what comes down, one for what names no side."""
    said = statements(row.items.passage) if row.items.text else ()
    up = [s for s in said if s.level == row.lower.level]
    down = [s for s in said if s.level == row.upper.level]
    other = [s for s in said if s not in up and s not in down]
    for name, group in (("items_up", up), ("items_down", down), ("items", other)):
        if group:
            yield _item(row, key, name, group)


def _item(row: InterfaceRow, key: tuple[str, str], name: str, group: list[Statement]) -> Claim:
    place = row.items.passage.place(group[0].begin, group[-1].end)
    return node("Interface", key, place, {name: "；".join(s.text for s in group)})
