"""The observed variables of the sample: codes, titles, UCUM units and what their sensors are.

The code is what stands in the tables. Intervals and tolerances are made up for the sample; what
is due when follows from the rule document in force, never from these numbers.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Variable:
    """An observed variable and its sensors in the sample.

    `unit`: UCUM. `letter`: in model names (SYN-T100). `interval_days`: between calibrations.
    `tolerance`: greatest permitted error, in the unit. `typical` and `spread`: values of it.
    """

    code: str
    title_zh: str
    title_en: str
    unit: str
    letter: str
    height_m: str
    interval_days: int
    tolerance: float
    calibration_kind: str
    typical: float
    spread: float


VARIABLES = (
    Variable("TEM", "气温", "air temperature", "Cel", "T", "1.5", 730, 0.2, "检定", 8, 15),
    Variable("PRS", "本站气压", "station pressure", "hPa", "P", "1.2", 365, 0.3, "检定", 900, 12),
    Variable("RHU", "相对湿度", "relative humidity", "%", "H", "1.5", 365, 4.0, "检定", 55, 30),
    Variable("WIN", "风速", "wind speed", "m/s", "W", "10.5", 730, 0.5, "检定", 4, 4),
    Variable("PRE", "降水量", "precipitation", "mm", "R", "0.7", 730, 0.4, "标定", 3, 3),
    Variable("GST", "0 cm 地温", "ground surface temperature", "Cel", "G", "0", 730, 0.5, "校准",
             10, 18),
    Variable("SSD", "日照时数", "sunshine duration", "h", "S", "1.5", 730, 0.1, "校准", 8, 4),
)  # fmt: skip
CORE = VARIABLES[:5]
OPTIONAL = VARIABLES[5:]
BY_CODE = {v.code: v for v in VARIABLES}


def typical_at(variable: Variable, elevation_m: float) -> float:
    """A typical value at a height; pressure falls with it as in the standard atmosphere."""
    if variable.code != "PRS":
        return variable.typical
    return 1013.25 * float((1 - 2.25577e-5 * elevation_m) ** 5.25588)
