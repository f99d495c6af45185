"""What goes wrong is told on the page: what happened and what to do, never a traceback."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.app.page import pages
from graph import Settings, Workspace
from graph.ledger import Ledger

ELEMENT_PAGES = ("trace", "evidence")
MANY = 50_000


def drawn(
    home: str, page: str, address: dict[str, str], store: str, patience: float, decides: str
) -> None:
    """Draw a page, or decide on an issue, on a home and store that may fail."""
    import streamlit as st

    from dashboard.app.acting import decide, tell
    from dashboard.app.page import pages
    from dashboard.app.session import Session
    from dashboard.app.view import View
    from dashboard.app.worker import Answers
    from dashboard.handling import open_incident
    from graph import Settings
    from queries import Asker

    st.session_state["pages"] = {}
    answers = Answers(Settings(home, store or None), patience=patience)
    try:
        session = Session(View(params=address), Asker("admin", "张三"), answers, writes=True)
        if decides and "decided" not in st.session_state:
            decide(session, [(decides, lambda w: open_incident(w, decides, "张三"))])
        elif decides:
            tell(session)
        else:
            pages()[page].draw(session)
    finally:
        answers.close()


def page_of(
    home: Path,
    page: str = "overview",
    *,
    store: str = "",
    patience: float = 60,
    decides: str = "",
    **address: str,
) -> AppTest:
    given = {
        "home": home,
        "page": page,
        "address": address,
        "store": store,
        "patience": patience,
        "decides": decides,
    }
    return AppTest.from_function(drawn, default_timeout=120, kwargs=given).run()


def told(page: AppTest) -> str:
    assert not page.exception
    words = " ".join(each.value for each in (*page.markdown, *page.text, *page.info))
    assert "Traceback" not in words
    return words


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose ledger holds nothing."""
    folder = tmp_path_factory.mktemp("empty") / "home"
    with Workspace(Settings(folder), create=True):
        pass
    return folder


@pytest.mark.parametrize("name", pages())
def test_a_store_that_is_away_is_told(name: str, home: Path) -> None:
    page = page_of(home, name, store="bolt://127.0.0.1:9", element="station:53463")
    assert "图库" in told(page)
    assert any("重试" in button.label for button in page.button)


@pytest.mark.parametrize("name", ["overview", "loads"])
def test_a_store_that_is_slow_is_told(name: str, home: Path) -> None:
    words = told(page_of(home, name, patience=0.0001))
    assert "没有回答" in words
    assert "稍后重试" in words


@pytest.mark.parametrize("name", pages())
def test_every_page_stands_on_an_empty_graph(name: str, empty: Path) -> None:
    told(page_of(empty, name))


def test_an_empty_ledger_is_told_with_what_to_do(empty: Path, home: Path) -> None:
    assert ["suyuan load" in each.value for each in page_of(empty).info] == [True]
    assert not page_of(home).info


@pytest.mark.parametrize("name", ELEMENT_PAGES)
@pytest.mark.parametrize(
    "element", ["issue:DEMO-9999", "station:", "nothing", "%%%", "issue:<b>", "x" * 1999, "a:b:c"]
)
def test_an_element_that_is_not_there_is_told(name: str, element: str, home: Path) -> None:
    page = page_of(home, name, element=element)
    words = told(page)
    assert "没有这个对象" in words or "值不合规" in words
    assert page.text_input(key="wanted").value == element, "there is a field to mend it in"


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("evidence", {"element": "issue:DEMO-0001", "claim": "99-zz", "from": "999999"}),
        ("evidence", {"element": "issue:DEMO-0001", "from": "-1"}),
        ("trace", {"element": "issue:DEMO-0001", "hop": "999", "open": "x;y", "only": "yes"}),
        ("trace", {"element": "issue:DEMO-0001", "hop": "²"}),
        ("loads", {"tab": "gone", "load": "abc"}),
        ("loads", {"tab": "rejects", "load": "99999999999"}),
        ("overview", {"kind": "gone", "triage": "maybe"}),
    ],
)
def test_a_link_of_an_older_version_opens_what_is_still_there(
    name: str, address: dict[str, str], home: Path
) -> None:
    told(page_of(home, name, **address))


def test_a_ledger_that_another_writes_is_told(home: Path) -> None:
    with Ledger(home) as ledger, ledger.writing():
        page = page_of(home, decides="issue:DEMO-0002")
    words = told(page)
    assert "未能记下 1 项" in words
    assert "等它结束再试" in words


def test_a_damaged_ledger_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "ledger.sqlite").write_bytes(b"no ledger at all" * 100)
    assert "台账受损" in told(page_of(folder))


@pytest.mark.torture
def test_a_neighbourhood_of_fifty_thousand_is_counted_and_drawn_in_part(
    run: Callable[..., object], tmp_path: Path
) -> None:
    """All that is read and drawn of it is bounded; how much there is stands there."""
    rows = "".join(f"{n},站{n},大局\n" for n in range(100_000, 100_000 + MANY))
    table = tmp_path / "stations.csv"
    table.write_text(f"station_id,name_zh,operated_by\n{rows}", encoding="utf-8")
    run("load", table, "--home", tmp_path / "home")

    begun = time.process_time()
    page = page_of(tmp_path / "home", "documents", element="unit:大局")
    took = time.process_time() - begun

    assert f"{MANY:,}" in told(page)
    assert sum(len(one.value) for one in page.dataframe) < 5_000
    assert took < 20, "the graph is opened and the page drawn once"
