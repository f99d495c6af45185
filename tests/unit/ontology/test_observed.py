"""The table of codes that observe the same: its codes exist, and where it is silent it says why."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from loaders import bufr_elements
from loaders.cimiss_music.elements import VARIABLES as MUSIC
from loaders.cma_daily_v3.elements import VARIABLES as DAILY
from ontology import OBSERVED, OBSERVED_TITLES, UNMAPPED, observed_title, observed_variable


def test_a_code_is_mapped_or_has_a_reason_and_never_both() -> None:
    assert not OBSERVED.keys() & UNMAPPED.keys()
    assert all(" / " in reason for reason in UNMAPPED.values())


def test_shared_codes_are_themselves() -> None:
    for row in OBSERVED.values():
        assert observed_variable(row.observed) == row.observed


@pytest.mark.parametrize("variables", [MUSIC, DAILY], ids=["music", "daily"])
def test_every_element_of_the_archives_is_decided_in_its_own_unit(variables) -> None:
    for code, variable in variables.items():
        assert (code in OBSERVED) != (code in UNMAPPED), code
        if code in OBSERVED:
            assert OBSERVED[code].unit == variable.unit


def test_units_of_bufr_elements_are_those_of_table_b() -> None:
    for code, row in OBSERVED.items():
        if code.startswith("bufr4/"):
            assert bufr_elements.variable_of(code).unit == row.unit


def test_shared_codes_are_in_the_published_table_with_what_they_observe(shared: Path) -> None:
    named: dict[str, str] = {}
    tables = {"1-01-01": "ObservedVariableAtmosphere", "1-01-05": "ObservedVariableTerrestrial"}
    for number, register in tables.items():
        path = shared / "data/wmds_code_tables" / f"{number}.csv"
        with path.open(encoding="utf-8-sig", newline="") as stream:
            named |= {f"{register}/{r['notation']}": r["name"] for r in csv.DictReader(stream)}

    shared_codes = {row.observed for row in OBSERVED.values()}

    assert {named[code].partition(" (")[0] for code in shared_codes if code in named} == {
        "Air Temperature", "Dew-point temperature", "Atmospheric pressure", "Relative humidity",
        "Horizontal wind speed at specified distance from reference surface",
        "Horizontal wind direction at specified distance from reference surface",
        "Visibility", "Present weather", "Sunshine duration", "Snow depth",
    }  # fmt: skip
    assert all(c in named or c.startswith("bufr4/b/") for c in shared_codes)
    assert len([c for c in shared_codes if c not in named]) == 3


@pytest.mark.parametrize("variables", [MUSIC, DAILY], ids=["music", "daily"])
def test_every_element_of_the_archives_has_a_title_in_both_languages(variables) -> None:
    for code in variables:
        zh, en = OBSERVED_TITLES[code]
        assert (zh.isascii(), en.isascii()) == (False, True), code


def test_a_code_goes_by_the_title_of_what_observes_the_same() -> None:
    assert observed_title("ObservedVariableAtmosphere/216") == (
        "本站气压（ObservedVariableAtmosphere/216）"
    )
    assert observed_title("bufr4/b/12/101", "en") == "air temperature (bufr4/b/12/101)"
    assert observed_title("ObservedVariableOcean/98") == "ObservedVariableOcean/98"
