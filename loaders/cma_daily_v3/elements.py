"""The elements of the archive, and what a printed number that is no plain value stands for.

Columns are those of the combined table; variables bear the codes that MUSIC gives the same daily
elements. Scale and unit: `surf_cli_chn_mul_day_format.md`. Marked values: the data set's own note
on feature values (数据集说明文档, 特征值), as its users print it. Units in UCUM.
"""

from __future__ import annotations

from dataclasses import dataclass

from loaders.series import Variable

MISSING, NO_DATA = 32766, 32744
"""Missing or no task to observe; without data."""
NO_TASK = "7"
NIL_MISSING, NIL_INAPPLICABLE, NIL_UNKNOWN = "missing", "inapplicable", "unknown"
BELOW, ABOVE = "BelowDetectionRange", "AboveDetectionRange"
"""Nil reasons of GML and OGC (def/nil/OGC/0): there, but beyond what the instrument shows."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Printed numbers from `low` to `high`: the value with `offset` added, or none for `reason`.

    `reason` empty: the value is what is left without the offset; `meaning` says what is special.
    """

    low: int
    high: int
    offset: int
    meaning: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its variable, decimals of the printed integer, and its marks.

    `lowest` and `highest`: plain printed numbers lie between; beyond them a number is unread.
    """

    name: str
    variable: Variable
    decimals: int
    lowest: int
    highest: int
    marks: tuple[Mark, ...] = ()

    @property
    def flag(self) -> str:
        """The column of its quality code."""
        return f"QC_{self.name}"


_RAIN = (
    Mark(32700, 32700, 32700, "微量", BELOW),
    Mark(32000, 32699, 32000, "纯雾露霜"),
    Mark(31000, 31999, 31000, "雨和雪的总量"),
    Mark(30000, 30999, 30000, "雪量"),
)
_PAN = (
    Mark(32700, 32700, 32700, "蒸发器结冰", NIL_UNKNOWN),
    Mark(1000, 1999, 1000, "注入的水全部蒸发", ABOVE),
)
_GROUND = (
    Mark(10000, 11999, 10000, "超仪器上限", ABOVE),
    Mark(-11999, -10000, -10000, "超仪器下限", BELOW),
)
_TIMED_PRESSURE = (Mark(24000, 31000, 20000, "气压极值取自定时值"),)
_TIMED_HUMIDITY = (Mark(300, 400, 300, "最小相对湿度取自定时值"),)
_WIND = (Mark(1000, 1999, 1000, "超仪器上限", ABOVE),)

COLUMNS = (
    Column("ET_sml", Variable("EVP", "小型蒸发量", "mm"), 1, 0, 999, _PAN),
    Column("ET_big", Variable("EVP_Big", "大型蒸发量", "mm"), 1, 0, 999, _PAN),
    Column("GTavg", Variable("GST_Avg", "平均地表气温", "Cel"), 1, -999, 999, _GROUND),
    Column("GTmax", Variable("GST_Max", "日最高地表气温", "Cel"), 1, -999, 999, _GROUND),
    Column("GTmin", Variable("GST_Min", "日最低地表气温", "Cel"), 1, -999, 999, _GROUND),
    Column("prcp20_20", Variable("PRE_Time_2020", "20-20时累计降水量", "mm"), 1, 0, 29999, _RAIN),
    Column("Pavg", Variable("PRS_Avg", "平均本站气压", "hPa"), 1, 4000, 11000),
    Column("Pmax", Variable("PRS_Max", "日最高本站气压", "hPa"), 1, 4000, 11000, _TIMED_PRESSURE),
    Column("Pmin", Variable("PRS_Min", "日最低本站气压", "hPa"), 1, 4000, 11000, _TIMED_PRESSURE),
    Column("RHavg", Variable("RHU_Avg", "平均相对湿度", "%"), 0, 0, 100),
    Column("RHmin", Variable("RHU_Min", "最小相对湿度", "%"), 0, 0, 100, _TIMED_HUMIDITY),
    Column("SSD", Variable("SSH", "日照时数", "h"), 1, 0, 240),
    Column("Tavg", Variable("TEM_Avg", "平均气温", "Cel"), 1, -999, 999),
    Column("Tmax", Variable("TEM_Max", "日最高气温", "Cel"), 1, -999, 999),
    Column("Tmin", Variable("TEM_Min", "日最低气温", "Cel"), 1, -999, 999),
    Column("WINavg", Variable("WIN_S_Avg", "平均风速", "m/s"), 1, 0, 999, _WIND),
    Column("WINmax", Variable("WIN_S_Max", "最大风速", "m/s"), 1, 0, 999, _WIND),
)  # fmt: skip
VARIABLES = {column.variable.code: column.variable for column in COLUMNS}

PLACE = ("lat", "long", "alt")
REQUIRED = frozenset({"site", "date", *PLACE})
KNOWN = REQUIRED | {c.name for c in COLUMNS} | {c.flag for c in COLUMNS}
SHAPE = REQUIRED | {"prcp20_20", "QC_prcp20_20"}
"""Columns by which the table is known."""
