"""What observed variables are called, in Chinese and English, by the code of their provider.

A source that names its variables is followed where its name stands; these titles are for codes
that come without one. A code that is not here goes by one that observes the same, if that is.

Sources: element codes and Chinese names as answers of CIMISS/MUSIC and the daily archive V3 print
them; English names after WMDS table 1-01 and BUFR Table B.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ontology.observed import observed_alike

OBSERVED_TITLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "PRS": ("本站气压", "station pressure"),
        "PRS_Avg": ("平均本站气压", "mean station pressure"),
        "PRS_Max": ("最高本站气压", "highest station pressure"),
        "PRS_Min": ("最低本站气压", "lowest station pressure"),
        "PRS_Sea": ("海平面气压", "sea level pressure"),
        "TEM": ("气温", "air temperature"),
        "TEM_Avg": ("平均气温", "mean air temperature"),
        "TEM_Max": ("最高气温", "highest air temperature"),
        "TEM_Min": ("最低气温", "lowest air temperature"),
        "DPT": ("露点温度", "dewpoint temperature"),
        "RHU": ("相对湿度", "relative humidity"),
        "RHU_Avg": ("平均相对湿度", "mean relative humidity"),
        "RHU_Min": ("最小相对湿度", "lowest relative humidity"),
        "WIN": ("风", "wind"),
        "WIN_D_Avg_1mi": ("1 分钟平均风向", "wind direction, 1-minute mean"),
        "WIN_D_Avg_10mi": ("10 分钟平均风向", "wind direction, 10-minute mean"),
        "WIN_S_Avg_1mi": ("1 分钟平均风速", "wind speed, 1-minute mean"),
        "WIN_S_Avg_10mi": ("10 分钟平均风速", "wind speed, 10-minute mean"),
        "WIN_S_Avg": ("平均风速", "mean wind speed"),
        "WIN_S_Max": ("最大风速", "maximum wind speed"),
        "PRE": ("降水量", "precipitation"),
        "PRE_1h": ("1 小时降水量", "precipitation, past hour"),
        "PRE_24h": ("24 小时降水量", "precipitation, past 24 hours"),
        "PRE_Time_2020": ("20–20 时降水量", "precipitation, 20 to 20 h"),
        "EVP": ("小型蒸发量", "evaporation, small pan"),
        "EVP_Big": ("大型蒸发量", "evaporation, large pan"),
        "GST": ("地面温度", "ground surface temperature"),
        "GST_Avg": ("平均地面温度", "mean ground surface temperature"),
        "GST_Max": ("最高地面温度", "highest ground surface temperature"),
        "GST_Min": ("最低地面温度", "lowest ground surface temperature"),
        "GST_5cm": ("5 cm 地温", "soil temperature at 5 cm"),
        "GST_10cm": ("10 cm 地温", "soil temperature at 10 cm"),
        "GST_15cm": ("15 cm 地温", "soil temperature at 15 cm"),
        "GST_20cm": ("20 cm 地温", "soil temperature at 20 cm"),
        "GST_40Cm": ("40 cm 地温", "soil temperature at 40 cm"),
        "LGST": ("草面（雪面）温度", "temperature of grass or snow surface"),
        "SSD": ("日照时数", "sunshine duration"),
        "SSH": ("日照时数", "sunshine duration"),
        "VIS": ("能见度", "visibility"),
    }
)
"""Chinese and English by code."""


def observed_title(code: str, lang: str = "zh") -> str:
    """What a code observes, with the code behind it; the code alone where nothing is known of it.

    `lang`: `zh` or `en`.

    >>> observed_title("PRS"), observed_title("bufr4/b/10/004", "en"), observed_title("W-7")
    ('本站气压（PRS）', 'station pressure (bufr4/b/10/004)', 'W-7')
    """
    known = (OBSERVED_TITLES.get(one) for one in (code, *observed_alike(code)))
    title = next((one for one in known if one is not None), None)
    if title is None:
        return code
    return f"{title[1]} ({code})" if lang == "en" else f"{title[0]}（{code}）"
