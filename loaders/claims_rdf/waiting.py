"""Claims that wait on disk until the whole file is known to be sound, to be written by source."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import orjson

from graph import Place, Rejected, parse_body
from graph.ledger import ImportedClaim
from loaders.claims_rdf.rules import RULES

_BATCH = 5000
_TABLE = """
CREATE TABLE waiting(source INTEGER, number INTEGER, claim BLOB, body BLOB, stated BLOB,
  reason TEXT, line INTEGER, offset INTEGER, length INTEGER, locator TEXT,
  PRIMARY KEY(source, number))
WITHOUT ROWID
"""
_INSERT = "INSERT INTO waiting VALUES(?,?,?,?,?,?,?,?,?,?)"
_SELECT = (
    "SELECT claim, body, stated, reason, line, offset, length, locator FROM waiting WHERE source=? "
    "ORDER BY number"
)
_PRAGMAS = ("page_size=16384", "journal_mode=OFF", "synchronous=OFF", "cache_size=-32768")


class Waiting:
    """Claims and rejects by source, in the order they came. Use `close` at the end."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)  # a file that SQLite itself removes
        for pragma in _PRAGMAS:
            self._db.execute(f"PRAGMA {pragma}")
        self._db.execute("BEGIN")
        self._db.execute(_TABLE)
        self._rows: list[tuple[object, ...]] = []
        self._sources: dict[str, int] = {}
        self._number = 0
        self._last, self._ordered = b"", True

    def close(self) -> None:
        """Give the disk back."""
        self._db.close()

    def clear(self) -> None:
        """Forget all."""
        self._rows.clear()
        self._sources.clear()
        self._db.execute("DELETE FROM waiting")

    def add(self, source_id: str, one: ImportedClaim | Rejected) -> None:
        """Keep a claim, or what was rejected in its place."""
        self._number += 1
        place = one.place
        if isinstance(one, Rejected):
            said = orjson.dumps([one.field, one.value, one.rule, one.message, one.identity])
            what: tuple[object, ...] = (None, said, None, None)
        else:
            self._ordered &= self._last < one.claim_id
            self._last = one.claim_id
            what = (one.claim_id, one.claim.body(source_id), one.stated, one.reason)
        source = self._sources.setdefault(source_id, len(self._sources))
        where = (place.line, place.offset, place.length, place.locator)
        self._rows.append((source, self._number, *what, *where))
        if len(self._rows) >= _BATCH:
            self._flush()

    def refuse_twice(self) -> None:
        """Reject every claim that waits more than once: which of them is meant, nobody knows."""
        if self._ordered:
            return
        self._flush()
        again = self._db.execute(
            "SELECT claim FROM waiting WHERE claim IS NOT NULL GROUP BY claim HAVING count(*)>1"
        ).fetchall()
        for (claim,) in again:
            name = claim.hex()
            said = orjson.dumps(["claim", name, "twice", RULES["twice"], name])
            self._db.execute(
                "UPDATE waiting SET claim=NULL, body=?, stated=NULL, reason=NULL WHERE claim=?",
                (said, claim),
            )

    def sources(self) -> list[str]:
        """The sources that something waits for, in order."""
        return sorted(self._sources)

    def of(self, source_id: str) -> Iterator[ImportedClaim | Rejected]:
        """All that waits for one source, in the order it came."""
        self._flush()
        rows = self._db.execute(_SELECT, (self._sources[source_id],))
        for claim_id, body, stated, reason, line, offset, length, locator in rows:
            place = Place(line, None if line is None else 0, offset, length, locator)
            if claim_id is None:
                yield Rejected(place, *orjson.loads(body))
            else:
                yield ImportedClaim(claim_id, parse_body(body)[0], place, stated, reason)

    def _flush(self) -> None:
        self._db.executemany(_INSERT, self._rows)
        self._rows.clear()
