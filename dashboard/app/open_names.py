"""Names in documents that nobody knows: the list, and deciding what one stands for."""

from __future__ import annotations

import streamlit as st

from dashboard.app.acting import Act, decide, may_decide, tell
from dashboard.app.session import Session, literal
from dashboard.app.tables import table
from dashboard.deciding import decide_name
from dashboard.render.answer_codes import OPEN_REASONS
from dashboard.render.text import plain, spoken
from ontology import key_text
from queries.unresolved_names import NameRow

SHOWN = 500


def names(session: Session) -> None:
    """The work list; with a row chosen by somebody who decides, what it may stand for."""
    tell(session)
    decided = session.view.params.get("names", "") == "decided"
    wanted = st.toggle(
        session.say("也列已裁定的", "decided ones too"), value=decided, key="names-decided"
    )
    if wanted != decided:
        session.keep(names="decided" if wanted else "open", mention="")
        st.rerun()
    result = session.ask("unresolved-names", decided="yes" if decided else "")
    rows = [row for row in result.rows if isinstance(row, NameRow)]
    st.subheader(literal(plain(result.summary[session.view.english])), anchor=False)
    if not rows:
        return
    chosen = next((r for r in rows if r.mention == session.view.params.get("mention")), None)
    _list(session, rows, chosen)
    if chosen is not None:
        _one(session, chosen)
    elif may_decide(session):
        st.info(session.say("选一行，再定它指什么", "choose a row, then say what it stands for"))


def _list(session: Session, rows: list[NameRow], chosen: NameRow | None) -> None:
    columns = {
        "name": session.say("名称", "name"),
        "document": session.say("文件", "document"),
        "reason": session.say("为何待定", "why it is open"),
        "explanation": session.say("说明", "explanation"),
        "candidates": session.say("文件给出的", "of the document"),
        "proposals": session.say("相近的（按规则）", "near (by rule)"),
        "places": session.say("处数", "places"),
        "decided": session.say("已裁定为", "decided as"),
    }
    shown = [
        {
            "name": row.name,
            "document": row.document.partition(":")[2],
            "reason": OPEN_REASONS.title(row.reason, session.view.lang),
            "explanation": spoken(row.explanation, session.view.lang),
            "candidates": [key_text(element) for element in row.candidates],
            "proposals": [key_text(element) for element in row.proposals],
            "places": row.places,
            "decided": [key_text(element) for element in row.decided],
        }
        for row in rows[:SHOWN]
    ]

    def take(number: int) -> None:
        pressed = rows[number].mention
        if st.session_state.get("names-row") != pressed:
            st.session_state["names-row"] = pressed
            if chosen is None or pressed != chosen.mention:
                session.keep(mention=pressed)
                st.rerun()

    table(session, "open-names", columns, shown, chosen=take, total=len(rows))


def _one(session: Session, row: NameRow) -> None:
    """A name, and for who decides what it is made to stand for; what is offered is no more."""
    offered = list(dict.fromkeys((*row.candidates, *row.proposals)))
    with st.container(border=True):
        st.markdown(f"**{literal(plain(row.name))}**")
        session.link("documents", plain(row.document.partition(":")[2]), element=row.document)
        if not may_decide(session):
            st.caption(
                session.say("只读：裁定要以姓名打开网页", "read only: deciding needs a name")
            )
            return
        with st.form("name", border=False):
            picked = st.selectbox(
                session.say("指", "stands for"),
                ["", *offered],
                format_func=lambda element: (
                    plain(key_text(element))
                    if element
                    else session.say("另写如下", "another, as written below")
                ),
                key=f"name-pick-{row.mention}",
            )
            other = st.text_input(
                session.say("另写：单位、系统、文件的全称或编号", "another: full name or id"),
                max_chars=300,
                placeholder=session.say("例如：内蒙古自治区气象局", "for example: unit:…"),
                key=f"name-other-{row.mention}",
            ).strip()
            reason = st.text_input(
                session.say("理由", "reason"),
                max_chars=500,
                placeholder=session.say("可空", "optional"),
                key=f"name-reason-{row.mention}",
            ).strip()
            pressed = st.form_submit_button(session.say("裁定", "decide"), type="primary")
    meant = other or picked
    if pressed and meant:
        decide(session, [(row.name, _deciding(row.mention, meant, session.asker.user, reason))])
    elif pressed:
        st.info(session.say("先选或写它指什么", "choose or write what it stands for"))


def _deciding(mention: str, meant: str, user: str, reason: str) -> Act:
    return lambda workspace: decide_name(workspace, mention, meant, user, reason)
