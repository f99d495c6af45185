"""The projector: what changed in the ledger becomes upserts and removals in a store.

For each element that new entries speak of, all its live claims are read again and compiled, so
the result depends on the ledger's content alone, not on batches, order or interruptions.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from hashlib import sha256

from graph.claim import Claim
from graph.collector import uncollected
from graph.element import Element, GraphValue, compile_elements
from graph.errors import StoreError
from graph.ledger import Ledger, LedgerReader
from graph.store.protocol import GraphStore, Statement, StorePosition
from ontology import EDGE_KINDS, NODE_KINDS, kind_of
from ontology.derive import edge_cypher, node_cypher, stub_cypher

BATCH = 20_000
SAVE_EVERY = 400_000
"""So many positions at least are projected between two saves.

A save writes the whole graph: of a large one the next comes when there is half as much again, so
that the saves of a long projection cost no more than a few of its last one.
"""


@cache
def ontology_fingerprint() -> str:
    """Hash of all declarations; a store projected under another one is rebuilt."""
    text = repr(sorted(NODE_KINDS.items())) + repr(sorted(EDGE_KINDS.items()))
    return sha256(text.encode()).hexdigest()[:16]


class Projector:
    """Brings a store up to a ledger position, from wherever it stands."""

    def __init__(self, ledger: Ledger, store: GraphStore, *, until: int | None = None) -> None:
        self.store = store
        self._ledger = ledger
        self._reader = LedgerReader(ledger, until)

    def behind(self) -> int:
        """How many positions the store lacks; all of them when it belongs to another ledger."""
        return self._reader.position - self._start()

    def _start(self) -> int:
        at = self.store.position()
        if at is None or at.position > self._reader.position or not _of_this(at, self._ledger):
            return 0
        return at.position

    def run(self, progress: Callable[[int], None] = lambda _: None, *, durable: bool = True) -> int:
        """Project what is missing; returns the number of positions done.

        `durable`: make it so at the end; a follower of a running load leaves that for the last.
        """
        at = self.store.position()
        start, until = self._start(), self._reader.position
        if at is not None and start == 0:
            self._empty(at)
        elif at is not None and start == until:
            return 0
        self.store.ensure_schema()
        saved = start
        with uncollected(), applying(self.store) as apply:
            for position, touched in self._reader.affected(start, until, BATCH):
                apply(self._statements(touched), self._position(position))
                gc.collect(0)  # a driver's transaction is a cycle that holds its batch
                progress(position - start)
                if position - saved >= max(SAVE_EVERY, saved // 2):
                    self.store.flush()
                    saved = position
            if start == until:
                apply((), self._position(until))
        if durable:
            self.store.flush()
        return until - start

    def _empty(self, at: StorePosition) -> None:
        """Empty a store that is not of this ledger, if it may be.

        Raises `StoreError` for one that others may need.
        """
        other = at.position > 0 and at.chain != chain_at(self._ledger, at.position)
        if self.store.shared and other:
            raise StoreError(
                self.store.uri,
                "它存着另一台账的图 / it holds the graph of another ledger",
                "换一个数据库；要清空它就 suyuan rebuild / name another database; "
                "to empty this one: suyuan rebuild",
            )
        self.store.wipe()

    def rebuild(self, progress: Callable[[int], None] = lambda _: None) -> int:
        """Empty the store and project everything again."""
        self.store.wipe()
        return self.run(progress)

    def _position(self, position: int) -> StorePosition:
        chain = chain_at(self._ledger, position)
        return StorePosition(chain, position, ontology_fingerprint())

    def _statements(self, touched: list[tuple[int, int]]) -> list[Statement]:
        elements = compile_elements(self._reader.live_of(touched))
        gone: list[Claim] = []
        if len(elements) < len(touched):
            alive = {element_identity(e) for e in elements}
            gone = [c for c in self._reader.ever_of(touched) if claim_identity(c) not in alive]
        return [*upserts(elements), *self._removals(gone)]

    def _removals(self, gone: list[Claim]) -> list[Statement]:
        """Remove edges nobody claims; turn undescribed nodes to stubs; drop stubs without edges."""
        edges: dict[tuple[str, str, str], list[dict[str, object]]] = defaultdict(list)
        loose: dict[str, set[str]] = defaultdict(set)
        bare: dict[str, list[dict[str, object]]] = defaultdict(list)
        for claim in gone:
            if claim.object is None:
                bare[claim.kind].append({"id": claim.subject, "p": _stub(claim.subject)})
                loose[claim.kind].add(claim.subject)
                continue
            left, right = kind_of(claim.subject).label, kind_of(claim.object).label
            edges[claim.kind, left, right].append(
                {"s": claim.subject, "t": claim.object, "f": claim.valid_from}
            )
            loose[left].add(claim.subject)
            loose[right].add(claim.object)
        return [
            *(Statement(edge_cypher(*key).remove, rows=rows) for key, rows in edges.items()),
            *(Statement(node_cypher(label).upsert, rows=rows) for label, rows in bare.items()),
            *(
                Statement(stub_cypher(label).remove, ids=sorted(ids))
                for label, ids in loose.items()
            ),
        ]


@contextmanager
def applying(store: GraphStore) -> Iterator[Callable[[Sequence[Statement], StorePosition], None]]:
    """Batches into a store, in order; a server takes one while the next is being read.

    At the end, and on an error, the last batch has been taken or has failed.
    """
    if not store.shared:
        yield store.apply
        return
    with ThreadPoolExecutor(1, "apply") as sender:
        sent: list[Future[None]] = []

        def send(statements: Sequence[Statement], position: StorePosition) -> None:
            if sent:
                sent.pop().result()
            sent.append(sender.submit(store.apply, statements, position))

        yield send
        if sent:
            sent.pop().result()


def is_level(ledger: Ledger, at: StorePosition | None) -> bool:
    """Whether a store at that position holds all of this ledger under these declarations."""
    return at is not None and _of_this(at, ledger) and at.position == ledger.head().position


def _of_this(at: StorePosition, ledger: Ledger) -> bool:
    return at.chain == chain_at(ledger, at.position) and at.ontology == ontology_fingerprint()


def _stub(node_id: str) -> dict[str, object]:
    return {"id": node_id, "stub": True}


def upserts(elements: Iterable[Element]) -> list[Statement]:
    """Statements that write elements: nodes by label, then missing ends, then edges by type."""
    nodes: dict[str, list[dict[str, object]]] = defaultdict(list)
    edges: dict[tuple[str, str, str], list[dict[str, object]]] = defaultdict(list)
    ends: dict[str, set[str]] = defaultdict(set)
    described: set[str] = set()
    for kind, subject, target, properties in map(_parts, elements):
        if target is None:
            nodes[kind].append({"id": subject, "p": {**properties, "id": subject}})
            described.add(subject)
            continue
        left, right = subject.partition(":")[0], target.partition(":")[0]
        edges[kind, left, right].append(
            {"s": subject, "t": target, "f": properties["valid_from"], "p": properties}
        )
        ends[left].add(subject)
        ends[right].add(target)
    stubs = {prefix: sorted(ids - described) for prefix, ids in ends.items()}
    return [
        *(Statement(node_cypher(label).upsert, rows=rows) for label, rows in nodes.items()),
        *(
            Statement(stub_cypher(_label(prefix)).upsert, ids=ids)
            for prefix, ids in stubs.items()
            if ids
        ),
        *(
            Statement(edge_cypher(kind, _label(left), _label(right)).upsert, rows=rows)
            for (kind, left, right), rows in edges.items()
        ),
    ]


def _parts(element: Element) -> tuple[str, str, str | None, Mapping[str, GraphValue]]:
    return element.kind, element.subject, element.object, element.properties


def _label(prefix: str) -> str:
    return kind_of(f"{prefix}:x").label


def element_identity(element: Element) -> tuple[str, str, str | None, str]:
    """Kind, ends and, for an edge, begin of validity."""
    begin = "" if element.object is None else element.valid_from
    return (element.kind, element.subject, element.object, begin)


def claim_identity(claim: Claim) -> tuple[str, str, str | None, str]:
    """The identity of the element a claim speaks of."""
    return (
        claim.kind,
        claim.subject,
        claim.object,
        "" if claim.object is None else claim.valid_from,
    )


def chain_at(ledger: Ledger, position: int) -> str:
    """A name of all the ledger says up to a position: a head that covers it.

    The head of its beginning would not do: a restored ledger that has gone on differently has
    the same one, and so may be told from what was projected by its later heads alone.
    """
    row = ledger.connection.execute(
        "SELECT head FROM blocks WHERE kind='close' AND last_pos>=? ORDER BY block_no LIMIT 1",
        (position,),
    ).fetchone()
    return row[0].hex()[:16] if row else ""
