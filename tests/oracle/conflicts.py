"""Where sources contradict each other or themselves."""

from __future__ import annotations

from itertools import combinations

from oracle.places import Disagreement, Move, apart, disagreements, moves, rise, stays
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

from queries.conflicts import ConflictRow


def answer(reading: Reading, station: str = "") -> list[ConflictRow]:
    if station and station not in reading:
        raise NobodySpeaksOf(station)
    rows: list[ConflictRow] = []
    for one in [station] if station else reading.of_kind("Station"):
        places = stays(reading, one)
        rows += [disagreement(d) for d in disagreements(places, reading.now)]
        rows += [move(m) for m in moves(places)]
    found = rows + overlaps(reading, station) + doubled(reading, station)
    return found if station else found + files(reading)


def disagreement(d: Disagreement) -> ConflictRow:
    height = rise(d.other, d.preferred)
    former = d.former
    return ConflictRow(
        kind="position", subject=d.other.station, first=d.preferred.location,
        second=d.other.location, preferred=d.preferred.location, day=day(d.on),
        distance_km=round(apart(d.other, d.preferred), 2),
        height_difference_m=None if height is None else round(height, 1),
        explanation="unexplained" if former is None else "former position",
        explained_by="" if former is None else former.location,
        left_on="" if former is None else day(former.end),
        former_line=None if former is None else former.line,
        valid_from=d.other.begin, valid_to=d.other.end, certainty=d.other.certainty,
        claims=once(d.preferred.claims, d.other.claims, former.claims if former else ()),
    )  # fmt: skip


def move(m: Move) -> ConflictRow:
    why = "one arc minute to and fro"
    if m.kind == "jump":
        why = "far away and back: a wrong digit" if m.returns else "too far for one move"
    return ConflictRow(
        kind=m.kind, subject=m.before.station, first=m.before.location, second=m.after.location,
        preferred="", day=day(m.after.begin), distance_km=round(apart(m.before, m.after), 2),
        height_difference_m=None, explanation=why, explained_by="", left_on="", former_line=None,
        valid_from=m.after.begin, valid_to=m.after.end, certainty=m.after.certainty,
        claims=once(m.before.claims, m.after.claims),
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
    return ConflictRow(
        kind="file", subject=certificate, first=a.other, second=b.other, preferred="", day="",
        distance_km=None, height_difference_m=None, explanation=why[cited], explained_by="",
        left_on="", former_line=None, valid_from=max(a.begin, b.begin), valid_to=min(a.end, b.end),
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
    return ConflictRow(
        kind=kind, subject=subject, first=a.other, second=b.other, preferred="", day="",
        distance_km=None, height_difference_m=None,
        explanation="one instrument in two places" if kind == "overlap"
        else "two primary deployments of one variable",
        explained_by="", left_on="", former_line=None, valid_from=max(a.begin, b.begin),
        valid_to=min(a.end, b.end),
        certainty=weakest((text(a.edge, "certainty"), text(b.edge, "certainty"))),
        claims=tuple(sorted({*a.claims, *b.claims})),
    )  # fmt: skip
