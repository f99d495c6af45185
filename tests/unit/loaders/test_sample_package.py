"""The sample as a package on disk: the same bytes again, whole or absent, described, linear."""

import csv
import hashlib
import json
import os
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import pytest

from graph import InvalidValueError
from loaders.sample import SampleReport, province, write_province

ROOT = Path(__file__).resolve().parents[3]


def digest(folder: Path) -> dict[str, str]:
    """SHA-256 of each file by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> SampleReport:
    return write_province(tmp_path_factory.mktemp("sample") / "province", seed=7, stations=4)


def test_same_arguments_give_the_same_bytes(report: SampleReport, tmp_path: Path) -> None:
    again = write_province(tmp_path / "other name", seed=7, stations=4)

    assert digest(again.folder) == digest(report.folder)
    assert again.planted == report.planted


@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_bytes_do_not_depend_on_the_process(
    report: SampleReport, tmp_path: Path, hash_seed: str
) -> None:
    code = (
        "import sys, pathlib; from loaders.sample import write_province; "
        "write_province(pathlib.Path(sys.argv[1]), seed=7, stations=4)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": "Pacific/Apia", "LC_ALL": "C"}

    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "p")], cwd=ROOT, check=True, env=environment
    )

    assert digest(tmp_path / "p") == digest(report.folder)


def test_another_seed_changes_what_is_generated_and_no_fact(
    report: SampleReport, tmp_path: Path
) -> None:
    one = digest(report.folder)
    other = digest(write_province(tmp_path / "p", seed=8, stations=4).folder)

    assert {n for n in one if n.startswith("real/") and one[n] != other[n]} == set()
    assert one["generated/calibrations.csv"] != other["generated/calibrations.csv"]


def test_a_larger_sample_says_the_same_of_the_stations_of_a_smaller_one(tmp_path: Path) -> None:
    """The demo issues sit on the first station in both: neither reaches 53463."""
    small = write_province(tmp_path / "s", stations=5).folder
    large = write_province(tmp_path / "l", stations=9).folder

    for name in ("issues", "deployments", "instruments", "events"):
        fewer = (small / f"generated/{name}.csv").read_text("utf-8").splitlines()
        more = (large / f"generated/{name}.csv").read_text("utf-8").splitlines()
        assert more[: len(fewer)] == fewer, name
        assert len(more) > len(fewer)


def test_report_counts_the_rows_of_every_file(report: SampleReport) -> None:
    counted = {}
    for path in sorted(report.folder.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            counted[path.relative_to(report.folder).as_posix()] = (
                sum(1 for _ in csv.reader(file)) - 1
            )

    assert dict(report.tables) == counted
    assert min(counted.values()) > 0


def test_descriptor_names_every_table_and_nothing_else(report: SampleReport) -> None:
    package = json.loads((report.folder / "datapackage.json").read_text("utf-8"))
    resources = package["resources"]

    assert package["name"] == "sample-province"
    assert "合成" in package["suyuan:synthetic"]
    assert {r["path"] for r in resources} == set(report.tables)
    assert all(r["name"] == r["path"][:-4].replace("/", "-").replace("_", "-") for r in resources)
    assert len({r["name"] for r in resources}) == len(resources)
    assert all(" / " in r["description"] for r in resources)
    for resource in resources:
        header = (report.folder / resource["path"]).read_text("utf-8").split("\n", 1)[0]
        assert [f["name"] for f in resource["schema"]["fields"]] == header.split(",")


def test_only_line_feeds_end_lines(report: SampleReport) -> None:
    files = [p for p in report.folder.rglob("*") if p.is_file()]

    assert [p.name for p in files if b"\r" in p.read_bytes()] == []
    assert [p.name for p in files if not p.read_bytes().endswith(b"\n")] == []


def test_readme_says_what_is_real_first_in_chinese(report: SampleReport) -> None:
    text = (report.folder / "README.md").read_text("utf-8")

    assert text.index("什么是真实的") < text.index("What is real")
    assert "seed 7" in text
    assert "$" not in text
    for path, rows in report.tables.items():
        assert f"| `{path}` | {rows} |" in text


def test_an_empty_folder_is_taken_and_new_parents_are_made(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    write_province(tmp_path / "empty", stations=1)
    write_province(tmp_path / "a" / "b", stations=1)

    assert (tmp_path / "empty" / "datapackage.json").is_file()
    assert (tmp_path / "a" / "b" / "datapackage.json").is_file()


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_text("mine", "utf-8")

    with pytest.raises(InvalidValueError, match="not an empty folder"):
        write_province(tmp_path, stations=1)
    with pytest.raises(InvalidValueError, match=r"kept\.txt"):
        write_province(kept, stations=1)

    assert [p.name for p in tmp_path.iterdir()] == ["kept.txt"]
    assert kept.read_text("utf-8") == "mine"


@pytest.mark.parametrize("stations", [0, -3])
def test_no_stations_is_refused(tmp_path: Path, stations: int) -> None:
    with pytest.raises(InvalidValueError, match="at least one"):
        write_province(tmp_path / "p", stations=stations)

    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(province.story, "compose", fails)

    with pytest.raises(OSError, match="disk full"):
        write_province(tmp_path / "p", stations=2)

    assert list(tmp_path.iterdir()) == []


def test_rows_and_time_grow_with_the_stations(tmp_path: Path) -> None:
    rows, seconds = {}, {}
    for stations in (300, 600, 1200):
        started = time.process_time()
        done = write_province(tmp_path / f"{stations}", stations=stations)
        seconds[stations] = time.process_time() - started
        rows[stations] = sum(done.tables.values())

    # What does not depend on the stations is the same in all three and falls out.
    step = (rows[600] - rows[300], rows[1200] - rows[600])
    assert 1.8 < step[1] / step[0] < 2.2
    # Twice is linear and four times quadratic; the machine may be busy.
    assert seconds[1200] / seconds[600] < 3.2


def test_memory_does_not_grow_with_the_stations(tmp_path: Path) -> None:
    peaks = {}
    write_province(tmp_path / "warm", stations=1)  # caches of facts count for nobody
    for stations in (60, 240):
        tracemalloc.start()
        write_province(tmp_path / f"{stations}", stations=stations)
        peaks[stations] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    # Only the answers are kept: some hundred bytes an issue, beside the buffers of the files.
    assert peaks[240] < 1.6 * peaks[60]
