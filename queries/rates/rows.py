"""What the answer of `rates` says, its codes, and the definition of each rate."""

from __future__ import annotations

from dataclasses import dataclass

from ontology import CodeList

Texts = tuple[str, ...]
DEFINITIONS = CodeList(
    "rate_definition",
    {
        "received_of_expected": (
            "监测中心实收数除以应收数；应收数按 OSCAR/Surface 的观测计划",
            "observations received by a monitoring centre, of those expected by the schedule in "
            "OSCAR/Surface",
        ),
        "present_of_interval": (
            "数据湖中非缺测的值数除以按报告间隔（WMO-No. 1192，7-03）应有的时次数",
            "values in the lake that are not missing, of the times that the reporting interval "
            "(WMO-No. 1192, 7-03) makes in the period",
        ),
        "delay_within_limit": (
            "平均时延不超过 2 小时（OSCAR/Requirements 的阈值）的监测结果数除以有平均时延的"
            "监测结果数；不是逐份统计",
            "monitoring results whose mean delay is at most 2 hours (threshold of "
            "OSCAR/Requirements), of those with a mean delay; not counted report by report",
        ),
        "good_of_checked": (
            "质控码为 0、3、4 的值数除以已质控的值数（0、1、2、3、4）；缺测（8）、无任务（7）、"
            "未质控（9）不计",
            "values of QC code 0, 3 or 4, of the values checked (0, 1, 2, 3, 4); missing (8), "
            "without task (7) and not checked (9) are not counted",
        ),
        "valid_of_in_use": (
            "在用且需检定的仪器中，最近一次检定校准合格并在有效期内的台数除以总台数；没有记录的不算合格",
            "instruments in use that need calibration: those whose latest one found them good and "
            "is still valid, of all; one without a record is not among the good",
        ),
    },
    "WDQMS web tool user guide, 3.1 and 3.2; QC codes of Chinese surface data; ISO 9001:2015, "
    "7.1.5.2; own wording",
)
SOURCES = {
    "received_of_expected": "WDQMS web tool user guide, 3.1",
    "present_of_interval": "WMO-No. 1192, 7-03",
    "delay_within_limit": "WDQMS web tool user guide, 3.2",
    "good_of_checked": "QC codes of Chinese surface data",
    "valid_of_in_use": "ISO 9001:2015, 7.1.5.2; WMO-No. 1192, 5-08",
}
"""Where a definition is from."""
REASONS = CodeList(
    "rate_gap",
    {
        "no_monitoring": (
            "没有监测结果，数据湖也没有可算的序列",
            "no monitoring results, and no series in the lake to count",
        ),
        "no_arrival_times": (
            "没有带平均时延的监测结果；数据湖不记到达时刻",
            "no monitoring results with a mean delay; the lake keeps no times of arrival",
        ),
        "no_lake": ("数据湖没有值", "there are no values in the lake"),
        "interval_not_stated": (
            "有值，但没有一个序列说明报告间隔，应有多少不得而知",
            "there are values, but no series states its reporting interval: how many are expected "
            "is not known",
        ),
        "no_values": ("这个时段没有值", "no values in this period"),
        "nothing_expected": ("应收数为零", "nothing was expected"),
        "not_checked": ("值都没有质控", "none of the values was checked"),
        "no_instruments": ("没有在用且需检定的仪器", "no instruments in use that need calibration"),
        "no_calibrations": (
            "在用的仪器都没有说明有效期的检定记录",
            "no calibration with a stated validity of any instrument in use",
        ),
    },
    "why a rate cannot be computed; ours",
)
BY = CodeList(
    "rate_by",
    {
        "unit": ("单位（含下属单位）", "unit with those below it"),
        "level": ("运行单位的层级", "level of the unit that operates"),
        "class": ("台站类别", "class of the station"),
    },
    "whose stations are counted together; ours",
)
LENGTHS = CodeList(
    "rate_period",
    {
        "day": ("日", "day"),
        "month": ("月", "month"),
        "quarter": ("季", "quarter"),
        "year": ("年", "year"),
    },
    "civil periods at +08:00",
)


@dataclass(frozen=True, slots=True)
class RateRow:
    """A rate of a group of stations in a period, or why there is none.

    `rate`: a code of RATES. `group`: id of a unit, a level, a class; empty for stations of which
    none is stated. `period`: as indicators print it; of 检定率 the day asked about; of a rate of
    which nothing is known the whole window. `counted_from`: the monitoring centre with its kind of
    period, or the dataset of the lake; never two of them together. `value` in per cent, None for a
    gap, of which `reason` is a code of REASONS. `unknown`: what could not be judged (values not
    checked, series without interval, instruments without a calibration of stated validity).
    `stations`: how many are in the group. `state`: against the `target` of an indicator that says
    which rate it is, a code of the states of `indicators`. `definition`: a code of DEFINITIONS,
    whose text is in the detail.
    """

    rate: str
    group_name: str
    period: str
    value: float | None
    numerator: int | None
    denominator: int | None
    state: str
    reason: str
    unknown: int | None
    counted_from: str
    target: float | None
    stations: int
    level: str
    by: str
    group: str
    indicator: str
    definition: str
    detail_zh: str
    detail_en: str
    certainty: str
    claims: Texts
