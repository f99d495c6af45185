"""From live claims to a graph: incremental, resumable, rebuildable, and as known at any time."""

from graph.projection.closure import (
    Closure,
    ClosureStep,
    closure_elements,
    project_closure,
)
from graph.projection.digest import graph_digest
from graph.projection.export import elements_to_networkx, to_networkx
from graph.projection.overlay import Assumed, Change, Denied, Ended, Merged, overlay_store
from graph.projection.project import Projector, is_level, ontology_fingerprint
from graph.projection.snapshot import snapshot_store
from graph.projection.streaming import stream_elements, stream_nodes

__all__ = [
    "Assumed",
    "Change",
    "Closure",
    "ClosureStep",
    "Denied",
    "Ended",
    "Merged",
    "Projector",
    "closure_elements",
    "elements_to_networkx",
    "graph_digest",
    "is_level",
    "ontology_fingerprint",
    "overlay_store",
    "project_closure",
    "snapshot_store",
    "stream_elements",
    "stream_nodes",
    "to_networkx",
]
