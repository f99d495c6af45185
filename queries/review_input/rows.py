"""What `review-input` answers with."""

from __future__ import annotations

from dataclasses import dataclass

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewInputRow:
    """One thing that a management review considers, or that nothing is known about an item.

    `item`: a code of REVIEW_INPUTS, the letter of ISO 9001:2015, 9.3.2; `state`: one of
    REVIEW_INPUT_STATES. `units`: names of the units whose it is, of feedback those it came from.
    `date`: the day at +08:00 that counts for the state (due, received, evaluated, valid until), of
    a value its period as stated. `number`: how many, where a row stands for several.
    """

    item: str
    topic_zh: str
    topic_en: str
    element: str
    name: str
    units: Texts
    state: str
    date: str
    number: int | None
    detail_zh: str
    detail_en: str
    certainty: str
    claims: Texts
