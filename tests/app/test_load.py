"""`load`: reports, refusals, and nothing half-written."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

ROWS = {
    "null key": (
        "stations",
        "station_id,name_zh\n,呼和浩特\n2,包头\n",
        "station_id",
        "",
        "required",
    ),
    "no date": (
        "issues",
        "issue_id,kind,station_id,begin\nA,quality,1,2018-13-45\nC,quality,1,2018-06-03T06:00:00Z\n",
        "begin",
        "2018-13-45",
        "time",
    ),
    "no zone": (
        "issues",
        "issue_id,kind,station_id,begin\nA,quality,1,2018-06-03T06:00:00\nC,quality,1,2018-06-03\n",
        "begin",
        "2018-06-03T06:00:00",
        "time",
    ),
    "ends before it begins": (
        "calibrations",
        "calibration_id,subject_kind,subject_id,performed_on,valid_to,result\n"
        "A,Instrument,I,2018-06-03,2017-01-01,inCalibration\n"
        "B,Instrument,I,2018-06-03,2019-06-02,inCalibration\n",
        "valid_to",
        "2017-01-01",
        "interval",
    ),
    "broken encoding": (
        "stations",
        b"station_id,name_zh\n1," + b"\xff\xfe\x80\n" + "2,包头\n".encode(),
        "name_zh",
        None,
        "encoding",
    ),
    "huge field": (
        "stations",
        "station_id,name_zh\n1," + "x" * 10_000_000 + "\n2,包头\n",
        "name_zh",
        None,
        "field size",
    ),
}
FILES = {
    "missing column": ("instruments", "instrument_id,serial\nI1,S1\n", "csv", "variable"),
    "empty file": ("stations", "", "csv", "空文件"),
    "a workbook called csv": ("stations", b"PK\x03\x04" + bytes(range(256)) * 9, "csv", "名不符实"),
    "text called xlsx": ("stations", "station_id,name_zh\n1,x\n", "xlsx", "名不符实"),
    "unknown table": ("whatever", "a,b\n1,2\n", "csv", "格式未知"),
}


@pytest.mark.parametrize("case", ROWS)
def test_a_bad_row_is_rejected_and_the_others_load(run, read, table, tmp_path, case) -> None:
    name, content, field, value, rule = ROWS[case]
    path = table(name, content)

    outcome = read("load", path, "--home", tmp_path / "home", code=1)

    (report,) = outcome["reports"]
    assert (report["read"], report["accepted"], report["rejected"]) == (2, 1, 1)
    assert report["asserted"] > 0
    (reject,) = report["first_rejects"]
    assert reject["field"] == field
    assert reject["rule"] == rule
    assert reject["place"]["line"] == 2
    assert " / " in reject["message"] or field in reject["message"]
    if value is not None:
        assert reject["value"] == value
    with Path(report["rejects_file"]).open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["file"], row["field"], row["rule"]) == (str(path), field, rule)


@pytest.mark.parametrize("case", ROWS)
def test_a_bad_row_is_told_in_the_terminal(run, table, tmp_path, case) -> None:
    name, content, field, _, rule = ROWS[case]
    path = table(name, content)

    shown = run("load", path, "--home", tmp_path / "home", code=1).stdout

    assert f"{path}: 拒绝 1 行" in shown.replace("\n", "")
    assert f"{field} = " in shown
    assert rule in shown
    assert len(shown) < 4000


@pytest.mark.parametrize("case", FILES)
def test_a_bad_file_is_refused_and_leaves_no_claim(run, read, table, tmp_path, case) -> None:
    name, content, suffix, said = FILES[case]
    path = table(name, content, suffix)
    home = tmp_path / "home"

    outcome = read("load", path, "--home", home, code=1)

    assert outcome["reports"] == []
    (error,) = outcome["errors"]
    assert error["type"] == "SourceError"
    assert error["path"] == str(path)
    assert said in error["rule"]
    assert error["remedy"]
    if (home / "ledger.sqlite").exists():
        assert read("info", "--home", home)["ledger"]["claims"] == 0
        assert read("verify", "--home", home)["ok"]


def test_one_bad_file_does_not_keep_the_others_out(run, table, tmp_path) -> None:
    good, bad, absent = table("stations"), table("instruments", "serial\n1\n"), tmp_path / "absent"

    result = run("load", bad, absent, good, "--home", tmp_path / "home", code=1)

    assert "in/stations.csv" in result.stdout
    assert "instruments.csv" in result.stderr
    assert "没有这个文件" in result.stderr


def test_a_refused_path_alone_makes_no_home(run, tmp_path) -> None:
    run("load", tmp_path / "absent.csv", "--home", tmp_path / "home", code=1)

    assert not (tmp_path / "home").exists()


def test_dry_run_writes_nothing(run, read, table, tmp_path) -> None:
    home = tmp_path / "home"

    outcome = read("load", table("stations"), "--dry-run", "--home", home)

    assert outcome["dry_run"]
    assert outcome["reports"][0]["accepted"] == 2
    assert not home.exists()
    assert "什么也没有写入" in run("load", table("stations"), "--dry-run", "--home", home).stdout


def test_dry_run_tells_rejected_rows(run, table, tmp_path) -> None:
    path = table("stations", "station_id,name_zh\n,a\n")

    assert "required" in run("load", path, "--dry-run", "--home", tmp_path / "h", code=1).stdout


def test_the_same_file_again_is_nothing_to_do(read, table, tmp_path) -> None:
    path, home = table("stations"), tmp_path / "home"
    first = read("load", path, "--home", home)

    again = read("load", path, "--home", home)

    assert again["reports"][0]["unchanged"]
    assert again["projected"] == 0
    assert again["ledger_head"] == first["ledger_head"]


def test_what_a_new_version_no_longer_says_is_retracted(read, table, tmp_path) -> None:
    home = tmp_path / "home"
    many = "station_id,name_zh\n" + "".join(f"{i},站{i}\n" for i in range(10))
    read("load", table("stations", many), "--home", home)

    outcome = read("load", table("stations", many.replace("9,站9\n", "")), "--home", home)

    assert outcome["reports"][0]["retracted"] == 3


def test_mass_retraction_is_refused_unless_allowed(read, table, tmp_path) -> None:
    home = tmp_path / "home"
    read("load", table("stations"), "--home", home)
    path = table("stations", "station_id,name_zh\n9,新站\n")

    refused = read("load", path, "--home", home, code=1)
    allowed = read("load", path, "--home", home, "--allow-retract")

    assert refused["errors"][0]["type"] == "MassRetractionError"
    assert "--allow-retract" in refused["errors"][0]["message"]
    assert allowed["reports"][0]["retracted"] == 6


def test_a_claimed_source_is_asked_about_and_without_a_terminal_refused(
    read, table, tmp_path
) -> None:
    home, other = tmp_path / "home", tmp_path / "elsewhere" / "in" / "stations.csv"
    read("load", table("stations"), "--home", home)
    other.parent.mkdir(parents=True)
    other.write_text("station_id,name_zh\n1,甲\n", encoding="utf-8")

    refused = read("load", other, "--home", home, code=1)
    named = read("load", other, "--home", home, "--source", "elsewhere")

    assert refused["errors"][0]["type"] == "SourceClaimedError"
    assert "--source" in refused["errors"][0]["message"]
    assert named["reports"][0]["source_id"] == "elsewhere"


def test_answering_yes_takes_the_file_as_a_new_version(
    run, read, table, tmp_path, monkeypatch
) -> None:
    home, other = tmp_path / "home", tmp_path / "elsewhere" / "in" / "stations.csv"
    read("load", table("stations"), "--home", home)
    other.parent.mkdir(parents=True)
    other.write_text("station_id,name_zh\n53463,呼和浩特\n53446,包头市\n", encoding="utf-8")
    monkeypatch.setattr("dashboard.commands.load._on_terminal", lambda: True)

    no = run("load", other, "--home", home, input="n\n", code=1)
    yes = run("load", other, "--home", home, "--allow-retract", input="y\n")

    assert "新版本" in no.stderr
    assert "in/stations.csv" in yes.stdout


@pytest.mark.parametrize("zone", ["+08:00", "+0800", "Asia/Shanghai"])
def test_a_declared_zone_is_taken(read, table, tmp_path, zone) -> None:
    path = table("issues", "issue_id,kind,station_id,begin\nA,quality,1,2018-06-03T14:00:00\n")

    read("load", path, "--home", tmp_path / "home", "--timezone", zone)

    traced = read("trace", "A", "--home", tmp_path / "home")
    assert traced["as_of"] == "2018-06-03T06:00:00Z"


@pytest.mark.parametrize(
    ("option", "value"),
    [("--timezone", "Mars"), ("--snapshot", "yesterday"), ("--certainty", "sure")],
)
def test_a_wrong_declaration_is_refused(refusal, table, tmp_path, option, value) -> None:
    error = refusal("load", table("stations"), "--home", tmp_path / "home", option, value)

    assert error["type"] == "InvalidValueError"
    assert (error["name"], error["value"]) == (option, value)
    assert error["remedy"]
    assert not (tmp_path / "home").exists()


def test_declared_certainty_marks_every_claim(read, run, table, tmp_path) -> None:
    home = tmp_path / "home"

    run("load", table("stations"), "--home", home, "--certainty", "synthetic")

    rows = read("show", "53463", "--home", home)["rows"]
    assert {r["certainty"] for r in rows} == {"synthetic"}


def test_skipped_files_and_warnings_are_told(run, table, tmp_path) -> None:
    folder = table("stations", "station_id,name_zh,colour\n1,甲,red\n").parent
    (folder / "notes.md").write_text("x", encoding="utf-8")
    (folder / "empty.txt").touch()

    result = run("load", folder, "--home", tmp_path / "home")

    assert "notes.md（格式未知" in result.stderr.replace("\n", "")
    assert "empty.txt（空文件" in result.stderr.replace("\n", "")
    assert "colour" in result.stderr


def test_a_busy_ledger_is_told(refusal, table, tmp_path) -> None:
    from graph.ledger import Ledger

    home = tmp_path / "home"
    with Ledger(home) as ledger, ledger.writing():
        error = refusal("load", table("stations"), "--home", home)

    assert error["type"] == "LedgerBusyError"


def test_an_unreadable_file_is_told(run, table, tmp_path, monkeypatch) -> None:
    path = table("stations")

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("dashboard.loading.load_file", denied)

    result = run("load", path, "--home", tmp_path / "home", code=1)

    assert "Permission denied" in result.stderr
    assert "Traceback" not in result.output
