"""Elements of WMO-No. 1192 by walking the graph node by node, and the chain link by link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from oracle.reading import (
    BEGINNING,
    Attributes,
    Claims,
    NobodySpeaksOf,
    Reading,
    claims_of,
    once,
    text,
    weakest,
)

from ontology import CATEGORIES, CHAIN_LINKS, METADATA_ELEMENTS, Answer, How, MetadataElement
from queries.completeness.rows import CompletenessRow

FEW = 8
LINKS = list(CHAIN_LINKS.codes)


@dataclass(frozen=True)
class Word:
    """A statement, in the order in which statements are cited."""

    other: str
    begin: str
    claims: Claims
    certainty: str
    value: str = ""


@dataclass(frozen=True)
class Finding:
    kind: str
    subject: str
    state: str
    reason: str
    words: tuple[Word, ...]


def answer(reading: Reading, element: str = "") -> list[CompletenessRow]:
    if element.startswith("instrument:"):
        if element not in reading:
            raise NobodySpeaksOf(element)
        basis = node_word(reading, element)
        asked = [e for e in held() if any(a.holder == "Instrument" for a in e.answers)]
        findings = {e.code: [find(reading, e, "Instrument", (element,), basis)] for e in asked}
        broken = [(along(reading, element, basis), "Instrument", element, basis)]
        return rows(reading, element, "Instrument", broken, findings, [basis])
    if element and element not in reading:
        raise NobodySpeaksOf(element)
    stations = [element] if element else every_station(reading)
    return of_stations(reading, element, stations) if stations else []


def every_station(reading: Reading) -> list[str]:
    """Each once: a further number that nobody describes is no station of its own."""
    return [
        s for s in reading.of_kind("Station")
        if claims_of(reading.node(s)) or not alias(reading, s)
    ]  # fmt: skip


def alias(reading: Reading, station: str) -> bool:
    links = reading.out(station, "ALIAS_OF")
    return any(x.holds(reading.now) and x.node["label"] == "Station" for x in links)


def held() -> list[MetadataElement]:
    return [e for e in METADATA_ELEMENTS.values() if e.parts]


def of_stations(reading: Reading, asked: str, stations: list[str]) -> list[CompletenessRow]:
    at = deployments(reading, [asked] if asked else reading.of_kind("Station"))
    used = {d: instruments(reading, d) for _, d, _ in at}
    findings: dict[str, list[Finding]] = {}
    for one in held():
        if one.subject == "Station":
            findings[one.code] = [
                find(reading, one, "Station", (s,), node_word(reading, s)) for s in stations
            ]
        else:
            findings[one.code] = [
                find(reading, one, "Deployment", (d, *used[d]), basis) for _, d, basis in at
            ]
    broken = [
        (first, kind, subject, basis)
        for first, kind, subject, basis, _ in chains(reading, stations, at)
    ]
    known = [node_word(reading, s) for s in stations[:FEW]]
    return rows(reading, asked or "network", "Station" if asked else "Network", broken, findings,
                known)  # fmt: skip


def deployments(reading: Reading, everywhere: list[str]) -> list[tuple[str, str, Word]]:
    """What is deployed at stations: station, deployment, what that rests on."""
    found = []
    for station in everywhere:
        links = [x for x in reading.into(station, "AT_STATION") if x.holds(reading.now)]
        for deployment in sorted({x.other for x in links}):
            found.append((station, deployment, deployed(reading, deployment, everywhere)))
    return found


def chains(
    reading: Reading, stations: list[str], at: list[tuple[str, str, Word]]
) -> list[tuple[tuple[str, list[Word], str], str, str, Word, str]]:
    """The first link that each chain lacks: it, kind, subject, what it rests on, station."""
    found = []
    placed = {station for station, _, _ in at}
    known = {deployment for _, deployment, _ in at}
    for station in stations:
        if station not in placed:
            basis = node_word(reading, station)
            found.append((("deployment", [], ""), "Station", station, basis, station))
    for station, deployment, basis in at:
        ways = [
            along(reading, i, in_use(reading, i, known), deployment)
            for i in instruments(reading, deployment)
        ]
        first = min(ways, key=lambda c: LINKS.index(c[0]), default=("instrument", [], ""))
        found.append((first, "Deployment", deployment, basis, station))
    return found


def node_word(reading: Reading, node: str) -> Word:
    found = reading.node(node)
    return Word(node, "", claims_of(found), text(found, "certainty"))


def deployed(reading: Reading, deployment: str, stations: list[str]) -> Word:
    """A deployment nobody describes rests on the first edge that puts it at one of the stations."""
    own = node_word(reading, deployment)
    if own.claims:
        return own
    links = [x for x in reading.out(deployment, "AT_STATION") if x.holds(reading.now)]
    link = next(x for x in links if x.other in stations)
    return Word(deployment, "", link.claims, text(link.edge, "certainty"))


def in_use(reading: Reading, instrument: str, deployments: set[str]) -> Word:
    """One nobody describes rests on the first edge by which one of the deployments uses it."""
    own = node_word(reading, instrument)
    if own.claims:
        return own
    links = [x for x in reading.into(instrument, "USES") if x.holds(reading.now)]
    link = next(x for x in links if x.other in deployments)
    return Word(instrument, "", link.claims, text(link.edge, "certainty"))


def instruments(reading: Reading, deployment: str) -> list[str]:
    links = reading.out(deployment, "USES")
    return sorted({x.other for x in links if x.holds(reading.now)})


# One element


def find(
    reading: Reading, element: MetadataElement, kind: str, nodes: tuple[str, ...], basis: Word
) -> Finding:
    said: list[Word] = []
    nil: list[Word] = []
    missing: list[str] = []
    for part in element.parts:
        here: list[Word] = []
        for place in part.answers:
            here = here or [w for n in nodes for w in words(reading, n, place)]
        why = [w for n in nodes for w in reasons(reading, n, element.code, part.name)]
        if here:
            said += here
        elif why:
            nil += why
        else:
            missing.append(part.name)
    subject = nodes[0]
    if missing:
        return Finding(kind, subject, "missing", ", ".join(m for m in missing if m), (basis,))
    if nil:
        reason = ", ".join(sorted({w.value for w in nil}))
        return Finding(kind, subject, "not_applicable", reason, tuple(nil))
    return Finding(kind, subject, "present", "", tuple(said))


def words(reading: Reading, node: str, place: Answer) -> list[Word]:
    """What a node says in a place; an answer at another kind of node is none."""
    found = reading.node(node)
    if found["label"] != place.holder:
        return []
    if place.how is How.PROPERTY:
        return [node_word(reading, node)] if found.get(place.name) is not None else []
    if place.how is How.OF_VARIABLE:
        variable = f"variable:{text(found, 'variable')}"
        known = variable in reading and reading.node(variable).get(place.name) is not None
        return [node_word(reading, variable)] if known else []
    if place.how is How.STATE:
        return [
            w for name, w in states(reading, node)
            if name == place.name or name.startswith(f"{place.name}:")
        ]  # fmt: skip
    if place.how is How.STANDARD:
        latest = last_calibration(reading, node)
        return [] if latest is None else papers(reading, latest.other, place.name)
    if place.how in (How.INTO, How.PARTY):
        return [
            edge_word(x.other, x.edge)
            for x in reading.into(node, place.name)
            if x.begin <= reading.now and x.node["label"] == place.other
            and (place.how is How.INTO or carried_out(reading, x.other))
        ]  # fmt: skip
    links = [x for x in reading.out(node, place.name) if x.holds(reading.now)]
    links = [x for x in links if x.node["label"] == place.other]
    if place.how is How.KNOWN_BEGIN:
        links = [x for x in links if x.begin != BEGINNING]
    return [edge_word(x.other, x.edge) for x in links]


def edge_word(other: str, edge: Attributes) -> Word:
    return Word(other, str(edge["valid_from"]), claims_of(edge), text(edge, "certainty"))


def carried_out(reading: Reading, visit: str) -> bool:
    links = reading.out(visit, "CARRIED_OUT_BY")
    return any(x.begin <= reading.now and x.node["label"] == "Unit" for x in links)


def states(reading: Reading, node: str) -> list[tuple[str, Word]]:
    found = []
    for link in reading.out(node, "HAS_STATE"):
        if link.holds(reading.now):
            word = replace(
                edge_word(link.other, link.edge), begin="", value=text(link.node, "value")
            )
            found.append((text(link.node, "property"), word))
    return found


def reasons(reading: Reading, node: str, code: str, part: str) -> list[Word]:
    named = (f"nil:{code}", f"nil:{code} {part}")
    return [
        w for name, w in states(reading, node)
        if name in named or name.startswith(f"nil:{code}-")
    ]  # fmt: skip


# The chain


def last_calibration(reading: Reading, instrument: str) -> Word | None:
    links = reading.out(instrument, "HAS_CALIBRATION")
    found = [edge_word(x.other, x.edge) for x in links if x.holds(reading.now)]
    return max(found, key=lambda w: (w.begin, w.other), default=None)


def papers(reading: Reading, calibration: str, edge: str) -> list[Word]:
    links = reading.out(calibration, edge)
    return [edge_word(x.other, x.edge) for x in links if x.holds(reading.now)]


def along(
    reading: Reading, instrument: str, basis: Word, deployment: str = ""
) -> tuple[str, list[Word], str]:
    """The link at which it breaks, what it rests on until then, and the reason given there."""
    passed = [basis]
    told = [*states(reading, instrument), *(states(reading, deployment) if deployment else [])]

    def at(link: str, *codes: str) -> tuple[str, list[Word], str]:
        nil = [w for name, w in told if name in codes]
        return link, passed + nil, ", ".join(sorted({w.value for w in nil}))

    if reading.node(instrument).get("serial") is None:
        return at("serial", "nil:5-09", "nil:5-09 serial")
    latest = last_calibration(reading, instrument)
    if latest is None:
        return at("calibration", "nil:5-08")
    passed.append(latest)
    for link, edge in (("certificate", "DOCUMENTED_BY"), ("standard", "USED_STANDARD")):
        found = papers(reading, latest.other, edge)
        if not found:
            return at(link)
        passed += found
    return at("complete")


# Rows


def rows(
    reading: Reading, asked: str, kind: str,
    broken: list[tuple[tuple[str, list[Word], str], str, str, Word]],
    findings: Mapping[str, list[Finding]], known: list[Word],
) -> list[CompletenessRow]:  # fmt: skip
    network = asked == "network"
    made: list[CompletenessRow] = []
    breaks: list[tuple[str, Finding]] = []
    for (link, passed, reason), of, subject, basis in broken:
        state = "present" if link == "complete" else "not_applicable" if reason else "missing"
        breaks.append((link, Finding(of, subject, state, reason, tuple(passed) or (basis,))))
    groups = (
        [(k, [f for link, f in breaks if link == k]) for k in LINKS]
        if network else [(link, [f]) for link, f in breaks]
    )  # fmt: skip
    for link, group in groups:
        if group:
            titles = CHAIN_LINKS.codes[link]
            made.append(row(
                ("break", "Network" if network else group[0].kind,
                 asked if network else group[0].subject, link, *titles, ""),
                group, group[:FEW],
                tuple(f.subject for f in group[:FEW]) if network and link != "complete" else (),
            ))  # fmt: skip
    for category, titles in CATEGORIES.items():
        for obligation in "MCO":
            mine = [
                e for e in METADATA_ELEMENTS.values()
                if e.category == category and e.obligation == obligation
            ]  # fmt: skip
            aside = [] if kind == "Instrument" else [e for e in mine if not e.parts]
            group = [f for e in mine for f in findings.get(e.code, [])]
            if group or aside:
                head = ("category", kind, asked, category, *titles, obligation)
                made.append(row(head, group, worst(group) or basis_of(known), (), len(aside)))
    for e in METADATA_ELEMENTS.values():
        group = findings.get(e.code, [])
        titles = (e.title_zh, e.title_en)
        if not e.parts and kind != "Instrument":
            head = ("element", kind, asked, e.code, *titles, e.obligation)
            made.append(row(head, [], basis_of(known), (), 1))
        elif network and group:
            lacking = tuple(f.subject for f in group if f.state == "missing")[:FEW]
            head = ("element", kind, asked, e.code, *titles, e.obligation)
            made.append(row(head, group, worst(group), lacking))
        else:
            for f in group:
                head = ("element", f.kind, f.subject, e.code, *titles, e.obligation)
                made.append(row(head, [f], [f], ()))
    return made


def basis_of(known: list[Word]) -> list[Finding]:
    return [Finding("", "", "", "", (w,)) for w in known]


def worst(group: list[Finding]) -> list[Finding]:
    for state in ("missing", "not_applicable", "present"):
        found = [f for f in group if f.state == state]
        if found:
            return found[:FEW]
    return []


def row(
    head: Iterable[str], group: list[Finding], cited: list[Finding], examples: Claims,
    aside: int = 0,
) -> CompletenessRow:  # fmt: skip
    counts = {s: sum(f.state == s for f in group) for s in ("missing", "not_applicable", "present")}
    state = next((s for s, n in counts.items() if n), "not_held")
    said = [w for f in cited for w in sorted(f.words, key=lambda w: (w.other, w.begin, w.claims))]
    told = ", ".join(sorted({f.reason for f in group if f.reason}))
    part, kind, subject, element, zh, en, obligation = head
    return CompletenessRow(
        part=part, kind=kind, subject=subject, element=element, title_zh=zh, title_en=en,
        obligation=obligation, state=state, total=len(group), present=counts["present"],
        missing=counts["missing"], not_applicable=counts["not_applicable"], not_held=aside,
        reason="" if part == "category" else told, examples=examples,
        detail_zh="", detail_en="", certainty=weakest(w.certainty for w in said),
        claims=once(*(w.claims for w in said))[:FEW],
    )  # fmt: skip
