"""Units of D-SI as codes of UCUM, held against pint."""

from __future__ import annotations

import pytest

from loaders.dcc.units import PREFIXES, UNITS, ucum


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        (r"\kelvin", "K"), (r"\degreecelsius", "Cel"), (r"\one", "1"), (r"\percent", "%"),
        (r"\metre\second\tothe{-1}", "m.s-1"), (r"\metre\per\second", "m.s-1"),
        (r"\hecto\pascal", "hPa"), (r"\micro\metre\tothe{2}", "um2"), (r"\one\per\kelvin", "K-1"),
        (r"\watt\per\metre\tothe{2}", "W.m-2"), (r"\kilogram", "kg"),
        ("", ""), ("K", ""), (r"\furlong", ""), (r"\kilo", ""), (r"\tothe{2}", ""),
        (r"\metre\tothe{x}", ""), (r"\metre\per", ""), (r"\metre{2}", ""),
        (r"\kilo\kilo\metre", ""),
    ],
)  # fmt: skip
def test_units(printed: str, code: str) -> None:
    assert ucum(printed) == code


# Names of pint that are spelt otherwise, and what UCUM writes otherwise than pint's symbols.
PINT = {
    "degreecelsius": "degree_Celsius", "one": "", "arcminute": "arcminute", "hertz": "hertz",
    "astronomicalunit": "astronomical_unit", "electronvolt": "electron_volt",
    "nauticalmile": "nautical_mile", "mmHg": "millimeter_Hg",
}  # fmt: skip
UCUM_FORM = {
    "Cel": "°C", "1": "", "'": "arcmin", "''": "arcsec", "har": "ha", "u": "Da",
    "AU": "au", "mm[Hg]": "mmHg", "[kn_i]": "kt", "[nmi_i]": "nmi", "[ppm]": "ppm", "Ohm": "Ω",
    "Ao": "Å", "L": "l",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(set(UNITS) - {"knot", "neper", "bel", "decibel"}))
def test_units_are_those_of_pint(name: str) -> None:
    pint = pytest.importorskip("pint")
    registry = pint.get_application_registry()

    symbol = f"{registry.Unit(PINT.get(name, name)):~}"

    assert symbol == UCUM_FORM.get(UNITS[name], UNITS[name])


@pytest.mark.parametrize("name", sorted(PREFIXES))
def test_prefixes_are_those_of_pint(name: str) -> None:
    pint = pytest.importorskip("pint")

    symbol = f"{pint.get_application_registry().Unit(name + 'metre'):~}"

    assert symbol == f"{PREFIXES[name]}m".replace("um", "µm")
