"""Properties and states of elements as a person reads them: titles, codes by theirs, days."""

from __future__ import annotations

from datetime import timedelta

from dashboard.render.answer_codes import SEVERITIES
from dashboard.render.text import moment, plain
from ontology import (
    ALL_CODES,
    NODE_KINDS,
    OPEN_END,
    NodeKind,
    format_valid,
    observed_title,
    parse_moment,
)
from ontology.codes import CERTAINTIES
from ontology.model import DataType, Property

STATE = "state"
LAST = "valid_until"
"""A property that holds the end of a validity, exclusive; a person reads the last day."""
VARIABLES = ("variable", "variables")
"""Properties that hold codes of observed variables, several of them joined by `_AND`."""
_AND = "; "
_CODES = {
    "certainty": CERTAINTIES,
    "severity": SEVERITIES,
    "standing": ALL_CODES["cause_standing"],
}
"""Codes of properties that may hold other words too, so that no kind declares their list."""
_TRUTH = {"true": ("是", "yes"), "false": ("否", "no")}


_UNDECLARED = {
    STATE: ("状态", "state"),
    "status": ("状况", "status"),
    "position": ("经纬度", "position"),
    "class": ("台站类别", "class"),
    "station_level_code": ("测站级别代码", "station level code"),
    "begin_known": ("起始已知", "begin known"),
    "certainty": ("确定性", "certainty"),
    "n_claims": ("断言数", "number of claims"),
    "stub": ("只被提到", "only spoken of"),
    "valid_from": ("自", "from"),
    "valid_to": ("至", "to"),
    "meteostat_active": ("Meteostat 记为在用", "active, by Meteostat"),
    "title": ("标题", "title"),
    "batch": ("批次", "batch"),
    "source": ("出处", "source"),
    "standing": ("假设的依据", "what the hypothesis rests on"),
    "value_in": ("值的位置", "where the value is"),
    "value_hpa": ("观测值（hPa）", "observed value (hPa)"),
    "sensor_altitude_m": ("传感器海拔（m）", "sensor altitude (m)"),
    "standard_at_elevation_hpa": ("台站海拔的标准气压（hPa）", "standard at the elevation (hPa)"),
    "difference_at_elevation_hpa": ("与之相差（hPa）", "difference from that (hPa)"),
    "tolerance_at_elevation_hpa": ("其容差（hPa）", "tolerance there (hPa)"),
    "standard_at_sensor_hpa": ("传感器海拔的标准气压（hPa）", "standard at the sensor (hPa)"),
    "difference_at_sensor_hpa": ("与之相差（hPa）", "difference from that (hPa)"),
    "tolerance_at_sensor_hpa": ("其容差（hPa）", "tolerance there (hPa)"),
}
"""What sources say of states and positions, what a trace says of a hop, and the store of every
element; no kind declares it."""
_STATES = ("incident_state", "action_state", "nonconformity_state", "feedback_state")
"""Code lists of the states that incidents, actions, nonconformities and feedback go through."""


def _declared(kind: NodeKind, name: str) -> Property | None:
    """The property of the kind; of a state, which kinds do not declare, one of the same codes."""
    found = kind.property_named(name)
    if found is not None or name == STATE:
        return found
    named = (other.property_named(name) for other in NODE_KINDS.values())
    return next((one for one in named if one is not None and one.codes is not None), None)


def titled(kind: NodeKind, name: str, lang: str) -> str:
    """Title of a property, with its unit; its name where the kind declares none such."""
    declared = _declared(kind, name)
    if declared is None and name not in _UNDECLARED:
        declared = NODE_KINDS["Location"].property_named(name)  # of where a station stands
    if declared is None:
        return _UNDECLARED.get(name, (plain(name),) * 2)[lang == "en"]
    title = declared.title_en if lang == "en" else declared.title_zh
    if name == LAST:
        title = title.partition(" (")[0]
    if declared.unit is None:
        return title
    return f"{title} ({declared.unit})" if lang == "en" else f"{title}（{declared.unit}）"


def worded(kind: NodeKind, name: str, value: str, lang: str) -> str:
    """A value as text: the title of a code, yes or no, a moment at +08:00, else as it is stored."""
    declared = _declared(kind, name)
    if name in _CODES:
        return plain(_CODES[name].title(value, lang))
    if name in VARIABLES:
        return plain(_AND.join(observed_title(code, lang) for code in value.split(_AND)))
    if declared is None and name in (STATE, "status"):
        lists = (ALL_CODES[code] for code in _STATES)
        return next((one.title(value, lang) for one in lists if value in one), plain(value))
    if declared is not None and declared.codes is not None:
        return plain(ALL_CODES[declared.codes].title(value, lang))
    boolean = declared is None or declared.datatype is DataType.BOOLEAN
    if boolean and value in _TRUTH:
        return _TRUTH[value][lang == "en"]
    return plain(last_day(value) if name == LAST else moment(value))


def last_day(end: str) -> str:
    """The last day before an exclusive end that is a midnight at +08:00; another end as it is.

    >>> last_day("2018-04-22T16:00:00Z"), last_day("2018-04-22T18:30:00Z")
    ('2018-04-22', '2018-04-23 02:30')
    """
    shown = moment(end)
    if end == OPEN_END or len(shown) != len("2018-04-22") or shown == end:
        return shown
    return moment(format_valid(parse_moment(end) - timedelta(seconds=1)))[: len(shown)]
