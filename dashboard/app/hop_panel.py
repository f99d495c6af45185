"""The panel beside the graph: one hop with its state, who answers for it, and its sources."""

from __future__ import annotations

import streamlit as st

from dashboard.app.session import Session, literal
from dashboard.app.sources import sources
from dashboard.render import grouping
from dashboard.render.properties import LAST, last_day, titled, worded
from dashboard.render.text import moment, plain
from ontology import kind_of, readable_id
from ontology.derive import hop_legend
from ontology.rules import HOPS
from queries import Result
from queries.trace.hop import Hop

_STYLES = {entry.state: entry for entry in hop_legend()}


def panel(session: Session, result: Result[object], hop: Hop | None) -> None:
    """What is known of the chosen hop; without one, how to choose."""
    if hop is None:
        st.info(session.say("点一个方框或表中一行", "press a box, or a row of the table"))
        return
    lang, entry = session.view.lang, _STYLES[hop.state]
    name, detail = grouping.name_and_detail(hop, english=session.view.english)
    state = entry.title_en if session.view.english else entry.title_zh
    st.markdown(f"**{hop.order} · {HOPS.title(hop.hop, lang)}** — {entry.icon} {state}")
    st.text(name or detail)
    if name and detail:
        st.caption(literal(detail))
    for title, value in (
        (session.say("有效期", "valid"), _span(hop)),
        (session.say("负责", "responsible"), grouping.responsible(hop)),
        (session.say("标准要素", "element of the standard"), hop.term),
        (session.say("编号", "id"), readable_id(hop.element)),
        *(_fact(session, hop, name, value) for name, value in hop.facts if name != LAST),
    ):
        if value:
            st.caption(session.fact(title, plain(value)))
    if hop.element:
        session.link("trace", session.say("从这里溯源", "trace from here"), element=hop.element)
    sources(session, result, hop.claims, hop.element)


def _fact(session: Session, hop: Hop, name: str, value: str) -> tuple[str, str]:
    """A property of the element by its title; a moment as a person reads it."""
    if not hop.element:
        return name, moment(value)
    kind, lang = kind_of(hop.element), session.view.lang
    return titled(kind, name, lang), worded(kind, name, value, lang)


def _span(hop: Hop) -> str:
    """Since when it holds, and its last day where one is stated."""
    last = dict(hop.facts).get(LAST)
    begin = moment(hop.valid_from)
    end = last_day(last) if last else moment(hop.valid_to)
    return f"{begin or '…'} – {end or '…'}" if begin or end else ""
