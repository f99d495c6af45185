"""Distances and the standard atmosphere against published numbers."""

import pytest

from ontology.earth import great_circle_km, standard_pressure_hpa


@pytest.mark.parametrize(
    ("height", "pressure"),  # U.S. Standard Atmosphere 1976, by geometric height
    [(0, 1013.25), (500, 954.61), (1000, 898.76), (2000, 795.01), (3000, 701.21), (5000, 540.48)],
)
def test_the_standard_atmosphere(height: float, pressure: float) -> None:
    assert standard_pressure_hpa(height) == pytest.approx(pressure, abs=0.3)


@pytest.mark.parametrize("height", [-5001, 11001, float("nan")])
def test_beyond_the_troposphere_nothing_is_said(height: float) -> None:
    with pytest.raises(ValueError, match="troposphere"):
        standard_pressure_hpa(height)


def test_a_quarter_of_the_earth() -> None:
    assert great_circle_km(0, 0, 90, 0) == pytest.approx(10007.557, abs=0.001)
    assert great_circle_km(0, 179.5, 0, -179.5) == pytest.approx(111.195, abs=0.001)
