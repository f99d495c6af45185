"""What `effect` answers with."""

from __future__ import annotations

from dataclasses import dataclass

Texts = tuple[str, ...]
LISTED = 20
"""So many issues of either side are named; all are counted."""


@dataclass(frozen=True, slots=True)
class EffectRow:
    """An action that was done, and whether its cause came again.

    `classes`: cause classes it was directed at; `elements`: what the issues behind it are about,
    and their confirmed causes. `since`, `done`, `until`: the window before it (from the first issue
    behind it, at least as long as the one after) and the window of `days` after it, ends exclusive.
    `before`, `after`: issues with a cause of these classes at these elements; `unknown`: issues at
    them after it of which no cause class is confirmed. `result`: a code of EFFECTS.
    """

    action: str
    name: str
    nonconformities: Texts
    classes: Texts
    elements: Texts
    since: str
    done: str
    until: str
    days: int
    before: int
    after: int
    unknown: int
    result: str
    issues_before: Texts
    issues_after: Texts
    detail_zh: str
    detail_en: str
    certainty: str
    claims: Texts
