"""总览: what is open, what has expired, what is broken, what is covered; the newest issues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.app import broken_chains, calibrations_due
from dashboard.app.acting import may_decide, tell, triage
from dashboard.app.failures import failed
from dashboard.app.kept_filters import LONGEST, keep, kept
from dashboard.app.page import Page
from dashboard.app.session import Session, literal
from dashboard.app.tables import filled, table
from dashboard.render.answer_codes import SEVERITIES
from dashboard.render.issue_tests import title_of_test
from dashboard.render.text import moment, plain
from graph import SuyuanError, Workspace
from ontology import key_text, observed_title
from ontology.codes import COVERAGE_STATES, INCIDENT_STATES, ISSUE_KINDS
from queries.issues import IssueRow

NEWEST = 200
UNSETTLED = {"unsettled": "yes", "limit": str(NEWEST)}
ASKED: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("issues", UNSETTLED),
    ("coverage", {}),
    ("conflicts", {}),
    ("expiring", calibrations_due.PAST),
    ("broken-chains", {}),
)
"""What the page asks before anybody chose anything: the server asks it before anybody comes."""


def draw(session: Session) -> None:
    """Figures that lead to their lists, and the newest issues that lead to their traces."""
    kind = session.view.params.get("kind", "")
    kind = kind if kind in ISSUE_KINDS else ""
    every = session.ask("issues", **UNSETTLED)
    issues = session.ask("issues", **UNSETTLED, kind=kind) if kind else every
    coverage = session.ask("coverage")
    conflicts = session.ask("conflicts")
    _figures(session, len(every.rows) + every.truncated, coverage.rows, conflicts.rows)
    if session.work(_nothing_loaded):
        st.info(
            session.say(
                "台账是空的：用 suyuan load 文件夹 装入文件，或在“装载”页装入",
                "the ledger is empty: load files by suyuan load FOLDER, or on the page of loads",
            ),
            icon=":material/database:",
        )
    st.subheader(session.say("未了结的问题，最新在前", "issues not settled, the newest first"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _filter(session, kind)
        _kept(session, kind)
    triaging = _triaging(session)
    shown = [row for row in issues.rows if isinstance(row, IssueRow)]
    columns = {
        "issue": session.say("编号", "issue"),
        "kind": session.say("类别", "kind"),
        "station": session.say("台站", "station"),
        "variable": session.say("要素", "variable"),
        "test": session.say("检查", "test"),
        "began": session.say("开始（+08:00）", "began (+08:00)"),
        "severity": session.say("严重度", "severity"),
        "state": session.say("状态", "state"),
        "assigned": session.say("处理单位", "handled by"),
        "synthetic": session.say("合成", "synthetic"),
    }
    lines = [_row(session, row) for row in shown]
    table(
        session,
        "newest",
        filled(columns, lines),
        lines,
        chosen=lambda n: session.go("trace", element=shown[n].issue),
        several=(lambda chosen: _triage(session, shown, chosen)) if triaging else None,
        total=len(shown) + issues.truncated,
    )


def _nothing_loaded(workspace: Workspace) -> bool:
    return workspace.ledger.head().position == 0


def _triaging(session: Session) -> bool:
    """Whether rows are chosen to decide on them, rather than to be opened."""
    tell(session)
    if not may_decide(session):
        return False
    st.session_state["triaging"] = session.view.params.get("triage", "") == "yes"
    return st.toggle(
        session.say("选多个问题一起处理", "choose several issues and decide on them"),
        key="triaging",
        on_change=lambda: session.keep(triage="yes" if st.session_state["triaging"] else ""),
    )


def _triage(session: Session, rows: Sequence[IssueRow], chosen: list[int]) -> None:
    found = [rows[n] for n in chosen if n < len(rows)]
    triage(session, list({row.issue: (row.issue, row.state) for row in found}.values()))


def _kept(session: Session, kind: str) -> None:
    """Filters under a name: to take one up, to keep the present one, to forget one."""
    home, user = session.answers.settings.home, session.asker.user
    with st.popover(session.say("过滤条件", "filters"), icon=":material/filter_alt:"):
        for name, params in kept(home, user).items():
            st.button(
                literal(plain(name)),
                key=f"filter-{name}",
                type="tertiary",
                on_click=session.keep,
                kwargs=params,
            )
        if not session.writes:
            st.text(session.say("只读：不能保存", "read only: none can be kept"))
            return
        name = st.text_input(
            session.say("名称", "name"),
            placeholder=session.say("例如：本周到报", "such as: availability this week"),
            max_chars=LONGEST,
            key="filter-name",
        )
        for label, params in (
            (session.say("保存现在的条件", "keep the present one"), {"kind": kind or "all"}),
            (session.say("删去", "forget it"), {}),
        ):
            if st.button(label, disabled=not name.strip(), key=f"filter-{len(params)}"):
                try:
                    keep(home, user, name, params)
                except SuyuanError as error:
                    failed(session.view, error)
                    return
                st.rerun()


def _filter(session: Session, kind: str) -> None:
    options = ["", *ISSUE_KINDS.codes]
    st.session_state["kind"] = kind
    st.pills(
        session.say("类别", "kind"),
        options,
        format_func=lambda code: (
            ISSUE_KINDS.title(code, session.view.lang) if code else session.say("全部", "all")
        ),
        key="kind",
        on_change=lambda: session.keep(kind=st.session_state["kind"] or ""),
    )


def _figures(
    session: Session, issues: int, coverage: tuple[object, ...], conflicts: tuple[object, ...]
) -> None:
    states = Counter(str(getattr(row, "state", "")) for row in coverage)
    covered, cells = states["covered"], sum(states.values())
    gaps = ", ".join(
        f"{COVERAGE_STATES.title(state, session.view.lang)} {count}"
        for state, count in states.most_common()
    )
    first, past, chains, second, third = st.columns(5)
    with first.container(border=True, height="stretch"):
        st.metric(session.say("未了结的问题", "issues not settled"), f"{issues:,}")
        st.caption(session.say("见下表", "in the table below"))
    with past.container(border=True, height="stretch"):
        st.metric(
            session.say("检定超期的在用仪器", "instruments past calibration"),
            f"{calibrations_due.past(session):,}",
            help=session.say(
                "现在有运行单位，最近一次检定校准的最后一天已过",
                "operated by a unit now, and the last day of their latest calibration is past",
            ),
        )
        session.link("stations", session.say("看仪器", "see them"), overdue="yes")
    with chains.container(border=True, height="stretch"):
        broken, where = broken_chains.counted(session)
        st.metric(
            session.say("断开的溯源链", "broken chains"),
            f"{broken:,}",
            help=session.say(
                f"从布设到计量标准没有走通；断于：{where}",
                f"they do not reach a measurement standard; at: {where}",
            )
            if broken
            else None,
        )
        session.link("stations", session.say("看断链", "see them"), broken="yes")
    with second.container(border=True, height="stretch"):
        st.metric(
            session.say("接口覆盖", "interfaces covered"),
            f"{covered} / {cells}",
            help=gaps,
        )
        session.link("coverage", session.say("看缺口", "see the gaps"))
    with third.container(border=True, height="stretch"):
        st.metric(
            session.say("来源之间的矛盾", "conflicts of sources"),
            f"{len(conflicts):,}",
        )
        session.link("stations", session.say("看矛盾", "see them"), conflicts="yes")


def _row(session: Session, row: IssueRow) -> dict[str, object]:
    lang = session.view.lang
    return {
        "issue": key_text(row.issue),
        "kind": ISSUE_KINDS.title(row.kind, lang),
        "station": f"{row.station_name} {row.station.partition(':')[2]}".strip(),
        "variable": observed_title(row.variable, lang),
        "test": title_of_test(row.test, lang),
        "began": moment(row.began),
        "severity": SEVERITIES.title(row.severity, lang),
        "state": INCIDENT_STATES.title(row.state, lang) or session.say("无人处理", "not taken up"),
        "assigned": row.assigned,
        "synthetic": session.say("合成", "yes") if row.certainty == "synthetic" else "",
    }


PAGE = Page(
    "overview", "总览", "Overview", ":material/dashboard:", 10, draw, keys=("kind", "triage")
)
