"""The rows of what is done day by day: one value type per import table, as in `rows`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from loaders.sample.rows import SYNTHETIC


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a process: who does what, when and where, and by which document."""

    TABLE: ClassVar[str] = "steps"
    process: str
    level: str
    order: str
    who: str
    when: str
    where: str
    document: str
    how: str
    key: str
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Record:
    """A filled form that proves a step, or its process where no step is named."""

    TABLE: ClassVar[str] = "records"
    record_id: str
    process: str
    step: str
    form: str
    unit_id: str
    made: date
    medium: str
    sha256: str
    retain_until: date | None
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Task:
    """A task of a plan; `plan` is the id of the document that sets it."""

    TABLE: ClassVar[str] = "tasks"
    task_id: str
    plan: str
    title: str
    lead: str
    due: date
    done: date | None
    evidence: str
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm that a system raised on a system or an instrument; moments are in UTC."""

    TABLE: ClassVar[str] = "alarms"
    alarm_id: str
    system_id: str
    raised: str
    cleared: str
    subject_kind: str
    subject_id: str
    text: str
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Admission:
    """The admission of a model (manufacturer and model, as its key) or of a system to use."""

    TABLE: ClassVar[str] = "admissions"
    admission_id: str
    subject_kind: str
    subject_id: str
    granted: date
    valid_to: date | None
    document: str
    certainty: str = SYNTHETIC
