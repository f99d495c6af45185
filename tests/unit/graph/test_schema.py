"""The ledger's file: migrated from older software, refused from newer, damaged or foreign."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from graph import LedgerDamagedError, LedgerVersionError
from graph.ledger import schema
from graph.ledger.schema import SCHEMA, STEPS, connect


def structure(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


@pytest.mark.parametrize("steps", range(SCHEMA))
def test_an_older_file_is_migrated_and_keeps_its_rows(steps: int, tmp_path: Path) -> None:
    old, new = tmp_path / "old.sqlite", tmp_path / "new.sqlite"
    with closing(sqlite3.connect(old)) as connection:
        for step in STEPS[:steps]:
            connection.executescript(step)
        connection.execute(f"PRAGMA user_version={steps}")
        if steps:
            connection.execute("INSERT INTO sources VALUES(1, '甲', 'table')")
        connection.commit()
    with closing(connect(old, create=not steps)) as connection:
        rows = connection.execute("SELECT * FROM sources").fetchall()
        assert rows == ([(1, "甲", "table")] if steps else [])
    connect(new, create=True).close()
    assert structure(old) == structure(new)
    assert version(old) == version(new) == SCHEMA


def test_a_step_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.sqlite"
    connect(path, create=True).close()
    before = structure(path)
    broken = (*STEPS, "CREATE TABLE half(x); CREATE TABLE claims(x);")
    monkeypatch.setattr(schema, "STEPS", broken)
    monkeypatch.setattr(schema, "SCHEMA", SCHEMA + 1)
    with pytest.raises(LedgerDamagedError, match="already exists"):
        connect(path)
    assert (structure(path), version(path)) == (before, SCHEMA)


def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    connect(path, create=True).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA + 1}")
    with pytest.raises(LedgerVersionError) as caught:
        connect(path)
    assert (caught.value.found, caught.value.known) == (SCHEMA + 1, SCHEMA)


@pytest.mark.parametrize(
    "content", [b"no database at all" * 100, b"SQLite format 3\0" + b"x" * 9000]
)
def test_a_file_that_is_no_ledger_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(content)
    with pytest.raises(LedgerDamagedError):
        connect(path)


def test_an_absent_file_is_made_only_on_request(tmp_path: Path) -> None:
    with pytest.raises(LedgerDamagedError, match="no such file"):
        connect(tmp_path / "ledger.sqlite")
    assert not (tmp_path / "ledger.sqlite").exists()


def test_an_empty_file_is_no_empty_ledger(tmp_path: Path) -> None:
    """A file cut to nothing would otherwise pass for a ledger without loads."""
    path = tmp_path / "ledger.sqlite"
    path.touch()
    with pytest.raises(LedgerDamagedError, match="holds no ledger"):
        connect(path)
    connect(path, create=True).close()
    connect(path).close()


def test_several_may_make_it_at_once(tmp_path: Path) -> None:
    for attempt in range(20):
        path, errors = tmp_path / f"{attempt}.sqlite", []
        start = threading.Barrier(4)

        def make(path: Path = path, start: threading.Barrier = start) -> None:
            start.wait()
            try:
                connect(path, create=True).close()
            except Exception as error:
                errors.append(error)  # noqa: B023

        threads = [threading.Thread(target=make) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        assert version(path) == SCHEMA


def test_pragmas_that_keep_what_is_acknowledged(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "ledger.sqlite", create=True)) as connection:
        ask = connection.execute
        assert ask("PRAGMA journal_mode").fetchone() == ("wal",)
        assert ask("PRAGMA synchronous").fetchone() == (2,)
        assert ask("PRAGMA page_size").fetchone() == (8192,)
