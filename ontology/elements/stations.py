"""Categories 3, 4, 9 and 10: station, environment, ownership and data policy, contact."""

from __future__ import annotations

from ontology.elements.model import MetadataElement, Part, into, out, prop, state

_S = "Station"
_FIXED = ("固定的陆地台站", "fixed land-based stations")

ELEMENTS = (
    MetadataElement(
        "3-01", "资料来源区域", "Region of origin of data", "C*", "I", _S,
        (Part(prop(_S, "wmo_region")),), _FIXED,
    ),
    MetadataElement(
        "3-02", "资料来源领土", "Territory of origin of data", "C*", "I", _S,
        (Part((*state(_S, "territory"), *out(_S, "IN_AREA", "AdminArea"))),), _FIXED,
    ),
    MetadataElement(
        "3-03", "台站名称", "Station/platform name", "M", "I", _S, (Part(prop(_S, "name")),)
    ),
    MetadataElement(
        "3-04", "台站类型", "Station/platform type", "M*", "II", _S,
        (Part(prop(_S, "facility_type")),),
    ),
    MetadataElement(
        "3-06", "台站唯一标识", "Station/platform unique identifier", "M*", "I", _S,
        (Part(prop(_S, "wigos_id")),),
    ),
    MetadataElement(
        "3-07", "地理位置", "Geospatial location", "M*", "I", _S,
        (Part(out(_S, "LOCATED_AT", "Location")),),
    ),
    MetadataElement(
        "3-08", "数据传输方式", "Data communication method", "O", "II", "Deployment",
        (Part(prop("Deployment", "communication_method")),),
    ),
    MetadataElement(
        "3-09", "台站运行状态", "Station operating status", "M", "I", _S,
        (Part(state(_S, "status", "programme")),),
    ),
    MetadataElement(
        "3-10", "台站群", "Station/platform cluster", "O", "", _S,
        unheld=("台站群没有种类和边", "no kind or edge stands for a group of stations"),
    ),
    MetadataElement(
        "4-01", "地表覆盖", "Surface cover", "O", "III", _S, (Part(state(_S, "surface_cover")),)
    ),
    MetadataElement(
        "4-02", "地表覆盖分类方案", "Surface cover classification scheme", "C#", "III", _S,
        (Part(state(_S, "surface_cover_scheme")),),
    ),
    MetadataElement(
        "4-03", "地形或水深", "Topography or bathymetry", "O", "III", _S,
        (Part(state(
            _S, "local_topography", "relative_elevation", "topographic_context",
            "altitude_or_depth",
        )),),
    ),
    MetadataElement(
        "4-04", "台站事件", "Events at observing facility", "O", "II", _S,
        (Part(into(_S, "AFFECTED", "Event")),),
    ),
    MetadataElement(
        "4-05", "站址信息", "Site information", "O", "II", _S,
        unheld=(
            "自由文本可能提到人名，不读入",
            "free text, which may name persons, is not read",
        ),
    ),
    MetadataElement(
        "4-06", "地表粗糙度", "Surface roughness", "O", "III", _S,
        (Part(state(_S, "surface_roughness")),),
    ),
    MetadataElement(
        "4-07", "气候带", "Climate zone", "O", "III", _S, (Part(state(_S, "climate_zone")),)
    ),
    MetadataElement(
        "9-01", "主管机构", "Supervising organization", "M", "II", _S,
        (Part(out(_S, "OPERATED_BY", "Unit")),),
    ),
    MetadataElement(
        "9-02", "数据政策与使用限制", "Data policy/use constraints", "M*", "I", "Deployment",
        unheld=("数据政策没有属性", "no property stands for a data policy"),
    ),
    MetadataElement(
        "10-01", "联系人", "Contact (nominated focal point)", "M", "I", _S,
        (Part((*out(_S, "CONTACT", "Person"), *out(_S, "CONTACT", "Unit"))),),
    ),
)  # fmt: skip
