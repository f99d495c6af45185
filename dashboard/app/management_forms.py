"""Forms of the management page: one step of one or more rows of its list, as the address says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.app.acting import decide, turn
from dashboard.app.management_steps import STEPS
from dashboard.app.session import Session
from dashboard.app.step_form import LONGEST, Chosen, Step, field
from dashboard.handling import UNSEEN
from dashboard.render.section_lines import shown
from dashboard.render.text import plain

_SEEN = "management-seen"


def forms(session: Session, group: str, rows: Mapping[str, object]) -> None:
    """The step that the address names, for the rows that it names; both are chosen here."""
    offered = {form.id: form for form in STEPS[group]}
    with st.container(border=True):
        st.markdown(f"**{session.say('办理', 'act')}**")
        if session.view.as_of or session.view.known_at:
            st.caption(
                session.say(
                    "上表是当时的；办理按现在的状态",
                    "the list is as it was then; what is done here is judged as it is now",
                )
            )
        form = offered.get(_step(session, offered))
        if form is None:
            return
        elements = _elements(session, rows) if form.of_chosen else []
        seen = {one: str(getattr(rows[one], "state", UNSEEN)) for one in elements}
        _form(session, group, form, seen)


def _step(session: Session, offered: Mapping[str, Step]) -> str:
    act = session.view.params.get("act", "")
    st.session_state["act"] = act if act in offered else None
    st.pills(
        session.say("做什么", "what is done"),
        list(offered),
        format_func=lambda name: session.say(*offered[name].title),
        key="act",
        label_visibility="collapsed",
        on_change=lambda: session.keep(act=st.session_state["act"] or ""),
    )
    return act


def _elements(session: Session, rows: Mapping[str, object]) -> list[str]:
    """Those of the list that the address names; one or more may be."""
    before = session.view.params.get("chosen", "").split(";")
    st.session_state["chosen"] = [one for one in dict.fromkeys(before) if one in rows]
    return st.multiselect(
        session.say("选中的", "those chosen"),
        list(rows),
        format_func=lambda one: plain(f"{shown(one)} {getattr(rows[one], 'name', '')}".strip()),
        placeholder=session.say("从上表选一个或几个", "choose one or more of the list"),
        key="chosen",
        on_change=lambda: session.keep(chosen=_kept(st.session_state["chosen"])),
    )


def _kept(chosen: Sequence[str]) -> str:
    """As many as an address holds."""
    while len(";".join(chosen)) > LONGEST:
        chosen = chosen[:-1]
    return ";".join(chosen)


def _form(session: Session, group: str, form: Step, seen: Mapping[str, str]) -> None:
    """The fields, and on a press the acts, for those that were chosen when it was drawn."""
    key = f"{group}-{form.id}-{turn()}"
    with st.form(key, border=False):
        with st.container(horizontal=True):
            said = {one.name: field(session, key, one) for one in form.fields}
        pressed = st.form_submit_button(
            session.say("记下", "record"), type="primary", icon=":material/check:"
        )
    if not pressed:
        st.session_state[_SEEN] = (key, dict(seen))
        return
    drawn, chosen = st.session_state.get(_SEEN, ("", {}))
    if form.of_chosen and (drawn != key or not chosen):
        st.info(session.say("先选一个或几个", "choose one or more first"))
        return
    decide(session, form.acts(Chosen(chosen, session.asker.user), said))
