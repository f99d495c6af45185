"""What `loop` answers with."""

from __future__ import annotations

from dataclasses import dataclass

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LoopRow:
    """One step from an element towards the document (forward) or the user (backward), or a gap.

    `part`: start | forward | backward. `step`: links from the start. `source`: the element the
    step starts from, by the link `relation`, which runs from it (`direction` out) or to it (in),
    since `since`. `state`: of feedback a code of FEEDBACK_STATES, of an indicator one of
    STATES of `indicators` (the worst of its units), else of LOOP_STATES. A gap has no element:
    `missing` (the source has no such link), `not_reached` (nothing leads to this kind), `stopped`
    (there are more than `limit`).
    """

    part: str
    kind: str
    state: str
    step: int = 0
    source: str = ""
    relation: str = ""
    direction: str = ""
    element: str = ""
    name: str = ""
    since: str = ""
    detail_zh: str = ""
    detail_en: str = ""
    certainty: str = ""
    claims: Texts = ()
