"""What a management review considers, item by item of the clause, read plainly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from oracle import effect, indicators, loop, risks
from oracle.actions import last_day, late, progress
from oracle.issues import SETTLED
from oracle.reading import (
    BEGINNING,
    OPEN_END,
    Claims,
    Link,
    NobodySpeaksOf,
    Reading,
    claims_of,
    day,
    is_stub,
    once,
    shown,
    text,
)

from queries.review_input import ReviewInputRow
from queries.risks import RiskRow

TOPICS = {
    "a": ("以往评审的决定", "decisions of earlier reviews"),
    "b": ("内外部变化", "changes inside and outside"),
    "c1": ("用户反馈", "feedback of users"),
    "c2": ("质量目标", "quality objectives"),
    "c3": ("过程绩效", "performance of processes"),
    "c4": ("不合格与纠正措施", "nonconformities and corrective actions"),
    "c5": ("监测结果", "monitoring results"),
    "c6": ("审核结果", "audit results"),
    "c7": ("供方绩效", "performance of suppliers"),
    "d": ("资源与培训", "resources and training"),
    "e": ("风险应对", "what was done about risks"),
    "f": ("改进机会", "opportunities"),
}
WORST_FIRST = (
    "overdue", "recurred", "ineffective", "expired", "not_passed", "missed", "not_done",
    "no_action", "review_overdue", "untreated", "not_evaluated", "no_value", "no_target",
    "no_direction", "expiring", "open", "undetermined", "too_early", "replied", "done",
    "cancelled", "decided", "opened", "settled", "revised", "new", "no_date", "current", "closed",
    "worked", "effective", "met", "evaluated", "valid", "nothing_known",
)  # fmt: skip


class Review:
    """A review of some units over a period."""

    def __init__(self, reading: Reading, element: str, unit: str, since: str) -> None:
        self.reading, self.now = reading, reading.now
        for wanted, prefix in ((element, "management_review:"), (unit, "unit:")):
            if wanted and (wanted not in reading or not wanted.startswith(prefix)):
                raise NobodySpeaksOf(wanted)
        own = {unit} if unit else {x.other for x in reading.out(element, "OF_UNIT")}
        held = text(reading.node(element), "held") if element else ""
        bound = min(held or self.now, self.now)
        self.earlier = [
            r for r in reading.of_kind("ManagementReview")
            if r != element and "" < text(reading.node(r), "held") < bound
            and (not own or own & {x.other for x in reading.out(r, "OF_UNIT")})
        ]  # fmt: skip
        days = [text(reading.node(r), "held") for r in self.earlier]
        if since:
            self.since = shifted(f"{since}T00:00:00Z", hours=-8)
        else:
            self.since = shifted(max(days), seconds=1) if days else shifted(self.now, days=-365)
        self.goals = {g: self.say(g, "name") for g in self.things("QualityObjective")}
        self.units = set(own)
        layer = own
        for _ in range(6):
            layer = {x.other for u in layer for x in reading.into(u, "PART_OF")
                     if x.holds(self.now)} - self.units  # fmt: skip
            self.units |= layer

    def has(self, moment: str) -> bool:
        return bool(moment) and self.since <= moment <= self.now

    def things(self, label: str, edge: str = "") -> list[str]:
        """Those described; where there are units only theirs."""
        found = [n for n in self.reading.of_kind(label) if not is_stub(self.reading.node(n))]
        return [n for n in found if not edge or self.of(n, edge)]

    def of(self, node: str, edge: str, *, begun: bool = False) -> bool:
        return not self.units or any(
            x.other in self.units and (x.begin <= self.now if begun else x.holds(self.now))
            for x in self.reading.out(node, edge)
        )

    def holding(self, node: str, edge: str) -> list[Link]:
        return [x for x in self.reading.out(node, edge) if x.holds(self.now)]

    def say(self, node: str, name: str, default: str = "") -> str:
        return text(self.reading.node(node), name) or default

    def row(
        self, item: str, state: str, node: str = "", units: list[str] | None = None, date: str = "",
        *more: Claims, number: int | None = None, name: str = "", sure: str | None = None,
    ) -> ReviewInputRow:  # fmt: skip
        if node and not name:
            kind = self.say(node, "kind") if node.startswith("audit:") else ""
            name = self.say(node, "name") or kind or shown(node)
        own = self.say(node, "certainty") if node else ""
        return ReviewInputRow(
            item, *TOPICS[item], node, name, tuple(sorted(set(units or []))), state, date, number,
            "", "", own if sure is None else sure, once(*more),
        )  # fmt: skip

    def named(self, links: list[Link]) -> list[str]:
        return [text(x.node, "name") or shown(x.other) for x in links]


def answer(
    reading: Reading, element: str = "", unit: str = "", **more: str
) -> list[ReviewInputRow]:
    at = Review(reading, element, unit, more.get("from", ""))
    rows = [row for part in (decided, changes, heard, measured, wrong, in_hand, monitored, audited,
                             supplied, trained, risky) for row in part(at)]  # fmt: skip
    told = {row.item for row in rows}
    rows += [at.row(item, "nothing_known") for item in TOPICS if item not in told]
    return sorted(rows, key=lambda r: (
        list(TOPICS).index(r.item), WORST_FIRST.index(r.state), r.date, r.element, r.name, r.units,
        r.claims))  # fmt: skip


def shifted(moment: str, **by: int) -> str:
    try:
        at = datetime.fromisoformat(moment) + timedelta(**by)
    except OverflowError:
        return BEGINNING if min(by.values()) < 0 else OPEN_END
    return f"{at.year:04d}" + at.strftime("-%m-%dT%H:%M:%SZ")


def decided(at: Review) -> Iterator[ReviewInputRow]:
    links: dict[str, list[tuple[str, Link]]] = {}
    for review in at.earlier:
        for x in at.reading.out(review, "DECIDED"):
            if x.begin <= at.now:
                links.setdefault(x.other, []).append((review, x))
    for thing, by in links.items():
        by.sort(key=lambda b: (b[0], b[1].begin, b[1].claims))
        said = [x.claims for _, x in by]
        if thing.startswith("corrective_action:"):
            yield action(at, thing, "a", said)
        else:
            yield at.row("a", "decided", thing, [], day(by[-1][1].begin), *said,
                         sure=text(by[0][1].edge, "certainty"))  # fmt: skip


def action(at: Review, name: str, item: str, said: list[Claims]) -> ReviewInputRow:
    node = at.reading.node(name)
    due = text(node, "due") or OPEN_END
    units = at.named(at.holding(name, "ASSIGNED_TO"))
    steps = progress(at.reading, name)
    if not steps:
        state = "open" if late(due, at.now) is None else "overdue"
        return at.row(item, state, name, units, last_day(due), *said, claims_of(node))
    state, more = text(steps[-1].node, "value"), [steps[-1].claims]
    if state == "done":
        found = next((r for r in effect.answer(at.reading, name)), None)
        if found is not None:
            state = "done" if found.result == "no_issue" else found.result
            more = [steps[-1].claims, found.claims]
    return at.row(item, state, name, units, day(steps[-1].begin), *said, claims_of(node), *more)


def in_hand(at: Review) -> Iterator[ReviewInputRow]:
    for name in at.things("CorrectiveAction", "ASSIGNED_TO"):
        said = progress(at.reading, name)
        if at.say(name, "opened") > at.now or (said and all(x.begin < at.since for x in said)):
            continue
        about = {x.other.split(":")[0] for x in at.holding(name, "ADDRESSES")}
        yield action(at, name, "e" if about == {"risk"} else "c4", [])


def wrong(at: Review) -> Iterator[ReviewInputRow]:
    for name in at.things("Nonconformity", "ASSIGNED_TO"):
        opened = at.say(name, "opened")
        said = sorted(
            (x.begin, text(x.node, "value"), x.claims) for x in at.holding(name, "HAS_STATE")
            if text(x.node, "property") == "state"
        )  # fmt: skip
        last = {value for begin, value, _ in said if begin == said[-1][0]}
        gone = bool(said) and "closed" in last and said[-1][0] < at.since
        if opened > at.now or gone:
            continue
        against = {x.other for x in at.reading.into(name, "ADDRESSES") if x.holds(at.now)}
        closed = bool(said) and said[-1][1] == "closed"
        state = "closed" if closed else "open" if against else "no_action"
        yield at.row("c4", state, name, at.named(at.holding(name, "ASSIGNED_TO")),
                     day(said[-1][0] if closed else opened), claims_of(at.reading.node(name)),
                     said[-1][2] if said else (), number=len(against))  # fmt: skip


def changes(at: Review) -> Iterator[ReviewInputRow]:
    for name in at.reading.of_kind("DataRequirement"):
        by = [x for x in at.reading.out(name, "REVISED_BY") if at.has(x.begin)]
        by.sort(key=lambda x: (x.other, x.begin, x.claims))
        if by:
            last = max(by, key=lambda x: (x.begin, x.other))
            yield at.row("b", "revised", name, [], day(last.begin), *(x.claims for x in by),
                         name=at.say(name, "user"), sure=text(last.edge, "certainty"))  # fmt: skip
    for label, when in (("DocumentVersion", "valid_from"), ("Document", "dated")):
        for name in at.reading.of_kind(label):
            if at.has(at.say(name, when)):
                yield at.row("b", "new", name, [], day(at.say(name, when)),
                             claims_of(at.reading.node(name)))  # fmt: skip


def heard(at: Review) -> Iterator[ReviewInputRow]:
    for name in at.things("Feedback"):
        received, closed = at.say(name, "received"), at.say(name, "closed", OPEN_END)
        if received > at.now or max(received, closed) < at.since:
            continue
        state, since, claims = loop.said_of(at.reading, name)
        if state == "closed" and not (at.has(received) or at.has(since)):
            continue
        told = [x for x in at.reading.out(name, "REPORTED_BY") if x.begin <= at.now]
        yield at.row("c1", state, name, at.named(told), day(received),
                     claims_of(at.reading.node(name)), claims)  # fmt: skip


def measured(at: Review) -> Iterator[ReviewInputRow]:
    used = set()
    for one in indicators.answer(at.reading):
        if at.units and one.unit and one.unit not in at.units:
            continue
        used |= set(one.objectives)
        length, _, last = indicators.dated(one.period) if one.period else (0, None, None)
        old = bool(length) and shifted(f"{last}T00:00:00Z", days=1, hours=-8) < at.since
        units = [one.unit_name] if one.unit else []
        for thing in one.objectives or (one.indicator,):
            known = thing in at.goals
            named = at.goals.get(thing) or (shown(thing) if known else one.name)
            claims = claims_of(at.reading.node(thing)) if known else ()
            row = at.row("c2" if one.objectives else "c3", "no_value" if old else one.state, "",
                         units, one.period, one.claims, claims, sure=one.certainty,
                         name=named)  # fmt: skip
            yield replace(row, element=thing if known or not one.objectives else one.indicator)
    for goal in at.goals:
        year = at.say(goal, "year")
        if len(year) == 4 and year.isdecimal():
            if not day(at.since)[:4] <= year <= (day(at.now) or "9999")[:4]:
                continue
        if goal not in used and at.of(goal, "OF_UNIT"):
            units = at.named(at.holding(goal, "OF_UNIT"))
            yield at.row("c2", "no_value", goal, units, year, claims_of(at.reading.node(goal)))


def monitored(at: Review) -> Iterator[ReviewInputRow]:
    numbers: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str, bool], tuple[str, list[Link]]] = {}
    for issue in at.reading.of_kind("Issue"):
        if at.units and not any(theirs(at, x.other) for x in at.reading.out(issue, "ABOUT")):
            continue
        kind = at.say(issue, "kind")
        handled = at.reading.into(issue, "RAISED_FROM")
        own = settling(at, issue, "status")
        for state, direct, proofs in (
            ("opened", True, [x for x in at.reading.out(issue, "ABOUT") if at.has(x.begin)]),
            ("settled", False, [s for i in sorted({x.other for x in handled})
                                for s in settling(at, i, "state")]),
            ("settled", True, own if not handled else []),
        ):  # fmt: skip
            if proofs:
                numbers[kind, state] += 1
                first.setdefault((kind, state, direct), (issue, proofs))
    for (kind, state), number in numbers.items():
        some = [found for direct in (False, True) if (found := first.get((kind, state, direct)))]
        links = [x for _, proofs in sorted(some, key=lambda f: f[0])
                 for x in sorted(proofs, key=lambda x: (x.begin, x.claims))]  # fmt: skip
        yield at.row("c5", state, "", [], "", *(x.claims for x in links), number=number, name=kind,
                     sure=min(text(x.edge, "certainty") for x in links))  # fmt: skip


def settling(at: Review, element: str, name: str) -> list[Link]:
    return [x for x in at.reading.out(element, "HAS_STATE")
            if at.has(x.begin) and text(x.node, "property") == name
            and text(x.node, "value") in SETTLED]  # fmt: skip


def theirs(at: Review, place: str) -> bool:
    """Whether a station, a series or a deployment is at a station that the units operate."""
    edge = {"series": "OBSERVED_AT", "deployment": "AT_STATION"}.get(
        place.split(":", maxsplit=1)[0]
    )
    stations = [place]
    if edge:
        stations = [x.other for x in at.holding(place, edge)]
    return any(x.other in at.units for s in stations for x in at.holding(s, "OPERATED_BY"))


def audited(at: Review) -> Iterator[ReviewInputRow]:
    for name in at.things("Audit", "COVERS"):
        done, planned = at.say(name, "done", OPEN_END), at.say(name, "planned")
        if not (at.has(done) or (done > at.now and at.has(planned))):
            continue
        of = [x for x in at.reading.into(name, "OF_AUDIT") if x.begin <= at.now]
        units = [x for x in at.holding(name, "COVERS") if x.other.startswith("unit:")]
        over = done <= at.now
        yield at.row("c6", "done" if over else "not_done", name, at.named(units),
                     day(done if over else planned), claims_of(at.reading.node(name)),
                     *(x.claims for x in of), number=len({x.other for x in of}))  # fmt: skip


def validity(at: Review, until: str) -> str:
    if not until or until > shifted(at.now, days=90):
        return "valid"
    return "expired" if until <= at.now else "expiring"


def supplied(at: Review) -> Iterator[ReviewInputRow]:
    for name in at.things("Supplier"):
        evaluated, until = at.say(name, "evaluated"), at.say(name, "valid_until")
        claims = claims_of(at.reading.node(name))
        if not evaluated or evaluated > at.now:
            yield at.row("c7", "not_evaluated", name, [], "", claims)
            continue
        state = validity(at, until).replace("valid", "evaluated")
        yield at.row("c7", state, name, [], last_day(until) if until else day(evaluated), claims)


def trained(at: Review) -> Iterator[ReviewInputRow]:
    last: dict[tuple[object, ...], tuple[str, str, list[Link]]] = {}
    for name in at.things("TrainingRecord"):
        if at.say(name, "held") > at.now or not at.of(name, "QUALIFIES", begun=True):
            continue
        units = [x for x in at.reading.out(name, "QUALIFIES")
                 if x.begin <= at.now and x.other.startswith("unit:")]  # fmt: skip
        what = (frozenset(x.other for x in units), *(at.say(name, p) for p in
                                                     ("name", "role", "process")))  # fmt: skip
        mine = (at.say(name, "held", BEGINNING), name, units)
        if what not in last or mine[:2] > last[what][:2]:
            last[what] = mine
    valid = []
    for held, name, units in last.values():
        node, until = at.reading.node(name), at.say(name, "valid_until")
        state = "not_passed" if node.get("passed") is False else validity(at, until)
        if state == "valid":
            valid.append(name)
        else:
            when = last_day(until) if until else day(held)
            yield at.row("d", state, name, at.named(units), when, claims_of(node))
    if valid:
        one = min(valid)
        yield at.row("d", "valid", "", [], "", claims_of(at.reading.node(one)),
                     number=len(valid), sure=at.say(one, "certainty"))  # fmt: skip


def risky(at: Review) -> Iterator[ReviewInputRow]:
    found: dict[str, list[RiskRow]] = {}
    for row in risks.answer(at.reading):
        found.setdefault(row.risk, []).append(row)
    for name, rows in found.items():
        if at.units and not at.units & {r.unit for r in rows}:
            continue
        state = "review_overdue" if rows[0].state == "overdue" else rows[0].state
        yield at.row("f" if rows[0].risk_type == "opportunity" else "e", state, name,
                     [r.unit_name for r in rows if r.unit], rows[0].review_due, rows[0].claims,
                     number=len(rows[0].actions))  # fmt: skip
