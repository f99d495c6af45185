"""Audits as persons plan and conduct them: one act, one line, its claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph import Claim, PropertyValue
from loaders.improving import pairs_of
from ontology import kind_of

AUDIT = "audit"
KINDS = ("Audit", "Finding")


@dataclass(frozen=True, slots=True)
class AuditSaid:
    """What is said of an audit or a finding at a valid time.

    `words`: its properties (kind, planned, done, result, statement, finding_type). `links`: pairs
    of edge type and element: what is audited, by whom, of which audit a finding is. `certainty`:
    that of what it is about, so that what is said of a synthetic audit stays synthetic.
    """

    element: str
    at: str
    words: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    certainty: str = "stated"

    def claims(self, source_id: str) -> tuple[Claim, ...]:
        """The element first, then what it is joined to."""
        said: dict[str, PropertyValue] = dict(self.words)
        if self.reason:
            said["reason"] = self.reason
        label = kind_of(self.element).label
        told: list[tuple[str, str | None, dict[str, PropertyValue]]] = [(label, None, said)]
        told += [(kind, end, {}) for kind, end in self.links]
        return tuple(
            Claim(kind, self.element, end, more, self.at, certainty=self.certainty)
            for kind, end, more in told
        )

    @property
    def fields(self) -> dict[str, str | list[str]]:
        """What its line holds."""
        return {
            "decide": AUDIT,
            "element": self.element,
            "since": self.at,
            "words": [part for pair in self.words for part in pair],
            "links": [part for pair in self.links for part in pair],
            "reason": self.reason,
            "certainty": self.certainty,
        }


def audit_of(said: Mapping[str, object]) -> AuditSaid:
    """The act of a line. Raises `KeyError` or `ValueError` where the line holds none."""
    element, at, reason, certainty = (
        str(said[name]) for name in ("element", "since", "reason", "certainty")
    )
    if kind_of(element).label not in KINDS:
        raise ValueError(f"no act: {said}")
    return AuditSaid(
        element, at, pairs_of(said["words"]), pairs_of(said["links"]), reason, certainty
    )
