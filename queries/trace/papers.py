"""Stages of the metrological chain: calibrations, and what each of them rests on."""

from __future__ import annotations

from dataclasses import dataclass

from queries.model import Stage

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CalibrationRow:
    """A calibration of an instrument or a standard, with one of the standards it used.

    `performed_on`: since when it counts; the beginning of time where nobody states it. `stub`: it
    is only cited. `used` and `used_type`: id and type of that standard, None where none is stated.
    """

    subject: str
    id: str
    kind: str | None
    performed_on: str
    valid_until: str | None
    result: str | None
    as_found_error: float | None
    tolerance: float | None
    stub: bool | None
    certainty: str | None
    claims: Texts | None
    more: Texts | None
    used: str | None
    used_type: str | None


# Who cites a calibration need not know its date ($unknown): then the calibration's own word counts.
_CALIBRATION = (
    "OPTIONAL MATCH (c)-[r:USED_STANDARD]->(m:MeasurementStandard) "
    "RETURN x.id AS subject, c.id AS id, c.kind AS kind, "
    "CASE WHEN h.valid_from = $unknown AND c.performed_on IS NOT NULL "
    "THEN c.performed_on ELSE h.valid_from END AS performed_on, "
    "c.valid_until AS valid_until, c.result AS result, c.as_found_error AS as_found_error, "
    "c.tolerance AS tolerance, c.stub AS stub, h.certainty AS certainty, c.claims AS claims, "
    "h.claims AS more, m.id AS used, m.standard_type AS used_type"
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
class BehindRow:
    """What stands behind a paper: an accreditation of the laboratory, a clause of the procedure.

    `source`: the laboratory or the procedure; whatever its time.
    """

    source: str
    id: str
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: Texts | None
    more: Texts | None


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A certificate, laboratory, procedure or standard of a calibration, by `via`.

    `valid_from` and `valid_to` are those of a document version; `behind_…`: one accreditation or
    clause and the edge to it, None where there is none.
    """

    calibration: str
    via: str
    id: str
    name: str | None
    issued: str | None
    valid_until: str | None
    sha256: str | None
    stub: bool | None
    valid_from: str | None
    valid_to: str | None
    certainty: str | None
    claims: Texts | None
    more: Texts | None
    standard_type: str | None
    serial: str | None
    uncertainty: str | None
    behind: str | None
    behind_from: str | None
    behind_to: str | None
    behind_certainty: str | None
    behind_claims: Texts | None
    behind_more: Texts | None

    @property
    def stands_behind(self) -> BehindRow | None:
        """The accreditation or clause of this row."""
        if self.behind is None or self.behind_from is None or self.behind_to is None:
            return None
        return BehindRow(
            self.id,
            self.behind,
            self.behind_from,
            self.behind_to,
            self.behind_certainty,
            self.behind_claims,
            self.behind_more,
        )


PAPERS = Stage(
    "papers",
    "UNWIND $ids AS id "
    "MATCH (c:Calibration {id: id})-[r:DOCUMENTED_BY|PERFORMED_BY|FOLLOWS|USED_STANDARD]->(x) "
    "OPTIONAL MATCH (x)-[b:ACCREDITED_BY|IMPLEMENTS]->(y) "
    "RETURN c.id AS calibration, type(r) AS via, x.id AS id, x.name AS name, "
    "x.issued AS issued, x.valid_until AS valid_until, x.sha256 AS sha256, x.stub AS stub, "
    "x.valid_from AS valid_from, x.valid_to AS valid_to, r.certainty AS certainty, "
    "r.claims AS claims, x.claims AS more, x.standard_type AS standard_type, x.serial AS serial, "
    "x.uncertainty AS uncertainty, y.id AS behind, b.valid_from AS behind_from, "
    "b.valid_to AS behind_to, b.certainty AS behind_certainty, b.claims AS behind_claims, "
    "y.claims AS behind_more",
    PaperRow,
)


ON_FILES = ["file_sha256", "cited_sha256", "nil:sha256", "signature"]


@dataclass(frozen=True, slots=True)
class IntegrityRow:
    """What a source says of the file of a certificate: its hash, its signature, or why neither.

    `property`: `file_sha256` of a file that was read, `cited_sha256` as another certificate gives
    it, `nil:sha256` where that gives none, `signature` (code list `signature_state`).
    """

    calibration: str
    certificate: str
    property: str
    value: str
    reason: str | None
    claims: Texts | None


INTEGRITY = Stage(
    "integrity",
    "UNWIND $ids AS id MATCH (c:Calibration {id: id})-[d:DOCUMENTED_BY]->(x:Certificate) "
    "WITH DISTINCT c, x MATCH (x)-[h:HAS_STATE]->(s:State) "
    "WHERE s.property IN $properties "
    "RETURN c.id AS calibration, x.id AS certificate, s.property AS property, s.value AS value, "
    "s.reason AS reason, s.claims AS claims",
    IntegrityRow,
)

ALL = (CALIBRATIONS, STANDARD_CALIBRATIONS, PAPERS, INTEGRITY)
