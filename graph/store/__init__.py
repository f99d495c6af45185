"""Graph stores: the protocol, its backends, and the lazy table that opens them."""

from graph.store.protocol import GraphStore, Reader, Row, Statement, StorePosition
from graph.store.read_only import FreelyRead, FreeRows, Limits
from graph.store.registry import BACKENDS, open_store, saved_position, stamped_position

__all__ = [
    "BACKENDS",
    "FreeRows",
    "FreelyRead",
    "GraphStore",
    "Limits",
    "Reader",
    "Row",
    "Statement",
    "StorePosition",
    "open_store",
    "saved_position",
    "stamped_position",
]
