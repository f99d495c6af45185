"""Shapes run over a kept view by pyshacl, and where the faults are that it finds.

pyshacl builds the constraints of a property shape again for each focus node of the node shape that
names it. A property shape that has the targets itself means the same, and is built once: so the
targets are passed down before it runs (`flattened`). Nothing is inferred and nothing is changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from graph.claim import element_key
from graph.errors import MissingExtraError, RefusedQueryError, SourceError
from graph.rdf_view.keeping import KeptView
from graph.rdf_view.sparql_text import check_sparql
from ontology import NAMESPACE, element_id

if TYPE_CHECKING:
    from pyoxigraph import Store
    from rdflib import Graph
    from rdflib.term import Node

SHAPES_MOST = 4 * 1024 * 1024
"""Bytes of a file of shapes."""
EDGE = f"{NAMESPACE}edge:"


@dataclass(frozen=True, slots=True)
class ShapeFault:
    """One result of a validation: what breaks which shape.

    `element`: the id of a node of ours, `TYPE(from,to,valid_from)` of an edge, else the IRI or the
    text. `shape`: its IRI; of a shape without one, that of the shape it stands in and its path.
    `severity`: violation, warning or info.
    """

    element: str
    shape: str
    value: str
    message: str
    severity: str


def read_shapes(path: Path) -> Graph:
    """The shapes of a file in Turtle.

    Raises `SourceError` with the line for a file that is no Turtle, is larger than 4 MiB, holds no
    shape, is no SHACL by the shapes of SHACL itself, or asks elsewhere.
    """
    _libraries()
    from pyshacl.entrypoints import meta_validate
    from rdflib import Graph

    try:
        raw = path.read_bytes()
        if len(raw) > SHAPES_MOST:
            raise SourceError(path, f"> {SHAPES_MOST} bytes", "分成几份 / split it")
        shapes = Graph().parse(data=raw.decode("utf-8"), format="turtle")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(path, str(error), "UTF-8 的 Turtle / Turtle in UTF-8") from error
    except Exception as error:  # rdflib's parser raises errors of several kinds
        if isinstance(error, SourceError):
            raise
        raise SourceError(path, _where(error), "改正这一行 / mend that line") from error
    _check_texts(path, shapes)
    if not any(shapes.subjects(_sh("path"))) and not any(shapes.subjects(_sh("targetClass"))):
        raise SourceError(path, "里面没有形状 / it holds no shape", "sh:NodeShape …")
    conforms, _, said = meta_validate(shapes, inference=None)
    if not conforms:
        raise SourceError(path, f"不是 SHACL / no SHACL: {_first(str(said))}", "改正它 / mend it")
    return shapes


def shape_faults(view: KeptView, shapes: Graph) -> list[ShapeFault]:
    """Everything in the default graph of a view that breaks a shape."""
    _libraries()
    from pyoxigraph import Store
    from pyshacl import validate
    from rdflib import Graph
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    from graph.rdf_view.counted import CountedStore

    store = Store.read_only(str(view.store))
    data = Graph(CountedStore(store=store), identifier=DATASET_DEFAULT_GRAPH_ID)
    _, report, _ = validate(data, shacl_graph=flattened(shapes), inplace=True)
    return list(_faults(report, shapes, store))


def our_faults(view: KeptView) -> list[ShapeFault]:
    """Everything in a view that breaks a shape of the ontology."""
    _libraries()
    from ontology.export import shapes_graph

    return shape_faults(view, shapes_graph())


def coverage_faults(view: KeptView, moment: str) -> list[ShapeFault]:
    """Everything in a view of a moment that a coverage rule of the ontology finds wanting."""
    _libraries()
    from rdflib import Graph

    from ontology.export import coverage_turtle

    shapes = Graph().parse(data=coverage_turtle(moment), format="turtle")
    return shape_faults(view, shapes)


def flattened(shapes: Graph) -> Graph:
    """The shapes with each property shape of a node shape with targets having these itself.

    The results of a validation are the same: those of a property shape name it, not its owner.
    """
    from rdflib import XSD, Graph, Literal

    flat = Graph()
    for subject, predicate, node in shapes:
        # To rdflib a plain text is not the xsd:string that Oxigraph gives; RDF 1.1 has them as one.
        plain = isinstance(node, Literal) and node.datatype is None and not node.language
        flat.add((subject, predicate, Literal(node, datatype=XSD.string) if plain else node))
    targets = [_sh(f"target{name}") for name in ("Class", "Node", "ObjectsOf", "SubjectsOf")]
    for owner, inner in list(flat.subject_objects(_sh("property"))):
        found = [(t, node) for t in targets for node in flat.objects(owner, t)]
        disjoint = (inner, _sh("qualifiedValueShapesDisjoint"), None) in flat
        if not found or disjoint or _is_odd(flat, owner):
            continue
        flat.remove((owner, _sh("property"), inner))
        for predicate, node in found:
            flat.add((inner, predicate, node))
    return flat


def _is_odd(shapes: Graph, owner: Node) -> bool:
    """Whether a shape needs its property shapes itself.

    It is off, closed, used by another shape, a property shape, or its targets are no triples.
    """
    from rdflib import OWL, RDF, RDFS

    if any((owner, _sh(name), None) in shapes for name in ("deactivated", "closed", "path")):
        return True
    implicit = any((owner, RDF.type, kind) in shapes for kind in (RDFS.Class, OWL.Class))
    advanced = (owner, _sh("target"), None) in shapes
    return implicit or advanced or (None, None, owner) in shapes


def _faults(report: Graph, shapes: Graph, store: Store) -> Iterator[ShapeFault]:
    for result in report.objects(None, _sh("result")):
        told = {
            name: report.value(result, _sh(name))
            for name in ("focusNode", "sourceShape", "value", "resultSeverity")
        }
        messages = sorted(map(str, report.objects(result, _sh("resultMessage"))), reverse=True)
        yield ShapeFault(
            element=_element(str(told["focusNode"]), store),
            shape=_shape(told["sourceShape"], shapes),
            value="" if told["value"] is None else _element(str(told["value"]), store),
            message=" / ".join(messages),
            severity=str(told["resultSeverity"]).rpartition("#")[2].lower(),
        )


def _element(iri: str, store: Store) -> str:
    """What an IRI names, as everywhere in the system."""
    if not iri.startswith(EDGE):
        return element_id(iri) or iri
    from pyoxigraph import NamedNode

    name = NamedNode(iri)
    quad = next(store.quads_for_pattern(None, None, None, name), None)
    if quad is None:
        return iri
    began = next(store.quads_for_pattern(name, NamedNode(f"{NAMESPACE}valid_from"), None), None)
    source, target = (str(element_id(_text(end))) for end in (quad.subject, quad.object))
    kind = quad.predicate.value.removeprefix(NAMESPACE)
    return element_key(kind, source, target, "" if began is None else _text(began.object))


def _text(term: object) -> str:
    """The IRI of a node, or the text of a literal."""
    return str(getattr(term, "value", term))


def _shape(node: Node | None, shapes: Graph) -> str:
    from rdflib import URIRef

    if isinstance(node, URIRef):
        return str(node)
    owner = shapes.value(None, _sh("property"), node)
    path = shapes.value(node, _sh("path"))
    return f"{owner or '_'} {path or ''}".strip()


def _sh(name: str) -> Node:
    from rdflib import SH, URIRef

    return URIRef(f"{SH}{name}")


def _check_texts(path: Path, shapes: Graph) -> None:
    """SPARQL within shapes reads the view alone, too."""
    for name in ("select", "ask", "construct"):
        for text in shapes.objects(None, _sh(name)):
            try:
                check_sparql(str(text))
            except RefusedQueryError as error:
                raise SourceError(path, f"sh:{name}: {error.rule}", error.remedy) from error


def _where(error: Exception) -> str:
    """The line, and what the parser says of it."""
    line = getattr(error, "lines", None)
    said = " ".join(str(error).split())[:300]
    return said if line is None else f"第 {line + 1} 行 / line {line + 1}: {said}"


def _first(report: str) -> str:
    lines = [line.strip() for line in report.splitlines() if "Message" in line or "Focus" in line]
    return " ".join(lines)[:300]


def _libraries() -> None:
    """Raises `MissingExtraError` where the extra is not installed."""
    for module in ("pyoxigraph", "oxrdflib", "pyshacl"):
        if find_spec(module) is None:
            raise MissingExtraError(module, "rdf")
