"""Below the trace of an issue: others of the same instrument, batch, standard, visit and so on."""

from __future__ import annotations

import streamlit as st

from dashboard.app.session import Session
from dashboard.app.tables import table
from dashboard.render.issue_tests import title_of_test
from dashboard.render.text import moment
from ontology import NODE_KINDS, key_text
from ontology.codes import ISSUE_KINDS
from queries.similar import SimilarRow

KEY = "like"
_KINDS = {kind.prefix: kind for kind in NODE_KINDS.values()}
_OTHER = {"kind": ("类别", "kind"), "test": ("检查", "test"), "season": ("季节", "season")}


def like(session: Session, issue: str) -> None:
    """A switch for the list, as the address has it; asked once somebody wants it."""
    before = session.view.params.get(KEY, "") == "yes"
    wanted = st.toggle(
        session.say(
            "同一台站、仪器、批次、检定、标准或同一次维护的其他问题",
            "other issues of the same station, instrument, batch, calibration, standard or visit",
        ),
        value=before,
        key=KEY,
    )
    if wanted != before:
        session.keep(**{KEY: "yes" if wanted else ""})
        st.rerun()
    if wanted:
        _list(session, issue)


def _list(session: Session, issue: str) -> None:
    """The likest first; a row leads to its trace."""
    result = session.ask("similar", element=issue)
    rows = [row for row in result.rows if isinstance(row, SimilarRow)]
    table(
        session,
        "like-issues",
        {
            "issue": session.say("编号", "issue"),
            "similarity": session.say("相似度", "similarity"),
            "shared": session.say("共有", "shared"),
            "test": session.say("检查", "test"),
            "began": session.say("开始（+08:00）", "began (+08:00)"),
            "synthetic": session.say("合成", "synthetic"),
        },
        [
            {
                "issue": key_text(row.issue),
                "similarity": row.similarity,
                "shared": [_feature(session, feature) for feature in row.shared],
                "test": title_of_test(row.test, session.view.lang),
                "began": moment(row.began),
                "synthetic": session.say("合成", "yes") if row.certainty == "synthetic" else "",
            }
            for row in rows
        ],
        chosen=lambda n: session.go("trace", element=rows[n].issue),
        total=len(rows) + result.truncated,
    )


def _feature(session: Session, feature: str) -> str:
    """What two issues have in common, by its title."""
    name, _, value = feature.partition(":")
    kind = _KINDS.get(name)
    if kind is not None:
        return f"{session.say(kind.title_zh, kind.title_en)} {key_text(feature)}"
    if name == "kind":
        value = ISSUE_KINDS.title(value, session.view.lang)
    elif name == "test":
        value = title_of_test(value, session.view.lang)
    return f"{session.say(*_OTHER.get(name, (name, name)))} {value}"
