"""What was loaded, for those who keep the ledger: loads, rejected rows, retractions.

Names of files and of their fields, and rows that were turned away, are for the administrator
alone, of a class of users from which nothing is withheld: every function asks for both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from graph import Workspace
from graph.ledger import LoadRecord, RejectedRow, Retraction
from graph.ledger import loads as ledger_loads
from queries.asker import Asker
from queries.veil import must_see_all

T = TypeVar("T")
KEEPERS = ("admin",)
SHOWN = 500


@dataclass(frozen=True, slots=True)
class Some(Generic[T]):
    """Rows, and how many there are in all."""

    rows: Sequence[T]
    total: int


def loads(workspace: Workspace, asker: Asker, limit: int = SHOWN) -> Some[LoadRecord]:
    """The latest loads, the last first. Raises `NotAllowedError` for another role."""
    asker.may_ask("loads", KEEPERS)
    must_see_all(asker, "loads")
    count = workspace.ledger.connection.execute(
        "SELECT count(*) FROM blocks WHERE kind='close'"
    ).fetchone()[0]
    return Some(ledger_loads.loads(workspace.ledger, limit), int(count))


def rejected_rows(workspace: Workspace, asker: Asker, load_no: int = 0) -> Some[RejectedRow]:
    """Rejected rows, of one load or of all, names of persons hidden."""
    asker.may_ask("rejected-rows", KEEPERS)
    must_see_all(asker, "rejected-rows")
    ledger = workspace.ledger
    return Some(
        ledger_loads.rejected_rows(ledger, SHOWN, load_no),
        ledger_loads.counted(ledger, "rejects", load_no),
    )


def retractions(workspace: Workspace, asker: Asker, load_no: int = 0) -> Some[Retraction]:
    """Claims taken back, by one load or by any."""
    asker.may_ask("retractions", KEEPERS)
    must_see_all(asker, "retractions")
    ledger = workspace.ledger
    return Some(
        ledger_loads.retractions(ledger, SHOWN, load_no),
        ledger_loads.counted(ledger, "retractions", load_no),
    )
