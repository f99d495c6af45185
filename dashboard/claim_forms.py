"""How one claim is written in each form of RDF, from the statements that it says and is told of.

N-Quads and TriG have named graphs, and so has JSON-LD, one object for each claim. Turtle has none:
there what a claim says is told as `rdf:Statement`s, which the claim `suyuan:says`. No form has a
blank node, and JSON-LD has numbers as text, so that the digits of a source are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import orjson

from dashboard.turtle import Statement, prefixes, short, turtle
from loaders.claims_rdf.json_ld import BEGIN, END, JSON_LD_PREFIXES
from loaders.claims_rdf.statements import unescaped
from ontology import NAMESPACE, expanded, literal, saying_iri

_TYPE = expanded("rdf:type")
_READING = f"<{expanded('prov:qualifiedDerivation')}>"
_SAYS = f"<{NAMESPACE}says>"
_REIFIED = tuple(f"<{expanded(f'rdf:{name}')}>" for name in ("subject", "predicate", "object"))


@dataclass(frozen=True, slots=True)
class ClaimForm:
    """How a claim is written: its graph, what it says and what is told of it, both in order.

    `word`: an IRI in brackets, and `quoted`: a text, as they stand for a node and a value; `head`,
    `between` and `end`: what the file begins with, what follows each claim but the last, and what
    follows that.
    """

    text: Callable[[str, list[Statement], list[Statement]], str]
    word: Callable[[str], str]
    quoted: Callable[[str], str] = literal
    head: str = ""
    between: str = ""
    end: str = ""


def _as_nquads(graph: str, said: list[Statement], about: list[Statement]) -> str:
    return "\n".join(
        [
            *(f"{' '.join(statement)} <{graph}> ." for statement in said),
            *(f"{' '.join(statement)} ." for statement in about),
        ]
    )


def _as_trig(graph: str, said: list[Statement], about: list[Statement]) -> str:
    lines = [f"{short(f'<{graph}>')} {{", *turtle(said), "}"] if graph else []
    return "\n".join([*lines, *turtle(about)])


def _as_turtle(graph: str, said: list[Statement], about: list[Statement]) -> str:
    return "\n".join(turtle(sorted([*about, *_reified(graph, said)])))


def _reified(graph: str, said: list[Statement]) -> Iterator[Statement]:
    """Statements about the statements of a claim."""
    for number, parts in enumerate(said):
        node = f"<{saying_iri(graph, number)}>"
        yield f"<{graph}>", _SAYS, node
        yield node, f"<{_TYPE}>", f"<{expanded('rdf:Statement')}>"
        for predicate, part in zip(_REIFIED, parts, strict=True):
            yield node, predicate, part


Node = dict[str, object]


def _as_json_ld(graph: str, said: list[Statement], about: list[Statement]) -> str:
    """Objects in one line: the claim with its graph and readings, then the cells of its lists."""
    nodes = _nodes(about)
    if graph:
        own = nodes[graph]
        own["@graph"] = list(_nodes(said).values())
        read = [nodes.pop(name) for name in list(nodes) if name.startswith(f"{graph}:read:")]
        own[_compact(_READING)] = read if len(read) > 1 else read[0]
        nodes = {graph: nodes.pop(graph), **nodes}
    return ",".join(orjson.dumps(node).decode() for node in nodes.values())


def _nodes(statements: Iterable[Statement]) -> dict[str, Node]:
    """Objects by their subjects, as JSON-LD has them."""
    found: dict[str, Node] = {}
    for subject, predicate, object_ in statements:
        name = subject[1:-1]
        node = found.setdefault(name, {"@id": name})
        key, value = _compact(predicate), _json_value(object_)
        if key == "@type":
            value = _compact(object_)
        before = node.get(key)
        if before is None:
            node[key] = value
        elif isinstance(before, list):
            before.append(value)
        else:
            node[key] = [before, value]
    return found


def _json_value(object_: str) -> object:
    if object_.startswith("<"):
        return {"@id": object_[1:-1]}
    text, _, datatype = object_.rpartition('"')
    value = unescaped(text[1:])
    return {"@type": _compact(datatype[2:]), "@value": value} if datatype else value


@lru_cache(maxsize=8192)
def _compact(iri: str) -> str:
    """A word of a vocabulary with one of the prefixes of the context; in full where none fits."""
    word = iri[1:-1]
    if word == _TYPE:
        return "@type"
    for prefix, namespace in JSON_LD_PREFIXES.items():
        if word.startswith(namespace):
            return f"{prefix}:{word[len(namespace) :]}"
    return word


NQUADS = ClaimForm(_as_nquads, str)
TRIG = ClaimForm(_as_trig, short, head=prefixes())
TURTLE = ClaimForm(_as_turtle, short, head=prefixes())
JSON_LD = ClaimForm(
    _as_json_ld,
    lambda iri: f'"{iri[1:-1]}"',
    lambda text: orjson.dumps(text).decode(),
    BEGIN + "\n",
    ",",
    "\n" + END,
)
