"""The record of truth: an append-only, hash-chained log of claims in one SQLite file."""

from graph.damage import Damage
from graph.ledger.archive import BackupReport, backup, restore
from graph.ledger.excerpts import HIDDEN, REVEALS_FILE, Excerpts, log_reveal
from graph.ledger.inclusion import Inclusion, inclusion
from graph.ledger.ledger import Ledger, LedgerWriter
from graph.ledger.loads import LoadRecord, RejectedRow, Retraction
from graph.ledger.originals import Originals, file_hash
from graph.ledger.reader import CitedClaim, LedgerReader, LiveClaim, LoadSpan
from graph.ledger.records import (
    Checkpoint,
    Head,
    LastLoad,
    LoadSpec,
    Occurrence,
    StoredClaim,
)
from graph.ledger.session import LoadSession
from graph.ledger.surroundings import Surroundings
from graph.ledger.verify import VerifyReport, verify_ledger

__all__ = [
    "HIDDEN",
    "REVEALS_FILE",
    "BackupReport",
    "Checkpoint",
    "CitedClaim",
    "Damage",
    "Excerpts",
    "Head",
    "Inclusion",
    "LastLoad",
    "Ledger",
    "LedgerReader",
    "LedgerWriter",
    "LiveClaim",
    "LoadRecord",
    "LoadSession",
    "LoadSpan",
    "LoadSpec",
    "Occurrence",
    "Originals",
    "RejectedRow",
    "Retraction",
    "StoredClaim",
    "Surroundings",
    "VerifyReport",
    "backup",
    "file_hash",
    "inclusion",
    "log_reveal",
    "restore",
    "verify_ledger",
]
