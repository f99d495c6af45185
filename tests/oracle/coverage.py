"""The level matrix: leaf processes against adjacent pairs of levels, every gap a row."""

from __future__ import annotations

from dataclasses import dataclass

from oracle.reading import Claims, Link, Reading, claims_of, once, parts, shown, text, weakest

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


def answer(reading: Reading, process: str = "") -> list[CoverageRow]:
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
    return [r for r in rows if process in ("", r.code, r.name, r.process)]


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
        lower=pair[1], state=state(reading, here),
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


def state(reading: Reading, here: list[Side]) -> str:
    moment = reading.now
    if not here:
        return "not_stated"
    then = [s for s in here if s.link.holds(moment)]
    if not then:
        later = all(s.link.begin > moment for s in here)
        return "not_yet_valid" if later else "expired"
    said = {s.interface for s in then}
    stated = sorted(i for i in said if text(reading.node(i), "state") != "declared_absent")
    if not stated:
        return "declared_absent"
    for interface in stated:
        node = reading.node(interface)
        if node.get("reply_expected_up") is True and not text(node, "items_down"):
            return "one_way"
        if node.get("reply_expected_down") is True and not text(node, "items_up"):
            return "one_way"
    same = [what(reading, i) for i in stated]
    return "duplicate" if len(same) > len(set(same)) else "covered"


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
