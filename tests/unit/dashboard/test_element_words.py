"""Ids as a person reads them: no raw code stands where a title exists."""

from __future__ import annotations

import pytest

from dashboard.render.element_words import key_words, named
from dashboard.render.properties import worded
from ontology import NODE_KINDS, IdError


@pytest.mark.parametrize(
    ("element", "zh", "en"),
    [
        ("series:53463|PRS", "53463 · 本站气压（PRS）", "53463 · station pressure (PRS)"),
        ("process:Y02-04@region", "Y02-04 · 自治区级", "Y02-04 · region"),
        ("admin_area:150100", "150100 呼和浩特市", "150100 呼和浩特市"),
        ("admin_area:999999", "999999", "999999"),
        ("doc_level:3", "3 · 作业指导书", "3 · work instruction"),
        (
            "observation:53463|PRS|2018-06-03T06%3A00%3A00Z",
            "53463 · 本站气压（PRS） · 2018-06-03 14:00",
            "53463 · station pressure (PRS) · 2018-06-03 14:00",
        ),
        (
            "location:53463|a/list.csv|0001-01-01T00%3A00%3A00Z",
            "53463 · list.csv",
            "53463 · list.csv",
        ),
        ("issue:DEMO-0001", "DEMO-0001", "DEMO-0001"),
        (
            "equipment_state:I1|stock|2018-06-03T06%3A00%3A00Z",
            "I1 · 库存 · 2018-06-03 14:00",
            "I1 · in stock · 2018-06-03 14:00",
        ),
    ],
)
def test_a_key_is_told_with_the_titles_of_its_codes(element: str, zh: str, en: str) -> None:
    assert (key_words(element), key_words(element, "en")) == (zh, en)


def test_a_name_that_a_source_states_stays_as_it_is() -> None:
    assert named("呼和浩特", "station:53463") == "呼和浩特"
    assert named("3", "doc_level:3") == "3 · 作业指导书"
    assert named("", "") == ""


def test_what_is_no_id_is_refused() -> None:
    with pytest.raises(IdError):
        key_words("nothing")


@pytest.mark.parametrize(
    ("kind", "name", "value", "zh"),
    [
        ("Issue", "severity", "major", "较重"),
        ("Issue", "severity", "一般", "一般"),
        ("Issue", "status", "open", "打开"),
        ("Instrument", "variables", "PRS; TEM", "本站气压（PRS）; 气温（TEM）"),
        ("Deployment", "variable", "PRS", "本站气压（PRS）"),
        ("MeasurementStandard", "standard_type", "workingSt", "工作标准"),
    ],
)
def test_codes_of_properties_are_told_by_title(kind: str, name: str, value: str, zh: str) -> None:
    assert worded(NODE_KINDS[kind], name, value, "zh") == zh
