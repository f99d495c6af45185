"""All that was ever at a station, read link by link, and what is missing of it."""

from __future__ import annotations

from oracle.reading import (
    BEGINNING,
    Link,
    NobodySpeaksOf,
    Reading,
    claims_of,
    once,
    text,
)

from queries.station_equipment import EquipmentRow


def answer(reading: Reading, station: str) -> list[EquipmentRow]:
    if station not in reading:
        raise NobodySpeaksOf(station)
    there = [row for at in reading.into(station, "AT_STATION") for row in periods(reading, at)]
    pairs = sorted({(row.variable, row.instrument) for row in there if row.instrument})
    rows = there + [row for pair in pairs for row in calibrations(reading, there, *pair)]
    return sorted(rows, key=order)


def order(row: EquipmentRow) -> tuple[object, ...]:
    first = 0 if row.part == "deployment" else 1
    return (row.variable, row.instrument, first, row.valid_from, row.element, row.valid_to,
            row.claims)  # fmt: skip


def periods(reading: Reading, at: Link) -> list[EquipmentRow]:
    """The deployment at the other end of AT_STATION, with what it used meanwhile."""
    deployment, node = at.other, at.node
    variable, role = text(node, "variable"), text(node, "role")
    found = []
    for use in reading.out(deployment, "USES"):
        begin, end = max(at.begin, use.begin), min(at.end, use.end)
        if begin < end:
            found.append(
                EquipmentRow("deployment", variable, use.other, text(use.node, "serial"),
                             deployment, "stated", role, "", begin, end,
                             text(use.edge, "certainty"), once(use.claims, at.claims))
            )  # fmt: skip
    return found or [
        EquipmentRow("deployment", variable, "", "", deployment, "missing", role, "", at.begin,
                     at.end, text(at.edge, "certainty"), at.claims)
    ]  # fmt: skip


def calibrations(
    reading: Reading, there: list[EquipmentRow], variable: str, instrument: str
) -> list[EquipmentRow]:
    own = sorted((r for r in there if (r.variable, r.instrument) == (variable, instrument)),
                 key=order)  # fmt: skip
    serial = text(reading.node(instrument), "serial")
    found = []
    for link in reading.out(instrument, "HAS_CALIBRATION"):
        performed = text(link.node, "performed_on")
        begin = performed if link.begin == BEGINNING and performed else link.begin
        found.append(
            EquipmentRow("calibration", variable, instrument, serial, link.other, "stated",
                         text(link.node, "kind"), text(link.node, "result"), begin,
                         text(link.node, "valid_until"), text(link.edge, "certainty"),
                         once(link.claims, claims_of(link.node)))
        )  # fmt: skip
    return found or [
        EquipmentRow("calibration", variable, instrument, serial, "", "missing", "", "", "", "",
                     own[0].certainty, own[0].claims)
    ]  # fmt: skip
