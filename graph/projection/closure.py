"""`known_at` for one element: its closure, read from the ledger and projected into memory.

Units and variables are hubs, so a closure never walks blindly: a question declares, step by
step, which edges it follows in which direction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.element import Element, compile_elements
from graph.ledger import LedgerReader, LiveClaim
from graph.projection.project import upserts
from graph.store.embedded import EmbeddedStore
from graph.store.protocol import StorePosition
from ontology import kind_of


@dataclass(frozen=True, slots=True)
class ClosureStep:
    """From nodes of labels `sources` (by id prefix) follow edges: type -> out | in | both.

    `sources` are id prefixes (`station`); `depth` how often the step may be repeated.
    """

    source: str
    edges: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Closure:
    """Which edges a question follows from which kind of node, and how many hops at most.

    `whole`: labels of which it needs every node, as no edge need lead to it; each is one pass over
    the claims.
    """

    steps: tuple[ClosureStep, ...]
    hops: int = 24
    whole: tuple[str, ...] = ()

    def edges_from(self, prefix: str) -> dict[str, str]:
        """Edge types and directions to follow from nodes with that id prefix."""
        return {t: d for s in self.steps if s.source in (prefix, "*") for t, d in s.edges}


@dataclass(slots=True)
class _Walk:
    seen: set[str] = field(default_factory=set)
    edges: dict[str, LiveClaim] = field(default_factory=dict)


def closure_elements(
    reader: LedgerReader, start: Sequence[str], closure: Closure, *, printed: bool = False
) -> list[Element]:
    """The elements within the closure of `start`, as known at the reader's position.

    `printed`: numbers stay the digits that their source printed.
    """
    walk = _Walk()
    frontier = set(start)
    for _ in range(closure.hops):
        frontier -= walk.seen
        if not frontier:
            break
        walk.seen |= frontier
        frontier = _hop(reader, frontier, closure, walk)
    whole = {claim.subject for label in closure.whole for claim in reader.live_of_kind(label)}
    nodes = reader.nodes_of(sorted(walk.seen | frontier | whole))
    found = compile_elements([*nodes, *walk.edges.values()], printed=printed)
    present = {end for element in found for end in (element.subject, element.object)}
    # A start that nobody describes is there, too, where any edge needs it: as in the whole graph.
    stubs = [node for node in start if node not in present and reader.is_end(node)]
    return [*found, *(Element(kind_of(n).label, n, None, {"stub": True}) for n in stubs)]


def _hop(reader: LedgerReader, frontier: set[str], closure: Closure, walk: _Walk) -> set[str]:
    """One hop for every node of the frontier, one ledger read for each kind of node."""
    reached: set[str] = set()
    by_prefix: dict[str, list[str]] = {}
    for node in sorted(frontier):
        by_prefix.setdefault(node.partition(":")[0], []).append(node)
    for prefix, ids in by_prefix.items():
        follow = closure.edges_from(prefix)
        if not follow:
            continue
        for live in reader.edges_of(ids, follow):
            walk.edges[live.short] = live
            reached.add(live.subject)
            reached.add(str(live.object))
    return reached


def project_closure(reader: LedgerReader, start: Sequence[str], closure: Closure) -> EmbeddedStore:
    """An embedded graph in memory that holds the closure and nothing else."""
    store = EmbeddedStore(None)
    store.apply(
        upserts(closure_elements(reader, start, closure)), StorePosition("", reader.position, "")
    )
    return store
