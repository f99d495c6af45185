"""Chains to a measurement standard that end early: the count, and the list by link and league."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import streamlit as st

from dashboard.app.reconciliation import league_title
from dashboard.app.session import Session
from dashboard.app.station_tables import said, section
from dashboard.app.tables import filled, table
from ontology import CHAIN_LINKS, observed_title
from queries import Result, broken_chains
from queries.broken_chains import CHAIN, COUNT, BrokenRow

KEYS = ("link", "league")
_LINKS = tuple(code for code in CHAIN_LINKS.codes if code != "complete")


def counted(session: Session) -> tuple[int, str]:
    """How many chains break, and at which links."""
    total, told = broken_chains.counted(_rows(session.ask("broken-chains"), COUNT))
    return total, told[session.view.english]


def broken(session: Session) -> None:
    """By league and link, then chain by chain; a row leads to its trace."""
    link, league = (session.view.params.get(name, "") for name in KEYS)
    link = link if link in _LINKS else ""
    params = {"link": link, "league": league}
    result = session.ask("broken-chains", **{k: v for k, v in params.items() if v})
    _filter(session, link)
    if league:
        label = session.say("全部盟市", "all leagues")
        chosen = {"broken": "yes", "link": link}
        session.link("stations", label, icon=":material/filter_alt_off:", **chosen)
    counts = _rows(result, COUNT)
    if not league and len({row.league for row in counts}) > 1:
        _by_league(session, counts)
    _chains(session, _rows(result, CHAIN), sum(row.chains or 0 for row in counts))


def _filter(session: Session, link: str) -> None:
    """The links at which chains break, to choose one of them."""
    st.session_state["chain-link"] = link
    st.pills(
        session.say("断在哪一环", "breaks at"),
        ["", *_LINKS],
        format_func=lambda code: (
            CHAIN_LINKS.title(code, session.view.lang) if code else session.say("全部", "all")
        ),
        key="chain-link",
        on_change=lambda: session.keep(link=st.session_state["chain-link"] or ""),
    )


def _by_league(session: Session, counts: Sequence[BrokenRow]) -> None:
    """A line for each league, those with most broken chains first; a row narrows the list."""
    by_league: dict[str, dict[str, int]] = defaultdict(dict)
    for row in counts:
        by_league[row.league][row.link] = row.chains or 0
    names = {row.league: row.league_name for row in counts}
    order = sorted(by_league, key=lambda code: (-sum(by_league[code].values()), code))
    links = [link for link in _LINKS if any(link in found for found in by_league.values())]
    columns = {
        "league": session.say("盟市", "league"),
        "chains": session.say("断链", "broken"),
        **{link: CHAIN_LINKS.title(link, session.view.lang) for link in links},
    }
    shown = [
        {
            "league": league_title(session, code, names[code]),
            "chains": sum(by_league[code].values()),
            **{link: by_league[code].get(link, 0) for link in links},
        }
        for code in order
    ]

    def narrow(number: int) -> None:
        session.keep(league=order[number])
        st.rerun()

    st.subheader(session.say("各盟市断在哪一环", "where chains break, by league"), anchor=False)
    table(session, "broken-by-league", columns, shown, chosen=narrow)


def _chains(session: Session, rows: Sequence[BrokenRow], total: int) -> None:
    lang = session.view.lang
    columns = {
        "link": session.say("断于", "breaks at"),
        "station": session.say("台站", "station"),
        "variable": session.say("要素", "variable"),
        "instrument": session.say("仪器", "instrument"),
        "reason": session.say("说明的原因", "reason given"),
        "league": session.say("盟市", "league"),
        "subject": session.say("编号", "id"),
        "synthetic": session.say("合成", "synthetic"),
    }
    shown = [
        {
            "link": CHAIN_LINKS.title(row.link, lang),
            "station": f"{said(row.station)} {row.station_name}".strip(),
            "variable": observed_title(row.variable, lang) if row.variable else "",
            "instrument": said(row.instrument),
            "reason": row.reason,
            "league": league_title(session, row.league, row.league_name),
            "subject": said(row.subject),
            "synthetic": session.say("合成", "yes") if row.certainty == "synthetic" else "",
        }
        for row in rows
    ]
    section(
        session,
        "broken-chains",
        session.say("断开的溯源链", "broken chains"),
        filled(columns, shown),
        shown,
        chosen=lambda n: session.go("trace", element=rows[n].instrument or rows[n].station),
        total=total,
    )


def _rows(result: Result[object], part: str) -> list[BrokenRow]:
    return [row for row in result.rows if isinstance(row, BrokenRow) and row.part == part]
