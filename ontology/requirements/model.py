"""What a coverage rule is: a target kind, the paths that satisfy it, and how the ends are tested.

A way is a SPARQL property path of declared edges, so that a rule can become a SHACL shape:
`kind` is its `sh:targetClass`, `ways` are alternative `sh:path`s with at least one value.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ontology.model import DeclarationError
from ontology.registry import EDGE_KINDS, NODE_KINDS


class Obligation(StrEnum):
    """Whether what is absent is a gap that a rule requires filled (M), or only unsaid (O)."""

    MANDATORY = "M"
    OPTIONAL = "O"


class Holds(StrEnum):
    """What must hold of the end of a way, besides that its edges are valid at the moment.

    `in_force`: nothing more. `described`: somebody describes it. `document`: it is the edition in
    force. `calibration`: it is the latest one, not out of calibration, and its validity lasts.
    `admission`: it was granted before the first use. `members`: as many as declared. `given`: its
    value is stated. `interface`: not declared absent, and answered where a reply is expected.
    `one_value`: all ends have the same value.
    """

    IN_FORCE = "in_force"
    DESCRIBED = "described"
    DOCUMENT = "document"
    CALIBRATION = "calibration"
    ADMISSION = "admission"
    MEMBERS = "members"
    GIVEN = "given"
    INTERFACE = "interface"
    ONE_VALUE = "one_value"


@dataclass(frozen=True, slots=True)
class Arc:
    """One edge of a way, to a node of the label `to`; `inverse`: against its direction.

    `state`: only to States of this property.
    """

    edge: str
    to: str
    inverse: bool = False
    state: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """Edges one after another, from a node of the label `source`."""

    source: str
    arcs: tuple[Arc, ...]

    def __post_init__(self) -> None:
        at = self.source
        for arc in self.arcs:
            ends = (arc.to, at) if arc.inverse else (at, arc.to)
            if arc.edge not in EDGE_KINDS or not EDGE_KINDS[arc.edge].admits(*ends):
                raise DeclarationError(f"no edge {ends[0]} -{arc.edge}-> {ends[1]}")
            at = arc.to

    @property
    def end(self) -> str:
        """Label of the nodes at the end."""
        return self.arcs[-1].to if self.arcs else self.source


@dataclass(frozen=True, slots=True)
class Requirement:
    """What every element of a kind must have.

    `own`: a property of the element itself that satisfies it, too. `leaf`: only processes that
    have no part. `exempt`: values of the kind's verdict for which nothing is required. `nil`: the
    State of an element that says that it is not required. `check`: the one of the five checks
    that it decides. `own_moment`: judged at the element's own date, not at the one asked about.
    `where_own`: only elements of which `own` is stated.
    """

    id: str
    kind: str
    title_zh: str
    title_en: str
    ways: tuple[Way, ...]
    term: str
    remedy_zh: str
    remedy_en: str
    test: Holds = Holds.IN_FORCE
    obligation: Obligation = Obligation.MANDATORY
    check: str = ""
    own: str = ""
    leaf: bool = False
    exempt: tuple[str, ...] = ()
    nil: str = ""
    own_moment: bool = False
    where_own: bool = False

    def __post_init__(self) -> None:
        if self.kind not in NODE_KINDS:
            raise DeclarationError(f"{self.id}: there is no kind {self.kind}")
        if self.own and NODE_KINDS[self.kind].property_named(self.own) is None:
            raise DeclarationError(f"{self.id}: {self.kind} has no property {self.own}")
        if any(way.source != self.kind for way in self.ways):
            raise DeclarationError(f"{self.id}: a way begins elsewhere than at {self.kind}")


def way(source: str, *arcs: str) -> Way:
    """A way as text: `LED_BY Unit`, `^STEP_OF Step` against the edge, `HAS_STATE State:class`.

    >>> way("Process", "^STEP_OF Step", "^PROVES Record").end
    'Record'
    """
    parsed = []
    for text in arcs:
        edge, _, target = text.partition(" ")
        to, _, state = target.partition(":")
        parsed.append(Arc(edge.removeprefix("^"), to, edge.startswith("^"), state))
    return Way(source, tuple(parsed))
