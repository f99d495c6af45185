"""A graph that is written in one order only, so that equal declarations give equal bytes."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.plugins.serializers.turtle import TurtleSerializer
from rdflib.term import Node

from ontology.iris import NAMESPACE, PREFIXES, expanded

OURS = Namespace(NAMESPACE)
GENERATED = (
    "# 由 `python -m ontology.derive docs/reference` 生成，请勿手改 / generated, do not edit\n"
)


def iri(curie: str) -> URIRef:
    """The node of a name with a prefix of `PREFIXES`."""
    return URIRef(expanded(curie))


class Draft:
    """A graph under construction; its blank nodes are numbered in the order they are made."""

    def __init__(self) -> None:
        self.graph = Graph(bind_namespaces="none")
        for prefix, namespace in PREFIXES.items():
            self.graph.bind(prefix, namespace)
        self._blank = 0

    def say(self, subject: Node, predicate: str, *objects: Node) -> None:
        """State each object of `predicate`, a name with a prefix."""
        for found in objects:
            self.graph.add((subject, iri(predicate), found))

    def titles(self, subject: Node, zh: str, en: str, predicate: str = "rdfs:label") -> None:
        """State a title in both languages."""
        self.say(subject, predicate, Literal(zh, "zh"), Literal(en, "en"))

    def blank(self) -> BNode:
        """A new blank node."""
        self._blank += 1
        return BNode(f"b{self._blank:06d}")

    def listed(self, members: Iterable[Node]) -> Node:
        """The members as an RDF list."""
        nodes = list(members)
        if not nodes:
            return RDF.nil
        cells = [self.blank() for _ in nodes]
        # Not rdflib's Collection: the names of its blank nodes differ from run to run.
        for cell, member, rest in zip(cells, nodes, [*cells[1:], RDF.nil], strict=True):
            self.graph.add((cell, RDF.first, member))
            self.graph.add((cell, RDF.rest, rest))
        return cells[0]

    def turtle(self) -> str:
        """The graph as Turtle, subjects, predicates and objects in order."""
        stream = BytesIO()
        _Ordered(self.graph).serialize(stream)
        return f"{GENERATED}\n{stream.getvalue().decode().strip()}\n"


class _Ordered(TurtleSerializer):
    """rdflib's own writer, which orders all but the subjects by name alone."""

    def orderSubjects(self) -> list[Node]:  # noqa: N802
        """Subjects by their IRIs; blank ones, which stand within others, last."""
        return sorted(self._subjects, key=lambda node: (isinstance(node, BNode), node))
