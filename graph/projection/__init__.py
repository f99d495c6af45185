"""From live claims to a graph: incremental, resumable, rebuildable, and as known at any time."""

from graph.projection.closure import Closure, ClosureStep, project_closure
from graph.projection.digest import graph_digest
from graph.projection.export import to_networkx
from graph.projection.project import Projector, is_level, ontology_fingerprint
from graph.projection.snapshot import snapshot_store

__all__ = [
    "Closure",
    "ClosureStep",
    "Projector",
    "graph_digest",
    "is_level",
    "ontology_fingerprint",
    "project_closure",
    "snapshot_store",
    "to_networkx",
]
