"""Row validation derived from the declarations: what a claim may say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ontology.ids import IdError
from ontology.model import DataType
from ontology.registry import EDGE_KINDS, NODE_KINDS, kind_of

_DECIMAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\Z")
_VALID_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")
_TYPES: dict[DataType, type | tuple[type, ...]] = {
    DataType.TEXT: str,
    DataType.NUMBER: str,
    DataType.INTEGER: int,
    DataType.BOOLEAN: bool,
    DataType.TIME: str,
    DataType.TEXTS: tuple,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What a claim breaks: the field, the rule and a message with its remedy."""

    field: str
    rule: str
    message: str


@lru_cache(maxsize=8192)
def _shape_problem(kind: str, subject_prefix: str, object_prefix: str | None) -> Problem | None:
    """Whether the kind is declared and its ends are of declared, admitted kinds."""
    try:
        source = kind_of(f"{subject_prefix}:x").label
        target = None if object_prefix is None else kind_of(f"{object_prefix}:x").label
    except IdError as error:
        return Problem("id", "kind", f"种类未声明 / kind not declared: {error}")
    if target is None:
        if kind not in NODE_KINDS or kind != source:
            return Problem("kind", "kind", f"{kind} 与标识 {source} 不符 / does not match its id")
        return None
    edge = EDGE_KINDS.get(kind)
    if edge is None:
        return Problem("kind", "kind", f"关系 {kind} 未声明 / edge type not declared in ontology/")
    if not edge.admits(source, target):
        return Problem(
            "kind", "ends", f"{source} -{kind}-> {target} 不允许 / not admitted: {edge.pattern}"
        )
    return None


@lru_cache(maxsize=8192)
def _property_type(kind: str, edge: bool, name: str) -> DataType | None:
    declared = EDGE_KINDS[kind].properties if edge else NODE_KINDS[kind].properties
    return next((p.datatype for p in declared if p.name == name), None)


@lru_cache(maxsize=65536)
def _time_problem(text: str) -> bool:
    return _VALID_TIME.match(text) is None


def claim_problem(
    kind: str,
    subject: str,
    object_: str | None,
    properties: Mapping[str, object],
    valid_from: str,
    valid_to: str,
) -> Problem | None:
    """The first rule of the ontology that a claim breaks, or None.

    Properties that are not declared are allowed (a source may know more than we do).
    """
    for node_id in (subject,) if object_ is None else (subject, object_):
        if not node_id.partition(":")[2]:
            return Problem("id", "id", f"标识没有键 / an id is kind:key, got {node_id!r:.80}")
    object_prefix = None if object_ is None else object_.partition(":")[0]
    problem = _shape_problem(kind, subject.partition(":")[0], object_prefix)
    if problem is not None:
        return problem
    if _time_problem(valid_from) or _time_problem(valid_to):
        return Problem(
            "valid_from",
            "time",
            f"时间须为 UTC 定宽文本 / not valid-time text: {valid_from} … {valid_to}",
        )
    if valid_from >= valid_to:
        return Problem(
            "valid_to",
            "interval",
            f"止于起始之前 / ends before it begins: {valid_from} … {valid_to}",
        )
    edge = object_ is not None
    problems = (_property_problem(kind, edge, name, value) for name, value in properties.items())
    return next((p for p in problems if p is not None), None)


def _property_problem(kind: str, edge: bool, name: str, value: object) -> Problem | None:
    if _astral(name):
        return Problem(
            name,
            "property name",
            "属性名含基本平面之外的字符 / a character beyond U+FFFF in a property name sorts "
            "differently by implementation; rename the column",
        )
    return _value_problem(kind, edge, name, value)


@lru_cache(maxsize=8192)
def _astral(name: str) -> bool:
    return any(c > "\uffff" for c in name)


def _value_problem(kind: str, edge: bool, name: str, value: object) -> Problem | None:
    datatype = _property_type(kind, edge, name)
    if datatype is None:
        return None
    mistyped = isinstance(value, bool) and datatype is not DataType.BOOLEAN
    if mistyped or not isinstance(value, _TYPES[datatype]):
        return Problem(
            name, "datatype", f"应为 {datatype} / expected {datatype}, got {value!r:.80}"
        )
    if datatype is DataType.NUMBER:
        text = str(value)
        if _DECIMAL.match(text) is None or abs(float(text)) == float("inf"):
            return Problem(name, "number", f"不是有限的十进制数 / no finite decimal: {value!r:.80}")
    elif datatype is DataType.TIME and _time_problem(str(value)):
        return Problem(name, "time", f"时间须为 UTC 定宽文本 / not valid-time text: {value!r:.80}")
    return None
