"""Answers at times before all that is known, or dated: empty, and said why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from dashboard.render.text import spoken
from graph import Claim, Workspace
from ontology import CIVIL, parse_moment, valid_time
from queries import questions

Chain = Callable[..., dict[str, Claim]]
# `diff` asks of two times of its own.
OPEN = [
    q.id for q in questions().values() if q.id != "diff" and not any(p.required for p in q.params)
]


def first_recorded(workspace: Workspace) -> str:
    """The time at which the first load closed, rounded up to the second, at +08:00."""
    recorded = workspace.ledger.first_recorded()
    assert recorded is not None
    at = parse_moment(recorded).astimezone(CIVIL) + timedelta(seconds=1)
    return f"{at:%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize("question", OPEN)
def test_before_the_first_load_it_is_told_from_when_on_anything_is_known(
    home, chain: Chain, question: str
) -> None:
    home.says(*chain().values())

    (notice,) = home.ask(question, known_at="2000-01-01").notices

    moment = first_recorded(home.workspace)
    zh, en = spoken(notice, "zh"), spoken(notice, "en")
    assert moment in zh
    assert "记录" in zh
    assert moment in en
    assert en.isascii()


def test_at_the_time_that_is_told_something_is_known(home, chain: Chain) -> None:
    home.says(*chain().values())
    moment = first_recorded(home.workspace).replace(" ", "T")

    then = home.ask("stations", known_at=moment)

    assert then.rows
    assert then.notices == home.ask("stations").notices == ()


def test_a_home_without_loads_tells_of_none(home) -> None:
    assert home.ask("stations", known_at="2000-01-01").notices == ()
    assert home.ask("tasks", as_of="1900-01-01").notices == ()


def test_before_the_first_date_it_is_told(home, chain: Chain) -> None:
    """The chain begins on 2010-01-01; what has no known begin holds at all times."""
    home.says(*chain().values(), Claim("PART_OF", "unit:甲", "unit:乙"))

    before = home.ask("tasks", as_of="2009-12-31")
    since = home.ask("tasks", as_of="2010-01-01")

    assert before.rows == since.rows == ()
    (notice,) = before.notices
    assert "2010-01-01" in spoken(notice, "zh")
    assert "2010-01-01" in spoken(notice, "en")
    assert since.notices == home.ask("tasks").notices == ()
    assert [e.stage for e in before.executed] == [e.stage for e in since.executed]


def test_a_node_alone_has_a_date(home) -> None:
    home.says(Claim("Station", "station:1", None, {"name": "站"}, valid_time("1960-01-01")))

    assert "1960-01-01" in home.ask("tasks", as_of="1950-01-01").notices[0]
    assert home.ask("tasks", as_of="1961-01-01").notices == ()
