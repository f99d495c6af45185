"""Calibrations past their last day, and those that fall due: the count, and the lists."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard.app.session import Session
from dashboard.app.station_tables import said, section
from ontology import civil_day
from queries import Result
from queries.expiring import ExpiringRow

WHAT = "calibration"
PAST = {"what": WHAT, "overdue": "yes"}


def past(session: Session) -> int:
    """How many instruments in use are past their calibration.

    In use: deployed at a station of which a unit is said to be the operator.
    """
    return _counted(session.ask("expiring", **PAST))[0]


def overdue(session: Session) -> None:
    """Instruments in use past their calibration, the longest first; a row leads to its trace."""
    result = session.ask("expiring", **PAST)
    used, unused = _counted(result)
    rows = [row for row in _rows(result, "item") if row.unit]
    columns = {
        "instrument": session.say("仪器", "instrument"),
        "due": session.say("检定有效至", "valid until"),
        "days": session.say("超期（天）", "days past"),
        "unit": session.say("运行单位", "operator"),
        "synthetic": session.say("合成", "synthetic"),
    }
    shown = [
        {
            "instrument": row.name,
            "due": row.due,
            "days": _days(row.due, result.as_of),
            "unit": row.unit_name or said(row.unit),
            "synthetic": session.say("合成", "yes") if row.certainty == "synthetic" else "",
        }
        for row in rows
    ]
    title = session.say("检定超期的在用仪器", "instruments in use past their calibration")
    section(
        session,
        "overdue",
        title,
        columns,
        shown,
        chosen=lambda n: session.go("trace", element=rows[n].element),
        total=used,
    )
    if unused:
        st.text(
            session.say(
                f"□ 另有 {unused:,} 台已超期而没有运行单位：不在用，或没有来源说明",
                f"□ {unused:,} more are past theirs without an operator: not in use, or not stated",
            )
        )


def expiring(session: Session) -> None:
    """Calibrations that fall due within a year, by unit and month, beside what a unit can do."""
    rows = _rows(session.ask("expiring", what=WHAT), "workload")
    columns = {
        "unit": session.say("单位", "unit"),
        "month": session.say("月份", "month"),
        "items": session.say("到期", "fall due"),
        "capacity": session.say("月能力", "capacity a month"),
        "judged": session.say("够不够", "enough"),
        "synthetic": session.say("合成", "synthetic"),
    }
    shown = [
        {
            "unit": row.unit_name or said(row.unit) or session.say("□ 未说明", "□ not stated"),
            "month": row.month,
            "items": row.items,
            "capacity": row.capacity,
            "judged": _judged(session, row),
            "synthetic": session.say("合成", "yes") if row.certainty == "synthetic" else "",
        }
        for row in rows
    ]
    title = session.say(
        "一年内到期的检定校准，按单位与月份", "calibrations due within a year, by unit and month"
    )
    section(session, "expiring", title, columns, shown)


def _counted(result: Result[object]) -> tuple[int, int]:
    """Instruments past their calibration that a unit operates, and those that none does."""
    work = _rows(result, "workload")
    used = sum(row.items or 0 for row in work if row.unit)
    return used, sum(row.items or 0 for row in work) - used


def _rows(result: Result[object], part: str) -> list[ExpiringRow]:
    return [row for row in result.rows if isinstance(row, ExpiringRow) and row.part == part]


def _days(due: str, as_of: str) -> int:
    """Whole days since the last day, on the day asked about."""
    return (date.fromisoformat(civil_day(as_of)) - date.fromisoformat(due)).days


def _judged(session: Session, row: ExpiringRow) -> str:
    if row.capacity is None or row.items is None:
        return session.say("□ 未说明", "□ not stated")
    if row.items > row.capacity:
        return session.say("! 不够", "! not enough")
    return session.say("√ 够", "√ enough")
