"""Times are fixed-width text in UTC whose order is the order of the moments."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ontology import (
    BEGINNING,
    CIVIL,
    OPEN_END,
    TimeError,
    as_of_time,
    civil_date,
    civil_day,
    format_recorded,
    format_valid,
    is_date_only,
    known_at_time,
    parse_moment,
    valid_time,
)

zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
first, last = (
    datetime(*day, tzinfo=UTC).replace(tzinfo=None) for day in ((1, 1, 3), (9999, 12, 28))
)
moments = st.datetimes(first, last, timezones=zones)
days = st.dates(date(1, 1, 2), date(9999, 12, 30))


# Order and width


@given(moments, moments)
def test_order_of_valid_texts_is_the_order_of_moments(one: datetime, other: datetime) -> None:
    one, other = one.replace(microsecond=0), other.replace(microsecond=0)
    first, second = format_valid(one), format_valid(other)

    assert len(first) == len(second) == len(BEGINNING) == len(OPEN_END)
    assert (first < second) is (one < other)
    assert (first == second) is (one == other)
    assert BEGINNING < first < OPEN_END


@given(moments, moments)
def test_order_of_recorded_texts_is_the_order_of_moments(one: datetime, other: datetime) -> None:
    first, second = format_recorded(one), format_recorded(other)

    assert len(first) == len(second)
    assert (first < second) is (one < other)
    assert (first == second) is (one == other)


@given(moments)
def test_texts_give_back_their_moments(moment: datetime) -> None:
    assert parse_moment(format_recorded(moment)) == moment
    assert parse_moment(format_valid(moment)) == moment.replace(microsecond=0)
    assert valid_time(moment.isoformat()) == format_valid(moment)
    assert valid_time(format_valid(moment)) == format_valid(moment)


# Civil days


@given(days)
@example(date(1988, 7, 1))  # China had summer time from 1986 to 1991
@example(date(2018, 12, 31))
@example(date(2016, 2, 28))
def test_day_begins_at_midnight_of_0800_all_year(day: date) -> None:
    begin = valid_time(day.isoformat())

    assert begin.endswith("T16:00:00Z")
    assert parse_moment(begin).astimezone(CIVIL).date() == day
    assert civil_day(begin) == day.isoformat()


@given(days.filter(lambda day: day < date(9999, 12, 30)))
def test_inclusive_end_is_the_begin_of_the_next_day(day: date) -> None:
    """So days tile the time: half-open intervals without gap or overlap."""
    following = day + timedelta(days=1)

    end = valid_time(day.isoformat(), end=True)

    assert end == valid_time(following.isoformat())
    assert valid_time(day.isoformat()) < end


def test_interval_of_one_day() -> None:
    assert valid_time("2018-06-03") == "2018-06-02T16:00:00Z"
    assert valid_time("2018-06-03", end=True) == "2018-06-03T16:00:00Z"


def test_an_end_with_a_time_of_day_is_not_inclusive() -> None:
    assert valid_time("2018-06-03T08:00+08:00", end=True) == "2018-06-03T00:00:00Z"


@pytest.mark.parametrize(
    "text",
    [
        "2018-06-03",
        "2018-6-3",
        "2018/6/3",
        "2018.06.03",
        "20180603",
        "2018年6月3日",
        " 2018-06-03 ",
    ],
)
def test_spellings_of_a_date(text: str) -> None:
    assert is_date_only(text)
    assert civil_date(text) == date(2018, 6, 3)
    assert valid_time(text) == "2018-06-02T16:00:00Z"


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "明天", "2018", "2018-11", "201811", "2018/12", "2018年11月", "2018-06", "20186",
        "2018-02-30", "20180230", "2018-13-01", "2018-00-10", "18-06-03", "99999-01-01",
        "2018-0603", "201806-03", "2018-06-03T08:00:00", "2018-06-03 08:00", "2018-06-03T25:00Z",
        "2018-06-03T08:00:00+99:00", "0000-01-01",
    ],
)  # fmt: skip
def test_what_is_no_date_or_has_no_zone_is_refused(text: str) -> None:
    with pytest.raises(TimeError):
        valid_time(text)


@pytest.mark.parametrize("text", ["2018-11", "201811", "2018-06-03T08:00Z", "2018-02-30", "x"])
def test_what_is_no_date_is_no_civil_date(text: str) -> None:
    with pytest.raises(TimeError):
        civil_date(text)


# Zones


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018-06-03T06:00:00Z", "2018-06-03T06:00:00Z"),
        ("2018-06-03T14:00:00+08:00", "2018-06-03T06:00:00Z"),
        ("2018-06-03 14:00+08:00", "2018-06-03T06:00:00Z"),
        ("2018-06-03T06:00:00.999Z", "2018-06-03T06:00:00Z"),
    ],
)
def test_date_time_with_a_zone(text: str, expected: str) -> None:
    assert valid_time(text) == expected
    assert valid_time(text, zone=CIVIL) == expected


def test_declared_zone_is_for_date_times_without_one() -> None:
    assert valid_time("2018-06-03T14:00:00", zone=CIVIL) == "2018-06-03T06:00:00Z"
    assert valid_time("2018-06-03T14:00:00", zone=UTC) == "2018-06-03T14:00:00Z"
    assert valid_time("2018-06-03", zone=UTC) == "2018-06-02T16:00:00Z"


# Limits


@pytest.mark.parametrize(
    ("text", "end", "expected"),
    [
        ("0001-01-01", False, BEGINNING),
        ("0001-01-01", True, "0001-01-01T16:00:00Z"),
        ("0001-01-02", False, "0001-01-01T16:00:00Z"),
        ("9999-12-30", True, "9999-12-30T16:00:00Z"),
        ("9999-12-31", False, OPEN_END),
        ("9999-12-31", True, OPEN_END),
        ("9999-12-31T23:59:59+08:00", True, OPEN_END),
        ("9999-12-31T23:59:59Z", True, OPEN_END),
    ],
)
def test_limits(text: str, end: bool, expected: str) -> None:
    assert valid_time(text, end=end) == expected


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+08:00", "9999-12-31T23:00:00-08:00"])
def test_moments_outside_the_years_are_refused(text: str) -> None:
    with pytest.raises(TimeError, match="0001 to 9999"):
        valid_time(text)
    with pytest.raises(TimeError, match="0001 to 9999"):
        known_at_time(text)


def test_day_of_a_limit_is_unknown() -> None:
    assert civil_day(BEGINNING) == ""
    assert civil_day(OPEN_END) == ""
    assert civil_day("2018-06-03") == "2018-06-03"


# What a person asks


def test_as_of_a_date_is_the_begin_of_that_day() -> None:
    assert as_of_time("2018-06-03") == "2018-06-02T16:00:00Z"
    assert as_of_time("2018-06-03T14:00") == "2018-06-03T06:00:00Z"
    assert as_of_time("2018-06-03T14:00Z") == "2018-06-03T14:00:00Z"


def test_known_at_a_date_is_the_end_of_that_day() -> None:
    assert known_at_time("2018-06-03") == "2018-06-03T16:00:00.000000Z"
    assert known_at_time("2018-06-03T14:00") == "2018-06-03T06:00:00.000000Z"
    assert known_at_time("2018-06-03T14:00:00.000001Z") == "2018-06-03T14:00:00.000001Z"


@given(days)
def test_known_at_of_a_day_covers_what_was_recorded_on_it(day: date) -> None:
    last = datetime(day.year, day.month, day.day, 23, 59, 59, 999999, CIVIL)

    assert format_recorded(last) < known_at_time(day.isoformat())


@pytest.mark.parametrize("ask", [as_of_time, known_at_time])
def test_what_is_no_time_is_refused(ask: Callable[[str], str]) -> None:
    with pytest.raises(TimeError):
        ask("yesterday")
