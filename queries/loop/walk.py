"""From an element kind by kind in one direction: what it leads to, and where a step is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ontology import EDGE_KINDS, NODE_KINDS, kind_of
from queries.ask import Ask
from queries.loop.rows import LoopRow
from queries.loop.stages import HOPS, KINDS, Hop, LinkRow

NEEDS = {
    "forward": {
        "Feedback": ("DataRequirement", "CONCERNS"),
        "DataRequirement": ("Indicator", "MEASURES"),
        "Indicator": ("Process", "MEASURES"),
        "Process": ("DocumentVersion", "GOVERNED_BY"),
        "Document": ("DocumentVersion", "VERSION_OF"),
    },
    "backward": {
        "DocumentVersion": ("Process", "GOVERNED_BY"),
        "Document": ("Process", "GOVERNED_BY"),
        "Process": ("Indicator", "MEASURES"),
        "Indicator": ("DataRequirement", "MEASURES"),
        "DataRequirement": ("Feedback", "REVISED_BY"),
    },
}
"""The kind each kind has to lead to, and the link that would say so."""
BETWEEN = "Document"
"""A process may name the version at once; so the document is no step of its own."""


@dataclass(frozen=True, slots=True)
class Step:
    """A link that was followed; `out`: it runs from the source."""

    source: str
    element: str
    out: bool
    link: LinkRow


@dataclass(slots=True)
class Walk:
    """All that is reached from a start in one direction, at most `limit` elements of a kind."""

    part: str
    start: str
    limit: int
    depth: dict[str, int] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    gaps: list[LoopRow] = field(default_factory=list)
    left: int = 0

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds from the start's on, in the order of the walk."""
        order = KINDS if self.part == "forward" else KINDS[::-1]
        return order[order.index(kind_of(self.start).label) :]

    def follow(self, ask: Ask) -> None:
        """Read the links kind by kind, each kind at once."""
        self.depth[self.start] = 0
        waiting: dict[str, list[Step]] = defaultdict(list)
        onward: dict[str, set[str]] = {}
        for kind in self.kinds:
            here = self._reached(kind, waiting[kind])
            for step in self._links(ask, kind, here, onward):
                waiting[kind_of(step.element).label].append(step)
        self._name_gaps(onward)

    def _reached(self, kind: str, steps: list[Step]) -> list[str]:
        """The elements of a kind that are followed; the others are only counted."""
        if kind == kind_of(self.start).label:
            return [self.start]
        every = sorted({step.element for step in steps})
        kept = every[: self.limit]
        for step in steps:
            if step.element in kept:
                depth = self.depth[step.source] + 1
                self.depth[step.element] = min(self.depth.get(step.element, depth), depth)
        self.steps += [step for step in steps if step.element in kept]
        if len(every) > len(kept):
            self.left += len(every) - len(kept)
            cut = min((s for s in steps if s.element == every[len(kept)]), key=_order)
            self.gaps.append(self._stopped(kind, cut, len(every) - len(kept)))
        return kept

    def _links(
        self, ask: Ask, kind: str, here: list[str], onward: dict[str, set[str]]
    ) -> Iterable[Step]:
        forward = self.part == "forward"
        hops = [h for h in HOPS if (h.near if forward else h.far) == kind]
        reads = [
            (hop, ask.soon(hop.forward if forward else hop.backward, ids=here, t=ask.time))
            for hop in hops
        ]
        onward |= {element: set() for element in here}
        for hop, read in reads:
            for link in read.rows:
                onward[link.source].add(kind_of(link.element).label)
                yield Step(link.source, link.element, _out(hop, forward), link)

    def _name_gaps(self, onward: Mapping[str, set[str]]) -> None:
        """Elements that lead no further, then kinds to which nothing leads."""
        sources: dict[str, set[str]] = defaultdict(set)
        for step in self.steps:
            sources[step.element].add(step.source)
        missed = set()
        for element, kinds in sorted(onward.items()):
            need = NEEDS[self.part].get(kind_of(element).label)
            if need is None or kinds & {need[0], BETWEEN}:
                continue
            if any(need[0] in onward[source] for source in sources[element]):
                continue
            missed.add(need[0])
            self.gaps.append(self._missing(element, *need))
        found = {kind_of(element).label for element in self.depth}
        for kind in self.kinds[1:]:
            if kind not in found | missed | {BETWEEN}:
                self.gaps.append(self._not_reached(kind))

    def _missing(self, element: str, kind: str, relation: str) -> LoopRow:
        edge, wanted = EDGE_KINDS[relation], NODE_KINDS[kind]
        return LoopRow(
            self.part,
            kind,
            "missing",
            self.depth[element] + 1,
            element,
            relation,
            detail_zh=f"没有相连的{wanted.title_zh}（{edge.title_zh}）",
            detail_en=f"no {wanted.title_en} is joined to it ({edge.title_en})",
        )

    def _not_reached(self, kind: str) -> LoopRow:
        wanted = NODE_KINDS[kind]
        return LoopRow(
            self.part,
            kind,
            "not_reached",
            detail_zh=f"前面断开，到不了{wanted.title_zh}",
            detail_en=f"no {wanted.title_en} can be reached: the line breaks before it",
        )

    def _stopped(self, kind: str, cut: Step, left: int) -> LoopRow:
        return LoopRow(
            self.part,
            kind,
            "stopped",
            self.depth[cut.source] + 1,
            cut.source,
            cut.link.relation,
            detail_zh=f"另有 {left} 个没有跟下去",
            detail_en=f"{left} more were not followed",
            certainty=cut.link.certainty or "",
            claims=cut.link.claims or (),
        )


def _out(hop: Hop, forward: bool) -> bool:
    return hop.along == forward


def _order(step: Step) -> tuple[str, str, str, str, tuple[str, ...]]:
    link = step.link
    return (step.source, step.element, link.relation, link.since, link.claims or ())


def ordered(walk: Walk, rows: Iterable[LoopRow]) -> list[LoopRow]:
    """Rows of a walk in the order of the kinds; gaps after the elements of their kind."""
    kinds = list(walk.kinds)
    return sorted(
        rows,
        key=lambda r: (
            kinds.index(r.kind),
            not r.element,
            r.state if not r.element else "",
            r.source,
            r.element,
            r.relation,
            r.since,
            r.claims,
        ),
    )
