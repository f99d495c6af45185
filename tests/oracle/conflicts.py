"""Where sources contradict each other or themselves."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from oracle.causes import IN_WORDS, causes, causes_of_move
from oracle.places import Disagreement, Move, Stay, apart, disagreements, moves, rise, stays
from oracle.reading import (
    Link,
    NobodySpeaksOf,
    Reading,
    claims_of,
    day,
    once,
    text,
    weakest,
)  # fmt: skip
from oracle.verdicts import Told, every_verdict, short_name, standing

from queries.conflicts import ConflictRow


def answer(reading: Reading, station: str = "") -> list[ConflictRow]:
    if station and station not in reading:
        raise NobodySpeaksOf(station)
    return conflicts(reading, station)


def conflicts(reading: Reading, station: str = "") -> list[ConflictRow]:
    """Findings of one station, or of all."""
    rows: list[ConflictRow] = []
    for one in [station] if station else reading.of_kind("Station"):
        places = stays(reading, one)
        rows += [disagreement(d, places) for d in disagreements(places, reading.now)]
        rows += [move(m, places) for m in moves(places)]
    found = rows + overlaps(reading, station) + doubled(reading, station)
    if not station:
        found += files(reading)
    every = every_verdict(reading)
    return [judged(every, row) for row in found]


def judged(every: list[Told], row: ConflictRow) -> ConflictRow:
    """The row with what persons say of its two elements."""
    state, told = standing(every, row.kind, (row.first, row.second), row.claims)
    return replace(
        row, conflict=short_name(row.kind, (row.first, row.second)), state=state,
        verdicts=tuple(t.verdict for t in told), deciders=tuple(t.decider for t in told),
        decided_on=tuple(t.on for t in told), reasons=tuple(t.reason for t in told),
        verdict_claims=tuple(c for t in told for c in t.claims),
        claims=row.claims + tuple(c for t in told for c in t.claims),
    )  # fmt: skip


def blank(kind: str, subject: str, first: str, second: str) -> ConflictRow:
    """A row of which nothing is known but what differs."""
    return ConflictRow(
        kind=kind, conflict="", subject=subject, first=first, second=second, preferred="", day="",
        distance_km=None, height_difference_m=None, explanation="", cause="", hypotheses=(),
        explains=(), explained_by="", left_on="", former_line=None, valid_from="", valid_to="",
        state="", verdicts=(), deciders=(), decided_on=(), reasons=(), certainty="", support=(),
        verdict_claims=(), claims=(),
    )  # fmt: skip


def disagreement(d: Disagreement, places: list[Stay]) -> ConflictRow:
    height = rise(d.other, d.preferred)
    fitting = causes(d.other, d.preferred, places)
    best = fitting[0] if fitting else None
    former = best.former if best else None
    return replace(
        blank("position", d.other.station, d.preferred.location, d.other.location),
        preferred=d.preferred.location, day=day(d.on),
        distance_km=round(apart(d.other, d.preferred), 2),
        height_difference_m=None if height is None else round(height, 1),
        explanation=IN_WORDS[best.name if best else "unexplained"],
        cause=best.name if best else "unexplained", hypotheses=tuple(c.name for c in fitting),
        explains=best.explains if best else (),
        explained_by="" if former is None else former.location,
        left_on=day(best.left) if best else "", former_line=None if former is None else former.line,
        valid_from=d.held[0], valid_to=d.held[1], certainty=d.other.certainty,
        support=once(best.support) if best else (),
        claims=once(d.preferred.claims, d.other.claims, *(c.support for c in fitting)),
    )  # fmt: skip


def move(m: Move, places: list[Stay]) -> ConflictRow:
    fitting = causes_of_move(m, places)
    best = fitting[0] if fitting else None
    why = "one arc minute to and fro"
    if m.kind == "jump":
        why = "far away and back" if m.around else "too far for one move"
    return replace(
        blank(m.kind, m.before.station, m.before.location, m.after.location),
        day=day(m.after.begin), distance_km=round(apart(m.before, m.after), 2), explanation=why,
        cause=best.name if best else "unexplained", hypotheses=tuple(c.name for c in fitting),
        explains=best.explains if best else (), valid_from=m.after.begin, valid_to=m.after.end,
        certainty=m.after.certainty, support=once(best.support) if best else (),
        claims=once(m.before.claims, m.after.claims, *(c.support for c in fitting)),
    )  # fmt: skip


def overlaps(reading: Reading, station: str) -> list[ConflictRow]:
    """One instrument in two deployments at once; of one station: one of the two is there."""
    found = []
    for instrument in reading.of_kind("Instrument"):
        for a, b in combinations(reading.into(instrument, "USES"), 2):
            here = station in ("", *at(reading, a.other), *at(reading, b.other))
            if a.other != b.other and here and meet(a, b):
                found.append(("overlap", instrument, a, b))
    return in_order(found)


def doubled(reading: Reading, station: str) -> list[ConflictRow]:
    """Two deployments of one station that are said to be primary for one variable at once."""
    found = []
    for one in [station] if station else reading.of_kind("Station"):
        primary = [d for d in reading.into(one, "AT_STATION") if text(d.node, "role") == "primary"]
        for a, b in combinations(primary, 2):
            variable = text(a.node, "variable")
            if a.other != b.other and variable and variable == text(b.node, "variable"):
                if meet(a, b):
                    found.append(("doubled", one, a, b))
    return in_order(found)


def files(reading: Reading) -> list[ConflictRow]:
    """Hashes of one certificate that differ from the first: of files before cited ones."""
    rows = []
    for certificate in sorted(reading.of_kind("Certificate")):
        said: list[Link] = []
        for name in ("file_sha256", "cited_sha256"):
            own = [x for x in reading.out(certificate, "HAS_STATE") if hashed(x, name)]
            said += sorted(own, key=lambda x: (text(x.node, "value"), x.other, x.begin))
        once_each = list({text(x.node, "value"): x for x in reversed(said)}.values())
        inverse = sorted(once_each, key=said.index)
        rows += [file(certificate, inverse[0], other) for other in inverse[1:]]
    return rows


def hashed(link: Link, name: str) -> bool:
    return text(link.node, "property") == name


def file(certificate: str, a: Link, b: Link) -> ConflictRow:
    cited = sum(hashed(x, "cited_sha256") for x in (a, b))
    why = ("two files under one number", "not the file that is cited", "cited by different hashes")
    return replace(
        blank("file", certificate, a.other, b.other), explanation=why[cited],
        valid_from=max(a.begin, b.begin), valid_to=min(a.end, b.end),
        certainty=weakest((text(a.node, "certainty"), text(b.node, "certainty"))),
        claims=once(sorted({*claims_of(a.node), *claims_of(b.node)})),
    )  # fmt: skip


def at(reading: Reading, deployment: str) -> list[str]:
    return [link.other for link in reading.out(deployment, "AT_STATION")]


def meet(a: Link, b: Link) -> bool:
    return a.begin < b.end and b.begin < a.end


def in_order(found: list[tuple[str, str, Link, Link]]) -> list[ConflictRow]:
    found.sort(key=lambda f: (f[1], f[2].other, f[3].other, f[2].begin, f[3].begin))
    return [pair(*one) for one in found]


def pair(kind: str, subject: str, a: Link, b: Link) -> ConflictRow:
    return replace(
        blank(kind, subject, a.other, b.other),
        explanation="one instrument in two places" if kind == "overlap"
        else "two primary deployments of one variable",
        valid_from=max(a.begin, b.begin), valid_to=min(a.end, b.end),
        certainty=weakest((text(a.edge, "certainty"), text(b.edge, "certainty"))),
        claims=tuple(sorted({*a.claims, *b.claims})),
    )  # fmt: skip
