"""Question × class × level on a sample with marked systems: answers, exports, interface, pages."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import streamlit as st
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from dashboard.answering import resolved
from dashboard.api.application import application
from dashboard.app.deployment import current
from dashboard.app.page import pages
from dashboard.evidence import gather
from dashboard.evidence.writing import package_bytes
from dashboard.render import as_json
from dashboard.render.workbook import write_workbook
from graph import Settings, SuyuanError, WithheldError, Workspace
from ontology import kind_of
from ontology.security import USER_CLASSES
from queries import Asker, Query, questions, run
from queries.veil import WITHHELD
from tests.app.marked import SEEN, leaked, write_tables
from tests.app.test_ask import NEEDS

ASKED = (
    "system:天镜·内蒙古",
    "system:PUB",
    "system:LESS",
    "system:MDOS",
    "system:天镜",
    "issue:alarm/PUB/A3",
    "issue:alarm/MDOS/A1",
    "dataset:DS-OPEN",
    "dataset:DS-HOUR",
    "variable:PRS",
    "station:50425",
    "unit:SYN甲",
)
TYPED = ("天", "系统", "气象资料", "mdos", "A1")
BELOW = [code for code in USER_CLASSES.codes if code != "internal"]


@pytest.fixture(scope="module")
def marked(run: Any, province: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the province and the marked systems in it."""
    folder = tmp_path_factory.mktemp("marked")
    run("load", province, "--home", folder / "home")
    run("load", write_tables(folder / "tables"), "--home", folder / "home")
    return folder / "home"


@pytest.fixture(scope="module")
def workspace(marked: Path) -> Iterator[Workspace]:
    with Workspace(Settings.from_env(home=marked)) as found:
        yield found


def asked(workspace: Workspace, query: Query[object]) -> Iterator[dict[str, str]]:
    """What a question is asked with: as other tests do, and of each element that it takes."""
    base = resolved(workspace, query, NEEDS.get(query.id, []))
    yield base
    for param in query.params:
        for element in ASKED:
            if {kind_of(element).label, "*"} & set(param.kinds):
                yield base | {param.name: element}
        if param.name == "text":
            yield from (base | {"text": text} for text in TYPED)


@pytest.mark.parametrize("question", questions())
def test_no_answer_names_what_its_asker_may_not_see(workspace: Workspace, question: str) -> None:
    for params in asked(workspace, questions()[question]):
        try:
            whole = run(workspace, question, params)
        except SuyuanError:
            continue
        for code in SEEN:
            try:
                part = run(workspace, question, params, asker=Asker(user_class=code))
            except WithheldError:
                assert leaked(" ".join(params.values()), code), (code, params)
                continue
            told = as_json.dumps(as_json.answer(part) | {"params": {}})
            assert leaked(told, code) == [], (code, params)
            assert part.withheld + len(part.rows) == len(whole.rows)
            assert not Counter(map(repr, part.rows)) - Counter(map(repr, whole.rows))
            if not part.withheld:
                assert (part.rows, part.summary) == (whole.rows, whole.summary)


@pytest.mark.parametrize("code", SEEN)
def test_each_class_finds_what_its_levels_open(workspace: Workspace, code: str) -> None:
    """Class × level: the sample has a system or a data set of each way of being marked."""
    found = set()
    for kind, text in product(("System", "Dataset"), SEEN["internal"]):
        given = {"text": text, "kind": kind}
        rows = run(workspace, "search", given, asker=Asker(user_class=code)).rows
        found |= {row.element.partition(":")[2] for row in rows}  # type: ignore[attr-defined]

    assert found & SEEN["internal"] == SEEN[code]


def test_questions_that_come_upon_them_withhold_something(workspace: Workspace) -> None:
    """So that the test above tests something."""
    cut = set()
    for name, query in questions().items():
        for params in asked(workspace, query):
            try:
                cut |= (
                    {name}
                    if run(workspace, name, params, asker=Asker(user_class="public")).withheld
                    else set()
                )
            except SuyuanError:
                continue

    assert cut >= {
        "search",
        "show",
        "history",
        "timeline",
        "issues",
        "trace",
        "path",
        "gaps",
        "similar",
    }


def test_an_excerpt_that_names_it_is_blotted_out(workspace: Workspace) -> None:
    whole = run(workspace, "show", {"element": "system:LESS"})
    part = run(workspace, "show", {"element": "system:LESS"}, asker=Asker(user_class="public"))
    names = {row.type for row in part.rows if row.part == "property"}  # type: ignore[attr-defined]

    assert any("CIPAS" in (one.excerpt or "") for one in whole.claims.values())
    assert "name" in names
    assert WITHHELD in {one.excerpt for one in part.claims.values()}


@pytest.mark.parametrize("code", BELOW)
def test_files_that_are_taken_away_hold_nothing_withheld(
    workspace: Workspace, code: str, tmp_path: Path
) -> None:
    asker = Asker(user_class=code)
    package = package_bytes(gather(workspace, "system:LESS", asker=asker), pdf=False)
    with zipfile.ZipFile(io.BytesIO(package)) as found:
        texts = {name: found.read(name).decode() for name in found.namelist()}
    write_workbook(run(workspace, "issues", {}, asker=asker), tmp_path / "issues.xlsx")
    sheets = openpyxl.load_workbook(tmp_path / "issues.xlsx").worksheets
    cells = [str(c) for sheet in sheets for row in sheet.iter_rows(values_only=True) for c in row]

    assert {name: bad for name, text in texts.items() if (bad := leaked(text, code))} == {}
    assert '"withheld": 0' not in texts["answers.json"].partition('"show"')[2]
    assert leaked(" ".join(cells), code) == []
    assert "withheld by security level" in cells
    with pytest.raises(WithheldError):
        gather(workspace, "system:MDOS", asker=asker)


@pytest.mark.parametrize("code", SEEN)
def test_the_interface(marked: Path, workspace: Workspace, code: str) -> None:
    app = application(Settings.from_env(home=marked), Asker(user_class=code))
    claim = run(workspace, "show", {"element": "system:MDOS"}).rows[0].claims[0]  # type: ignore[attr-defined]
    ways = {
        "/v1/elements/system:MDOS": 403,
        f"/v1/claims/{claim}": 403,
        "/v1/sparql?query=ASK%20%7B%20?s%20a%20:System%20%7D": 403,
        "/v1/elements/system:MDOX": 404,
        "/v1/elements/station:50425": 200,
        "/v1/meaning?sentence=气象资料业务系统由谁负责？": 200,
        "/v1/questions/issues/answer": 200,
    }
    with TestClient(app, raise_server_exceptions=False) as client:
        got = {way: client.get(way) for way in ways}
    internal = code == "internal"

    for way, status in ways.items():
        assert got[way].status_code == (200 if internal and status == 403 else status), way
        if "system:MD" not in way:  # the answer repeats what was typed, whole or in words
            assert leaked(got[way].text.replace("气象资料业务系统", ""), code) == []
    assert (got["/v1/questions/issues/answer"].json()["withheld"] > 0) is not internal
    assert ("system:MDOS" in got["/v1/elements/system:MDOX"].text) is internal


def drawn(home: str, user_class: str, page: str, address: dict[str, str]) -> None:
    """Draw a page for an administrator of a class, past the navigation."""
    import streamlit as st

    from dashboard.app.page import pages
    from dashboard.app.session import Session
    from dashboard.app.view import View
    from dashboard.app.worker import Answers
    from graph import Settings
    from queries import Asker

    st.session_state["pages"] = {}
    answers = Answers(Settings(home))
    asker = Asker("admin", "张三", user_class=user_class)
    try:
        pages()[page].draw(Session(View(params=address), asker, answers))
    finally:
        answers.close()


def shown(page: AppTest) -> str:
    """All texts of a page, its tables and what its controls offer."""
    kinds = ("markdown", "text", "caption", "code", "info", "warning", "error", "subheader")
    texts = [str(e.value) for kind in kinds for e in getattr(page, kind)]
    tables = [each.value.to_csv() for each in page.dataframe]
    return "\n".join([*texts, *(b.label for b in page.button), *tables])


WALK = [
    *((name, {}) for name in pages()),
    ("trace", {"element": "issue:alarm/MDOS/A1"}),
    ("evidence", {"element": "system:LESS"}),
    ("documents", {"element": "unit:SYN甲"}),
    ("stations", {"station": "station:50425"}),
]


@pytest.mark.parametrize(("page", "address"), WALK)
def test_no_page_or_its_export_shows_what_is_withheld(
    page: str, address: dict[str, str], marked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[str] = []

    def download(label: str, data: Any, **_: Any) -> bool:
        if isinstance(data, bytes):
            offered.append(data.decode("utf-8", "replace"))
        return False

    monkeypatch.setattr(st, "download_button", download)
    for code in ("public", "internal"):
        offered.clear()
        given = {"home": marked, "user_class": code, "page": page, "address": address}
        found = AppTest.from_function(drawn, default_timeout=120, kwargs=given).run()
        text = shown(found)
        own = address.get("element", "-")

        assert not found.exception
        assert leaked(text.replace(own, "").replace(own.partition(":")[2], ""), code) == []
        assert leaked("\n".join(offered).replace(own, ""), code) == []
        if address:
            assert ("按密级不显示" in text) is (code == "public")
    assert page != "loads" or "按密级不开放" not in text


def test_loads_are_for_those_who_see_all(marked: Path) -> None:
    given = {"home": marked, "user_class": "public", "page": "loads", "address": {}}
    found = AppTest.from_function(drawn, default_timeout=120, kwargs=given).run()

    assert not found.dataframe
    assert any("按密级不开放" in each.value for each in found.markdown)


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({}, "internal"),
        ({"SUYUAN_USER_CLASS": "cooperating"}, "cooperating"),
        ({"SUYUAN_USER_CLASS": "everybody"}, "public"),
        ({"SUYUAN_USER_CLASS": ""}, "internal"),
    ],
)
def test_the_class_of_all_who_do_not_sign_in(environment: dict[str, str], code: str) -> None:
    asker = current(environment).asker()

    assert asker is not None
    assert asker.user_class == code


@pytest.mark.parametrize(
    ("claim", "given", "code"),
    [
        ("groups", ["staff", "cooperating", "public"], "cooperating"),
        ("groups", "internal", "internal"),
        ("groups", ["staff"], "public"),
        ("groups", None, "public"),
        ("", ["public"], "internal"),
    ],
)
def test_the_class_of_who_signs_in(
    claim: str, given: object, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = {"is_logged_in": True, "exp": 4e9, "email": "a@b", "roles": "planner", "groups": given}
    monkeypatch.setattr(type(st.user), "to_dict", lambda _: token)
    environment = {"SUYUAN_ROLES_CLAIM": "roles"} | (
        {"SUYUAN_USER_CLASS_CLAIM": claim} if claim else {}
    )

    asker = current(environment).asker()

    assert asker is not None
    assert (asker.role, asker.user_class) == ("planner", code)
