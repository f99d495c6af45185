"""All declared kinds and edges, found by walking the folders `kinds/` and `edges/`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from functools import lru_cache
from types import MappingProxyType, ModuleType

from ontology import edges as edges_folder
from ontology import kinds as kinds_folder
from ontology.ids import IdError, key_parts, label_prefix, make_id, unescape_part
from ontology.model import ANY, DeclarationError, EdgeKind, NodeKind


def _modules(folder: ModuleType) -> Iterable[ModuleType]:
    for found in sorted(pkgutil.iter_modules(folder.__path__), key=lambda m: m.name):
        yield importlib.import_module(f"{folder.__name__}.{found.name}")


def _collect_kinds() -> dict[str, NodeKind]:
    kinds: dict[str, NodeKind] = {}
    for module in _modules(kinds_folder):
        for kind in module.KINDS:
            if kind.label in kinds:
                raise DeclarationError(f"{kind.label} is declared twice")
            kinds[kind.label] = kind
    return kinds


def _collect_edges(kinds: dict[str, NodeKind]) -> dict[str, EdgeKind]:
    edges: dict[str, EdgeKind] = {}
    for module in _modules(edges_folder):
        for edge in module.EDGES:
            if edge.type in edges:
                raise DeclarationError(f"{edge.type} is declared twice")
            unknown = {*edge.sources, *edge.targets} - set(kinds) - {ANY}
            if unknown:
                raise DeclarationError(f"{edge.type} names undeclared kinds {sorted(unknown)}")
            edges[edge.type] = edge
    return edges


_KINDS = _collect_kinds()
NODE_KINDS = MappingProxyType(_KINDS)
EDGE_KINDS = MappingProxyType(_collect_edges(_KINDS))
_BY_PREFIX = {kind.prefix: kind for kind in _KINDS.values()}


def kind_of(node_id: str) -> NodeKind:
    """The declared kind of a node id. Raises `IdError` when its prefix is not declared."""
    kind = _BY_PREFIX.get(label_prefix(node_id))
    if kind is None:
        raise IdError(f"{node_id!r}: no kind has the prefix {label_prefix(node_id)!r}")
    return kind


@lru_cache(maxsize=8192)
def key_text(node_id: str) -> str:
    """The key of a node as a person reads it. Raises `IdError` as `kind_of` does.

    >>> key_text("document_version:QP-06|2")
    'QP-06 · 2'
    """
    return " · ".join(key_parts(kind_of(node_id), node_id))


def readable_id(node_id: str) -> str:
    """An id as a person reads it, without escapes; what is no id is given back.

    For reading alone: addresses, files and claims have the id itself.

    >>> readable_id("clause:GB/T 19001%3A2016|7.1.5.2"), readable_id("无名")
    ('clause:GB/T 19001:2016|7.1.5.2', '无名')
    """
    try:
        kind = kind_of(node_id)
    except IdError:
        return node_id
    return f"{kind.prefix}:{kind.key_separator.join(key_parts(kind, node_id))}"


def written_id(text: str) -> str:
    """The id that a person means who writes it as it is read; anything else is given back.

    >>> written_id("location:53463|list.csv|2018-06-03T06:00:00Z")
    'location:53463|list.csv|2018-06-03T06%3A00%3A00Z'
    """
    try:
        kind = kind_of(text)
        whole = (unescape_part(text.partition(":")[2]),)
        return make_id(kind, *(whole if len(kind.key) == 1 else key_parts(kind, text)))
    except IdError:
        return text
