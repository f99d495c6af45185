"""The card of an element: properties, states, relations by type; of a document what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from dashboard.app.session import Session, literal
from dashboard.app.sources import sources
from dashboard.app.tables import Id, filled, table
from dashboard.render.answer_codes import CHANGES
from dashboard.render.diff_words import fact, said
from dashboard.render.element_words import key_words, named
from dashboard.render.neighbourhood_page import page, related, relation
from dashboard.render.properties import titled, worded
from dashboard.render.text import moment, placed, plain
from ontology import EDGE_KINDS, LEVELS, key_parts, kind_of
from ontology.codes import CERTAINTIES
from queries import Result, query_named
from queries.document_diff import DiffRow
from queries.neighbourhood import ShowRow
from queries.responsible import ResponsibleRow

SOURCES, DIFFERENCES, VERSIONS = 4, 300, 20
_UNREAD = {"begin_known", "stub", "claims", "n_claims", "certainty", "valid_from", "valid_to"}


def name_of(element: str, rows: Sequence[ShowRow], lang: str = "zh") -> str:
    """The stated name of an element, or its key in words."""
    said = [row.value for row in rows if (row.part, row.type) == ("property", "name")]
    return plain(said[0] if said else key_words(element, lang))


def card(session: Session, element: str, result: Result[object]) -> None:
    """Everything about one element."""
    rows = [row for row in result.rows if isinstance(row, ShowRow)]
    _head(session, element, rows)
    left, right = st.columns([3, 2])
    with left:
        _properties(session, element, rows)
    with right:
        claims = [claim for row in rows if row.part == "property" for claim in row.claims]
        sources(session, result, dict.fromkeys(claims), element, most=SOURCES)
    if element.startswith("document:"):
        _versions(session, rows)
    _relations(session, rows)
    _responsible(session, element)
    if element.startswith("document:"):
        _differences(session, element)


def _head(session: Session, element: str, rows: Sequence[ShowRow]) -> None:
    kind = kind_of(element)
    name = name_of(element, rows, session.view.lang)
    st.subheader(literal(f"{session.say(kind.title_zh, kind.title_en)} · {name}"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(literal(plain(element)))
        if "trace" in st.session_state["pages"] and kind.label in (
            "Station",
            "Instrument",
            "Issue",
        ):
            session.link("trace", session.say("从这里溯源", "trace from here"), element=element)
        if "evidence" in st.session_state["pages"]:
            session.link("evidence", session.say("证据链", "evidence"), element=element)
        if kind.label == "Station":
            session.link("stations", session.say("台站页", "station page"), station=element)
        st.download_button(
            session.say("邻域 HTML", "neighbourhood HTML"),
            lambda: page(element, name, rows, session.view.lang).encode(),
            file_name="neighbourhood.html",
            mime="text/html",
            icon=":material/download:",
            type="tertiary",
            key="neighbourhood-html",
        )
    if any(row.certainty == "synthetic" for row in rows):
        st.warning(session.say("含合成数据", "contains synthetic data"), icon=":material/science:")


def _properties(session: Session, element: str, rows: Sequence[ShowRow]) -> None:
    kind, lang = kind_of(element), session.view.lang
    shown = [
        {
            "what": titled(kind, row.type, lang),
            "value": worded(kind, row.type, row.value, lang),
            "begin": moment(row.valid_from),
            "end": moment(row.valid_to),
        }
        for row in rows
        if row.part == "state" or (row.part == "property" and row.type not in _UNREAD)
    ]
    columns = {
        "what": session.say("属性或状态", "property or state"),
        "value": session.say("值", "value"),
        "begin": session.say("自", "from"),
        "end": session.say("至", "to"),
    }
    once = {tuple(row.values()): row for row in shown}  # what several sources say alike
    if once:
        shown = list(once.values())
        table(session, "properties", filled(columns, shown), shown)
    else:
        st.text(
            session.say("□ 只被提到，没有来源描述它", "□ only spoken of: no source describes it")
        )


def _versions(session: Session, rows: Sequence[ShowRow]) -> None:
    """The versions of a document and the clauses each puts into practice."""
    found = [row for row in rows if (row.part, row.type) == ("in", "VERSION_OF")]
    hidden = sum(row.hidden for row in found)
    st.markdown(f"**{session.say('版本与条款', 'versions and clauses')}**")
    if not found:
        st.text(session.say("□ 没有来源说明版本", "□ no source states a version"))
        return
    shown = [
        {
            "version": row.other.rpartition("|")[2],
            "name": row.name,
            "begin": moment(row.valid_from),
            "end": moment(row.valid_to),
            "clauses": _clauses(session, row.other),
        }
        for row in found[:VERSIONS]
    ]
    columns = {
        "version": session.say("版本", "version"),
        "name": session.say("标题", "title"),
        "begin": session.say("自", "from"),
        "end": session.say("至", "to"),
        "clauses": session.say("落实条款", "clauses"),
    }
    table(session, "versions", columns, shown, total=len(found) + hidden)


def _clauses(session: Session, version: str) -> list[str]:
    rows = session.ask("show", element=version).rows
    said = []
    for row in rows:
        if isinstance(row, ShowRow) and (row.part, row.type) == ("out", "IMPLEMENTS"):
            number = key_parts(kind_of(row.other), row.other)[-1]
            said.append(row.name if number in row.name else f"{number} {row.name}")
    return said or [session.say("□ 没有来源说明", "□ no source says so")]


def _relations(session: Session, rows: Sequence[ShowRow]) -> None:
    """Edges by type; a row leads to the card of the other end."""
    edges, lang = related(rows), session.view.lang
    counts: Counter[str] = Counter()
    for row in edges:
        counts[f"{row.part} {row.type}"] += 1 + row.hidden
    st.markdown(f"**{session.say('关系', 'relations')} · {sum(counts.values()):,}**")
    if not edges:
        st.text(session.say("没有", "none"))
        return
    titles = {f"{row.part} {row.type}": relation(row, lang) for row in edges}
    wanted = session.view.params.get("relation", "")
    picked = st.pills(
        session.say("类型", "type"),
        list(counts),
        default=wanted if wanted in counts else None,
        format_func=lambda code: f"{titles[code]} {counts[code]:,}",
        key="relation",
    )
    if (picked or "") != (wanted if wanted in counts else ""):
        session.keep(relation=picked or "")
        st.rerun()
    shown = [row for row in edges if not picked or f"{row.part} {row.type}" == picked]
    columns = {
        "relation": session.say("关系", "relation"),
        "name": session.say("对方", "other end"),
        "kind": session.say("种类", "kind"),
        "begin": session.say("自", "from"),
        "end": session.say("至", "to"),
        "certainty": session.say("确定性", "certainty"),
        "other": session.say("编号", "id"),
    }
    lines = [
        {
            "relation": relation(row, lang),
            "name": named(row.name, row.other, lang),
            "kind": _kind(session, row.other),
            "begin": moment(row.valid_from),
            "end": moment(row.valid_to),
            "certainty": CERTAINTIES.title(row.certainty, lang),
            "other": Id(row.other),
        }
        for row in shown
    ]
    table(
        session,
        "relations",
        filled(columns, lines),
        lines,
        chosen=lambda n: session.go("documents", element=shown[n].other),
        total=sum(1 + row.hidden for row in shown),
    )


def _kind(session: Session, element: str) -> str:
    kind = kind_of(element)
    return session.say(kind.title_zh, kind.title_en)


def _responsible(session: Session, element: str) -> None:
    """Who answers for it, where the question can be asked of its kind."""
    (param,) = [p for p in query_named("responsible").params if p.name == "element"]
    if kind_of(element).label not in param.kinds:
        return
    result = session.ask("responsible", element=element)
    rows = [row for row in result.rows if isinstance(row, ResponsibleRow)]
    st.markdown(f"**{session.say('谁负责', 'who answers for it')} · {len(rows)}**")
    if not rows:
        st.text(session.say("□ 没有来源说明", "□ no source says so"))
        return
    columns = {
        "role": session.say("角色", "role"),
        "step": session.say("上溯", "escalation"),
        "name": session.say("单位", "unit"),
        "level": session.say("层级", "level"),
        "begin": session.say("自", "from"),
        "end": session.say("至", "to"),
    }
    shown = [
        {
            "role": session.say(EDGE_KINDS[row.role].title_zh, EDGE_KINDS[row.role].title_en),
            "step": row.escalation,
            "name": row.name or row.unit.partition(":")[2],
            "level": LEVELS.title(row.level, session.view.lang),
            "begin": moment(row.valid_from),
            "end": moment(row.valid_to),
        }
        for row in rows
    ]
    table(
        session,
        "responsible",
        filled(columns, shown),
        shown,
        chosen=lambda n: session.go("documents", element=rows[n].unit),
    )


def _differences(session: Session, document: str) -> None:
    """What its last load added, left out or moved."""
    result = session.ask("document-diff", document=document)
    rows = [row for row in result.rows if isinstance(row, DiffRow)]
    st.markdown(f"**{session.say('最近一次装载的变化', 'what its last load changed')}**")
    st.caption(literal(result.summary[session.view.english]))
    if not rows:
        return
    columns = {
        "change": session.say("变化", "change"),
        "element": session.say("对象", "element"),
        "says": session.say("内容", "says"),
        "before": session.say("旧位置", "place before"),
        "after": session.say("新位置", "place after"),
        "recorded": session.say("记录于", "recorded at"),
    }
    shown = [
        {
            "change": CHANGES.title(row.change, session.view.lang),
            "element": fact(row.kind, row.element, session.view.lang),
            "says": said(row.kind, row.element, row.says, session.view.lang),
            "before": placed(row.before, session.view.lang),
            "after": placed(row.after, session.view.lang),
            "recorded": moment(row.recorded_at),
        }
        for row in rows[:DIFFERENCES]
    ]
    table(session, "differences", filled(columns, shown), shown, total=len(rows))
