"""The rows of surveys, stages of life and changes: one value type per table, as in `rows`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from loaders.sample.rows import SYNTHETIC


@dataclass(frozen=True, slots=True)
class EnvironmentSurvey:
    """An obstacle that a survey found, in degrees and metres; without one, what it found."""

    TABLE: ClassVar[str] = "environment"
    station_id: str
    surveyed: date
    azimuth: str = ""
    distance: str = ""
    elevation: str = ""
    result: str = ""
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class EquipmentState:
    """A stage of an instrument's life, and the unit that has it in hand."""

    TABLE: ClassVar[str] = "equipment_states"
    instrument_id: str
    state: str
    begin: date
    unit_id: str
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class StationChange:
    """A change of a station: applied for, approved, in effect."""

    TABLE: ClassVar[str] = "station_changes"
    change_id: str
    station_id: str
    type: str
    applied: date
    approved: date | None = None
    effective: date | None = None
    document: str = ""
    certainty: str = SYNTHETIC
