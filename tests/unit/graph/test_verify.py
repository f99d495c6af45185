"""Verification: every changed byte is found, and where; what is whole verifies."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from graph import Claim, InvalidValueError, LedgerDamagedError, LedgerVersionError, Place, Rejected
from graph.ledger import Ledger, LoadSession, VerifyReport, verify_ledger

Say = Callable[..., LoadSession]
Make = Callable[..., Claim]
TABLES = {
    "claims": "pos",
    "entries": "pos",
    "blocks": "block_no",
    "loads": "load_no",
    "sources": "source_no",
    "originals": "original_no",
    "rejects": "load_no",
}


@pytest.fixture
def full(ledger: Ledger, say: Say, station: Make, operated: Callable[[int, int], Claim]) -> Ledger:
    """Several loads with everything that can be in a ledger."""
    bad = [
        Rejected(Place(40 + i, 3), "日期", f"2018-13-{i}", "date", "no such day", f"r|{i}")
        for i in range(3)
    ]
    say([*(station(i) for i in range(6)), operated(1, 7), station(2)], "甲", rejects=bad, batch=3)
    say([station(1), operated(1, 8)], "乙")
    say([*(station(i) for i in range(5)), station(9)], "甲", version="2", rejects=bad[:1])
    say([*(station(i) for i in range(6)), station(9), station(9)], "甲", version="3")
    with ledger.writing() as writer:
        spec = ledger.last_load("乙")
        assert spec is not None
        path = ledger.home / "deep.json"
        path.write_text("[]")
        session = writer.begin(spec.spec, path)
        place = Place(locator="json:/12/location")
        session.append([(station(1), place, None)], (), session.checkpoint, every_place=True)
        session.close()
    ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return ledger


def check(ledger: Ledger, head: str | None = None) -> VerifyReport:
    report = verify_ledger(ledger, head)
    assert report.ok == (not report.problems)
    return report


# What is whole


def test_a_whole_ledger_verifies_and_is_counted(full: Ledger) -> None:
    ask = full.connection.execute
    report = check(full, str(full.head()))
    assert report.problems == ()
    counted = {t: ask(f"SELECT count(*) FROM {t}").fetchone()[0] for t in TABLES}
    assert report.claims == counted["claims"] > 8
    assert report.entries == counted["entries"] > 4
    assert report.blocks == counted["blocks"]
    assert report.loads == counted["loads"] == 5
    assert report.originals == counted["originals"]
    assert (report.head, report.unfinished) == (str(full.head()), "")


def test_an_empty_ledger_verifies(ledger: Ledger) -> None:
    report = check(ledger, str(ledger.head()))
    assert (report.problems, report.head) == ((), "0:" + "00" * 32)


def test_an_unfinished_load_is_named_and_no_damage(full: Ledger, say: Say, station: Make) -> None:
    head = full.head()
    say([station(20)], "丙", close=False)
    report = check(full, str(head))
    assert (report.problems, report.unfinished, report.head) == ((), "丙", str(head))
    assert report.claims == full.connection.execute("SELECT count(*) FROM claims").fetchone()[0]


def test_a_changed_unfinished_load_is_damage_too(full: Ledger, say: Say, station: Make) -> None:
    say([station(20)], "丙", close=False)
    full.connection.execute("UPDATE claims SET line=line+1 WHERE pos=(SELECT max(pos) FROM claims)")
    assert not check(full).ok


# Every byte of every value


def values(ledger: Ledger) -> Iterator[tuple[str, str, int, str, object]]:
    """Every value of every row: table, key column, rowid or load, column, value."""
    for table, key in TABLES.items():
        if table == "rejects":
            key = "load_no*1000+number"
        cursor = ledger.connection.execute(f"SELECT {key} AS k, t.* FROM {table} t")
        names = [d[0] for d in cursor.description][1:]
        for row in cursor.fetchall():
            for name, value in zip(names, row[1:], strict=True):
                yield table, key, row[0], name, value


def flipped(value: object, random: Random) -> list[object]:
    """The value with one bit changed, at several places; a number, a text, or bytes."""
    if value is None:
        return [0]
    if isinstance(value, int):
        return [value ^ (1 << random.choice((0, 1, 5, 12, 31, 60)))]
    raw = value if isinstance(value, bytes) else str(value).encode()
    made: list[object] = []
    for i in {0, len(raw) - 1, *(random.randrange(len(raw)) for _ in range(3))} if raw else ():
        changed = bytearray(raw)
        changed[i] ^= 1 << random.randrange(8)
        made.append(bytes(changed))
    return made or [b"x"]


def test_every_flipped_value_is_found_and_located(full: Ledger) -> None:
    """One bit of one value of one row, for all rows and columns of all tables."""
    random, tried, connection, head = Random(7), 0, full.connection, str(full.head())
    connection.execute("PRAGMA synchronous=OFF")
    for table, key, number, column, value in list(values(full)):
        for other in flipped(value, random):
            text = isinstance(value, str) or (value is None and column in ("locator", "reason"))
            placeholder = "CAST(? AS TEXT)" if text else "?"
            connection.execute("BEGIN")
            try:
                connection.execute(
                    f"UPDATE {table} SET {column}={placeholder} WHERE {key}=?", (other, number)
                )
            except sqlite3.IntegrityError:  # the schema itself refuses it
                connection.execute("ROLLBACK")
                continue
            connection.execute("COMMIT")
            report = check(full, head)
            assert report.problems, (table, number, column, value, other)
            assert located(report, table, number), (table, number, column, report.problems)
            restore_value(connection, table, key, column, value, other, number)
            tried += 1
    assert check(full).problems == ()
    assert tried > 400


def located(report: VerifyReport, table: str, number: int) -> bool:
    """Whether one of the damages names the row that was changed, or its former place."""
    wheres = {d.where for d in report.problems}
    if table in ("claims", "entries"):
        return bool(wheres & {f"position {number}", f"positions {number}..{number}"})
    if table == "blocks":
        return bool(wheres & {f"block {number}", f"block {number + 1}", "exported head"})
    if table in ("loads", "rejects"):
        load = number if table == "loads" else number // 1000
        return any(w.startswith(f"load {load}") for w in wheres)
    return any(f"table {table}" in w for w in wheres)


def restore_value(
    connection: sqlite3.Connection, table: str, key: str, column: str, value: object,
    other: object, number: int,
) -> None:  # fmt: skip
    moved = column in key
    where = f"{key}=?" if not moved else f"{column}=?"
    at = number if not moved else other
    connection.execute(f"UPDATE {table} SET {column}=? WHERE {where}", (value, at))


def test_every_flipped_byte_of_the_file_is_found(full: Ledger, tmp_path: Path) -> None:
    """Random bytes of the database file: whatever changes what a row says is found."""
    full.close()
    source = full.home / "ledger.sqlite"
    random, content, found, silent = Random(11), source.read_bytes(), 0, 0
    expected = dump(source)
    home = tmp_path / "flipped"
    shutil.copytree(full.home / "sources", home / "sources")
    used = [i for i, byte in enumerate(content) if byte]
    for offset in random.sample(used, 400):
        changed = bytearray(content)
        changed[offset] ^= 1 << random.randrange(8)
        for name in ("ledger.sqlite-wal", "ledger.sqlite-shm"):
            (home / name).unlink(missing_ok=True)
        (home / "ledger.sqlite").write_bytes(changed)
        try:
            with Ledger(home, create=False) as ledger:
                problems = check(ledger).problems
        except (LedgerDamagedError, LedgerVersionError):
            found += 1
            continue
        if problems:
            found += 1
        else:
            silent += 1
            assert dump(home / "ledger.sqlite") == expected, offset
    assert found > 300
    assert silent < 100  # bytes that no row needs: counters in the header, free space


def dump(path: Path) -> list[list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        return [connection.execute(f"SELECT * FROM {t}").fetchall() for t in TABLES]


# Rows that are gone, doubled or slipped in


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ("DELETE FROM claims WHERE pos=3", "positions 3..3"),
        ("DELETE FROM entries WHERE pos=(SELECT min(pos) FROM entries)", "positions"),
        ("DELETE FROM blocks WHERE block_no=2", "block 3"),
        ("DELETE FROM blocks WHERE block_no=(SELECT max(block_no) FROM blocks)", "block"),
        ("DELETE FROM loads WHERE load_no=2", "load 2"),
        ("DELETE FROM sources WHERE source_no=2", "load 2, table sources"),
        ("DELETE FROM originals WHERE original_no=1", "load 1, table originals"),
        ("DELETE FROM rejects WHERE number=1", "load 1, table rejects"),
        ("INSERT INTO sources VALUES(99, '丁', 'table')", "table sources, row 99"),
        ("INSERT INTO originals VALUES(99, x'00', 'x', 1)", "table originals, row 99"),
        ("INSERT INTO loads SELECT 99, source_no, original_no, loader, loader_version, options, "
         "origin FROM loads WHERE load_no=1", "table loads, row 99"),
        ("INSERT INTO rejects SELECT load_no, 99, place, line, field, value, rule, message, "
         "identity FROM rejects WHERE load_no=1 AND number=0", "load 1, table rejects"),
        ("INSERT INTO rejects VALUES(2, 0, '', 1, '', '', '', '', '')", "load 2, table rejects"),
        ("INSERT INTO entries SELECT 3, op, claim_pos, load_no, original_no, row, line, col, "
         "offset, length, locator, reason, leaf FROM entries LIMIT 1", "position 3"),
        ("INSERT INTO claims SELECT 9999, prefix, subject, object, element, source_no, load_no, "
         "original_no, row, line, col, offset, length, locator, leaf, body FROM claims LIMIT 1",
         "table claims"),
        ("INSERT INTO entries SELECT -1, op, claim_pos, load_no, original_no, row, line, col, "
         "offset, length, locator, reason, leaf FROM entries LIMIT 1", "table entries"),
    ],
)  # fmt: skip
def test_rows_gone_or_slipped_in_are_named(change: str, where: str, full: Ledger) -> None:
    head = str(full.head())
    full.connection.execute(change)
    wheres = [d.where for d in check(full, head).problems]
    assert any(w.startswith(where) for w in wheres), wheres


def test_a_claim_replaced_with_all_its_hashes_breaks_the_root(full: Ledger) -> None:
    """Who recomputes the leaf too is still caught by the root of the block."""
    from graph.claim import parse_body
    from graph.ledger import chain
    from graph.ledger.blocks import entry_record

    ask = full.connection.execute
    at, *row = ask("SELECT pos, load_no, original_no, row, line, col, offset, length, locator, "
                   "body FROM claims WHERE object IS NULL "
                   "AND pos NOT IN (SELECT claim_pos FROM entries)").fetchone()  # fmt: skip
    claim, source = parse_body(row[8])
    forged = Claim(claim.kind, claim.subject, claim.object, {"name": "伪"})
    body, digest = forged.body(source), forged.claim_id(source)
    leaf = chain.leaf_hash(entry_record((at, 1, *row[:8]), digest))
    ask("UPDATE claims SET body=?, prefix=?, leaf=? WHERE pos=?",
        (body, chain.signed64(digest), chain.signed64(leaf), at))  # fmt: skip
    problems = check(full).problems
    assert [d.rule for d in problems] == ["root"]
    assert problems[0].where.startswith("block")


# Exported heads and cut tails


def test_a_cut_tail_is_found_by_an_exported_head_alone(full: Ledger) -> None:
    head = str(full.head())
    cut_last_load(full)
    assert check(full).problems == ()
    report = check(full, head)
    assert [(d.where, d.rule) for d in report.problems] == [
        (f"block {head.partition(':')[0]}", "exported head")
    ]


def cut_last_load(ledger: Ledger) -> None:
    """Take the last load away without a trace, as one who knows the schema would."""
    ask = ledger.connection.execute
    load, before = ask("SELECT load_no, first_pos FROM blocks WHERE kind='open' "
                       "ORDER BY block_no DESC LIMIT 1").fetchone()  # fmt: skip
    for table in ("claims", "entries"):
        ask(f"DELETE FROM {table} WHERE pos>?", (before,))
    for table in ("blocks", "rejects", "loads"):
        ask(f"DELETE FROM {table} WHERE load_no=?", (load,))
    ask("DELETE FROM originals WHERE original_no NOT IN (SELECT original_no FROM loads)")
    ask("DELETE FROM sources WHERE source_no NOT IN (SELECT source_no FROM loads)")


def test_every_earlier_head_is_in_the_chain(full: Ledger) -> None:
    heads = [
        f"{n}:{h.hex()}" for n, h in full.connection.execute("SELECT block_no, head FROM blocks")
    ]
    for head in ["0:" + "00" * 32, *heads]:
        assert check(full, head).ok
    for other in (f"1:{heads[1].partition(':')[2]}", f"999:{heads[0].partition(':')[2]}"):
        assert not check(full, other).ok


@pytest.mark.parametrize(
    "text", ["", "12", "12:abc", "x:" + "00" * 32, "-1:" + "00" * 32, "1:" + "0" * 62]
)
def test_a_text_that_is_no_head_is_refused(text: str, ledger: Ledger) -> None:
    with pytest.raises(InvalidValueError):
        verify_ledger(ledger, text)


# Originals and pages


def test_missing_and_changed_originals_are_named(full: Ledger) -> None:
    kept = sorted(p for p in (full.home / "sources").iterdir())
    kept[0].unlink()
    kept[1].chmod(0o644)
    kept[1].write_bytes(kept[1].read_bytes() + b" ")
    problems = check(full).problems
    assert [d.rule for d in problems] == ["original", "original"]
    details = " ".join(d.detail for d in problems)
    assert f"{kept[0]} is missing" in details
    assert f"{kept[1]} was changed" in details


def test_a_damaged_page_is_damage_and_no_traceback(full: Ledger, tmp_path: Path) -> None:
    """Whole pages of nonsense, one after the other."""
    full.close()
    content = (full.home / "ledger.sqlite").read_bytes()
    pages = len(content) // 8192
    assert pages > 10
    shutil.copytree(full.home / "sources", tmp_path / "torn" / "sources")
    for page in range(1, pages):
        home = tmp_path / "torn"
        for name in ("ledger.sqlite-wal", "ledger.sqlite-shm"):
            (home / name).unlink(missing_ok=True)
        torn = content[: page * 8192] + b"\xa5" * 8192 + content[(page + 1) * 8192 :]
        (home / "ledger.sqlite").write_bytes(torn)
        with Ledger(home, create=False) as ledger:
            report = check(ledger)
        assert any("SQLite" in (d.rule, d.where) for d in report.problems), page


@pytest.mark.parametrize("pages", [2, 6, 10])
def test_a_shortened_file_is_damage(pages: int, full: Ledger) -> None:
    full.close()
    path = full.home / "ledger.sqlite"
    path.write_bytes(path.read_bytes()[: 8192 * pages])
    try:
        with Ledger(full.home, create=False) as ledger:
            assert not check(ledger).ok
    except LedgerDamagedError:
        pass  # so short that it does not even open


def test_an_index_that_disagrees_with_its_table_is_damage(full: Ledger) -> None:
    """Reading by element would then miss claims that are there."""
    ask = full.connection.execute
    ask("PRAGMA writable_schema=ON")
    sql = ask("SELECT sql FROM sqlite_master WHERE name='claims_prefix'").fetchone()[0]
    ask("UPDATE sqlite_master SET sql=? WHERE name='claims_prefix'",
        (f"{sql} WHERE prefix<>0",))  # fmt: skip
    full.close()
    with Ledger(full.home) as ledger:
        ledger.connection.execute("DELETE FROM claims WHERE pos=1")
    with Ledger(full.home) as ledger:
        assert not check(ledger).ok


def test_much_damage_is_counted_beyond_the_first_thousand(
    ledger: Ledger, say: Say, station: Make
) -> None:
    say([station(i) for i in range(1500)])
    ledger.connection.execute("UPDATE claims SET line=line+1")
    problems = check(ledger).problems
    assert len(problems) == 1001
    assert problems[-1].detail == "500 further damages"
