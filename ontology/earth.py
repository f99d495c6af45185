"""The earth and its standard air as pure functions, for rules on positions and pressure."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from ontology.rules import EARTH_RADIUS_KM

SEA_LEVEL_HPA = 1013.25
_SEA_LEVEL_K, _LAPSE_K_PER_M = 288.15, 0.0065
_EXPONENT = 9.80665 / (287.05287 * _LAPSE_K_PER_M)
LOWEST_M, HIGHEST_M = -5000.0, 11000.0


def great_circle_km(
    latitude: float, longitude: float, to_latitude: float, to_longitude: float
) -> float:
    """Distance of two places in degrees, in kilometres (haversine, mean Earth radius of IUGG).

    >>> round(great_circle_km(40.0, 111.0, 41.0, 111.0), 1)
    111.2
    """
    here, there = radians(latitude), radians(to_latitude)
    d_lat, d_lon = there - here, radians(to_longitude - longitude)
    h = sin(d_lat / 2) ** 2 + cos(here) * cos(there) * sin(d_lon / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(h)))


def standard_pressure_hpa(height_m: float) -> float:
    """Pressure of the standard atmosphere at a height in metres (ISO 2533:1975, troposphere).

    Heights above sea level are taken for geopotential ones, which costs 0.3 hPa at 5000 m.
    Raises `ValueError` beyond -5000 and 11000 m.

    >>> standard_pressure_hpa(0)
    1013.25
    >>> round(standard_pressure_hpa(1129), 1)
    884.8
    """
    if not LOWEST_M <= height_m <= HIGHEST_M:
        raise ValueError(f"{height_m} m is beyond the troposphere of the standard atmosphere")
    return float(SEA_LEVEL_HPA * (1 - _LAPSE_K_PER_M * height_m / _SEA_LEVEL_K) ** _EXPONENT)
