"""The graph, or any part of it, as a networkx multigraph with all attributes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from graph.element import Element, compile_elements
from graph.ledger import LedgerReader
from ontology import kind_of

if TYPE_CHECKING:
    import networkx as nx


def to_networkx(reader: LedgerReader) -> nx.MultiDiGraph[str]:
    """Everything that is live at the reader's position, compiled from the ledger.

    Nodes are ids with attribute `label`; edges have key (type, valid_from) and attribute `type`.
    An end that nobody describes is a node with `stub=True`.
    """
    return elements_to_networkx(compile_elements(reader.all_live()))


def elements_to_networkx(elements: Iterable[Element]) -> nx.MultiDiGraph[str]:
    """The same for elements at hand, such as a closure."""
    import networkx as nx  # noqa: PLC0415 - every command would wait for it

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    ends: set[str] = set()
    for element in elements:
        if element.object is None:
            graph.add_node(element.subject, label=element.kind, **element.properties)
            continue
        graph.add_edge(
            element.subject,
            element.object,
            key=(element.kind, element.valid_from),
            type=element.kind,
            **element.properties,
        )
        ends.update((element.subject, element.object))
    for node in ends:
        if "label" not in graph.nodes[node]:
            graph.nodes[node].update(label=kind_of(node).label, stub=True)
    return graph
