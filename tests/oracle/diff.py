"""What is in force at one time only; what stands at one position of the ledger only."""

from __future__ import annotations

from datetime import datetime

from oracle.reading import (
    BEIJING,
    Link,
    NobodySpeaksOf,
    Reading,
    shown,
    text,
)

from graph import element_key
from queries.diff import LISTED, DiffRow


def answer(reading: Reading, **params: str) -> list[DiffRow]:
    element = params.get("element", "")
    if params.get("known_from"):
        return knew(reading, element, params)
    first = moment(params["from"]) if "from" in params else reading.now
    second = moment(params["to"]) if "to" in params else reading.now
    if element and element not in reading:
        raise NobodySpeaksOf(element)
    rows = []
    for change, here, there in (("removed", first, second), ("added", second, first)):
        if element:
            links = [(element, x) for x in reading.out(element)]
            links += [(x.other, back(reading, element, x)) for x in reading.into(element)
                      if x.other != element]  # fmt: skip
        else:
            links = [(n, x) for n in reading.graph for x in reading.out(n)]
        only = [(n, x) for n, x in links if x.holds(here) and not x.holds(there)]
        only.sort(key=lambda f: (f[1].type, f[0], f[1].other, f[1].begin))
        kinds = sorted({x.type for _, x in only})
        for kind in kinds:
            some = [f for f in only if f[1].type == kind]
            if not element:
                rows.append(counted(change, kind, len(some)))
                some = some[:LISTED]
            rows += [linked(change, n, x) for n, x in some]
    return rows


def moment(day: str) -> str:
    at = datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=BEIJING)
    return at.astimezone(tz=None).strftime("%Y-%m-%dT%H:%M:%SZ")


def back(reading: Reading, element: str, x: Link) -> Link:
    """An entering edge as its source sees it."""
    return Link(x.type, element, x.edge, reading.node(element))


def counted(change: str, kind: str, number: int) -> DiffRow:
    return DiffRow("count", change, kind, "", "", "", "", number, "", "", "", ())


def linked(change: str, node: str, x: Link) -> DiffRow:
    said = (x.begin, x.end, text(x.edge, "certainty"), x.claims)
    if x.type == "HAS_STATE" and x.node.get("property") is not None:
        what = (text(x.node, "property"), node, "", "", text(x.node, "value"))
        return DiffRow("state", change, *what, None, *said)
    name = text(x.node, "name") or shown(x.other)
    return DiffRow("link", change, x.type, node, x.other, name, "", None, *said)


def knew(reading: Reading, element: str, params: dict[str, str]) -> list[DiffRow]:
    older = reading.ledger.position_at(params["known_from"])
    newer = reading.position
    if params.get("known_to"):
        newer = min(newer, reading.ledger.position_at(params["known_to"]))
    older = min(older, newer)
    before = {s.claim_id: s for s in reading.known(older)}
    after = reading.known(newer)
    if element:
        ends = {e for s in after if s.live and s.claim.object
                for e in (s.claim.subject, s.claim.object)}  # fmt: skip
        if element not in ends | {s.claim.subject for s in after}:
            raise NobodySpeaksOf(element)
    groups: dict[tuple[bool, str], list[DiffRow]] = {}
    for s in after:
        stood = s.claim_id in before and before[s.claim_id].live
        if s.live == stood or (element and s.claim.subject != element):
            continue
        c = s.claim
        key = element_key(c.kind, c.subject, c.object, c.valid_from)
        says = "; ".join(f"{k}={v}" for k, v in c.properties.items() if k != "element")
        row = DiffRow("claim", "added" if s.live else "removed", c.kind, key, c.object or "", "",
                      says, None, c.valid_from, c.valid_to, c.certainty,
                      (s.claim_id.hex()[:16],))  # fmt: skip
        groups.setdefault((s.live, "" if element else c.kind), []).append(row)
    rows = []
    for live, kind in sorted(groups):
        some = groups[live, kind]
        if not element:
            rows.append(counted("added" if live else "removed", kind, len(some)))
            some = some[:LISTED]
        rows += some
    return rows
