"""Each cause of a contradiction: what fits it, what only looks like it, and how several rank."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from ontology import BEGINNING, CONFLICT_CAUSES, NODE_KINDS, OPEN_END, make_id
from queries.hypotheses import RULES, Contradiction, hypotheses, hypotheses_of_move
from queries.hypotheses.relocation import moved, not_updated
from queries.hypotheses.rounding import rounding
from queries.hypotheses.site import other_site
from queries.hypotheses.slips import (
    decimal_slip,
    digit_transposition,
    minutes_as_hundredths,
    sign_slip,
    wrong_digit,
)
from queries.positions import PositionRow, moves

Y = {y: f"{y}-01-01T00:00:00Z" for y in range(1950, 2030)}
Place = tuple[float, float]
HERE: Place = (41.5, 111.5)  # 41°30′ 111°30′


def at(
    place: Place, height: float | None = None, *, source: str = "外", begin: str = BEGINNING,
    end: str = OPEN_END, note: str | None = None,
) -> PositionRow:  # fmt: skip
    location = make_id(NODE_KINDS["Location"], "1", source, begin)
    return PositionRow(
        "station:1", location, *place, height, None, begin, end, "stated", (f"{source}{begin}",),
        note,
    )  # fmt: skip


def track(*stays: tuple[int, Place, float | None]) -> list[PositionRow]:
    """The dated stays of one source, each until the next."""
    begins = [Y[year] for year, _, _ in stays]
    ends = [*begins[1:], OPEN_END]
    return [
        at(place, height, source="沿革", begin=begin, end=end)
        for (_, place, height), begin, end in zip(stays, begins, ends, strict=True)
    ]


def against(other: PositionRow, place: Place = HERE, height: float | None = None) -> Contradiction:
    own = at(place, height, source="沿革", begin=Y[2000])
    return Contradiction(other, own, [own, other])


# A source that did not follow a relocation


def test_moved_needs_place_and_height_of_a_former_position() -> None:
    old, new = track((1971, (40.75, 104.5), 1328.1), (1993, (40.1667, 104.8), 1323.9))
    given = at((40.75, 104.5), 1329)

    found = moved(Contradiction(given, new, [old, new, given]))

    assert found is not None
    assert (found.former, found.left_on, found.explains) == (old, Y[1993], ("place",))
    assert found.support == (*old.claims, *new.claims)
    assert moved(Contradiction(at((40.75, 104.5), 1400), new, [old, new])) is None
    assert moved(Contradiction(at((40.6, 104.5), 1329), new, [old, new])) is None


def test_a_new_height_at_the_same_place_is_no_leaving() -> None:
    """53068: rows of 1965 and 1975 at one place, left in 1982."""
    stays = track((1965, (43.65, 112.0), 964.8), (1975, (43.65, 112.0), 964.7),
                  (1982, (43.65, 111.9667), 964.7), (2017, (43.6333, 111.9333), 963.1))  # fmt: skip
    given = at((43.65, 112.0), 966)

    found = moved(Contradiction(given, stays[-1], [*stays, given]))

    assert found is not None
    assert (found.former, found.left_on) == (stays[0], Y[1982])


def test_a_former_height_at_the_current_place_is_not_updated() -> None:
    """53502: 1143.0 m is the height of 1955, the place that of 1971."""
    stays = track((1955, (39.8167, 105.5), 1143.0), (1956, (39.8167, 105.5), 1031.8),
                  (1971, (39.7833, 105.75), 1031.8))  # fmt: skip
    given = at((39.783, 105.75), 1143)

    found = not_updated(Contradiction(given, stays[-1], [*stays, given]))

    assert found is not None
    assert (found.explains, found.former, found.left_on) == (("height",), stays[0], Y[1956])


def test_a_former_place_with_a_height_of_no_time_is_explained_in_part() -> None:
    """53533: left 39°51′ in 2014; nobody gives 1450 m."""
    stays = track((2005, (39.85, 108.7333), 1389.5), (2014, (39.8167, 108.7167), 1414.0))
    given = at((39.85, 108.733), 1450)

    (found,) = hypotheses(Contradiction(given, stays[-1], [*stays, given]))

    assert (found.cause, found.explains, found.former) == ("not_updated", ("place",), stays[0])


def test_a_height_near_a_former_one_far_away_explains_nothing() -> None:
    """50425: 29 km from where it ever stood; that 671 m is near 662.9 m is chance."""
    stays = track((1957, (50.4667, 120.1), 662.9), (1982, (50.25, 120.1833), 581.4))
    given = at((50.5, 120.0667), 671)

    assert hypotheses(Contradiction(given, stays[-1], [*stays, given])) == ()


def test_what_moved_explains_is_not_also_not_updated() -> None:
    stays = track((1990, (41.5, 111.95), 1000.0), (2000, HERE, 1100.0))
    given = at((41.5, 111.95), 1001)

    found = hypotheses(Contradiction(given, stays[-1], [*stays, given]))

    assert [h.cause for h in found] == ["moved"]


# Another site


@pytest.mark.parametrize("note", ["ICAO ZBHH", "see ICAO K7S9."])
def test_an_aerodrome_is_another_site(note: str) -> None:
    found = other_site(against(at((41.5, 111.8), 1084, note=note), height=1153.5))

    assert found is not None
    assert (found.explains, found.support) == (("height", "place"), (f"外{BEGINNING}",))


@pytest.mark.parametrize("note", [None, "新址启用", "ICAO", "ICAO zbhh", "PICAO ZBHH"])
def test_other_words_are_none(note: str | None) -> None:
    assert other_site(against(at((41.5, 111.8), note=note))) is None


def test_where_both_are_aerodromes_it_explains_nothing() -> None:
    own = at(HERE, source="沿革", note="ICAO ZBHH")

    assert other_site(Contradiction(at((41.5, 111.8), note="ICAO ZBHH"), own)) is None


# Slips


@pytest.mark.parametrize(
    ("place", "fits"),
    [
        ((-41.5, 111.5), True),
        ((41.5, -111.5), True),
        ((-41.5, -111.5), True),
        ((-41.49, 111.51), True),  # within a minute
        ((-41.2, 111.5), False),
        ((-41.5, 111.9), False),  # and another longitude
        ((41.9, 111.5), False),
    ],
)
def test_a_sign(place: Place, fits: bool) -> None:
    assert (sign_slip(against(at(place))) is not None) == fits


@pytest.mark.parametrize(
    ("place", "fits"),
    [
        ((4.15, 111.5), True),
        ((41.5, 11.15), True),
        ((4.15, 11.15), True),
        ((4.2, 111.5), False),
        ((4.15, 112.5), False),
        ((-4.15, 111.5), False),
    ],
)
def test_a_decimal_point_of_a_coordinate(place: Place, fits: bool) -> None:
    assert (decimal_slip(against(at(place))) is not None) == fits


@pytest.mark.parametrize(
    ("height", "fits"),
    [(66.29, True), (66, True), (6629, True), (60, False), (-66.29, False), (0, False),
     (690, False)],
)  # fmt: skip
def test_a_decimal_point_of_a_height(height: float, fits: bool) -> None:
    found = decimal_slip(against(at(HERE, height), height=662.9))

    assert (found is not None) == fits
    assert found is None or found.explains == ("height",)


@pytest.mark.parametrize(
    ("place", "fits"),
    [
        ((14.5, 111.5), True),  # 1430 for 4130
        ((41.05, 111.5), True),  # 4103 for 4130
        ((41.5, 115.1), True),  # 115.1 for 111.5 in decimals
        ((41.5, 111.0833), False),  # 11105 for 11130
        ((14.5, 115.1), False),  # one slip, not two
        ((14.5, 111.7), False),
        ((41.75, 111.5), False),
    ],
)
def test_two_digits_exchanged(place: Place, fits: bool) -> None:
    assert (digit_transposition(against(at(place))) is not None) == fits


def test_digits_of_a_height_exchanged() -> None:
    found = digit_transposition(against(at(HERE, 1513.5), height=1153.5))

    assert found is not None
    assert found.explains == ("height",)
    assert digit_transposition(against(at(HERE, 1253.5), height=1153.5)) is None
    assert digit_transposition(against(at(HERE, None), height=1153.5)) is None


@pytest.mark.parametrize(
    ("place", "fits"),
    [
        ((41.3, 111.3), True),
        ((41.3, 111.5), True),
        ((41.3, 111.4), False),
        ((41.31, 111.3), False),
        ((-41.3, 111.3), False),
    ],
)
def test_minutes_as_hundredths(place: Place, fits: bool) -> None:
    """41°30′ 111°30′ written 41.30 111.30."""
    assert (minutes_as_hundredths(against(at(place))) is not None) == fits
    reversed_roles = Contradiction(at(HERE), at(place, source="沿革"))
    assert (minutes_as_hundredths(reversed_roles) is not None) == fits


@pytest.mark.parametrize(
    ("place", "fits"),
    [
        ((41.5, 113.5), True),
        ((41.5, 117.5), True),
        ((41.6667, 111.5), True),  # 4140 for 4130
        ((41.55, 111.5), False),  # 4133 for 4130: a near place differs in its last digit by chance
        ((42.6667, 111.5), False),
        ((41.5, 122.5), False),
        ((41.5333, 113.5), False),
        ((-41.5, 111.5), False),
    ],
)
def test_one_wrong_digit(place: Place, fits: bool) -> None:
    assert (wrong_digit(against(at(place))) is not None) == fits


@pytest.mark.parametrize("rule", [sign_slip, decimal_slip, digit_transposition, wrong_digit])
def test_slips_explain_no_difference_within_the_tolerance(rule) -> None:
    assert rule(against(at((41.51, 111.5), 1010), height=1001)) is None


# Rounding


def test_a_minute_in_both_coordinates_is_beyond_the_tolerance_and_rounding() -> None:
    """53529: 39°06′ 107°59′ and 39°05′ 107°58′ are 2.3 km apart."""
    found = rounding(against(at((39.1, 107.9833)), (39.0833, 107.9667)))

    assert found is not None
    assert found.explains == ("place",)
    assert rounding(against(at((39.1, 108.0)), (39.0833, 107.9667))) is None


def test_a_relocation_on_record_precedes_rounding() -> None:
    stays = track((1954, (39.1, 107.9833), 1380.3), (2014, (39.0833, 107.9667), 1381.4))
    given = at((39.1, 107.9833), 1381)

    found = hypotheses(Contradiction(given, stays[-1], [*stays, given]))

    assert [h.cause for h in found] == ["moved", "rounding"]


def test_what_explains_all_precedes_what_explains_a_part() -> None:
    """A digit explains the place alone; that it is an aerodrome explains the height too."""
    other = at((41.5, 113.5), 1300, note="ICAO ZBHH")

    found = hypotheses(against(other, height=1000))

    assert [h.cause for h in found] == ["other_site", "wrong_digit"]
    assert [h.explains for h in found] == [("height", "place"), ("place",)]


# Jumps and wandering within one source


def causes_of(*stays: tuple[int, Place, float | None]) -> list[tuple[str, list[str]]]:
    ranked = track(*stays)
    return [(m.kind, [h.cause for h in hypotheses_of_move(m, ranked)]) for m in moves(ranked)]


def test_a_wrong_digit_there_and_back() -> None:
    """54313: 112°42′ for 118°42′ in 1971, 496 km away."""
    there = (41.9333, 118.7)

    found = causes_of((1960, there, None), (1971, (41.9333, 112.7), None), (1972, there, None))

    assert found == [("jump", ["wrong_digit"])] * 2


def test_the_digit_is_compared_with_both_neighbours() -> None:
    """53195: 43°50′ 113°43′ before, then 43°52′ 111°38′ for 43°52′ 113°38′."""
    found = causes_of((1972, (43.8333, 113.7167), None), (1992, (43.8667, 111.6333), None),
                      (1999, (43.8667, 113.6333), None))  # fmt: skip

    assert found == [("jump", ["wrong_digit"])] * 2


def test_a_far_stay_that_no_digit_explains_is_unexplained() -> None:
    found = causes_of((1960, HERE, None), (1971, (42.2, 112.9), None), (1972, HERE, None))

    assert found == [("jump", [])] * 2


def test_a_move_that_is_not_taken_back_is_one_that_the_source_records() -> None:
    """52607: 202 km in 2008. A third place near the first, and it is none."""
    first, second = (38.05, 105.1333), (39.4333, 106.65)

    assert causes_of((1962, first, None), (2008, second, None)) == [("jump", ["moved"])]
    found = causes_of((1962, first, None), (2008, second, None), (2009, (39.5, 106.7), None),
                      (2010, (38.1, 105.1), None))  # fmt: skip
    assert found == [("jump", []), ("jump", ["moved"])]


def test_a_recorded_move_is_supported_by_who_else_gives_the_new_place() -> None:
    stays = track((1962, (38.05, 105.1333), None), (2008, (39.4333, 106.65), None))
    other = at((39.4333, 106.65))
    (move,) = moves(stays)

    (found,) = hypotheses_of_move(move, [*stays, other])

    assert found.support == (*stays[0].claims, *stays[1].claims, *other.claims)


def test_wandering_by_a_minute_is_rounding() -> None:
    a, b = (43.6333, 111.9333), (43.6167, 111.9333)

    assert (
        causes_of((2014, a, None), (2015, b, None), (2016, a, None))
        == [("rounding", ["rounding"])] * 2
    )


# The list itself


def test_every_cause_but_unexplained_has_its_rule_and_a_place_in_the_order() -> None:
    names = [rule.__name__ for rule in RULES]

    assert {*names, "unexplained"} == set(CONFLICT_CAUSES.codes)
    assert names == sorted(names, key=CONFLICT_CAUSES.rank)


@pytest.mark.needs_shared
def test_every_height_of_the_file_divided_by_ten_is_a_decimal_slip(shared: Path) -> None:
    """ORIGIN.md: in the edition to 2020-03 the heights are a tenth of those of the other one."""
    folder = shared / "data" / "cma_station_tidymet"

    def heights(name: str) -> dict[tuple[str, str], float]:
        with (folder / name).open(encoding="utf-8-sig") as stream:
            rows = list(csv.DictReader(stream))
        return {(r["site"], r["period_date_begin"]): float(r["alt"]) for r in rows if r["alt"]}

    right = heights("inner_mongolia_relocations_195101_201812.csv")
    wrong = heights("inner_mongolia_relocations_195101_202003.csv")
    both = [(wrong[key], right[key]) for key in right.keys() & wrong.keys()]
    divided = [(w, r) for w, r in both if re.fullmatch(r"\d+\.\d\d", f"{w:.2f}") and w < r / 5]
    assert len(divided) > 450

    found = [hypotheses(against(at(HERE, w), height=r)) for w, r in divided if r - w > 20]

    assert {h[0].cause for h in found} == {"decimal_slip"}
