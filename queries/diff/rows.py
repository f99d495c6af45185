"""A difference between two times, as a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from queries.evidence import says

Texts = tuple[str, ...]
LISTED = 20
"""Of the whole, and of what is around an element, so many of each kind and change are listed."""


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One difference. `change`: added | removed (true, or known, at the later time only, or not).

    `part`: count (of the whole, `number` of one kind) | link | state | claim. `says`: what a claim
    or a state says.
    """

    part: str
    change: str
    of_kind: str
    element: str
    other: str
    name: str
    says: str
    number: int | None
    valid_from: str
    valid_to: str
    certainty: str
    claims: Texts


def count_row(change: str, of_kind: str, number: int) -> DiffRow:
    """How many of one kind."""
    return DiffRow("count", change, of_kind, "", "", "", "", number, "", "", "", ())


def claim_row(  # noqa: PLR0913, PLR0917 - the columns of a row
    change: str,
    of_kind: str,
    element: str,
    other: str | None,
    properties: Mapping[str, object],
    span: tuple[str, str, str],
    short: str,
) -> DiffRow:
    """A claim; `span`: from when to when, and how certain."""
    told = says({k: v for k, v in properties.items() if k != "element"})
    return DiffRow("claim", change, of_kind, element, other or "", "", told, None, *span, (short,))
