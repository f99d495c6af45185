"""What `rates` reads: stations and whose they are, monitoring results, intervals, calibrations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from queries.model import Stage

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Station:
    """A station."""

    id: str
    certainty: str | None
    claims: Texts | None


class Link(NamedTuple):
    """An edge over its validity to another element, or to a value that holds; `name`: its end's."""

    id: str
    other: str
    name: str | None
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: Texts | None


class Monitored(NamedTuple):
    """A monitoring result; station, variable, centre and kind of period are in its key."""

    id: str
    began: str
    ended: str
    received: int | None
    expected: int | None
    timeliness_s: float | None
    certainty: str | None
    claims: Texts | None


class Interval(NamedTuple):
    """The reporting interval of a deployment, as long as it holds and the deployment stands."""

    station: str
    variable: str | None
    role: str | None
    interval: str
    valid_from: str
    valid_to: str
    placed_from: str
    placed_to: str
    certainty: str | None
    claims: Texts | None


class Series(NamedTuple):
    """A series and where its values are."""

    id: str
    pointer: str | None
    certainty: str | None
    claims: Texts | None


class InUse(NamedTuple):
    """An instrument at a station."""

    id: str
    station: str
    variable: str | None
    certainty: str | None
    claims: Texts | None


class Done(NamedTuple):
    """A calibration of an instrument."""

    id: str
    calibration: str
    performed_on: str
    valid_until: str | None
    result: str | None
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class Named:
    """An element that is named."""

    id: str
    name: str | None


@dataclass(frozen=True, slots=True)
class RateIndicator:
    """An indicator that says which rate it is."""

    id: str
    rate: str
    stub: bool | None


@dataclass(frozen=True, slots=True)
class Target:
    """A value of an indicator with its target; unit and period are in its key."""

    id: str
    indicator: str
    target: float | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class Limited:
    """A variable that the requirement behind an indicator is about."""

    id: str
    variable: str


_LINK = (
    "RETURN n.id AS id, {other} AS other, {name} AS name, r.valid_from AS valid_from, "
    "r.valid_to AS valid_to, r.certainty AS certainty, r.claims AS claims"
)
_NOW = "{0}.valid_from <= $t AND $t < {0}.valid_to"
STATIONS = Stage(
    "rate_stations",
    "MATCH (n:Station) RETURN n.id AS id, n.certainty AS certainty, n.claims AS claims",
    Station,
)
OPERATORS = Stage(
    "rate_operators",
    "MATCH (n:Station)-[r:OPERATED_BY]->(u:Unit) " + _LINK.format(other="u.id", name="u.name"),
    Link,
)
SUPERIORS = Stage(
    "rate_superiors",
    "MATCH (n:Unit)-[r:PART_OF]->(u:Unit) " + _LINK.format(other="u.id", name="u.name"),
    Link,
)
LEVELS = Stage(
    "rate_levels",
    "MATCH (n:Unit)-[r:HAS_STATE]->(s:State) WHERE s.property = $property "
    + _LINK.format(other="s.value", name="n.name"),
    Link,
)
CLASSES = Stage(
    "rate_classes",
    "MATCH (n:Station)-[r:HAS_STATE]->(s:State) WHERE s.property = $property "
    + _LINK.format(other="s.value", name="n.name"),
    Link,
)
MONITORED = Stage(
    "rate_monitored",
    "MATCH (n:QualityMeasurement) WHERE n.measure = $measure AND n.ended > $since "
    "AND n.began < $until RETURN n.id AS id, n.began AS began, n.ended AS ended, "
    "n.received AS received, n.expected AS expected, n.timeliness_s AS timeliness_s, "
    "n.certainty AS certainty, n.claims AS claims",
    Monitored,
)
INTERVALS = Stage(
    "rate_intervals",
    "MATCH (d:Deployment)-[r:HAS_STATE]->(s:State) WHERE s.property = $property "
    "MATCH (d)-[a:AT_STATION]->(n:Station) "
    "RETURN n.id AS station, d.variable AS variable, d.role AS role, s.value AS interval, "
    "r.valid_from AS valid_from, r.valid_to AS valid_to, a.valid_from AS placed_from, "
    "a.valid_to AS placed_to, r.certainty AS certainty, r.claims AS claims",
    Interval,
)
SERIES = Stage(
    "rate_series",
    "MATCH (n:Series) WHERE n.pointer IS NOT NULL RETURN n.id AS id, n.pointer AS pointer, "
    "n.certainty AS certainty, n.claims AS claims",
    Series,
)
IN_USE = Stage(
    "rate_instruments",
    "MATCH (d:Deployment)-[u:USES]->(n:Instrument) MATCH (d)-[a:AT_STATION]->(s:Station) "
    f"WHERE {_NOW.format('u')} AND {_NOW.format('a')} "
    "RETURN n.id AS id, s.id AS station, d.variable AS variable, u.certainty AS certainty, "
    "u.claims AS claims",
    InUse,
)
EXEMPT = Stage(
    "rate_exempt",
    "MATCH (n:Instrument)-[r:HAS_STATE]->(s:State) WHERE s.property = $property "
    f"AND {_NOW.format('r')} " + _LINK.format(other="s.value", name="n.name"),
    Link,
)
CALIBRATIONS = Stage(
    "rate_calibrations",
    "MATCH (n:Instrument)-[h:HAS_CALIBRATION]->(c:Calibration) WHERE h.valid_from <= $t "
    "RETURN n.id AS id, c.id AS calibration, h.valid_from AS performed_on, "
    "c.valid_until AS valid_until, c.result AS result, h.certainty AS certainty, "
    "c.claims AS claims",
    Done,
)
UNITS = Stage(
    "rate_units",
    "UNWIND $ids AS id MATCH (n:Unit {id: id}) RETURN n.id AS id, n.name AS name",
    Named,
)
RATE_INDICATORS = Stage(
    "rate_indicators",
    "MATCH (n:Indicator) WHERE n.rate IS NOT NULL RETURN n.id AS id, n.rate AS rate, "
    "n.stub AS stub",
    RateIndicator,
)
TARGETS = Stage(
    "rate_targets",
    "UNWIND $ids AS id MATCH (n:Indicator {id: id})-[:HAS_VALUE]->(v:IndicatorValue) "
    "WHERE v.target IS NOT NULL RETURN v.id AS id, n.id AS indicator, v.target AS target, "
    "v.claims AS claims",
    Target,
)
LIMITED = Stage(
    "rate_indicator_variables",
    "UNWIND $ids AS id MATCH (n:Indicator {id: id})-[r:MEASURES]->(q:DataRequirement) "
    "MATCH (q)-[p:REQUIRES]->(v:Variable) "
    f"WHERE {_NOW.format('r')} AND {_NOW.format('p')} RETURN n.id AS id, v.id AS variable",
    Limited,
)
ALL = (
    STATIONS,
    OPERATORS,
    SUPERIORS,
    LEVELS,
    CLASSES,
    MONITORED,
    INTERVALS,
    SERIES,
    IN_USE,
    EXEMPT,
    CALIBRATIONS,
    UNITS,
    RATE_INDICATORS,
    TARGETS,
    LIMITED,
)
