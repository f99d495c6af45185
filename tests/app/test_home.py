"""What keeps a home: info, verify, backup, restore, rebuild, sample, and where it is."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from graph.lake import write_lake

READING = (
    ("trace", "X"), ("ask", "coverage"), ("show", "X"), ("claims", "export"), ("verify",),
    ("backup", "b.tar"), ("rebuild",),
)  # fmt: skip


@pytest.mark.parametrize("arguments", READING, ids=lambda a: a[0])
def test_a_home_without_ledger_is_named_with_its_remedy(refusal, tmp_path, arguments) -> None:
    error = refusal(*arguments, "--home", tmp_path / "absent")

    assert error["type"] == "InvalidValueError"
    assert error["name"] == "--home"
    assert "suyuan load" in error["remedy"]
    assert not (tmp_path / "absent").exists()


def test_home_and_store_from_the_environment(run, read, home, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("SUYUAN_HOME", str(home))
    monkeypatch.setenv("SUYUAN_STORE", f"kglite:{tmp_path / 'other.kgl'}")

    about = read("info")

    assert about["home"] == str(home)
    assert about["store"].endswith("other.kgl")
    assert about["store_position"] is None
    assert read("trace", "DEMO-0001")["rows"]
    assert read("info")["store_position"] == about["ledger"]["position"]


def test_an_unknown_store_is_refused(refusal, home) -> None:
    error = refusal("trace", "issue:DEMO-0001", "--home", home, "--store", "mysql://x")

    assert error["type"] == "StoreError"
    assert "kglite" in error["remedy"]


def test_info(run, read, home) -> None:
    about = read("info", "--home", home)

    ledger = about["ledger"]
    assert about["store_position"] == ledger["position"]
    assert ledger["claims"] == ledger["live"] == sum(s["live_claims"] for s in ledger["sources"])
    assert "suyuan" in about["versions"]
    assert {"tabular", "meteostat"} <= {x["name"] for x in about["loaders"]}
    source = next(s for s in ledger["sources"] if s["source_id"].endswith("generated-issues"))
    assert source["family"] == "table"
    assert len(source["sha256"]) == 64
    text = run("info", "--home", home).stdout
    assert ledger["head"] in text
    assert "generated-issues" in text


def test_info_without_a_home(run, read, tmp_path) -> None:
    assert read("info", "--home", tmp_path / "absent")["ledger"] is None
    assert "尚无台账" in run("info", "--home", tmp_path / "absent").stderr
    assert not (tmp_path / "absent").exists()


def test_verify_a_sound_ledger(run, read, home) -> None:
    report = read("verify", "--home", home)

    assert report["ok"]
    assert report["problems"] == []
    assert read("verify", "--home", home, "--head", report["head"])["ok"]
    assert "台账完好" in run("verify", "--home", home).stdout


def test_verify_finds_a_changed_byte_and_a_foreign_head(run, read, home, tmp_path) -> None:
    copy = tmp_path / "home"
    shutil.copytree(home, copy)
    with sqlite3.connect(copy / "ledger.sqlite") as connection:
        (body,) = connection.execute("SELECT body FROM claims WHERE pos=7").fetchone()
        changed = bytes(body).replace(b"0", b"1", 1)
        connection.execute("UPDATE claims SET body=? WHERE pos=7", (changed,))
    connection.close()

    report = read("verify", "--home", copy, code=1)
    foreign = read("verify", "--home", home, "--head", f"1:{'0' * 64}", code=1)

    assert any("7" in p["where"] for p in report["problems"])
    assert "exported head" in {p["rule"] for p in foreign["problems"]}
    assert "台账受损" in run("verify", "--home", copy, code=1).stdout


def test_verify_looks_into_the_lake(run, read, home, tmp_path) -> None:
    copy = tmp_path / "home"
    shutil.copytree(home, copy)
    assert "数据湖" not in run("verify", "--home", copy).stdout
    with write_lake(copy, "surface", "a" * 64, "test@1") as writer:
        time = np.array(["2026-01-01"], "datetime64[us]")
        values = np.array([1.5])
        writer.write({"station": "53463", "variable": "TEM", "time": time, "value": values})

    sound = read("verify", "--home", copy)
    (file,) = (copy / "lake").rglob("*.parquet")
    file.unlink()
    report = read("verify", "--home", copy, code=1)

    assert (sound["ok"], sound["lake"]["rows"], sound["lake"]["files"]) == (True, 1, 1)
    assert not report["ok"]
    assert [p["rule"] for p in report["problems"]] == ["missing"]
    assert file.name in report["problems"][0]["where"]
    told = run("verify", "--home", copy, code=1).stdout
    assert "台账完好" in told
    assert "数据湖受损" in told


def test_a_head_that_is_none_is_refused(refusal, home) -> None:
    assert refusal("verify", "--home", home, "--head", "12")["type"] == "InvalidValueError"


@pytest.mark.parametrize("name", ["b.tar", "b.tgz"])
def test_backup_and_restore(run, read, home, tmp_path, name) -> None:
    archive, other = tmp_path / name, tmp_path / "other"
    written = read("backup", archive, "--home", home)

    restored = read("restore", archive, "--home", other)

    assert restored["head"] == written["head"] == read("info", "--home", home)["ledger"]["head"]
    assert (
        read("trace", "DEMO-0001", "--home", other)["summary"]
        == read("trace", "DEMO-0001", "--home", home)["summary"]
    )
    assert "ledger.sqlite" in run("restore", archive, "--home", other, code=1).stderr


def test_backup_and_restore_in_the_terminal(run, home, tmp_path) -> None:
    text = run("backup", tmp_path / "b.tar", "--home", home).stdout

    assert "备份" in text
    assert "恢复" in run("restore", tmp_path / "b.tar", "--home", tmp_path / "o").stdout


def test_what_is_no_archive_is_refused(refusal, tmp_path) -> None:
    path = tmp_path / "b.tar"
    path.write_text("no archive", encoding="utf-8")

    error = refusal("restore", path, "--home", tmp_path / "home")

    assert error["type"] == "SourceError"
    assert not (tmp_path / "home").exists()


def test_rebuild_gives_the_same_graph(run, read, home, tmp_path) -> None:
    copy = tmp_path / "home"
    shutil.copytree(home, copy)
    before = read("trace", "DEMO-0001", "--home", copy)["rows"]
    (copy / "graph.kgl").unlink()

    rebuilt = read("rebuild", "--home", copy)

    assert rebuilt["known_at"] is None
    assert rebuilt["nodes"] > 100
    assert rebuilt["edges"] > rebuilt["nodes"] / 2
    assert read("trace", "DEMO-0001", "--home", copy)["rows"] == before
    assert "已重建" in run("rebuild", "--home", copy).stdout


def test_rebuild_as_known_writes_a_snapshot_and_says_where(run, read, home, tmp_path) -> None:
    copy = tmp_path / "home"
    shutil.copytree(home, copy)

    snapshot = read("rebuild", "--home", copy, "--known-at", "2999-01-01")

    path = Path(snapshot["store"].removeprefix("kglite:"))
    assert path.parent == copy / "snapshots"
    assert path.exists()
    assert snapshot["nodes"] == read("rebuild", "--home", copy)["nodes"]
    assert "快照" in run("rebuild", "--home", copy, "--known-at", "2999-01-01").stdout


def test_rebuild_as_known_at_no_time_is_refused(refusal, home) -> None:
    error = refusal("rebuild", "--home", home, "--known-at", "soon")

    assert (error["type"], error["name"]) == ("InvalidValueError", "--known-at")


def test_a_store_that_does_not_open_is_rebuilt_with_a_notice(run, read, home, tmp_path) -> None:
    copy = tmp_path / "home"
    shutil.copytree(home, copy)
    (copy / "graph.kgl").write_bytes(b"no graph")

    result = run("trace", "DEMO-0001", "--home", copy)

    assert "超期" in result.stdout
    assert "rebuilding from the ledger" in result.stderr.replace("\n", " ")


def test_a_file_that_is_no_ledger_is_told(refusal, tmp_path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "ledger.sqlite").write_bytes(b"no ledger" * 1000)

    assert refusal("verify", "--home", home)["type"] == "LedgerDamagedError"


def test_sample(run, read, tmp_path) -> None:
    report = read("sample", tmp_path / "p", "--seed", "5", "--stations", "2")

    assert report["synthetic"]
    assert report["tables"]["real/stations.csv"] == 2
    assert (tmp_path / "p" / "datapackage.json").exists()
    text = run("sample", tmp_path / "q", "--stations", "2").stdout
    assert "SYNTHETIC" in text
    assert "suyuan load" in text


@pytest.mark.parametrize(
    ("arguments", "wrong"), [((), "an empty folder"), (("--stations", "0"), "at least one station")]
)
def test_a_sample_that_cannot_be_written_is_refused(refusal, tmp_path, arguments, wrong) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "x").touch()

    refused = refusal("sample", folder, *arguments)

    assert refused["type"] == "InvalidValueError"
    assert wrong in refused["rule"]


def test_what_nobody_foresaw_ends_with_70_and_a_hint(run, home, monkeypatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr("dashboard.about.gathered", broken)

    result = run("info", "--home", home, code=70)
    debugged = run("info", "--home", home, "--debug", code=70)

    assert "ZeroDivisionError" in result.stderr
    assert "--debug" in result.stderr
    assert "Traceback" not in result.stderr
    assert "Traceback" in debugged.stderr
