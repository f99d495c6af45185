"""规程与单位: find an element, and all that is known of it: relations, versions, differences."""

from __future__ import annotations

import streamlit as st

from dashboard.app.element_card import card
from dashboard.app.page import Page
from dashboard.app.session import Session
from dashboard.app.tables import table
from dashboard.render.text import plain
from graph import Workspace
from ontology import NODE_KINDS, key_parts, kind_of
from queries import questions
from queries.neighbourhood import READS

KEYS = ("element", "text", "relation")
SHOWN = 50
LABELS = ("Document", "Unit", "UnitGroup", "Process", "System", "WorkGroup", "Station")


def draw(session: Session) -> None:
    """The search; below it the card of the element in the address, or what was found."""
    params = session.view.params
    element, text = params.get("element", ""), params.get("text", "")
    wanted = st.text_input(
        session.say(
            "文件、单位、过程、系统的名称或编号", "name or id of a document, unit, process"
        ),
        value=text,
        placeholder=session.say("例如：观测与网络处", "for example: QX/T-SYN-101"),
        key="wanted",
    ).strip()
    if wanted != text:
        session.keep(text=wanted, element="", relation="")
        st.rerun()
    if element:
        card(session, element, session.ask("show", element=element))
    elif text:
        _found(session, text)
    else:
        st.info(
            session.say(
                "输入名称或编号；从其他页面的链接也会到这里",
                "type a name or an id; links of other pages lead here too",
            )
        )


def _found(session: Session, text: str) -> None:
    if "search" in questions():
        result = session.ask("search", text=text)
        ids = [str(getattr(row, "element", "")) for row in result.rows]
        names = [str(getattr(row, "name", "")) for row in result.rows]
        total = len(ids) + result.truncated
        said = result.summary[session.view.english]
    else:
        fitting = session.work(lambda workspace: _by_key(workspace, text))
        ids, total = fitting[:SHOWN], len(fitting)
        names = [" · ".join(key_parts(kind_of(found), found)) for found in ids]
        said = session.say(f"编号含有它的 {total} 个", f"{total} have it in their id")
    st.text(plain(said))
    if len(ids) == 1:
        session.keep(element=ids[0])
        st.rerun()
    columns = {
        "kind": session.say("种类", "kind"),
        "name": session.say("名称", "name"),
        "id": session.say("编号", "id"),
    }
    rows = [
        {"kind": _kind(session, found), "name": name, "id": found}
        for found, name in zip(ids, names, strict=True)
    ]
    if rows:
        table(
            session,
            "found",
            columns,
            rows,
            chosen=lambda n: session.go("documents", element=ids[n]),
            total=total,
        )


def _by_key(workspace: Workspace, text: str) -> list[str]:
    """The element of that id; else those that have the text in their key, the shortest first."""
    with workspace.store.reading() as graph:
        known = [
            str(row["id"]) for label in LABELS for row in graph.run(READS[label].ids.cypher, {})
        ]
    if text in known:
        return [text]
    wanted = text.casefold()
    fitting = [one for one in known if wanted in one.partition(":")[2].casefold()]
    return sorted(fitting, key=lambda one: (len(one), one))


def _kind(session: Session, element: str) -> str:
    known = element.partition(":")[0] in {kind.prefix for kind in NODE_KINDS.values()}
    if not known:
        return ""
    return session.say(kind_of(element).title_zh, kind_of(element).title_en)


PAGE = Page(
    "documents",
    "规程与单位",
    "Documents",
    ":material/description:",
    60,
    draw,
    keys=KEYS,
)
