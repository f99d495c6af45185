"""What is derived from the declarations: write Cypher, row validation, schema page, legend."""

from ontology.derive.cypher import (
    WriteCypher,
    constraint_texts,
    edge_cypher,
    node_cypher,
    stub_cypher,
)
from ontology.derive.validation import Problem, claim_problem

__all__ = [
    "Problem",
    "WriteCypher",
    "claim_problem",
    "constraint_texts",
    "edge_cypher",
    "node_cypher",
    "stub_cypher",
]
