"""The plan of an audit (ISO 19011:2018, 5 and A.6): what is audited, of whom, on which sample.

title = "2027 年内部审核"
as_of = "2026-12-31"
units = ["unit:内蒙古自治区气象信息中心"]

[sampling]
size = 5
seed = 7

[[clause]]
clause = "ISO 9001:2015 7.1.5"
rules = ["instrument-calibration", "station-operator"]
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from graph import InvalidValueError, SourceError
from ontology import IdError, kind_of
from ontology.requirements import REQUIREMENTS

_KNOWN = {"title", "as_of", "known_at", "units", "sampling", "clause"}


@dataclass(frozen=True, slots=True)
class PlannedClause:
    """A clause and the coverage rules by which it is judged."""

    clause: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditPlan:
    """Clauses × units. `size`: items drawn for a cell at most; `sha256`: of the plan's file."""

    title: str
    as_of: str | None
    known_at: str | None
    units: tuple[str, ...]
    size: int
    seed: int
    clauses: tuple[PlannedClause, ...]
    sha256: str


def read_plan(path: Path) -> AuditPlan:
    """A plan from its file.

    Raises `SourceError` for a file that is no TOML, `InvalidValueError` for what it may not say.
    """
    try:
        raw = path.read_bytes()
        said = tomllib.loads(raw.decode("utf-8"))
    except (OSError, ValueError) as error:
        raise SourceError(path, str(error), "TOML, UTF-8: [sampling], [[clause]]") from error
    for name in said:
        if name not in _KNOWN:
            raise _refused(name, str(said[name]), f"可用 / use: {', '.join(sorted(_KNOWN))}")
    sampling = said.get("sampling")
    if not isinstance(sampling, dict):
        raise _refused("sampling", str(sampling), "[sampling] size = 5, seed = 7")
    return AuditPlan(
        str(said.get("title") or path.stem),
        _optional(said, "as_of"),
        _optional(said, "known_at"),
        _units(_texts(said, "units")),
        _whole(sampling, "size", 1),
        _whole(sampling, "seed", 0),
        _clauses(said.get("clause")),
        sha256(raw).hexdigest(),
    )


def _clauses(said: object) -> tuple[PlannedClause, ...]:
    if not isinstance(said, list) or not said:
        raise _refused("clause", str(said), '[[clause]] clause = "…", rules = ["…"]')
    found = []
    for one in said:
        name = str(one.get("clause", "")) if isinstance(one, dict) else ""
        if not name:
            raise _refused("clause", str(one), 'clause = "ISO 9001:2015 7.1.5"')
        rules = _texts(one, "rules")
        for rule in rules:
            if rule not in REQUIREMENTS:
                raise _refused("rules", rule, f"可用 / use: {', '.join(REQUIREMENTS)}")
        found.append(PlannedClause(name, rules))
    if len({c.clause for c in found}) < len(found):
        raise _refused("clause", "", "每条款一次 / each clause once")
    return tuple(found)


def _units(units: tuple[str, ...]) -> tuple[str, ...]:
    for unit in units:
        try:
            label = kind_of(unit).label
        except IdError as error:
            raise _refused("units", unit, str(error)) from error
        if label not in {"Unit", "UnitGroup", "WorkGroup"}:
            raise _refused("units", unit, "unit:全称 / unit:FULL NAME")
    return units


def _texts(said: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = said.get(name)
    if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
        raise _refused(name, str(value), f'{name} = ["…"]')
    return tuple(dict.fromkeys(str(v) for v in value))


def _whole(said: Mapping[str, object], name: str, least: int) -> int:
    value = said.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise _refused(f"sampling.{name}", str(value), f"整数 / a whole number ≥ {least}")
    return value


def _optional(said: Mapping[str, object], name: str) -> str | None:
    return None if name not in said else str(said[name])


def _refused(name: str, value: str, remedy: str) -> InvalidValueError:
    return InvalidValueError(name, value, "审核计划不能这样写 / not in a plan", remedy)
