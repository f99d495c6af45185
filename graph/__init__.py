"""Where it is kept: claims, ledger, projection, stores and subgraphs."""

from graph.claim import Claim, Place, PropertyValue, Rejected, element_key, parse_body, short_id
from graph.collector import uncollected
from graph.element import compile_elements
from graph.errors import (
    InvalidValueError,
    LakeBusyError,
    LakeDamagedError,
    LedgerBusyError,
    LedgerDamagedError,
    LedgerVersionError,
    MassRetractionError,
    MissingExtraError,
    NamesHiddenError,
    NotAllowedError,
    RefusedQueryError,
    ServerError,
    SourceClaimedError,
    SourceError,
    StoreError,
    SuyuanError,
    UnknownElementError,
    WithheldError,
)
from graph.settings import Login, Settings
from graph.workspace import Workspace

__all__ = [
    "Claim",
    "InvalidValueError",
    "LakeBusyError",
    "LakeDamagedError",
    "LedgerBusyError",
    "LedgerDamagedError",
    "LedgerVersionError",
    "Login",
    "MassRetractionError",
    "MissingExtraError",
    "NamesHiddenError",
    "NotAllowedError",
    "Place",
    "PropertyValue",
    "RefusedQueryError",
    "Rejected",
    "ServerError",
    "Settings",
    "SourceClaimedError",
    "SourceError",
    "StoreError",
    "SuyuanError",
    "UnknownElementError",
    "WithheldError",
    "Workspace",
    "compile_elements",
    "element_key",
    "parse_body",
    "short_id",
    "uncollected",
]
