"""Which branches of a trace are drawn: the worst, those somebody opened, and groups for the rest.

A group is one box "布设 ×18 ⊕" in the column of deployments that says how many branches of one
state it stands for. What is drawn stays where it is when a group is opened: opened branches are
added below, groups come last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.render.grouping import by_branch, counted
from dashboard.render.layout import select
from ontology import HOP_STATES
from queries.trace.hop import Hop

GROUP = "group:"
FIRST, MOST = 60, 80
"""Boxes drawn at first, and at most, whatever was opened (a single branch may be larger)."""


@dataclass(frozen=True, slots=True)
class Folded:
    """Hops to draw, groups among them, and the branches of each group by its element."""

    hops: tuple[Hop, ...]
    groups: dict[str, tuple[str, ...]]

    @property
    def hidden(self) -> int:
        """How many branches are in groups."""
        return sum(len(branches) for branches in self.groups.values())


def fold(hops: Sequence[Hop], opened: Sequence[str] = (), *, english: bool = False) -> Folded:
    """Fold a trace; `opened`: branches in the order in which somebody opened them.

    When there is no room for all that was opened, what was opened first is folded again.
    """
    branches = dict(by_branch(hops))
    shown, _, _ = select(hops, FIRST)
    drawn = list(dict.fromkeys(hop.branch for hop in shown))
    latest = dict.fromkeys(reversed(opened))
    room = MOST - len(shown) - len(HOP_STATES.codes)
    kept: list[str] = []
    for name in latest:
        if name not in branches or name in drawn:
            continue
        size = len(branches[name])
        if size > room and kept:
            break
        kept.insert(0, name)
        room -= size
    chosen = [*shown, *(hop for name in kept for hop in branches[name])]
    rest = [name for name in branches if name not in drawn and name not in kept]
    groups = _groups(branches, rest)
    last = max((hop.order for hop in hops), default=0)
    boxes = [
        _box(number, state, [branches[name] for name in names], english=english)
        for number, (state, names) in enumerate(groups.items(), last + 1)
    ]
    return Folded((*chosen, *boxes), {f"{GROUP}{s}": tuple(names) for s, names in groups.items()})


def opening(folded: Folded, group: str, hops: Sequence[Hop]) -> list[str]:
    """The branches that one press on a group opens: as many as there is room for, at least one."""
    sizes = {name: len(found) for name, found in by_branch(hops)}
    room, found = MOST - FIRST - len(HOP_STATES.codes), list[str]()
    for name in folded.groups.get(group, ()):
        if found and sizes[name] > room:
            break
        found.append(name)
        room -= sizes[name]
    return found


def only_path(hops: Sequence[Hop], number: int) -> list[Hop]:
    """The hops that lead to one hop, and those that hang on it: nothing beside the path."""
    by_number = {hop.order: hop for hop in hops}
    wanted = by_number.get(number)
    if wanted is None:
        return list(hops)
    kept, up = {number}, _parent(hops, wanted)
    while up is not None and up.order not in kept:
        kept.add(up.order)
        up = _parent(hops, up)
    for hop in hops:
        parent = _parent(hops, hop)
        if parent is not None and parent.order in kept and parent.order >= number:
            kept.add(hop.order)
    return [hop for hop in hops if hop.order in kept]


def _parent(hops: Sequence[Hop], hop: Hop) -> Hop | None:
    found = [h for h in hops if h.element and h.element == hop.parent and h.order != hop.order]
    same = [h for h in found if h.branch == hop.branch]
    return next(iter((*same, *found)), None)


def _groups(branches: dict[str, list[Hop]], names: Sequence[str]) -> dict[str, list[str]]:
    """Branches by the worst of their states, worst first."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(counted(branches[name])[0][0], []).append(name)
    return dict(sorted(found.items(), key=lambda pair: HOP_STATES.rank(pair[0])))


def _box(number: int, state: str, branches: Sequence[Sequence[Hop]], *, english: bool) -> Hop:
    """A group as a hop that hangs where its first branch does."""
    first = branches[0][0]
    hops = sum(len(branch) for branch in branches)
    what = "deployments" if english else "布设"
    return replace(
        first,
        order=number,
        state=state,
        element=f"{GROUP}{state}",
        name=f"{what} ×{len(branches)} ⊕",
        branch=f"{GROUP}{state}",
        detail_zh=f"{hops} 个环节，点开",
        detail_en=f"{hops} hops, press to open",
        facts=(),
        claims=(),
    )
