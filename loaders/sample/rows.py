"""The rows of the sample: one value type per import table, its fields the table's columns.

A field named `class_` is the column `class`. Blank cells are `None` or empty text; several values
in a cell are joined by `;`. Every row says how certain it is; what is generated is `synthetic`.
"""

from __future__ import annotations

from dataclasses import Field, dataclass, fields
from datetime import date
from typing import Any, ClassVar, Protocol

SYNTHETIC = "synthetic"


class Row(Protocol):
    """A row of an import table."""

    TABLE: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


def field_names(row: type[Row]) -> tuple[str, ...]:
    """The fields of a row type in the order of the columns."""
    return tuple(f.name for f in fields(row))


def columns(row: type[Row]) -> tuple[str, ...]:
    """The header of the table that holds rows of this type."""
    return tuple(name.removesuffix("_") for name in field_names(row))


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit; its id is its full Chinese name."""

    TABLE: ClassVar[str] = "units"
    unit_id: str
    name_zh: str
    level: str
    kind: str = ""
    part_of: str = ""
    admin_code: str = ""
    declared_size: str = ""
    valid_from: str = ""
    valid_to: str = ""
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Station:
    """A station, or what one source says of it over one period."""

    TABLE: ClassVar[str] = "stations"
    station_id: str
    name_zh: str
    wigos_id: str = ""
    class_: str = ""
    status: str = ""
    admin_code: str = ""
    operated_by: str = ""
    valid_from: str = ""
    valid_to: str = ""
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Location:
    """A position of a station, in degrees and metres."""

    TABLE: ClassVar[str] = "locations"
    station_id: str
    latitude: str
    longitude: str
    elevation_m: str = ""
    barometer_elevation_m: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Instrument:
    """One physical instrument."""

    TABLE: ClassVar[str] = "instruments"
    instrument_id: str
    variable: str
    serial: str
    manufacturer: str
    model: str
    firmware: str
    batch: str
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Deployment:
    """An instrument at a station over one period; `valid_to` is its last day."""

    TABLE: ClassVar[str] = "deployments"
    deployment_id: str
    station_id: str
    instrument_id: str
    variable: str
    role: str
    height_m: str
    valid_from: date
    valid_to: date | None = None
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Calibration:
    """One comparison of an instrument or a standard; `valid_to` is its last day."""

    TABLE: ClassVar[str] = "calibrations"
    calibration_id: str
    kind: str
    subject_kind: str
    subject_id: str
    performed_on: date
    valid_to: date | None
    result: str
    location: str
    performed_by: str
    standard_id: str
    certificate_id: str
    procedure: str
    as_found_error: str
    tolerance: str
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Certificate:
    """The certificate of a calibration."""

    TABLE: ClassVar[str] = "certificates"
    certificate_id: str
    laboratory: str
    issued: date
    valid_to: date | None
    sha256: str
    uri: str
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Standard:
    """A measurement standard; `type` is a code of WMO-No. 1192, 5-08-01."""

    TABLE: ClassVar[str] = "standards"
    standard_id: str
    type: str
    variable: str
    serial: str
    uncertainty: str
    held_by: str
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Accreditation:
    """A laboratory's accreditation over one period."""

    TABLE: ClassVar[str] = "accreditations"
    accreditation_id: str
    unit_id: str
    scope: str
    valid_from: date
    valid_to: date
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Event:
    """A maintenance visit (`type` maintenance) or another event at a station or instrument."""

    TABLE: ClassVar[str] = "events"
    event_id: str
    subject_kind: str
    subject_id: str
    type: str
    begin: date
    end: date | None = None
    party: str = ""
    document_id: str = ""
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Issue:
    """An episode of bad, late, missing or wrongly described data."""

    TABLE: ClassVar[str] = "issues"
    issue_id: str
    kind: str
    station_id: str
    variable: str
    test: str
    begin: str
    end: str
    severity: str
    value: str
    status: str
    channel: str
    reported_by: str
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Incident:
    """One state of an incident: a row for each state it went through."""

    TABLE: ClassVar[str] = "incidents"
    incident_id: str
    issue_id: str
    state: str
    state_from: str
    opened: str
    due: str
    assigned_to: str
    cause_kind: str = ""
    cause_id: str = ""
    cause_class: str = ""
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Nonconformity:
    """A requirement that was not met; `cause_class` where its cause is known."""

    TABLE: ClassVar[str] = "nonconformities"
    nonconformity_id: str
    opened: date
    clause: str
    severity: str
    source_kind: str
    source_id: str
    unit_id: str
    disposition: str
    state: str
    statement: str
    cause_class: str
    cause: str
    similar: str
    closed: date | None = None
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Action:
    """What was decided against a nonconformity; `effectiveness` where it was verified.

    `risk_update`: what became of the risks of planning after it, where somebody said so.
    """

    TABLE: ClassVar[str] = "actions"
    action_id: str
    type: str
    nonconformity_id: str
    risk_id: str
    unit_id: str
    due: date
    done: date | None
    effectiveness: str
    changes_document: str
    title: str
    opened: date
    verified: date | None = None
    risk_update: str = ""
    updated_risks: str = ""
    risk_reason: str = ""
    risk_day: date | None = None
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Process:
    """A process at one level; without a printed code its name is its key."""

    TABLE: ClassVar[str] = "processes"
    code: str
    name_zh: str
    level: str
    kind: str = ""
    parent: str = ""
    led_by: str = ""
    related_units: str = ""
    governed_by: str = ""
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Interface:
    """One direction of an interface between two levels."""

    TABLE: ClassVar[str] = "interfaces"
    interface_id: str
    name_zh: str
    upper_level: str
    lower_level: str
    upper_process: str
    lower_process: str
    upper_unit: str
    lower_unit: str
    direction: str = ""
    items: str = ""
    cycle: str = ""
    reply_expected: str = ""
    state: str = "stated"
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Document:
    """One version of a document; it is in force until the day its successor takes effect."""

    TABLE: ClassVar[str] = "documents"
    document_id: str
    title: str
    number: str
    doc_level: str
    version: str
    issued_by: str
    effective: date
    superseded: date | None
    supersedes: str
    governs: str
    implements: str
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class DocumentReview:
    """The verdict on a document: 留, 废, 改 or 立."""

    TABLE: ClassVar[str] = "document_reviews"
    document_id: str
    verdict: str
    replaced_by: str
    reason: str
    certainty: str = SYNTHETIC
