"""A graph as it would be: assumed changes over the live claims of a ledger, in memory only.

Nothing is written: the ledger is read, and the changed claims are projected into an embedded graph
that ends with the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.claim import Claim, short_id
from graph.element import compile_elements
from graph.ledger import LedgerReader, LiveClaim
from graph.projection.project import BATCH, upserts
from graph.store.embedded import EmbeddedStore
from graph.store.protocol import StorePosition

FAMILY = "decision"
_OWN = frozenset({"HAS_STATE", "ALIAS_OF"})
"""Edges that are of an element alone, and do not pass to what takes its place."""


@dataclass(frozen=True, slots=True)
class Ended:
    """An element and all that joins it end at a moment (valid time)."""

    element: str
    at: str

    def of(self, live: LiveClaim) -> Iterator[LiveClaim]:
        """What is left of a claim."""
        yield from _ending(live, self.element, self.at)


@dataclass(frozen=True, slots=True)
class Merged:
    """From a moment on another element of its kind stands in an element's place."""

    element: str
    into: str
    at: str

    def of(self, live: LiveClaim) -> Iterator[LiveClaim]:
        """The claim until then, and from then on with the other element."""
        yield from _ending(live, self.element, self.at)
        ends = (live.subject, live.object)
        if self.element not in ends or live.object is None or live.kind in _OWN:
            return
        if live.valid_to <= self.at:
            return
        subject, target = (self.into if end == self.element else end for end in ends)
        if subject != target:
            begin = max(live.valid_from, self.at)
            yield live._replace(subject=str(subject), object=target, valid_from=begin)


@dataclass(frozen=True, slots=True)
class Denied:
    """Nobody says the claims about one node, or about the edges of a type between two nodes."""

    kind: str
    subject: str
    object: str | None

    def of(self, live: LiveClaim) -> Iterator[LiveClaim]:
        """The claim, unless it is about the element."""
        if (live.kind, live.subject, live.object) != (self.kind, self.subject, self.object):
            yield live


@dataclass(frozen=True, slots=True)
class Assumed:
    """A claim that nobody made."""

    claim: Claim

    def of(self, live: LiveClaim) -> Iterator[LiveClaim]:
        """Every claim stays."""
        yield live


Change = Ended | Merged | Denied | Assumed


def overlaid(
    live: Iterable[LiveClaim], changes: Sequence[Change], source: str
) -> Iterator[LiveClaim]:
    """Live claims after changes, one change after another; assumed claims come last."""
    for claim in live:
        kept = [claim]
        for change in changes:
            kept = [left for one in kept for left in change.of(one)]
        yield from kept
    for change in changes:
        if isinstance(change, Assumed):
            yield _live(change.claim, source)


def overlay_store(reader: LedgerReader, changes: Sequence[Change], source: str) -> EmbeddedStore:
    """The whole graph at the reader's position after the changes; `source` names the scenario."""
    store = EmbeddedStore(None)
    elements = compile_elements(overlaid(reader.all_live(), changes, source))
    position = StorePosition("", reader.position, "")
    for begin in range(0, len(elements), BATCH):
        store.apply(upserts(elements[begin : begin + BATCH]), position)
    return store


def _ending(live: LiveClaim, element: str, at: str) -> Iterator[LiveClaim]:
    """A claim, which ends at that moment where it is of the element; none that begins later."""
    if element not in (live.subject, live.object):
        yield live
    elif live.valid_from < at:
        yield live if live.valid_to <= at else live._replace(valid_to=at)


def _live(claim: Claim, source: str) -> LiveClaim:
    return LiveClaim(
        claim.kind,
        claim.subject,
        claim.object,
        {k: list(v) if isinstance(v, tuple) else v for k, v in claim.properties.items()},
        claim.valid_from,
        claim.valid_to,
        claim.certainty,
        source,
        FAMILY,
        short_id(claim.claim_id(source)),
    )
