"""The rows of the management loop: one value type per import table, as in `rows`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from loaders.sample.rows import SYNTHETIC


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a user said, of an issue, a series, a process or a requirement."""

    TABLE: ClassVar[str] = "feedback"
    feedback_id: str
    received: date
    from_unit: str
    concerns_kind: str
    concerns_id: str
    text: str
    state: str
    replied: date | None = None
    closed: date | None = None
    satisfaction: str = ""
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a user needs from a day on; a row for each revision."""

    TABLE: ClassVar[str] = "requirements"
    requirement_id: str
    user: str
    variable: str
    product: str
    accuracy: str
    timeliness: str
    availability: str
    valid_from: date
    revised_by: str = ""
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Objective:
    """A quality objective of a unit; `parent` is the one that it refines."""

    TABLE: ClassVar[str] = "objectives"
    objective_id: str
    name_zh: str
    parent: str
    unit_id: str
    year: str
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured, of what, and which way is better."""

    TABLE: ClassVar[str] = "indicators"
    indicator_id: str
    name_zh: str
    measures_kind: str
    measures_id: str
    measure_unit: str
    direction: str
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """What an indicator came to for a unit in a period; `target` where there was one."""

    TABLE: ClassVar[str] = "indicator_values"
    indicator_id: str
    unit_id: str
    period: str
    value: str
    target: str = ""
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk or an opportunity, what is done about it, and its next review."""

    TABLE: ClassVar[str] = "risks"
    risk_id: str
    type: str
    title: str
    threatens_kind: str
    threatens_id: str
    likelihood: str
    effect: str
    treatment: str
    owner: str
    review_due: date | None
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Audit:
    """An audit of a unit: what it looks at, who audits, when it is planned and was done."""

    TABLE: ClassVar[str] = "audits"
    audit_id: str
    kind: str
    unit_id: str
    process: str
    clause: str
    planned: date
    done: date | None
    result: str
    auditor_party: str
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Finding:
    """What an audit found, by its number in the audit."""

    TABLE: ClassVar[str] = "findings"
    audit_id: str
    number: str
    statement: str
    type: str
    clause: str
    found: date
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class ManagementReview:
    """A management review: what it considered, and the actions it decided on.

    One that was not held yet is `planned` and says nothing else.
    """

    TABLE: ClassVar[str] = "management_reviews"
    review_id: str
    held: date | None
    unit_id: str
    considered: str
    decided: str
    planned: date
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Training:
    """That somebody of a unit was trained; `valid_to` is the last day on which it counts."""

    TABLE: ClassVar[str] = "trainings"
    training_id: str
    subject: str
    unit_id: str
    process: str
    held: date
    role: str
    passed: str
    valid_to: date | None
    certainty: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class Supplier:
    """Who supplies what, and until when its evaluation counts."""

    TABLE: ClassVar[str] = "suppliers"
    supplier_id: str
    name_zh: str
    supplies_kind: str
    supplies_id: str
    evaluated: date
    result: str
    valid_to: date | None
    certainty: str = SYNTHETIC
