"""The level matrix: leaf processes against adjacent pairs of levels, every gap a row."""

from __future__ import annotations

from dataclasses import dataclass

from oracle.gaps import edition
from oracle.reading import (
    Claims,
    Link,
    NobodySpeaksOf,
    Reading,
    called,
    claims_of,
    once,
    parts,
    shown,
    text,
    weakest,
)

from ontology import LEVEL_PAIRS, LEVELS
from queries.coverage import CoverageRow


@dataclass(frozen=True)
class Side:
    """An interface at one of its processes."""

    interface: str
    link: Link
    claims: Claims

    @property
    def process(self) -> str:
        return self.link.other


def answer(
    reading: Reading, process: str = "", upper: str = "", lower: str = "", state: str = ""
) -> list[CoverageRow]:
    moment = reading.now
    children: dict[str, list[Link]] = {}
    above: set[str] = set()
    for one in reading.of_kind("Process"):
        up = [x for x in reading.out(one, "SUBPROCESS_OF") if x.holds(moment)]
        if up or reading.node(one).get("leaf") is True:
            children[one] = up
        above |= {x.other for x in up}
    ends = sides(reading)
    rows: list[CoverageRow] = []
    shown_already: set[str] = set()
    leaves = [p for p in children if p not in above]
    for leaf in sorted(leaves, key=lambda p: rank(reading, p)):
        if name(leaf) not in shown_already:
            rows += [cell(reading, leaf, children[leaf], ends, pair) for pair in LEVEL_PAIRS]
        shown_already.add(name(leaf))
    rows += orphaned(reading, ends, shown_already | {name(p) for p in above})
    rows = [r for r in rows if process in ("", r.code, r.name, r.process)]
    if not rows and process and process not in called(reading, "Process"):
        raise NobodySpeaksOf(process)
    rows = [r for r in rows if (upper or r.upper) == r.upper and (lower or r.lower) == r.lower]
    if state == "gaps":
        return [r for r in rows if r.state != "covered"]
    return [r for r in rows if (state or r.state) == r.state]


def name(process: str) -> str:
    """Code or name of a process, whatever its level."""
    return parts(process, "@")[0]


def rank(reading: Reading, process: str) -> tuple[str, int, str]:
    node = reading.node(process)
    levels = [*LEVELS.codes, ""]
    return (text(node, "code") or "~", levels.index(text(node, "level")), process)


def cell(
    reading: Reading, leaf: str, up: list[Link], ends: list[Side], pair: tuple[str, str]
) -> CoverageRow:
    node, key = reading.node(leaf), name(leaf)
    here = [
        s for s in ends
        if name(s.process) == key and levels_of(reading, s.interface) == pair
    ]  # fmt: skip
    claims = once(*(s.claims for s in here))
    certainty = weakest(text(reading.node(s.interface), "certainty") for s in here)
    if not here:
        claims, certainty = claims_of(node), text(node, "certainty")
    if not claims:  # described by nobody: the row rests on whoever names its parent
        claims, certainty = up[0].claims, text(up[0].edge, "certainty")
    return CoverageRow(
        process=leaf, code=text(node, "code"), name=text(node, "name") or key, upper=pair[0],
        lower=pair[1], state=state(reading, here, key, pair),
        interfaces=tuple(sorted({s.interface for s in here})),
        lead=bodies(reading, key, "LED_BY"), related=bodies(reading, key, "RELATED_UNIT"),
        detail_zh="", detail_en="", certainty=certainty, claims=claims,
    )  # fmt: skip


def sides(reading: Reading) -> list[Side]:
    """Every end of every interface, in order of interfaces and of their ends."""
    found = []
    for interface in reading.of_kind("Interface"):
        links = reading.out(interface, "UPPER_PROCESS", "LOWER_PROCESS")
        for link in sorted(links, key=lambda x: (x.type, x.other, x.begin)):
            claims = once(claims_of(reading.node(interface)), link.claims)
            found.append(Side(interface, link, claims))
    return found


def levels_of(reading: Reading, interface: str) -> tuple[str, str]:
    node = reading.node(interface)
    return text(node, "upper_level"), text(node, "lower_level")


def state(reading: Reading, here: list[Side], key: str, pair: tuple[str, str]) -> str:
    moment = reading.now
    if not here:
        return "uncovered" if counterparts(reading, key, pair) else "not_stated"
    then = [s for s in here if s.link.holds(moment)]
    if not then:
        later = all(s.link.begin > moment for s in here)
        return "not_yet_valid" if later else "expired"
    said = {s.interface for s in then}
    stated = sorted(i for i in said if text(reading.node(i), "state") != "declared_absent")
    if not stated:
        return "declared_absent"
    papers = [document(reading, parts(i)[0]) for i in stated]
    for trouble in ("outdated", "predated", "ambiguous"):
        if trouble in papers:
            return trouble
    for interface in stated:
        links = reading.out(interface, "UPPER_PROCESS", "LOWER_PROCESS")
        joined = {(x.type, x.other) for x in links if x.holds(moment)}
        if len(joined) > len({side for side, _ in joined}):
            return "ambiguous"
    for interface in stated:
        node = reading.node(interface)
        if node.get("reply_expected_up") is True and not text(node, "items_down"):
            return "one_way"
        if node.get("reply_expected_down") is True and not text(node, "items_up"):
            return "one_way"
    same = [what(reading, i) for i in stated]
    return "duplicate" if len(same) > len(set(same)) else "covered"


def counterparts(reading: Reading, key: str, pair: tuple[str, str]) -> bool:
    """Whether a process of this name has a counterpart across these two levels."""
    for one in reading.of_kind("Process"):
        for link in reading.out(one, "COUNTERPART_OF"):
            if link.holds(reading.now) and key in (name(one), name(link.other)):
                ends = [parts(p, "@")[1] for p in (one, link.other)]
                if sorted(ends) == sorted(pair):
                    return True
    return False


def document(reading: Reading, key: str) -> str:
    """The state of the document that states an interface."""
    found = [d for d in reading.of_kind("Document") if parts(d)[0] == key]
    for one in found:
        for link in reading.into(one, "REVIEWS"):
            if link.holds(reading.now) and text(link.node, "verdict") == "废":
                return "outdated"
    editions = {x.other for d in found for x in reading.into(d, "VERSION_OF")}
    states = [edition(reading, v, reading.now) for v in editions]
    states = [s for s in states if s != "orphaned"]
    if states.count("covered") > 1:
        return "ambiguous"
    if not states or "covered" in states:
        return "covered"
    return "outdated" if "outdated" in states else "predated"


def what(reading: Reading, interface: str) -> tuple[object, ...]:
    """What an interface says: the same items between the same processes is the same thing."""
    node = reading.node(interface)
    joined = frozenset(
        (link.type, link.other)
        for link in reading.out(interface, "UPPER_PROCESS", "LOWER_PROCESS")
        if link.holds(reading.now)
    )
    return joined, node.get("items_up"), node.get("items_down")


def bodies(reading: Reading, key: str, role: str) -> tuple[str, ...]:
    """Names of the bodies that lead, or take part in, the process at any level."""
    found = set()
    for process in reading.of_kind("Process"):
        if name(process) == key:
            for link in reading.out(process, role):
                if link.holds(reading.now):
                    found.add(text(link.node, "name") or shown(link.other))
    return tuple(sorted(found))


def orphaned(reading: Reading, ends: list[Side], known: set[str]) -> list[CoverageRow]:
    """Interfaces none of whose processes stands in a list of processes."""
    rows = []
    groups: dict[str, list[Side]] = {}
    for side in ends:
        groups.setdefault(side.interface, []).append(side)
    for interface, group in sorted(groups.items()):
        if any(name(s.process) in known for s in group):
            continue
        first = group[0].process
        upper, lower = levels_of(reading, interface)
        rows.append(
            CoverageRow(
                process=first, code="", name=name(first), upper=upper, lower=lower,
                state="orphaned", interfaces=(interface,), lead=(), related=(), detail_zh="",
                detail_en="", certainty=text(reading.node(interface), "certainty"),
                claims=once(*(s.claims for s in group)),
            )
        )  # fmt: skip
    return rows
