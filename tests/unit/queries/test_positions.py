"""Rules of positions: distance, preference, disagreement, explanation, jumps and rounding."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ontology import BEGINNING, NODE_KINDS, OPEN_END, make_id
from queries.positions import (
    PositionRow,
    disagreements,
    distance_km,
    explaining,
    height_difference,
    moves,
    ordered,
    preferred_at,
)

Y = {y: f"{y}-01-01T00:00:00Z" for y in range(1950, 2030)}


def at(
    latitude: float,
    longitude: float,
    height: float | None = None,
    *,
    source: str = "沿革",
    begin: str = BEGINNING,
    end: str = OPEN_END,
    snapshot: str | None = None,
    certainty: str = "stated",
) -> PositionRow:
    location = make_id(NODE_KINDS["Location"], "53463", source, begin)
    return PositionRow(
        "station:53463", location, latitude, longitude, height, snapshot, begin, end, certainty,
        (f"{source}{begin}",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        ((0, 0), (0, 0), 0),
        ((0, 0), (0, 1), 111.195),  # a degree of a sphere of 6371.0088 km
        ((0, 0), (1, 0), 111.195),
        ((60, 0), (60, 1), 55.597),  # a little less than half of it at 60 degrees north
        ((0, 0), (0, 180), 20015.114),  # half way round
        ((90, 0), (-90, 0), 20015.114),
        # Nashville to Los Angeles: 2887.26 km where the radius is taken as 6372.8 km
        ((36.12, -86.67), (33.94, -118.40), 2887.2599506071 * 6371.0088 / 6372.8),
        ((0, 179.5), (0, -179.5), 111.195),  # across the date line
    ],
)
def test_distance(a: tuple[float, float], b: tuple[float, float], km: float) -> None:
    assert distance_km(at(*a), at(*b)) == pytest.approx(km, abs=0.002)
    assert distance_km(at(*b), at(*a)) == distance_km(at(*a), at(*b))


def test_difference_of_heights_is_unknown_where_one_is() -> None:
    assert height_difference(at(0, 0, 1000.0), at(0, 0, 1020.5)) == 20.5
    assert height_difference(at(0, 0, 1020.5), at(0, 0, 1000.0)) == 20.5
    assert height_difference(at(0, 0, None), at(0, 0, 1000.0)) is None


# Preference


def ranked(*positions: PositionRow, **families: str) -> list[PositionRow]:
    known = {p.claims[0]: families.get(p.source_id, "station_history") for p in positions}
    return ordered(positions, known)


def test_authority_of_the_source_decides() -> None:
    foreign, own = at(1, 1, source="外"), at(2, 2, source="内")

    found = ranked(foreign, own, 外="foreign_registry", 内="national_registry")

    assert found == [own, foreign]


def test_a_statement_precedes_synthetic_data_of_a_better_source() -> None:
    made_up = at(1, 1, source="合成", certainty="synthetic")
    stated = at(2, 2, source="外")

    assert ranked(made_up, stated, 合成="certificate", 外="monitoring") == [stated, made_up]


def test_the_preferred_position_is_the_first_that_holds() -> None:
    old, new = at(1, 1, begin=Y[1950], end=Y[1990]), at(2, 2, begin=Y[1990])

    assert preferred_at([old, new], Y[1989]) == old
    assert preferred_at([old, new], Y[1990]) == new  # its end is not its own
    assert preferred_at([old, new], Y[1950]) == old
    assert preferred_at([old], Y[1990]) is None


# Disagreement


def disagreeing(*positions: PositionRow, moment: str = Y[2018]) -> list[tuple[str, str, str]]:
    """(other source, compared place's begin, source of the explanation or unexplained)."""
    return [
        (d.other.source_id, d.preferred.valid_from, d.former.valid_from if d.former else "?")
        for d in disagreements(positions, moment)
    ]


HERE = at(40.0, 110.0, 1000.0, begin=Y[2000])


@pytest.mark.parametrize(
    ("latitude", "height", "disagrees"),
    [
        (40.0179, 1000.0, False),  # 1.99 km
        (40.0181, 1000.0, True),  # 2.01 km
        (40.0, 1020.0, False),  # 20 m and no more
        (40.0, 1020.1, True),
        (40.0, None, False),  # an unknown height contradicts nothing
        (40.1, None, True),
    ],
)
def test_tolerances(latitude: float, height: float | None, disagrees: bool) -> None:
    other = at(latitude, 110.0, height, source="外")

    assert bool(disagreeing(HERE, other)) is disagrees


def test_one_source_does_not_disagree_with_itself() -> None:
    assert disagreeing(HERE, at(50.0, 110.0, begin=Y[2000])) == []


def test_a_source_without_dates_is_compared_on_its_snapshot_day() -> None:
    """The list of 2016 gives the place of then; that the station has moved since is no conflict."""
    before, after = (
        at(40.0, 110.0, begin=Y[2000], end=Y[2017]),
        at(41.0, 110.0, begin=Y[2017]),
    )
    right = at(40.0, 110.0, source="名录", snapshot=Y[2016])
    wrong = at(41.0, 110.0, source="旧名录", snapshot=Y[2016])

    assert disagreeing(before, after, right, wrong) == [("旧名录", Y[2000], "?")]


def test_a_source_with_dates_is_compared_at_the_moment() -> None:
    before, after = (
        at(40.0, 110.0, begin=Y[2000], end=Y[2017]),
        at(41.0, 110.0, begin=Y[2017]),
    )
    other = at(40.0, 110.0, source="外", begin=Y[1990])

    assert disagreeing(before, after, other, moment=Y[2016]) == []
    assert disagreeing(before, after, other, moment=Y[2017]) == [("外", Y[2017], Y[2000])]


def test_a_source_that_says_nothing_of_the_day_does_not_disagree() -> None:
    past = at(50.0, 110.0, source="外", begin=Y[1990], end=Y[1995])

    assert disagreeing(HERE, past) == []
    assert disagreements([past], Y[2018]) == []


# What explains it


def test_the_place_that_was_left_explains_it() -> None:
    old = at(41.0, 110.0, 900.0, begin=Y[1950], end=Y[1993])
    new = at(40.0, 110.0, 1000.0, begin=Y[1993])
    stale = at(41.0, 110.0, 905.0, source="外")

    (found,) = disagreements([old, new, stale], Y[2018])

    assert found.former == old
    assert found.left_on == Y[1993]
    assert found.distance_km == pytest.approx(111.19, abs=0.01)


def explanation(other: PositionRow, *former: PositionRow) -> PositionRow | None:
    return explaining([HERE, *former], other, HERE)


def former(latitude: float, height: float | None, year: int) -> PositionRow:
    return at(latitude, 110.0, height, begin=Y[year], end=Y[year + 5])


def test_of_two_former_places_the_height_decides() -> None:
    """53463 in small: two former rows fit, and the one of the right height is meant."""
    low, high = former(41.0, 990.0, 1980), former(41.0, 1005.0, 1960)

    assert explanation(at(41.0, 110.0, 1004.0, source="外"), low, high) == high
    assert explanation(at(41.0, 110.0, 991.0, source="外"), low, high) == low


def test_of_two_at_one_height_the_latest_is_meant() -> None:
    early, late = former(41.0, 990.0, 1960), former(41.0, 990.0, 1980)
    stale = at(41.0, 110.0, 990.0, source="外")

    assert explanation(stale, early, late) == late
    assert explanation(stale, late, early) == late


def test_the_nearest_is_meant_whatever_its_height() -> None:
    near, far = former(41.0, 1005.0, 1960), former(41.01, 990.0, 1980)

    assert explanation(at(41.0, 110.0, 990.0, source="外"), near, far) == near


@pytest.mark.parametrize(
    "unfit",
    [
        former(41.03, 990.0, 1980),  # 3.3 km away
        former(41.0, 1010.5, 1980),  # 20.5 m too high
        at(41.0, 110.0, 990.0, begin=Y[1980], source="外"),  # its own word
        at(41.0, 110.0, 990.0, source="另一外"),  # since when is not said
        at(41.0, 110.0, 990.0, begin=Y[1980], snapshot=Y[2016], source="名录"),
        at(41.0, 110.0, 990.0, begin=Y[2001], end=Y[2002]),  # after it, not before
    ],
)
def test_what_does_not_fit_leaves_it_unexplained(unfit: PositionRow) -> None:
    assert explanation(at(41.0, 110.0, 990.0, source="外"), unfit) is None


# Moves within one source


def moved(*places: tuple[float, float]) -> list[tuple[str, int, bool]]:
    """Kind, number of the step, whether it is taken back, of places held a year each."""
    track = [at(*p, begin=Y[2000 + i], end=Y[2001 + i]) for i, p in enumerate(places)]
    return [(m.kind, int(m.after.valid_from[:4]) - 2000, m.returns) for m in moves(track)]


MINUTE = 1 / 60


@pytest.mark.parametrize(
    ("places", "found"),
    [
        ([(40, 110), (40.44, 110)], []),  # 49 km
        ([(40, 110), (40.46, 110)], [("jump", 1, False)]),  # 51 km
        ([(40, 110), (44, 110), (40, 110)], [("jump", 1, True), ("jump", 2, True)]),
        ([(40, 110), (44, 110), (40.4, 110)], [("jump", 1, True), ("jump", 2, True)]),
        ([(40, 110), (44, 110), (44.1, 110)], [("jump", 1, False)]),
        # one arc minute to and fro
        (
            [(40, 110), (40 + MINUTE, 110), (40, 110)],
            [("rounding", 1, True), ("rounding", 2, True)],
        ),
        (
            [(40, 110), (40, 110 + MINUTE), (40, 110)],
            [("rounding", 1, True), ("rounding", 2, True)],
        ),
        ([(40, 110), (40 + MINUTE, 110)], []),  # and stays: a move
        ([(40, 110), (40 + MINUTE, 110 + MINUTE), (40, 110)], []),  # in both at once
        ([(40, 110), (40 + 2 * MINUTE, 110), (40, 110)], []),  # two minutes
        ([(40, 110), (40, 110), (40, 110)], []),  # no step at all
    ],
)
def test_moves(places: Sequence[tuple[float, float]], found: list[tuple[str, int, bool]]) -> None:
    assert moved(*places) == found


def test_moves_are_within_one_source_with_dates() -> None:
    one, other = at(40, 110, begin=Y[2000]), at(50, 110, begin=Y[2001], source="外")
    undated = [at(40, 110, source="名录"), at(50, 110, source="名录")]

    assert moves([one, other, *undated]) == []


def test_moves_are_read_in_order_of_time() -> None:
    old, new = at(40, 110, begin=Y[2000], end=Y[2001]), at(44, 110, begin=Y[2001])

    (found,) = moves([new, old])

    assert (found.before, found.after) == (old, new)
