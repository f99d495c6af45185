"""问题溯源: the cause in one sentence, the chain as graph and table, and what each hop is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.app.acting import judge, may_decide, tell
from dashboard.app.cause_action import against_cause
from dashboard.app.choosing import choose
from dashboard.app.hop_panel import panel
from dashboard.app.like_issues import KEY as LIKE
from dashboard.app.like_issues import like
from dashboard.app.page import Page
from dashboard.app.session import Session, literal
from dashboard.app.steps import traced
from dashboard.app.tables import Choice, filled, table
from dashboard.components.trace_view import Acts, Marked, trace_view
from dashboard.render import grouping
from dashboard.render.element_words import named
from dashboard.render.folding import Folded, fold, only_path, opening
from dashboard.render.layout import arrange
from dashboard.render.text import moment, plain, spoken
from dashboard.render.trace_page import page, worst
from ontology import HOP_STATES, NODE_KINDS, readable_id
from ontology.rules import HOPS
from queries import Result
from queries.trace.hop import Hop

KEYS = ("element", "hop", "open", "only")
PANEL = 610
"""Pixels of the panel, as high as the graph; it scrolls by itself, so that the table stays near."""


def draw(session: Session) -> None:
    """The chain of the element in the address; without one, how to get there."""
    element = session.view.params.get("element", "")
    if not element:
        choose(session, traced())
        return
    result = session.ask("trace", lambda: choose(session, traced(), element), element=element)
    hops = [row for row in result.rows if isinstance(row, Hop)]
    st.subheader(literal(plain(result.summary[session.view.english])), anchor=False)
    _facts(session, result, hops)
    _chain(session, result, hops)
    if _is_issue(result.params.get("element", "")):
        like(session, result.params["element"])
        session.link(
            "management",
            session.say("到体系运行办理：事件单、措施", "act on it: incidents, actions"),
            icon=":material/assignment:",
            list="incidents",
        )


def _is_issue(element: str) -> bool:
    return element.startswith(f"{NODE_KINDS['Issue'].prefix}:")


def _facts(session: Session, result: Result[object], hops: Sequence[Hop]) -> None:
    """What was asked and at which times, the counts of states, and ways out of this page."""
    lang = session.view.lang
    asked = result.params.get("element", "")
    counts = " · ".join(f"{HOP_STATES.title(s, lang)} {n}" for s, n in grouping.counted(hops))
    known = moment(result.known_at) if result.known_at else session.say("现在", "now")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(plain(readable_id(asked)))
        st.caption(
            session.say(
                f"当时 {moment(result.as_of)} · 所知 {known} · {len(hops)} 个环节：{counts}",
                f"as of {moment(result.as_of)} · known at {known} · {len(hops)} hops: {counts}",
            )
        )
        session.link("evidence", session.say("证据链", "evidence"), element=asked)
        st.download_button(
            "HTML",
            lambda: page(session.taken(result, "trace.html")).encode(),
            file_name="trace.html",
            mime="text/html",
            icon=":material/download:",
            type="tertiary",
            key="trace-html",
        )
    if grouping.synthetic(hops):
        st.warning(
            session.say(
                "含合成数据：标有“合成”的环节不是任何真实设备的记录",
                "contains synthetic data: hops marked so are no records of real equipment",
            ),
            icon=":material/science:",
        )
    for notice in result.notices:
        st.text(plain(spoken(notice, lang)))


@st.fragment
def _chain(session: Session, result: Result[object], hops: Sequence[Hop]) -> None:
    """Graph, panel and table; they show the same hop as chosen."""
    params = {name: st.query_params.get(name, "") for name in KEYS}
    chosen = int(params["hop"]) if params["hop"].isdecimal() else None
    only = params["only"] == "yes"
    shown = list(hops) if chosen is None or not only else only_path(hops, chosen)
    folded = fold(shown, params["open"].split(";"), english=session.view.english)
    picked = next((hop for hop in hops if hop.order == chosen), None)
    left, right = st.columns([4, 1])
    with left:
        trace_view(
            arrange(folded.hops, english=session.view.english),
            Acts(
                choose=_choose_hop(session),
                open=_open_group(session, params["open"], folded, shown),
            ),
            asked=f"{result.params.get('element', '')} {result.as_of} {result.known_at} {only}",
            label=plain(result.summary[session.view.english]),
            marked=Marked(worst(hops), chosen),
            lang=session.view.lang,
        )
        drawn = sum(1 for hop in folded.hops if hop.element not in folded.groups)
        told = session.say(
            f"画出 {drawn} / {len(hops)} 个环节", f"{drawn} of {len(hops)} hops drawn"
        )
        if folded.hidden:
            told += session.say(
                f"，{folded.hidden} 个布设收在 ⊕ 里", f", {folded.hidden} deployments folded into ⊕"
            )
        told += session.say("；全部见下表", "; all are in the table below")
        row = next((n for n, hop in enumerate(shown) if hop.order == chosen), None)
        if row is not None:
            told += session.say(f"，所选为第 {row + 1} 行", f", the chosen one in row {row + 1}")
        st.caption(told)
        _decide(session, result, picked)
    with right:
        _path_switch(session, only=only, chosen=chosen)
        with st.container(height=PANEL, border=False):
            panel(session, result, picked)
    _table(session, shown, row)


def _decide(session: Session, result: Result[object], hop: Hop | None) -> None:
    """Where an issue is traced by somebody who decides: its cause, and what is done against it."""
    asked = result.params.get("element", "")
    if not _is_issue(asked) or not may_decide(session):
        return
    tell(session)
    cause = hop if hop is not None and hop.element != asked else None
    element = cause.element if cause is not None else ""
    name = named(cause.name, element, session.view.lang) if cause is not None and element else ""
    judge(session, asked, element, name)
    unit = cause.lead[0] if cause is not None and len(cause.lead) == 1 else ""
    against_cause(session, asked, element, unit, result.summary[session.view.english])


def _choose_hop(session: Session) -> Callable[[int | None], None]:
    return lambda number: session.keep(hop="" if number is None else str(number))


def _open_group(
    session: Session, before: str, folded: Folded, hops: Sequence[Hop]
) -> Callable[[str], None]:
    def opened(group: str) -> None:
        more = [*before.split(";"), *opening(folded, group, hops)]
        session.keep(open=";".join(filter(None, more)))

    return opened


def _path_switch(session: Session, *, only: bool, chosen: int | None) -> None:
    wanted = st.toggle(
        session.say("只看这条路径", "only this path"),
        value=only,
        disabled=chosen is None,
        key=f"only-{chosen}",
    )
    if wanted != only and chosen is not None:
        session.keep(only="yes" if wanted else "")
        st.rerun(scope="fragment")


def _table(session: Session, hops: Sequence[Hop], row: int | None) -> None:
    """All hops; `row` is that of the chosen box, and a row that is chosen chooses its box."""
    columns = {
        "order": "#",
        "hop": session.say("环节", "hop"),
        "state": session.say("状态", "state"),
        "name": session.say("名称", "name"),
        "detail": session.say("说明", "detail"),
        "begin": session.say("自", "from"),
        "end": session.say("至", "to"),
        "responsible": session.say("负责", "responsible"),
        "branch": session.say("布设", "deployment"),
        "synthetic": session.say("合成", "synthetic"),
    }

    def take(number: int | None) -> None:
        session.keep(hop="" if number is None else str(hops[number].order))

    rows = [_row(session, hop) for hop in hops]
    table(session, "hops", filled(columns, rows), rows, chosen=Choice(row, take))


def _row(session: Session, hop: Hop) -> dict[str, object]:
    lang = session.view.lang
    name, detail = grouping.name_and_detail(hop, english=session.view.english)
    return {
        "order": hop.order,
        "hop": HOPS.title(hop.hop, lang),
        "state": HOP_STATES.title(hop.state, lang),
        "name": name,
        "detail": detail,
        "begin": moment(hop.valid_from),
        "end": moment(hop.valid_to),
        "responsible": grouping.responsible(hop),
        "branch": hop.branch.partition(":")[2],
        "synthetic": session.say("合成", "yes") if hop.certainty == grouping.SYNTHETIC else "",
    }


PAGE = Page("trace", "问题溯源", "Trace", ":material/account_tree:", 20, draw, keys=(*KEYS, LIKE))
