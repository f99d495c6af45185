"""Observed variables by their elements in BUFR Table B, for messages in BUFR and in text.

The code of a variable is the address of its element in the WMO codes registry without the host
(`bufr4/b/12/101`), so that name and unit are those of Table B. Elements that say the same at
another precision or with the period built in are one variable, under the element with the period.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph import Claim, PropertyValue
from loaders.protocol import SourceFile
from ontology import NODE_KINDS, Certainty, make_id

REGISTRY = "http://codes.wmo.int/"
OBSERVED_CLASSES = frozenset({"10", "11", "12", "13", "14", "20", "22"})
"""Classes of Table B that hold what is observed: pressure, wind, temperature, humidity, radiation,
phenomena, sea. The others hold identities, coordinates and quality."""

SAME = {
    "011011": "011001", "011012": "011002", "012004": "012101",
    "012104": "012101", "012006": "012103", "012106": "012103", "012113": "012013",
    "012114": "012014", "012115": "012015", "012116": "012016", "012117": "012017",
}  # fmt: skip
"""Elements that stand for another one: at 2 m or 10 m where SYNOP observes, or more precise."""

OVER_PERIOD = {
    ("013011", 60): "013019", ("013011", 180): "013020", ("013011", 360): "013021",
    ("013011", 720): "013022", ("013011", 1440): "013023",
    ("012111", 720): "012014", ("012111", 1440): "012016",
    ("012112", 720): "012015", ("012112", 1440): "012017",
}  # fmt: skip
"""Elements over a period given apart (in minutes), and the element with that period built in."""

WITH_PERIOD = frozenset({
    "011041", "011042", "011043", "012049", "012111", "012112", "013011", "013033", "014002",
    "014004", "014016", "014028", "014029", "014030", "014031",
})  # fmt: skip
"""Elements whose period is given apart and makes another variable of them."""

TITLES = {
    "010004": ("本站气压", "pressure at station level"),
    "010009": ("位势高度", "geopotential height"),
    "010051": ("海平面气压", "pressure reduced to mean sea level"),
    "010061": ("3 小时变压", "3-hour pressure change"),
    "010062": ("24 小时变压", "24-hour pressure change"),
    "010063": ("气压倾向特征", "characteristic of pressure tendency"),
    "011001": ("风向", "wind direction"),
    "011002": ("风速", "wind speed"),
    "011041": ("最大阵风风速", "maximum wind gust speed"),
    "011042": ("最大风速", "maximum wind speed (10-minute mean)"),
    "011043": ("最大阵风风向", "maximum wind gust direction"),
    "012013": ("过去 12 小时地面最低温度", "ground minimum temperature, past 12 hours"),
    "012014": ("过去 12 小时最高气温", "maximum temperature, past 12 hours"),
    "012015": ("过去 12 小时最低气温", "minimum temperature, past 12 hours"),
    "012016": ("过去 24 小时最高气温", "maximum temperature, past 24 hours"),
    "012017": ("过去 24 小时最低气温", "minimum temperature, past 24 hours"),
    "012049": ("气温变化", "temperature change over specified period"),
    "012101": ("气温", "air temperature"),
    "012103": ("露点温度", "dewpoint temperature"),
    "012111": ("最高气温", "maximum temperature"),
    "012112": ("最低气温", "minimum temperature"),
    "013003": ("相对湿度", "relative humidity"),
    "013011": ("降水量", "total precipitation"),
    "013013": ("雪深", "total snow depth"),
    "013019": ("过去 1 小时降水量", "total precipitation, past 1 hour"),
    "013020": ("过去 3 小时降水量", "total precipitation, past 3 hours"),
    "013021": ("过去 6 小时降水量", "total precipitation, past 6 hours"),
    "013022": ("过去 12 小时降水量", "total precipitation, past 12 hours"),
    "013023": ("过去 24 小时降水量", "total precipitation, past 24 hours"),
    "013031": ("蒸散量", "evapotranspiration"),
    "013033": ("蒸发量", "evaporation"),
    "014015": ("24 小时净辐射", "net radiation, integrated over 24 hours"),
    "014031": ("日照时数", "total sunshine"),
    "020001": ("水平能见度", "horizontal visibility"),
    "020003": ("现在天气", "present weather"),
    "020004": ("过去天气 1", "past weather (1)"),
    "020005": ("过去天气 2", "past weather (2)"),
    "020010": ("总云量", "cloud cover (total)"),
    "020011": ("云量", "cloud amount"),
    "020012": ("云状", "cloud type"),
    "020013": ("云底高度", "height of base of cloud"),
    "020062": ("地面状态", "state of the ground"),
}

UNITS = {
    "010004": "Pa", "010051": "Pa", "010061": "Pa", "010062": "Pa", "010063": "1",
    "011001": "deg", "011002": "m/s", "011041": "m/s", "011042": "m/s", "011043": "deg",
    "012013": "K", "012014": "K", "012015": "K", "012016": "K", "012017": "K", "012101": "K",
    "012103": "K", "012111": "K", "012112": "K", "013003": "%",
    "013011": "kg.m-2", "013013": "m", "013019": "kg.m-2",
    "013020": "kg.m-2", "013021": "kg.m-2", "013022": "kg.m-2", "013023": "kg.m-2",
    "013033": "kg.m-2", "014031": "min", "020001": "m", "020003": "1", "020004": "1",
    "020005": "1", "020010": "%", "020011": "1", "020012": "1", "020013": "m", "020062": "1",
}  # fmt: skip
"""UCUM units of the elements that reports in text give."""
_NO_UNIT = frozenset({"CODE TABLE", "FLAG TABLE", "Numeric", "CCITT IA5", "Operator", ""})


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable: its `code`, titles, UCUM unit, and the address of its element."""

    code: str
    title_zh: str
    title_en: str
    unit: str
    uri: str


def canonical(descriptor: str, period_min: int | None) -> tuple[str, int | None]:
    """The element that stands for a variable, and the period that is not built into it.

    `period_min`: minutes to the time of observation that the message gives, if any.

    >>> canonical("013011", 360), canonical("012004", None), canonical("014031", 1440)
    (('013021', None), ('012101', None), ('014031', 1440))
    """
    if period_min is not None and (descriptor, period_min) in OVER_PERIOD:
        return OVER_PERIOD[descriptor, period_min], None
    return SAME.get(descriptor, descriptor), period_min if descriptor in WITH_PERIOD else None


def code_of(descriptor: str, period_min: int | None = None, occurrence: int = 1) -> str:
    """The code of a variable; a second one of the same element in one message is counted.

    >>> code_of("012101"), code_of("011041", 10), code_of("020011", occurrence=2)
    ('bufr4/b/12/101', 'bufr4/b/11/041/PT10M', 'bufr4/b/20/011#2')
    """
    code = f"bufr4/b/{descriptor[1:3]}/{descriptor[3:]}"
    if period_min is not None:
        code += f"/PT{period_min // 60}H" if period_min % 60 == 0 else f"/PT{period_min}M"
    return code if occurrence == 1 else f"{code}#{occurrence}"


def variable_of(code: str, unit: str = "", key: str = "") -> Variable:
    """The variable of a code. `unit`: as Table B prints it; `key`: its name in ecCodes."""
    element, _, occurrence = code.partition("#")
    parts = element.split("/")
    descriptor = f"0{parts[2]}{parts[3]}"
    zh, en = TITLES.get(descriptor, (key or element, key or element))
    if len(parts) > 4:
        zh, en = f"{zh}（{parts[4]}）", f"{en} ({parts[4]})"
    if occurrence:
        zh, en = f"{zh}（第 {occurrence} 个）", f"{en} (no. {occurrence})"
    return Variable(
        code, zh, en, ucum(unit) if unit else UNITS[descriptor], REGISTRY + "/".join(parts[:4])
    )


def ucum(unit: str) -> str:
    """The UCUM unit of a unit of Table B.

    >>> ucum("kg m-2"), ucum("CODE TABLE"), ucum("K")
    ('kg.m-2', '1', 'K')
    """
    return "1" if unit in _NO_UNIT else unit.replace(" ", ".")


def variable_claim(source: SourceFile, variable: Variable) -> Claim:
    """The Variable itself."""
    properties: dict[str, PropertyValue] = {
        "name": variable.title_zh,
        "name_en": variable.title_en,
        "unit": variable.unit,
        "uri": variable.uri,
        "begin_known": False,
    }
    subject = make_id(NODE_KINDS["Variable"], variable.code)
    certainty = source.certainty or Certainty.STATED
    return Claim("Variable", subject, None, properties, certainty=certainty)
