"""Code lists of the lives of stations and equipment, and of the way of the data."""

from __future__ import annotations

from ontology.model import CodeList

EQUIPMENT_STATES = CodeList(
    "equipment_state",
    {
        "purchased": ("购置", "purchased"),
        "accepted": ("验收", "accepted"),
        "stock": ("库存", "in stock"),
        "deployed": ("在用", "deployed"),
        "repair": ("维修", "in repair"),
        "calibration": ("送检", "away for calibration"),
        "retired": ("报废", "retired"),
    },
    "life cycle of equipment, in its order; ISO 9001:2015, 7.1.5.1, asks that resources stay fit "
    "for their purpose; own codes",
)

STATION_CHANGE_TYPES = CodeList(
    "station_change_type",
    {
        "新建": ("新建", "established"),
        "迁移": ("迁移", "moved"),
        "撤并": ("撤并", "closed or merged"),
    },
    "changes of a station that are applied for and approved; own titles",
)

DATA_STAGES = CodeList(
    "data_stage",
    {
        "采集": ("采集", "collection"),
        "传输": ("传输", "transmission"),
        "质控": ("质控", "quality control"),
        "存储": ("存储", "storage"),
        "产品服务": ("产品服务", "products and services"),
    },
    "stages of the way of the data, in its order: processes Y03-01 to Y03-05 of the regional plan; "
    "own titles in English",
)
