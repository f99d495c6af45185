"""Claims that answers cite: read by their short ids, and kept while the ledger stands there.

The chains of a network end in the same standards, laboratories and procedures, so that half of
what an answer cites was cited by one before it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from typing import NamedTuple

import orjson

from graph.claim import Place, element_key
from graph.ledger.chain import short_to_prefix
from graph.ledger.schema import RETRACT

MOST_KEPT = 20_000
"""Claims, about one kilobyte each; an answer that cites as many is read anew each time."""
_MASK = (1 << 64) - 1
_CITED = (
    "SELECT c.pos, c.prefix, c.body, s.family, c.load_no, o.sha256, o.name, c.line, c.col, "
    "c.offset, c.length, c.locator, (SELECT count(*) FROM entries e "
    f"WHERE e.claim_pos=c.pos AND e.op<>{RETRACT} AND e.pos<=:at) "
    "FROM json_each(:ids) j CROSS JOIN claims c ON c.prefix=j.value "
    "JOIN sources s ON s.source_no=c.source_no JOIN originals o ON o.original_no=c.original_no "
    "WHERE c.pos<=:at"
)


class CitedClaim(NamedTuple):
    """What an answer cites of a claim: what it says, who says it, and the first of its places.

    A tuple, because an answer may cite hundreds. `places`: in how many places it was read.
    """

    short: str
    element: str
    properties: dict[str, str | int | bool | list[str]]
    certainty: str
    source_id: str
    family: str
    recorded_at: str
    sha256: bytes
    file_name: str
    place: Place
    places: int


_Found = tuple[tuple[int, CitedClaim], ...]
"""The claims of a short id with their positions: one, or none where the ledger has none."""


class Citations:
    """The cited claims of one ledger, as of one position at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._position = -1
        self._kept: dict[str, _Found] = {}

    def at(
        self, position: int, shorts: Iterable[str], closed_at: Callable[[object], str]
    ) -> list[CitedClaim]:
        """Claims by their short ids, in log order; `closed_at` tells when a load closed."""
        wanted = set(shorts)
        if position != self._position or len(self._kept) + len(wanted) > MOST_KEPT:
            self._kept.clear()
            self._position = position
        known = {short: self._kept[short] for short in wanted & self._kept.keys()}
        fresh = wanted - known.keys()
        if fresh:
            read = self._read(position, fresh, closed_at)
            known |= read
            if len(read) <= MOST_KEPT:
                self._kept |= read
        return [claim for _, claim in sorted(one for found in known.values() for one in found)]

    def _read(
        self, position: int, shorts: Iterable[str], closed_at: Callable[[object], str]
    ) -> dict[str, _Found]:
        ids = json.dumps([short_to_prefix(short) for short in sorted(shorts)])
        read: dict[str, _Found] = dict.fromkeys(shorts, ())
        rows = self._db.execute(_CITED, {"at": position, "ids": ids})
        for pos, prefix, body, family, load, digest, name, *where, more in rows:
            kind, subject, object_, said, begin, _, certainty, source = orjson.loads(body)
            short = f"{prefix & _MASK:016x}"
            claim = CitedClaim._make(
                (
                    short,
                    element_key(kind, subject, object_, begin),
                    said,
                    certainty,
                    source,
                    family,
                    closed_at(load),
                    digest,
                    name,
                    _place(*where),
                    1 + more,
                )
            )
            read[short] = (*read[short], (pos, claim))
        return read


def _place(
    line: int | None, column: int | None, offset: int | None, length: int | None, at: str | None
) -> Place:
    return Place(line, column, offset, length, at or "")
