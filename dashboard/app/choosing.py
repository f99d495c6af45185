"""A page about one element that was opened without one, or with one that nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.app.session import Session
from graph import Workspace
from queries.neighbourhood import find_element


def choose(session: Session, kinds: Sequence[str], unknown: str = "") -> None:
    """A field for the id or the bare key of an element of these kinds; the way to the overview.

    `unknown`: what the address named and nobody knows, to be mended in the field.
    """
    wanted = st.text_input(
        session.say("问题、台站或仪器的编号", "id of an issue, a station or an instrument"),
        value=unknown,
        placeholder=session.say("例如：53463", "for example: 53463"),
        key="wanted",
    ).strip()
    if wanted and wanted != unknown:
        session.keep(element=session.work(_meant(wanted, kinds)))
        st.rerun()
    st.info(
        session.say(
            "从总览选一个问题，或输入编号", "choose an issue on the overview, or type an id"
        )
    )
    session.link("overview", session.say("到总览", "to the overview"))


def _meant(wanted: str, kinds: Sequence[str]) -> Callable[[Workspace], str]:
    return lambda workspace: find_element(workspace, wanted, kinds)
