"""`claims import` and `export` as a person types them, on the sample."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


def written(path: Path) -> dict[str, bytes]:
    """The bytes of a file, or of each in a folder."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return {one.name if path.is_dir() else "": one.read_bytes() for one in files}


@pytest.mark.parametrize("form", ["nquads", "trig", "turtle", "json-ld", "graphml", "parquet"])
def test_the_sample_comes_back(run, read, home, tmp_path, form) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    run("claims", "export", "--home", home, "--format", form, "-o", first)

    report = read("claims", "import", first, "--format", form, "--home", tmp_path / "copy")

    assert report["read"] == report["accepted"] == read("info", "--home", home)["ledger"]["claims"]
    assert (report["known"], report["rejected"], report["first_rejects"]) == (0, 0, [])
    run("claims", "export", "--home", tmp_path / "copy", "--format", form, "-o", second)
    assert written(first) == written(second)
    assert read("verify", "--home", tmp_path / "copy")["ok"]


def test_the_graph_is_the_same_graph(run, read, home, tmp_path) -> None:
    run("claims", "export", "--home", home, "--format", "trig", "-o", tmp_path / "c.trig")
    run("claims", "import", tmp_path / "c.trig", "--home", tmp_path / "copy")

    for name, place in (("a", home), ("b", tmp_path / "copy")):
        run("export", "--home", place, "--format", "graphml", "-o", tmp_path / name)

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_reject_ends_with_one_and_is_told(run, read, home, tmp_path) -> None:
    path = tmp_path / "claims.nq"
    run("claims", "export", "--home", home, "--format", "nquads", "-o", path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"呼和浩特', '"呼市', 1), encoding="utf-8")

    report = read("claims", "import", path, "--home", tmp_path / "copy", code=1)
    told = run("claims", "import", path, "--home", tmp_path / "other", code=1).stdout

    assert (report["rejected"], report["read"]) == (1, report["accepted"] + 1)
    (reject,) = report["first_rejects"]
    assert reject["rule"] == "hash"
    assert f"line {reject['line']}" in told.replace("\n", " ")
    assert "hash" in told


@pytest.mark.parametrize(
    ("name", "options", "word"),
    [("a.txt", (), "--format"), ("a.trig", ("--format", "xml"), "json-ld"), ("no.nq", (), "no.nq")],
)
def test_what_cannot_be_imported_is_refused(refusal, tmp_path, name, options, word) -> None:
    path = tmp_path / name
    if not name.startswith("no"):
        path.write_text("hello")

    error = refusal("claims", "import", path, *options, "--home", tmp_path / "home")

    assert word in json.dumps(error, ensure_ascii=False)


@pytest.mark.parametrize("form", ["graphml", "parquet"])
def test_what_is_files_is_not_printed(refusal, home, form) -> None:
    error = refusal("claims", "export", "--home", home, "--format", form)

    assert (error["type"], error["name"]) == ("InvalidValueError", "--output")


@pytest.mark.parametrize(
    ("form", "name"),
    [("graphml", "nodes"), ("node-link", "edges"), ("parquet", "nodes"), ("prov-json", "activity")],
)
def test_exchange_formats(read, home, tmp_path, form, name) -> None:
    report = read("export", "--home", home, "--format", form, "-o", tmp_path / form)

    assert report["counts"][name] > 0
    assert all(Path(file).stat().st_size for file in report["files"])


def test_a_home_without_a_lake_has_an_empty_catalogue(read, home, tmp_path) -> None:
    report = read("export", "--home", home, "--format", "dcat", "-o", tmp_path / "dcat")

    assert report["counts"] == {"datasets": 0, "files": 0}


def test_an_unknown_format_of_the_graph_is_refused(refusal, home, tmp_path) -> None:
    error = refusal("export", "--home", home, "--format", "xml", "-o", tmp_path / "x")

    assert (error["type"], error["name"]) == ("InvalidValueError", "--format")
