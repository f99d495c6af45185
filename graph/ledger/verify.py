"""Proof that nothing in the ledger was changed, and where it was if something was.

All that rows say is recomputed up to the heads of the chain. A head that was exported to a place
outside shows a cut tail, which nothing inside can. Rows are read block by block: memory is flat.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from graph.damage import Damage
from graph.errors import InvalidValueError
from graph.ledger import chain
from graph.ledger.checks import Chain, Findings, Loads, Rows
from graph.ledger.ledger import LEDGER_FILE, Ledger
from graph.ledger.originals import Originals, file_hash


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """How much was checked, and every damage found (the first thousand of them).

    `head` is the end of the closed chain. `unfinished` names the source of a load that was
    killed and waits to be resumed or discarded; it never counted and is no damage.
    """

    ok: bool
    claims: int
    entries: int
    blocks: int
    loads: int
    originals: int
    head: str
    unfinished: str
    problems: tuple[Damage, ...]


def verify_ledger(
    ledger: Ledger,
    head: str | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> VerifyReport:
    """Recompute the whole chain, compare it with every row, and the originals with their hash.

    `head` is one exported earlier (`BLOCK:HEX`): it must be in the chain. `progress` is told the
    last position of each block that was checked. Raises
    `InvalidValueError` when it is no such text; damage is reported, never raised.
    """
    wanted = None if head is None else _parse_head(head)
    path = ledger.home / LEDGER_FILE
    findings = Findings()
    follow, rows, loads = Chain(findings, wanted), Rows(findings), Loads(findings)
    with ThreadPoolExecutor(1) as beside:
        others = beside.submit(_beside, path, ledger.originals)
        with findings.reading(LEDGER_FILE), closing(_read_only(path)) as connection:
            connection.execute("BEGIN")
            _walk(connection, follow, rows, loads, progress)
        found, originals = others.result()
    problems = (*findings.all(), *found)
    return VerifyReport(
        not problems,
        rows.claims,
        rows.entries,
        follow.count,
        loads.count,
        originals,
        str(follow.head),
        "" if follow.tail is None else loads.source_of(follow.tail),
        problems,
    )


def _parse_head(text: str) -> tuple[int, bytes]:
    number, _, digest = text.strip().partition(":")
    try:
        wanted = int(number), bytes.fromhex(digest)
    except ValueError:
        wanted = -1, b""
    if wanted[0] < 0 or len(wanted[1]) != len(chain.GENESIS):
        raise InvalidValueError(
            "--head",
            text,
            "no head of a ledger",
            "give it as it was printed: BLOCK:HEX with 64 digits",
        )
    return wanted


def _read_only(path: Path) -> sqlite3.Connection:
    """A connection of its own: one unchanging view, and broken text does not stop it."""
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=60
    )
    connection.text_factory = lambda raw: raw.decode("utf-8", "backslashreplace")
    return connection


def _beside(path: Path, originals: Originals) -> tuple[tuple[Damage, ...], int]:
    """What needs no interpreter and runs beside it: pages, indexes, and the kept files."""
    findings, count = Findings(), 0
    with findings.reading(LEDGER_FILE), closing(_read_only(path)) as connection:
        for (text,) in connection.execute("PRAGMA integrity_check").fetchall():
            if text != "ok":
                findings.add(LEDGER_FILE, "SQLite", f"integrity_check: {text}")
    with findings.reading("table originals"), closing(_read_only(path)) as connection:
        for digest, name in connection.execute("SELECT sha256, name FROM originals"):
            count += 1
            problem = _original_problem(originals, digest)
            if problem:
                findings.add(f"original {name}", "original", problem)
    return findings.all(), count


def _original_problem(originals: Originals, digest: object) -> str:
    if not isinstance(digest, bytes):
        return "its row names no hash"
    try:
        changed = file_hash(originals.path(digest)) != digest
    except FileNotFoundError:
        return f"{originals.path(digest)} is missing"
    except OSError as error:
        return f"{originals.path(digest)} cannot be read: {error.strerror}"
    return f"{originals.path(digest)} was changed" if changed else ""


def _walk(
    connection: sqlite3.Connection,
    follow: Chain,
    rows: Rows,
    loads: Loads,
    progress: Callable[[int], None],
) -> None:
    """One pass over the blocks, and with each over what it covers."""
    findings = rows.findings
    rows.connection = loads.connection = connection
    with findings.reading("table sources"):
        for number, source_id in connection.execute("SELECT source_no, source_id FROM sources"):
            rows.sources[source_id] = number
    with findings.reading("table blocks"):
        for row in connection.execute("SELECT * FROM blocks ORDER BY block_no"):
            block, intact = follow.follow(row)
            if block is None:
                continue
            with findings.reading(block.positions):
                rows.check(block, intact)
            with findings.reading(f"load {block.load_no}"):
                loads.check(block, intact)
            progress(block.last)
    follow.end()
    with findings.reading("tables beyond the chain"):
        rows.strays(follow.position)
        loads.strays()
