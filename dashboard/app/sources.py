"""The sources of what is shown: document, place, excerpt, hash, and when it was recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from dashboard.app.session import Session, literal
from dashboard.render.text import moment, placed, plain
from queries import Evidence, Result, leading


def by_place(cited: Sequence[Evidence]) -> list[tuple[Evidence, list[str]]]:
    """Each place of a document once, with the ids of all claims that were read there."""
    places: dict[tuple[str, str, str], tuple[Evidence, list[str]]] = {}
    for one in cited:
        place = (one.source_id, one.sha256, one.place)
        places.setdefault(place, (one, []))[1].append(one.claim)
    return list(places.values())


def sources(
    session: Session,
    result: Result[object],
    claims: Iterable[str],
    element: str = "",
    *,
    most: int | None = None,
) -> None:
    """Evidence of claims of an answer, those about `element` first; how many more are not shown."""
    st.markdown(f"**{session.say('出处', 'sources')}**")
    cited = [first for first, _ in by_place(leading(claims, result.claims, element))]
    if not cited:
        st.text(
            session.say("没有断言：缺失本身就是结论", "no claim: that it is missing is the finding")
        )
    for one in cited[:most]:
        st.caption(literal(f"{one.source_id} {placed(one.place, session.view.lang)}"))
        if one.excerpt:
            st.code(plain(one.excerpt)[:400], language=None, wrap_lines=True)
        st.caption(literal(f"SHA-256 {one.sha256[:16]}… · {moment(one.recorded_at)}"))
    if most is not None and len(cited) > most:
        st.caption(
            session.say(
                f"显示 {most} / {len(cited)} 条出处", f"{most} of {len(cited)} sources shown"
            )
        )
