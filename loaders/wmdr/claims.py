"""The claims of a row of WMDR, whichever format it was read from."""

from __future__ import annotations

from dataclasses import replace

from graph import Claim, Rejected
from loaders.positions import CellError
from loaders.protocol import RawRow, SourceFile
from loaders.wmdr.deployment_claims import deployed_claims
from loaders.wmdr.model import Condition, Deployed, Facility, Party, Position, Report, Row, Subject
from loaders.wmdr.report_claims import report_claims
from loaders.wmdr.station_claims import (
    condition_claims,
    facility_claims,
    party_claims,
    position_claims,
)
from ontology import Certainty


def row_claims(row: RawRow, source: SourceFile) -> tuple[Claim | Rejected, ...]:
    """What a row says; nothing but the rejection where a value is wrong."""
    payload = row.payload
    subject = payload.subject if isinstance(payload, Row) else Subject("")
    if subject.synthetic:  # what was generated stays so, through whatever hands it went
        source = replace(source, certainty=Certainty.SYNTHETIC)
    try:
        return _claims(payload, source)
    except CellError as error:
        return (error.rejecting(row),)


def _claims(payload: object, source: SourceFile) -> tuple[Claim, ...]:
    match payload:
        case Facility():
            return facility_claims(payload, source)
        case Position():
            return position_claims(payload, source)
        case Condition():
            return condition_claims(payload, source)
        case Party():
            return party_claims(payload, source)
        case Deployed():
            return deployed_claims(payload, source)
        case Report():
            return report_claims(payload, source)
        case _:
            raise TypeError(f"no row of WMDR: {payload!r:.80}")
