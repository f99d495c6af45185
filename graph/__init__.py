"""Where it is kept: claims, ledger, projection, stores and subgraphs."""

from graph.claim import Claim, Place, PropertyValue, Rejected, element_key, parse_body, short_id
from graph.errors import (
    InvalidValueError,
    LedgerBusyError,
    LedgerDamagedError,
    LedgerVersionError,
    MassRetractionError,
    MissingExtraError,
    SourceClaimedError,
    SourceError,
    StoreError,
    SuyuanError,
    UnknownElementError,
)

__all__ = [
    "Claim",
    "InvalidValueError",
    "LedgerBusyError",
    "LedgerDamagedError",
    "LedgerVersionError",
    "MassRetractionError",
    "MissingExtraError",
    "Place",
    "PropertyValue",
    "Rejected",
    "SourceClaimedError",
    "SourceError",
    "StoreError",
    "SuyuanError",
    "UnknownElementError",
    "element_key",
    "parse_body",
    "short_id",
]
