"""The tables of one station: conflicts, claims side by side, open questions, issues, equipment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from dashboard.app.session import Session
from dashboard.app.tables import table
from dashboard.render.answer_codes import ANSWER_STATES, CONTRADICTIONS, EXPLANATIONS
from dashboard.render.issue_tests import title_of_test
from dashboard.render.properties import titled as property_title
from dashboard.render.properties import worded
from dashboard.render.text import moment
from ontology import NODE_KINDS, SOURCE_FAMILIES, key_parts, kind_of, observed_title
from ontology.codes import (
    CALIBRATION_KINDS,
    CALIBRATION_RESULTS,
    CONFLICT_CAUSES,
    DEPLOYMENT_ROLES,
    INCIDENT_STATES,
    ISSUE_KINDS,
    VERDICT_STATES,
)
from queries import Result
from queries.conflicts import ConflictRow
from queries.identity_candidates import CandidateRow
from queries.issues import IssueRow
from queries.station_claims import StationClaimRow
from queries.station_equipment import MISSING, EquipmentRow

_SHOWN = 100
_STATION = NODE_KINDS["Station"]
Rows = Sequence[Mapping[str, object]]


def titled(kind: str, session: Session) -> str:
    """Title of a kind of conflict or of an open question of identity."""
    return CONTRADICTIONS.title(kind, session.view.lang)


def conflicts(
    session: Session, rows: Sequence[ConflictRow], *, names: Mapping[str, str] | None = None
) -> None:
    """Where the sources disagree, and what persons made of it.

    `names`: of stations by id, where the rows are of several stations and instruments, which a
    column then names and a row leads to.
    """
    lang = session.view.lang
    columns = {} if names is None else {"about": session.say("对象", "about")}
    columns |= {
        "kind": session.say("矛盾", "conflict"),
        "state": session.say("裁定", "verdict"),
        "cause": session.say("可能原因", "likely cause"),
        "distance": session.say("相距（km）", "distance (km)"),
        "height": session.say("高差（m）", "height difference (m)"),
        "day": session.say("日期", "day"),
        "first": session.say("一方", "one"),
        "second": session.say("另一方", "other"),
        "left": session.say("旧址至", "left on"),
        "id": session.say("编号", "id"),
    }
    shown = [
        {
            "about": f"{said(row.subject)} {(names or {}).get(row.subject, '')}".strip(),
            "kind": titled(row.kind, session),
            "day": row.day,
            "distance": row.distance_km,
            "height": row.height_difference_m,
            "cause": CONFLICT_CAUSES.title(row.cause, lang)
            if row.cause
            else EXPLANATIONS.title(row.explanation, lang),
            "first": said(row.first),
            "second": said(row.second),
            "left": row.left_on,
            "state": VERDICT_STATES.title(row.state, lang),
            "id": row.conflict,
        }
        for row in rows
    ]

    def lead(number: int) -> None:
        subject = rows[number].subject
        if kind_of(subject).label == "Station":
            session.go("stations", station=subject)
        else:
            session.go("documents", element=subject)

    section(
        session,
        "conflicts",
        session.say("来源之间的矛盾", "conflicts of sources"),
        columns,
        shown,
        chosen=None if names is None else lead,
    )


def candidates(session: Session, rows: Sequence[CandidateRow]) -> None:
    """Whether the number may stand for two sites, or the site bear two; nothing if it does not."""
    if not rows:
        return
    lang = session.view.lang
    columns = {
        "kind": session.say("疑问", "question"),
        "first": session.say("一方", "one"),
        "second": session.say("另一方", "other"),
        "distance": session.say("相距（km）", "distance (km)"),
        "state": session.say("裁定", "verdict"),
        "id": session.say("编号", "id"),
    }
    shown = [
        {
            "kind": titled(row.kind, session),
            "first": said(row.first),
            "second": said(row.second),
            "distance": row.distance_km,
            "state": VERDICT_STATES.title(row.state, lang),
            "id": row.candidate,
        }
        for row in rows
    ]
    title = session.say("是否同一台站", "is it one station")
    section(session, "identity", title, columns, shown)


def claims(session: Session, rows: Sequence[StationClaimRow]) -> None:
    """What all sources claim, side by side."""
    lang = session.view.lang
    columns = {
        "property": session.say("属性", "property"),
        "value": session.say("值", "value"),
        "state": session.say("比较", "compared"),
        "difference": session.say("相差", "difference"),
        "begin": session.say("自", "from"),
        "end": session.say("至", "to"),
        "family": session.say("来源类", "family of sources"),
        "source": session.say("出处", "source"),
        "line": session.say("行", "line"),
    }
    shown = [
        {
            "property": property_title(_STATION, row.property, lang),
            "value": worded(_STATION, row.property, row.value, lang),
            "state": ANSWER_STATES.title(row.state, lang),
            "difference": "" if row.difference is None else f"{row.difference} {row.unit}",
            "begin": moment(row.valid_from),
            "end": moment(row.valid_to),
            "family": SOURCE_FAMILIES.title(row.family, lang),
            "source": row.source_id,
            "line": row.line,
        }
        for row in rows
    ]
    section(session, "claims", session.say("各来源的说法", "what sources claim"), columns, shown)


def issues(session: Session, station: str) -> None:
    """Issues of the station nobody has settled; a row leads to its trace."""
    lang = session.view.lang
    result = session.ask("issues", station=station, unsettled="yes", limit=str(_SHOWN))
    rows = [row for row in result.rows if isinstance(row, IssueRow)]
    columns = {
        "issue": session.say("编号", "issue"),
        "kind": session.say("类别", "kind"),
        "variable": session.say("要素", "variable"),
        "test": session.say("检查", "test"),
        "began": session.say("开始（+08:00）", "began (+08:00)"),
        "state": session.say("状态", "state"),
        "assigned": session.say("处理单位", "handled by"),
    }
    shown = [
        {
            "issue": said(row.issue),
            "kind": ISSUE_KINDS.title(row.kind, lang),
            "variable": observed_title(row.variable, lang),
            "test": title_of_test(row.test, lang),
            "began": moment(row.began),
            "state": INCIDENT_STATES.title(row.state, lang)
            or session.say("无人处理", "not taken up"),
            "assigned": row.assigned,
        }
        for row in rows
    ]
    section(
        session,
        "open-issues",
        session.say("未了结的问题", "issues not settled"),
        columns,
        shown,
        chosen=lambda n: session.go("trace", element=rows[n].issue),
        total=len(rows) + result.truncated,
    )


def equipment(session: Session, result: Result[object]) -> None:
    """All instruments that stood there, with their calibrations."""
    lang = session.view.lang
    rows = [row for row in result.rows if isinstance(row, EquipmentRow)]
    columns = {
        "variable": session.say("要素", "variable"),
        "instrument": session.say("仪器", "instrument"),
        "part": session.say("事项", "what"),
        "kind": session.say("类别", "kind"),
        "result": session.say("结果", "result"),
        "begin": session.say("自", "from"),
        "end": session.say("至", "to"),
        "element": session.say("编号", "id"),
        "synthetic": session.say("合成", "synthetic"),
    }
    parts = {
        "deployment": session.say("布设", "deployment"),
        "calibration": session.say("检定校准", "calibration"),
    }
    kinds = {"deployment": DEPLOYMENT_ROLES, "calibration": CALIBRATION_KINDS}
    gap = session.say("□ 没有来源说明", "□ no source says so")
    shown = [
        {
            "variable": observed_title(row.variable, lang),
            "instrument": row.serial or said(row.instrument) or gap,
            "part": parts[row.part],
            "kind": gap
            if row.state == MISSING and row.instrument
            else kinds[row.part].title(row.kind, lang),
            "result": CALIBRATION_RESULTS.title(row.result, lang),
            "begin": moment(row.valid_from),
            "end": moment(row.valid_to),
            "element": said(row.element),
            "synthetic": session.say("合成", "yes") if row.certainty == "synthetic" else "",
        }
        for row in rows
    ]
    title = session.say("仪器与检定校准", "instruments and calibrations")
    section(session, "equipment", title, columns, shown)


def said(element: str) -> str:
    """An id as a person reads it: its key, of a position its source."""
    if not element or ":" not in element:
        return element
    kind = kind_of(element)
    if kind.label == "Location":
        _, source, begin = key_parts(kind, element)
        return f"{source.rpartition('/')[2]} {moment(begin)}".strip()
    return " · ".join(key_parts(kind, element))


def section(
    session: Session,
    key: str,
    title: str,
    columns: Mapping[str, str],
    rows: Rows,
    *,
    chosen: Callable[[int], None] | None = None,
    total: int | None = None,
) -> None:
    """A table under its title with the number of its rows; that there are none is said."""
    st.subheader(f"{title} · {len(rows) if total is None else total:,}", anchor=False)
    if not rows:
        st.text(session.say("没有", "none"))
        return
    table(session, key, columns, rows, chosen=chosen, total=total)
