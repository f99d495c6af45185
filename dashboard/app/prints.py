"""Taking along what a page shows, as PDF or picture: made when it is asked for, never before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Literal

import streamlit as st

from dashboard.app.session import Session
from dashboard.render.table_print import Matrix, Sheet, printed
from dashboard.render.text import moment
from dashboard.render.typesetting import NoChineseFontError, chinese_font

MIME = {"pdf": "application/pdf", "png": "image/png"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as it is on the screen: titles, rows by title, and how many of how many."""

    head: Sequence[str]
    rows: Sequence[Mapping[str, object]]
    count: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as it is on the screen: its title, what draws it as SVG, and what is told of it.

    `facts`: the day it is of, its sources, what of it is synthetic.
    """

    title: str
    draw: Callable[[], str]
    facts: Sequence[tuple[str, str]]


def figure(session: Session, key: str, picture: Picture) -> None:
    """The buttons below a drawing, for PNG and PDF."""
    with st.container(horizontal=True, horizontal_alignment="right"):
        prints(session, key, picture, "png")
        prints(session, key, picture)


def prints(
    session: Session, key: str, shown: Shown | Matrix | Picture, form: Literal["pdf", "png"] = "pdf"
) -> None:
    """A button for the print; nothing where this machine cannot print (extra `dashboard`).

    Without a Chinese font it cannot be pressed, and says what to install.
    """
    if find_spec("typst") is None:
        return
    wanting = no_font(session)
    st.download_button(
        form.upper(),
        _printing(session, shown, form),
        file_name=f"{key}.{form}",
        mime=MIME[form],
        icon=":material/download:",
        key=f"{key}-{form}",
        type="tertiary",
        disabled=bool(wanting),
        help=wanting or None,
    )


def no_font(session: Session) -> str:
    """That this machine has no Chinese font to print with, and the remedy; empty where it has."""
    try:
        chinese_font()
    except NoChineseFontError:
        return session.say(
            "这台机器没有中文字体，打不出 PDF：apt-get install fonts-noto-cjk",
            "this machine has no Chinese font to print with: apt-get install fonts-noto-cjk",
        )
    return ""


def _printing(
    session: Session, shown: Shown | Matrix | Picture, form: Literal["pdf", "png"]
) -> Callable[[], bytes]:
    """Prints what is shown now; who presses the button later has no session any more."""
    address = session.address

    def work() -> bytes:
        head = session.answers.work(lambda workspace: str(workspace.ledger.head()))
        return printed(_sheet(session, shown, address, head), form)

    return work


def _sheet(session: Session, shown: Shown | Matrix | Picture, address: str, head: str) -> Sheet:
    """With what was asked: the address has the filter, the times and the language."""
    view = session.view
    now = session.say("现在", "now")
    facts = [
        (session.say("当时", "as of"), moment(view.as_of) or now),
        (session.say("当时所知", "known at"), moment(view.known_at) or now),
        (session.say("地址", "address"), address),
        (session.say("台账头", "head of the ledger"), head),
    ]
    if isinstance(shown, Picture):
        title = f"{session.title} · {shown.title}"
        return Sheet(title, [*shown.facts, *facts], picture=shown.draw())
    if isinstance(shown, Matrix):
        return Sheet(session.title, facts, matrix=shown)
    facts.append((session.say("行", "rows"), shown.count))
    rows = [list(row.values()) for row in shown.rows]
    return Sheet(session.title, facts, shown.head, rows)
