"""Nothing in data is obeyed: texts in every field, through the loaders, on every page.

Whatever a page drew, no script of the data has run, nothing was asked for outside of this machine,
and no element or link that the data wrote stands in the page.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from browser.injections import AWAY, corpus
from browser.visiting import Visitor, served, visiting
from playwright.sync_api import Browser

from dashboard.app.page import pages
from dashboard.loading import load_files, plan_work
from dashboard.render.progress import LoadProgress
from graph import Settings, Workspace
from loaders import Declared

pytestmark = pytest.mark.every_page

EACH = 18
"""Texts in the chain of one issue."""
OBEYED = """() => ({
  hit: window.__hit || 0,
  made: [...document.querySelectorAll(
    '[src^="http://evil"], [href^="http://evil"], [data^="http://evil"], [onerror], [onload], '
    + '[onfocus], [ontoggle], a[href^="javascript:"], object, embed, plaintext, form[action]'
  )].map(e => e.outerHTML.slice(0, 300)),
  scripts: [...document.scripts].filter(s => s.textContent.includes("__hit")).length,
})"""
Rows = dict[str, list[dict[str, str]]]


def issue(number: int, text: Sequence[str]) -> Mapping[str, dict[str, str]]:
    """One issue and the chain behind it, a text in every field that takes any."""
    place = f"S{number}"
    return {
        "units": {"unit_id": text[0], "name_zh": text[0], "level": "region"},
        "stations": {"station_id": place, "name_zh": text[1], "operated_by": text[0]},
        "issues": {
            "issue_id": f"I{number}",
            "kind": "quality",
            "station_id": place,
            "variable": "PRS",
            "test": text[2],
            "begin": "2018-06-03",
            "severity": text[3],
            "channel": text[4],
            "reported_by": text[0],
        },
        "incidents": {
            "incident_id": f"INC-{number}",
            "issue_id": f"I{number}",
            "state": "in_progress",
            "opened": "2018-06-04",
            "due": "2018-07-01",
            "assigned_to": text[0],
        },
        "nonconformities": {
            "nonconformity_id": text[6],
            "opened": "2018-06-05",
            "statement": text[7],
            "severity": text[8],
            "cause": text[9],
            "unit_id": text[0],
        },
        "actions": {
            "action_id": text[10],
            "nonconformity_id": text[6],
            "unit_id": text[0],
            "due": "2018-07-01",
            "title": text[11],
            "opened": "2018-06-05",
        },
        "deployments": {
            "deployment_id": text[5],
            "station_id": place,
            "instrument_id": text[6],
            "variable": "PRS",
            "role": "primary",
            "valid_from": "2016-01-01",
        },
        "instruments": {
            "instrument_id": text[6],
            "variable": "PRS",
            "serial": text[7],
            "manufacturer": text[8],
            "model": text[9],
            "firmware": text[10],
            "batch": text[11],
        },
        "calibrations": {
            "calibration_id": text[12],
            "kind": "检定",
            "subject_kind": "Instrument",
            "subject_id": text[6],
            "performed_on": "2016-01-02",
            "valid_to": "2017-01-02",
            "result": "inCalibration",
            "location": text[13],
            "performed_by": text[0],
            "standard_id": text[14],
            "certificate_id": text[15],
        },
        "certificates": {
            "certificate_id": text[15],
            "uri": text[16],
            "laboratory": text[0],
            "issued": "2016-01-03",
        },
        "standards": {
            "standard_id": text[14],
            "type": "workingSt",
            "variable": "PRS",
            "serial": text[7],
            "uncertainty": text[17],
        },
    }


def tables() -> Rows:
    texts = corpus()
    found: Rows = {}
    for number, first in enumerate(range(0, len(texts), EACH)):
        group = (texts[first : first + EACH] + texts)[:EACH]
        for name, row in issue(number, group).items():
            found.setdefault(name, []).append(row)
    return found


def package(folder: Path, found: Rows) -> Path:
    """Files with names that are such texts too; a datapackage says which table each is."""
    folder.mkdir()
    resources = []
    for number, (table, rows) in enumerate(found.items()):
        name = f"{number}<img src=x onerror=window.__hit=1>[x](javascript:1){table}.csv"
        with (folder / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        resources.append({"name": f"r{number}", "path": name, "suyuan:table": table})
    told = {"name": "injected", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(told), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def injected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with every text of the corpus in it, and with rows that were turned away."""
    folder = tmp_path_factory.mktemp("injected")
    found = tables()
    found["issues"].append(
        {**found["issues"][0], "issue_id": "<b>bad", "kind": "<img src=x onerror=alert(1)>"}
    )
    settings = Settings(folder / "home")
    with Workspace(settings, create=True) as workspace, LoadProgress(quiet=True) as watch:
        work = plan_work([package(folder / "in", found)], Declared())
        outcome = load_files(workspace, work, watch)
    assert outcome.failures == ()
    assert len(outcome.reports) >= len(found)
    return folder / "home"


@pytest.fixture(scope="module")
def attacked(browser: Browser, injected: Path) -> Iterator[Visitor]:
    with (
        served(injected, "--user", "张三") as base,
        visiting(browser, base) as visitor,
    ):
        yield visitor


def harmless(visitor: Visitor) -> None:
    visitor.page.wait_for_timeout(300)
    found = visitor.page.evaluate(OBEYED)
    assert found == {"hit": 0, "made": [], "scripts": 0}, visitor.page.url
    assert visitor.left == [], visitor.page.url
    assert visitor.errors == [], visitor.page.url


ADDRESSES = ("trace?element", "evidence?element", "loads?tab", "management?list")
GROUPS = range(len(corpus()) // EACH)
OFTEN = 4
"""One in so many chains is opened in every run; all stand in the lists of every page."""


def test_the_corpus_is_large_and_has_no_text_twice() -> None:
    assert len(set(corpus())) == len(corpus()) >= 300
    assert sum(AWAY in text for text in corpus()) > 100
    assert len(GROUPS) * EACH == len(corpus())


@pytest.mark.parametrize(
    "number",
    [pytest.param(n, marks=pytest.mark.torture if n % OFTEN else ()) for n in GROUPS],
)
def test_a_trace_and_its_evidence_obey_nothing(attacked: Visitor, number: int) -> None:
    attacked.open(f"/trace?element=issue:I{number}&hop={number % 9 + 1}&open=all")
    assert attacked.boxes > 5
    harmless(attacked)
    attacked.open(f"/evidence?element=issue:I{number}")
    attacked.until(lambda: "SHA-256" in attacked.text)
    harmless(attacked)
    attacked.page.get_by_role("button", name="看原文").first.click()
    attacked.settle()
    attacked.until(lambda: attacked.page.locator(".source mark").count() > 0)
    harmless(attacked)


def test_every_page_obeys_nothing(attacked: Visitor) -> None:
    parts = [f"/loads?tab={tab}" for tab in ("", "sources", "rejects", "retractions", "upload")]
    for path in ("/", *(f"/{name}" for name in list(pages())[1:]), *parts, "/?triage=yes&lang=en"):
        attacked.open(path)
        harmless(attacked)


@pytest.mark.parametrize(
    ("name", "act"), [("overdue", ""), ("actions", "done"), ("nonconformities", "add")]
)
def test_lists_of_the_management_system_obey_nothing(
    attacked: Visitor, name: str, act: str
) -> None:
    attacked.open(f"/management?list={name}&act={act}")
    if act:
        attacked.page.get_by_role("combobox").last.click()
    harmless(attacked)


def test_an_address_obeys_nothing(attacked: Visitor) -> None:
    for text in ("<img src=x onerror=window.__hit=1>", "![x](http://evil.invalid/1.png)"):
        for name in (*ADDRESSES, "?kind", "?as_of"):
            attacked.page.goto(f"{attacked.base}/{name}={text}")
            attacked.settle()
            harmless(attacked)
            assert "Traceback" not in attacked.text
