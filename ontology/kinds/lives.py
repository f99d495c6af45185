"""Kinds of what stations and instruments go through: surveys, stages of life, changes."""

from __future__ import annotations

from ontology.model import DataType, NodeKind, Property

_N = DataType.NUMBER
_T = DataType.TIME
_GROUP = "organisation"

KINDS = (
    NodeKind(
        "EnvironmentSurvey",
        ("station", "surveyed", "azimuth"),
        "探测环境调查",
        "environment survey",
        "WMO-No. 1192, 4-05 and 5-15; GB 31221-2014",
        "What a survey of a station's surroundings found in one direction; without a direction "
        "(`all`), what it found altogether.",
        (
            Property("surveyed", "调查日期", "surveyed", _T),
            Property("azimuth", "方位", "azimuth of the obstacle", _N, "deg"),
            Property("distance", "距离", "distance of the obstacle", _N, "m"),
            Property("elevation", "仰角", "elevation angle of the obstacle", _N, "deg"),
            Property("result", "结果", "result, as stated"),
        ),
        group=_GROUP,
        name_property="surveyed",
    ),
    NodeKind(
        "EquipmentState",
        ("instrument", "state", "begin"),
        "装备状态",
        "stage of life of equipment",
        "ISO 9001:2015, 7.1.5.1",
        "A stage of an instrument's life, from purchase to retirement; it lasts until the next.",
        (
            Property("state", "状态", "stage", codes="equipment_state"),
            Property("begin", "起始", "begin", _T),
        ),
        group=_GROUP,
        name_property="state",
    ),
    NodeKind(
        "StationChange",
        ("change_id",),
        "台站变动",
        "change of a station",
        "WMO-No. 1192, 4-04",
        "That a station is established, moved, or closed or merged: applied for, approved, in "
        "effect.",
        (
            Property("change_type", "类别", "type", codes="station_change_type"),
            Property("applied", "申请", "applied for", _T),
            Property("approved", "批准", "approved", _T),
            Property("effective", "生效", "in effect", _T),
        ),
        group=_GROUP,
        name_property="change_type",
    ),
)
