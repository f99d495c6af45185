"""The row of the answer, and the rows that its stages read."""

from __future__ import annotations

from dataclasses import dataclass, fields

Texts = tuple[str, ...]
SHOWN = 8


@dataclass(frozen=True, slots=True)
class CompletenessRow:
    """What is stated of one element, or where the chain to a measurement standard breaks.

    `part`: `break` (the first link that is missing), `category` (figures of a category and an
    obligation) or `element`. `kind` and `subject`: what it is asked of; `Network` for all
    stations together. `element`: the number of WMO-No. 1192, of its category, or the link.
    `total` = `present` + `missing` + `not_applicable`: subjects, or subjects times elements in a
    category; `not_held`: elements the graph has no place for. `reason`: the reason given in the
    place of a value, or which parts are missing. `examples`: subjects that lack it.
    """

    part: str
    kind: str
    subject: str
    element: str
    title_zh: str
    title_en: str
    obligation: str
    state: str
    total: int
    present: int
    missing: int
    not_applicable: int
    not_held: int
    reason: str
    examples: Texts
    detail_zh: str
    detail_en: str
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A node, and the edge over which it is reached from the node `of` (itself: no edge).

    The further fields of each kind are the properties that answer elements.
    """

    of: str
    id: str
    certainty: str | None
    claims: Texts | None
    begin: str | None
    edge_certainty: str | None
    edge_claims: Texts | None


BOOKKEEPING = tuple(f.name for f in fields(NodeRow))


@dataclass(frozen=True, slots=True)
class StationRow(NodeRow):
    """A station."""

    facility_type: str | None
    name: str | None
    wigos_id: str | None
    wmo_region: str | None


@dataclass(frozen=True, slots=True)
class DeploymentRow(NodeRow):
    """A deployment at a station."""

    application_areas: Texts | None
    communication_method: str | None
    configuration: str | None
    control_schedule: str | None
    exposure: str | None
    geometry: str | None
    height_m: float | None
    maintenance_schedule: str | None
    observing_method: str | None
    representativeness: str | None
    role: str | None
    source_of_observation: str | None
    variable: str | None


@dataclass(frozen=True, slots=True)
class InstrumentRow(NodeRow):
    """An instrument that a deployment uses."""

    drift_per_unit_time: str | None
    manufacturer: str | None
    model: str | None
    observable_range: str | None
    serial: str | None
    specification_link: str | None
    specified_absolute_uncertainty: str | None
    specified_relative_uncertainty: str | None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A variable whose unit is stated."""

    id: str
    unit: str
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class StateRow:
    """A state in force of the node `of`."""

    of: str
    id: str
    name: str | None
    value: str | None
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """An edge of the node `of` to, or from, the node `id`."""

    of: str
    type: str
    id: str
    begin: str
    certainty: str | None
    claims: Texts | None
