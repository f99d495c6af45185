"""The trace, read hop by hop from the rules: issue, place, deployment, instrument, standards."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from oracle.places import Disagreement, Stay, apart, disagreements, preferred, rise, stays
from oracle.reading import (
    BEGINNING,
    OPEN_END,
    Attributes,
    Claims,
    Link,
    NobodySpeaksOf,
    Reading,
    claims_of,
    day,
    is_stub,
    number,
    once,
    parts,
    shown,
    superiors,
    text,
)

from ontology import LEVELS
from ontology import observed_variable as observed
from ontology.rules import (
    CALIBRATION_PROCESSES,
    HOP_PROCESSES,
    HOP_TERMS,
    SUPERIOR_LEVELS,
    TOP_STANDARDS,
    TRACE_LEVELS,
)
from queries.trace.hop import Hop

EXPECTED = "检定"  # the kind of a calibration that nobody speaks of
SPEAKS_FIRST = ("region", "league", "banner", "station", "national", "external")
BARE = Hop(0, "", "", "", "", "", "", "", "", "", "", BEGINNING, OPEN_END, "", (), "", (), ())


@dataclass
class Path:
    """The hops found so far, and what is being looked for."""

    reading: Reading
    hops: list[Hop] = field(default_factory=list)
    variable: str = ""
    deployment: str = ""
    instrument: str = ""

    @property
    def moment(self) -> str:
        return self.reading.now

    def add(self, hop: str, state: str, **said: object) -> None:
        self.hops.append(replace(BARE, hop=hop, state=state, **said))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Relied:
    """An instrument or a standard that was relied on at a moment, in a branch."""

    id: str
    moment: str
    branch: str


def answer(reading: Reading, element: str) -> list[Hop]:
    path = Path(reading)
    kind = element.split(":", maxsplit=1)[0]
    if kind not in ("issue", "station", "instrument") or element not in reading:
        raise NobodySpeaksOf(element)
    if kind == "issue":
        stations = from_issue(path, element)
    elif kind == "station":
        stations = [element]
        station(path, element, "", "")
    else:
        path.instrument = element
        stations = from_instrument(path, element)
    relied: list[Relied] = []
    for one in stations:
        positions(path, one)
        operators(path, one)
        relied += equipment(path, one)
    if path.instrument and not relied:
        relied = [alone(path)]
    chain(path, relied)
    return finished(path)


# Where it begins


def from_issue(path: Path, element: str) -> list[str]:
    reading, node = path.reading, path.reading.node(element)
    if is_stub(node):
        raise NobodySpeaksOf(element)
    if reading.as_of is None:
        reading.as_of = text(node, "began")
    value = number(node, "value")
    path.add(
        "issue", "ok", element=element, valid_from=text(node, "began"),
        valid_to=text(node, "ended") or OPEN_END, certainty=text(node, "certainty"),
        claims=claims_of(node),
        facts=facts(kind=text(node, "kind"), test=text(node, "test"),
                    value="" if value is None else f"{value:g}", severity=text(node, "severity")),
    )  # fmt: skip
    for link in reading.out(element, "SUSPECTED_CAUSE"):
        if link.holds(reading.now):
            hypothesis(path, element, link)
    about = by_claims(reading.out(element, "ABOUT"))
    if not about:
        path.add("station", "missing", parent=element, via="ABOUT", term="3-06")
        return []
    through = [
        (link, reading.out(link.other, "OBSERVED_AT", "AT_STATION"))
        for kind in ("series:", "station:", "deployment:")
        for link in about
        if link.other.startswith(kind)
    ]
    variables = set()
    for link, ends in through:
        if link.other.startswith("series:"):
            found = [parts(v.other)[0] for v in reading.out(link.other, "OF_VARIABLE")]
            variables |= set(found)
            path.add("series", "ok", element=link.other, parent=element, via="ABOUT",
                     certainty=text(link.edge, "certainty"),
                     claims=once(link.claims, *(e.claims for e in ends)))  # fmt: skip
        if link.other.startswith("deployment:"):
            variables |= {text(link.node, "variable")} - {""}
            path.deployment = link.other if len(about) == 1 else ""
    path.variable = variables.pop() if len(variables) == 1 else ""
    stations = set()
    for link, ends in through:
        if link.other.startswith("station:"):
            station(path, link.other, element, "ABOUT")
            stations.add(link.other)
        elif not ends:
            via = edge_to_station(link.other)
            path.add("station", "missing", parent=link.other, via=via, term="3-06")
        for end in ends:
            station(path, end.other, link.other, end.type)
            stations.add(end.other)
    return sorted(stations)


def hypothesis(path: Path, issue: str, link: Link) -> None:
    """Whoever answers for such an element answers for what is suspected of it."""
    kinds = {"station": "Y01-03", "location": "Y01-03", "deployment": "Y02-01",
             "instrument": "Y02-01", "calibration": "Y02-04"}  # fmt: skip
    numbers = link.edge.get("facts") or ()
    cited = link.edge.get("evidence") or ()
    assert isinstance(numbers, (list, tuple))
    assert isinstance(cited, (list, tuple))
    path.add(
        "suspected_cause", text(link.edge, "finding") or "suspect", element=link.other,
        parent=issue, via="SUSPECTED_CAUSE", valid_from=link.begin, valid_to=link.end,
        certainty=text(link.edge, "certainty"),
        claims=once(link.claims, claims_of(link.node), (c for c in cited if "/" not in c)),
        process=kinds.get(link.other.split(":", maxsplit=1)[0], ""),
        facts=(("standing", text(link.edge, "standing") or "unproven"),
               *((n.split("=", 1)[0], n.split("=", 1)[1]) for n in numbers),
               *(("value_in", c) for c in cited if "/" in c)),
    )  # fmt: skip


def edge_to_station(element: str) -> str:
    return "AT_STATION" if element.startswith("deployment:") else "OBSERVED_AT"


def from_instrument(path: Path, element: str) -> list[str]:
    stations = set()
    for use in path.reading.into(element, "USES"):
        if use.holds(path.moment):
            stations |= {a.other for a in path.reading.out(use.other, "AT_STATION")}
    for one in sorted(stations):
        station(path, one, element, "USES")
    return sorted(stations)


def station(path: Path, element: str, parent: str, via: str) -> None:
    node = path.reading.node(element)
    about = {"element": element, "parent": parent, "via": via, "term": "3-06"}
    if is_stub(node):
        path.add("station", "missing", **about)
    else:
        path.add("station", "ok", name=text(node, "name"), certainty=text(node, "certainty"),
                 claims=claims_of(node), **about)  # fmt: skip


# The station: where it stood, who ran it


def positions(path: Path, element: str) -> None:
    places = stays(path.reading, element)
    best = preferred(places, path.moment)
    if best is None:
        later = any(p.begin > path.moment for p in places)
        path.add("position", "not_yet_valid" if later else "missing", parent=element,
                 via="LOCATED_AT")  # fmt: skip
        return
    place(path, best, "ok", coordinates(best), best.claims)
    for d in disagreements(places, path.moment):
        said, claims = explained(d)
        place(path, d.other, "conflicting", coordinates(d.other) + said, claims)


def place(
    path: Path, stay: Stay, state: str, said: tuple[tuple[str, str], ...], claims: Claims
) -> None:
    path.add("position", state, element=stay.location, parent=stay.station, via="LOCATED_AT",
             name=stay.source, valid_from=stay.begin, valid_to=stay.end,
             certainty=stay.certainty, claims=claims, facts=said)  # fmt: skip


def coordinates(stay: Stay) -> tuple[tuple[str, str], ...]:
    height = "" if stay.height is None else f"{stay.height:g}"
    return facts(latitude=f"{stay.latitude:.4f}", longitude=f"{stay.longitude:.4f}",
                 elevation_m=height, source=stay.source)  # fmt: skip


def explained(d: Disagreement) -> tuple[tuple[tuple[str, str], ...], Claims]:
    """How far apart, on which day, and the former position that explains it, with its line."""
    height, former = rise(d.other, d.preferred), d.former
    said = facts(distance_km=f"{apart(d.other, d.preferred):.1f}", compared_on=day(d.on),
                 preferred=d.preferred.location,
                 height_difference_m="" if height is None else f"{height:.1f}")  # fmt: skip
    if former is None:
        return (*said, ("explained_by", "unexplained")), d.other.claims
    return said + facts(
        explained_by=former.location, former_source=former.source,
        former_from=day(former.begin) or "?", left_on=day(d.left) or "?",
        former_line="" if former.line is None else str(former.line),
    ), once(d.other.claims, former.claims)  # fmt: skip


def operators(path: Path, element: str) -> None:
    running = [u for u in path.reading.out(element, "OPERATED_BY") if u.holds(path.moment)]
    if not running:
        path.add("operator", "missing", parent=element, via="OPERATED_BY")
        return
    for link in running:
        unit(path, "operator", link, element)
    for _, below, link in superiors(path.reading, {u.other for u in running}, SUPERIOR_LEVELS):
        unit(path, "superior", link, below)


def unit(path: Path, hop: str, link: Link, parent: str) -> None:
    path.add(hop, "ok", element=link.other, name=text(link.node, "name"), parent=parent,
             via=link.type, valid_from=link.begin, valid_to=link.end,
             certainty=text(link.edge, "certainty"), claims=link.claims)  # fmt: skip


# What observed there


def equipment(path: Path, element: str) -> list[Relied]:
    fitting = [
        d for d in path.reading.into(element, "AT_STATION")
        if path.variable == "" or observed(path.variable) == observed(text(d.node, "variable"))
        if path.deployment in ("", d.other)
    ]  # fmt: skip
    if path.instrument:
        fitting = [d for d in fitting if path.instrument in {u.other for u in used(path, d)}]
    primary = [d for d in fitting if text(d.node, "role") != "backup"]
    backup = [d for d in fitting if text(d.node, "role") == "backup" and d.holds(path.moment)]
    then = [d for d in primary if d.holds(path.moment)] or backup
    if not then:
        ended = any(d.end <= path.moment for d in primary)
        later = any(d.begin > path.moment for d in primary)
        state = "not_yet_valid" if later and not ended else "missing"
        path.add("deployment", state, parent=element, via="AT_STATION")
        return []
    uses = []
    for d in then:
        own = observed(text(d.node, "variable"))
        rivals = [x for x in then
                  if x.other != d.other and observed(text(x.node, "variable")) == own]  # fmt: skip
        path.add("deployment", "ambiguous" if rivals else "ok", element=d.other, parent=element,
                 via="AT_STATION", branch=d.other, valid_from=d.begin, valid_to=d.end,
                 certainty=text(d.edge, "certainty"),
                 claims=once(claims_of(d.node), d.claims))  # fmt: skip
        if not used(path, d):
            path.add("instrument", "missing", parent=d.other, via="USES", branch=d.other)
        uses += [(d.other, u) for u in used(path, d)]
    for deployment, use in uses:
        instrument(path, deployment, use)
    return [Relied(use.other, path.moment, deployment) for deployment, use in uses]


def used(path: Path, deployment: Link) -> list[Link]:
    uses = path.reading.out(deployment.other, "USES")
    return [u for u in uses if u.holds(path.moment)]


def instrument(path: Path, deployment: str, use: Link) -> None:
    """An instrument without a serial number lacks element 5-09."""
    models = by_claims(path.reading.out(use.other, "OF_MODEL"))[:1]
    batches = by_claims(path.reading.out(use.other, "OF_BATCH"))[:1]
    serial = text(use.node, "serial")
    path.add(
        "instrument", "ok" if serial else "missing", element=use.other, parent=deployment,
        via="USES", branch=deployment, name=parts(use.other)[0], valid_from=use.begin,
        valid_to=use.end, certainty=text(use.edge, "certainty"),
        facts=facts(serial=serial, firmware=text(use.node, "firmware"),
                    model="".join(shown(m.other) for m in models),
                    batch="".join(text(b.node, "number") for b in batches)),
        claims=once(claims_of(use.node), use.claims, *(x.claims for x in models + batches)),
    )  # fmt: skip


def alone(path: Path) -> Relied:
    """An instrument that was nowhere."""
    node = path.reading.node(path.instrument)
    path.add("instrument", "ok" if text(node, "serial") else "missing", element=path.instrument,
             name=text(node, "serial"), certainty=text(node, "certainty"),
             claims=claims_of(node))  # fmt: skip
    path.add("deployment", "missing", parent=path.instrument, via="USES")
    return Relied(path.instrument, path.moment, "")


# What it was compared with


def chain(path: Path, relied: list[Relied]) -> None:
    """Level by level: the latest calibration on or before the day, and what that relied on.

    What was found in the same state before is not shown again.
    """
    seen: set[tuple[tuple[str, ...], ...]] = set()
    for level in range(TRACE_LEVELS):
        above: list[Relied] = []
        for one in relied:
            own = Path(path.reading)
            upward = calibration(own, one, instrument=level == 0)
            key = tuple((h.hop, h.parent, h.element, h.state) for h in own.hops)
            if own.hops and key not in seen:
                seen.add(key)
                path.hops += own.hops
                above += upward
        relied = above


def calibration(path: Path, one: Relied, *, instrument: bool) -> list[Relied]:
    reading = path.reading
    history = [dated(c) for c in reading.out(one.id, "HAS_CALIBRATION")]
    history.sort(key=lambda c: (c.begin, c.other, c.claims))
    before = [c for c in history if c.begin <= one.moment]
    after = [c for c in history if c.begin > one.moment]
    if not before:
        without_calibration(path, one, after, instrument=instrument)
        return []
    last = before[-1]
    path.add(
        "calibration", calibration_state(before, after, one.moment), element=last.other,
        parent=one.id, via="HAS_CALIBRATION", branch=one.branch, valid_from=last.begin,
        certainty=text(last.edge, "certainty"), claims=once(claims_of(last.node), last.claims),
        process=CALIBRATION_PROCESSES.get(text(last.node, "kind") or EXPECTED, ""),
        facts=facts(performed_on=day(last.begin), result=text(last.node, "result"),
                    kind=text(last.node, "kind"), valid_until=text(last.node, "valid_until")),
    )  # fmt: skip
    if path.hops[-1].state == "suspect":
        claims = once(path.hops[-1].claims, claims_of(after[0].node))
        path.hops[-1] = replace(path.hops[-1], claims=claims)
    certificates(path, one, last)
    if last.begin == BEGINNING:  # an unknown day: it can have been as late as it was relied on
        last = redated(last, one.moment)
    laboratories(path, one, last)
    procedures(path, one, last)
    return standards(path, one, last)


def dated(link: Link) -> Link:
    """Whoever cites a calibration may not know its day; then its own record tells."""
    said = text(link.node, "performed_on")
    return redated(link, said) if link.begin == BEGINNING and said else link


def redated(link: Link, begin: str) -> Link:
    return replace(link, edge={**link.edge, "valid_from": begin})


def calibration_state(before: list[Link], after: list[Link], moment: str) -> str:
    """The worst that can be said of the calibration that counted."""
    last = before[-1]
    result = text(last.node, "result")
    until = text(last.node, "valid_until")
    same_day = [c for c in before if c.begin == last.begin]
    if result == "outOfCalibration":
        return "failed"
    if after and found_out(after[0]):
        return "suspect"
    if is_stub(last.node):
        return "missing"
    if until and until <= moment:
        return "expired"
    if any(text(c.node, "result") != result for c in same_day):
        return "conflicting"
    return "ok"


def found_out(link: Link) -> bool:
    """Whether a calibration found its subject out of tolerance, before anything was mended."""
    error, tolerance = number(link.node, "as_found_error"), number(link.node, "tolerance")
    if error is None or tolerance is None:
        return text(link.node, "result") == "outOfCalibration"
    return abs(error) > abs(tolerance)


def without_calibration(path: Path, one: Relied, after: list[Link], *, instrument: bool) -> None:
    """Missing or only later; a recorded reason says that none is needed; the top needs none."""
    said = {"parent": one.id, "via": "HAS_CALIBRATION", "branch": one.branch,
            "process": CALIBRATION_PROCESSES[EXPECTED]}  # fmt: skip
    reasons = [
        s for s in sorted(path.reading.out(one.id, "HAS_STATE"), key=lambda x: claims_of(x.node))
        if text(s.node, "property") == "nil:5-08" and s.holds(path.moment)
    ]  # fmt: skip
    if reasons and instrument:
        path.add("calibration", "not_applicable", certainty=text(reasons[0].node, "certainty"),
                 claims=claims_of(reasons[0].node), **said)  # fmt: skip
    elif after:
        path.add("calibration", "not_yet_valid", certainty=text(after[0].edge, "certainty"),
                 claims=once(claims_of(after[0].node), after[0].claims), **said)  # fmt: skip
    elif text(path.reading.node(one.id), "standard_type") not in TOP_STANDARDS:
        path.add("calibration", "missing", **said)


def by_claims(links: list[Link]) -> list[Link]:
    """In order of ids; of several edges to one node, of their claims."""
    return sorted(links, key=lambda x: (x.other, x.claims))


def certificates(path: Path, one: Relied, calibrated: Link) -> None:
    links = by_claims(path.reading.out(calibrated.other, "DOCUMENTED_BY"))
    absent(path, "certificate", "DOCUMENTED_BY", links, one, calibrated)
    for other in dict.fromkeys(link.other for link in links):
        own = [link for link in links if link.other == other]
        said = spoken_of(path.reading, other)
        read = " ".join(values(said, "file_sha256")) or text(own[0].node, "sha256")
        path.add(
            "certificate", certificate_state(own[0], said, one.moment), element=other,
            parent=calibrated.other, via="DOCUMENTED_BY", branch=one.branch,
            certainty=text(own[0].edge, "certainty"),
            claims=once(*(x.claims for x in own), claims_of(own[0].node),
                        *(claims_of(s) for s in said)),
            facts=facts(sha256=read, cited_sha256=" ".join(values(said, "cited_sha256")),
                        signature=signature(said)),
        )  # fmt: skip


def spoken_of(reading: Reading, certificate: str) -> list[Attributes]:
    """The states that speak of its file."""
    about = ("file_sha256", "cited_sha256", "nil:sha256", "signature")
    found = [x.node for x in reading.out(certificate, "HAS_STATE")]
    return sorted(
        (s for s in found if text(s, "property") in about and not is_stub(s)),
        key=lambda s: (text(s, "property"), text(s, "value"), claims_of(s)),
    )


def values(said: list[Attributes], name: str) -> list[str]:
    return list(dict.fromkeys(text(s, "value") for s in said if text(s, "property") == name))


def signature(said: list[Attributes]) -> str:
    """The worst that was found."""
    found = values(said, "signature")
    worst_first = ("altered", "invalid", "not_verifiable", "absent", "valid")
    return next((state for state in worst_first if state in found), "")


def certificate_state(link: Link, said: list[Attributes], moment: str) -> str:
    until = text(link.node, "valid_until")
    files, cited = set(values(said, "file_sha256")), set(values(said, "cited_sha256"))
    named = cited or values(said, "nil:sha256")
    if is_stub(link.node):
        return "missing"
    if signature(said) in ("altered", "invalid"):
        return "failed"
    if until and until <= moment:
        return "expired"
    if len(files | cited) > 1:
        return "conflicting"
    if named and not files and not text(link.node, "issued"):
        return "missing"
    return "ok"


def laboratories(path: Path, one: Relied, calibrated: Link) -> None:
    links = by_claims(path.reading.out(calibrated.other, "PERFORMED_BY"))
    absent(path, "laboratory", "PERFORMED_BY", links, one, calibrated)
    for link in links:
        path.add("laboratory", "ok", element=link.other, parent=calibrated.other,
                 via="PERFORMED_BY", branch=one.branch, name=text(link.node, "name"),
                 certainty=text(link.edge, "certainty"), claims=link.claims)  # fmt: skip
        state, which = accreditation(path.reading, link.other, calibrated.begin)
        path.add("accreditation", state, element=which.other if which else "", parent=link.other,
                 via="ACCREDITED_BY", branch=one.branch,
                 certainty=text(which.edge, "certainty") if which else "",
                 claims=once(which.claims, claims_of(which.node)) if which else ())  # fmt: skip


def accreditation(reading: Reading, laboratory: str, on: str) -> tuple[str, Link | None]:
    """In force on the day; else lapsed (the last); else not yet; else nobody says any."""
    links = by_claims(reading.out(laboratory, "ACCREDITED_BY"))
    then = [x for x in links if x.holds(on)]
    over = [x for x in links if x.end <= on]
    if then:
        return "ok", then[0]
    if over:
        return "failed", max(over, key=lambda x: (x.end, x.other))
    if links:
        return "not_yet_valid", min(links, key=lambda x: (x.begin, x.other))
    return "missing", None


def procedures(path: Path, one: Relied, calibrated: Link) -> None:
    links, on = by_claims(path.reading.out(calibrated.other, "FOLLOWS")), calibrated.begin
    absent(path, "procedure", "FOLLOWS", links, one, calibrated)
    for link in links:
        begin, end = text(link.node, "valid_from"), text(link.node, "valid_to")
        state = "missing"
        if not is_stub(link.node):
            state = "not_yet_valid" if on < begin else "expired" if end <= on else "ok"
        path.add("procedure", state, element=link.other, parent=calibrated.other, via="FOLLOWS",
                 branch=one.branch, certainty=text(link.edge, "certainty"),
                 claims=once(link.claims, claims_of(link.node)),
                 facts=facts(title=text(link.node, "name")))  # fmt: skip
        for clause in by_claims(path.reading.out(link.other, "IMPLEMENTS")):
            if clause.holds(on):
                path.add("clause", "ok", element=clause.other, parent=link.other,
                         via="IMPLEMENTS", branch=one.branch,
                         certainty=text(clause.edge, "certainty"),
                         claims=clause.claims)  # fmt: skip


STANDARD_FACTS = ("standard_type", "serial", "uncertainty")


def standards(path: Path, one: Relied, calibrated: Link) -> list[Relied]:
    links = by_claims(path.reading.out(calibrated.other, "USED_STANDARD"))
    absent(path, "standard", "USED_STANDARD", links, one, calibrated)
    for link in links:
        path.add(
            "standard", "missing" if is_stub(link.node) else "ok", element=link.other,
            parent=calibrated.other, via="USED_STANDARD", branch=one.branch,
            certainty=text(link.edge, "certainty"),
            claims=once(link.claims, claims_of(link.node)), name=parts(link.other)[0],
            facts=facts(**{name: text(link.node, name) for name in STANDARD_FACTS}),
        )  # fmt: skip
    return [Relied(link.other, calibrated.begin, one.branch) for link in links]


def absent(
    path: Path, hop: str, via: str, links: list[Link], one: Relied, calibrated: Link
) -> None:
    """A calibration that does not say its certificate, laboratory, procedure or standard."""
    if not links:
        path.add(hop, "missing", parent=calibrated.other, via=via, branch=one.branch)


# Who answers for each


def finished(path: Path) -> list[Hop]:
    rows = []
    for order, hop in enumerate(path.hops, 1):
        process, lead = leading(path.reading, hop.process or HOP_PROCESSES.get(hop.hop, ""))
        rows.append(
            replace(
                hop, order=order, process=process, lead=lead,
                name=hop.name or (shown(hop.element) if hop.element else ""),
                term=hop.term or HOP_TERMS.get(hop.hop, ""),
            )
        )  # fmt: skip
    return rows


def leading(reading: Reading, code: str) -> tuple[str, Claims]:
    """The process of that code at the level that speaks first, with the units that lead it."""
    assert set(SPEAKS_FIRST) == set(LEVELS.codes)
    for level in SPEAKS_FIRST:
        process = f"process:{code}@{level}"
        leads = [
            x for x in reading.out(process, "LED_BY")
            if x.holds(reading.now) and x.other.startswith("unit:")
        ]  # fmt: skip
        if code and leads:
            return process, tuple(sorted({text(x.node, "name") or shown(x.other) for x in leads}))
    return "", ()


def facts(**said: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in said.items() if value)
