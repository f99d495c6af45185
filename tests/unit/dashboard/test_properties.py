"""Properties and states as a person reads them, in both languages."""

from __future__ import annotations

import pytest

from dashboard.render.properties import last_day, titled, worded
from dashboard.render.text import placed, spoken
from ontology import NODE_KINDS


@pytest.mark.parametrize(
    ("label", "name", "value", "zh", "en"),
    [
        ("Calibration", "result", "inCalibration", ("结果", "合格"), ("result", "in calibration")),
        (
            "Calibration", "valid_until", "2018-04-22T16:00:00Z",
            ("有效期至", "2018-04-22"), ("valid until", "2018-04-22"),
        ),
        ("Unit", "level", "region", ("层级", "自治区级"), ("level", "region")),
        ("Incident", "state", "open", ("状态", "打开"), ("state", "open")),
        (
            "Station", "meteostat_active", "true",
            ("Meteostat 记为在用", "是"), ("active, by Meteostat", "yes"),
        ),
        ("Instrument", "batch", "B2014-03", ("批次", "B2014-03"), ("batch", "B2014-03")),
        (
            "Location", "standing", "path_only",
            ("假设的依据", "只有路径"), ("what the hypothesis rests on", "path only"),
        ),
        (
            "Location", "standard_at_sensor_hpa", "1013.2",
            ("传感器海拔的标准气压（hPa）", "1013.2"), ("standard at the sensor (hPa)", "1013.2"),
        ),
        (
            "Station", "station_level_code", "14",
            ("测站级别代码", "14"), ("station level code", "14"),
        ),
        ("Station", "something_new", "x", ("something_new", "x"), ("something_new", "x")),
    ],
)  # fmt: skip
def test_title_and_value(
    label: str, name: str, value: str, zh: tuple[str, str], en: tuple[str, str]
) -> None:
    kind = NODE_KINDS[label]

    assert (titled(kind, name, "zh"), worded(kind, name, value, "zh")) == zh
    assert (titled(kind, name, "en"), worded(kind, name, value, "en")) == en


def test_the_last_day_before_an_end() -> None:
    assert last_day("2018-04-22T16:00:00Z") == "2018-04-22"
    assert last_day("2018-04-22T18:30:00Z") == "2018-04-23 02:30"
    assert last_day("9999-12-31T00:00:00Z") == ""
    assert last_day("someday") == "someday"


def test_places_and_texts_in_two_languages() -> None:
    assert placed("line 24, column 7", "zh") == "第 24 行第 7 字"
    assert placed("json:/35", "zh") == "json:/35"
    assert spoken("不认识 / unknown", "en") == "unknown"
    assert spoken("不认识 / unknown", "zh") == "不认识"
    assert spoken("a / b", "zh") == "a / b"
