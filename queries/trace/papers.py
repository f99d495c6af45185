"""Stages of the metrological chain: calibrations, their standards and their papers."""

from __future__ import annotations

from dataclasses import dataclass

from queries.model import Stage

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CalibrationRow:
    """A calibration of an instrument or a standard."""

    subject: str
    id: str
    kind: str | None
    performed_on: str
    valid_until: str | None
    result: str | None
    as_found_error: float | None
    tolerance: float | None
    certainty: str | None
    n_claims: int | None
    claims: Texts | None
    more: Texts | None


_CALIBRATION = (
    "RETURN x.id AS subject, c.id AS id, c.kind AS kind, h.valid_from AS performed_on, "
    "c.valid_until AS valid_until, c.result AS result, c.as_found_error AS as_found_error, "
    "c.tolerance AS tolerance, h.certainty AS certainty, c.n_claims AS n_claims, "
    "c.claims AS claims, h.claims AS more"
)
CALIBRATIONS = Stage(
    "calibrations",
    "UNWIND $ids AS id MATCH (x:Instrument {id: id})-[h:HAS_CALIBRATION]->(c:Calibration) "
    + _CALIBRATION,
    CalibrationRow,
)
STANDARD_CALIBRATIONS = Stage(
    "standard_calibrations",
    "UNWIND $ids AS id MATCH (x:MeasurementStandard {id: id})-[h:HAS_CALIBRATION]->"
    "(c:Calibration) " + _CALIBRATION,
    CalibrationRow,
)


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """The certificate of a calibration."""

    calibration: str
    id: str
    issued: str | None
    valid_until: str | None
    sha256: str | None
    stub: bool | None
    certainty: str | None
    claims: Texts | None
    more: Texts | None


CERTIFICATES = Stage(
    "certificates",
    "UNWIND $ids AS id MATCH (c:Calibration {id: id})-[r:DOCUMENTED_BY]->(x:Certificate) "
    "RETURN c.id AS calibration, x.id AS id, x.issued AS issued, x.valid_until AS valid_until, "
    "x.sha256 AS sha256, x.stub AS stub, r.certainty AS certainty, r.claims AS claims, "
    "x.claims AS more",
    CertificateRow,
)


@dataclass(frozen=True, slots=True)
class LaboratoryRow:
    """The unit that performed a calibration."""

    calibration: str
    id: str
    name: str | None
    certainty: str | None
    claims: Texts | None


LABORATORIES = Stage(
    "laboratories",
    "UNWIND $ids AS id MATCH (c:Calibration {id: id})-[r:PERFORMED_BY]->(u:Unit) "
    "RETURN c.id AS calibration, u.id AS id, u.name AS name, r.certainty AS certainty, "
    "r.claims AS claims",
    LaboratoryRow,
)


@dataclass(frozen=True, slots=True)
class AccreditationRow:
    """An accreditation of a laboratory, whatever its time."""

    unit: str
    id: str
    scope: str | None
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: Texts | None
    more: Texts | None


ACCREDITATIONS = Stage(
    "accreditations",
    "UNWIND $ids AS id MATCH (u:Unit {id: id})-[a:ACCREDITED_BY]->(x:Accreditation) "
    "RETURN u.id AS unit, x.id AS id, x.scope AS scope, a.valid_from AS valid_from, "
    "a.valid_to AS valid_to, a.certainty AS certainty, a.claims AS claims, x.claims AS more",
    AccreditationRow,
)


@dataclass(frozen=True, slots=True)
class StandardRow:
    """The standard a calibration used."""

    calibration: str
    id: str
    standard_type: str | None
    serial: str | None
    uncertainty: str | None
    stub: bool | None
    certainty: str | None
    claims: Texts | None
    more: Texts | None


STANDARDS = Stage(
    "standards",
    "UNWIND $ids AS id MATCH (c:Calibration {id: id})-[r:USED_STANDARD]->(m:MeasurementStandard) "
    "RETURN c.id AS calibration, m.id AS id, m.standard_type AS standard_type, "
    "m.serial AS serial, m.uncertainty AS uncertainty, m.stub AS stub, "
    "r.certainty AS certainty, r.claims AS claims, m.claims AS more",
    StandardRow,
)


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """The document version a calibration followed."""

    calibration: str
    id: str
    name: str | None
    stub: bool | None
    valid_from: str | None
    valid_to: str | None
    certainty: str | None
    claims: Texts | None
    more: Texts | None


PROCEDURES = Stage(
    "procedures",
    "UNWIND $ids AS id MATCH (c:Calibration {id: id})-[r:FOLLOWS]->(v:DocumentVersion) "
    "RETURN c.id AS calibration, v.id AS id, v.name AS name, v.stub AS stub, "
    "v.valid_from AS valid_from, v.valid_to AS valid_to, r.certainty AS certainty, "
    "r.claims AS claims, v.claims AS more",
    ProcedureRow,
)

PAPERS = tuple(v for v in list(globals().values()) if isinstance(v, Stage))
