"""A page about one element that was opened without one: how to come to it."""

from __future__ import annotations

import streamlit as st

from dashboard.app.session import Session


def choose(session: Session) -> None:
    """A field for the id of an element, and the way to the overview."""
    wanted = st.text_input(
        session.say("问题、台站或仪器的编号", "id of an issue, a station or an instrument"),
        placeholder="issue:DEMO-0001",
        key="wanted",
    ).strip()
    if wanted:
        session.keep(element=wanted)
        st.rerun()
    st.info(
        session.say(
            "从总览选一个问题，或输入编号", "choose an issue on the overview, or type an id"
        )
    )
    session.link("overview", session.say("到总览", "to the overview"))
