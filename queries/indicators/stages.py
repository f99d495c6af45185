"""What `indicators` reads: indicators, their values, what they measure, whose objectives."""

from __future__ import annotations

from dataclasses import dataclass

from queries.model import Stage

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator; a stub is only referred to, by its values."""

    id: str
    name: str | None
    measure_unit: str | None
    direction: str | None
    stub: bool | None
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class Stated:
    """That there is a value."""

    id: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value; its indicator, its unit and its period are in its key."""

    id: str
    value: float | None
    target: float | None
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class Link:
    """An edge to another element; `year`: of the objective."""

    id: str
    other: str
    year: str | None


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit is called."""

    id: str
    name: str | None


_HOLDS = "r.valid_from <= $t AND $t < r.valid_to"
INDICATORS = Stage(
    "indicators",
    "MATCH (n:Indicator) WHERE $every OR n.id = $indicator RETURN n.id AS id, n.name AS name, "
    "n.measure_unit AS measure_unit, n.direction AS direction, n.stub AS stub, "
    "n.certainty AS certainty, n.claims AS claims",
    Indicator,
)
STATED = Stage(
    "indicator_values_stated",
    "MATCH (n:IndicatorValue) WHERE (n.stub IS NULL OR n.stub = false) "
    "AND ($every OR n.id STARTS WITH $start) RETURN n.id AS id",
    Stated,
)
VALUES = Stage(
    "indicator_values",
    "UNWIND $ids AS id MATCH (n:IndicatorValue {id: id}) RETURN n.id AS id, n.value AS value, "
    "n.target AS target, n.certainty AS certainty, n.claims AS claims",
    Value,
)
MEASURED = Stage(
    "indicator_measures",
    f"UNWIND $ids AS id MATCH (n:Indicator {{id: id}})-[r:MEASURES]->(x) WHERE {_HOLDS} "
    "RETURN n.id AS id, x.id AS other, x.year AS year",
    Link,
)
REFINED = Stage(
    "objectives_below",
    "UNWIND $ids AS id MATCH (n:QualityObjective {id: id})<-[r:REFINES]-(x:QualityObjective) "
    f"WHERE {_HOLDS} RETURN n.id AS id, x.id AS other, x.year AS year",
    Link,
)
OBJECTIVE_UNITS = Stage(
    "objective_units",
    "UNWIND $ids AS id MATCH (n:QualityObjective {id: id})-[r:OF_UNIT]->(u:Unit) "
    f"WHERE {_HOLDS} RETURN n.id AS id, u.id AS other, n.year AS year",
    Link,
)
UNITS = Stage(
    "indicator_units",
    "UNWIND $ids AS id MATCH (n:Unit {id: id}) RETURN n.id AS id, n.name AS name",
    Unit,
)
