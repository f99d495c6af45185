"""证据链: each step of a chain with its documents, words and hashes; the package to take away."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

import streamlit as st

from dashboard.app.choosing import choose
from dashboard.app.element_card import name_of
from dashboard.app.page import Page
from dashboard.app.prints import no_font
from dashboard.app.session import Session, literal
from dashboard.app.sources import by_place
from dashboard.app.steps import Step, question_for, steps_of, traced
from dashboard.components.source_view import source_view
from dashboard.render.grouping import UNNAMED
from dashboard.render.text import moment, placed, plain, spoken
from graph import MissingExtraError, Workspace
from graph.ledger import LedgerReader, ShownTo, Surroundings
from ontology import kind_of, readable_id
from queries import Evidence, Result, leading
from queries.neighbourhood import ShowRow

KEYS = ("element", "claim", "from")
SHOWN = 30
"""Steps on one screenful of the page; there is a way to the next."""
CITED = 4
"""Places in documents shown of a step; the others are in the package."""
PATIENCE = 120.0
"""Seconds that the making of a package may take."""


def draw(session: Session) -> None:
    """The chain of the element in the address; without one, how to get there."""
    element = session.view.params.get("element", "")
    if not element:
        choose(session, traced())
        return
    result = session.ask(
        question_for(element), lambda: choose(session, traced(), element), element=element
    )
    steps = steps_of(result, session.view.lang)
    st.subheader(literal(_title(session, result, element)), anchor=False)
    _head(session, result, steps)
    begin = _begin(session, len(steps))
    _strip(session, steps, begin)
    for step in steps[begin : begin + SHOWN]:
        _step(session, result, step)
    _more(session, begin, len(steps))


def _title(session: Session, result: Result[object], element: str) -> str:
    """What the trace found; of another element its kind and its name."""
    rows = [row for row in result.rows if isinstance(row, ShowRow)]
    if not rows:
        return plain(result.summary[session.view.english] or element)
    kind = kind_of(element)
    return (
        f"{session.say(kind.title_zh, kind.title_en)} · {name_of(element, rows, session.view.lang)}"
    )


def _head(session: Session, result: Result[object], steps: Sequence[Step]) -> None:
    """What was asked, at which times, and the package."""
    element = result.params.get("element", "")
    known = moment(result.known_at) if result.known_at else session.say("现在", "now")
    sources = {one.sha256 for one in result.claims.values()}
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            session.say("下载证据包", "download the evidence package"),
            lambda: _package(session, element),
            file_name="evidence.zip",
            mime="application/zip",
            icon=":material/folder_zip:",
            type="primary",
            key="package",
            on_click="ignore",
            help=session.say(
                "答案、原文、查询、证明和校验程序；核对：python3 evidence.zip",
                "answers, excerpts, queries, proofs and a verifier; check: python3 evidence.zip",
            ),
        )
        if question_for(element) == "trace":
            session.link("trace", session.say("看溯源图", "see the graph"), element=element)
        st.text(plain(element))
        st.caption(
            session.say(
                f"当时 {moment(result.as_of)} · 所知 {known} · {len(steps)} 步 · "
                f"{len(result.claims)} 条断言 · {len(sources)} 份原件",
                f"as of {moment(result.as_of)} · known at {known} · {len(steps)} steps · "
                f"{len(result.claims)} claims · {len(sources)} originals",
            )
        )
    st.caption(literal(session.say("台账头 ", "head of the ledger ") + result.ledger_head))
    if find_spec("typst") is not None and (wanting := no_font(session)):
        without = session.say("证据包里没有 PDF。", "The package has no PDF: ")
        st.warning(literal(without + wanting), icon=":material/font_download_off:")
    if any(step.synthetic for step in steps):
        st.warning(
            session.say(
                "含合成数据：标有“合成”的步骤不是任何真实设备的记录",
                "contains synthetic data: steps marked so are no records of real equipment",
            ),
            icon=":material/science:",
        )
    for notice in result.notices:
        st.text(plain(spoken(notice, session.view.lang)))


def _package(session: Session, element: str) -> bytes:
    """The package, made when it is asked for; without a PDF where none can be printed."""
    from dashboard.evidence import gather
    from dashboard.evidence.writing import package_bytes
    from dashboard.render.typesetting import NoChineseFontError

    view = session.view
    contents = session.answers.work(
        lambda workspace: gather(
            workspace,
            element,
            as_of=view.as_of or None,
            known_at=view.known_at or None,
            asker=session.asker.showing_names_in("evidence.zip"),
        ),
        patience=PATIENCE,
    )
    try:
        return package_bytes(contents)
    except (MissingExtraError, NoChineseFontError):
        return package_bytes(contents, pdf=False)


def _begin(session: Session, steps: int) -> int:
    text = session.view.params.get("from", "")
    begin = int(text) if text.isdecimal() and len(text) < 7 else 0
    return begin // SHOWN * SHOWN if begin < steps else 0


def _strip(session: Session, steps: Sequence[Step], begin: int) -> None:
    """Every step on one line: its glyph, and a way to it; what is wrong is also said in words."""
    st.markdown(" ".join(_mark(step, begin) for step in steps))
    wrong = [step for step in steps if step.state not in ("ok", "not_applicable")]
    if not wrong:
        st.text(session.say("没有缺失或不合格的步骤", "no step is missing or failed"))
        return
    told = " · ".join(f"{step.icon} {step.number} {step.what} {step.state_title}" for step in wrong)
    st.markdown(f"**{session.say('要看的步骤', 'steps to look at')}** {literal(told)}")


def _mark(step: Step, begin: int) -> str:
    """A step in the strip; a link where the step is on this part of the page."""
    text = literal(f"{step.icon} {step.number}")
    colour = {"ok": "green", "not_applicable": "gray", "missing": "red"}.get(step.state, "orange")
    here = begin <= step.number - 1 < begin + SHOWN
    label = f"[{text}](#step-{step.number})" if here else text
    return f":{colour}-background[{label}]"


def _step(session: Session, result: Result[object], step: Step) -> None:
    """One step: what it is, its state, and the documents it rests on."""
    with st.container(border=True):
        made_up = session.say(" · 合成", " · synthetic") if step.synthetic else ""
        title = f"{step.number} · {step.what} — {step.icon} {step.state_title}{made_up}"
        st.subheader(literal(title), anchor=f"step-{step.number}")
        st.text(" — ".join(said for said in (step.name, step.detail) if said not in ("", UNNAMED)))
        facts = [
            (session.say("有效期", "valid"), step.valid),
            (session.say("负责", "responsible"), step.responsible),
            (session.say("编号", "id"), readable_id(step.element)),
        ]
        st.caption(" · ".join(session.fact(t, plain(v)) for t, v in facts if v))
        cited = leading(step.claims, result.claims, step.element)
        if not cited:
            st.text(
                session.say(
                    "没有断言：缺失本身就是结论", "no claim: that it is missing is the finding"
                )
            )
        places = by_place(cited)
        for one, claims in places[:CITED]:
            _cited(session, step, one, claims)
        left = sum(len(claims) for _, claims in places[CITED:])
        if left:
            st.caption(
                session.say(f"另有 {left} 条断言，见证据包", f"{left} more claims, see the package")
            )


def _cited(session: Session, step: Step, one: Evidence, claims: Sequence[str]) -> None:
    """Claims of one place: document, place in it, words, hash, and when they were recorded."""
    key = f"{step.number}-{one.claim}"
    # What stands around the words of a claim may speak of anything.
    opens = one.excerpt is not None and session.asker.sees_all
    chosen = opens and session.view.params.get("claim", "") == key
    with st.container(horizontal=True, vertical_alignment="center"):
        place = placed(plain(one.place), session.view.lang)
        file = "" if one.source_id.endswith(one.file) else plain(one.file)
        st.text("  ".join(filter(None, (plain(one.source_id), file, place))))
        if opens:
            st.button(
                session.say("收起原文", "close the source")
                if chosen
                else session.say("看原文", "open the source"),
                key=f"open-{key}",
                type="tertiary",
                icon=":material/close:" if chosen else ":material/article:",
                on_click=session.keep,
                kwargs={"claim": "" if chosen else key},
            )
    if chosen:
        _source(session, one, key)
    elif one.excerpt:
        st.code(plain(one.excerpt), language=None, wrap_lines=True)
    said = session.say("记录于", "recorded")
    ids = " ".join(claims)
    st.caption(literal(f"SHA-256 {one.sha256} · {said} {moment(one.recorded_at)} · {ids}"))


def _source(session: Session, one: Evidence, key: str) -> None:
    """The lines of the original around the words of a claim."""
    to = session.asker.shown_to("evidence")
    around = session.work(lambda workspace: _around(workspace, one, to))
    if around is None:
        st.text(
            session.say(
                "原件不在或那里没有文字：请核对台账",
                "the original is gone, or has no text there: verify the ledger",
            )
        )
        return
    source_view(around, key=f"source-{key}", label=f"{plain(one.source_id)} {plain(one.place)}")


def _around(workspace: Workspace, one: Evidence, to: ShownTo | None) -> Surroundings | None:
    """The words around the first place of a claim."""
    for cited in LedgerReader(workspace.ledger).cited([one.claim]):
        return workspace.ledger.excerpts.around(cited.sha256, cited.place, to=to)
    return None


def _more(session: Session, begin: int, steps: int) -> None:
    if steps <= SHOWN:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, target in (
            (session.say("前面的步骤", "steps before"), begin - SHOWN),
            (session.say("后面的步骤", "steps after"), begin + SHOWN),
        ):
            st.button(
                label,
                disabled=not 0 <= target < steps,
                on_click=session.keep,
                kwargs={"from": str(target) if target else ""},
                key=f"from-{target}",
            )
        last = min(begin + SHOWN, steps)
        st.caption(
            session.say(
                f"第 {begin + 1}–{last} 步，共 {steps} 步", f"{begin + 1}–{last} of {steps}"
            )
        )


PAGE = Page("evidence", "证据链", "Evidence", ":material/fact_check:", 30, draw, keys=KEYS)
