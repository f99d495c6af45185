"""Which backend answers which URI: a lazy table, one line a store."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graph.errors import MissingExtraError, StoreError
from graph.settings import Login
from graph.store.protocol import GraphStore, StorePosition


@dataclass(frozen=True, slots=True)
class Backend:
    """Where a backend is, and which extra installs what it needs.

    The module has `open_uri(uri, login, create)` and may have `stamped_position(uri)`.
    """

    module: str
    extra: str = ""


_BOLT = Backend("graph.store.bolt", "neo4j")
_PY2NEO = Backend("graph.store.py2neo_bolt", "py2neo")
BACKENDS = {
    "kglite": Backend("graph.store.embedded"),
    **dict.fromkeys(("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"), _BOLT),
    **dict.fromkeys(("py2neo+bolt", "py2neo+bolt+s", "py2neo+bolt+ssc"), _PY2NEO),
}


def open_store(uri: str, *, create: bool = True, login: Login | None = None) -> GraphStore:
    """The store behind a URI: `kglite:PATH`, `bolt://HOST:PORT[/DATABASE]`, `neo4j://…`.

    Raises `StoreError` for a scheme nobody answers and for a server that does not, and
    `MissingExtraError` where the driver is not installed.
    """
    opener = _part(uri, "open_uri")
    assert opener is not None
    opened: GraphStore = opener(uri, login, create)
    return opened


def saved_position(uri: str, login: Login | None = None) -> StorePosition | None:
    """The position of a store's last durable state, as cheaply as its backend can tell."""
    if _part(uri, "stamped_position") is not None:
        return stamped_position(uri)
    store = open_store(uri, login=login)
    try:
        return store.position()
    finally:
        store.close()


def stamped_position(uri: str) -> StorePosition | None:
    """The position that a backend can tell without opening the store; None where it cannot."""
    quick = _part(uri, "stamped_position")
    if quick is None:
        return None
    found: StorePosition | None = quick(uri)
    return found


def _part(uri: str, name: str) -> Callable[..., Any] | None:
    """A function of the backend that answers a URI."""
    scheme, _, rest = uri.partition(":")
    backend = BACKENDS.get(scheme)
    if backend is None or not rest:
        raise StoreError(
            uri,
            "没有图库认得这个地址 / no backend answers this URI",
            "用其一 / use one of: kglite:PATH, bolt://HOST:PORT, neo4j://HOST:PORT",
        )
    try:
        module = importlib.import_module(backend.module)
    except ModuleNotFoundError as error:
        if not backend.extra:
            raise
        raise MissingExtraError(str(error.name), backend.extra) from error
    return getattr(module, name, None)
