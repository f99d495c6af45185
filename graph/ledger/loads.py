"""What was loaded: closed loads with their counts, rejected rows, retractions."""

from __future__ import annotations

import json
from typing import NamedTuple

from graph.claim import parse_body
from graph.ledger.ledger import Ledger
from graph.ledger.schema import RETRACT


class LoadRecord(NamedTuple):
    """A closed load. `recorded_at`: when it closed; `live`: claims of the source that then stood.

    `read == accepted + rejected` rows; `retracted`: claims that went with this version.
    """

    load_no: int
    recorded_at: str
    source_id: str
    family: str
    file_name: str
    sha256: str
    size: int
    loader: str
    loader_version: str
    options: str
    read: int
    accepted: int
    rejected: int
    asserted: int
    retracted: int
    kept: int
    live: int


class RejectedRow(NamedTuple):
    """A row that was not accepted, of a closed load; names of persons in it are hidden."""

    load_no: int
    source_id: str
    file_name: str
    place: str
    field: str
    value: str
    rule: str
    message: str


class Retraction(NamedTuple):
    """A claim that was taken back, when and why."""

    load_no: int
    recorded_at: str
    source_id: str
    element: str
    reason: str


class LoadTold(NamedTuple):
    """When a closed load was opened, and the hash of the chain where it closed, in hex."""

    opened_at: str
    closing_head: str


_STARTS = """
SELECT o.load_no, o.recorded_at, c.head FROM blocks o JOIN blocks c USING(load_no)
WHERE o.kind='open' AND c.kind='close'
"""
_LOADS = """
SELECT l.load_no, b.recorded_at, s.source_id, s.family, o.name, o.sha256, o.size, l.loader,
  l.loader_version, l.options, b.payload
FROM blocks b JOIN loads l USING(load_no) JOIN sources s USING(source_no)
JOIN originals o USING(original_no)
WHERE b.kind='close' ORDER BY l.load_no DESC LIMIT ?
"""
_REJECTS = """
SELECT r.load_no, s.source_id, o.name, o.sha256, r.place, r.field, r.value, r.rule, r.message
FROM rejects r JOIN blocks b ON b.load_no=r.load_no AND b.kind='close'
JOIN loads l ON l.load_no=r.load_no JOIN sources s USING(source_no)
JOIN originals o USING(original_no)
WHERE :load=0 OR r.load_no=:load ORDER BY r.load_no DESC, r.number LIMIT :limit
"""
_RETRACTIONS = f"""
SELECT e.load_no, b.recorded_at, s.source_id, c.body, coalesce(e.reason,'')
FROM entries e JOIN blocks b ON b.load_no=e.load_no AND b.kind='close'
JOIN claims c ON c.pos=e.claim_pos JOIN sources s ON s.source_no=c.source_no
WHERE e.op={RETRACT} AND (:load=0 OR e.load_no=:load) ORDER BY e.pos DESC LIMIT :limit
"""
_COUNTS = {
    "rejects": "SELECT count(*) FROM rejects r JOIN blocks b ON b.load_no=r.load_no "
    "AND b.kind='close' WHERE :load=0 OR r.load_no=:load",
    "retractions": "SELECT count(*) FROM entries e JOIN blocks b ON b.load_no=e.load_no AND "
    f"b.kind='close' WHERE e.op={RETRACT} AND (:load=0 OR e.load_no=:load)",
}


def loads(ledger: Ledger, limit: int) -> list[LoadRecord]:
    """The latest closed loads, the last first."""
    found = []
    for *columns, payload in ledger.connection.execute(_LOADS, (limit,)):
        told = json.loads(payload)
        columns[5] = columns[5].hex()
        names = ("rows", "accepted", "rejected", "asserted", "retracted", "kept", "live")
        found.append(LoadRecord(*columns, *(int(told.get(name, 0)) for name in names)))
    return found


def load_starts(ledger: Ledger) -> dict[int, LoadTold]:
    """Beginning and name in the chain of each closed load, by its number."""
    rows = ledger.connection.execute(_STARTS)
    return {number: LoadTold(opened, head.hex()) for number, opened, head in rows}


def rejected_rows(ledger: Ledger, limit: int, load_no: int = 0) -> list[RejectedRow]:
    """Rejected rows of one load, or of all of them, the latest load first."""
    ledger.excerpts.refresh()
    hide = ledger.excerpts.hide
    rows = ledger.connection.execute(_REJECTS, {"load": load_no, "limit": limit})
    return [
        RejectedRow(number, source, name, place, field, hide(sha, value), rule, hide(sha, message))
        for number, source, name, sha, place, field, value, rule, message in rows
    ]


def retractions(ledger: Ledger, limit: int, load_no: int = 0) -> list[Retraction]:
    """Claims that one load, or any, took back, the latest first."""
    rows = ledger.connection.execute(_RETRACTIONS, {"load": load_no, "limit": limit})
    return [
        Retraction(number, at, source, parse_body(body)[0].element, reason)
        for number, at, source, body, reason in rows
    ]


def counted(ledger: Ledger, what: str, load_no: int = 0) -> int:
    """How many `rejects` or `retractions` there are in one load, or in all."""
    row = ledger.connection.execute(_COUNTS[what], {"load": load_no}).fetchone()
    return int(row[0])
