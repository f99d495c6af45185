"""What a competency question is: one meaning in words, in SPARQL and in portable Cypher.

The two texts must give the same rows: over the graph as RDF (`graph.rdf_view`), whose default graph
holds what stands at a moment, and over the graph store, where the moment is `$t`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

ROLES = MappingProxyType(
    {
        "analyst": ("质量分析员", "quality analyst"),
        "auditor": ("审核员", "auditor"),
        "planner": ("规划员", "planner"),
        "documents": ("文件", "documents"),
    }
)


@dataclass(frozen=True, slots=True)
class Competency:
    """A question that the graph must be able to answer.

    `cypher` may use `$t`, the moment, and `params`; `sparql` the prefixes of `ontology.iris` and
    the empty one. Both return `columns`, rows in no order.
    """

    id: str
    role: str
    question_zh: str
    question_en: str
    columns: tuple[str, ...]
    cypher: str
    sparql: str
    params: Mapping[str, str | bool | int] = field(default_factory=dict)


def at(*edges: str) -> str:
    """The condition that edges hold at `$t`.

    >>> at("r")
    'r.valid_from <= $t AND $t < r.valid_to'
    """
    return " AND ".join(f"{edge}.valid_from <= $t AND $t < {edge}.valid_to" for edge in edges)
