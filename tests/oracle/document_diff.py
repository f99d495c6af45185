"""What a document's last load changed: the whole log replayed, entry by entry, to two positions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from oracle.reading import NobodySpeaksOf, Reading

from queries.document_diff import DiffRow

ASSERT, OCCURRENCE, RETRACT = 1, 2, 3


@dataclass
class Told:
    """A claim as a replay leaves it."""

    said: list[object]
    digest: str
    recorded_at: str
    live: bool
    place: str
    load: int
    retracted_at: str = ""
    reason: str = ""


def answer(reading: Reading, document: str) -> list[DiffRow]:
    now = replay(reading, reading.position)
    about = [t for t in now.values() if t.said[1] == document]
    ends = {t.said[i] for t in now.values() if t.live and t.said[2] is not None for i in (1, 2)}
    if not about and document not in ends:
        raise NobodySpeaksOf(document)
    rows = []
    for source in sorted({str(t.said[7]) for t in about if t.said[3].get("held")}):  # type: ignore[attr-defined]
        before = replay(reading, before_last_load(reading, source))
        for position, after in now.items():
            if after.said[7] != source:
                continue
            then = before.get(position)
            stood = then is not None and then.live
            if after.live and not stood:
                rows.append((0, row("added", after, "", after.place)))
            elif after.live and then is not None and then.place != after.place:
                rows.append((2, row("moved", after, then.place, after.place)))
            elif then is not None and stood and not after.live:
                rows.append((1, row("removed", after, then.place, "")))
    return [r for _, r in sorted(rows, key=lambda pair: pair[0])]


def replay(reading: Reading, until: int) -> dict[int, Told]:
    """Every claim up to a position, with the first place of the last load that said it."""
    db = reading.ledger.connection
    closed = dict(db.execute("SELECT load_no, recorded_at FROM blocks WHERE kind='close'"))
    places = "line, col, locator"
    found: dict[int, Told] = {}
    for pos, load, body, *place in db.execute(
        f"SELECT pos, load_no, body, {places} FROM claims WHERE pos<=? ORDER BY pos", (until,)
    ):
        said, digest = parsed(body)
        found[pos] = Told(said, digest, closed.get(load, ""), True, where(place), load)
    for op, claim, load, reason, *place in db.execute(
        f"SELECT op, claim_pos, load_no, reason, {places} FROM entries WHERE pos<=? ORDER BY pos",
        (until,),
    ):
        told = found[claim]
        if op == RETRACT:
            told.live, told.retracted_at, told.reason = False, closed.get(load, ""), reason
            continue
        if op == ASSERT:
            told.live, told.retracted_at, told.reason = True, "", ""
        if load != told.load:
            told.load, told.place = load, where(place)
    return found


@lru_cache(maxsize=1 << 16)
def parsed(body: bytes) -> tuple[list[object], str]:
    """A claim as it is written, and how it is cited; each is replayed many times."""
    return json.loads(body), sha256(body).hexdigest()[:16]


def before_last_load(reading: Reading, source: str) -> int:
    rows = reading.ledger.connection.execute(
        "SELECT o.first_pos FROM blocks o JOIN blocks c ON c.load_no=o.load_no AND c.kind='close' "
        "JOIN loads l ON l.load_no=o.load_no JOIN sources s ON s.source_no=l.source_no "
        "WHERE o.kind='open' AND s.source_id=? AND c.last_pos<=? ORDER BY o.load_no",
        (source, reading.position),
    ).fetchall()
    return int(rows[-1][0])


def where(place: list[object]) -> str:
    line, column, locator = place
    return str(locator or f"line {line}" + (f", column {column}" if column else ""))


def row(change: str, told: Told, before: str, after: str) -> DiffRow:
    kind, subject, target, said, begin, _, certainty, source = told.said
    assert isinstance(said, dict)
    values = {k: tuple(v) if isinstance(v, list) else v for k, v in said.items()}
    return DiffRow(
        change=change,
        element=str(subject) if target is None else f"{kind}({subject},{target},{begin})",
        kind=str(kind),
        says="; ".join(f"{k}={v}" for k, v in values.items() if k != "element"),
        before=before,
        after=after,
        certainty=str(certainty),
        source_id=str(source),
        recorded_at=told.recorded_at,
        retracted_at=told.retracted_at,
        reason=told.reason or "",
        claims=(told.digest,),
    )
