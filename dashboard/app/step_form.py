"""A step of handling on a page: its fields, and the acts that it comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.app.acting import Act
from dashboard.app.session import Session
from dashboard.render.section_lines import shown
from ontology import CodeList
from ontology.improvement_codes import ACTION_TYPES, CAUSE_CLASSES

LONGEST = 2000
"""Characters that an address holds of a parameter, and a field."""
WIDTH = 280
"""Pixels of a field; so many stand side by side as there is room for."""
Titles = tuple[str, str]
Said = Mapping[str, str]
"""What somebody wrote, by field."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a step. `hint`: an example of what is written there; `codes`: what is offered.

    `given`: the code where none is chosen; without one there may be none.
    """

    name: str
    title: Titles
    hint: Titles = ("可空", "optional")
    codes: CodeList | None = None
    given: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a step is about: elements with the state that was seen of each, and who acts."""

    seen: Mapping[str, str]
    user: str

    @property
    def elements(self) -> list[str]:
        """The ids, in the order chosen."""
        return list(self.seen)


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its fields, and the acts that it comes to. `of_chosen`: it is about rows chosen."""

    id: str
    title: Titles
    fields: tuple[Field, ...]
    acts: Callable[[Chosen, Said], list[tuple[str, Act]]]
    of_chosen: bool = True


def together(ids: Sequence[str], act: Act) -> list[tuple[str, Act]]:
    """One act about several elements."""
    return [("；".join(map(shown, ids)), act)]


NEEDED = ("必填", "required")
REASON = Field("reason", ("理由", "reason"))
ON = Field("on", ("发生之日", "the day it happened"), ("今天", "today"))
UNIT = Field("unit", ("责任单位", "unit that answers"), ("单位全称或编号", "name or id of a unit"))
STATEMENT = Field("statement", ("不合格内容", "what was found"), NEEDED)
CAUSE_CLASS = Field("cause_class", ("起因类别", "cause class"), codes=CAUSE_CLASSES)
TITLE = Field("title", ("措施", "what is done"), NEEDED)
DUE = Field("due", ("期限", "due date"), ("2025-06-30", "2025-06-30"))
KIND = Field("kind", ("类别", "type"), codes=ACTION_TYPES, given="corrective")


def field(session: Session, form: str, one: Field, value: str = "") -> str:
    """Draw a field of a form; what is written there, or the code that is chosen.

    `value`: what is written there when it is drawn for the first time.
    """
    codes = one.codes
    if codes is None:
        return st.text_input(
            session.say(*one.title),
            value=value,
            placeholder=session.say(*one.hint),
            max_chars=LONGEST,
            key=f"{form}-{one.name}",
            width=WIDTH,
        ).strip()
    return st.selectbox(
        session.say(*one.title),
        list(codes.codes) if one.given else ["", *codes.codes],
        index=list(codes.codes).index(one.given) if one.given else 0,
        format_func=lambda code: codes.title(code, session.view.lang) if code else "—",
        key=f"{form}-{one.name}",
        width=WIDTH,
    )
