"""Claims: one source's statement about one element, and the place where it was read.

A claim's identity is the SHA-256 of what it says (element, properties, valid time, certainty,
source) in canonical JSON (RFC 8785). Where it was read is an occurrence and no part of it, so a
moved row or a new version of a file changes nothing that is still said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

import orjson

from ontology import BEGINNING, OPEN_END, Certainty

PropertyValue = str | int | bool | tuple[str, ...]
"""Text, a whole number, a truth value or several texts; a measured number is its digits."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim was read in its original.

    In text: `line` (1-based), `column` (0-based code point), and `offset`/`length` in bytes of
    the original. Elsewhere `locator` names it: `sheet=站点;row=3;column=2`, `json:/12/location`,
    an XPath, a BUFR message and subset.
    """

    line: int | None = None
    column: int | None = None
    offset: int | None = None
    length: int | None = None
    locator: str = ""

    def __str__(self) -> str:
        if self.locator:
            return self.locator
        return f"line {self.line}" + (f", column {self.column}" if self.column else "")


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement about a node (`object` is None) or an edge from `subject` to `object`.

    `kind` is the label of the node or the type of the edge. Times are valid-time text, half-open.
    `place` is where this loader read it; None stands for the place of its row.
    """

    kind: str
    subject: str
    object: str | None = None
    properties: Mapping[str, PropertyValue] = field(default_factory=dict)
    valid_from: str = BEGINNING
    valid_to: str = OPEN_END
    certainty: str = Certainty.STATED
    place: Place | None = None

    @property
    def element(self) -> str:
        """The element this claim is about, as text (see `element_key`)."""
        return element_key(self.kind, self.subject, self.object, self.valid_from)

    def body(self, source_id: str) -> bytes:
        """The canonical JSON (RFC 8785) that is hashed and stored."""
        return orjson.dumps(
            [
                self.kind,
                self.subject,
                self.object,
                self.properties,
                self.valid_from,
                self.valid_to,
                self.certainty,
                source_id,
            ],
            option=orjson.OPT_SORT_KEYS,
        )

    def claim_id(self, source_id: str) -> bytes:
        """SHA-256 of `body`, 32 bytes."""
        return sha256(self.body(source_id)).digest()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row, or a field of it, that could not become a claim, and how to mend it.

    `identity` names the row where it can still be read, so that its former claims are kept.
    """

    place: Place
    field: str
    value: str
    rule: str
    message: str
    identity: str = ""


def element_key(kind: str, subject: str, object_: str | None, valid_from: str) -> str:
    """Text that names an element: the id of a node, or `TYPE(from,to,valid_from)` of an edge.

    >>> element_key("AT_STATION", "deployment:D1", "station:53463", "2018-06-02T16:00:00Z")
    'AT_STATION(deployment:D1,station:53463,2018-06-02T16:00:00Z)'
    """
    if object_ is None:
        return subject
    return f"{kind}({subject},{object_},{valid_from})"


def parse_body(body: bytes) -> tuple[Claim, str]:
    """The claim and its source id from a stored body."""
    kind, subject, object_, properties, valid_from, valid_to, certainty, source = orjson.loads(body)
    frozen = {k: tuple(v) if isinstance(v, list) else v for k, v in properties.items()}
    return Claim(kind, subject, object_, frozen, valid_from, valid_to, certainty), source


def short_id(claim_id: bytes) -> str:
    """The first 64 bits of a claim id as hex, as elements carry them."""
    return claim_id[:8].hex()


__all__ = [
    "Claim",
    "Place",
    "PropertyValue",
    "Rejected",
    "element_key",
    "parse_body",
    "short_id",
]
