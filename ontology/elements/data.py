"""Categories 6, 7 and 8: sampling, data processing and reporting, data quality."""

from __future__ import annotations

from ontology.elements.model import Answer, How, MetadataElement, Part, state

_D = "Deployment"
_SAMPLING = ("采样没有种类和属性", "no kind or property stands for sampling")
_PROCESSING = ("数据处理没有种类和属性", "no kind or property stands for data processing")
_REPORTING = ("上报方式没有属性", "no property stands for this of reporting")
_FLAGS = (
    "质控码随观测值存放，不属于布设",
    "quality codes are kept with the values, not with a deployment",
)
_UNCERTAINTY = (
    "图中只有检定校准的不确定度，没有观测值的",
    "the graph holds the uncertainty of calibrations, not of observations",
)


def _unheld(
    code: str, zh: str, en: str, requirement: str, phase: str, why: tuple[str, str],
    condition: tuple[str, str] = ("", ""),
) -> MetadataElement:  # fmt: skip
    return MetadataElement(code, zh, en, requirement, phase, _D, condition=condition, unheld=why)


ELEMENTS = (
    _unheld("6-01", "采样程序", "Sampling procedures", "O", "III", _SAMPLING),
    _unheld("6-02", "样品处理", "Sample treatment", "O", "III", _SAMPLING),
    _unheld("6-03", "采样策略", "Sampling strategy", "O*", "I", _SAMPLING),
    _unheld("6-04", "采样时段", "Sampling time period", "O", "III", _SAMPLING),
    _unheld("6-05", "空间采样分辨率", "Spatial sampling resolution", "O", "II", _SAMPLING),
    _unheld("6-06", "时间采样间隔", "Temporal sampling interval", "O", "III", _SAMPLING),
    _unheld(
        "6-07", "日界", "Diurnal base time", "C#", "I", _SAMPLING,
        ("二十四小时内累积的观测", "observations collected over 24 hours"),
    ),
    MetadataElement(
        "6-08", "观测时次安排", "Schedule of observation", "M#", "I", _D,
        (Part(state(_D, "reporting_schedule")),),
    ),
    _unheld(
        "7-01", "数据处理方法与算法", "Data-processing methods and algorithms", "O", "III",
        _PROCESSING,
    ),
    _unheld("7-02", "处理分析中心", "Processing/analysis centre", "O", "II", _PROCESSING),
    MetadataElement(
        "7-03", "上报时段", "Temporal reporting period", "M*", "I", _D,
        (Part(state(_D, "reporting_interval")),),
    ),
    _unheld(
        "7-04", "上报空间间隔", "Spatial reporting interval", "C*", "I", _REPORTING,
        ("遥感观测和移动平台", "remote sensing and mobile platforms"),
    ),
    _unheld("7-05", "处理软件与版本", "Software/processor and version", "O", "III", _PROCESSING),
    _unheld("7-06", "数据级别", "Level of data", "O", "II", _PROCESSING),
    _unheld("7-07", "数据格式", "Data format", "O", "III", _REPORTING),
    _unheld("7-08", "数据格式版本", "Version of data format", "O", "III", _REPORTING),
    _unheld("7-09", "统计时段", "Aggregation period", "O", "II", _PROCESSING),
    _unheld("7-10", "参考时间", "Reference time", "O", "II", _REPORTING),
    _unheld(
        "7-11", "参考基准面", "Reference datum", "C", "I", _REPORTING,
        (
            "上报值取决于当地基准面",
            "stations whose reported value depends on a local datum",
        ),
    ),
    _unheld("7-12", "数值分辨率", "Numerical resolution", "O", "III", _REPORTING),
    _unheld("7-13", "及时性", "Timeliness (of reporting)", "O", "III", _REPORTING),
    MetadataElement(
        "7-14", "国际交换安排", "Schedule of international exchange", "M", "", _D,
        (Part(state(_D, "international_exchange")),),
    ),
    _unheld("8-01", "测量不确定度", "Uncertainty of measurement", "O*", "II", _UNCERTAINTY),
    _unheld(
        "8-02", "不确定度评定程序", "Procedure used to estimate uncertainty", "C*", "II",
        _UNCERTAINTY, ("被测量的变量，分类的变量除外", "variables that are measured"),
    ),
    _unheld("8-03", "质量标识", "Quality flag", "O", "II", _FLAGS),
    _unheld("8-04", "质量标识体系", "Quality flagging system", "C", "II", _FLAGS),
    MetadataElement(
        "8-05", "溯源性", "Traceability", "C*", "II", _D,
        (Part((Answer("Instrument", How.STANDARD, "USED_STANDARD", "MeasurementStandard"),)),),
        ("被测量的变量，分类的变量除外", "variables that are measured, not classified"),
    ),
)  # fmt: skip
