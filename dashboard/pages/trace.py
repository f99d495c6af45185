"""问题溯源: the chain of an issue, hop by hop, with the cause in one sentence on top."""

from __future__ import annotations

import streamlit as st

from dashboard.app.page import Page
from dashboard.app.session import Session
from dashboard.app.tables import table
from dashboard.render import grouping
from dashboard.render.text import moment, plain
from ontology import HOP_STATES
from ontology.rules import HOPS
from queries.trace.hop import Hop


def draw(session: Session) -> None:
    """The sentence, and every hop with its state and what it rests on."""
    element = session.view.params.get("element", "")
    wanted = st.text_input(
        session.say("问题、台站、仪器…的编号", "id of an issue, a station, an instrument…"),
        value=element,
        placeholder="issue:DEMO-0001",
        key="wanted",
    ).strip()
    if wanted != element:
        session.keep(element=wanted)
        st.rerun()
    if not element:
        st.info(
            session.say("从总览选一个问题，或输入编号", "choose an issue on the overview, or an id")
        )
        return
    result = session.ask("trace", element=element)
    hops = [row for row in result.rows if isinstance(row, Hop)]
    st.subheader(plain(result.summary[session.view.english]), anchor=False)
    rows = [_row(session, hop) for hop in hops]
    columns = {
        "hop": session.say("环节", "hop"),
        "state": session.say("状态", "state"),
        "name": session.say("名称", "name"),
        "detail": session.say("说明", "detail"),
        "begin": session.say("自", "from"),
        "end": session.say("至", "to"),
        "responsible": session.say("负责", "responsible"),
        "synthetic": session.say("合成", "synthetic"),
    }
    table(session, "hops", columns, rows)


def _row(session: Session, hop: Hop) -> dict[str, object]:
    lang = session.view.lang
    name, detail = grouping.name_and_detail(hop, english=session.view.english)
    return {
        "hop": HOPS.title(hop.hop, lang),
        "state": HOP_STATES.title(hop.state, lang),
        "name": name,
        "detail": detail,
        "begin": moment(hop.valid_from),
        "end": moment(hop.valid_to),
        "responsible": grouping.responsible(hop),
        "synthetic": session.say("合成", "yes") if hop.certainty == grouping.SYNTHETIC else "",
    }


PAGE = Page("trace", "问题溯源", "Trace", ":material/account_tree:", 20, draw, keys=("element",))
