"""The frame of every page: navigation, times, language, link; then the page itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

import streamlit as st

from dashboard.app.deployment import Deployment, current
from dashboard.app.page import Page, pages
from dashboard.app.question_box import question_box
from dashboard.app.session import Session, literal, write_address, write_chosen
from dashboard.app.view import COMMON, LANGUAGES, View, check, view_of
from dashboard.app.worker import Answers
from dashboard.components.own_words import own_words
from dashboard.render.text import plain, spoken
from ontology import TimeError
from ontology.security import USER_CLASSES
from queries import Asker
from queries.asker import ON_PAGE, ROLES

# An answer to a question in the box is a table, which needs more room than other pop-ups.
# The label of our uploader says how large a file may be; Streamlit says it again, in English only.
# A row of choices is broken into lines, rather than cut at the edge; a link to another view of the
# page one is on looks like any other; what stands in the bar stands on one line.
# Streamlit's own export of a table would hand formulas in names on to a spreadsheet; ours does not.
STYLE = """.block-container{padding:3.6rem 2rem 2rem}
.block-container h3{font-size:1.35rem;padding:.4rem 0 .5rem}
[data-testid="stExpander"] h3,[data-testid="stVerticalBlock"] [data-testid="stVerticalBlock"] h3{
font-size:1.15rem}
[data-testid="stPopoverBody"]:has(.st-key-question-box){width:min(60rem,94vw);max-width:94vw}
[data-testid="stButtonGroup"]>div{flex-wrap:wrap;overflow:visible;mask-image:none;row-gap:.35rem}
.stPageLink a[data-testid="stPageLink-NavLink"]{position:relative;left:-.5rem}
.stPageLink a[data-testid="stPageLink-NavLink"]:not(:hover){background:none}
.stPageLink a[data-testid="stPageLink-NavLink"] *{font-weight:400}
.st-key-bar [data-testid="stButtonGroup"] button{min-height:2.5rem}
.st-key-bar [data-testid="stCaptionContainer"]{margin-bottom:0}
.st-key-bar [data-testid="stCaptionContainer"] p{line-height:2.5rem;margin:0}
.st-key-own-words,
[data-testid="stElementToolbar"] button[aria-label="Download as CSV"],
[data-testid="stFileUploaderDropzoneInstructions"]{display:none}"""
_NAMES = "names-shown-to"
ICON = Path(__file__).with_name("icon.svg")


@st.cache_resource(show_spinner=False, on_release=lambda answers: answers.close())
def answers_of(deployment: Deployment) -> Answers:
    """The one thread that answers for all sessions."""
    return Answers(deployment.settings)


def show() -> None:
    """Draw the page that the address names."""
    st.set_page_config(page_title="溯源 Suyuan", page_icon=str(ICON), layout="wide")
    deployment = current()
    asker = deployment.asker()
    if asker is None:
        st.html(f"<style>{STYLE}</style>")
        _sign_in(deployment)
        return
    remembered = st.session_state.setdefault("remembered", {})
    lang = view_of(st.query_params.to_dict(), remembered, ()).lang
    st.html(f"<style>{STYLE}</style>")
    own_words(lang)
    open_to = [page for page in pages().values() if asker.role in page.roles]
    # The others stand at their address too, where they say for whom they are.
    closed = [
        replace(page, draw=partial(_closed, roles=page.roles), hidden=True)
        for page in pages().values()
        if asker.role not in page.roles
    ]
    made = {
        page.id: st.Page(
            partial(_draw, page, deployment, asker),
            title=page.title_en if lang == "en" else page.title_zh,
            icon=page.icon,
            url_path=page.id,
            default=number == 0,
            visibility="hidden" if page.hidden else "visible",
        )
        for number, page in enumerate([*open_to, *closed])
    }
    st.session_state["pages"] = {page.id: made[page.id] for page in open_to}
    offered = list(made.values())
    asked = asked_path(st.context.url or "", str(st.get_option("server.baseUrlPath")))
    if asked and asked not in made:
        # Streamlit would show its first page there, and tell that in English only.
        missed = replace(open_to[0], draw=partial(_unknown, asked=asked))
        drawn = partial(_draw, missed, deployment, asker)
        offered.append(st.Page(drawn, title="溯源 Suyuan", url_path=asked, visibility="hidden"))
    st.navigation(offered, position="top").run()


def asked_path(url: str, base: str = "") -> str:
    """The page that an address asks for, below the `base` path of the server; empty for the first.

    Pages are one step deep only; what is deeper is led to the page it is below.

    >>> asked_path("http://localhost:8501/trace?lang=en"), asked_path("https://h/qms/", "qms")
    ('trace', '')
    >>> asked_path("http://localhost:8501/%E6%80%BB%E8%A7%88"), asked_path("http://h/a/b")
    ('总览', '')
    """
    path = unquote(urlsplit(url).path).strip("/")
    path = path.removeprefix(base.strip("/")).strip("/")
    return "" if "/" in path else path


def _unknown(session: Session, asked: str) -> None:
    """That there is no page at an address, and the way to the first."""
    name = literal(plain(asked))
    st.warning(
        session.say(f"没有这一页：{name}", f"there is no such page: {name}"),
        icon=":material/link_off:",
    )
    session.link("overview", session.say("到总览", "to the overview"))


def _closed(session: Session, roles: Sequence[str]) -> None:
    """For whom a page is, to somebody for whom it is not."""
    lang = session.view.lang
    mine, theirs = ROLES.title(session.asker.role, lang), [ROLES.title(r, lang) for r in roles]
    st.warning(
        session.say(
            f"此页只对{'、'.join(theirs)}开放，您是{mine}",
            f"this page is only for: {', '.join(theirs)}; you are: {mine}",
        ),
        icon=":material/lock:",
    )
    session.link("overview", session.say("到总览", "to the overview"))


def _draw(page: Page, deployment: Deployment, asker: Asker) -> None:
    remembered: dict[str, str] = st.session_state["remembered"]
    view = view_of(st.query_params.to_dict(), remembered, page.keys)
    remembered.update({name: getattr(view, name) for name in COMMON})
    # Whichever way the page was reached, the times and the language stand in its address.
    common = view.address()
    write_address({name: common.get(name, "") for name in COMMON})
    title = view.say(page.title_zh, page.title_en)
    # Whoever decides must see all that the decision bears on.
    writes = deployment.may_write and asker.sees_all
    session = Session(view, _seeing(asker), answers_of(deployment), writes, title)
    _bar(session, deployment)
    if view.ignored:
        st.info(
            view.say(
                "链接中这些部分不认识，已忽略：", "parts of the link are not known and ignored: "
            )
            + literal(plain("  ".join(view.ignored))),
            icon=":material/link_off:",
        )
    page.draw(session)


def _bar(session: Session, deployment: Deployment) -> None:
    """Times asked about, language, link and who one is, in one row above the page."""
    view = session.view
    with st.container(horizontal=True, vertical_alignment="bottom", key="bar"):
        _time(view, "as_of", view.say("当时（有效时间）", "as of (valid time)"))
        _time(view, "known_at", view.say("当时所知（记录时间）", "as known at (recorded time)"))
        if view.as_of or view.known_at:
            st.button(
                view.say("回到现在", "back to now"),
                icon=":material/update:",
                key="back-to-now",
                on_click=_now,
                help=view.say(
                    "此页是另一时候的情形：那时才有的、那时才记录的",
                    "this page is as of another time: what held then, and was recorded by then",
                ),
            )
        st.segmented_control(
            "语言 / language",
            LANGUAGES,
            default=view.lang,
            format_func={"zh": "中文", "en": "English"}.__getitem__,
            key="choose-lang",
            label_visibility="collapsed",
            on_change=_chosen,
            args=("lang",),
        )
        with st.popover(view.say("复制链接", "copy link"), icon=":material/link:"):
            st.code(session.address, language=None)
        question_box(session)
        if session.asker.may_see_names:
            _names_switch(session)
        who = ROLES.title(session.asker.role, view.lang)
        if not session.asker.sees_all:
            who += f" · {USER_CLASSES.title(session.asker.user_class, view.lang)}"
        user = plain(session.asker.user) or view.say("本机", "this desk")
        reading = "" if session.writes else view.say(" · 只读", " · read only")
        st.caption(literal(f"{user} · {who}{reading}"))
        if deployment.signs_in:
            st.button(view.say("退出", "sign out"), on_click=st.logout)


def _names_switch(session: Session) -> None:
    """Names of persons, off until somebody with the right switches them on; in no address."""
    st.toggle(
        session.say("显示人名", "show names"),
        value=bool(session.asker.shows_names_in),
        key="show-names",
        on_change=_names_chosen,
        args=(session.asker.user,),
        help=session.say(
            "只在这次会话里显示；每一处显示都以您的名字记入日志，下载和打印的也含人名",
            "in this session only; each place shown is logged under your name, and what is "
            "downloaded or printed has the names too",
        ),
    )


def _names_chosen(user: str) -> None:
    """Keep for whom names were switched on: whoever else comes to this session sees none."""
    st.session_state[_NAMES] = user if st.session_state["show-names"] else ""


def _seeing(asker: Asker) -> Asker:
    """Who asks, with names of persons shown where they have the right and switched them on."""
    on = asker.may_see_names and st.session_state.get(_NAMES, "") == asker.user
    return replace(asker, shows_names_in=ON_PAGE if on else "")


def _time(view: View, name: str, label: str) -> None:
    st.text_input(
        label,
        value=getattr(view, name),
        placeholder=view.say("现在；或 2018-06-03", "now; or 2018-06-03"),
        key=f"choose-{name}",
        on_change=_chosen,
        args=(name,),
        width=190,
    )


def _now() -> None:
    """Take both times out of the bar, the memory and the address."""
    for name in ("as_of", "known_at"):
        st.session_state[f"choose-{name}"] = ""
        _chosen(name)


def _chosen(name: str) -> None:
    """Take what was chosen in the bar into the address and the memory of the session."""
    value = (st.session_state[f"choose-{name}"] or "").strip()
    try:
        check(name, value)
    except TimeError as error:
        lang = st.session_state["remembered"]["lang"]
        st.toast(literal(plain(spoken(str(error), lang))), icon=":material/error:")
        return
    st.session_state["remembered"][name] = value
    write_chosen({name: value})


def _sign_in(deployment: Deployment) -> None:
    st.title("溯源 Suyuan")
    st.text("从一个可疑的观测值，沿着证据追到仪器、检定、单位和规程")
    st.text("From a doubtful observation to its instrument, calibration, unit and procedure")
    kept_out = deployment.kept_out()
    if kept_out is not None:
        for told in kept_out:
            st.warning(literal(plain(told)), icon=":material/lock:")
        st.button("退出 / sign out", on_click=st.logout)
    st.button("登录 / sign in", on_click=st.login, type="primary")
