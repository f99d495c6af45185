"""The ledger of a home folder: opened for reading, and for writing by one process at a time."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from graph.errors import LedgerBusyError
from graph.ledger import chain
from graph.ledger.blocks import discard_tail, transaction, write_block
from graph.ledger.citing import Citations
from graph.ledger.excerpts import Excerpts
from graph.ledger.originals import Originals
from graph.ledger.records import Checkpoint, Head, LastLoad, LoadSpec
from graph.ledger.reveals import REVEALS_FILE
from graph.ledger.schema import connect
from graph.ledger.session import LoadSession
from graph.ledger.stated import ImportSession

LEDGER_FILE = "ledger.sqlite"
_LOAD_COLUMNS = (
    "l.load_no, s.source_id, s.family, l.loader, l.loader_version, l.options, l.origin, o.sha256"
)


class Ledger:
    """Record of truth: an append-only log of claims, retractions and their places.

    Use as a context manager. Reading needs nothing more; writing goes through `writing()`.
    `reveal_names`: excerpts show names of persons, and each time is logged in the home.
    """

    def __init__(self, home: Path, *, create: bool = True, reveal_names: bool = False) -> None:
        self.home = home
        if create:
            home.mkdir(parents=True, exist_ok=True)
        self.connection: sqlite3.Connection = connect(home / LEDGER_FILE, create=create)
        self.originals = Originals(home / "sources")
        self.excerpts = Excerpts(
            self.connection, self.originals, home / REVEALS_FILE, revealing=reveal_names
        )
        self.citations = Citations(self.connection)
        self._lock = FileLock(home / "ledger.lock")

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    @contextmanager
    def writing(self) -> Iterator[LedgerWriter]:
        """The right to write, held by one process. Raises `LedgerBusyError` when it is taken."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise LedgerBusyError(self.home) from error
        try:
            self.originals.sweep()
            yield LedgerWriter(self)
        finally:
            self._lock.release()

    def head(self) -> Head:
        """The end of the closed chain, as it is printed on every answer."""
        return closed_head(self.connection)

    def position_at(self, known_at: str | None) -> int:
        """The last position whose load had closed at a recorded time; now when None."""
        if known_at is None:
            return self.head().position
        row = self.connection.execute(
            "SELECT max(last_pos) FROM blocks WHERE kind='close' AND recorded_at<=?", (known_at,)
        ).fetchone()
        return row[0] or 0

    def first_recorded(self) -> str | None:
        """The recorded time from which on something is known; None where nothing ever was."""
        row = self.connection.execute(
            "SELECT min(recorded_at) FROM blocks WHERE kind='close' AND last_pos>0"
        ).fetchone()
        return str(row[0]) if row[0] else None

    def last_load(self, source_id: str) -> LastLoad | None:
        """The last closed load of a source."""
        rows = self.connection.execute(
            f"SELECT {_LOAD_COLUMNS} FROM loads l JOIN sources s USING(source_no) "
            "JOIN originals o USING(original_no) JOIN blocks b ON b.load_no=l.load_no AND "
            "b.kind='close' WHERE s.source_id=? ORDER BY l.load_no DESC LIMIT 2",
            (source_id,),
        ).fetchall()
        if not rows:
            return None
        number, *spec, digest = rows[0]
        return LastLoad(number, LoadSpec(*spec), digest, first=len(rows) == 1)

    def last_whole_load(self, source_id: str) -> int | None:
        """The last closed load of a source whose file said every claim that then stood."""
        rows = self.connection.execute(
            "SELECT l.load_no, b.payload FROM loads l JOIN sources s USING(source_no) "
            "JOIN blocks b ON b.load_no=l.load_no AND b.kind='close' WHERE s.source_id=? "
            "ORDER BY l.load_no DESC",
            (source_id,),
        )
        return next(
            (number for number, payload in rows if not json.loads(payload).get("kept")), None
        )

    def live_claims(self, load_no: int) -> int:
        """How many claims of its source stood when that load closed."""
        row = self.connection.execute(
            "SELECT payload FROM blocks WHERE kind='close' AND load_no=?", (load_no,)
        ).fetchone()
        return int(json.loads(row[0])["live"])

    def original_of(self, load_no: int) -> str:
        """SHA-256, in hex, of the file that a load reads."""
        (digest,) = self.connection.execute(
            "SELECT sha256 FROM originals JOIN loads USING(original_no) WHERE load_no=?", (load_no,)
        ).fetchone()
        return bytes(digest).hex()


class LedgerWriter:
    """The one process that may write; it begins, resumes or discards loads."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._db = ledger.connection

    def begin(self, spec: LoadSpec, path: Path) -> LoadSession:
        """Start a load of `path`, or resume the killed first load of the same bytes.

        Another unfinished load is discarded first: it never counted.
        """
        digest, size = self._ledger.originals.keep(path)
        last = self._ledger.last_load(spec.source_id)
        resumed = self._resume(spec, digest) if last is None else None
        if resumed is not None:
            return resumed
        discard_tail(self._db)
        numbers = self._open(spec, digest, path.name, size)
        live = self._ledger.live_claims(last.load_no) if last else 0
        return LoadSession(
            self._db, spec, numbers, first=last is None, live=live, checkpoint=Checkpoint()
        )

    def begin_import(self, spec: LoadSpec, kept: tuple[bytes, int], name: str) -> ImportSession:
        """Start a load of claims that another ledger gave, from a file that is kept already."""
        last = self._ledger.last_load(spec.source_id)
        numbers = self._open(spec, kept[0], name, kept[1])
        live = self._ledger.live_claims(last.load_no) if last else 0
        return ImportSession(
            self._db, spec, numbers, first=last is None, live=live, checkpoint=Checkpoint()
        )

    def discard_unfinished(self) -> None:
        """Take back what a killed load left."""
        discard_tail(self._db)

    def _open(self, spec: LoadSpec, digest: bytes, name: str, size: int) -> tuple[int, int, int]:
        position = self._ledger.head().position
        with transaction(self._db):
            self._db.execute(
                "INSERT OR IGNORE INTO sources(source_id, family) VALUES(?,?)",
                (spec.source_id, spec.family),
            )
            self._db.execute(
                "INSERT OR IGNORE INTO originals(sha256, name, size) VALUES(?,?,?)",
                (digest, name, size),
            )
            source_no = self._scalar(
                "SELECT source_no FROM sources WHERE source_id=?", spec.source_id
            )
            original_no, *kept = self._db.execute(
                "SELECT original_no, name, size FROM originals WHERE sha256=?", (digest,)
            ).fetchone()
            load_no = self._scalar("SELECT coalesce(max(load_no),0)+1 FROM blocks")
            self._db.execute(
                "INSERT INTO loads VALUES(?,?,?,?,?,?,?)",
                (
                    load_no,
                    source_no,
                    original_no,
                    spec.loader,
                    spec.loader_version,
                    spec.options,
                    spec.origin,
                ),
            )
            write_block(
                self._db,
                "open",
                load_no,
                (position, position),
                open_payload(spec, (load_no, source_no, original_no), digest, *kept),
                chain.merkle_root(()),
            )
        return load_no, source_no, original_no

    def _scalar(self, sql: str, *values: object) -> int:
        return int(self._db.execute(sql, values).fetchone()[0])

    def _resume(self, spec: LoadSpec, digest: bytes) -> LoadSession | None:
        row = self._db.execute(
            f"SELECT {_LOAD_COLUMNS}, l.source_no, l.original_no FROM loads l "
            "JOIN sources s USING(source_no) JOIN originals o USING(original_no) "
            "ORDER BY load_no DESC LIMIT 1"
        ).fetchone()
        if row is None or LoadSpec(*row[1:7]) != spec or row[7] != digest:
            return None
        load_no = row[0]
        blocks = self._db.execute(
            "SELECT kind, payload FROM blocks WHERE load_no=? ORDER BY block_no", (load_no,)
        ).fetchall()
        if any(kind in ("close", "retractions") for kind, _ in blocks):
            return None
        done = [json.loads(payload) for kind, payload in blocks if kind == "rows"]
        checkpoint = (
            Checkpoint(done[-1]["rows"], done[-1]["accepted"], done[-1]["rejected"])
            if done
            else Checkpoint()
        )
        return LoadSession(
            self._db, spec, (load_no, row[8], row[9]), first=True, live=0, checkpoint=checkpoint
        )


def closed_head(connection: sqlite3.Connection) -> Head:
    """The last closing block; the beginning of the chain when no load has closed."""
    row = connection.execute(
        "SELECT block_no, head, last_pos FROM blocks WHERE kind='close' "
        "ORDER BY block_no DESC LIMIT 1"
    ).fetchone()
    return Head(*row) if row else Head(0, chain.GENESIS, 0)


def open_payload(
    spec: LoadSpec, numbers: tuple[int, int, int], digest: bytes, name: str, size: int
) -> dict[str, object]:
    """What an opening block says of its load and its original, so that the chain covers both.

    `name` and `size` are those under which the original was first kept.
    """
    return {
        "numbers": list(numbers),
        "source_id": spec.source_id,
        "family": spec.family,
        "loader": spec.loader,
        "loader_version": spec.loader_version,
        "options": spec.options,
        "origin": spec.origin,
        "sha256": digest.hex(),
        "name": name,
        "size": size,
    }
