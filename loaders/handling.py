"""Steps in the handling of an issue, as a person's decisions: one act, one line, its claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph import Claim, PropertyValue
from ontology import NODE_KINDS, kind_of, make_id

HANDLE = "handle"
ACTS = ("open", "state", "assign", "cause", "cause_class", "not_cause", "comment")
STATE, OPENED, COMMENT, NOT_CAUSE = "state", "open", "comment", "rejected_cause"
CAUSE_CLASS = "cause_class"


@dataclass(frozen=True, slots=True)
class Handling:
    """One act on an incident at a valid time. `state`: in which an incident is opened.

    `object`: for open the issue, for state its code, for assign the unit, for cause and not_cause
    the element, for cause_class its code, for comment its words. `reason`: why, or the source of a
    comment. `before`: of an assignment the units that it relieves, each with the begin of its own;
    theirs ends with it.
    """

    act: str
    incident: str
    object: str
    at: str
    reason: str = ""
    state: str = OPENED
    before: tuple[tuple[str, str], ...] = ()

    def claims(self, source_id: str) -> tuple[Claim, ...]:
        """What it says; that of an opening begins with the incident itself."""
        if self.act == "open":
            node = Claim("Incident", self.incident, None, {"opened": self.at}, self.at)
            return (node, self._edge("RAISED_FROM"), *self._state(source_id, STATE, self.state))
        if self.act == "assign":
            ended = (
                Claim("ASSIGNED_TO", self.incident, unit, {}, begin, self.at)
                for unit, begin in self.before
            )
            return (self._edge("ASSIGNED_TO"), *ended)
        if self.act == "cause":
            return (self._edge("CAUSED_BY"),)
        names = {
            "state": STATE,
            "comment": COMMENT,
            "not_cause": NOT_CAUSE,
            "cause_class": CAUSE_CLASS,
        }
        return self._state(source_id, names[self.act], self.object)

    def _edge(self, kind: str) -> Claim:
        said: dict[str, PropertyValue] = {"reason": self.reason} if self.reason else {}
        return Claim(kind, self.incident, self.object, said, self.at)

    def _state(self, source_id: str, name: str, value: str) -> tuple[Claim, ...]:
        return state_claims(self.incident, (name, value), self.at, source_id, self.reason)

    @property
    def fields(self) -> dict[str, str | list[str]]:
        """What its line holds."""
        told: dict[str, str | list[str]] = {
            "decide": HANDLE,
            "act": self.act,
            "incident": self.incident,
            "object": self.object,
            "since": self.at,
            "reason": self.reason,
        }
        if self.act == "open":
            return {**told, "state": self.state}
        if self.before:
            return {**told, "before": [text for pair in self.before for text in pair]}
        return told


def state_claims(
    element: str, said: tuple[str, str], at: str, source_id: str, reason: str = ""
) -> tuple[Claim, ...]:
    """That a property of an element has a value from a valid time on: the State and its edge."""
    name, value = said
    state = make_id(NODE_KINDS["State"], element, name, at, source_id)
    properties: dict[str, PropertyValue] = {"element": element, "property": name, "value": value}
    if reason:
        properties["reason"] = reason
    edge = Claim("HAS_STATE", element, state, {}, at)
    return (Claim("State", state, None, properties, at), edge)


def handling_of(said: Mapping[str, object]) -> Handling:
    """The act of a line. Raises `KeyError` or `ValueError` where the line holds none."""
    act, incident, object_, at = (str(said[n]) for n in ("act", "incident", "object", "since"))
    if act not in ACTS or kind_of(incident).label != "Incident":
        raise ValueError(f"no act: {said}")
    reason, state = str(said.get("reason", "")), str(said.get("state", OPENED))
    before = said.get("before", [])
    if not isinstance(before, list):
        raise ValueError(f"no units: {said}")
    texts = [str(text) for text in before]
    pairs = tuple(zip(texts[::2], texts[1::2], strict=True))
    return Handling(act, incident, object_, at, reason, state, pairs)
