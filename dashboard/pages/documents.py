"""规程与单位: find an element, and all that is known of it: relations, versions, differences."""

from __future__ import annotations

import streamlit as st

from dashboard.app.element_card import card
from dashboard.app.open_names import names
from dashboard.app.page import Page
from dashboard.app.session import Session
from dashboard.app.tables import Id, table
from dashboard.render.answer_codes import FITS
from dashboard.render.text import plain
from ontology import NODE_KINDS
from queries.search import SearchRow

KEYS = ("element", "text", "relation", "names", "mention")


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
        session.keep(text=wanted, element="", relation="", names="", mention="")
        st.rerun()
    if params.get("names") and not element and not text:
        names(session)
        return
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
        st.button(
            session.say("文件中待定的名称", "open names in documents"),
            icon=":material/help:",
            on_click=session.keep,
            kwargs={"names": "open"},
            key="open-names-button",
        )


def _found(session: Session, text: str) -> None:
    result = session.ask("search", text=text)
    found = [row for row in result.rows if isinstance(row, SearchRow)]
    total = len(found) + result.truncated
    st.text(
        session.say(f"找到 {total:,} 个", f"{total:,} found")
        if found
        else plain(result.summary[session.view.english])
    )
    if len(found) == 1:
        session.keep(element=found[0].element)
        st.rerun()
    if not found:
        return
    columns = {
        "kind": session.say("种类", "kind"),
        "name": session.say("名称", "name"),
        "how": session.say("怎样符合", "how it fits"),
        "matched": session.say("符合之处", "what fits"),
        "id": session.say("编号", "id"),
    }
    rows = [
        {
            "kind": session.say(*_kind(row.node_kind)),
            "name": row.name,
            "how": FITS.title(row.how, session.view.lang),
            "matched": row.matched,
            "id": Id(row.element),
        }
        for row in found
    ]
    table(
        session,
        "found",
        columns,
        rows,
        chosen=lambda n: session.go("documents", element=found[n].element),
        total=total,
    )


def _kind(label: str) -> tuple[str, str]:
    return NODE_KINDS[label].title_zh, NODE_KINDS[label].title_en


PAGE = Page(
    "documents",
    "规程与单位",
    "Documents",
    ":material/description:",
    60,
    draw,
    keys=KEYS,
)
