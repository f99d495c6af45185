"""Whether a system can be certified and what keeps it so, read plainly, item by item."""

from __future__ import annotations

from collections.abc import Iterator

from oracle import review_input, tasks
from oracle.actions import last_day
from oracle.reading import OPEN_END, Link, Reading, claims_of, day, is_stub, text
from oracle.review_input import Review, shifted, validity

from queries.readiness import ReadinessRow
from queries.review_input import ReviewInputRow

ITEMS = ("trial_run", "internal_audit", "management_review", "nonconformities", "certification",
         "surveillance", "accreditation", "training", "supplier", "risk_review")  # fmt: skip
OF_REVIEW = {"c4": "nonconformities", "c7": "supplier", "d": "training", "e": "risk_review"}


def answer(reading: Reading, unit: str = "", item: str = "", state: str = "") -> list[ReadinessRow]:
    at = Review(reading, "", unit, "")
    rows = [*tried(reading, unit), *yearly(at), *certified(at), *reviewed(at)]
    told = {row.item for row in rows}
    rows += [row(name, "nothing_known") for name in ITEMS if name not in told]
    rows = [r for r in rows if item in ("", r.item) and state in ("", r.state)]
    worst = review_input.WORST_FIRST
    return sorted(rows, key=lambda r: (ITEMS.index(r.item), worst.index(r.state), r.date,
                                       r.element, r.name, r.units, r.claims))  # fmt: skip


def row(item: str, state: str, **more: object) -> ReadinessRow:
    blank: dict[str, object] = {
        "date": "", "name": "", "units": (), "number": None, "detail_zh": "", "detail_en": "",
        "element": "", "certainty": "", "claims": (),
    }  # fmt: skip
    return ReadinessRow(item=item, state=state, **{**blank, **more})  # type: ignore[arg-type]


def tried(reading: Reading, unit: str) -> Iterator[ReadinessRow]:
    for task in tasks.answer(reading, **({"unit": unit} if unit else {})):
        if "试运行" in task.name:
            state = "open" if task.state == "due" else task.state
            yield row("trial_run", state, date=task.done_on or task.due, name=task.name,
                      units=task.units, number=len(task.evidence), element=task.element,
                      certainty=task.certainty, claims=task.claims)  # fmt: skip


def reviewed(at: Review) -> Iterator[ReadinessRow]:
    every: list[ReviewInputRow] = []
    for part in (review_input.wrong, review_input.supplied, review_input.trained,
                 review_input.risky):  # fmt: skip
        every += part(at)
    for one in every:
        if one.item in OF_REVIEW and one.state != "closed":
            yield row(OF_REVIEW[one.item], one.state, date=one.date, name=one.name,
                      units=one.units, number=one.number, element=one.element,
                      certainty=one.certainty, claims=one.claims)  # fmt: skip
    closed = sorted((r for r in every if r.state == "closed"), key=lambda r: r.element)
    still = any(r.item == "c4" and r.state != "closed" for r in every)
    nodes = [at.reading.node(n) for n in at.reading.of_kind("Nonconformity")]
    if still and not closed:
        return
    if any(not is_stub(n) and text(n, "opened") <= at.now for n in nodes):
        yield row("nonconformities", "closed", number=len(closed),
                  certainty=closed[0].certainty if closed else "",
                  claims=closed[0].claims if closed else ())  # fmt: skip


def yearly(at: Review) -> Iterator[ReadinessRow]:
    audits = [a for a in at.reading.of_kind("Audit") if theirs(at, a, "COVERS")]
    reviews = [r for r in at.reading.of_kind("ManagementReview") if theirs(at, r, "OF_UNIT")]
    internal = [a for a in audits if at.say(a, "kind") == "internal"]
    yield from once_a_year(at, "internal_audit", internal, "done")
    yield from once_a_year(at, "management_review", reviews, "held")
    systems = [x for x in recognized(at) if system(x) and x.end > at.now]
    if not systems:
        return
    since = max(x.begin for x in systems)
    others = [a for a in audits if at.say(a, "kind") in ("external", "certification")
              and since <= at.say(a, "done") <= at.now]  # fmt: skip
    if others:
        last = max(others, key=lambda a: (at.say(a, "done"), a))
        until = shifted(at.say(last, "done"), days=365)
        yield held(at, "surveillance", late(at, until, "overdue"), until, last)
    else:
        until = shifted(since, days=365)
        yield stands(at, "surveillance", until, systems, "overdue")


def theirs(at: Review, node: str, edge: str) -> bool:
    if is_stub(at.reading.node(node)):
        return False
    units = {x.other for x in at.reading.out(node, edge) if x.other.startswith("unit:")}
    return not at.units or bool(units & at.units)


def once_a_year(at: Review, item: str, nodes: list[str], when: str) -> Iterator[ReadinessRow]:
    done = [n for n in nodes if "" < at.say(n, when) <= at.now]
    planned = [n for n in nodes if at.say(n, "planned")]
    if done:
        last = max(done, key=lambda n: (at.say(n, when), n))
        until = shifted(at.say(last, when), days=365)
        yield held(at, item, late(at, until, "expired"), until, last)
    elif planned:
        last = max(planned, key=lambda n: (at.say(n, "planned"), n))
        day_due = at.say(last, "planned")
        state = "open" if day_due > at.now else "not_done"
        yield held(at, item, state, day_due, last)


def late(at: Review, until: str, gone: str) -> str:
    state = validity(at, until)
    return gone if state == "expired" else state


def held(at: Review, item: str, state: str, until: str, node: str) -> ReadinessRow:
    edge = "COVERS" if node.startswith("audit:") else "OF_UNIT"
    links = [x for x in at.reading.out(node, edge) if x.other.startswith("unit:")]
    if edge == "COVERS":
        links = [x for x in links if x.holds(at.now)]
    return row(
        item, state, date=day(until) if state in ("open", "not_done") else last_day(until),
        name=node.partition(":")[2], units=tuple(sorted(set(at.named(links)))), element=node,
        certainty=at.say(node, "certainty"), claims=claims_of(at.reading.node(node)),
    )  # fmt: skip


def recognized(at: Review) -> list[Link]:
    """Edges to accreditations, each with the unit as its other end left in `node`."""
    return [x for u in at.reading.of_kind("Unit") if not at.units or u in at.units
            for x in at.reading.out(u, "ACCREDITED_BY") if x.begin <= at.now]  # fmt: skip


def system(link: Link) -> bool:
    scope = text(link.node, "scope")
    return "9001" in scope or "质量管理体系" in scope or "体系认证" in scope


def certified(at: Review) -> Iterator[ReadinessRow]:
    found: dict[tuple[str, str], list[Link]] = {}
    for unit in at.reading.of_kind("Unit"):
        for x in recognized(at):
            if x in at.reading.out(unit, "ACCREDITED_BY"):
                key = "system" if system(x) else "scope " + text(x.node, "scope")
                found.setdefault((unit, key), []).append(x)
    for (_, key), links in found.items():
        last = max(links, key=longest)
        item = "certification" if key == "system" else "accreditation"
        yield stands(at, item, last.end, [last], "expired")


def longest(link: Link) -> tuple[str, str, tuple[str, ...]]:
    return link.end, link.other, link.claims


def stands(at: Review, item: str, until: str, links: list[Link], gone: str) -> ReadinessRow:
    last = max(links, key=longest)
    names = set()
    for unit in at.reading.of_kind("Unit"):
        if any(x in at.reading.out(unit, "ACCREDITED_BY") for x in links):
            names.add(at.say(unit, "name") or unit.partition(":")[2])
    return row(
        item, late(at, until, gone), date="" if until == OPEN_END else last_day(until),
        name=text(last.node, "scope"), units=tuple(sorted(names)), element=last.other,
        certainty=text(last.edge, "certainty"), claims=last.claims,
    )  # fmt: skip
