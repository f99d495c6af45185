"""Names of persons in documents: in no claim and no answer, but with the explicit right."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pdfplumber
import pytest

from graph.ledger import HIDDEN, Ledger, LedgerReader
from queries.asker import ROLES
from tests.notices import HEAD, MEMBER, TEXT, groups_and_persons

OFFICIAL, EDITOR = "端木亦", "仇知行"


@pytest.fixture
def loaded(tmp_path: Path, run) -> Path:
    """A home with the notice in it."""
    (tmp_path / "notice.txt").write_text(TEXT, encoding="utf-8")
    run("load", tmp_path / "notice.txt", "--home", tmp_path / "home")
    return tmp_path / "home"


def test_no_claim_holds_a_name(loaded) -> None:
    with closing(sqlite3.connect(loaded / "ledger.sqlite")) as db:
        bodies = b"".join(body for (body,) in db.execute("SELECT body FROM claims")).decode()
        rejects = json.dumps(db.execute("SELECT * FROM rejects").fetchall(), ensure_ascii=False)
    assert '"HEAD"' in bodies
    assert f"由{HIDDEN}主持体系建设" in bodies
    for name in (HEAD, MEMBER):
        assert name not in bodies + rejects


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_no_answer_shows_a_name(loaded, run, form) -> None:
    for element in groups_and_persons(loaded):
        shown = run("show", element, "--home", loaded, *form).stdout
        assert HEAD not in shown
        assert MEMBER not in shown
    exported = run("claims", "export", "--home", loaded).stdout
    assert HIDDEN in exported
    assert HEAD not in exported
    assert MEMBER not in exported
    assert not (loaded / "reveals.jsonl").exists()


def test_no_package_shows_a_name(loaded, run, tmp_path) -> None:
    """Neither in the words that a claim rests on, nor in those around them."""
    packages = 0
    for number, element in enumerate(groups_and_persons(loaded)):
        path = tmp_path / f"{number}.zip"
        run("evidence", element, "-o", path, "--home", loaded, "--no-pdf")
        with zipfile.ZipFile(path) as archive:
            text = "".join(archive.read(name).decode() for name in archive.namelist())
        assert HIDDEN in text
        assert HEAD not in text
        assert MEMBER not in text
        packages += 1
    assert packages > 2


def test_who_is_named_in_passing_is_hidden_too(run, tmp_path) -> None:
    """Beside a post in running text, and in a line below the text that no fact is read from."""
    passing = TEXT.replace("主要职责", f"会议由局长{OFFICIAL}主持。\n主要职责")
    (tmp_path / "notice.txt").write_text(f"{passing}（责任编辑：{EDITOR}）\n", encoding="utf-8")
    home = tmp_path / "home"
    run("load", tmp_path / "notice.txt", "--home", home)

    seen = run("claims", "export", "--home", home).stdout
    with Ledger(home) as ledger:
        persons = sorted({each.subject for each in LedgerReader(ledger).live_of_kind("Person")})
    for number, element in enumerate(persons):
        run("evidence", element, "-o", tmp_path / f"{number}.zip", "--home", home, "--no-pdf")
        with zipfile.ZipFile(tmp_path / f"{number}.zip") as archive:
            seen += "".join(archive.read(name).decode() for name in archive.namelist())

    assert f"局长{HIDDEN}主持" in seen
    assert re.search(rf"责任编辑：(<[^>]*>)?{HIDDEN}", seen)
    assert OFFICIAL not in seen
    assert EDITOR not in seen


def test_the_printed_report_of_a_package_shows_no_name(loaded, run, tmp_path) -> None:
    """What is read back from the letters drawn on its pages."""
    element = groups_and_persons(loaded)[0]
    run("evidence", element, "-o", tmp_path / "package.zip", "--home", loaded)

    with zipfile.ZipFile(tmp_path / "package.zip") as archive:
        report = io.BytesIO(archive.read("report.pdf"))
    with pdfplumber.open(report) as pdf:
        drawn = "".join((page.extract_text() or "") for page in pdf.pages)

    letters = "".join(drawn.split())
    assert HIDDEN in letters
    assert HEAD not in letters
    assert MEMBER not in letters


@pytest.mark.parametrize("name", ["documents", "evidence"])
def test_no_page_shows_a_name_to_any_role(loaded, open_page, monkeypatch, name) -> None:
    shown = 0
    for role in ROLES.codes:
        monkeypatch.setenv("SUYUAN_ROLE", role)
        for element in groups_and_persons(loaded)[:2]:
            page = open_page(name, at=loaded, element=element)
            assert not page.exception
            told = " ".join(
                str(one.value) for one in (*page.markdown, *page.text, *page.code, *page.caption)
            ) + " ".join(table.value.to_string() for table in page.dataframe)
            assert HEAD not in told
            assert MEMBER not in told
            shown += HIDDEN in told
    assert shown == 2 * len(ROLES.codes), "the words of the notice stand on the page"
    assert not (loaded / "reveals.jsonl").exists()


def test_who_has_the_right_sees_names_and_is_logged(loaded, run) -> None:
    shown = "".join(
        run("show", element, "--home", loaded, "--reveal-names").stdout
        for element in groups_and_persons(loaded)
    )
    assert HEAD in shown
    logged = [json.loads(x) for x in (loaded / "reveals.jsonl").read_text().splitlines()]
    assert logged
    exported = run("claims", "export", "--home", loaded, "--reveal-names").stdout
    assert MEMBER in exported
    assert len((loaded / "reveals.jsonl").read_text().splitlines()) > len(logged)
    assert {tuple(sorted(x)) for x in logged} == {("at", "names", "place", "sha256", "user")}
    assert HEAD not in (loaded / "reveals.jsonl").read_text()
