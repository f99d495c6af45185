"""Category 5: instruments and methods of observation.

They are asked of the deployment; what is said of the instrument it uses answers, too.
"""

from __future__ import annotations

from ontology.elements.model import Answer, How, MetadataElement, Part, into, out, prop, state

_D, _I = "Deployment", "Instrument"
_INSTRUMENTAL = ("仪器观测", "instrumental observations")


def _both(how: How, name: str, other: str) -> tuple[Answer, ...]:
    return (Answer(_D, how, name, other), Answer(_I, how, name, other))


ELEMENTS = (
    MetadataElement(
        "5-01", "观测来源", "Source of observation", "M", "I", _D,
        (Part(prop(_D, "source_of_observation")),),
    ),
    MetadataElement(
        "5-02", "观测方法", "Measurement/observing method", "M#", "I", _D,
        (Part(prop(_D, "observing_method")),),
    ),
    MetadataElement(
        "5-03", "仪器性能指标", "Instrument specifications", "O*", "I", _D,
        (Part(prop(
            _I, "observable_range", "specified_absolute_uncertainty",
            "specified_relative_uncertainty", "drift_per_unit_time", "specification_link",
        )),),
    ),
    MetadataElement(
        "5-04", "仪器运行状态", "Instrument operating status", "O", "III", _D,
        (Part(state(_D, "instrument_status")),),
    ),
    MetadataElement(
        "5-05", "传感器垂直距离", "Vertical distance of sensor", "C*", "I", _D,
        (Part(prop(_D, "height_m")),),
        (
            "仪器观测，且参考面临近影响观测",
            "instrumental observations on which a near reference surface has an influence",
        ),
    ),
    MetadataElement(
        "5-06", "仪器配置", "Configuration of instrumentation", "C#", "III", _D,
        (Part(prop(_D, "configuration")),),
        (
            "仪器观测，且良好做法有此要求",
            "instrumental observations where best practice prescribes it",
        ),
    ),
    MetadataElement(
        "5-07", "仪器检查计划", "Instrument control schedule", "O", "III", _D,
        (Part(prop(_D, "control_schedule")),),
    ),
    MetadataElement(
        "5-08", "仪器检定校准结果", "Instrument control result", "C#", "III", _D,
        (Part(out(_I, "HAS_CALIBRATION", "Calibration")),),
    ),
    MetadataElement(
        "5-09", "仪器型号与序列号", "Instrument model and serial number", "O", "III", _D,
        (
            Part((*out(_I, "OF_MODEL", "InstrumentModel"), *prop(_I, "manufacturer")),
                 "manufacturer"),
            Part((*out(_I, "OF_MODEL", "InstrumentModel"), *prop(_I, "model")), "model"),
            Part(prop(_I, "serial"), "serial"),
        ),
    ),
    MetadataElement(
        "5-10", "仪器例行维护", "Instrument routine maintenance", "O", "III", _D,
        (Part(prop(_D, "maintenance_schedule")),),
    ),
    MetadataElement(
        "5-11", "维护单位", "Maintenance party", "O", "II", _D,
        (Part((
            *_both(How.PARTY, "AFFECTED", "Maintenance"), *_both(How.OUT, "MAINTAINED_BY", "Unit"),
        )),),
    ),
    MetadataElement(
        "5-12", "仪器地理位置", "Geospatial location", "C*#", "II", _D,
        (Part(state(_D, "sensor_position")),),
        (
            "仪器观测，且与台站位置不同",
            "instrumental observations at a place that is not the station's",
        ),
    ),
    MetadataElement(
        "5-13", "维护活动", "Maintenance activity", "O", "III", _D,
        (Part((*into(_D, "AFFECTED", "Maintenance"), *into(_I, "AFFECTED", "Maintenance"))),),
    ),
    MetadataElement(
        "5-14", "观测的正式性", "Status of observation", "O", "III", _D, (Part(prop(_D, "role")),)
    ),
    MetadataElement(
        "5-15", "仪器暴露条件", "Exposure of instruments", "C#", "II", _D,
        (Part(prop(_D, "exposure")),), _INSTRUMENTAL,
    ),
)  # fmt: skip
