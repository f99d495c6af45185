"""The elements of an answer: codes, titles and units as its own envelope prints them, as data.

An answer of SURF_CHN_MAIN_MIN names its columns in `fieldNames` and `fieldUnits`; the table is
that of the published one of 2018-09-01. Units in UCUM.
"""

from __future__ import annotations

from loaders.series import Variable

VARIABLES = {
    variable.code: variable
    for variable in (
        Variable("PRS", "气压", "hPa"),
        Variable("TEM", "温度/气温", "Cel"),
        Variable("RHU", "相对湿度", "%"),
        Variable("WIN_D_Avg_1mi", "1分钟平均风向", "deg"),
        Variable("WIN_S_Avg_1mi", "1分钟平均风速", "m/s"),
        Variable("LGST", "草面(雪面)温度", "Cel"),
        Variable("GST", "地面温度", "Cel"),
        Variable("GST_5cm", "5cm地温", "Cel"),
        Variable("GST_10cm", "10cm地温", "Cel"),
        Variable("GST_15cm", "15cm地温", "Cel"),
        Variable("GST_20cm", "20cm地温", "Cel"),
        Variable("GST_40Cm", "40cm地温", "Cel"),
    )
}
FLAG = "Q_"
"""Before the code of an element: its quality code."""

NUMBER = "Station_Id_C"
CLOCK = ("Year", "Mon", "Day", "Hour", "Min")
PLACE = ("Lat", "Lon", "Alti", "PRS_Sensor_Alti")
"""Station and time of a record, without which it is none."""

READ = frozenset({NUMBER, *CLOCK, *PLACE, "Station_Name", "Province", "Station_levl",
                  "Admin_Code_CHN"})  # fmt: skip
LEFT = frozenset({"Station_Id_d", "Country", "City", "Cnty", "Town", "Station_Type"})
"""Known and left out on purpose: the area code says where it is, the number is `Station_Id_C`."""

MISSING = "999999"
NO_TASK = "7"
"""Quality code: there is no task to observe this element here."""
NIL_MISSING, NIL_INAPPLICABLE, NIL_UNKNOWN = "missing", "inapplicable", "unknown"
"""Nil reasons of GML (OGC 07-036): should be there and is not; need not be there; not told."""
