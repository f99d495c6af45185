"""Categories 1 and 2: observed variable, purpose of observation."""

from __future__ import annotations

from ontology.elements.model import Answer, How, MetadataElement, Part, prop, state

_D = "Deployment"

ELEMENTS = (
    MetadataElement(
        "1-01", "观测变量（被测量）", "Observed variable – measurand", "M*", "I", _D,
        (Part(prop(_D, "variable")),),
    ),
    MetadataElement(
        "1-02", "计量单位", "Measurement unit", "C*", "I", _D,
        (Part((*state(_D, "unit"), Answer(_D, How.OF_VARIABLE, "unit", "Variable"))),),
        condition=("被测量的变量，分类的变量除外", "variables that are measured, not classified"),
    ),
    MetadataElement(
        "1-03", "时间范围", "Temporal extent", "M*", "", _D,
        (Part((Answer(_D, How.KNOWN_BEGIN, "AT_STATION", "Station"),)),),
    ),
    MetadataElement(
        "1-04", "空间范围", "Spatial extent", "M*", "I", _D, (Part(prop(_D, "geometry")),)
    ),
    MetadataElement(
        "1-05", "代表性", "Representativeness", "O", "II", _D,
        (Part(prop(_D, "representativeness")),),
    ),
    MetadataElement(
        "2-01", "应用领域", "Application area(s)", "O*", "I", _D,
        (Part(prop(_D, "application_areas")),),
    ),
    MetadataElement(
        "2-02", "所属计划、观测网", "Programme/network affiliation", "M", "I", "Station",
        (Part(state("Station", "programme")),),
    ),
)  # fmt: skip
