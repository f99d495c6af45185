"""The labels of a bulletin: headings of columns and words before a colon, by what they mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

STATION, NAME, VARIABLE, REASON = "station", "name", "variable", "reason"
TIME, BEGIN, END = "time", "begin", "end"
EXPECTED, RECEIVED, TARGET = "expected", "received", "target"
ISSUER, PERIOD = "issuer", "period"
RATES = {"arrival": "availability", "timely": "timeliness", "correct": "quality"}
"""Rates of a bulletin and the kind of issue that each is a measure of."""
_LABELS = {
    STATION: "站号 区站号 台站号 台站编号 WIGOS标识",
    NAME: "站名 台站名称 台站名 台站",
    VARIABLE: "要素 观测要素 资料 资料名称 资料类型 资料种类",
    TIME: "时间 日期 时段 时次 缺报时间 缺报时段 缺测时间 缺测时段 故障时间 故障时段",
    BEGIN: "开始时间 起始时间 开始 故障开始时间 缺报开始时间",
    END: "结束时间 终止时间 恢复时间 结束 故障结束时间 缺报结束时间",
    "arrival": "到报率 传输到报率 可用率 可用性 数据可用率 数据可用性",
    "timely": "及时率 传输及时率",
    "correct": "正确率 数据正确率",
    EXPECTED: "应到 应收 应到数 应收数 应到次数 应收次数",
    RECEIVED: "实到 实收 实到数 实收数 实到次数 实收次数",
    REASON: "原因 故障原因 缺报原因 缺测原因 问题原因 问题 情况说明",
    TARGET: "目标 目标值 考核目标 达标值 考核指标",
}
_HEADINGS = {
    ISSUER: "发布单位 通报单位 编制单位 监控单位 发布",
    PERIOD: "统计时段 统计时间 通报时段 监控时段 监测时段",
    TARGET: "目标 目标值 考核目标 达标值 考核指标",
}
_UNITS = re.compile(r"[（(][^（）()]*[）)]")


def _by_word(labels: Mapping[str, str]) -> dict[str, str]:
    return {word: meaning for meaning, words in labels.items() for word in words.split()}


_WORDS, _HEADS = _by_word(_LABELS), _by_word(_HEADINGS)


def meaning(label: str) -> str:
    """What a column or a labelled value is, "" for a label that is not known.

    >>> meaning("到报率（%）"), meaning("区 站 号"), meaning("备注")
    ('arrival', 'station', '')
    """
    return _WORDS.get(_plain(label), "")


def heading(label: str) -> str:
    """What a label above the rows gives for all of them, "" for one that is not known."""
    return _HEADS.get(_plain(label), "")


def _plain(label: str) -> str:
    text = unicodedata.normalize("NFKC", label)
    return re.sub(r"\s+", "", _UNITS.sub("", text))
