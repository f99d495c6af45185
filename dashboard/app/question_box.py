"""A question in plain Chinese, on every page: what was understood, and its answer when wanted."""

from __future__ import annotations

import streamlit as st

from dashboard.app.failures import failed
from dashboard.app.session import Session
from dashboard.app.tables import table
from dashboard.hearing import listened
from dashboard.render.answer_words import worded_columns
from dashboard.render.field_titles import headings
from dashboard.render.text import plain
from graph import SuyuanError
from queries import query_named
from queries.plain import LONGEST, Meaning, NotUnderstoodError, Understood

SHOWN = 200


def question_box(session: Session) -> None:
    """The field; below it the meaning, and on a press the answer. Nothing runs unseen."""
    with (
        st.popover(session.say("问一句", "ask"), icon=":material/chat:"),
        st.container(key="question-box"),
    ):
        sentence = st.text_input(
            session.say("用一句中文提问", "ask in plain Chinese"),
            placeholder="53463站6月3日气压可疑，谁负责？",
            max_chars=LONGEST,
            key="sentence",
        ).strip()
        if not sentence:
            return
        view = session.view
        try:
            understood = session.answers.work(
                lambda workspace: listened(
                    workspace, sentence, as_of=view.as_of or None, asker=session.asker
                )
            )
        except SuyuanError as error:
            failed(view, error)
            return
        meaning = understood.sure or understood.likely
        if meaning is None:
            failed(view, NotUnderstoodError(understood))
            return
        if understood.sure is None:
            _doubted(session, understood)
        _told(session, meaning)
        # Kept, so that the answer stays while its table is sorted, chosen from or exported.
        if st.button(session.say("回答", "answer"), key="answer-sentence", type="primary"):
            st.session_state["answered-sentence"] = sentence
        if st.session_state.get("answered-sentence") == sentence:
            _answer(session, meaning)


def _doubted(session: Session, understood: Understood) -> None:
    """That what follows is only likely, and the words that nobody knew or that had no place."""
    say, likely = session.say, understood.likely
    with st.container(key="question-doubt"):
        title = say("没有听准，也许是下面这个意思", "not sure: perhaps this is meant")
        st.markdown(f":orange[:material/help: **{title}**]")
        if understood.unknown:
            st.text(plain(f"{say('不认识的词', 'unknown words')}: {'、'.join(understood.unknown)}"))
        unused = [w for w in likely.unused if w not in understood.unknown] if likely else []
        if unused:
            st.text(plain(f"{say('用不上的词', 'words without a place')}: {'、'.join(unused)}"))


def _told(session: Session, meaning: Meaning) -> None:
    query = query_named(meaning.question)
    st.text(plain(session.say(query.question_zh, query.question_en)))
    st.code(plain(meaning.command), language=None)
    for note in meaning.notes:
        st.text(plain(note[session.view.english]))


def _answer(session: Session, meaning: Meaning) -> None:
    """The answer at the times that the sentence names, else those of the page."""
    view = session.view
    try:
        result = session.answers.ask(
            meaning.question,
            meaning.params,
            as_of=meaning.as_of or view.as_of,
            known_at=meaning.known_at or view.known_at,
            asker=session.asker,
        )
    except SuyuanError as error:
        failed(view, error)
        return
    session.tell_withheld(result)
    st.text(plain(result.summary[view.english]))
    columns = worded_columns(result, english=view.english)
    titles = headings(columns.names, english=view.english)
    table(
        session,
        "answered",
        {title: title for title in titles},
        [dict(zip(titles, row, strict=True)) for row in columns.rows[:SHOWN]],
        total=len(columns.rows) + result.truncated,
    )
