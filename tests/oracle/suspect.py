"""Links whose other end changed after they were made, and the links to those that have one."""

from __future__ import annotations

from oracle.reading import (
    BEGINNING,
    Claims,
    Link,
    NobodySpeaksOf,
    Reading,
    claims_of,
    once,
    shown,
    text,
)

from ontology.rules import TRACE_LEVELS
from queries.suspect import SuspectRow

TYPES = ("CITES", "GOVERNED_BY", "IMPLEMENTS", "BASED_ON")


def answer(reading: Reading, element: str = "") -> list[SuspectRow]:
    if element and element not in reading:
        raise NobodySpeaksOf(element)
    links = [
        (node, x)
        for node in reading.graph
        for x in reading.out(node, *TYPES)
        if x.holds(reading.now)
    ]
    links.sort(key=lambda f: (f[0], f[1].type, f[1].other, f[1].begin, f[1].claims))
    rows, left = [], []
    for node, x in links:
        last = max(changes(reading, x.other), default=None)
        made = made_on(reading, node, x)
        known = last is not None and last[0] != BEGINNING
        if last is None or (made and known and last[0] <= made):
            left.append((node, x))
            continue
        at, why, by, claims = last
        state = "suspect" if made and known else "undated"
        rows.append(row(reading, state, 0, node, x, made, at, by, why, once(x.claims, claims)))
    doubted: dict[str, str] = {}
    for r in rows:
        if r.state == "suspect":
            doubted.setdefault(r.element, r.changed)
    for level in range(1, TRACE_LEVELS + 1):
        reached: dict[str, str] = {}
        for other in sorted(doubted):
            for node, x in [f for f in left if f[1].other == other]:
                left.remove((node, x))
                made = made_on(reading, node, x)
                rows.append(row(reading, "carried", level, node, x, made, doubted[other], other,
                                "carried", x.claims))  # fmt: skip
                reached.setdefault(node, doubted[other])
        doubted = reached
    return [r for r in rows if not element or element in (r.element, r.other)]


def made_on(reading: Reading, node: str, x: Link) -> str:
    said = [x.begin, text(reading.node(node), "dated"), text(reading.node(node), "effective")]
    return max((d for d in said if d not in ("", BEGINNING)), default="")


def changes(reading: Reading, end: str) -> list[tuple[str, str, str, Claims]]:
    """When, why and by what an end changed up to now."""
    node, found = reading.node(end), []
    for x in reading.into(end, "VERSION_OF"):
        found.append((text(x.node, "valid_from"), "new_version", x.other, x.claims))
    for x in reading.into(end, "SUPERSEDES"):
        found.append((text(x.node, "valid_from"), "superseded", x.other, x.claims))
    for x in reading.into(end, "REVIEWS"):
        if text(x.node, "verdict") in ("废", "改"):
            found.append((x.begin, "verdict", x.other, x.claims))
    if end.startswith("document_version:"):
        found.append((text(node, "valid_to"), "ended", end, claims_of(node)))
    return [
        f for f in found if "" < f[0] <= reading.now and (f[0] != BEGINNING or f[1] == "verdict")
    ]


def row(reading: Reading, state: str, level: int, node: str, x: Link, made: str, at: str, by: str,
        why: str, claims: Claims) -> SuspectRow:  # fmt: skip
    name = text(reading.node(node), "name") or shown(node)
    return SuspectRow(state, level, node, name, x.type, x.other, made, at, by, why, "", "",
                      text(x.edge, "certainty"), claims)  # fmt: skip
