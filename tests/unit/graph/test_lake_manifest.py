"""The manifest: chained, healed after a kill, and what lies outside it never counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph import LakeDamagedError
from graph.lake import LakeFile, LakeLoad, verify_lake
from graph.lake.layout import STAGING, intend, intended, sweep
from graph.lake.manifest import GENESIS, Manifest


def load(version: int, *days: str) -> LakeLoad:
    files = tuple(
        LakeFile(f"date={day}/{version}.parquet", day, "0" * 64, 1, 2, 1, day, day, "a", "b")
        for day in days
    )
    return LakeLoad(version, f"{version:064x}", "test@1", f"2026-01-0{version}", 0, files)


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    folder = tmp_path / "lake" / "surface"
    folder.mkdir(parents=True)
    made = Manifest(folder)
    made.append(load(1, "2025-12-31", "2026-01-01"))
    made.append(load(2, "2026-01-01"))
    return made


def test_another_reader_sees_what_was_added_and_nothing_before_its_end(manifest: Manifest) -> None:
    other = Manifest(manifest.folder)
    assert other.loads() == [load(1, "2025-12-31", "2026-01-01"), load(2, "2026-01-01")]

    manifest.append(load(3))

    assert [each.version for each in other.loads()] == [1, 2, 3]
    assert other.head == manifest.head != GENESIS


def test_files_of_days_and_of_what_was_known(manifest: Manifest) -> None:
    def names(begin: str, end: str, as_known: str | None = None) -> list[list[str]]:
        days = manifest.files(begin, end, as_known)
        return [[listed.file.name for listed in day] for day in days]

    both = ["date=2026-01-01/1.parquet", "date=2026-01-01/2.parquet"]
    assert names("2025-01-01", "2027-01-01") == [["date=2025-12-31/1.parquet"], both]
    assert names("2026-01-01", "2026-01-01") == [both]
    assert names("2026-01-01", "2026-01-01", "2026-01-01") == [both[:1]]
    assert names("2026-01-02", "2026-01-03") == []
    assert names("2025-01-01", "2027-01-01", "2025-01-01") == []


def test_a_last_line_torn_anywhere_is_no_load_and_is_cut_off(manifest: Manifest) -> None:
    whole = manifest.path.read_bytes()
    first = whole.index(b"\n") + 1
    for length in [*range(first, len(whole), 29), len(whole) - 1]:
        manifest.path.write_bytes(whole[:length])
        torn = Manifest(manifest.folder)

        assert [each.version for each in torn.loads()] == [1]
        torn.heal()
        assert manifest.path.read_bytes() == whole[:first]
        torn.append(load(2, "2026-01-01"))
        assert manifest.path.read_bytes() == whole


def test_healing_a_whole_manifest_changes_nothing(manifest: Manifest) -> None:
    whole = manifest.path.read_bytes()

    Manifest(manifest.folder).heal()

    assert manifest.path.read_bytes() == whole


@pytest.mark.parametrize("spoil", ["value", "swapped", "dropped", "text", "field"])
def test_a_changed_line_breaks_the_chain(spoil: str, manifest: Manifest) -> None:
    first, second = manifest.path.read_bytes().splitlines(keepends=True)
    changed = {
        "value": first.replace(b'"rows":2', b'"rows":3', 1) + second,
        "swapped": second + first,
        "dropped": second,
        "text": b"no load\n" + second,
        "field": first.replace(b'"rows"', b'"lines"', 1) + second,
    }[spoil]
    manifest.path.write_bytes(changed)

    with pytest.raises(LakeDamagedError, match=r"manifest.jsonl:1"):
        Manifest(manifest.folder).loads()
    (problem, *_) = verify_lake(manifest.folder.parents[1]).problems
    assert problem.rule == "manifest"


def test_a_manifest_put_back_from_a_backup_is_read_anew(manifest: Manifest) -> None:
    whole = manifest.path.read_bytes()
    manifest.append(load(3))
    manifest.path.rename(manifest.path.with_suffix(".old"))
    manifest.path.write_bytes(whole)

    assert [each.version for each in manifest.loads()] == [1, 2]
    manifest.path.unlink()
    assert manifest.loads() == []


def test_the_sweep_removes_what_a_load_left_and_nothing_else(manifest: Manifest) -> None:
    folder = manifest.folder
    for name in ("1.parquet", "2.parquet", "3.parquet", "mine.parquet"):
        (folder / "date=2026-01-01").mkdir(exist_ok=True)
        (folder / "date=2026-01-01" / name).touch()
    (folder / STAGING).mkdir()
    intend(folder, ["date=2026-01-01/2.parquet", "date=2026-01-01/3.parquet"])

    sweep(folder, manifest)

    left = {path.name for path in (folder / "date=2026-01-01").iterdir()}
    assert left == {"1.parquet", "2.parquet", "mine.parquet"}
    assert not (folder / STAGING).exists()


def test_an_intent_that_is_not_whole_names_nothing(tmp_path: Path) -> None:
    (tmp_path / STAGING).mkdir()
    intend(tmp_path, ["a.parquet", "b.parquet"])
    whole = (tmp_path / STAGING / "intent.json").read_bytes()
    assert intended(tmp_path) == set(json.loads(whole))

    (tmp_path / STAGING / "intent.json").write_bytes(whole[:-3])

    assert intended(tmp_path) == set()
