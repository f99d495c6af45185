"""Facts of a document as a person reads them: no key of the store, no name of a property."""

from __future__ import annotations

import pytest

from dashboard.render.diff_words import fact, said

STATE = "state:unit%3A省局|level|0001-01-01T00%3A00%3A00Z|seeds/plan.txt"


@pytest.mark.parametrize(
    ("kind", "element", "zh", "en"),
    [
        ("Unit", "unit:省局", "单位 省局", "unit 省局"),
        ("Process", "process:Y01@region", "过程 Y01 · 自治区级", "process Y01 · region"),
        (
            "SUBPROCESS_OF",
            "SUBPROCESS_OF(process:Y01@region,process:Y@region,0001-01-01T00:00:00Z)",
            "Y01 · 自治区级 上级过程 → Y · 自治区级",
            "Y01 · region is a subprocess of → Y · region",
        ),
        (
            "ISSUED_BY",
            "ISSUED_BY(document:甲,乙通知,unit:省局,2019-01-01T00:00:00Z)",
            "甲,乙通知 签发单位 → 省局",
            "甲,乙通知 is issued by → 省局",
        ),
        ("State", STATE, "状态 省局 · 层级 · plan.txt", "state 省局 · level · plan.txt"),
        ("GONE", "gone:1", "gone:1", "gone:1"),
    ],
)
def test_what_a_fact_is_about(kind: str, element: str, zh: str, en: str) -> None:
    assert fact(kind, element) == zh
    assert fact(kind, element, "en") == en


def test_what_it_says_is_told_by_titles_without_what_the_store_keeps() -> None:
    says = "begin_known=False; code=Y01; leaf=False; level=region; name=技术; 发展"

    told = said("Process", "process:Y01@region", says)

    assert told == "代码：Y01；末级：否；层级：自治区级；名称：技术; 发展"
    assert said("State", STATE, "begin_known=False; property=level; value=region") == (
        "层级：自治区级"
    )
    assert said("ISSUED_BY", "", "begin_known=False") == ""
