"""What an element in doubt reaches: stretches of time, walked down the chain thing by thing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from oracle.reading import (
    BEGINNING,
    BEIJING,
    OPEN_END,
    Claims,
    Link,
    NobodySpeaksOf,
    Reading,
    claims_of,
    number,
    once,
    parts,
    shown,
    text,
)

from ontology import NODE_KINDS, make_id
from ontology.rules import TRACE_LEVELS
from queries.impact.rows import ImpactRow

KINDS = (
    "calibration", "certificate", "measurement_standard", "instrument", "instrument_model",
    "batch", "document_version", "unit",
)  # fmt: skip
GOOD = ("inCalibration", "recalibrated")


@dataclass(frozen=True)
class Done:
    """A calibration of a subject: when, and what it found."""

    subject: str
    calibration: str
    on: str
    link: Link
    reading: Reading

    @property
    def good(self) -> bool:
        return text(self.link.node, "result") in GOOD

    @property
    def out(self) -> bool:
        return text(self.link.node, "result") == "outOfCalibration"

    @property
    def bad(self) -> bool:
        error, limit = number(self.link.node, "as_found_error"), number(self.link.node, "tolerance")
        return self.out or (error is not None and limit is not None and abs(error) > abs(limit))


@dataclass(frozen=True)
class Bad:
    """A thing that is not to be trusted for a time."""

    thing: str
    begin: str
    end: str
    basis: str
    level: int
    by: str
    certainty: str
    claims: Claims


def kind(element: str) -> str:
    return element.split(":", maxsplit=1)[0]


def date_of(link: Link) -> str:
    said = text(link.node, "performed_on")
    return said if link.begin == BEGINNING and said else link.begin


def history(reading: Reading, thing: str) -> list[Done]:
    found = [
        Done(thing, x.other, date_of(x), x, reading) for x in reading.out(thing, "HAS_CALIBRATION")
    ]
    found = [d for d in found if d.on <= reading.now]
    return sorted(found, key=lambda d: (d.on, d.calibration, d.link.claims))


def next_one(done: Done, *, good: bool = False) -> str:
    later = [d.on for d in history(done.reading, done.subject) if d.on > done.on]
    if good:
        later = [d.on for d in history(done.reading, done.subject) if d.on > done.on and d.good]
    return min(later) if later else OPEN_END


def since_good(done: Done) -> str:
    return max(
        (d.on for d in history(done.reading, done.subject) if d.on < done.on and d.good),
        default=BEGINNING,
    )


def found_bad(done: Done) -> Bad:
    end = next_one(done, good=True) if done.out else done.on
    return mark(done, since_good(done), end, "found")


def mark(done: Done, begin: str, end: str, basis: str) -> Bad:
    edge = done.link.edge
    return Bad(done.subject, begin, end, basis, 0, done.calibration, text(edge, "certainty"),
               done.link.claims)  # fmt: skip


def start(reading: Reading, element: str, since: str) -> list[Bad]:
    what = kind(element)
    if what in ("instrument", "measurement_standard"):
        return own(reading, element, since)
    if what in ("instrument_model", "batch"):
        return [
            Bad(x.other, since or BEGINNING, OPEN_END, "supposed", 0, "",
                text(x.edge, "certainty"), x.claims)
            for x in reading.into(element, "OF_MODEL", "OF_BATCH")
            if kind(x.other) == "instrument"
        ]  # fmt: skip
    papers = {element}
    if what != "calibration":
        papers = {
            x.other for x in reading.into(element, "DOCUMENTED_BY", "FOLLOWS", "PERFORMED_BY")
        }
    doubts = []
    for subject, calibration in sorted(
        {(x.other, c) for c in papers for x in reading.into(c, "HAS_CALIBRATION")}
    ):
        same = [d for d in history(reading, subject) if d.calibration == calibration]
        same = [d for d in same if d.on >= (since or BEGINNING)]
        if not same:
            continue
        done = same[-1]  # one calibration may be cited with two dates: the later one counts
        if what in ("calibration", "certificate") and done.bad:
            doubts.append(found_bad(done))
            if not done.out:
                doubts.append(mark(done, done.on, next_one(done), "supposed"))
        else:
            doubts.append(mark(done, done.on, next_one(done), "supposed"))
    return doubts


def own(reading: Reading, element: str, since: str) -> list[Bad]:
    if since:
        return [Bad(element, since, OPEN_END, "supposed", 0, "", "", ())]
    past = history(reading, element)
    bad = [found_bad(d) for d in past if d.bad]
    if bad:
        return bad
    good = [d for d in past if d.good]
    if not good:
        return [Bad(element, BEGINNING, OPEN_END, "supposed", 0, "", "", ())]
    last = next(d for d in good if d.on == good[-1].on)
    return [mark(last, last.on, OPEN_END, "supposed")]


def down(reading: Reading, first: list[Bad]) -> tuple[list[Bad], list[Bad]]:
    """All that is in doubt, and those among the last level below which something was calibrated."""
    every, level, fresh = list(first), 0, list(first)
    seen = {(b.thing, b.by) for b in first}
    while True:
        level += 1
        found: list[Bad] = []
        for standard in sorted({b.thing for b in fresh if kind(b.thing) == "measurement_standard"}):
            for use in sorted(reading.into(standard, "USED_STANDARD"), key=by_claims):
                for on, _, owner in sorted(owners(reading, use.other), key=lambda o: o[:2]):
                    made = Link(owner.type, use.other, owner.edge, reading.node(use.other))
                    during = any(b.begin <= on < b.end for b in every if b.thing == standard)
                    if on > reading.now or not during or (owner.other, use.other) in seen:
                        continue
                    seen.add((owner.other, use.other))
                    done = Done(owner.other, use.other, on, made, reading)
                    claims = once(owner.claims[:1], use.claims[:1])
                    found.append(Bad(owner.other, on, next_one(done), "rests", level, use.other,
                                     text(use.edge, "certainty"), claims))  # fmt: skip
        if not found:
            return every, []
        if level > TRACE_LEVELS:
            cut = set()
            for b in found:
                cut |= {x.other for x in reading.out(b.by, "USED_STANDARD")}
            return every, [b for b in fresh if b.thing in cut]
        every += found
        fresh = found


def by_claims(link: Link) -> tuple[str, Claims]:
    return (link.other, link.claims)


def owners(reading: Reading, calibration: str) -> list[tuple[str, Claims, Link]]:
    """What was calibrated, when, by which claims."""
    return [
        (date_of(Link(x.type, calibration, x.edge, reading.node(calibration))), x.claims, x)
        for x in reading.into(calibration, "HAS_CALIBRATION")
    ]


def joined(stretches: list[tuple[str, str, Bad]]) -> list[tuple[str, str, Bad]]:
    """Stretches that meet or overlap made one; it keeps what it begins with."""
    result: list[tuple[str, str, Bad]] = []
    for begin, end, bad in sorted(stretches, key=lambda s: (s[0], s[2].level, s[2].by, s[1])):
        if result and begin <= result[-1][1]:
            first, last, what = result.pop()
            result.append((first, max(last, end), what))
        else:
            result.append((begin, end, bad))
    return result


def thing_row(part: str, begin: str, end: str, b: Bad) -> ImpactRow:
    return ImpactRow(part, b.thing, shown(b.thing), "", b.level, b.basis, b.by, "", begin, end,
                     None, None, b.certainty, b.claims)  # fmt: skip


def answer(reading: Reading, element: str, since: str = "") -> list[ImpactRow]:
    if element not in reading or kind(element) not in KINDS:
        raise NobodySpeaksOf(element)
    moment = ""
    if since:
        from datetime import datetime

        local = datetime.strptime(since, "%Y-%m-%d").replace(tzinfo=BEIJING)
        moment = local.astimezone(tz=None).strftime("%Y-%m-%dT%H:%M:%SZ")
    every, cut = down(reading, start(reading, element, moment))
    things: dict[str, list[Bad]] = {}
    for b in every:
        things.setdefault(b.thing, []).append(b)
    rows = []
    for thing in sorted(t for t in things if kind(t) == "measurement_standard"):
        for begin, end, b in joined([(b.begin, b.end, b) for b in things[thing]]):
            rows.append(thing_row("standard", begin, end, b))
    for b in sorted(cut, key=lambda b: (b.thing, b.begin, b.by)):
        rows.append(thing_row("unfollowed", b.begin, b.end, b))
    observed = series(reading, {t: b for t, b in things.items() if kind(t) == "instrument"})
    held = datasets(reading, observed)
    made = products(reading, {r.element for r in held})
    told = sorted(
        [*units(reading, every, observed), *receivers(reading, {r.element for r in held + made})],
        key=lambda r: (r.element, r.through),
    )
    return [*rows, *observed, *issues(reading, observed), *held, *made,
            *resting(reading, element), *told]  # fmt: skip


def series(reading: Reading, things: dict[str, list[Bad]]) -> list[ImpactRow]:
    rows = []
    for instrument in sorted(things):
        places: dict[tuple[str, str], list[tuple[str, str, Bad, Link, Link]]] = {}
        for use in reading.into(instrument, "USES"):
            for at in reading.out(use.other, "AT_STATION"):
                for b in things[instrument]:
                    begin = max(use.begin, at.begin, b.begin)
                    end = min(use.end, at.end, b.end)
                    if begin < end and begin <= reading.now:
                        stretch = (begin, end, b, use, at)
                        places.setdefault((use.other, at.other), []).append(stretch)
        for (deployment, station), stretches in places.items():
            for begin, end, b in joined([(s[0], s[1], s[2]) for s in stretches]):
                use, at = next((s[3], s[4]) for s in sorted(stretches, key=by_edges) if s[2] is b)
                node = reading.node(deployment)
                variable = text(node, "variable")
                name = text(reading.node(station), "name") or shown(station)
                key = f"series:{parts(station)[0]}|{variable}" if variable else deployment
                rows.append(ImpactRow(
                    "backup" if text(node, "role") == "backup" else "series", key,
                    f"{name} {variable}".strip(), station, b.level, b.basis, deployment, instrument,
                    begin, end, None, None, text(use.edge, "certainty"),
                    once(use.claims[:1], at.claims[:1], b.claims)))  # fmt: skip
        if not places:
            for begin, end, b in joined([(b.begin, b.end, b) for b in things[instrument]]):
                rows.append(thing_row("stock", begin, end, b))
    order = ["series", "backup", "stock"]
    rows.sort(key=lambda r: (r.instrument or r.element, r.through, r.station, r.valid_from))
    return sorted(rows, key=lambda r: (order.index(r.part), r.station, r.element, r.valid_from))


def by_edges(stretch: tuple[str, str, Bad, Link, Link]) -> tuple[str, str, Claims]:
    return (stretch[3].begin, stretch[4].begin, stretch[3].claims)


def issues(reading: Reading, observed: list[ImpactRow]) -> list[ImpactRow]:
    counted = [r for r in observed if r.part == "series"]
    rows = []
    for issue in reading.of_kind("Issue"):
        node = reading.node(issue)
        began = text(node, "began")
        hits = [
            (about.other, about, r)
            for about in reading.out(issue, "ABOUT")
            for r in counted
            if about.other in (r.element, r.through) and r.valid_from <= began < r.valid_to
        ]
        if not began or began > reading.now or not hits:
            continue
        hits.sort(key=lambda h: (not h[0].startswith("series:"), h[0], h[1].claims))
        target, about, _ = hits[0]
        same = [r for other, _, r in hits if other == target]
        r = min(same, key=lambda r: (r.level or 0, r.through, r.valid_from))
        rows.append(ImpactRow(
            "issue", issue, text(node, "test") or shown(issue), r.station, r.level, r.basis,
            target, r.instrument, began, text(node, "ended") or OPEN_END, None, None,
            text(about.edge, "certainty"), about.claims))  # fmt: skip
    return rows


def datasets(reading: Reading, observed: list[ImpactRow]) -> list[ImpactRow]:
    """Where the values of these series are kept: by name, or with all of their variable."""
    ways: dict[str, list[tuple[str, Link]]] = {}
    reached: dict[str, set[str]] = {}
    for one in {r.element for r in observed if r.part == "series" and kind(r.element) == "series"}:
        variable = make_id(NODE_KINDS["Variable"], parts(one)[1])
        for start in (one, variable):
            for x in reading.out(start, "PART_OF_DATASET"):
                if x.holds(reading.now):
                    ways.setdefault(x.other, []).append((start, x))
                    reached.setdefault(x.other, set()).add(one)
    return [handed_on("dataset", d, ways[d], len(reached[d])) for d in sorted(ways)]


def products(reading: Reading, held: set[str]) -> list[ImpactRow]:
    ways: dict[str, list[tuple[str, Link]]] = {}
    for product in reading.of_kind("Product"):
        for x in reading.out(product, "DERIVED_FROM"):
            if x.other in held and x.holds(reading.now):
                ways.setdefault(product, []).append((x.other, x))
    return [handed_on("product", p, [(d, Link(x.type, p, x.edge, reading.node(p)))
                                     for d, x in ways[p]], len({d for d, _ in ways[p]}))
            for p in sorted(ways)]  # fmt: skip


def receivers(reading: Reading, things: set[str]) -> list[ImpactRow]:
    ways: dict[str, list[tuple[str, Link]]] = {}
    for thing in things:
        for x in reading.out(thing, "DELIVERED_TO"):
            if x.holds(reading.now):
                ways.setdefault(x.other, []).append((thing, x))
    found = [handed_on("unit", u, ways[u], len({t for t, _ in ways[u]})) for u in sorted(ways)]
    return [replace(row, through="DELIVERED_TO") for row in found]


def handed_on(
    part: str, element: str, ways: list[tuple[str, Link]], things: int
) -> ImpactRow:  # fmt: skip
    """The first way there stands for all."""
    start, x = min(ways, key=lambda w: (w[0], w[1].begin, w[1].claims))
    return ImpactRow(part, element, text(x.node, "name") or shown(element), "", None, "", start,
                     "", x.begin, x.end, None, things, text(x.edge, "certainty"),
                     x.claims)  # fmt: skip


def resting(reading: Reading, element: str) -> list[ImpactRow]:
    types = {
        "document_version": ("GOVERNED_BY",),
        "unit": ("OPERATED_BY", "MAINTAINED_BY", "HELD_BY", "LED_BY"),
    }.get(kind(element), ())
    links = [x for x in reading.into(element, *types) if x.holds(reading.now)] if types else []
    return [
        ImpactRow("rests", x.other, text(x.node, "name") or shown(x.other), "", 0, "supposed",
                  x.type, "", x.begin, x.end, None, None, text(x.edge, "certainty"), x.claims)
        for x in sorted(links, key=lambda x: (x.type, x.other, x.begin))
    ]  # fmt: skip


def units(reading: Reading, every: list[Bad], observed: list[ImpactRow]) -> list[ImpactRow]:
    told: dict[tuple[str, str], list[tuple[str, Link]]] = {}
    asked = [(r.station, ("OPERATED_BY", "MAINTAINED_BY")) for r in observed if r.part == "series"]
    asked += [(b.thing, ("HELD_BY",)) for b in every if kind(b.thing) == "measurement_standard"]
    asked += [(b.by, ("PERFORMED_BY",)) for b in every if b.by]
    for thing, types in sorted(set(asked)):
        for x in reading.out(thing, *types):
            if x.holds(reading.now) and kind(x.other) == "unit":
                told.setdefault((x.other, x.type), []).append((thing, x))
    rows = []
    for (unit, role), found in sorted(told.items()):
        _, x = min(found, key=lambda f: (f[0], f[1].begin, claims_of(f[1].edge)))
        rows.append(ImpactRow(
            "unit", unit, text(x.node, "name") or shown(unit), "", None, "", role, "", x.begin,
            x.end, None, len({thing for thing, _ in found}), text(x.edge, "certainty"),
            x.claims))  # fmt: skip
    return rows
