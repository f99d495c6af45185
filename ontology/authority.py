"""Whose word is preferred when sources disagree: source families in order of authority.

Authority prefers, it does not make true: what is not preferred stays visible to `conflicts`.
"""

from __future__ import annotations

from ontology.model import Certainty, CodeList

SOURCE_FAMILIES = CodeList(
    "source_family",
    {
        "decision": ("人工裁定", "a person's decision"),
        "certificate": ("证书", "certificate"),
        "station_history": ("台站沿革", "station history of the archive"),
        "national_registry": ("国内台站名录", "national registry"),
        "table": ("导入表格", "imported table"),
        "document": ("正式文件", "official document"),
        "equipment": ("设备记录", "equipment record"),
        "foreign_registry": ("外部名录", "registry kept elsewhere"),
        "monitoring": ("监控", "monitoring system"),
        "observation": ("观测电报", "observation message"),
        "derived": ("由规则推出", "derived by rule"),
    },
    "order of preference between sources; design of the projection",
)

_CERTAINTY_RANK = {c.value: i for i, c in enumerate(Certainty)}


def preference(certainty: str, family: str, source_id: str) -> tuple[int, int, str]:
    """Sort key of a claim among the claims about one element: the smallest is preferred.

    A statement precedes an inference, and either precedes synthetic data; within one certainty
    the family decides, and the source id breaks ties, so that the order of loads never matters.
    """
    return (_CERTAINTY_RANK.get(certainty, 9), SOURCE_FAMILIES.rank(family), source_id)
