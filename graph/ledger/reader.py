"""Reading the ledger: claims by id, by element and by neighbourhood, as of any position."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

import orjson

from graph.claim import Claim, Place, parse_body
from graph.ledger.chain import signed64, text_hash
from graph.ledger.citing import CitedClaim
from graph.ledger.ledger import Ledger
from graph.ledger.records import Occurrence, StoredClaim
from graph.ledger.schema import ASSERT, OCCURRENCE, RETRACT
from graph.ledger.stated import stated_bodies

_MASK = (1 << 64) - 1
_EDGE_KEY = re.compile(r"[A-Z_]+\(")  # an id begins with its kind in small letters
_LAST_OP = (
    "(SELECT e.op FROM entries e WHERE e.claim_pos=c.pos AND e.op<>2 AND e.pos<=:at "
    "ORDER BY e.pos DESC LIMIT 1)"
)
_LIVE = f"c.pos<=:at AND coalesce({_LAST_OP}, {ASSERT})={ASSERT}"
_FULL = (
    "c.pos, c.body, s.source_id, s.family, c.load_no, c.line, c.col, c.offset, c.length, "
    "c.locator, o.sha256, o.name, l.loader"
)
_PLACED = (
    "JOIN sources s ON s.source_no=c.source_no JOIN originals o ON o.original_no=c.original_no"
)
_OF_SUBJECTS = "json_each(:subjects) j CROSS JOIN claims c ON c.subject=j.value"
_JOINS = f"{_PLACED} JOIN loads l ON l.load_no=c.load_no"


class LiveClaim(NamedTuple):
    """What the projection needs of a claim: what it says, who says it, its short id.

    A tuple, because the projection makes one for every claim of the ledger.
    """

    kind: str
    subject: str
    object: str | None
    properties: dict[str, str | int | bool | list[str]]
    valid_from: str
    valid_to: str
    certainty: str
    source_id: str
    family: str
    short: str


class LoadSpan(NamedTuple):
    """A closed load: its entries stand at the positions in (begin, end]."""

    load_no: int
    begin: int
    end: int


class LedgerReader:
    """Reads a ledger as it stood at `position` (all closed loads when None)."""

    def __init__(self, ledger: Ledger, position: int | None = None) -> None:
        self.ledger = ledger
        self._db: sqlite3.Connection = ledger.connection
        self.position = ledger.head().position if position is None else position
        self._closed: dict[object, str] = {}

    def affected(
        self, after: int, until: int, size: int
    ) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """The elements that entries in (after, until] speak of, `size` positions at a time.

        Yields the last position of the batch and the distinct (subject, element) hashes.
        """
        for begin in range(after, until, size):
            end = min(begin + size, until)
            rows = self._db.execute(
                "SELECT subject, element FROM claims WHERE pos>? AND pos<=? "
                "UNION SELECT c.subject, c.element FROM entries e JOIN claims c "
                "ON c.pos=e.claim_pos WHERE e.pos>? AND e.pos<=? AND e.op<>?",
                (begin, end, begin, end, OCCURRENCE),
            ).fetchall()
            yield end, rows

    def live_of(self, elements: Iterable[tuple[int, int]]) -> Iterator[LiveClaim]:
        """The live claims about elements given by (subject, element) hashes."""
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS probe(subject INTEGER, element INTEGER)")
        self._db.execute("DELETE FROM probe")
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO probe VALUES(?,?)", elements)
        self._db.execute("COMMIT")
        rows = self._db.execute(
            "SELECT c.body, c.prefix FROM probe p CROSS JOIN claims c ON c.subject=p.subject "
            f"AND c.element=p.element WHERE {_LIVE}",
            {"at": self.position},
        )
        return self._live(rows)

    def ever_of(self, elements: Iterable[tuple[int, int]]) -> Iterator[Claim]:
        """For each element one claim that ever spoke of it, whether it stands or not."""
        for subject, element in elements:
            row = self._db.execute(
                "SELECT body FROM claims WHERE subject=? AND element=? LIMIT 1", (subject, element)
            ).fetchone()
            if row:
                yield parse_body(row[0])[0]

    def edges_of(self, ids: Sequence[str], types: dict[str, str]) -> Iterator[LiveClaim]:
        """Live edge claims that leave (`out`), enter (`in`) or touch (`both`) nodes, by type."""
        hashes = json.dumps([text_hash(i) for i in ids])
        wanted = set(ids)
        for column in ("subject", "object"):
            rows = self._db.execute(
                f"SELECT c.body, c.prefix FROM json_each(:ids) j CROSS JOIN claims c "
                f"ON c.{column}=j.value WHERE c.object IS NOT NULL AND {_LIVE}",
                {"at": self.position, "ids": hashes},
            )
            direction = "out" if column == "subject" else "in"
            for live in self._live(rows):
                end = live.subject if direction == "out" else live.object
                if types.get(live.kind) in (direction, "both") and end in wanted:
                    yield live

    def is_end(self, node_id: str) -> bool:
        """Whether a live edge begins or ends at a node."""
        values = {"node": text_hash(node_id), "at": self.position}
        return any(
            self._db.execute(
                f"SELECT 1 FROM claims c WHERE c.{column}=:node AND c.object IS NOT NULL "
                f"AND {_LIVE} LIMIT 1",
                values,
            ).fetchone()
            for column in ("subject", "object")
        )

    def nodes_of(self, ids: Sequence[str]) -> Iterator[LiveClaim]:
        """Live node claims about these ids."""
        return self.live_of((h, h) for h in map(text_hash, ids))

    def _live(self, rows: Iterable[tuple[bytes, int]]) -> Iterator[LiveClaim]:
        families = dict(self._db.execute("SELECT source_id, family FROM sources"))
        for body, prefix in rows:
            said = orjson.loads(body)
            yield LiveClaim._make((*said, families[said[7]], f"{prefix & _MASK:016x}"))

    def live_of_kind(self, kind: str) -> Iterator[LiveClaim]:
        """Every live claim about nodes of one kind, or edges of one type, in log order."""
        head = orjson.dumps([kind])[:-1] + b","
        return self._live(
            self._db.execute(
                "SELECT c.body, c.prefix FROM claims c "
                f"WHERE substr(c.body,1,:size)=:head AND {_LIVE} ORDER BY c.pos",
                {"at": self.position, "size": len(head), "head": head},
            )
        )

    def has_family(self, family: str) -> bool:
        """Whether any source of a family has spoken."""
        row = self._db.execute("SELECT 1 FROM sources WHERE family=? LIMIT 1", (family,)).fetchone()
        return row is not None

    def loads_of(self, source_id: str) -> list[LoadSpan]:
        """The closed loads of a source, in order."""
        rows = self._db.execute(
            "SELECT b.load_no, min(b.first_pos), max(b.last_pos) FROM blocks b "
            "JOIN loads l USING(load_no) JOIN sources s USING(source_no) WHERE s.source_id=? "
            "GROUP BY b.load_no HAVING sum(b.kind='close') AND max(b.last_pos)<=? ORDER BY 1",
            (source_id, self.position),
        )
        return [LoadSpan._make(row) for row in rows]

    def all_live(self) -> Iterator[LiveClaim]:
        """Every live claim, in log order."""
        return self._live(
            self._db.execute(
                f"SELECT c.body, c.prefix FROM claims c WHERE {_LIVE} ORDER BY c.pos",
                {"at": self.position},
            )
        )

    def changed_since(self, after: int) -> Iterator[tuple[bool, LiveClaim]]:
        """Claims that stand now and did not at position `after` (True), or the other way round.

        Streamed, in log order.
        """
        last = _LAST_OP.replace(":at", ":after")
        before = f"(c.pos<=:after AND coalesce({last}, {ASSERT})={ASSERT})"
        rows = self._db.execute(
            f"SELECT c.body, c.prefix, {_LIVE} AS now FROM claims c WHERE c.pos IN ("
            "SELECT pos FROM claims WHERE pos>:after AND pos<=:at UNION "
            f"SELECT claim_pos FROM entries WHERE pos>:after AND pos<=:at AND op<>{OCCURRENCE}) "
            f"AND {before}<>({_LIVE}) ORDER BY c.pos",
            {"after": after, "at": self.position},
        )
        for body, prefix, now in rows:
            yield bool(now), next(self._live([(body, prefix)]))

    def cited(self, shorts: Iterable[str]) -> list[CitedClaim]:
        """Claims by the short ids that elements carry, in log order, for the notes of an answer."""
        return self.ledger.citations.at(self.position, shorts, self.closed_at)

    def about(self, element: str) -> list[StoredClaim]:
        """All claims, live and retracted, about one element, its states and positions included.

        `element` is a node id, or an edge as `graph.element_key` writes it.
        """
        if _EDGE_KEY.match(element):
            # An id may hold commas: every one of them may be where the subject ends.
            ends = element.partition("(")[2]
            subjects = [text_hash(ends[:i]) for i, letter in enumerate(ends) if letter == ","]
            given = {"subjects": json.dumps(subjects), "element": text_hash(element)}
            return self._stored(_OF_SUBJECTS, given, "c.element=:element")
        return self.about_each([element])

    def about_each(self, nodes: Iterable[str]) -> list[StoredClaim]:
        """All claims about several nodes, live and retracted, in log order, in one pass."""
        subjects = json.dumps([text_hash(node) for node in nodes])
        return self._stored(_OF_SUBJECTS, {"subjects": subjects})

    def ids_like(self, element: str) -> Iterator[str]:
        """Ids of the same kind as an element that is not there, for naming the nearest."""
        prefix = element.partition(":")[0] + ":"
        rows = self._db.execute(
            "SELECT DISTINCT json_extract(CAST(body AS TEXT), '$[1]') AS id FROM claims "
            "WHERE object IS NULL AND pos<=? AND id GLOB ?",
            (self.position, prefix.replace("[", "[[]") + "*"),
        )
        return (row[0] for row in rows)

    def by_ids(self, claim_ids: Iterable[bytes]) -> dict[bytes, StoredClaim]:
        """Those of these claims that the ledger knows, live or retracted, by their full id."""
        wanted = {signed64(claim_id): claim_id for claim_id in claim_ids}
        found = self._stored(
            "json_each(:ids) j CROSS JOIN claims c ON c.prefix=j.value",
            {"ids": json.dumps(list(wanted))},
        )
        known = set(wanted.values())
        return {stored.claim_id: stored for stored in found if stored.claim_id in known}

    def claims_of(self, source_id: str) -> Iterator[StoredClaim]:
        """All claims a source ever made, live and retracted, in log order."""
        for load in self.loads_of(source_id):
            span = {"after": load.begin, "until": load.end}
            yield from self._stored("claims c", span, "c.pos>:after AND c.pos<=:until")

    def count_claims(self, source_id: str | None = None) -> int:
        """How many claims were ever recorded, live and retracted; of one source if given."""
        whole = [(0, self.position)]
        spans = whole if source_id is None else [(x.begin, x.end) for x in self.loads_of(source_id)]
        sql = "SELECT count(*) FROM claims WHERE pos>? AND pos<=?"
        return sum(self._db.execute(sql, span).fetchone()[0] for span in spans)

    def every_claim(self, source_id: str | None = None) -> Iterator[StoredClaim]:
        """All claims ever recorded, live and retracted, in log order; of one source if given."""
        condition = "1" if source_id is None else "s.source_id=:source"
        last, size = 0, 2000
        while last < self.position:
            span = {"after": last, "until": min(last + size, self.position), "source": source_id}
            yield from self._stored(
                "claims c", span, f"c.pos>:after AND c.pos<=:until AND {condition}"
            )
            last += size

    def _stored(
        self, tables: str, values: Mapping[str, object], condition: str = "1"
    ) -> list[StoredClaim]:
        rows = self._db.execute(
            f"SELECT {_FULL} FROM {tables} {_JOINS} "
            f"WHERE {condition} AND c.pos<=:at ORDER BY c.pos",
            {"at": self.position, **values},
        ).fetchall()
        if not rows:
            return []
        positions = json.dumps([row[0] for row in rows])
        later, stated = self._entries(positions), stated_bodies(self._db, positions)
        return [self._assemble(r, later.get(r[0], []), stated.get(r[0])) for r in rows]

    def _entries(self, positions: str) -> dict[int, list[tuple[object, ...]]]:
        found: dict[int, list[tuple[object, ...]]] = {}
        for row in self._db.execute(
            "SELECT e.claim_pos, e.op, e.load_no, e.reason, e.line, e.col, e.offset, e.length, "
            "e.locator, o.sha256, o.name, l.loader FROM json_each(:ids) j CROSS JOIN entries e "
            "ON e.claim_pos=j.value JOIN loads l ON l.load_no=e.load_no "
            "LEFT JOIN originals o ON o.original_no=e.original_no "
            "WHERE e.pos<=:at ORDER BY e.pos",
            {"ids": positions, "at": self.position},
        ):
            found.setdefault(row[0], []).append(row[1:])
        return found

    def _assemble(
        self, row: tuple[object, ...], later: list[tuple[object, ...]], stated: bytes | None
    ) -> StoredClaim:
        position, body, source_id, family, load_no, *place, loader = row
        assert isinstance(body, bytes)
        places = [_occurrence(tuple(place), load_no, loader)]
        recorded, retracted, reason = self.closed_at(load_no), None, None
        for op, number, why, *place, by in later:
            if op == RETRACT:
                retracted, reason = self.closed_at(number), why
            else:
                places.append(_occurrence(tuple(place), number, by))
                if op == ASSERT:
                    retracted, reason = None, None
        return StoredClaim(
            int(str(position)),
            sha256(body).digest(),
            parse_body(body)[0],
            str(source_id),
            str(family),
            recorded,
            retracted,
            None if reason is None else str(reason),
            tuple(places),
            stated,
        )

    def closed_at(self, load_no: object) -> str:
        """When a load closed, as recorded-time text."""
        if load_no not in self._closed:
            self._closed.update(
                self._db.execute("SELECT load_no, recorded_at FROM blocks WHERE kind='close'")
            )
        return self._closed.get(load_no, "")


def _occurrence(place: tuple[object, ...], load_no: object, loader: object) -> Occurrence:
    line, col, offset, length, locator, sha, name = place
    return Occurrence(
        bytes(sha) if isinstance(sha, bytes) else b"",
        str(name or ""),
        Place(_int(line), _int(col), _int(offset), _int(length), str(locator or "")),
        int(str(load_no)),
        str(loader),
    )


def _int(value: object) -> int | None:
    return value if isinstance(value, int) else None
