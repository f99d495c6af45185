"""The panel beside the graph: one hop with its state, who answers for it, and its sources."""

from __future__ import annotations

import streamlit as st

from dashboard.app.session import Session, literal
from dashboard.render import grouping
from dashboard.render.text import moment, plain
from ontology.derive import hop_legend
from ontology.rules import HOPS
from queries import Result, leading
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
        (session.say("编号", "id"), hop.element),
        *hop.facts,
    ):
        if value:
            st.caption(literal(f"{title}：{plain(value)}"))
    if hop.element:
        session.link("trace", session.say("从这里溯源", "trace from here"), element=hop.element)
    st.markdown(f"**{session.say('出处', 'sources')}**")
    cited = leading(hop.claims, result.claims, hop.element)
    if not cited:
        st.text(
            session.say("没有断言：缺失本身就是结论", "no claim: that it is missing is the finding")
        )
    for one in cited:
        st.caption(literal(f"{one.source_id} {one.place}"))
        if one.excerpt:
            st.code(plain(one.excerpt)[:400], language=None, wrap_lines=True)
        st.caption(literal(f"SHA-256 {one.sha256[:16]}… · {moment(one.recorded_at)}"))


def _span(hop: Hop) -> str:
    begin, end = moment(hop.valid_from), moment(hop.valid_to)
    return f"{begin or '…'} – {end or '…'}" if begin or end else ""
