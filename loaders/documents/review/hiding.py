"""Names of persons in a document, struck out of whatever is shown of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from graph.ledger import HIDDEN
from loaders.documents.facts.reading import Reading

_BROKEN = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Hiding:
    """`spans`: where names stand in the cleaned text; `pattern`: the names in every spelling.

    Without a pattern nothing is struck out.
    """

    spans: tuple[tuple[int, int], ...] = ()
    pattern: re.Pattern[str] | None = None

    def shown(self, text: str) -> str:
        """A text as it may be shown; bytes that are no character are `�`."""
        whole = _BROKEN.sub("\ufffd", text)
        return whole if self.pattern is None else self.pattern.sub(HIDDEN, whole)


def hiding(reading: Reading, names: Iterable[str], *, reveal: bool) -> Hiding:
    """Where the names stand, blanks within them or not, also as the raw text spells them."""
    found = _pattern(names)
    if found is None:
        return Hiding()
    spans = tuple(match.span() for match in found.finditer(reading.text))
    if reveal:
        return Hiding(spans)
    spelled = {reading.excerpt(*span) for span in spans}
    plain = {reading.document.excerpt(*span) for span in spans}
    return Hiding(spans, _pattern([*names, *spelled, *plain]))


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """A longer name goes before one that begins it."""
    letters = {"".join(name.split()) for name in names} - {""}
    ordered = sorted(letters, key=lambda name: (-len(name), name))
    found = "|".join(r"\s*".join(map(re.escape, name)) for name in ordered)
    return re.compile(found) if found else None
