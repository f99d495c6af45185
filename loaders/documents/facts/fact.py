"""A fact of a document: an edge between two named elements, or what is said of one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph import PropertyValue
from ontology import Certainty


@dataclass(frozen=True, slots=True)
class Element:
    """An element by its kind and the parts of its key.

    The key of a Person is the printed name here; only its hash goes into a claim.
    """

    kind: str
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """An edge, read at `begin:end` of the cleaned text."""

    edge: str
    subject: Element
    object: Element
    begin: int
    end: int
    properties: Mapping[str, PropertyValue] = field(default_factory=dict)
    certainty: Certainty = Certainty.STATED


@dataclass(frozen=True, slots=True)
class Statement:
    """Properties of an element, read at `begin:end` of the cleaned text."""

    element: Element
    properties: Mapping[str, PropertyValue]
    begin: int
    end: int
    certainty: Certainty = Certainty.STATED


Said = Fact | Statement
"""What one place of a document says."""
