"""Files to check and to load: the form, the load as it goes on, and what became of each file."""

from __future__ import annotations

import time
from collections.abc import Sequence

import streamlit as st

from dashboard.app.failures import failed
from dashboard.app.session import Session, literal
from dashboard.app.tables import table
from dashboard.app.uploading import Upload, Watched, awaited, checked, loading
from dashboard.exit_codes import ending
from dashboard.loading import Outcome
from dashboard.render.text import placed, plain, spoken
from loaders import loaders
from queries import must_see_all
from queries.loads import KEEPERS

LARGEST = 20
"""Megabytes of one file; the server refuses what is larger."""
_COUNTED = ("source_id", "loader", "read", "accepted", "rejected", "asserted", "retracted")


def upload(session: Session) -> None:
    """Files to check and to load; only for somebody with a name."""
    if not session.writes:
        st.info(
            session.say(
                "只读：用 suyuan dashboard --user 姓名 启动后才能装载",
                "read only: start with suyuan dashboard --user NAME to load files",
            ),
            icon=":material/lock:",
        )
        return
    given = st.file_uploader(
        session.say(f"文件，每个至多 {LARGEST} MB", f"files, at most {LARGEST} MB each"),
        accept_multiple_files=True,
        key="files",
    )
    source = st.text_input(
        session.say("来源名", "name of the source"),
        placeholder=session.say("空着就用文件名", "left empty: after the file"),
        max_chars=200,
        key="source-name",
    )
    allow = st.checkbox(
        session.say("允许大量撤回", "lift the retraction guard"), key="allow-retract"
    )
    with st.container(horizontal=True):
        dry = st.button(session.say("试读", "dry run"), disabled=not given, key="dry")
        load = st.button(
            session.say("装载", "load"), disabled=not given, key="load", type="primary"
        )
    try:
        if dry:
            with st.spinner(session.say("正在读", "reading")):
                st.session_state["outcome"] = checked(given, source)
        elif load:
            st.session_state["outcome"] = _load(session, given, source, allow=allow)
    except Exception as error:  # noqa: BLE001 - whatever it was, the page tells it and stands
        failed(session.view, error)
        return
    outcome = st.session_state.get("outcome")
    if isinstance(outcome, Outcome):
        _tell(session, outcome)


def _load(session: Session, given: Sequence[Upload], source: str, *, allow: bool) -> Outcome:
    """Load in the thread that owns the ledger; it goes on should this page be left."""
    session.asker.may_ask("load", KEEPERS)
    must_see_all(session.asker, "load")
    watch = Watched()
    future = session.answers.start(loading(given, source, watch, allow_retract=allow))
    bar = st.progress(0.0, session.say("等待台账", "waiting for the ledger"))

    def tick() -> None:
        name = literal(plain(watch.file_name))
        told = session.say(f"{watch.done:,} 行", f"{watch.done:,} rows")
        if watch.projected:
            told = session.say("写入图库 ", "projecting ") + f"{watch.projected:,}"
        seconds = time.monotonic() - watch.began
        bar.progress(watch.number / (watch.total + 1), f"{name} {told} · {seconds:.0f} s")

    outcome = awaited(future, tick)
    bar.empty()
    return outcome


def _tell(session: Session, outcome: Outcome) -> None:
    """What became of each file: counts, rejected rows, refusals with their remedies."""
    if outcome.dry_run:
        st.info(session.say("试读，什么也没有写入", "dry run, nothing was written"))
    elif outcome.reports:
        st.success(session.say("已装载；台账头 ", "loaded; head ") + outcome.ledger_head)
    for failure in outcome.failures:
        end = ending(failure.error)
        st.error(session.say(end.title_zh, end.title_en))
        st.text(plain(spoken(str(failure.error), session.view.lang)))
    if outcome.reports:
        table(
            session,
            "outcome",
            {
                "source_id": session.say("来源", "source"),
                "loader": session.say("读法", "loader"),
                "read": session.say("读入", "read"),
                "accepted": session.say("接受", "accepted"),
                "rejected": session.say("拒绝", "rejected"),
                "asserted": session.say("写入断言", "claims"),
                "retracted": session.say("撤回", "retracted"),
                "note": session.say("说明", "note"),
            },
            [
                {
                    **{name: getattr(r, name) for name in _COUNTED},
                    "loader": read_by(session, r.loader),
                    "note": "; ".join(spoken(one, session.view.lang) for one in r.warnings)
                    or (session.say("无变化", "unchanged") if r.unchanged else ""),
                }
                for r in outcome.reports
            ],
        )
    if any(report.rejected for report in outcome.reports):
        _tell_rejects(session, outcome)
    for notice in outcome.notices:
        st.text(plain(notice))


def _tell_rejects(session: Session, outcome: Outcome) -> None:
    """Rows that were turned away; of loaded files with the names of persons hidden."""
    if not outcome.dry_run:
        session.link("loads", session.say("看拒绝的行", "see the rejected rows"), tab="rejects")
        return
    st.text(session.say("拒绝的行（每个文件的前几行）", "rejected rows (the first of each file)"))
    table(
        session,
        "outcome-rejects",
        {
            "source": session.say("来源", "source"),
            "place": session.say("位置", "place"),
            "field": session.say("字段", "field"),
            "value": session.say("值", "value"),
            "rule": session.say("规则", "rule"),
            "message": session.say("说明与办法", "message and remedy"),
        },
        [
            {
                "source": report.source_id,
                "place": placed(str(one.place), session.view.lang),
                "field": one.field,
                "value": one.value,
                "rule": one.rule,
                "message": spoken(one.message, session.view.lang),
            }
            for report in outcome.reports
            for one in report.first_rejects
        ],
    )


def read_by(session: Session, name: str) -> str:
    """The title of a loader; the name of one that is no more."""
    known = loaders().get(name)
    return session.say(known.title_zh, known.title_en) if known else name
