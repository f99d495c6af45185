"""Verdicts on the page of a station: on a conflict of registries, or on whether two are one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from dashboard.app.acting import Act, decide, may_decide, turn
from dashboard.app.session import Session
from dashboard.app.station_tables import said
from dashboard.deciding import Decided
from dashboard.judging import judge_conflict, judge_identity
from dashboard.render.text import plain
from graph import Workspace
from ontology import CONFLICT_VERDICTS, IDENTITY_VERDICTS, CodeList
from queries.conflicts import ConflictRow
from queries.identity_candidates import CandidateRow

Judging = Callable[[Workspace, str, str, str, str, str | None], Decided]


def on_conflicts(session: Session, rows: Sequence[ConflictRow]) -> None:
    """A verdict on one of the conflicts shown; nothing where nobody decides, or none is shown."""
    offered = {row.conflict: f"{said(row.first)} ≠ {said(row.second)}" for row in rows}
    _judge(session, "conflict", offered, CONFLICT_VERDICTS, judge_conflict)


def on_identities(session: Session, rows: Sequence[CandidateRow]) -> None:
    """A verdict on whether two are one, as above."""
    offered = {row.candidate: f"{said(row.first)} – {said(row.second)}" for row in rows}
    _judge(session, "identity", offered, IDENTITY_VERDICTS, judge_identity)


def _judge(
    session: Session, key: str, offered: Mapping[str, str], verdicts: CodeList, by: Judging
) -> None:
    picked = _form(session, key, offered, verdicts)
    if picked is not None:
        what, verdict, reason = picked
        user, as_of = session.asker.user, session.view.as_of or None
        act: Act = lambda w: by(w, what, verdict, user, reason, as_of)  # noqa: E731
        decide(session, [(what, act)])


def _form(
    session: Session, key: str, offered: Mapping[str, str], verdicts: CodeList
) -> tuple[str, str, str] | None:
    """What was picked, the verdict and the reason, once the button is pressed."""
    if not offered or not may_decide(session):
        return None
    with st.form(f"verdict-{key}-{turn()}"):
        first, second, third = st.columns([3, 1, 2])
        what = first.selectbox(
            session.say("裁定哪一条", "decide on"),
            list(offered),
            format_func=lambda name: plain(f"{name} · {offered[name]}"),
            key=f"{key}-what-{turn()}",
        )
        verdict = second.selectbox(
            session.say("裁定为", "verdict"),
            list(verdicts.codes),
            format_func=lambda code: verdicts.title(code, session.view.lang),
            key=f"{key}-verdict-{turn()}",
        )
        reason = third.text_input(
            session.say("理由（必填）", "reason (required)"),
            placeholder=session.say("例如：与台站电话核实", "such as: confirmed by the station"),
            max_chars=500,
            key=f"{key}-reason-{turn()}",
        ).strip()
        pressed = st.form_submit_button(session.say("裁定", "decide"))
    if pressed and not reason:
        st.info(session.say("先写理由", "write the reason first"))
    return (what, verdict, reason) if pressed and reason else None
