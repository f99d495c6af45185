"""What a declared element of WMO-No. 1192 is, and where in the graph its answer stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class How(StrEnum):
    """The way from a node to an answer.

    `property`: a property of it. `state`: a State of it, of that name or of `NAME:…`. `out` and
    `into`: an edge to or from a node of kind `other`. `known_begin`: an edge whose begin is
    stated. `of_variable`: a property of the Variable it observes. `party`: an edge from a node
    of kind `other` which itself says who carried it out. `standard`: the measurement standard of
    its latest calibration.
    """

    PROPERTY = "property"
    STATE = "state"
    OUT = "out"
    INTO = "into"
    KNOWN_BEGIN = "known_begin"
    OF_VARIABLE = "of_variable"
    PARTY = "party"
    STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class Answer:
    """One place where an element may be stated: on a node of kind `holder`, in the way `how`."""

    holder: str
    how: How
    name: str
    other: str = ""

    @property
    def pattern(self) -> str:
        """The place as a person reads it, such as `(:Station)-[:OPERATED_BY]->(:Unit)`."""
        return _PATTERNS[self.how].format(a=self)


_PATTERNS = {
    How.PROPERTY: "{a.holder}.{a.name}",
    How.OF_VARIABLE: "{a.other}.{a.name}",
    How.STATE: "(:{a.holder})-[:HAS_STATE]->(:State {{property: '{a.name}'}})",
    How.OUT: "(:{a.holder})-[:{a.name}]->(:{a.other})",
    How.INTO: "(:{a.holder})<-[:{a.name}]-(:{a.other})",
    How.PARTY: "(:{a.holder})<-[:{a.name}]-(:{a.other})-[:CARRIED_OUT_BY]->(:Unit)",
    How.KNOWN_BEGIN: "(:{a.holder})-[:{a.name} {{valid_from}}]->(:{a.other})",
    How.STANDARD: "(:{a.holder})-[:HAS_CALIBRATION]->(:Calibration)-[:{a.name}]->(:{a.other})",
}


@dataclass(frozen=True, slots=True)
class Part:
    """What must be stated for an element; any one of the answers will do. Most have one part."""

    answers: tuple[Answer, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class MetadataElement:
    """An element of WMO-No. 1192.

    `requirement`: its obligation as printed: M, C or O; `*` needed for the Rolling Review of
    Requirements, `#` a reason in the place of a value (nilReason) is admitted. `phase` (I, II,
    III) of its introduction, "" where the edition at hand names none. `subject`: the kind of
    node it is asked of. Without parts the graph cannot hold it, and `unheld` says why.
    """

    code: str
    title_zh: str
    title_en: str
    requirement: str
    phase: str
    subject: str
    parts: tuple[Part, ...] = ()
    condition: tuple[str, str] = ("", "")
    unheld: tuple[str, str] = ("", "")

    @property
    def obligation(self) -> str:
        """M, C or O without its marks."""
        return self.requirement[0]

    @property
    def nil_admitted(self) -> bool:
        """Whether the standard takes a reason in the place of a value."""
        return "#" in self.requirement

    @property
    def category(self) -> str:
        """The number of its category, 1 to 10."""
        return self.code.partition("-")[0]

    @property
    def held(self) -> bool:
        """Whether the graph has a place for it."""
        return bool(self.parts)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """All places of all parts."""
        return tuple(answer for part in self.parts for answer in part.answers)


def prop(holder: str, *names: str) -> tuple[Answer, ...]:
    """Answers that are properties."""
    return tuple(Answer(holder, How.PROPERTY, name) for name in names)


def state(holder: str, *names: str) -> tuple[Answer, ...]:
    """Answers that are states."""
    return tuple(Answer(holder, How.STATE, name) for name in names)


def out(holder: str, edge: str, other: str) -> tuple[Answer, ...]:
    """An answer that is an edge to another node."""
    return (Answer(holder, How.OUT, edge, other),)


def into(holder: str, edge: str, other: str) -> tuple[Answer, ...]:
    """An answer that is an edge from another node."""
    return (Answer(holder, How.INTO, edge, other),)
