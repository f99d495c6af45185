"""`suyuan qc`: values of the lake checked, issues raised, and what is asked wrongly refused."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from subprocess import run as process

import numpy as np
import pytest

from graph.lake import write_lake

DATASET = "synthetic_hourly"
HOURS = 48


def values() -> dict[str, object]:
    """Two days of a station that does not exist: a value out of range, suspect codes, a NaN."""
    value = 5 + np.sin(np.arange(HOURS) / 4).round(1)
    value[10], value[30] = 95.0, np.nan
    flag = np.array(["0"] * HOURS, object)
    flag[[20, 21]], flag[46:] = "1", "2"
    time = np.datetime64("2026-01-01T00", "us") + np.arange(HOURS) * np.timedelta64(1, "h")
    return {
        "station": np.array(["S1"] * HOURS),
        "variable": "TEM",
        "time": time,
        "value": value,
        "flag": flag,
    }


def put(home: Path, columns: dict[str, object], original: str = "0") -> None:
    with write_lake(home, DATASET, original * 64, "synthetic@1") as writer:
        writer.write(columns)  # type: ignore[arg-type]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    put(tmp_path, values())
    return tmp_path


def by_name(printed: dict[str, object]) -> dict[str, dict[str, object]]:
    return {test["name"]: test for test in printed["tests"]}  # type: ignore[index, attr-defined]


def test_a_dry_run_counts_and_writes_nothing(run, read, home: Path) -> None:
    read("qc", DATASET, "--home", home, code=0)
    again = read("qc", DATASET, "--home", home, "--dry-run", "--to", "2026-01-01")

    assert again["dry_run"] is True
    assert {test["opened"] for test in again["tests"]} == {0}


def test_issues_are_raised_once_and_can_be_traced(run, read, home: Path) -> None:
    first = read("qc", DATASET, "--home", home, "--certainty", "synthetic")
    second = read("qc", DATASET, "--home", home, "--certainty", "synthetic")

    tests = by_name(first)
    counts = {n: tests["provider"][n] for n in ("checked", "flagged", "episodes", "opened")}
    assert counts == {"checked": 48, "flagged": 4, "episodes": 2, "opened": 2}
    assert (tests["gross_range"]["flagged"], tests["gross_range"]["checked"]) == (1, 47)
    assert tests["climatology"]["flagged"] == 1
    assert (tests["spike"]["flagged"], tests["spike"]["checked"]) == (1, 43)
    assert "buddy" not in tests
    assert any("--test" in notice for notice in first["notices"])
    assert second["ledger_head"] == first["ledger_head"]

    issues = read("ask", "issues", "--home", home)["rows"]
    assert {row["certainty"] for row in issues} == {"synthetic"}
    states = {(row["test"], row["began"]): row["state"] for row in issues}
    assert states[("provider", "2026-01-02T22:00:00Z")] == "open"
    assert states[("gross_range", "2026-01-01T10:00:00Z")] == "closed"
    (worst,) = (row for row in issues if row["test"] == "gross_range")
    hops = read("trace", worst["issue"], "--home", home)["rows"]
    assert [hop["hop"] for hop in hops][:3] == ["issue", "series", "station"]
    run("verify", "--home", home)


def test_a_value_that_is_corrected_withdraws_its_issue_with_the_reason(
    run, read, home: Path
) -> None:
    read("qc", DATASET, "--home", home)
    mended = {name: column if isinstance(column, str) else column[10:11]  # type: ignore[index]
              for name, column in values().items()}  # fmt: skip
    put(home, mended | {"value": np.array([5.0])}, "1")

    after = by_name(read("qc", DATASET, "--home", home, "--from", "2026-01-01", "--test",
                         "gross_range"))  # fmt: skip

    assert after["gross_range"]["withdrawn"] == 1
    (issue,) = (
        r for r in read("ask", "issues", "--home", home)["rows"] if r["test"] == "gross_range"
    )
    assert issue["state"] == "withdrawn"
    states = json.dumps(read("show", issue["issue"], "--home", home), ensure_ascii=False)
    assert "更正" in states


def test_an_episode_that_cannot_be_an_issue_is_reported_in_every_run(
    run, read, tmp_path: Path
) -> None:
    """A clock that jumped to the end of time: what is found then could not have begun yet."""
    times = ["2026-01-01T00", "2026-01-01T01", "9999-12-31T00"]
    put(tmp_path, {"station": np.array(["S1"] * 3), "variable": "TEM",
                   "time": np.array(times, "datetime64[us]"), "value": np.array([1.0, 2.0, 3.0]),
                   "flag": np.array(["2", "0", "2"], object)})  # fmt: skip
    arguments = ("qc", DATASET, "--home", tmp_path, "--test", "provider", "--step", "1h")

    first, again = read(*arguments, code=1), read(*arguments, code=1)
    printed = run(*arguments, code=1).stdout

    for told in (first, again):
        (test,) = told["tests"]
        assert (test["episodes"], test["rejected"]) == (2, 1)
        (reject,) = test["rejects"]
        assert reject["source_id"] == f"quality-control/{DATASET}/provider/9999-12"
        assert (reject["place"], reject["field"], reject["rule"]) == (
            "line 2",
            "valid_to",
            "interval",
        )
    assert len(read("ask", "issues", "--home", tmp_path)["rows"]) == 1
    assert "1 个问题段被拒绝" in printed
    assert "line 2" in printed


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nothing",), "DATASET"),
        ((DATASET, "--station", "S9"), "--station"),
        ((DATASET, "--test", "guess"), "--test"),
        ((DATASET, "--from", "yesterday"), "--from"),
        ((DATASET, "--from", "2026-01-02", "--to", "2026-01-01"), "--to"),
        ((DATASET, "--step", "soon"), "--step"),
        ((DATASET, "--step", "0h"), "--step"),
        ((DATASET, "--certainty", "sure"), "--certainty"),
        (("../escape",), "DATASET"),
    ],
)
def test_what_is_asked_wrongly_is_refused(
    refusal, home: Path, arguments: tuple[str, ...], told: str
) -> None:
    error = refusal("qc", *arguments, "--home", home)

    assert told in json.dumps(error, ensure_ascii=False)


def test_thresholds_in_another_unit_are_refused(refusal, home: Path) -> None:
    own = home / "own.csv"
    own.write_text(
        "test,variable,unit,fail_low,fail_high,source\ngross_range,TEM,K,200,330,mine\n",
        encoding="utf-8",
    )

    error = refusal("qc", DATASET, "--home", home, "--thresholds", own)

    assert "Cel" in json.dumps(error, ensure_ascii=False)


def test_many_withdrawals_at_once_need_leave(run, refusal, read, home: Path) -> None:
    columns = values()
    columns["flag"] = np.array(["1", "0", "0"] * 16, object)[:HOURS]
    put(home, columns, "1")
    before = read("qc", DATASET, "--home", home, "--test", "provider", "--gap", "0")
    columns["flag"] = np.array(["0"] * HOURS, object)
    put(home, columns, "2")

    arguments = ("qc", DATASET, "--home", home, "--test", "provider", "--gap", "0")
    refusal(*arguments)
    read(*arguments, "--allow-retract")

    assert by_name(before)["provider"]["opened"] == 16


def test_help_does_not_wait_for_the_libraries(root: Path) -> None:
    text = (
        "import sys\nfrom typer.testing import CliRunner\nfrom dashboard.cli import app\n"
        "CliRunner().invoke(app, ['qc', '--help'])\nimport loaders.quality_control\n"
        "print(sorted({'numpy', 'duckdb', 'titanlib', 'ioos_qc'} & sys.modules.keys()))"
    )
    done = process(
        [sys.executable, "-c", text], capture_output=True, text=True, cwd=root, check=True
    )
    assert done.stdout.strip() == "[]"
