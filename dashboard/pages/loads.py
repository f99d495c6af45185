"""装载: what was loaded, turned away and taken back; the ledger's check; files to load."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial

import streamlit as st

from dashboard.app.failures import failed
from dashboard.app.page import Page
from dashboard.app.session import Session
from dashboard.app.tables import table
from dashboard.app.upload_form import read_by, upload
from dashboard.render.text import moment, placed, plain, spoken
from graph.lake import verify_lake
from graph.ledger import Ledger, verify_ledger
from ontology import SOURCE_FAMILIES
from queries.loads import KEEPERS, loads, rejected_rows, retractions

_TABS = {
    "": ("装载", "loads"),
    "sources": ("来源", "sources"),
    "rejects": ("拒绝的行", "rejected rows"),
    "retractions": ("撤回", "retractions"),
    "ledger": ("台账", "ledger"),
    "upload": ("装入文件", "load files"),
}


def draw(session: Session) -> None:
    """The part that the address names."""
    tab = session.view.params.get("tab", "")
    tab = tab if tab in _TABS else ""
    st.session_state["tab"] = tab
    st.segmented_control(
        session.say("部分", "part"),
        list(_TABS),
        format_func=lambda code: _TABS[code][session.view.english],
        key="tab",
        on_change=lambda: session.keep(tab=st.session_state["tab"] or "", load=""),
        label_visibility="collapsed",
    )
    parts = {
        "": _loads,
        "sources": _sources,
        "rejects": _rejects,
        "retractions": _retractions,
        "ledger": _ledger,
        "upload": upload,
    }
    parts[tab](session)


def _loads(session: Session) -> None:
    found = session.work(lambda workspace: loads(workspace, session.asker))
    st.caption(session.say("选一行看它拒绝的行", "choose a row to see what it turned away"))
    table(
        session,
        "loads",
        {
            "load_no": "#",
            "at": session.say("记录于（+08:00）", "recorded (+08:00)"),
            "source_id": session.say("来源", "source"),
            "read": session.say("读入", "read"),
            "accepted": session.say("接受", "accepted"),
            "rejected": session.say("拒绝", "rejected"),
            "asserted": session.say("写入断言", "claims"),
            "retracted": session.say("撤回", "retracted"),
            "kept": session.say("保留", "kept"),
            "loader": session.say("读法", "loader"),
            "file_name": session.say("文件", "file"),
            "sha256": "SHA-256",
        },
        [
            {
                **row._asdict(),
                "at": moment(row.recorded_at),
                "loader": read_by(session, row.loader),
            }
            for row in found.rows
        ],
        chosen=partial(_open_rejects, session, [row.load_no for row in found.rows]),
        total=found.total,
    )


def _open_rejects(session: Session, numbers: Sequence[int], row: int) -> None:
    session.keep(tab="rejects", load=str(numbers[row]))
    st.session_state.pop("loads", None)
    st.rerun()


def _sources(session: Session) -> None:
    """Each source as its last load left it."""
    found = session.work(lambda workspace: loads(workspace, session.asker, 1_000_000))
    latest = {row.source_id: row for row in reversed(found.rows)}
    versions = dict.fromkeys(latest, 0)
    for row in found.rows:
        versions[row.source_id] += 1
    table(
        session,
        "sources",
        {
            "source_id": session.say("来源", "source"),
            "family": session.say("类别", "family"),
            "at": session.say("最后装载（+08:00）", "last load (+08:00)"),
            "versions": session.say("装载次数", "loads"),
            "live": session.say("有效断言", "claims that stand"),
            "rejected": session.say("拒绝的行", "rejected rows"),
            "file_name": session.say("文件", "file"),
        },
        [
            {
                **row._asdict(),
                "family": SOURCE_FAMILIES.title(row.family, session.view.lang),
                "at": moment(row.recorded_at),
                "versions": versions[name],
            }
            for name, row in sorted(latest.items())
        ],
    )


def _number(session: Session) -> int:
    text = session.view.params.get("load", "")
    return int(text) if text.isdecimal() and len(text) < 12 else 0


def _one_load(session: Session) -> int:
    """The load that the address names, and the way back to all of them."""
    number = _number(session)
    if number:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(session.say(f"第 {number} 次装载", f"load {number}"))
            st.button(
                session.say("全部装载", "all loads"),
                on_click=session.keep,
                kwargs={"load": ""},
                type="tertiary",
            )
    return number


def _rejects(session: Session) -> None:
    number = _one_load(session)
    found = session.work(lambda workspace: rejected_rows(workspace, session.asker, number))
    table(
        session,
        "rejected-rows",
        {
            "load_no": "#",
            "source_id": session.say("来源", "source"),
            "place": session.say("位置", "place"),
            "field": session.say("字段", "field"),
            "value": session.say("值", "value"),
            "rule": session.say("规则", "rule"),
            "message": session.say("说明与办法", "message and remedy"),
        },
        [
            {
                **row._asdict(),
                "place": placed(row.place, session.view.lang),
                "message": spoken(row.message, session.view.lang),
            }
            for row in found.rows
        ],
        total=found.total,
    )


def _retractions(session: Session) -> None:
    number = _one_load(session)
    found = session.work(lambda workspace: retractions(workspace, session.asker, number))
    table(
        session,
        "retractions",
        {
            "load_no": "#",
            "at": session.say("撤回于（+08:00）", "taken back (+08:00)"),
            "source_id": session.say("来源", "source"),
            "element": session.say("对象", "element"),
            "reason": session.say("理由", "reason"),
        },
        [
            {
                **row._asdict(),
                "at": moment(row.recorded_at),
                "reason": spoken(row.reason, session.view.lang),
            }
            for row in found.rows
        ],
        total=found.total,
    )


def _ledger(session: Session) -> None:
    """The head, to be kept elsewhere, and the check of all that stands before it."""
    head = session.work(lambda workspace: str(workspace.ledger.head()))
    st.text(session.say("台账头：抄到别处，日后可证明未删", "head: copy it elsewhere as a proof"))
    st.code(head, language=None)
    if st.button(
        session.say("核对台账", "verify the ledger"), icon=":material/verified:", key="verify"
    ):
        try:
            _verify(session)
        except Exception as error:  # noqa: BLE001 - whatever it was, the page tells it and stands
            failed(session.view, error)


def _verify(session: Session) -> None:
    """Recompute the chain in a connection of its own, so that others need not wait."""
    bar = st.progress(0.0, session.say("正在核对", "checking"))
    drawn = 0.0
    with Ledger(session.answers.settings.home) as ledger:
        last = max(ledger.head().position, 1)

        def progress(position: int) -> None:
            nonlocal drawn
            if time.monotonic() - drawn > 0.2:
                drawn = time.monotonic()
                share = min(position / last, 1.0)
                bar.progress(
                    share,
                    session.say("正在核对 ", "checking ") + f"{min(position, last):,} / {last:,}",
                )

        report = verify_ledger(ledger, None, progress)
        lake = verify_lake(ledger.home)
    bar.empty()
    problems = [*report.problems, *lake.problems]
    counts = session.say(
        f"断言 {report.claims:,} · 块 {report.blocks:,} · 装载 {report.loads:,} · "
        f"原件 {report.originals:,}",
        f"{report.claims:,} claims · {report.blocks:,} blocks · {report.loads:,} loads · "
        f"{report.originals:,} originals",
    )
    if problems:
        st.error(session.say("台账受损", "the ledger is damaged"), icon=":material/error:")
        for problem in problems[:50]:
            st.text(plain(f"{problem.where} · {problem.rule} · {problem.detail}"))
    else:
        st.success(session.say("台账完好", "the ledger is sound"), icon=":material/verified:")
    st.text(counts)
    if report.unfinished:
        st.text(
            session.say("未完成、不计入的装载：", "an unfinished load, not counted: ")
            + plain(report.unfinished)
        )


PAGE = Page(
    "loads",
    "装载",
    "Loads",
    ":material/database:",
    70,
    draw,
    keys=("tab", "load"),
    roles=KEEPERS,
)
