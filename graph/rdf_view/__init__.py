"""The graph as RDF at one time: streamed, kept as an Oxigraph store, asked in SPARQL."""

from graph.rdf_view.json_ld import json_ld_terms
from graph.rdf_view.keeping import KeptView, kept_view
from graph.rdf_view.sparql import SparqlRows, Term, plain_value, sparql_rows
from graph.rdf_view.streaming import Streamed

__all__ = [
    "KeptView",
    "SparqlRows",
    "Streamed",
    "Term",
    "json_ld_terms",
    "kept_view",
    "plain_value",
    "sparql_rows",
]
