"""`path`: the shortest way between two elements, each step with its source.

The search goes from both ends at once, along links in force at the time (or ever, `ever=yes`).
A hub (an element with more links than `hub`) is no way through, unless it is one of the ends:
over a hub everything is near everything. Of several shortest ways the one whose ids sort first.

Each kind of element is read by a query of its own. Sent together they would be a text for every
set of kinds that a search meets, and a server plans a text it has not seen: a second each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from graph import InvalidValueError, UnknownElementError
from ontology import ANY, NODE_KINDS, IdError, key_text, kind_of
from queries.ask import Ask, unknown
from queries.model import Param, Query, Stage
from queries.yes_or_no import says_yes

Texts = tuple[str, ...]
STEPS = 8
HUB = 1000
VISITED = 50_000


@dataclass(frozen=True, slots=True)
class PathRow:
    """One step of the way, or that there is none.

    `part`: start | step | none. `type` and `direction` (out: along the link, in: against it) of
    the link that leads to `element` from the row above.
    """

    step: int
    part: str
    type: str
    direction: str
    element: str
    name: str
    valid_from: str
    valid_to: str
    detail_zh: str
    detail_en: str
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Node:
    id: str
    name: str | None
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class _Degree:
    id: str
    links: int


@dataclass(frozen=True, slots=True)
class _Link:
    id: str
    other: str
    type: str
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class _Reads:
    node: Stage[_Node]
    degree: Stage[_Degree]
    out: Stage[_Link]
    into: Stage[_Link]
    ids: Stage[_Degree]


def _reads(label: str) -> _Reads:
    node = f"UNWIND $ids AS id MATCH (n:{label} {{id: id}})"
    then = "WHERE $ever OR (r.valid_from <= $t AND $t < r.valid_to) "
    link = (
        "RETURN n.id AS id, m.id AS other, type(r) AS type, r.valid_from AS valid_from, "
        "r.valid_to AS valid_to, r.certainty AS certainty, r.claims AS claims"
    )
    return _Reads(
        Stage(
            f"node_{label}",
            f"{node} WITH n AS m RETURN m.id AS id, m.name AS name, m.certainty AS certainty, "
            "m.claims AS claims",
            _Node,
        ),
        Stage(
            f"degree_{label}",
            f"{node} RETURN n.id AS id, COUNT {{ MATCH (n)-[]-() }} AS links",
            _Degree,
        ),
        Stage(f"out_{label}", f"{node}-[r]->(m) {then}{link}", _Link),
        Stage(f"in_{label}", f"{node}<-[r]-(m) {then}{link}", _Link),
        Stage(f"ids_{label}", f"MATCH (n:{label}) RETURN n.id AS id, count(n) AS links", _Degree),
    )


READS = {label: _reads(label) for label in NODE_KINDS}


@dataclass(slots=True)
class _Side:
    """What was reached from one end: distances, and the frontier to go on from."""

    end: str
    distance: dict[str, int] = field(default_factory=dict)
    frontier: list[str] = field(default_factory=list)
    depth: int = 0

    def __post_init__(self) -> None:
        self.distance[self.end] = 0
        self.frontier = [self.end]


@dataclass(slots=True)
class _Search:
    """A search from two ends, and what it has learnt of links and hubs."""

    ask: Ask
    ends: tuple[str, str]
    hub: int
    ever: bool
    near: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    hubs: dict[str, int] = field(default_factory=dict)
    stopped: bool = False

    def way(self) -> list[str] | None:
        """The ids of the shortest way, or None within the bounds."""
        one, two = _Side(self.ends[0]), _Side(self.ends[1])
        if one.end == two.end:
            return [one.end]
        while one.depth + two.depth < STEPS and one.frontier and two.frontier:
            side, other = (one, two) if len(one.frontier) <= len(two.frontier) else (two, one)
            self._widen(side)
            if any(node in other.distance for node in side.frontier):
                return self._built(one, two)
            if len(one.distance) + len(two.distance) > VISITED:
                self.stopped = True
                return None
        return None

    def _widen(self, side: _Side) -> None:
        reached: set[str] = set()
        for link in self._links(side.frontier):
            self.near[link.id].add(link.other)
            self.near[link.other].add(link.id)
            reached.add(link.other)
        side.depth += 1
        side.frontier = self._passable(sorted(reached - set(side.distance) - set(self.hubs)))
        side.distance |= dict.fromkeys(side.frontier, side.depth)

    def _passable(self, ids: Sequence[str]) -> list[str]:
        degrees = {
            row.id: row.links
            for label, some in _by_label(ids).items()
            for row in self.ask.rows(READS[label].degree, ids=some)
        }
        self.hubs |= {i: n for i, n in degrees.items() if n > self.hub and i not in self.ends}
        return [i for i in ids if i not in self.hubs]

    def _links(self, ids: Sequence[str]) -> Iterable[_Link]:
        return (
            row
            for label, some in _by_label(ids).items()
            for stage in (READS[label].out, READS[label].into)
            for row in self.ask.rows(stage, ids=some, t=self.ask.time, ever=self.ever)
        )

    def _built(self, one: _Side, two: _Side) -> list[str]:
        """Of all shortest ways the one whose ids sort first."""
        meeting = {n for n, d in one.distance.items() if n in two.distance and d == one.depth}
        meeting = {n for n in meeting if two.distance[n] == two.depth}
        leads = _backwards(meeting, one, self.near)
        way = [one.end]
        while way[-1] not in meeting:
            step = one.distance[way[-1]] + 1
            way.append(
                min(n for n in self.near[way[-1]] if n in leads and one.distance.get(n) == step)
            )
        while way[-1] != two.end:
            step = two.distance[way[-1]] - 1
            way.append(min(n for n in self.near[way[-1]] if two.distance.get(n) == step))
        return way


def _backwards(meeting: set[str], side: _Side, near: Mapping[str, set[str]]) -> set[str]:
    """The nodes of one side by which a meeting point is reached in the fewest steps."""
    leads, layer = set(meeting), set(meeting)
    for depth in range(side.depth - 1, -1, -1):
        layer = {n for m in layer for n in near[m] if side.distance.get(n) == depth}
        leads |= layer
    return leads


def _by_label(ids: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in sorted(ids):
        found[kind_of(one).label].append(one)
    return found


def answer(ask: Ask) -> Iterable[PathRow]:
    """The start, each step of the way, or one row that says there is none."""
    ends = (ask.params["from"], ask.params["to"])
    start, end = (_checked(ask, one) for one in ends)
    ever = says_yes(ask.params, "ever")
    search = _Search(ask, ends, _limit(ask), ever)
    way = search.way()
    hubs = _told(search.hubs)
    yield PathRow(
        0,
        "start",
        "",
        "",
        start.id,
        _name(start.id, start.name),
        "",
        "",
        hubs[0],
        hubs[1],
        start.certainty or "",
        start.claims or (),
    )
    if way is None:
        ask.left_out(int(search.stopped))
        yield _none(end, search)
        return
    yield from _steps(search, way)


def _checked(ask: Ask, element: str) -> _Node:
    try:
        reads = READS[kind_of(element).label]
    except IdError as error:
        raise UnknownElementError(element) from error
    found = ask.rows(reads.node, ids=[element])
    if not found:
        raise unknown(element, (row.id for row in ask.rows(reads.ids)))
    return found[0]


def _limit(ask: Ask) -> int:
    given = ask.params.get("hub")
    if not given:
        return HUB
    if not given.isdecimal() or int(given) < 1:
        raise InvalidValueError("hub", given, "不是正整数 / no positive whole number", "1000")
    return int(given)


def _name(element: str, name: str | None) -> str:
    return name or key_text(element)


def _told(hubs: Mapping[str, int]) -> tuple[str, str]:
    """The hubs that were no way through, the largest first."""
    if not hubs:
        return "", ""
    most = sorted(hubs, key=lambda h: (-hubs[h], h))
    shown = "、".join(f"{h}（{hubs[h]}）" for h in most[:5])
    more = f" … {len(most)}" if len(most) > 5 else ""
    return f"未经过的枢纽（边数）：{shown}{more}", f"hubs not passed (links): {shown}{more}"


def _none(end: _Node, search: _Search) -> PathRow:
    if search.stopped:
        zh, en = f"看过 {VISITED} 个对象后停止", f"stopped after {VISITED} elements"
    else:
        zh, en = f"{STEPS} 步之内没有路径", f"no way within {STEPS} steps"
    if not search.ever:
        zh, en = (
            f"{zh}（只看当时有效的联系；ever=yes 看全部）",
            f"{en} in force then (ever=yes: all)",
        )
    return PathRow(0, "none", "", "", end.id, _name(end.id, end.name), "", "", zh, en, "", ())


def _steps(search: _Search, way: Sequence[str]) -> Iterable[PathRow]:
    ask, between = search.ask, defaultdict[tuple[str, str], list[tuple[str, _Link]]](list)
    names: dict[str, str | None] = {}
    for label, some in _by_label(way).items():
        reads = READS[label]
        for direction, stage in (("out", reads.out), ("in", reads.into)):
            for link in ask.rows(stage, ids=some, t=ask.time, ever=search.ever):
                between[link.id, link.other].append((direction, link))
        names |= {row.id: row.name for row in ask.rows(reads.node, ids=some)}
    for step, (before, after) in enumerate(pairwise(way), 1):
        direction, link = min(between[before, after], key=_first)
        yield PathRow(
            step,
            "step",
            link.type,
            direction,
            after,
            _name(after, names.get(after)),
            link.valid_from,
            link.valid_to,
            "",
            "",
            link.certainty or "",
            link.claims or (),
        )


def _first(found: tuple[str, _Link]) -> tuple[str, str, str, Texts]:
    direction, link = found
    return (link.type, direction, link.valid_from, link.claims or ())


def summary(rows: Sequence[PathRow]) -> tuple[str, str]:
    """The way in one line, or that there is none."""
    last = rows[-1]
    if last.part == "none":
        return last.detail_zh, last.detail_en
    zh = " ".join(_arrow(r) for r in rows)
    return f"{len(rows) - 1} 步：{zh}", f"{len(rows) - 1} steps: {zh}"


def _arrow(row: PathRow) -> str:
    if row.part == "start":
        return row.name
    arrow = "→" if row.direction == "out" else "←"
    return f"{arrow}{row.type}{arrow} {row.name}"


QUERY = Query(
    id="path",
    question_zh="这两个对象之间最短的联系是什么，每一步出自哪里？",
    question_en="What is the shortest way between these two elements, and who says each step?",
    params=(
        Param("from", "从", "from", required=True, kinds=(ANY,)),
        Param("to", "到", "to", required=True, kinds=(ANY,)),
        Param("ever", "不论时间（yes）", "at any time (yes)"),
        Param("hub", f"多于几条边算枢纽（{HUB}）", f"more links than this make a hub ({HUB})"),
    ),
    row=PathRow,
    stages=tuple(
        stage
        for reads in READS.values()
        for stage in (reads.node, reads.degree, reads.out, reads.into, reads.ids)
    ),
    answer=answer,
    summary=summary,
)
