"""Where the boxes of a trace stand: pure functions from hops to coordinates.

Stages of the chain are columns from left to right; within a stage a box hangs below the one it
was reached from, indented like a tree. Each deployment has a band of its own. The same hops give
the same drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dashboard.render.grouping import SYNTHETIC, by_branch, counted, name_and_detail
from dashboard.render.text import wrapped
from ontology import HOP_STATES
from queries.trace.hop import Hop

BOXES_SHOWN = 72
WIDTH = 1200
NARROWEST, WIDEST = 112, 230
GAP, ROW_GAP, BAND_GAP, INDENT = 24, 9, 26, 9
DEEPEST = 3
HEAD, PAD, TITLE_LINE, NAME_LINE, DETAIL_LINE = 19, 6, 14, 15, 13
TOP = 30
NAME_SIZE, DETAIL_SIZE = 12.5, 11
_NAME_LINES, _DETAIL_LINES = 3, 9

_STAGES = {
    "issue": 0, "suspected_cause": 0, "series": 0,
    "station": 1, "position": 1, "operator": 1, "superior": 1, "deployment": 2, "instrument": 2,
}  # fmt: skip
_CALIBRATION = 3
_TITLES = ("问题", "台站", "仪器", "检定校准", "计量标准")
_TITLES_EN = ("issue", "station", "instrument", "calibration", "standard")


@dataclass(frozen=True, slots=True)
class Box:
    """A hop with its place; `x`, `y` is the upper left corner. Lines are cut to its width."""

    hop: Hop
    x: float
    y: float
    width: float
    height: float
    name: tuple[str, ...]
    detail: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """An edge from the box a hop was reached from to its own, as points of a line.

    `across`: it leads to the next stage; otherwise it runs down within a stage.
    """

    source: int
    target: int
    via: str
    points: tuple[tuple[float, float], ...]
    across: bool


@dataclass(frozen=True, slots=True)
class Stage:
    """A column with its title, zh and en."""

    x: float
    width: float
    title_zh: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that is drawn, and exactly how much is not: `hidden` hops of `hidden_branches`."""

    width: float
    height: float
    stages: tuple[Stage, ...]
    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    hidden: int = 0
    hidden_branches: int = 0


@dataclass(slots=True)
class _Placed:
    """A hop on its way to a box: stage, band, depth in the stage, and the hop it hangs on."""

    hop: Hop
    stage: int
    band: int
    depth: int = 0
    parent: _Placed | None = None
    children: list[_Placed] = field(default_factory=list)


def arrange(hops: Sequence[Hop], *, english: bool = False) -> Drawing:
    """Place all boxes and links; branches beyond the seventy-second box are counted, not drawn."""
    shown, hidden, branches = select(hops)
    placed = _placed(shown)
    used = sorted({p.stage for p in placed})
    width = min(WIDEST, max(NARROWEST, (WIDTH - GAP * (len(used) - 1)) / max(len(used), 1)))
    left = {stage: i * (width + GAP) for i, stage in enumerate(used)}
    boxes, bottom = _boxes(placed, left, width, english)
    links = tuple(_link(p, boxes) for p in placed if p.parent is not None)
    stages = tuple(Stage(left[s], width, *_title(s)) for s in used)
    total = max(len(used) * (width + GAP) - GAP, 0)
    return Drawing(total, bottom, stages, tuple(boxes.values()), links, hidden, branches)


def select(hops: Sequence[Hop], most: int = BOXES_SHOWN) -> tuple[list[Hop], int, int]:
    """The hops to draw: whole branches, the worst first, as long as there is room for them.

    The worst branch is always drawn. Returns them in their order, and how many hops and branches
    are left out.
    """
    groups = by_branch(hops)
    ranked = sorted(
        range(len(groups)),
        key=lambda i: (bool(groups[i][0]), HOP_STATES.rank(counted(groups[i][1])[0][0]), i),
    )
    taken: set[int] = set()
    room = most
    for number in ranked:
        size = len(groups[number][1])
        if size > room and any(groups[i][0] for i in taken):
            break
        taken.add(number)
        room -= size
    shown = [hop for i in sorted(taken) for hop in groups[i][1]]
    return shown, len(hops) - len(shown), len(groups) - len(taken)


def _placed(hops: Sequence[Hop]) -> list[_Placed]:
    """Stage, band and parent of each hop, parents before children."""
    bands = {branch: i for i, (branch, _) in enumerate(by_branch(hops))}
    by_element: dict[str, _Placed] = {}
    in_branch: dict[tuple[str, str], _Placed] = {}
    placed: list[_Placed] = []
    for hop in sorted(hops, key=lambda h: h.order):
        parent = in_branch.get((hop.parent, hop.branch)) or by_element.get(hop.parent)
        one = _Placed(hop, _stage(hop, parent), bands[hop.branch])
        if parent is not None:
            one.parent = parent
            if (parent.stage, parent.band) == (one.stage, one.band):
                one.depth = min(parent.depth + 1, DEEPEST)
                parent.children.append(one)
        placed.append(one)
        if hop.element:
            by_element.setdefault(hop.element, one)
            in_branch[hop.element, hop.branch] = one
    return placed


def _stage(hop: Hop, parent: _Placed | None) -> int:
    """Issue, station, instrument, its calibration, then one stage for each level of standards."""
    if hop.hop in _STAGES:
        return _STAGES[hop.hop]
    if parent is None or parent.stage < _CALIBRATION:
        return _CALIBRATION + (hop.hop == "standard")
    return parent.stage + (hop.hop == "standard")


def _title(stage: int) -> tuple[str, str]:
    index = min(stage, len(_TITLES) - 1)
    level = stage - _CALIBRATION
    if level < 1:
        return _TITLES[index], _TITLES_EN[index]
    return f"{_TITLES[index]} {level}", f"{_TITLES_EN[index]} {level}"


def _boxes(
    placed: Sequence[_Placed], left: dict[int, float], width: float, english: bool
) -> tuple[dict[int, Box], float]:
    """Boxes by number of the hop, and where the lowest one ends."""
    boxes: dict[int, Box] = {}
    # Below the lowest box of each stage; a band begins below all that its own stages hold.
    bottoms: dict[int, float] = {}
    for band in sorted({p.band for p in placed}):
        members = [p for p in placed if p.band == band]
        stages = sorted({p.stage for p in members})
        top = max((bottoms[s] + BAND_GAP for s in stages if s in bottoms), default=float(TOP))
        for stage in stages:
            y = top
            for one in _depth_first([p for p in members if p.stage == stage]):
                box = _box(one, left[stage], y, width, english)
                boxes[one.hop.order] = box
                bottoms[stage] = box.y + box.height
                y = bottoms[stage] + ROW_GAP
    return boxes, max(bottoms.values(), default=float(TOP))


def _depth_first(members: Sequence[_Placed]) -> list[_Placed]:
    found: list[_Placed] = []
    rest = [m for m in reversed(members) if m.depth == 0]
    while rest:
        one = rest.pop()
        found.append(one)
        rest += reversed(one.children)
    return found


def _box(placed: _Placed, left: float, y: float, width: float, english: bool) -> Box:
    hop, indent = placed.hop, placed.depth * INDENT
    own = width - indent
    room = own - 2 * PAD
    title, said = name_and_detail(hop, english)
    if hop.state == "ok":
        title, said = title or said, ""
    name = wrapped(title, room / NAME_SIZE, _NAME_LINES, em)
    lines = wrapped(said, room / DETAIL_SIZE, _DETAIL_LINES, em)
    height = HEAD + TITLE_LINE + NAME_LINE * len(name) + DETAIL_LINE * len(lines) + PAD
    return Box(hop, left + indent, y, own, height, tuple(name), tuple(lines))


def em(character: str) -> float:
    """Width of a character in units of its size, on the broad side of the usual fonts."""
    if not character.isascii():
        return 1.0
    if character.isupper():
        return 0.68
    if character.isalnum():
        return 0.59
    return 0.3 if character == " " else 0.44


def _link(placed: _Placed, boxes: dict[int, Box]) -> Link:
    assert placed.parent is not None
    start, end = boxes[placed.parent.hop.order], boxes[placed.hop.order]
    across = placed.parent.stage < placed.stage
    points = _across(start, end) if across else _down(start, end)
    return Link(placed.parent.hop.order, placed.hop.order, placed.hop.via, points, across)


def _down(start: Box, end: Box) -> tuple[tuple[float, float], ...]:
    """Down along the indentation and to the box; straight down to one that is not indented."""
    x = start.x + INDENT / 2
    below = (x, start.y + start.height)
    if end.x <= x:
        return (below, (x, end.y))
    y = end.y + HEAD / 2
    return (below, (x, y), (end.x, y))


def _across(start: Box, end: Box) -> tuple[tuple[float, float], ...]:
    """Start, two handles of a curve, and end; the curve stays in the gap before the end."""
    from_x, to_x = start.x + start.width, end.x
    from_y, to_y = start.y + HEAD / 2, end.y + HEAD / 2
    bend = min(GAP, (to_x - from_x)) * 0.6
    return ((from_x, from_y), (to_x - GAP + bend, from_y), (to_x - bend, to_y), (to_x, to_y))


def synthetic(box: Box) -> bool:
    """Whether a box rests on made-up data."""
    return box.hop.certainty == SYNTHETIC
