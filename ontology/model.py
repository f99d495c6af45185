"""What a declaration is: the value types with which kinds, edges and code lists are written down.

Everything else about the graph (constraints, MERGE text, row validation, schema page, legend)
is derived from values of these types, so each of them is frozen and compared by value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

_LABEL = re.compile(r"[A-Z][A-Za-z]*\Z")
_TYPE = re.compile(r"[A-Z][A-Z_]*\Z")
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
# Names that a store keeps for itself: `id` is our key, the others are answered by the
# embedded engine for every node, so a property of that name could not be read back.
RESERVED_PROPERTIES = frozenset({"id", "type", "title", "labels", "keys"})
BOOKKEEPING_PROPERTIES = frozenset({"claims", "n_claims", "certainty", "stub"})


@cache
def _snake_case(label: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", label).lower()


class DeclarationError(ValueError):
    """A declaration in `ontology/` contradicts its own rules."""


class DataType(StrEnum):
    """Type of a property's value in the graph.

    In a claim a `number` is a decimal string (the digits of the source), in the graph a float.
    """

    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    TIME = "time"
    TEXTS = "texts"


class Certainty(StrEnum):
    """How a source stands behind a claim, most certain first."""

    STATED = "stated"
    INFERRED = "inferred"
    SYNTHETIC = "synthetic"


@dataclass(frozen=True, slots=True)
class CodeList:
    """A closed vocabulary: code -> (title_zh, title_en), in rank order where the order matters.

    Order is meaning for hop states (worst first) and levels (highest first).
    """

    name: str
    codes: dict[str, tuple[str, str]]
    source: str

    def __contains__(self, code: object) -> bool:
        return code in self.codes

    def title(self, code: str, language: str = "zh") -> str:
        """Title of `code` in `zh` or `en`; the code itself where the list does not know it."""
        titles = self.codes.get(code)
        if titles is None:
            return code
        return titles[0] if language == "zh" else titles[1]

    def rank(self, code: str) -> int:
        """Place in the list, 0 first; unknown codes come last."""
        return list(self.codes).index(code) if code in self.codes else len(self.codes)


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a node or an edge. `codes` names the code list its values come from."""

    name: str
    title_zh: str
    title_en: str
    datatype: DataType = DataType.TEXT
    unit: str | None = None
    codes: str | None = None
    term: str | None = None

    def __post_init__(self) -> None:
        if not _NAME.match(self.name):
            raise DeclarationError(f"property {self.name!r} is not snake_case ASCII")
        if self.name in RESERVED_PROPERTIES | BOOKKEEPING_PROPERTIES:
            raise DeclarationError(f"property {self.name!r} is kept for the store")


@dataclass(frozen=True, slots=True)
class NodeKind:
    """A kind of node: its label, what its key is made of, its properties and standard terms.

    `key` lists the parts of the key in order; `key_separator` joins them (`|`, or `@` for a
    process at a level). `name_property` is what a person reads on a box.
    """

    label: str
    key: tuple[str, ...]
    title_zh: str
    title_en: str
    term: str
    description: str
    properties: tuple[Property, ...] = ()
    group: str = "network"
    key_separator: str = "|"
    name_property: str = "name"

    def __post_init__(self) -> None:
        if not _LABEL.match(self.label):
            raise DeclarationError(f"label {self.label!r} is not PascalCase")
        if not self.key:
            raise DeclarationError(f"{self.label}: a kind needs a key")
        names = [p.name for p in self.properties]
        if len(names) != len(set(names)):
            raise DeclarationError(f"{self.label}: a property is declared twice")

    @property
    def prefix(self) -> str:
        """The label in snake_case, which begins every id of this kind."""
        return _snake_case(self.label)

    def property_named(self, name: str) -> Property | None:
        """The declared property of that name, or None for one that only a source knows."""
        return next((p for p in self.properties if p.name == name), None)


class Cardinality(StrEnum):
    """How many targets one source may have at one time."""

    ONE = "one"
    MANY = "many"


ANY = "*"


@dataclass(frozen=True, slots=True)
class EdgeKind:
    """A type of edge, one direction. `sources`/`targets` are labels; `("*",)` means any kind."""

    type: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    title_zh: str
    title_en: str
    description: str
    properties: tuple[Property, ...] = ()
    cardinality: Cardinality = Cardinality.MANY
    term: str | None = None
    group: str = "trace"

    def __post_init__(self) -> None:
        if not _TYPE.match(self.type):
            raise DeclarationError(f"edge type {self.type!r} is not UPPER_SNAKE")

    def admits(self, source: str, target: str) -> bool:
        """Whether an edge of this type may run from label `source` to label `target`."""
        return (self.sources == (ANY,) or source in self.sources) and (
            self.targets == (ANY,) or target in self.targets
        )

    @property
    def pattern(self) -> str:
        """The ASCII pattern, such as `(:Station)-[:LOCATED_AT]->(:Location)`."""
        left = "" if self.sources == (ANY,) else ":" + "|".join(self.sources)
        right = "" if self.targets == (ANY,) else ":" + "|".join(self.targets)
        return f"({left})-[:{self.type}]->({right})"
