"""The switch that shows names of persons on the pages: for whom, where, and what is logged."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.app.deployment import current
from dashboard.app.session import literal
from dashboard.pages import evidence
from graph.ledger import HIDDEN
from queries.asker import EVERYBODY
from tests.notices import HEAD, MEMBER, group, load_notice, person, reveals

ELEMENT_PAGES = ["documents", "evidence"]
Taken = dict[str, Callable[[], bytes] | bytes]


@pytest.fixture
def loaded(tmp_path: Path) -> Path:
    """A home with the notice in it."""
    return load_notice(tmp_path / "home", tmp_path)


@pytest.fixture
def at_desk(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """The pages as `suyuan dashboard --user 王观测 --reveal-names` starts them, for a role."""

    def started(role: str = "admin", **environment: str) -> None:
        given = {"SUYUAN_USER": "王观测", "SUYUAN_REVEAL_NAMES": "yes", "SUYUAN_ROLE": role}
        for name, value in (given | environment).items():
            monkeypatch.setenv(name, value)

    return started


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Taken:
    """What the page offers as files now, by name."""
    found: Taken = {}
    made = st.download_button

    def offered(label: str, data: Any, **options: Any) -> bool:
        found[options["file_name"]] = data
        return made(label, data, **options)

    monkeypatch.setattr(st, "download_button", offered)
    return found


def told(page: AppTest) -> str:
    """All that a page shows."""
    kinds = ("markdown", "text", "code", "caption", "info", "warning", "subheader")
    texts = [str(one.value) for kind in kinds for one in getattr(page, kind)]
    return " ".join([*texts, *(table.value.to_string() for table in page.dataframe)])


def named(page: AppTest) -> list[str]:
    """The names that a page shows."""
    return [name for name in (HEAD, MEMBER) if name in told(page)]


def switch(page: AppTest) -> Any:
    return page.toggle(key="show-names")


def has_switch(page: AppTest) -> bool:
    return any(one.key == "show-names" for one in page.toggle)


@pytest.mark.parametrize("name", ELEMENT_PAGES)
@pytest.mark.parametrize("role", EVERYBODY)
def test_no_role_has_the_switch_by_itself(role: str, name: str, loaded, open_page, monkeypatch):
    monkeypatch.setenv("SUYUAN_ROLE", role)
    monkeypatch.setenv("SUYUAN_USER", "王观测")
    page = open_page(name, at=loaded, element=person(loaded))

    assert not page.exception
    assert not has_switch(page)
    assert HIDDEN in told(page)
    page.session_state["names-shown-to"] = "王观测"
    page.session_state["show-names"] = True
    page.run()
    assert HIDDEN in told(page)
    assert not named(page)
    assert not reveals(loaded)


@pytest.mark.parametrize("name", ELEMENT_PAGES)
@pytest.mark.parametrize("role", EVERYBODY)
def test_who_was_granted_it_switches_names_on_and_off(
    role: str, name: str, loaded, open_page, at_desk
) -> None:
    at_desk(role)
    element = person(loaded)
    page = open_page(name, at=loaded, element=element)
    assert HIDDEN in told(page)
    assert not named(page)
    assert not reveals(loaded)

    switch(page).set_value(True).run()
    assert not page.exception
    assert named(page)
    records = reveals(loaded)
    assert records
    assert {(r["user"], r["role"], r["shown_in"]) for r in records} == {("王观测", role, "page")}
    assert all(r["question"] and int(str(r["names"])) >= 1 for r in records)

    other = open_page(name, at=loaded, element=element)
    assert HIDDEN in told(other)
    assert not named(other)
    assert len(reveals(loaded)) == len(records)

    switch(page).set_value(False).run()
    assert HIDDEN in told(page)
    assert not named(page)
    assert len(reveals(loaded)) == len(records)


def test_names_stay_on_for_the_session_on_other_pages(loaded, open_page, at_desk) -> None:
    at_desk()
    element = person(loaded)
    page = open_page("evidence", at=loaded, element=element)
    switch(page).set_value(True).run()
    page._page_hash = calc_hash("documents")  # what a browser does with the path of the address
    page.run()
    assert not page.exception
    assert switch(page).value is True
    assert named(page)


def test_a_link_never_reveals(loaded, open_page, at_desk) -> None:
    """Neither the link that is copied while names are shown, nor one that somebody makes up."""
    at_desk()
    element = person(loaded)
    page = open_page("evidence", at=loaded, element=element)
    before = dict(page.query_params)
    switch(page).set_value(True).run()
    assert named(page)
    assert dict(page.query_params) == before

    count = len(reveals(loaded))
    words = ("show-names", "reveal-names", "names-shown-to", "shows_names_in")
    made_up = dict.fromkeys(words, "yes")
    other = open_page("evidence", at=loaded, element=element, **made_up)
    assert not named(other)
    assert all(literal(f"{word}=yes") in told(other) for word in words), "told to be ignored"
    assert switch(other).value is False
    assert len(reveals(loaded)) == count


def test_the_lines_around_a_place_follow_the_switch(loaded, open_page, at_desk, monkeypatch):
    shown: list[str] = []

    def seen(around: Any, **_: Any) -> None:
        shown.append(around.before + around.span + around.after)

    monkeypatch.setattr(evidence, "source_view", seen)
    at_desk()
    page = open_page("evidence", at=loaded, element=group(loaded))
    key = next(one.key for one in page.button if str(one.key).startswith("open-"))
    page.button(key=key).click().run()
    assert HIDDEN in shown[-1]
    assert HEAD not in shown[-1]
    switch(page).set_value(True).run()
    assert HEAD in shown[-1]
    assert HIDDEN not in shown[-1]
    assert "evidence" in {record["question"] for record in reveals(loaded)}


def unpacked(data: Callable[[], bytes] | bytes) -> str:
    assert callable(data)
    with zipfile.ZipFile(io.BytesIO(data())) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_a_package_follows_the_switch_and_is_logged(loaded, open_page, at_desk, taken) -> None:
    at_desk()
    page = open_page("evidence", at=loaded, element=group(loaded))
    hidden = unpacked(taken["evidence.zip"])
    assert HIDDEN in hidden
    assert HEAD not in hidden
    assert not reveals(loaded)

    switch(page).set_value(True).run()
    before = len(reveals(loaded))
    text = unpacked(taken["evidence.zip"])
    assert HEAD in text
    new = reveals(loaded)[before:]
    assert {record["shown_in"] for record in new} == {"evidence.zip"}
    assert {record["user"] for record in new} == {"王观测"}


@pytest.mark.parametrize(
    ("environment", "token", "names"),
    [
        ({}, {"roles": "admin"}, False),
        ({}, {"roles": ["auditor", "reveal-names"]}, True),
        ({}, {"roles": ["reveal-names"]}, None),
        ({}, {"roles": "auditor", "groups": "reveal-names"}, False),
        ({"SUYUAN_NAMES_ROLES": "auditor, planner"}, {"roles": "auditor"}, True),
        ({"SUYUAN_NAMES_ROLES": "auditor"}, {"roles": ["auditor", "admin"]}, False),
        ({"SUYUAN_NAMES_ROLES": "everybody,*"}, {"roles": "admin"}, False),
        ({"SUYUAN_REVEAL_NAMES": "yes"}, {"roles": "admin"}, False),
        ({"SUYUAN_NAMES_ROLES": "admin", "SUYUAN_USER_CLASS": "public"}, {"roles": "admin"}, False),
        ({"SUYUAN_NAMES_ROLES": "admin"}, {"roles": "admin", "email": ""}, False),
    ],
)
def test_who_signs_in_is_granted_it_by_role_or_by_the_token(
    environment: Mapping[str, str], token: dict[str, object], names: bool | None, monkeypatch
) -> None:
    whole = {"is_logged_in": True, "exp": 4e9, "email": "a@b"} | token
    monkeypatch.setattr(type(st.user), "to_dict", lambda _: whole)
    asker = current({"SUYUAN_ROLES_CLAIM": "roles", **environment}).asker()
    assert (asker.may_see_names if asker else None) is names
    assert asker is None or not asker.shows_names_in


@pytest.mark.parametrize(
    ("environment", "names"),
    [
        ({}, False),
        ({"SUYUAN_USER": "王观测"}, False),
        ({"SUYUAN_USER": "王观测", "SUYUAN_REVEAL_NAMES": "yes"}, True),
        ({"SUYUAN_USER": "王观测", "SUYUAN_REVEAL_NAMES": "no"}, False),
        ({"SUYUAN_USER": "王观测", "SUYUAN_NAMES_ROLES": "admin"}, False),
        ({"SUYUAN_REVEAL_NAMES": "yes"}, False),
    ],
)
def test_at_one_desk_it_is_an_option_with_a_name(
    environment: Mapping[str, str], names: bool
) -> None:
    asker = current(environment).asker()
    assert asker is not None
    assert asker.may_see_names is names


@pytest.mark.parametrize(
    ("arguments", "environment", "remedy"),
    [
        ((), {}, "--user NAME"),
        (("--user", " "), {}, "--user NAME"),
        (("--user", "王观测"), {"SUYUAN_ROLES_CLAIM": "roles"}, "docs/howto/serve-the-pages.md"),
    ],
)
def test_the_option_needs_somebody_at_this_desk(
    run, arguments, environment, remedy, monkeypatch, tmp_path
) -> None:
    monkeypatch.delenv("SUYUAN_ROLES_CLAIM", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    home = tmp_path / "home"
    refused = run("dashboard", "--reveal-names", *arguments, "--home", home, code=1)
    assert "--reveal-names" in refused.stderr
    assert remedy in refused.stderr
    assert not home.exists()


def test_tables_and_drawings_hold_no_names_whatever_is_on_screen(
    loaded, open_page, at_desk, taken
) -> None:
    at_desk()
    page = open_page("documents", at=loaded, element=person(loaded))
    switch(page).set_value(True).run()
    assert named(page)
    texts = {
        name: data() if callable(data) else data
        for name, data in taken.items()
        if name.endswith((".csv", ".html"))
    }
    assert {Path(name).suffix for name in texts} == {".csv", ".html"}
    for name, data in texts.items():
        assert not [each for each in (HEAD, MEMBER) if each.encode() in data], name
