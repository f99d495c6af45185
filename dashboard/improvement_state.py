"""Where nonconformities and actions stand, and the errors that tell why one cannot go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph import SuyuanError
from graph.ledger import LedgerReader
from ontology import kind_of
from ontology.improvement_codes import ACTION_STATES, EFFECTS, NONCONFORMITY_STATES
from queries.effect import EffectRow

ACTION, NONCONFORMITY = "CorrectiveAction", "Nonconformity"
UNDONE = ("open", "done")
"""States of an action whose effect is still to come."""


class StepError(SuyuanError):
    """From this state of an action or a nonconformity one does not come to that."""

    def __init__(self, element: str, state: str, wanted: str, allowed: Sequence[str]) -> None:
        self.element, self.state, self.wanted, self.allowed = element, state, wanted, allowed
        titles = ACTION_STATES if kind_of(element).label == ACTION else NONCONFORMITY_STATES
        zh = "、".join(f"{titles.title(code)} {code}" for code in allowed) or "无"
        super().__init__(
            f"{element}：从“{titles.title(state)}”不能到“{titles.title(wanted)}”；可到 {zh} / "
            f"from {state} not to {wanted}; allowed: {', '.join(allowed) or 'nothing'}"
        )


class UnverifiedError(SuyuanError):
    """A nonconformity of which no action was verified to be effective (ISO 9001, 10.2.1 d)."""

    def __init__(self, element: str, actions: Mapping[str, str]) -> None:
        self.element, self.actions = element, dict(actions)
        zh = "、".join(f"{a} {ACTION_STATES.title(s)}" for a, s in actions.items()) or "没有措施"
        en = ", ".join(f"{a} {s}" for a, s in actions.items()) or "it has no action"
        super().__init__(
            f"{element} 不能关闭：要有验证有效的措施，且没有未验证的（{zh}）；"
            "用 suyuan action verify / cannot be closed: an action must be verified as effective "
            f"and none be left ({en}); use suyuan action verify"
        )


class EffectError(SuyuanError):
    """Whether actions worked cannot be said (yet)."""

    def __init__(self, rows: Sequence[EffectRow]) -> None:
        self.actions = {row.action: row.result for row in rows}
        zh = "；".join(f"{r.action} {EFFECTS.title(r.result)}：{r.detail_zh}" for r in rows)
        en = "; ".join(f"{r.action} {EFFECTS.title(r.result, 'en')}: {r.detail_en}" for r in rows)
        super().__init__(f"不能验证 {zh} / cannot be verified: {en}")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a nonconformity or an action stands. `since`: begin of its last state, else empty."""

    element: str
    state: str
    since: str
    opened: str


def standings(reader: LedgerReader, elements: Sequence[str]) -> list[Standing]:
    """Where nonconformities and actions stand, in the order asked, in a few reads in all."""
    edges = reader.edges_of(list(elements), {"HAS_STATE": "out"})
    states = sorted({edge.object for edge in edges if edge.object is not None})
    last: dict[tuple[str, str], tuple[str, str]] = {}
    for state in reader.nodes_of(states):
        of = (str(state.properties.get("element")), str(state.properties.get("property")))
        begun = (state.valid_from, str(state.properties.get("value")))
        last[of] = max(begun, last.get(of, ("", "")))
    opened = {c.subject: str(c.properties.get("opened", "")) for c in reader.nodes_of(elements)}
    return [_standing(element, last, opened.get(element, "")) for element in elements]


def _standing(
    element: str, last: Mapping[tuple[str, str], tuple[str, str]], opened: str
) -> Standing:
    since, state = last.get((element, "state"), ("", "open"))
    checked, effect = last.get((element, "effectiveness"), ("", ""))
    if effect and checked >= since:
        since, state = checked, effect
    return Standing(element, state, since, opened)
