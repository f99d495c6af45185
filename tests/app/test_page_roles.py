"""Page × role × question: the navigation, and the query layer whatever a page does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboard.app
from dashboard.app.acting import may_decide
from dashboard.app.page import pages
from dashboard.app.session import Session
from dashboard.app.view import View
from dashboard.app.worker import Answers
from graph import NotAllowedError, Settings, SuyuanError, Workspace
from queries import Asker, questions, run
from queries.asker import ROLES
from queries.loads import loads, rejected_rows, retractions

SCRIPT = Path(dashboard.app.__file__).with_name("script.py")
ADMINISTRATION: tuple[Callable[[Workspace, Asker], object], ...] = (
    loads,
    rejected_rows,
    retractions,
)


def drawn(home: str, role: str, page: str, address: dict[str, str]) -> None:
    """Draw a page for a role, past the navigation."""
    import streamlit as st

    from dashboard.app.page import pages
    from dashboard.app.session import Session
    from dashboard.app.view import View
    from dashboard.app.worker import Answers
    from graph import Settings
    from queries import Asker

    st.session_state["pages"] = {}
    answers = Answers(Settings(home))
    try:
        session = Session(View(params=address), Asker(role, "张三"), answers, writes=True)
        pages()[page].draw(session)
    finally:
        answers.close()


def page_of(home: Path, role: str, page: str, **address: str) -> AppTest:
    given = {"home": home, "role": role, "page": page, "address": address}
    return AppTest.from_function(drawn, default_timeout=120, kwargs=given).run()


@pytest.mark.parametrize("role", ROLES.codes)
def test_the_navigation_holds_the_pages_of_the_role(
    role: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUYUAN_HOME", str(home))
    monkeypatch.setenv("SUYUAN_ROLE", role)
    page = AppTest.from_file(str(SCRIPT), default_timeout=120).run()

    assert not page.exception
    open_to = {name for name, each in pages().items() if role in each.roles}
    assert set(page.session_state["pages"]) == open_to
    assert ("loads" in open_to) == (role == "admin")


def test_a_page_of_another_role_says_for_whom_it_is(
    open_page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUYUAN_ROLE", "planner")
    page = open_page("loads")

    assert not page.exception
    assert [each.value for each in page.warning] == ["此页只对管理员开放，您是规划员"]
    assert not page.dataframe


@pytest.mark.parametrize("name", pages())
@pytest.mark.parametrize("role", ROLES.codes)
def test_a_page_stands_for_every_role_and_shows_only_what_the_role_may_see(
    role: str, name: str, home: Path
) -> None:
    page = page_of(home, role, name)

    assert not page.exception
    told = " ".join(each.value for each in (*page.markdown, *page.text))
    if role in pages()[name].roles:
        assert "无此权限" not in told
    else:
        assert "无此权限" in told
        assert not page.dataframe


@pytest.mark.parametrize("tab", ["", "sources", "rejects", "retractions"])
def test_an_auditor_comes_to_no_part_of_the_loads(tab: str, home: Path) -> None:
    page = page_of(home, "auditor", "loads", tab=tab)
    assert not page.dataframe
    assert any("无此权限" in each.value for each in page.markdown)


@pytest.mark.parametrize("role", ROLES.codes)
def test_the_query_layer_asks_for_the_role_itself(role: str, home: Path) -> None:
    with Workspace(Settings(home)) as workspace:
        for name, question in questions().items():
            allowed = role in question.roles
            try:
                run(workspace, name, asker=Asker(role))
            except NotAllowedError:
                assert not allowed, (name, role)
            except SuyuanError:
                assert allowed, (name, role)
            else:
                assert allowed, (name, role)
        for ask in ADMINISTRATION:
            if role == "admin":
                ask(workspace, Asker(role))
            else:
                with pytest.raises(NotAllowedError):
                    ask(workspace, Asker(role))


def test_nobody_without_a_role_or_a_name_decides() -> None:
    answers = Answers(Settings(Path("nowhere")))
    who = {
        (role, writes): may_decide(Session(View(), Asker(role, "张三"), answers, writes))
        for role in ROLES.codes
        for writes in (True, False)
    }
    answers.close()
    assert {key for key, may in who.items() if may} == {("analyst", True), ("admin", True)}
