"""Which backend answers which URI: a lazy table, one line a store."""

from __future__ import annotations

import importlib
from pathlib import Path

from graph.errors import StoreError
from graph.store.protocol import GraphStore

BACKENDS = {"kglite": ("graph.store.embedded", "EmbeddedStore", "")}


def open_store(uri: str, *, create: bool = True) -> GraphStore:
    """The store behind a URI: `kglite:PATH` (`bolt://…` where its backend is installed).

    Raises `StoreError` for a scheme nobody answers.
    """
    scheme, _, rest = uri.partition(":")
    if scheme not in BACKENDS or not rest:
        raise StoreError(uri, "no backend answers this URI", f"use one of {', '.join(BACKENDS)}:…")
    module, name, _ = BACKENDS[scheme]
    store: GraphStore = getattr(importlib.import_module(module), name)(Path(rest), create=create)
    return store
