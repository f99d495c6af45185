"""Episodes over several runs: they grow, join, part, go and come back under one id."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from loaders.quality_control.model import Episode, Found, Sample
from loaders.quality_control.standing import Scope, reconciled, straddles
from ontology import parse_moment

KEY = ("S", "TEM")


def at(hour: int) -> str:
    return f"2026-01-{1 + hour // 24:02d}T{hour % 24:02d}:00:00Z"


def found(first: int, last: int, end: int | None, count: int | None = None) -> Found:
    samples = dict.fromkeys((first, last))
    return Found(
        *KEY, at(first), at(last), None if end is None else at(end),
        last - first + 1 if count is None else count, "minor", "quality",
        tuple(Sample(at(h), "1", f"lake/{h}", "", 1.0) for h in samples),
    )  # fmt: skip


def near(one: str, other: str) -> bool:
    return parse_moment(other) - parse_moment(one) <= timedelta(hours=4)


def scope(begin: int = 0, end: int = 96, checked: int | None = None, rule: str = "1") -> Scope:
    first = {} if checked is None else {KEY: at(checked)}
    return Scope("d/t", near, lambda _: rule, at(begin), at(end), first)


def run(
    state: dict[str, Episode], where: Scope, *seen: Found
) -> tuple[dict[str, Episode], Counter[str]]:
    """The state after one more run."""
    changed, counts = reconciled(where, state.values(), seen)
    return state | {episode.id: episode for episode in changed}, counts


def first(hour: int) -> str:
    return f"d/t/S/TEM/{at(hour)}"


def standing(state: dict[str, Episode]) -> list[tuple[str, str]]:
    return sorted((e.id, e.status) for e in state.values())


def test_the_same_run_again_changes_nothing() -> None:
    state, counts = run({}, scope(), found(3, 5, 6))
    again, none = run(state, scope(), found(3, 5, 6))

    assert counts == {"opened": 1}
    assert (again, none) == (state, Counter())
    assert standing(state) == [(first(3), "closed")]


def test_an_open_one_goes_on_in_the_next_window_and_ends_there() -> None:
    state, _ = run({}, scope(0, 24), found(20, 23, None))
    state, grown = run(state, scope(24, 48, 24), found(24, 25, None))
    longer = state[first(20)]
    state, ended = run(state, scope(48, 72, 48))

    assert (grown, ended) == ({"extended": 1}, {"closed": 1})
    assert (longer.status, longer.found.count, longer.found.last) == ("open", 6, at(25))
    assert [s.time for s in longer.found.samples] == [at(20), at(25)]
    assert (state[first(20)].status, state[first(20)].found.end) == ("closed", at(48))


def test_a_closed_one_is_opened_again_when_flags_follow_near() -> None:
    state, _ = run({}, scope(0, 24), found(20, 21, 22))
    state, counts = run(state, scope(24, 48, 24), found(24, 26, None))

    assert counts == {"reopened": 1}
    assert standing(state) == [(first(20), "open")]


def test_flags_that_follow_far_open_another() -> None:
    state, _ = run({}, scope(0, 24), found(18, 19, None))
    state, counts = run(state, scope(24, 48, 24), found(26, 27, 28))

    assert counts == {"opened": 1, "closed": 1}
    assert state[first(18)].found.end == at(24)


def test_one_that_grows_backwards_keeps_its_id() -> None:
    state, _ = run({}, scope(), found(10, 12, 13))
    state, counts = run(state, scope(), found(7, 12, 13))

    assert counts == {"extended": 1}
    assert standing(state) == [(first(10), "closed")]
    assert state[first(10)].found.begin == at(7)


def test_of_two_that_become_one_the_later_is_withdrawn_with_the_reason() -> None:
    state, _ = run({}, scope(), found(2, 3, 4), found(10, 11, 12))
    state, counts = run(state, scope(), found(2, 11, 12))

    assert counts == {"extended": 1, "withdrawn": 1}
    assert standing(state) == [(first(2), "closed"), (first(10), "withdrawn")]
    assert first(2) in state[first(10)].reason


def test_one_that_falls_in_two_keeps_its_id_for_the_first_and_the_old_one_comes_back() -> None:
    state, _ = run({}, scope(), found(2, 3, 4), found(10, 11, 12))
    state, _ = run(state, scope(), found(2, 11, 12))
    state, counts = run(state, scope(), found(2, 3, 4), found(9, 11, 12))

    assert counts == {"changed": 1, "reopened": 1}
    assert standing(state) == [(first(2), "closed"), (first(10), "closed")]
    assert state[first(10)].reason == ""


def test_a_new_one_does_not_take_the_id_of_one_that_grew_away_from_it() -> None:
    state, _ = run({}, scope(), found(10, 12, 13))
    state, _ = run(state, scope(), found(2, 12, 13))  # d/t/S/TEM/…10 begins at 2 now
    state, counts = run(state, scope(), found(2, 3, 4), found(10, 12, 13))

    assert counts == {"changed": 1, "opened": 1}
    assert standing(state) == [(first(10), "closed"), (f"{first(10)}/2", "closed")]


def test_a_corrected_value_withdraws_and_another_correction_brings_it_back() -> None:
    state, _ = run({}, scope(), found(5, 6, 7))
    state, gone = run(state, scope())
    reason = state[first(5)].reason
    again, still = run(state, scope())
    back, counts = run(again, scope(), found(5, 6, 7))

    assert (gone, still, counts) == ({"withdrawn": 1}, Counter(), {"reopened": 1})
    assert "更正" in reason
    assert standing(back) == [(first(5), "closed")]


def test_other_thresholds_are_the_reason_where_they_are() -> None:
    state, _ = run({}, scope(), found(5, 6, 7))
    state, _ = run(state, scope(rule="2"))

    assert "1 → 2" in state[first(5)].reason


def test_a_run_beside_an_episode_leaves_it_alone() -> None:
    state, _ = run({}, scope(0, 24), found(5, 6, 7))
    after, counts = run(state, scope(48, 72, 48))

    assert (after, counts) == (state, Counter())


def test_looking_again_at_the_middle_keeps_the_end_that_is_known() -> None:
    state, _ = run({}, scope(0, 48), found(20, 23, 24))
    after, counts = run(state, scope(0, 24), found(20, 23, None))

    assert (after, counts) == (state, Counter())


def test_what_straddles_a_window() -> None:
    long = found(10, 30, 31)

    assert straddles(long, at(20), at(48))
    assert straddles(long, at(0), at(20))
    assert not straddles(long, at(0), at(48))
    assert not straddles(long, at(31), at(48))
    assert not straddles(long, "", "")


def test_the_worst_of_two_stretches_is_kept() -> None:
    worse = replace(
        found(24, 24, 25), severity="major", samples=(Sample(at(24), "9", "x", "", 5.0),)
    )
    state, _ = run({}, scope(0, 24), found(20, 23, None))
    state, _ = run(state, scope(24, 48, 24), worse)

    joined = state[first(20)].found
    assert (joined.severity, joined.worst.value, joined.count) == ("major", "9", 5)
