"""Claims of one shape are written by one pattern, so that only what differs is worked out for each.

Two claims are of one shape when their texts differ in the hash, the ids, the values and the place
alone: of one kind, source and load, with properties of the same names and types. The pattern is cut
out of the text that the general way gives for a claim of that shape, never written by hand. Where
the order of statements hangs on values (a list, two readings) there is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from operator import itemgetter

from graph import Place, PropertyValue
from graph.ledger import Origin, StoredClaim
from ontology import element_iri, literal, literal_type

Writer = Callable[[StoredClaim, Origin], str | None]
"""The text of a claim; None where two statements of it differ in their objects alone."""
_MOST = 10_000
_NUMBERS = ("line", "column", "offset", "length")


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A text with gaps, and the values that go there."""

    text: str
    values: Callable[[list[str]], tuple[str, ...]]


class Patterns:
    """Writes claims by the patterns of their shapes.

    `word`: how an IRI in brackets is written, `quoted`: how a text is.
    """

    def __init__(
        self, write: Writer, word: Callable[[str], str], quoted: Callable[[str], str] = literal
    ) -> None:
        self._write, self._word, self._quoted = write, word, quoted
        self._known: dict[tuple[object, ...], _Pattern | None] = {}

    def text(self, stored: StoredClaim, origin: Origin) -> str | None:
        """The text of a claim as the general way gives it; None where only that way can."""
        shape = _shape(stored, origin)
        if shape is None:
            return None
        try:
            pattern = self._known[shape]
        except KeyError:
            if len(self._known) >= _MOST:
                self._known.clear()
            pattern = self._known[shape] = self._cut(stored, origin)
        if pattern is None:
            return None
        return pattern.text % pattern.values(self._values(stored, origin))

    def _values(self, stored: StoredClaim, origin: Origin) -> list[str]:
        """What differs among claims of a shape, as the text has it."""
        claim, place, quoted = stored.claim, origin.readings[0].place, self._quoted
        found = [
            stored.claim_id.hex(),
            self._word(f"<{element_iri(claim.subject)}>"),
            quoted(claim.valid_from),
            quoted(claim.valid_to),
            f'"{place.line}"',
            f'"{place.column}"',
            f'"{place.offset}"',
            f'"{place.length}"',
            quoted(place.locator),
        ]
        if claim.object is None:
            found.append(quoted(claim.subject))
        else:
            found.append(self._word(f"<{element_iri(claim.object)}>"))
        if claim.properties:
            values = claim.properties.values()
            found += [quoted(x) if isinstance(x, str) else f'"{x}"' for x in values]
        return found

    def _cut(self, stored: StoredClaim, origin: Origin) -> _Pattern | None:
        """The pattern of a claim's shape, from the text of a stand-in whose values are unique."""
        other, of_other = _stand_in(stored, origin)
        text = self._write(other, of_other)
        if text is None:
            return None
        values = self._values(other, of_other)
        number = {value: at for at, value in reversed(list(enumerate(values)))}
        gaps = re.compile("|".join(map(re.escape, sorted(number, key=len, reverse=True))))
        order = [number[found] for found in gaps.findall(text)]
        # The hash is there several times, so that the getter gives a tuple.
        return _Pattern(gaps.sub("%s", text.replace("%", "%%")), itemgetter(*order))


def _shape(stored: StoredClaim, origin: Origin) -> tuple[object, ...] | None:
    """All that decides the text of a claim but the gaps; None where there is no pattern."""
    if len(origin.readings) != 1:
        return None
    claim, (reading,) = stored.claim, origin.readings
    place, kind = reading.place, claim.kind
    types: tuple[object, ...] = ()
    if claim.properties:
        for value in claim.properties.values():
            if isinstance(value, (tuple, bool)):
                return None
        types = tuple(
            [(name, literal_type(kind, name, value)) for name, value in claim.properties.items()]
        )
    return (
        kind,
        claim.object is None,
        claim.certainty,
        stored.source_id,
        origin.recorded_at,
        origin.retracted_at,
        origin.reason,
        reading.sha256,
        reading.loader,
        place.line is None,
        place.column is None,
        place.offset is None,
        place.length is None,
        place.locator == "",
        types,
    )


def _stand_in(stored: StoredClaim, origin: Origin) -> tuple[StoredClaim, Origin]:
    """A claim of the same shape, each value of which stands nowhere else in its text."""
    made = 0

    def unique() -> str:
        nonlocal made
        made += 1
        return str(int.from_bytes(sha256(b"%d|" % made + stored.claim_id).digest()))

    claim, (reading,) = stored.claim, origin.readings
    properties: dict[str, PropertyValue] = {}
    for name, value in claim.properties.items():
        exponent = "e" if literal_type(claim.kind, name, value) == "double" else ""
        properties[name] = int(unique()) if isinstance(value, int) else unique() + exponent
    line, column, offset, length = (
        None if getattr(reading.place, name) is None else int(unique()) for name in _NUMBERS
    )
    locator = unique() if reading.place.locator else ""
    place = Place(line, column, offset, length, locator)
    return (
        replace(
            stored,
            claim_id=sha256(b"claim|" + stored.claim_id).digest(),
            claim=replace(
                claim,
                subject=unique(),
                object=None if claim.object is None else unique(),
                properties=properties,
                valid_from=unique(),
                valid_to=unique(),
            ),
        ),
        replace(origin, readings=(replace(reading, place=place),)),
    )
