"""What a name is found to stand for, before it is tied to its place."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.documents.names.mention import Kind, Reason
from ontology import Certainty


@dataclass(frozen=True, slots=True)
class Answer:
    """A full name and why it is the one; without a name, the candidates and why none is taken.

    `certainty` counts where the reason itself leaves nothing open.
    """

    name: str
    reason: Reason
    candidates: tuple[str, ...] = ()
    kind: Kind = Kind.UNIT
    spelling: str = ""
    certainty: Certainty = Certainty.STATED


@dataclass(frozen=True, slots=True)
class Prefix:
    """What a name in a list begins with: an area or a superior that bare names after it share."""

    name: str
    is_unit: bool
