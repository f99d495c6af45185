"""The kept columns of `pareto` count as a plain look at every issue does, and follow the graph."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from graph import Claim
from ontology import civil_day
from queries.pareto import facts

# Around midnight at +08:00, around the ends of months, years and February, and a date alone.
MOMENTS = [
    f"{day}T{hour}Z"
    for day in ("2019-12-31", "2020-01-01", "2020-02-28", "2020-02-29", "2020-03-01", "2020-11-30")
    for hour in ("00:00:00", "15:59:59", "16:00:00", "23:59:59")
] + ["2020-02-29", "2020-03-01"]
SAID = st.one_of(st.none(), st.sampled_from(["缺测", "跳变"]))
ROWS = st.lists(st.tuples(st.sampled_from(MOMENTS), SAID), max_size=40)


def ask_of(rows: list[tuple[str, str | None]], links: list[tuple[str, str]] = ()):
    """A question over issues that began and say so, and what they are about."""
    ids = [f"issue:{n * 7 % 41:02d}" for n in range(len(rows))]  # in another order than they began
    told = [(i, began, None, said, None, None) for i, (began, said) in zip(ids, rows, strict=True)]
    values = lambda stage: iter({"issues": told, "links_Series": links}.get(stage.name, []))  # noqa: E731
    return SimpleNamespace(kept=lambda _, make: make(), values=values), told


@given(ROWS, st.sampled_from(MOMENTS), st.sampled_from(MOMENTS))
def test_a_period_a_month_and_a_value_count_as_issue_by_issue(
    rows: list[tuple[str, str | None]], since: str, until: str
) -> None:
    ask, told = ask_of(rows)
    inside = [row for row in told if since <= row[1] < until]

    issues, column = facts.issues_of(ask), facts.stated(ask, "test")
    period = issues.between(since, until)
    months = dict(issues.monthly(period))

    assert len(period) == len(inside)
    assert {m: len(part) for m, part in months.items()} == Counter(
        civil_day(row[1])[:7] for row in inside
    )
    assert {m: issues.first(part) for m, part in months.items()} == {
        m: min(row[0] for row in inside if civil_day(row[1])[:7] == m) for m in months
    }
    counts = {column.values[code]: n for code, n in column.counts(period).items()}
    assert counts == Counter(row[3] or "" for row in inside)
    assert column.firsts(issues, period) == {
        value: min(row[0] for row in inside if (row[3] or "") == value) for value in counts
    }


@given(
    ROWS,
    st.lists(st.tuples(st.integers(0, 45), st.sampled_from("abc")), max_size=60),
    st.sampled_from(["", *MOMENTS]),
    st.sampled_from(["9", *MOMENTS]),
)
def test_an_issue_counts_once_with_each_thing_it_is_about(
    rows: list[tuple[str, str | None]], about: list[tuple[int, str]], since: str, until: str
) -> None:
    """Also of a period that ends before it begins, in which there is nothing."""
    links = [(f"issue:{number:02d}", thing) for number, thing in about]
    ask, told = ask_of(rows, links)
    inside = {row[0] for row in told if since <= row[1] < until}

    issues, things = facts.issues_of(ask), facts.about(ask)
    period = issues.between(since, until)

    linked = {(issue, thing) for issue, thing in links if issue in inside}
    counts = {things.values[code]: n for code, n in things.counts(period).items()}
    assert counts == Counter(thing for _, thing in linked)
    assert things.issues(period) == len({issue for issue, _ in linked})
    assert things.firsts(issues, period) == {
        thing: min(i for i, x in linked if x == thing) for thing in counts
    }


def test_what_is_kept_follows_the_graph_and_tells_its_statements(home) -> None:
    def said(*months: str) -> list[Claim]:
        return [Claim("Issue", f"issue:{m}", None, {"began": f"{m}-10T00:00:00Z"}) for m in months]

    home.says(*said("2018-05", "2018-06"))
    first = home.ask("pareto", by="month")
    again = home.ask("pareto", by="month")
    home.says(*said("2018-06", "2018-07", "2018-08"))
    later = home.ask("pareto", by="month")

    assert [row.value for row in first.rows] == ["2018-05", "2018-06"]
    assert again.rows == first.rows
    assert [one.stage for one in again.executed] == [one.stage for one in first.executed]
    assert [row.value for row in later.rows] == ["2018-06", "2018-07", "2018-08"]
    assert [r.value for r in home.ask("pareto", by="month", as_of="2018-07-01").rows] == ["2018-06"]
