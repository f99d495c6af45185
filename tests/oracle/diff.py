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
from graph.ledger import StoredClaim
from queries.diff import LISTED, DiffRow


def answer(reading: Reading, **params: str) -> list[DiffRow]:
    element = params.get("element", "")
    around = params.get("around") == "yes"
    if params.get("known_from"):
        return knew(reading, element, params, around)
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
    return [*rows, *(near(reading, element, first, second) if around else ())]


def near(reading: Reading, element: str, first: str, second: str) -> list[DiffRow]:
    """What leaves those that are joined to the element at either date, but what leads to it."""
    joined = {
        x.other
        for x in (*reading.out(element), *reading.into(element))
        if x.holds(first) or x.holds(second)
    } - {element}
    rows = []
    for change, here, there in (("removed", first, second), ("added", second, first)):
        only = [(n, x) for n in joined for x in reading.out(n)
                if x.other != element and x.holds(here) and not x.holds(there)]  # fmt: skip
        only.sort(key=lambda f: (f[1].type, f[0], f[1].other, f[1].begin))
        for kind in sorted({x.type for _, x in only}):
            some = [f for f in only if f[1].type == kind][:LISTED]
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


def knew(reading: Reading, element: str, params: dict[str, str], around: bool) -> list[DiffRow]:
    older = reading.ledger.position_at(params["known_from"])
    newer = reading.position
    if params.get("known_to"):
        newer = min(newer, reading.ledger.position_at(params["known_to"]))
    older = min(older, newer)
    before = {s.claim_id: s for s in reading.known(older)}
    after = reading.known(newer)
    if not element:
        return changed(before, after)
    ends = {e for s in after if s.live and s.claim.object
            for e in (s.claim.subject, s.claim.object)}  # fmt: skip
    if element not in ends | {s.claim.subject for s in after}:
        raise NobodySpeaksOf(element)
    own = [s for s in after if s.claim.subject == element]
    rows = [r for r in changed(before, own, listed=len(own)) if r.part != "count"]
    rows = [
        r for change in ("removed", "added") for r in in_log_order(own, rows) if r.change == change
    ]
    if not around:
        return rows
    joined = {
        end
        for s in (*before.values(), *after)
        if s.live and s.claim.object and element in (s.claim.subject, s.claim.object)
        for end in (s.claim.subject, s.claim.object)
    } - {element}
    theirs = [s for s in after if s.claim.subject in joined and s.claim.object != element]
    for_kind: dict[tuple[bool, str], list[DiffRow]] = {}
    for r in changed(before, theirs, listed=len(theirs)):
        if r.part != "count":
            for_kind.setdefault((r.change == "added", r.of_kind), []).append(r)
    for group in sorted(for_kind):
        rows += sorted(for_kind[group], key=lambda r: (r.element, r.claims))[:LISTED]
    return rows


def in_log_order(claims: list[StoredClaim], rows: list[DiffRow]) -> list[DiffRow]:
    place = {s.claim_id.hex()[:16]: at for at, s in enumerate(claims)}
    return sorted(rows, key=lambda r: place[r.claims[0]])


def changed(
    before: dict[bytes, StoredClaim], after: list[StoredClaim], listed: int = LISTED
) -> list[DiffRow]:
    """By kind what stands and did not, or stood and does not, counted, the first ones listed."""
    groups: dict[tuple[bool, str], list[DiffRow]] = {}
    for s in after:
        stood = s.claim_id in before and before[s.claim_id].live
        if s.live == stood:
            continue
        c = s.claim
        key = element_key(c.kind, c.subject, c.object, c.valid_from)
        says = "; ".join(f"{k}={v}" for k, v in c.properties.items() if k != "element")
        row = DiffRow("claim", "added" if s.live else "removed", c.kind, key, c.object or "", "",
                      says, None, c.valid_from, c.valid_to, c.certainty,
                      (s.claim_id.hex()[:16],))  # fmt: skip
        groups.setdefault((s.live, c.kind), []).append(row)
    rows = []
    for live, kind in sorted(groups):
        some = groups[live, kind]
        rows += [counted("added" if live else "removed", kind, len(some)), *some[:listed]]
    return rows
