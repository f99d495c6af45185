"""The panel beside the coverage matrix: one cell, its interfaces, owners, documents and sources."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.app.session import Session, literal
from dashboard.app.sources import sources
from dashboard.render.coverage_grid import Cell, marked, pair_title, process_title
from dashboard.render.text import plain
from ontology import key_parts, kind_of
from ontology.codes import INTERFACE_STATES
from queries import Result
from queries.coverage import CoverageRow
from queries.neighbourhood import ShowRow

INTERFACES, SOURCES = 5, 8
"""Interfaces and sources of a cell that are shown at most; how many more there are is said."""


def panel(session: Session, result: Result[object], cell: Cell | None) -> None:
    """What is known of the chosen cell; without one, how to choose."""
    if cell is None:
        st.info(session.say("点一格或表中一行", "press a cell, or a row of the table"))
        return
    first = cell.rows[0]
    st.markdown(f"**{literal(process_title(first))}**")
    st.text(pair_title(cell.pair, session.view.lang))
    for row in cell.rows:
        detail = row.detail_en if session.view.english else row.detail_zh
        st.text(f"{marked(row.state, session.view.lang)} · {plain(detail)}")
    if any(row.certainty == "synthetic" for row in cell.rows):
        st.warning(
            session.say("合成数据", "synthetic data"),
            icon=":material/science:",
        )
    _interfaces(session, [i for row in cell.rows for i in row.interfaces])
    _owners(session, first)
    _documents(session, first.process)
    claims = dict.fromkeys(claim for row in cell.rows for claim in row.claims)
    sources(session, result, claims, most=SOURCES)


def _interfaces(session: Session, interfaces: Sequence[str]) -> None:
    st.markdown(f"**{session.say('接口', 'interfaces')}**")
    if not interfaces:
        st.text(session.say("□ 没有来源提到", "□ no source speaks of one"))
    for interface in interfaces[:INTERFACES]:
        shown = _shown(session, interface)
        told = {r.type: r.value for r in shown if r.part == "property"}
        state = told.get("state", "")
        with st.container(border=True):
            st.text(plain(told.get("name") or interface))
            if state:
                st.caption(INTERFACE_STATES.title(state, session.view.lang))
            for title, value in (
                (session.say("上行", "upward"), told.get("items_up", "")),
                (session.say("下行", "downward"), told.get("items_down", "")),
                (session.say("上级单位", "upper units"), _ends(session, shown, "UPPER_UNIT")),
                (session.say("下级单位", "lower units"), _ends(session, shown, "LOWER_UNIT")),
                (session.say("出自", "stated in"), key_parts(kind_of(interface), interface)[0]),
            ):
                if value:
                    st.caption(session.fact(title, plain(value)))
            session.link("documents", session.say("全部", "all of it"), element=interface)
    if len(interfaces) > INTERFACES:
        st.caption(
            session.say(
                f"显示 {INTERFACES} / {len(interfaces)} 个接口",
                f"{INTERFACES} of {len(interfaces)} interfaces shown",
            )
        )


def _owners(session: Session, row: CoverageRow) -> None:
    nobody = session.say("□ 没有来源说明", "□ no source says so")
    st.markdown(f"**{session.say('主责单位', 'lead units')}**")
    st.text(plain(session.joined(row.lead)) or nobody)
    if row.related:
        related = plain(session.joined(row.related))
        st.caption(session.fact(session.say("相关单位", "related units"), related))


def _documents(session: Session, process: str) -> None:
    """The documents that a process goes by, as the sources say."""
    st.markdown(f"**{session.say('依据文件', 'documents')}**")
    found = [r for r in _shown(session, process) if (r.part, r.type) == ("out", "GOVERNED_BY")]
    if not found:
        st.text(session.say("□ 没有来源说明", "□ no source says so"))
    for row in found:
        session.link("documents", plain(row.name), element=row.other)
    hidden = sum(row.hidden for row in found)
    if hidden:
        st.caption(session.say(f"另有 {hidden} 份", f"{hidden} more"))


def _shown(session: Session, element: str) -> list[ShowRow]:
    return [r for r in session.ask("show", element=element).rows if isinstance(r, ShowRow)]


def _ends(session: Session, shown: Sequence[ShowRow], kind: str) -> str:
    return session.joined(r.name for r in shown if (r.part, r.type) == ("out", kind))
