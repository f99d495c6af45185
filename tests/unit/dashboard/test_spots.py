"""Labels of a map: what stands where, told once."""

from __future__ import annotations

from dashboard.render.spots import LABELS, Spot, labels


def spot(label: str, longitude: float = 120.0, latitude: float = 50.0) -> Spot:
    return Spot(label, longitude, latitude, label, label, "#0072B2")


def test_what_another_line_goes_on_from_is_left_out() -> None:
    """Two sources of one position, of which one has no dates."""
    found = labels([spot("现址"), spot("现址 2024–"), spot("旧址 2012–2024", 121.0, 51.0)])

    assert [text for _, text in found] == ["现址 2024–", "旧址 2012–2024"]


def test_labels_of_one_place_stand_one_below_the_other() -> None:
    assert [text for _, text in labels([spot("旧址 2001–"), spot("现址 2024–")])] == [
        "旧址 2001–\n现址 2024–"
    ]


def test_of_too_many_none_has_a_label() -> None:
    assert labels([spot(str(n), 100 + n / 10) for n in range(LABELS + 1)]) == []
