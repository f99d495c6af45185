"""How a page tells that something went wrong: what happened, what to do, never a traceback."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.app.view import View
from dashboard.exit_codes import UNFORESEEN, ending
from dashboard.render.text import plain, spoken

if TYPE_CHECKING:
    from dashboard.app.worker import Kept

_LOG = logging.getLogger("suyuan.pages")


def failed(view: View, error: Exception, kept: Kept | None = None) -> None:
    """A box with the error and its remedy, a way to try again, and the age of a kept answer."""
    end = ending(error)
    foreseen = end.code != UNFORESEEN
    if not foreseen:
        _LOG.exception("unforeseen error on a page", exc_info=error)
    title = view.say(end.title_zh, end.title_en)
    text = (
        plain(spoken(str(error), view.lang))
        if foreseen
        else view.say(
            "意外错误，已记入日志；请重试，或把日志交给管理员",
            "an unforeseen error, see the log; try again, or show the log to the administrator",
        )
    )
    with st.container(border=True):
        st.markdown(f":red[:material/error: **{title}**]")
        st.text(text)
        if kept is not None:
            st.text(
                view.say(
                    f"以下是 {kept.at:%Y-%m-%d %H:%M:%S}Z 时的答案",
                    f"below is the answer given at {kept.at:%Y-%m-%d %H:%M:%S}Z",
                )
            )
        st.button(
            view.say("重试", "try again"), key=f"retry-{hash(text)}", icon=":material/refresh:"
        )
