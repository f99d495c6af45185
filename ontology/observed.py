"""Which codes of different providers name one observed variable, as facts.

A series keeps the code of its provider; here stands what that code observes: the code of the WMDS
table 1-01 (WMO-No. 1192, element 1-01) as the registry writes it, `ObservedVariableAtmosphere/216`,
or, for what that table does not tell apart (a period, a level of reduction), the element of BUFR
Table B, `bufr4/b/10/051`. Units in UCUM are those in which the provider gives its values.

What is not certain stands in `UNMAPPED` with the reason. A code in neither is a variable of its
own. The registers of stations of NOAA and Meteostat name no variables.

Sources: WMDS 1-01 in the release that this project keeps; WMO-No. 306, BUFR Table B, classes 10 to
20; field names of CIMISS/MUSIC as its answers print them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_AIR = "ObservedVariableAtmosphere"


@dataclass(frozen=True, slots=True)
class Observed:
    """What a provider's `code` observes: `observed` is the code shared by all, `unit` UCUM."""

    code: str
    observed: str
    unit: str


_SAME: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    # Air temperature. 224 is retired (FT2025-2), 227 superseded; 12166 alone is current.
    (f"{_AIR}/12166", (
        ("TEM", "Cel"), ("bufr4/b/12/101", "K"), ("WDQMS/temperature", "K"),
        (f"{_AIR}/224", ""), (f"{_AIR}/227", ""),
    )),
    (f"{_AIR}/225", (("DPT", "Cel"), ("bufr4/b/12/103", "K"))),
    # Pressure at the station.
    (f"{_AIR}/216", (("PRS", "hPa"), ("bufr4/b/10/004", "Pa"))),
    # Reduced to mean sea level, which the table of WMDS does not tell from the former.
    ("bufr4/b/10/051", (("PRS_Sea", "hPa"), ("bufr4/b/10/051", "Pa"))),
    (f"{_AIR}/12249", (("RHU", "%"), ("bufr4/b/13/003", "%"))),
    # Wind at ten metres over ten minutes, as SYNOP reports it.
    (f"{_AIR}/12006", (("WIN_S_Avg_10mi", "m/s"), ("bufr4/b/11/002", "m/s"))),
    (f"{_AIR}/12005", (("WIN_D_Avg_10mi", "deg"), ("bufr4/b/11/001", "deg"))),
    # Precipitation by period, which the table of WMDS (210) does not tell apart.
    ("bufr4/b/13/019", (("PRE_1h", "mm"), ("bufr4/b/13/019", "kg.m-2"))),
    ("bufr4/b/13/023", (("PRE_24h", "mm"), ("bufr4/b/13/023", "kg.m-2"))),
    (f"{_AIR}/230", (("VIS", "m"), ("bufr4/b/20/001", "m"))),
    (f"{_AIR}/266", (("bufr4/b/20/003", "1"),)),
    # Sunshine of a day.
    (f"{_AIR}/270", (("SSH", "h"), ("bufr4/b/14/031/PT24H", "min"))),
    ("ObservedVariableTerrestrial/629", (("bufr4/b/13/013", "m"),)),
)  # fmt: skip
OBSERVED: Mapping[str, Observed] = MappingProxyType(
    {code: Observed(code, observed, unit) for observed, codes in _SAME for code, unit in codes}
)
"""By the code of the provider."""

_DAY = "一日的统计值，1-01 没有 / a statistic of the day, which 1-01 does not have"
_DEPTH = "1-01 的 596 不分深度 / 596 of 1-01 does not tell depths"
_PAN = "1-01 的 510 是土壤与植物的蒸发，不是蒸发皿 / 510 is of soil and plants, not of a pan"
UNMAPPED: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(
        ("TEM_Avg", "TEM_Max", "TEM_Min", "PRS_Avg", "PRS_Max", "PRS_Min", "RHU_Avg", "RHU_Min",
         "WIN_S_Avg", "WIN_S_Max", "GST_Avg", "GST_Max", "GST_Min"),
        _DAY,
    )
    | dict.fromkeys(("GST_5cm", "GST_10cm", "GST_15cm", "GST_20cm", "GST_40Cm"), _DEPTH)
    | dict.fromkeys(("EVP", "EVP_Big", "bufr4/b/13/033"), _PAN)
    | {
        "GST": "0 厘米地温与 389 的表面温度未必同一 / 0 cm may not be the surface of 389",
        "LGST": "草面温度不在 1-01 / the temperature over grass is not in 1-01",
        "WIN_D_Avg_1mi": "一分钟平均，SYNOP 是十分钟 / over one minute, SYNOP over ten",
        "WIN_S_Avg_1mi": "一分钟平均，SYNOP 是十分钟 / over one minute, SYNOP over ten",
        "PRE_Time_2020": "20 至 20 时，13/023 不定终点 / from 20 to 20, 13/023 ends at any hour",
        "WDQMS/pressure": "本站或海平面，下载表不说 / of the station or of the sea, not told",
        "WDQMS/humidity": "相对湿度或比湿，下载表不说 / relative or specific, not told",
    }
)  # fmt: skip
"""Codes that are known and stand alone, with the reason in Chinese and English."""


def observed_variable(code: str) -> str:
    """The code under which all providers' codes of one observed variable meet, else the code.

    >>> observed_variable("PRS"), observed_variable("bufr4/b/10/004"), observed_variable("GST")
    ('ObservedVariableAtmosphere/216', 'ObservedVariableAtmosphere/216', 'GST')
    """
    found = OBSERVED.get(code)
    return code if found is None else found.observed


def observed_alike(code: str) -> tuple[str, ...]:
    """All codes of the observed variable of a code, itself among them, in order.

    >>> observed_alike("PRS"), observed_alike("GST")
    (('ObservedVariableAtmosphere/216', 'PRS', 'bufr4/b/10/004'), ('GST',))
    """
    shared = observed_variable(code)
    return tuple(sorted({code, shared, *(c for c, o in OBSERVED.items() if o.observed == shared)}))
