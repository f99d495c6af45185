"""Deciding on a page: what is done to issues, what became of it, and how it is taken back.

Everything here is a claim of the person who is at the page; without a name nothing is offered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.app.failures import failed
from dashboard.app.session import Session
from dashboard.deciding import Decided, undo
from dashboard.handling import UNSEEN, assign, comment, confirm_cause, reject_cause, set_state
from dashboard.render.text import plain, spoken
from graph import SuyuanError, Workspace
from ontology.codes import INCIDENT_STATES
from queries import must_see_all

DECIDING = ("analyst", "admin")
"""Roles of those who decide."""
PATIENCE = 120.0
_DONE, _CHOSEN, _TURN = "decided", "triage-chosen", "decided-turn"
_OFFERED = [code for code in INCIDENT_STATES.codes if code != "open"]
Act = Callable[[Workspace], Decided | Sequence[Decided]]
"""What is done for one element, or for several that are written all together or not at all."""


@dataclass(frozen=True, slots=True)
class Became:
    """What became of one act: what was decided, or why it was not."""

    about: str
    decided: Decided | None
    refusal: str = ""


def may_decide(session: Session) -> bool:
    """Whether this person decides on these pages; if not, nothing is offered."""
    return session.writes and session.asker.role in DECIDING


def decide(session: Session, acts: Sequence[tuple[str, Act]]) -> None:
    """Do acts one after the other; what is refused does not keep the others from being done."""
    session.asker.may_ask("decide", DECIDING)
    must_see_all(session.asker, "decide")

    def task(workspace: Workspace) -> list[Became]:
        became = []
        for about, act in acts:
            try:
                done = act(workspace)
            except SuyuanError as error:
                became.append(Became(about, None, str(error)))
                continue
            several = (done,) if isinstance(done, Decided) else done
            became += [Became(about if one is done else one.element, one) for one in several]
        return became

    try:
        became = session.answers.work(task, patience=PATIENCE)
    except Exception as error:  # noqa: BLE001 - whatever it was, the page tells it and stands
        failed(session.view, error)
        return
    st.session_state[_DONE] = became
    if not any(one.refusal for one in became):
        st.session_state[_TURN] = turn() + 1
    st.rerun()


def turn() -> int:
    """How often something was decided without a refusal; a form of a new turn is empty."""
    return int(st.session_state.get(_TURN, 0))


def tell(session: Session) -> None:
    """What the last acts became, and the way to take them back."""
    became: list[Became] = st.session_state.get(_DONE, [])
    if not became:
        return
    written = [one for one in became if one.decided is not None and one.decided.written]
    before = [one for one in became if one.decided is not None and not one.decided.written]
    with st.container(border=True):
        st.text(
            session.say(
                f"记下 {len(written)} 项，早已如此 {len(before)} 项，"
                f"未能记下 {len(became) - len(written) - len(before)} 项",
                f"{len(written)} recorded, {len(before)} were so before, "
                f"{len(became) - len(written) - len(before)} refused",
            )
        )
        for one in became:
            if one.refusal:
                st.text(f"{plain(one.about)}: {plain(spoken(one.refusal, session.view.lang))}")
        if written:
            _undo(session, written)


def _undo(session: Session, written: Sequence[Became]) -> None:
    with st.form("undo", border=False):
        reason = st.text_input(
            session.say("撤销的理由", "why it is taken back"),
            placeholder=session.say("例如：误判", "such as: a slip"),
            max_chars=500,
        )
        pressed = st.form_submit_button(
            session.say("撤销这些", "take these back"), icon=":material/undo:"
        )
    if pressed:
        claims = [(one.about, one.decided.claim) for one in written if one.decided is not None]
        decide(session, [(about, _undoing(session, c, reason)) for about, c in claims])


def _undoing(session: Session, claim: str, reason: str) -> Act:
    return lambda workspace: undo(workspace, claim, session.asker.user, reason)


def triage(session: Session, issues: Sequence[tuple[str, str]]) -> None:
    """What to do with the issues chosen: id and the state that was seen of each.

    What was chosen is what stood in the table before the button was pressed: meanwhile others may
    have decided, and rows have moved.
    """
    user = session.asker.user
    with st.form("triage"):
        st.text(session.say(f"选中 {len(issues)} 个问题", f"{len(issues)} issues chosen"))
        first, second, third = st.columns(3)
        state = first.selectbox(
            session.say("改为", "make it"),
            ["", *_OFFERED],
            format_func=lambda code: (
                INCIDENT_STATES.title(code, session.view.lang)
                if code
                else session.say("不变", "unchanged")
            ),
            key="triage-state",
        )
        unit = second.text_input(
            session.say("指派给（单位）", "assign to (unit)"),
            placeholder=session.say("单位全称或编号", "full name or id of a unit"),
            max_chars=200,
            key="triage-unit",
        ).strip()
        reason = third.text_input(
            session.say("理由", "reason"),
            placeholder=session.say("可空", "optional"),
            max_chars=500,
            key="triage-reason",
        ).strip()
        pressed = st.form_submit_button(session.say("记下", "record"), type="primary")
    if not pressed:
        st.session_state[_CHOSEN] = list(issues)
        return
    issues = st.session_state.get(_CHOSEN, [])
    if not issues or not (state or unit):
        st.info(session.say("先选问题和做法", "choose issues, and what to do with them"))
        return
    acts: list[tuple[str, Act]] = []
    for issue, seen in issues:
        if state:
            acts.append((issue, _bringing(issue, state, user, reason, seen)))
        if unit:
            acts.append((issue, _assigning(issue, unit, user, reason, UNSEEN if state else seen)))
    decide(session, acts)


def _assigning(issue: str, unit: str, user: str, reason: str, seen: str) -> Act:
    return lambda workspace: assign(workspace, issue, unit, user, reason=reason, seen=seen)


def _bringing(issue: str, state: str, user: str, reason: str, seen: str) -> Act:
    return lambda workspace: set_state(workspace, issue, state, user, reason=reason, seen=seen)


def judge(session: Session, issue: str, element: str, name: str) -> None:
    """Confirm or reject an element as the cause of an issue, or say something about it."""
    user = session.asker.user
    with st.form("judge"):
        if element:
            st.text(session.say(f"起因：{plain(name)}", f"cause: {plain(name)}"))
        left, right = st.columns(2)
        words = left.text_input(
            session.say("理由或意见", "reason or comment"),
            placeholder=session.say("写明依据", "say what it rests on"),
            max_chars=1000,
            key="judge-words",
        ).strip()
        source = right.text_input(
            session.say("意见的出处", "source of a comment"),
            placeholder=session.say("文件、电话、日志", "a document, a call, a log"),
            max_chars=500,
            key="judge-source",
        ).strip()
        with st.container(horizontal=True):
            confirmed = st.form_submit_button(
                session.say("确认为起因", "confirm as cause"), disabled=not element
            )
            rejected = st.form_submit_button(
                session.say("不是起因", "reject as cause"), disabled=not element
            )
            said = st.form_submit_button(session.say("只记意见", "comment only"))
    if confirmed:
        act: Act = lambda w: confirm_cause(w, issue, element, user, reason=words)  # noqa: E731
        decide(session, [(element, act)])
    elif rejected:
        act = lambda w: reject_cause(w, issue, element, user, reason=words)  # noqa: E731
        decide(session, [(element, act)])
    elif said:
        act = lambda w: comment(w, issue, words, user, reason=source)  # noqa: E731
        decide(session, [(issue, act)])
