"""The record of truth: an append-only, hash-chained log of claims in one SQLite file."""

from graph.ledger.ledger import Ledger, LedgerWriter
from graph.ledger.originals import Originals, decode, file_hash
from graph.ledger.reader import LedgerReader, LiveClaim
from graph.ledger.records import (
    Checkpoint,
    Head,
    LastLoad,
    LoadSpec,
    Occurrence,
    StoredClaim,
)
from graph.ledger.session import LoadSession

__all__ = [
    "Checkpoint",
    "Head",
    "LastLoad",
    "Ledger",
    "LedgerReader",
    "LedgerWriter",
    "LiveClaim",
    "LoadSession",
    "LoadSpec",
    "Occurrence",
    "Originals",
    "StoredClaim",
    "decode",
    "file_hash",
]
