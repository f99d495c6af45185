"""The declaration in RDF: OWL ontology, SHACL shapes, SKOS code lists. Needs the extra `rdf`."""

from ontology.export.code_lists import codes_turtle
from ontology.export.coverage import coverage_turtle
from ontology.export.shapes import shapes_at_a_time_turtle, shapes_graph, shapes_turtle
from ontology.export.vocabulary import ontology_turtle

__all__ = [
    "codes_turtle",
    "coverage_turtle",
    "ontology_turtle",
    "shapes_at_a_time_turtle",
    "shapes_graph",
    "shapes_turtle",
]
