"""Which backend answers which URI: a lazy table, one line a store."""

from __future__ import annotations

import importlib
from pathlib import Path

from graph.errors import StoreError
from graph.store.protocol import GraphStore, StorePosition

BACKENDS = {"kglite": ("graph.store.embedded", "EmbeddedStore")}


def open_store(uri: str, *, create: bool = True) -> GraphStore:
    """The store behind a URI: `kglite:PATH` (`bolt://…` where its backend is installed).

    Raises `StoreError` for a scheme nobody answers.
    """
    module, name, rest = _backend(uri)
    store: GraphStore = getattr(importlib.import_module(module), name)(Path(rest), create=create)
    return store


def saved_position(uri: str) -> StorePosition | None:
    """The position of a store's last durable state, as cheaply as its backend can tell."""
    module, _, rest = _backend(uri)
    quick = getattr(importlib.import_module(module), "saved_position", None)
    if quick is not None:
        found: StorePosition | None = quick(Path(rest))
        return found
    store = open_store(uri)
    try:
        return store.position()
    finally:
        store.close()


def _backend(uri: str) -> tuple[str, str, str]:
    scheme, _, rest = uri.partition(":")
    if scheme not in BACKENDS or not rest:
        raise StoreError(uri, "no backend answers this URI", f"use one of {', '.join(BACKENDS)}:…")
    return (*BACKENDS[scheme], rest)
