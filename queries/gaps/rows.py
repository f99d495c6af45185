"""Rows of the coverage questions."""

from __future__ import annotations

from dataclasses import dataclass

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GapRow:
    """What a rule requires of an element, and how it stands.

    `state`: of domain section 5. `depth`: 0 for the element's own gap; else how many ways down
    `through`, the element that has the gap, was reached. `units`: ids of those who are to fill it.
    `area`: code of GB/T 2260; `level`: of the administration; both empty where no source says
    them. `term`: the clause or metadata element that asks for it.
    """

    rule: str
    kind: str
    element: str
    name: str
    required_zh: str
    required_en: str
    state: str
    depth: int
    through: str
    units: Texts
    area: str
    level: str
    detail_zh: str
    detail_en: str
    remedy_zh: str
    remedy_en: str
    term: str
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class Item:
    """A node as the rules look at it.

    `given`: the property that a rule asks for; `begins`, `ends`: its own dates; `verdict`: a
    result, a type or a value; `since`, `until`: when it is valid.
    """

    id: str
    name: str | None
    level: str | None
    given: object
    begins: str | None
    ends: str | None
    verdict: str | None
    stub: bool | None
    since: str | None
    until: str | None
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class Link:
    """An edge between two nodes of known labels."""

    source: str
    target: str
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class Named:
    """The id of a node."""

    id: str
