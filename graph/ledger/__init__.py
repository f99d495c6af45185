"""The record of truth: an append-only, hash-chained log of claims in one SQLite file."""

from graph.damage import Damage
from graph.ledger.archive import BackupReport, backup, restore
from graph.ledger.citing import CitedClaim
from graph.ledger.ever import Said, ever_said
from graph.ledger.excerpts import HIDDEN, Excerpts
from graph.ledger.importing import SHOWN, ClaimImport, ImportCount, ImportedClaim, importing
from graph.ledger.inclusion import Inclusion, inclusion
from graph.ledger.ledger import Ledger, LedgerWriter
from graph.ledger.loads import (
    LoadRecord,
    LoadTold,
    RejectedRow,
    Retraction,
    load_starts,
)
from graph.ledger.originals import Originals, file_hash
from graph.ledger.reader import LedgerReader, LiveClaim, LoadSpan
from graph.ledger.records import (
    IMPORTED,
    Checkpoint,
    Head,
    LastLoad,
    LoadSpec,
    Occurrence,
    StoredClaim,
)
from graph.ledger.reveals import REVEALS_FILE, ShownTo, log_reveal
from graph.ledger.session import LoadSession
from graph.ledger.stated import Origin, Reading, origin_of, stated_body
from graph.ledger.surroundings import Surroundings
from graph.ledger.told import (
    ToldClaim,
    ToldReading,
    parse_told,
    reading_order,
    told_body,
    told_claim,
)
from graph.ledger.verify import VerifyReport, verify_ledger

__all__ = [
    "HIDDEN",
    "IMPORTED",
    "REVEALS_FILE",
    "SHOWN",
    "BackupReport",
    "Checkpoint",
    "CitedClaim",
    "ClaimImport",
    "Damage",
    "Excerpts",
    "Head",
    "ImportCount",
    "ImportedClaim",
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
    "LoadTold",
    "Occurrence",
    "Origin",
    "Originals",
    "Reading",
    "RejectedRow",
    "Retraction",
    "Said",
    "ShownTo",
    "StoredClaim",
    "Surroundings",
    "ToldClaim",
    "ToldReading",
    "VerifyReport",
    "backup",
    "ever_said",
    "file_hash",
    "importing",
    "inclusion",
    "load_starts",
    "log_reveal",
    "origin_of",
    "parse_told",
    "reading_order",
    "restore",
    "stated_body",
    "told_body",
    "told_claim",
    "verify_ledger",
]
