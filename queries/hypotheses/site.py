"""Another site under the number: the source says itself that it speaks of somewhere else."""

from __future__ import annotations

import re

from queries.hypotheses.model import Contradiction, Hypothesis
from queries.positions import PositionRow

_AERODROME = re.compile(r"\bICAO [A-Z][A-Z0-9]{3}\b")


def other_site(found: Contradiction) -> Hypothesis | None:
    """One of the two carries the location indicator of an aerodrome (ICAO Doc 7910), one does not.

    A name would tell it too, but registries write names in different scripts: see
    `station-claims`, where they stand side by side.
    """
    marked = [p for p in (found.other, found.against) if _is_aerodrome(p)]
    if len(marked) != 1:
        return None
    return Hypothesis("other_site", tuple(sorted(found.beyond)), marked[0].claims)


def _is_aerodrome(position: PositionRow) -> bool:
    return _AERODROME.search(position.note or "") is not None
