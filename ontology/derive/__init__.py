"""What is derived from the declarations: write Cypher, row validation, legend, reference pages."""

from ontology.derive.cypher import (
    WriteCypher,
    constraint_texts,
    edge_cypher,
    node_cypher,
    stub_cypher,
)
from ontology.derive.legend import (
    GROUPS,
    GroupStyle,
    HopEntry,
    LegendEntry,
    contrast,
    hop_legend,
    legend,
    text_colour,
)
from ontology.derive.schema_page import schema_markdown
from ontology.derive.tables_page import ColumnUse, column_uses, tables_markdown
from ontology.derive.validation import Problem, claim_problem

__all__ = [
    "GROUPS",
    "ColumnUse",
    "GroupStyle",
    "HopEntry",
    "LegendEntry",
    "Problem",
    "WriteCypher",
    "claim_problem",
    "column_uses",
    "constraint_texts",
    "contrast",
    "edge_cypher",
    "hop_legend",
    "legend",
    "node_cypher",
    "schema_markdown",
    "stub_cypher",
    "tables_markdown",
    "text_colour",
]
