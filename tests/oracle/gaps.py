"""Coverage rules read plainly: the rules of `ontology.requirements` on the networkx graph.

Only the table of rules is shared with the queries. A reference reached along a way has a state of
its own; the best of an element's references decides, and its claims are those of the edges there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from oracle.reading import (
    BEGINNING,
    OPEN_END,
    Attributes,
    Claims,
    Link,
    NobodySpeaksOf,
    Reading,
    claims_of,
    is_stub,
    once,
    parts,
    shown,
    text,
    weakest,
)

from ontology import COVERAGE_STATES, LEVELS, NODE_KINDS
from ontology.requirements import AREAS, REQUIREMENTS, RESPONSIBLE, RESTS_ON, Requirement, Way
from ontology.requirements.model import Holds
from queries.gaps.rows import GapRow

BEST_FIRST = list(reversed(COVERAGE_STATES.codes))
LABELS = {kind.prefix: label for label, kind in NODE_KINDS.items()}


def answer(
    reading: Reading, rule: str = "", kind: str = "", area: str = "", level: str = "",
    state: str = "", deep: str = "",
) -> list[GapRow]:  # fmt: skip
    found = everything(reading, rule, kind, area, level, deep == "yes")
    if state != "all":
        found = [r for r in found if (r.state == state if state else r.state != "covered")]
    return somewhere(reading, found, area)


def somewhere(reading: Reading, rows: list[GapRow], area: str) -> list[GapRow]:
    """The rows; where there are none the area asked about must be one, or hold one."""
    codes = [parts(node)[0] for node in reading.of_kind("AdminArea")]
    within = area.removesuffix("00").removesuffix("00")
    if rows or not area or any(code.startswith(within) for code in codes):
        return rows
    raise NobodySpeaksOf(area)


def everything(
    reading: Reading, rule: str, kind: str, area: str, level: str, deep: bool
) -> list[GapRow]:  # fmt: skip
    rules = [r for r in REQUIREMENTS.values() if rule in ("", r.id)]
    rows = [r for one in rules for r in of_rule(reading, one, kind, deep)]
    codes = area
    while codes.endswith("00"):
        codes = codes[:-2]
    return [r for r in rows if r.area.startswith(codes) and level in ("", r.level)]


def of_rule(reading: Reading, one: Requirement, kind: str, deep: bool) -> list[GapRow]:
    """The rows of a rule; those of all kinds are kept, and looked through for one kind."""
    kept: list[GapRow] | None = reading.kept.get((one.id, deep))  # type: ignore[assignment]
    if kept is not None:
        return [r for r in kept if kind in ("", r.kind)]
    found = []
    for node in reading.of_kind(one.kind):
        if kind in ("", one.kind):
            moment = own_date(reading, node) if one.own_moment else reading.now
            found += row_of(reading, one, node, node, moment, 0)
    for label in RESTS_ON if deep else ():
        for root in reading.of_kind(label) if kind in ("", label) else ():
            if there(reading, root, reading.now):
                for node, moment, depth in below(reading, root):
                    if label_of(node) == one.kind:
                        found += row_of(reading, one, root, node, moment, depth)
    found.sort(key=lambda r: (r.element, r.depth, r.through))
    if kind == "":
        reading.kept[one.id, deep] = found
    return found


def label_of(node: str) -> str:
    return LABELS[node.split(":", maxsplit=1)[0]]


def own_date(reading: Reading, node: str) -> str:
    return text(reading.node(node), "performed_on") or reading.now


def there(reading: Reading, node: str, moment: str) -> bool:
    """Described, and valid then."""
    attributes = reading.node(node)
    return not is_stub(attributes) and text(attributes, "valid_from") <= moment < text(
        attributes, "valid_to"
    )


def row_of(
    reading: Reading, rule: Requirement, root: str, node: str, moment: str, depth: int
) -> list[GapRow]:
    if not asked(reading, rule, node, moment):
        return []
    state, links = stand(reading, rule, node, moment)
    good = state == "covered"
    top, attributes = reading.node(root), reading.node(node)
    return [
        GapRow(
            rule=rule.id, kind=label_of(root), element=root, name=name_of(reading, root),
            required_zh=rule.title_zh, required_en=rule.title_en, state=state, depth=depth,
            through=node if depth else "", units=answering(reading, node),
            area=area_of(reading, root), level=level_of(reading, root, top), detail_zh="",
            detail_en="", remedy_zh="" if good else rule.remedy_zh,
            remedy_en="" if good else rule.remedy_en, term=rule.term,
            certainty=weakest(
                [text(attributes, "certainty"), *(text(x.edge, "certainty") for x in links)]
            ),
            claims=once(claims_of(attributes), *(x.claims for x in links)),
        )
    ]  # fmt: skip


# Walking


@dataclass
class Trail:
    """A node reached along a way, by which edges."""

    node: str
    links: list[Link] = field(default_factory=list)

    def state(self, moment: str) -> str:
        if all(x.holds(moment) for x in self.links):
            return "covered"
        later = [x for x in self.links if x.begin > moment]
        return "not_yet_valid" if later else "expired"


def trails(reading: Reading, way: Way, node: str) -> list[Trail]:
    found = [Trail(node)]
    for arc in way.arcs:
        longer = []
        for trail in found:
            step = reading.into if arc.inverse else reading.out
            for link in step(trail.node, arc.edge):
                if label_of(link.other) != arc.to:
                    continue
                if arc.state and text(link.node, "property") != arc.state:
                    continue
                longer.append(Trail(link.other, [*trail.links, link]))
        found = longer
    return found


def reached(reading: Reading, way: Way, node: str, moment: str) -> list[str]:
    return [t.node for t in trails(reading, way, node) if t.state(moment) == "covered"]


def below(reading: Reading, root: str) -> list[tuple[str, str, int]]:
    """What an element rests on: node, moment at which it counts, how far down."""
    kept: dict[str, list[tuple[str, str, int]]] = reading.kept.setdefault(below, {})  # type: ignore[assignment]
    if root not in kept:
        kept[root] = list(levels_below(reading, root))
    return kept[root]


def levels_below(reading: Reading, root: str) -> Iterator[tuple[str, str, int]]:
    moment = own_date(reading, root) if label_of(root) == "Calibration" else reading.now
    level, seen = {(root, moment)}, {(root, moment)}
    for depth in range(1, 13):
        level = {
            found
            for node, when in level
            for way in RESTS_ON.get(label_of(node), ())
            for found in under(reading, way, node, when)
        } - seen
        seen |= level
        for node, when in sorted(level):
            yield node, when, depth


def under(reading: Reading, way: Way, node: str, moment: str) -> Iterator[tuple[str, str]]:
    if way.end == "Calibration":
        for link in last_ones(reading, way, node, moment):
            yield link.other, day_of(link)
    else:
        for end in reached(reading, way, node, moment):
            yield end, moment


# Judging


def asked(reading: Reading, rule: Requirement, node: str, moment: str) -> bool:
    attributes = reading.node(node)
    if not there(reading, node, moment):
        return False
    if rule.exempt and text(attributes, "standard_type") in rule.exempt:
        return False
    if rule.own_moment and own_date(reading, node) > reading.now:
        return False
    if rule.where_own and attributes.get(rule.own) is None:
        return False
    if rule.leaf and any(x.holds(moment) for x in reading.into(node, "SUBPROCESS_OF")):
        return False
    if rule.test is Holds.ADMISSION and label_of(node) == "Instrument":
        return first_use(reading, node, moment) is not None
    return True


def first_use(reading: Reading, node: str, moment: str) -> str | None:
    used = [x.begin for x in reading.into(node, "USES") if x.begin <= moment]
    return min(used) if used else None


def stand(reading: Reading, rule: Requirement, node: str, moment: str) -> tuple[str, list[Link]]:
    """The state of an element, and the edges it rests on."""
    attributes = reading.node(node)
    if rule.test is Holds.MEMBERS:
        return members(reading, rule, node, attributes, moment)
    if rule.own and attributes.get(rule.own) is not None:
        return "covered", []
    if rule.test is Holds.CALIBRATION:
        state, links = calibrated(reading, rule, node, moment)
        nils = [
            x for x in reading.out(node, "HAS_STATE")
            if rule.nil and text(x.node, "property") == rule.nil and x.holds(moment)
        ]  # fmt: skip
        return ("declared_absent", nils) if nils and state != "covered" else (state, links)
    found = [
        (reference(reading, rule, t, node, moment), t)
        for way in rule.ways
        for t in trails(reading, way, node)
    ]
    if not found:
        return nothing(rule), []
    if rule.test is Holds.ONE_VALUE:
        values = {text(t.links[-1].node, "value") for s, t in found if s == "covered"} - {""}
        if len(values) > 1:
            return "ambiguous", [x for s, t in found if s == "covered" for x in t.links]
    best = min((s for s, _ in found), key=BEST_FIRST.index)
    return best, [x for s, t in found if s == best for x in t.links]


def nothing(rule: Requirement) -> str:
    return "uncovered" if rule.obligation == "M" else "not_stated"


def reference(reading: Reading, rule: Requirement, trail: Trail, node: str, moment: str) -> str:
    state, end = trail.state(moment), reading.node(trail.node)
    if state != "covered":
        return state
    if rule.test is Holds.ADMISSION:
        use = first_use(reading, node, moment) if label_of(node) == "Instrument" else BEGINNING
        return "predated" if use not in (None, BEGINNING) and trail.links[-1].begin > str(use) \
            else state  # fmt: skip
    if rule.test is Holds.DOCUMENT:
        return paper(reading, trail.node, moment)
    if rule.test is Holds.DESCRIBED:
        return "orphaned" if is_stub(end) else state
    if rule.test is Holds.GIVEN:
        value = text(end, "due") or text(end, "result")
        return state if value else nothing(rule)
    if rule.test is Holds.INTERFACE:
        return interface(end)
    return state


def interface(end: Attributes) -> str:
    if text(end, "state") == "declared_absent":
        return "declared_absent"
    for way, back in (("up", "down"), ("down", "up")):
        if end.get(f"reply_expected_{way}") is True and end.get(f"items_{back}") is None:
            return "one_way"
    return "covered"


def paper(reading: Reading, node: str, moment: str) -> str:
    """Whether what is referred to, an edition or a document, is the one in force."""
    if label_of(node) == "DocumentVersion":
        return edition(reading, node, moment)
    editions = {x.other for x in reading.into(node, "VERSION_OF")}
    states = [s for v in editions if (s := edition(reading, v, moment)) != "orphaned"]
    if not states:
        return "orphaned" if is_stub(reading.node(node)) else "covered"
    if "covered" in states:
        return "covered" if states.count("covered") == 1 else "ambiguous"
    return "outdated" if "outdated" in states else "predated"


def edition(reading: Reading, version: str, moment: str) -> str:
    attributes = reading.node(version)
    if is_stub(attributes):
        return "orphaned"
    if text(attributes, "valid_from") > moment:
        return "predated"
    replaced = any(x.holds(moment) for x in reading.into(version, "SUPERSEDES"))
    return "outdated" if replaced or text(attributes, "valid_to") <= moment else "covered"


def day_of(link: Link) -> str:
    return text(link.node, "performed_on") or link.begin


def last_ones(reading: Reading, way: Way, node: str, moment: str) -> list[Link]:
    links = [t.links[0] for t in trails(reading, way, node)]
    past = [x for x in links if x.holds(moment) and day_of(x) <= moment]
    last = max((day_of(x) for x in past), default="")
    return [x for x in past if day_of(x) == last]


def calibrated(
    reading: Reading, rule: Requirement, node: str, moment: str
) -> tuple[str, list[Link]]:
    every = [t.links[0] for t in trails(reading, rule.ways[0], node)]
    last = last_ones(reading, rule.ways[0], node, moment)
    if not every:
        return nothing(rule), []
    if not last:
        later = any(x.begin > moment for x in every if not x.holds(moment))
        return ("not_yet_valid" if later else "expired"), every
    if len({x.node.get("result") for x in last}) > 1:
        return "ambiguous", last
    if text(last[0].node, "result") == "outOfCalibration":
        return "uncovered", last
    ends = [text(x.node, "valid_until") for x in last if text(x.node, "valid_until")]
    if not ends:
        return "not_stated", last
    return ("covered" if moment < max(ends) else "expired"), last


def members(
    reading: Reading, rule: Requirement, node: str, attributes: Attributes, moment: str
) -> tuple[str, list[Link]]:
    found = [
        t for way in rule.ways for t in trails(reading, way, node) if t.state(moment) == "covered"
    ]
    links = [x for t in found for x in t.links]
    declared = attributes.get("declared_size")
    if declared is None:
        return "not_stated", links
    known = len({t.node for t in found})
    if known == declared:
        return "covered", links
    return ("uncovered" if known < int(str(declared)) else "duplicate"), links


# What a row shows besides


def name_of(reading: Reading, node: str) -> str:
    named = NODE_KINDS[label_of(node)].name_property
    return text(reading.node(node), named) or shown(node)


def answering(reading: Reading, node: str) -> Claims:
    ways = RESPONSIBLE.get(label_of(node), ())
    bodies = {b for way in ways for b in reached(reading, way, node, reading.now)}
    return tuple(sorted(bodies))


def area_of(reading: Reading, node: str) -> str:
    way = AREAS.get(label_of(node))
    found = [] if way is None else reached(reading, way, node, reading.now)
    return min((parts(a)[0] for a in found), default="")


def level_of(reading: Reading, node: str, attributes: Attributes) -> str:
    label = label_of(node)
    if label == "Station":
        return "station"
    if label in ("Process", "System"):
        return text(attributes, "level")
    if label != "Unit":
        return ""
    order = [*LEVELS.codes]
    stated = [
        text(x.node, "value")
        for x in reading.out(node, "HAS_STATE")
        if text(x.node, "property") == "level" and x.holds(reading.now) and not is_stub(x.node)
    ]
    return min(stated, key=order.index) if stated else ""


__all__ = ["OPEN_END", "answer", "everything"]
