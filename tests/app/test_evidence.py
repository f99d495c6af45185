"""Evidence packages: the same bytes again, verified by the standard library, every change found."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from hashlib import sha256
from html import escape
from pathlib import Path

import pdfplumber
import pytest

from ontology.rules import HOPS
from queries import questions

ISSUE = "issue:DEMO-0001"


@pytest.fixture(scope="module")
def package(run, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("evidence") / "package.zip"
    run("evidence", ISSUE, "-o", path, "--home", home)
    return path


def verify(path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """With an interpreter that sees the standard library alone."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(path), *options],
        capture_output=True,
        text=True,
        check=False,
    )


def names(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())


def changed(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A copy of a package with something done to its files."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    copy = path.with_name("changed.zip")
    with zipfile.ZipFile(copy, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return copy


def test_a_package_verifies_itself(package: Path) -> None:
    done = verify(package)

    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith("√")
    assert {"README.html", "trace.html", "report.pdf", "provenance.jsonld", "proof.json"} <= names(
        package
    )


def test_the_print_begins_the_chain_with_its_drawing(package: Path) -> None:
    """A page on its side, on which every hop has its box."""
    with zipfile.ZipFile(package) as archive:
        report = io.BytesIO(archive.read("report.pdf"))
        answers = json.loads(archive.read("answers.json"))
    hops = next(a["rows"] for a in answers if a["question"] == "trace")

    with pdfplumber.open(report) as document:
        drawn = next(page for page in document.pages if page.width > page.height)
        words = drawn.extract_text()

    boxes = {f"{hop['order']} · {HOPS.title(hop['hop'])}" for hop in hops}
    assert {box for box in boxes if box not in words} == set()
    assert words.count("合成") >= sum(hop["certainty"] == "synthetic" for hop in hops)


def test_unpacked_it_verifies_too(package: Path, tmp_path: Path) -> None:
    shutil.unpack_archive(package, tmp_path / "unpacked")

    assert verify(tmp_path / "unpacked").returncode == 0


def test_the_same_ledger_gives_the_same_bytes(package: Path, run, home: Path, tmp_path) -> None:
    run("evidence", ISSUE, "-o", tmp_path / "again.zip", "--home", home)

    assert (tmp_path / "again.zip").read_bytes() == package.read_bytes()


@pytest.mark.parametrize(
    "name",
    ["answers.json", "evidence.json", "proof.json", "trace.html", "report.pdf", "queries.json"],
)
def test_a_changed_file_is_named(package: Path, name: str) -> None:
    def change(files: dict[str, bytes]) -> None:
        files[name] = files[name].replace(b"2", b"3", 1)

    done = verify(changed(package, change))
    assert done.returncode == 1
    assert f"{name}: changed" in done.stdout


def test_a_forger_who_mends_the_manifest_is_found_by_the_proof(package: Path) -> None:
    """Whoever changes a claim and the manifest with it cannot mend the way to the head."""

    def change(files: dict[str, bytes]) -> None:
        proof = json.loads(files["proof.json"])
        one = proof["claims"][0]
        one["body"] = one["body"].replace("2018", "2019").replace("2017", "2016") + " "
        one["claim"] = sha256(one["body"].encode()).hexdigest()
        files["proof.json"] = json.dumps(proof).encode()
        manifest = json.loads(files["manifest.json"])
        manifest["files"]["proof.json"]["sha256"] = sha256(files["proof.json"]).hexdigest()
        files["manifest.json"] = json.dumps(manifest).encode()

    done = verify(changed(package, change))
    assert done.returncode == 1
    assert "does not lead to the root" in done.stdout
    assert "cited and not proved" in done.stdout


def test_a_head_kept_elsewhere_must_be_the_end(package: Path) -> None:
    assert verify(package, "--head", "1:" + "00" * 32).returncode == 1


@pytest.mark.parametrize("removed", ["proof.json", "trace.html", "manifest.json"])
def test_a_missing_file_is_told(package: Path, removed: str) -> None:
    done = verify(changed(package, lambda files: files.pop(removed) and None))
    assert done.returncode == 1
    assert done.stdout
    assert "Traceback" not in done.stderr


def test_what_was_looked_for_and_not_found_is_in_it(run, home: Path, tmp_path: Path) -> None:
    told = json.loads(
        run(
            "evidence", "station:50434", "-o", tmp_path / "s.zip", "--home", home, "--no-pdf",
            "--json", "--as-of", "1990-01-01",
        ).stdout
    )  # fmt: skip

    assert told["negative_findings"] > 0
    with zipfile.ZipFile(tmp_path / "s.zip") as archive:
        found = json.loads(archive.read("negative-findings.json"))
    assert any(one["term"] for one in found)
    assert verify(tmp_path / "s.zip").returncode == 0


def test_the_texts_of_its_queries_are_those_that_were_run(package: Path) -> None:
    """Each with its parameters and its number of rows; every text is one that a question states."""
    with zipfile.ZipFile(package) as archive:
        asked = json.loads(archive.read("queries.json"))
        answers = {a["question"]: a for a in json.loads(archive.read("answers.json"))}

    assert {one["question"] for one in asked} <= set(answers)
    assert {"trace", "responsible"} <= {one["question"] for one in asked}
    for one in asked:
        stages = {stage.name: stage.cypher for stage in questions()[one["question"]].stages}
        assert one["cypher"] == stages[one["stage"]]
        wanted = set(re.findall(r"\$(\w+)", one["cypher"]))
        assert wanted <= set(one["parameters"])
    assert any(ISSUE in json.dumps(one["parameters"]) and one["rows"] for one in asked)


def test_words_of_sources_are_marked_among_those_around_them(package: Path, province: Path) -> None:
    """What is marked stands at the place of the claim, and all of it in the file, in this order."""
    with zipfile.ZipFile(package) as archive:
        found = {one["claim"]: one for one in json.loads(archive.read("excerpts.json"))}
        cited = {one["claim"]: one for one in json.loads(archive.read("evidence.json"))}
        page = archive.read("README.html").decode()
    files = {sha256(p.read_bytes()).hexdigest(): p for p in province.rglob("*.csv")}

    assert set(found) == {short for short, one in cited.items() if one["excerpt"]}
    for short, one in found.items():
        assert one["span"] == cited[short]["excerpt"]
        text = files[cited[short]["sha256"]].read_text("utf-8-sig")
        assert one["before"] + one["span"] + one["after"] in text
    issue = next(one for one in found.values() if one["span"].startswith("DEMO-0001,"))
    assert issue["before"]
    before, span = (escape(issue[name], quote=True) for name in ("before", "span"))
    assert f"<pre>{before}<mark>{span}</mark>" in page


def test_the_page_is_offline_and_marks_what_is_synthetic(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        page = archive.read("README.html").decode()

    assert "default-src 'none'" in page
    assert "SYNTHETIC" in page
    assert "http://" not in page
    assert "https://" not in page


def test_the_provenance_is_prov_o(package: Path) -> None:
    rdflib = pytest.importorskip("rdflib")
    with zipfile.ZipFile(package) as archive:
        graph = rdflib.Graph().parse(
            io.BytesIO(archive.read("provenance.jsonld")), format="json-ld"
        )
        cited = json.loads(archive.read("evidence.json"))
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")

    derived = set(graph.subjects(prov.wasDerivedFrom))
    assert len(derived) == len(cited)
    assert set(graph.objects(None, prov.used)) == derived
    assert all(
        value.datatype == rdflib.XSD.dateTime for value in graph.objects(None, prov.generatedAtTime)
    )


def test_an_unknown_element_leaves_no_file(refusal, home: Path, tmp_path: Path) -> None:
    refusal("evidence", "issue:DEMO-9999", "-o", tmp_path / "no.zip", "--home", home)

    assert not list(tmp_path.iterdir())
