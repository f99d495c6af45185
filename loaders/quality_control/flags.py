"""What one test says of one value or of one statement: a flag."""

from __future__ import annotations

from typing import NamedTuple


class Flag(NamedTuple):
    """A test found a value, or what is stated of a series, not as it should be.

    `station`, `variable`: key of the series; `variable` is empty for the station as a whole.
    `time`: fixed-width UTC text as in the ledger (`2018-06-03T06:00:00Z`). `test`: code of the
    test. `severity`: as of the kind Issue. `value`: as printed, None where there is none.
    `evidence`: `str(Citation)` of the lake, or the id of a claim. `detail`: what was expected, in
    Chinese.
    """

    station: str
    variable: str
    time: str
    test: str
    severity: str
    value: str | None
    evidence: str
    detail: str = ""
