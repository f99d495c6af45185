"""体系运行: what is overdue and what waits for somebody, each number a list, each row a chain."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.app.acting import may_decide, tell
from dashboard.app.management_forms import forms
from dashboard.app.page import Page
from dashboard.app.session import Session, literal
from dashboard.app.steps import question_for
from dashboard.app.tables import filled, table
from dashboard.render.section_lines import (
    columns,
    counted,
    lines,
    pressing_first,
    shown,
    titled,
    waiting,
)
from dashboard.render.sections import CHAINS, SECTIONS, Section
from dashboard.render.text import plain
from graph import Workspace
from ontology import kind_of
from queries import Result, query_named
from queries.neighbourhood import find_element

KEYS = ("list", "state", "part", "unit", "days", "element", "chosen", "act")
NOTHING = "-"
"""How an address says that a row has no value."""


def draw(session: Session) -> None:
    """The figures of all lists, and the list that the address names: what is overdue, if none."""
    offered = {s.id: s for s in SECTIONS if session.asker.role in query_named(s.question).roles}
    chosen = session.view.params.get("list", "")
    listed = offered.get(chosen) or next(iter(offered.values()))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _unit(session)
        if "days" in _taken(listed):
            _days(session)
    session.expect(
        (section.question, _params(session, section))
        for section in offered.values()
        if section.figured
    )
    with st.container(horizontal=True, key="figures"):
        for section in offered.values():
            if not section.chain:
                result = _figures(session, section) if section.figured else None
                _figure(session, section, result, here=section is listed)
    tell(session)
    if not listed.chain or session.view.params.get("element"):
        _list(session, listed, _asked(session, listed))


def _asked(session: Session, section: Section) -> Result[object]:
    """The answer behind a list."""
    return session.ask(section.question, **_params(session, section))


def _figures(session: Session, section: Section) -> Result[object]:
    """The answer behind a list, of which the figures are wanted."""
    return session.figures(section.question, _params(session, section))


def _params(session: Session, section: Section) -> dict[str, str]:
    """What is asked of the question; the element of the address is for a chain alone."""
    named = ("unit", "days", "element") if section.chain else ("unit", "days")
    taken = {name: session.view.params.get(name, "") for name in named if name in _taken(section)}
    return {**taken, **section.params}


def _taken(section: Section) -> set[str]:
    """The parameters that the question of a section takes."""
    return {param.name for param in query_named(section.question).params}


def _unit(session: Session) -> None:
    """For which unit all lists are that can be asked by unit."""
    before = session.view.params.get("unit", "")
    wanted = st.text_input(
        session.say("责任单位", "unit that answers"),
        value=shown(before),
        placeholder=session.say(
            "责任单位：全部；或单位全称、编号", "unit that answers: all; or its name or id"
        ),
        max_chars=200,
        key="unit",
        width=420,
        label_visibility="collapsed",
    ).strip()
    if wanted == shown(before):
        return
    session.keep(unit=session.work(_found(wanted)) if wanted else "")
    st.rerun()


def _found(unit: str) -> Callable[[Workspace], str]:
    return lambda workspace: find_element(workspace, unit, ("Unit",))


def _figure(
    session: Session, section: Section, result: Result[object] | None, *, here: bool
) -> None:
    """How many wait for somebody, where that is known; a press opens their list."""
    number = "" if result is None else _number(section, result)
    st.button(
        f"{session.say(*section.counted)}{number}",
        key=f"figure-{section.id}",
        type="primary" if here else "secondary",
        help=(result and _summary(session, section, result)) or None,
        on_click=session.keep,
        kwargs={
            "list": section.id,
            "state": ";".join(section.waiting),
            "part": "",
            "element": "",
            "chosen": "",
            "act": "",
        },
    )


def _number(section: Section, result: Result[object]) -> str:
    more = "≥ " if result.truncated else ""
    return f" **{more}{waiting(section, section.belonging(result.rows)):,}**"


def _list(session: Session, section: Section, result: Result[object]) -> None:
    english = session.view.english
    st.subheader(session.say(*section.title), anchor=False)
    told = _summary(session, section, result)
    st.caption(told)
    if session.view.params.get("unit") and "unit" not in _taken(section):
        st.caption(session.say("这一清单不分单位", "this list is not by unit"))
    rows = every = pressing_first(section, section.belonging(result.rows))
    with st.container(horizontal=True):
        for param, name in section.narrowed.items():
            rows = _narrowed(session, section, param, name, rows)
    if every:
        elements = [str(getattr(row, section.element)) for row in rows]
        shown_rows = lines(section, rows, result.claims, english=english)
        table(
            session,
            section.id,
            filled(columns(section, english=english), shown_rows),
            shown_rows,
            chosen=lambda number: _open(session, section, elements[number]),
            total=len(every) + result.truncated,
        )
    elif not told:
        st.text(session.say("没有", "none"))
    if section.forms and may_decide(session):
        known = {str(getattr(row, section.element)): row for row in rows}
        forms(session, section.forms, known)


def _summary(session: Session, section: Section, result: Result[object]) -> str:
    """The answer in one sentence, where the list is the whole of it."""
    return "" if section.only else literal(plain(result.summary[session.view.english]))


def _open(session: Session, section: Section, element: str) -> None:
    """The chain of an element: its trace, its line, or the card with all that it is joined to."""
    if not element:
        return
    chain = "" if section.chain else CHAINS.get(kind_of(element).label, "")
    if chain:
        session.go("management", list=chain, element=element)
    session.go("trace" if question_for(element) == "trace" else "documents", element=element)


def _narrowed(
    session: Session, section: Section, param: str, name: str, rows: Sequence[object]
) -> list[object]:
    """The rows with the values that the address names; none named is all."""
    counts = counted(rows, name)
    asked = session.view.params.get(param, "").split(";")
    before = [value for value in counts if (value or NOTHING) in asked]
    if len(counts) > 1 or before:
        key = f"{section.id}-{param}"
        st.session_state[key] = before
        st.pills(
            session.say(*_title(section, name)),
            list(counts),
            selection_mode="multi",
            format_func=lambda value: literal(
                f"{plain(titled(section, name, value, english=session.view.english))} "
                f"{counts[value]:,}"
            ),
            key=key,
            on_change=lambda: session.keep(
                **{param: ";".join(value or NOTHING for value in st.session_state[key])}
            ),
        )
    return [row for row in rows if not before or getattr(row, name) in before]


def _title(section: Section, name: str) -> tuple[str, str]:
    zh, en = columns(section, english=False), columns(section, english=True)
    return f"{zh.get(name, name)}（可选多个）", f"{en.get(name, name)} (several may be chosen)"


def _days(session: Session) -> None:
    """How long is looked for a recurrence."""
    st.session_state["days"] = session.view.params.get("days", "")
    st.text_input(
        session.say("观察期（天）", "length of the window (days)"),
        placeholder=session.say("观察期：90 天", "window: 90 days"),
        max_chars=6,
        key="days",
        width=190,
        label_visibility="collapsed",
        on_change=lambda: session.keep(days=st.session_state["days"].strip()),
    )


PAGE = Page("management", "体系运行", "Management", ":material/cycle:", 65, draw, keys=KEYS)
