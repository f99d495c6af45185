"""What an address asks for: nothing in it can fail, what makes no sense is named."""

from __future__ import annotations

import pytest

from dashboard.app.view import View, view_of


def test_an_address_says_language_times_and_parameters_of_the_page() -> None:
    address = {"lang": "en", "as_of": "2018-06-03", "element": "station:53463", "kind": "quality"}

    view = view_of(address, {}, ("element",))

    assert (view.lang, view.as_of, view.known_at) == ("en", "2018-06-03", "")
    assert view.params == {"element": "station:53463"}
    assert view.ignored == ("kind=quality",)


def test_the_address_counts_before_what_the_session_remembers() -> None:
    remembered = {"lang": "en", "as_of": "2018-06-03", "known_at": ""}

    assert view_of({}, remembered, ()).as_of == "2018-06-03"
    assert view_of({"as_of": "2019-01-01"}, remembered, ()).as_of == "2019-01-01"


@pytest.mark.parametrize(
    "address",
    [
        {"lang": "fr"},
        {"as_of": "yesterday"},
        {"known_at": "2018-13-45"},
        {"old": "1"},
        {"element": "x" * 3000},
    ],
)
def test_what_makes_no_sense_is_ignored_and_named(address: dict[str, str]) -> None:
    view = view_of(address, {}, ("element",))

    assert view == View(ignored=view.ignored)
    assert len(view.ignored) == 1
    assert next(iter(address)) in view.ignored[0]


def test_the_address_of_a_view_gives_the_same_view_again() -> None:
    view = View("en", "2018-06-03", "2026-01-01", {"element": "unit:甲 & 乙?#=%"})

    assert view_of(view.address(**view.params), {}, ("element",)) == view
    assert View().address() == {}
