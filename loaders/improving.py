"""Nonconformities and corrective actions as a person's decisions: one act, one line, its claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph import Claim, PropertyValue
from loaders.handling import state_claims
from ontology import kind_of

IMPROVE = "improve"
CHANGING = ("state", "effectiveness", "cause_class", "risk_update")
"""What of them changes: a State each."""
_OPENS = {"Nonconformity": "ARISES_FROM", "CorrectiveAction": "ADDRESSES"}


@dataclass(frozen=True, slots=True)
class Opening:
    """A nonconformity found, or an action decided on, at a valid time.

    `about`: the incident, finding, nonconformity or risk that it is about. `unit`: who answers for
    it. `words`: its further properties (name, severity, disposition, cause, similar, action_type,
    due). `links`: pairs of edge type and element (the clause not fulfilled, the document changed).
    `cause_class`: of a nonconformity, empty where it is not known. `reason`: why it was opened.
    """

    element: str
    about: str
    unit: str
    at: str
    words: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    cause_class: str = ""
    reason: str = ""

    def claims(self, source_id: str) -> tuple[Claim, ...]:
        """The element first, then what it is about, who answers for it, and the rest."""
        label = kind_of(self.element).label
        said: dict[str, PropertyValue] = {"opened": self.at, **dict(self.words)}
        edges = ((_OPENS[label], self.about), ("ASSIGNED_TO", self.unit), *self.links)
        why: dict[str, PropertyValue] = {"reason": self.reason} if self.reason else {}
        claims = [Claim(label, self.element, None, {**said, **why}, self.at)]
        claims += [Claim(kind, self.element, end, {}, self.at) for kind, end in edges]
        if self.cause_class:
            known = ("cause_class", self.cause_class)
            claims += state_claims(self.element, known, self.at, source_id)
        return tuple(claims)

    @property
    def fields(self) -> dict[str, str | list[str]]:
        """What its line holds."""
        return {
            "decide": IMPROVE,
            "open": self.element,
            "about": self.about,
            "unit": self.unit,
            "since": self.at,
            "words": _flat(self.words),
            "links": _flat(self.links),
            "cause_class": self.cause_class,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Progress:
    """What became of a nonconformity or an action: `what` is one of `CHANGING`, from a time on.

    `links`: pairs of edge type and element that it goes with (the risks that were updated).
    """

    element: str
    what: str
    value: str
    at: str
    reason: str = ""
    links: tuple[tuple[str, str], ...] = ()

    def claims(self, source_id: str) -> tuple[Claim, ...]:
        """The State and its edge, then what it goes with."""
        said = (self.what, self.value)
        edges = (Claim(kind, self.element, end, {}, self.at) for kind, end in self.links)
        return (*state_claims(self.element, said, self.at, source_id, self.reason), *edges)

    @property
    def fields(self) -> dict[str, str | list[str]]:
        """What its line holds."""
        told: dict[str, str | list[str]] = {
            "decide": IMPROVE,
            "element": self.element,
            "property": self.what,
            "value": self.value,
            "since": self.at,
            "reason": self.reason,
        }
        return {**told, "links": _flat(self.links)} if self.links else told


def improvement_of(said: Mapping[str, object]) -> Opening | Progress:
    """The act of a line. Raises `KeyError` or `ValueError` where the line holds none."""
    element = str(said["open"] if "open" in said else said["element"])
    if kind_of(element).label not in _OPENS:
        raise ValueError(f"no act: {said}")
    if "open" in said:
        about, unit, at = (str(said[name]) for name in ("about", "unit", "since"))
        words, links = pairs_of(said["words"]), pairs_of(said["links"])
        known, reason = str(said["cause_class"]), str(said.get("reason", ""))
        return Opening(element, about, unit, at, words, links, known, reason)
    name, value, at = (str(said[n]) for n in ("property", "value", "since"))
    if name not in CHANGING:
        raise ValueError(f"no act: {said}")
    links = pairs_of(said.get("links", []))
    return Progress(element, name, value, at, str(said.get("reason", "")), links)


def _flat(pairs: tuple[tuple[str, str], ...]) -> list[str]:
    return [part for pair in pairs for part in pair]


def pairs_of(parts: object) -> tuple[tuple[str, str], ...]:
    """Pairs from a line, in which they stand one after another. Raises `ValueError`."""
    if not isinstance(parts, list) or len(parts) % 2:
        raise ValueError(f"no pairs: {parts}")
    texts = [str(part) for part in parts]
    return tuple(zip(texts[::2], texts[1::2], strict=True))
