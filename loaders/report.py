"""What a load reports: counts that add up, and a file of rejected rows."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph import Rejected

_HEADER = ("file", "place", "field", "value", "rule", "message")


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What became of one file: `read == accepted + rejected` rows.

    `asserted`: claims written; `retracted`: claims that went; `kept`: claims whose rows have
    become unreadable and which therefore stand. `unchanged`: the same bytes as last time.
    `values`: observed values written to the lake.
    """

    source_id: str
    path: str
    loader: str
    read: int = 0
    accepted: int = 0
    rejected: int = 0
    asserted: int = 0
    retracted: int = 0
    kept: int = 0
    unchanged: bool = False
    resumed: int = 0
    seconds: float = 0.0
    rejects_file: str | None = None
    first_rejects: tuple[Rejected, ...] = ()
    warnings: tuple[str, ...] = ()
    values: int = 0


def write_rejects(
    folder: Path, load_no: int, path: Path, rejects: Iterable[Sequence[str]]
) -> Path | None:
    """Write the rejected rows of a load beside the ledger; None when there are none."""
    rows = [(str(path), *r) for r in rejects]
    if not rows:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"load-{load_no}.csv"
    temporary = target.with_suffix(".writing")
    with temporary.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(_HEADER)
        writer.writerows(rows)
    temporary.replace(target)
    return target
