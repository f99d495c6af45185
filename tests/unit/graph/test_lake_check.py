"""`verify` of the lake: missing, altered, unlisted; what a kill left is none of these."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from graph import LakeDamagedError
from graph.lake import LakeReport, Selection, open_lake, verify_lake, write_lake
from graph.lake.layout import STAGING, intend
from graph.lake.manifest import Manifest
from graph.ledger import Ledger, backup, restore


def write(home: Path, dataset: str, original: str, first: float = 1.0) -> None:
    with write_lake(home, dataset, original * 64, "test@1") as writer:
        writer.write(
            {
                "station": np.array(["53463", "53463"]),
                "variable": "TEM",
                "time": np.array(["2026-01-01", "2026-01-02"], "datetime64[us]"),
                "value": np.array([first, 2.0]),
            }
        )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write(tmp_path, "surface", "a")
    write(tmp_path, "surface", "b", 9)
    write(tmp_path, "radiation", "a")
    return tmp_path


def first_file(home: Path) -> Path:
    return min((home / "lake/surface/date=2026-01-01").iterdir())


def rules(report: LakeReport) -> list[tuple[str, str]]:
    return [(problem.where.rpartition("/")[0], problem.rule) for problem in report.problems]


def test_a_sound_lake(home: Path) -> None:
    report = verify_lake(home)

    assert report.ok
    assert (report.loads, report.files, report.rows) == (3, 6, 6)
    assert [name for name, _ in report.heads] == ["radiation", "surface"]
    assert report.unfinished == ()


def test_no_lake_is_a_sound_one(tmp_path: Path) -> None:
    assert verify_lake(tmp_path) == LakeReport(True, 0, 0, 0, (), (), ())


def test_a_missing_file(home: Path) -> None:
    first_file(home).unlink()

    report = verify_lake(home)

    assert not report.ok
    assert rules(report) == [("lake/surface/date=2026-01-01", "missing")]
    with pytest.raises(LakeDamagedError):
        open_lake(home).window(Selection("surface"))


def test_every_altered_byte_is_found(home: Path) -> None:
    path = first_file(home)
    whole = path.read_bytes()
    path.chmod(0o644)
    for place in range(0, len(whole), len(whole) // 20):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert rules(verify_lake(home)) == [("lake/surface/date=2026-01-01", "altered")]
    path.write_bytes(whole)
    assert verify_lake(home).ok


@pytest.mark.parametrize("name", ["surface/date=2026-01-01/x.parquet", "surface/x", "x"])
def test_an_unlisted_file_is_told_never_read_and_never_removed(name: str, home: Path) -> None:
    path = home / "lake" / name
    shutil.copy(first_file(home), path)
    before = open_lake(home).window(Selection("surface"))

    write(home, "radiation", "c")
    write(home, "surface", "a")  # known: nothing is written, but the dataset is swept

    assert rules(verify_lake(home)) == [(f"lake/{name}".rpartition("/")[0], "unlisted")]
    assert open_lake(home).window(Selection("surface")) == before
    assert path.exists()


def test_losing_the_manifest_loses_no_file(home: Path) -> None:
    (home / "lake/surface/manifest.jsonl").unlink()

    write(home, "surface", "c")

    assert [rule for _, rule in rules(verify_lake(home))] == ["unlisted"] * 4


def left_by_a_kill(home: Path) -> Path:
    """A file moved into place by a load that has not closed."""
    folder = home / "lake/surface"
    name = "date=2026-01-01/00000003-0000000000000000.parquet"
    (folder / STAGING).mkdir()
    intend(folder, [name])
    shutil.copy(first_file(home), folder / name)
    return folder / name


def test_what_a_kill_left_is_no_damage_and_goes_with_the_next_load(home: Path) -> None:
    path = left_by_a_kill(home)

    report = verify_lake(home)

    assert report.ok
    assert report.unfinished == ("surface",)
    assert report.files == 6
    write(home, "surface", "c")
    assert not path.exists()
    assert verify_lake(home).unfinished == ()


def test_a_line_torn_by_a_kill_is_cut_off_by_the_next_load(home: Path) -> None:
    with (home / "lake/surface/manifest.jsonl").open("ab") as stream:
        stream.write(b'{"chain":"torn')
    assert verify_lake(home).ok

    write(home, "surface", "c")

    report = verify_lake(home)
    assert (report.ok, report.loads) == (True, 4)


def test_a_backup_holds_closed_loads_only(home: Path, tmp_path: Path) -> None:
    left = left_by_a_kill(home)
    (home / "lake/surface/manifest.jsonl").open("ab").write(b'{"chain":"torn')
    with Ledger(home) as ledger:
        report = backup(ledger, tmp_path / "b.tar")

    restore(tmp_path / "b.tar", tmp_path / "restored")

    assert report.lake == 6 + 2
    assert verify_lake(tmp_path / "restored").ok
    assert left.name not in {path.name for path in (tmp_path / "restored").rglob("*")}
    expected = open_lake(home).window(Selection("surface"))
    assert open_lake(tmp_path / "restored").window(Selection("surface")) == expected


def test_a_load_that_closes_during_a_backup_is_in_it_whole_or_not_at_all(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from graph.lake import layout

    present = layout.present

    def closing_meanwhile(folder: Path) -> set[str]:
        if folder.name == "surface":
            write(home, "surface", "c")
        return present(folder)

    monkeypatch.setattr(layout, "present", closing_meanwhile)
    with Ledger(home) as ledger:
        backup(ledger, tmp_path / "b.tar")

    restore(tmp_path / "b.tar", tmp_path / "restored")

    assert verify_lake(tmp_path / "restored").ok
    assert len(Manifest(tmp_path / "restored/lake/surface").loads()) == 2
    assert len(Manifest(home / "lake/surface").loads()) == 3


def test_a_backup_of_a_broken_manifest_is_refused(home: Path, tmp_path: Path) -> None:
    manifest = home / "lake/surface/manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes().replace(b'"rows":1', b'"rows":7', 1))

    with Ledger(home) as ledger, pytest.raises(LakeDamagedError):
        backup(ledger, tmp_path / "b.tar")
