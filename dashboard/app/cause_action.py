"""An action against a cause, decided on where the issue is traced."""

from __future__ import annotations

import streamlit as st

from dashboard.acting_on_cause import act_on_cause
from dashboard.app.acting import Act, decide, turn
from dashboard.app.session import Session
from dashboard.app.step_form import CAUSE_CLASS, DUE, KIND, STATEMENT, TITLE, UNIT, field
from dashboard.improving import Found, Planned
from dashboard.render.text import plain

FIELDS = (TITLE, UNIT, DUE, KIND, STATEMENT, CAUSE_CLASS)


def against_cause(session: Session, issue: str, cause: str, unit: str, summary: str) -> None:
    """The form of an action; what it stands against is opened with it.

    `cause`: the element that is chosen, confirmed as the cause with it; empty for none. `unit`:
    who leads the process of that step, empty for nobody or several. `summary`: what was found.
    """
    given = {UNIT.name: unit, STATEMENT.name: plain(summary)}
    key = f"against-{cause}-{turn()}"
    with st.expander(session.say("定措施", "decide on an action"), icon=":material/build:"):
        st.caption(
            session.say(
                "没有事件单、不合格的，一并开出；选中的环节记为起因",
                "an incident and a nonconformity are opened with it where there are none; "
                "the chosen step is recorded as the cause",
            )
        )
        with st.form(key, border=False):
            with st.container(horizontal=True):
                said = {
                    one.name: field(session, key, one, given.get(one.name, "")) for one in FIELDS
                }
            pressed = st.form_submit_button(
                session.say("记下措施", "record the action"),
                type="primary",
                icon=":material/check:",
            )
    if not pressed:
        return
    planned = Planned(said[TITLE.name], said[DUE.name], said[KIND.name])
    found = Found(said[STATEMENT.name], cause_class=said[CAUSE_CLASS.name])
    user = session.asker.user
    act: Act = lambda w: act_on_cause(w, issue, cause, said[UNIT.name], user, planned, found)  # noqa: E731
    decide(session, [(issue, act)])
