"""Every page drawn from a server by its URI is the page drawn from the embedded graph.

A server that has planned nothing yet takes seconds for each new statement, so the pages wait longer
here than they do for people.
"""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.app.page import pages
from dashboard.demonstrating import load_sample
from dashboard.render.progress import LoadProgress
from graph import Settings, Workspace
from graph.server import GivenServer, LocalServer
from loaders.sample import write_province

pytestmark = pytest.mark.server_faults

ADDRESSES = {
    "trace": {"element": "issue:DEMO-0001", "hop": "10"},
    "evidence": {"element": "issue:DEMO-0001"},
    "documents": {"element": "document:QX/T-SYN-101"},
    "stations": {"station": "50425"},
}
DAY = "2026-01-01"


def drawn(settings: object, page: str, address: dict[str, str], day: str) -> None:
    """Draw a page of a home and store."""
    import streamlit as st

    from dashboard.app.page import pages
    from dashboard.app.session import Session
    from dashboard.app.view import View
    from dashboard.app.worker import Answers
    from queries import Asker

    st.session_state["pages"] = {}
    answers = Answers(settings, patience=300)  # type: ignore[arg-type]
    try:
        view = View(as_of=day, params=address)
        pages()[page].draw(Session(view, Asker("admin", "张三"), answers, writes=True))
    finally:
        answers.close()


def told(settings: Settings, name: str) -> list[str]:
    """All words and tables of a page."""
    given = {"settings": settings, "page": name, "address": ADDRESSES.get(name, {}), "day": DAY}
    page = AppTest.from_function(drawn, default_timeout=300, kwargs=given).run()
    assert not page.exception
    words = (*page.markdown, *page.text, *page.caption, *page.subheader, *page.metric, *page.code)
    return [str(one.value) for one in words] + [t.value.to_csv() for t in page.dataframe]


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory, neo4j_server: LocalServer | GivenServer
) -> tuple[Settings, Settings]:
    """One ledger with an embedded graph and with one on the server."""
    folder = tmp_path_factory.mktemp("pages")
    province = write_province(folder / "sample", stations=3).folder
    embedded = Settings(folder / "home")
    with Workspace(embedded, create=True) as workspace, LoadProgress(quiet=True) as watch:
        load_sample(workspace, province, watch)
    server = Settings(folder / "home", neo4j_server.uri, neo4j_server.login)
    with Workspace(server) as workspace:
        workspace.rebuild()
    return embedded, server


@pytest.mark.parametrize("name", pages())
def test_a_page_is_the_same_from_a_server(name: str, both: tuple[Settings, Settings]) -> None:
    embedded, server = (told(settings, name) for settings in both)

    assert embedded
    assert server == embedded
