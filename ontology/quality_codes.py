"""How the QC codes of Chinese surface data are read (code list `qc_code`)."""

from __future__ import annotations

_DIGITS = frozenset("0123456789")
GOOD_CODES = frozenset({"0", "3", "4"})
"""Good; one with a corrected value beside it and one that was modified are."""
BAD_CODES = frozenset({"1", "2"})


def deciding_code(code: str) -> str:
    """The digit that decides; empty for what is no code.

    A code has one digit, or three for station, province and nation, of which the last that checked
    (is not 9) decides.

    >>> [deciding_code(code) for code in ("0", "019", "990", "999", "", "12", "x")]
    ['0', '1', '0', '9', '', '', '']
    """
    if len(code) not in (1, 3) or not _DIGITS.issuperset(code):
        return ""
    checked = code.rstrip("9")
    return checked[-1] if checked else "9"
