"""What the answer of `readiness` says."""

from __future__ import annotations

from dataclasses import dataclass

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadinessRow:
    """What a certification takes, or keeps: one thing of an item, and how it stands.

    `item`: a code of READINESS; `state`: one of REVIEW_INPUT_STATES. `date`: the last day at +08:00
    on which it counts, or by which it is due, planned or opened. `number`: how many, where a row
    stands for several. `units`: names of those whose it is.
    """

    item: str
    state: str
    date: str
    name: str
    units: Texts
    number: int | None
    detail_zh: str
    detail_en: str
    element: str
    certainty: str
    claims: Texts
