"""How far each league is with the conflicts between registries."""

from __future__ import annotations

import streamlit as st

from dashboard.app.session import Session, literal
from dashboard.app.tables import table
from dashboard.render.area_names import area_name
from dashboard.render.text import plain
from queries.leagues import AMBIGUOUS, NOT_STATED
from queries.reconciliation_progress import STATED, ProgressRow


def progress(session: Session) -> None:
    """A line for each league, those with most to decide first; what is judged stays counted."""
    result = session.ask("reconciliation-progress")
    rows = [row for row in result.rows if isinstance(row, ProgressRow)]
    rows.sort(key=lambda row: -(row.open + row.outdated + row.disputed))
    st.caption(literal(plain(result.summary[session.view.english])))
    columns = {
        "league": session.say("盟市", "league"),
        "rate": session.say("已裁定（%）", "judged (%)"),
        "open": session.say("待定", "open"),
        "outdated": session.say("依据已变", "outdated"),
        "disputed": session.say("裁定不一", "disputed"),
        "confirmed": session.say("已确认", "confirmed"),
        "corrected": session.say("已更正", "corrected"),
        "forwarded": session.say("已转办", "forwarded"),
        "settled": session.say("已消失", "settled"),
        "conflicts": session.say("矛盾", "conflicts"),
        "stations": session.say("台站", "stations"),
        "compared": session.say("可比台站", "compared"),
        "conflicting": session.say("有矛盾的", "conflicting"),
        "checked": session.say("其中已核", "of these checked"),
    }
    counts = [name for name in columns if name not in ("league", "rate")]
    shown = [
        {"league": _league(session, row), "rate": "" if row.rate is None else round(100 * row.rate)}
        | {name: getattr(row, name) for name in counts}
        for row in rows
    ]
    table(session, "progress", columns, shown)


def _league(session: Session, row: ProgressRow) -> str:
    return league_title(session, row.league if row.state == STATED else row.state, row.name)


def league_title(session: Session, code: str, name: str) -> str:
    """A league by code and name; for `AMBIGUOUS` and `NOT_STATED` what that means.

    `name`: as a source states it; empty for that of the list of areas.
    """
    if code == AMBIGUOUS:
        return session.say("± 属几个盟市", "± in several leagues")
    if code == NOT_STATED:
        return session.say("□ 属地未说明", "□ no area stated")
    return f"{code} {name or area_name(code)}".strip()
