"""Assumptions on a page: choose a scenario of the home, say that it is one, write a new one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from dashboard.app.session import Session, literal
from dashboard.render.text import plain, spoken
from dashboard.scenarios import ENDINGS, read_scenario, save_scenario, scenario_files
from graph import InvalidValueError, SourceError, SuyuanError, Workspace
from ontology import NODE_KINDS
from queries import Difference
from queries.neighbourhood import find_element

ASSUMING = ("planner", "analyst", "admin")
"""Roles of those who may save a scenario, where the pages are written on."""
ACTS = {
    "merge": ("合并", "merge"),
    "retire": ("退役", "retire"),
    "withdraw": ("废止", "withdraw"),
    "close": ("撤站", "close"),
}


def choose(session: Session) -> str:
    """The scenario that the address names, empty for what is; another is chosen here.

    Scenarios bear no security level, so they are for those who may see all.
    """
    if not session.asker.sees_all:
        return ""
    before = session.view.params.get("scenario", "")
    home = session.answers.settings.home
    try:
        titles = {name: _title(path) for name, path in scenario_files(home).items()}
    except InvalidValueError as error:
        st.warning(literal(plain(spoken(str(error), session.view.lang))))
        titles = {}
    writes = session.writes and session.asker.role in ASSUMING
    if not (titles or before or writes):
        return ""
    offered = ["", *titles] if before in titles or not before else ["", before, *titles]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        picked = st.selectbox(
            session.say("假设", "what if"),
            offered,
            index=offered.index(before),
            format_func=lambda name: (
                plain(titles.get(str(name), str(name))) if name else session.say("现状", "as it is")
            ),
            key=f"scenario-{len(titles)}-{before}",
            width=420,
        )
        if writes:
            with st.popover(session.say("新的假设", "assume more"), icon=":material/edit:"):
                _form(session)
    if picked != before:
        session.keep(scenario=picked, cell="")
        st.rerun()
    return before


def told(session: Session, found: Difference) -> None:
    """That the answer is hypothetical, and how much of it differs."""
    st.warning(
        literal(
            session.say(
                f"假设 · {len(found.gone)} 行会消失，{len(found.added)} 行会出现；台账未动",
                f"HYPOTHETICAL · {len(found.gone)} rows would go, {len(found.added)} would come; "
                "the ledger is untouched",
            )
        ),
        icon=":material/science:",
    )
    for words, answer in (
        (session.say("现状", "as it is"), found.base),
        (session.say("假设", "as it would be"), found.assumed),
    ):
        st.caption(session.fact(words, plain(answer.summary[session.view.english])))


def _title(path: Path) -> str:
    try:
        return read_scenario(path)[0] or path.stem
    except SourceError:
        return f"! {path.name}"


def _form(session: Session) -> None:
    """One change under a name; it is saved where `suyuan what-if` finds it too."""
    example = session.say("全称或编号", "full name or id")
    with st.form("assume", border=False):
        act = st.selectbox(
            session.say("做什么", "what is done"),
            list(ACTS),
            format_func=lambda code: session.say(*ACTS[code]),
        )
        element = st.text_input(session.say("对象", "element"), placeholder=example, max_chars=300)
        into = st.text_input(
            session.say("并入（合并时）", "into (of a merge)"), placeholder=example, max_chars=300
        )
        begin = st.text_input(
            session.say("自（可空：一向如此）", "from (empty: always so)"),
            placeholder="2027-01-01",
            max_chars=40,
        )
        name = st.text_input(
            session.say("情景名", "name of the scenario"),
            placeholder=session.say("例如：合并两单位", "for example: one unit"),
            max_chars=60,
        )
        pressed = st.form_submit_button(session.say("保存并提问", "save and ask"), type="primary")
    if not pressed:
        return
    session.asker.may_ask("what-if", ASSUMING)
    said = {"act": act, "element": element.strip(), "into": into.strip(), "from": begin.strip()}
    try:
        session.answers.work(_saving(session, name.strip(), said))
    except SuyuanError as error:
        st.error(literal(plain(spoken(str(error), session.view.lang))))
        return
    session.keep(scenario=name.strip(), cell="")
    st.rerun()


def _saving(session: Session, name: str, said: dict[str, str]) -> Callable[[Workspace], Path]:
    """Write it with the ids of what was named. Fields that the act has not are left out."""

    def save(workspace: Workspace) -> Path:
        act = said["act"]
        kinds = tuple(ENDINGS.get(act, NODE_KINDS))
        found = {"act": act, "element": find_element(workspace, said["element"], kinds)}
        words = [session.say(*ACTS[act]), said["element"]]
        if act == "merge":
            found["into"] = find_element(workspace, said["into"], kinds)
            words.append(f"→ {said['into']}")
        if said["from"]:
            found["from"] = said["from"]
            words.append(session.say(f"自 {said['from']}", f"from {said['from']}"))
        return save_scenario(workspace, name, " ".join(words), [found])

    return save
