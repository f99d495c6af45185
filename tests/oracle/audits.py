"""Audits with who conducts them, what they found and what followed, read plainly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from oracle.actions import NEVER, holding, last_day, late, names, progress
from oracle.nonconformities import said
from oracle.reading import BEGINNING, Link, Reading, claims_of, day, is_stub, once, shown, text

from queries.audits import AuditRow

ROLES = {"内审员", "内部审核员", "审核员", "internal auditor", "auditor"}


def answer(reading: Reading, element: str = "", unit: str = "") -> list[AuditRow]:
    found = []
    for audit in reading.of_kind("Audit"):
        wanted = {audit} | {x.other for x in reading.into(audit, "OF_AUDIT")}
        if is_stub(reading.node(audit)) or (element and element not in wanted):
            continue
        if unit and unit not in {x.other for x in reading.out(audit, "COVERS")}:
            continue
        node = reading.node(audit)
        order = (text(node, "planned") or text(node, "done") or NEVER, audit)
        found.append((order, list(Audit(reading, audit).steps())))
    return [row for _, rows in sorted(found, key=lambda f: f[0]) for row in rows]


class Audit:
    """One audit at the time asked about."""

    def __init__(self, reading: Reading, audit: str) -> None:
        self.reading, self.now, self.id = reading, reading.now, audit
        self.node = reading.node(audit)
        done = text(self.node, "done")
        self.done = done if done <= self.now else ""
        self.planned = text(self.node, "planned")
        self.covers = reading.out(audit, "COVERS")
        self.auditors = reading.out(audit, "CONDUCTED_BY")
        self.day = self.done or self.planned or self.now

    def row(
        self, part: str, element: str, about: str, name: str, state: str, date: str = "", *,
        claims: tuple[str, ...] = (), units: tuple[str, ...] | None = None, kind: str = "",
        ends: list[Link] | None = None, sure: str | None = None, days: int | None = None,
        planned: str = "", number: int | None = None,
    ) -> AuditRow:  # fmt: skip
        ids = sorted({x.other for x in ends or ()})
        audited = [x for x in self.covers if x.other.split(":")[0] in ("unit", "unit_group")]
        return AuditRow(
            part=part, audit=self.id, element=element, about=about, kind=kind, name=name,
            units=called(audited) if units is None else units,
            processes=tuple(i for i in ids if i.startswith("process:")),
            clauses=tuple(i for i in ids if i.startswith("clause:")),
            auditors=called(self.auditors), planned=planned, date=date, state=state, days=days,
            number=number, detail_zh="", detail_en="",
            certainty=text(self.node, "certainty") if sure is None else sure, claims=claims,
        )  # fmt: skip

    def steps(self) -> Iterator[AuditRow]:
        found: dict[str, list[Link]] = {}
        for link in self.reading.into(self.id, "OF_AUDIT"):
            if link.begin <= self.now:
                found.setdefault(link.other, []).append(link)
        findings = [self.finding(name, links) for name, links in sorted(found.items())]
        open_ones = sum(f.state in ("open", "no_nonconformity") for f in findings)
        overdue = late(next_day(self.planned), self.now) if self.planned else None
        if self.done:
            state, overdue = "open" if open_ones else "settled", None
        elif not self.planned:
            state = "no_date"
        else:
            state = "planned" if overdue is None else "not_done"
        result = text(self.node, "result") if self.done else ""
        covers = sorted(self.covers, key=lambda x: (x.other, x.begin, x.claims))
        yield self.row(
            "audit", self.id, "", result or shown(self.id), state,
            day(self.done or self.planned), claims=once(claims_of(self.node), *(x.claims
                                                                               for x in covers)),
            kind=text(self.node, "kind"), ends=self.covers, days=overdue,
            planned=day(self.planned), number=len(findings),
        )  # fmt: skip
        yield from self.conducted()
        for one in findings:
            yield one
            for nonconformity in self.raised(one.element):
                yield from self.followed(one.element, nonconformity)

    def conducted(self) -> Iterator[AuditRow]:
        if not self.auditors:
            yield self.row("auditor", "", self.id, "", "no_auditor")
        for auditor in sorted({x.other for x in self.auditors}):
            links = sorted((x for x in self.auditors if x.other == auditor),
                           key=lambda x: (x.begin, x.claims))  # fmt: skip
            state, why = self.hindered(auditor)
            record = max((r for own in self.own(auditor) if (r := self.record(own))),
                         key=self.counts, default="")  # fmt: skip
            until = text(self.reading.node(record), "valid_until") or NEVER if record else ""
            if not state:
                state = "not_qualified" if not record else "fit" if self.day < until else "lapsed"
                if text(self.node, "kind") in ("external", "certification"):
                    state = "outside"
            yield self.row(
                "auditor", auditor, self.id, text(links[0].node, "name") or shown(auditor), state,
                last_day(until) if record else "",
                claims=once(*(x.claims for x in links), *(x.claims for x in why),
                            claims_of(self.reading.node(record)) if record else ()),
            )  # fmt: skip

    def hindered(self, auditor: str) -> tuple[str, list[Link]]:
        """What keeps somebody from being independent of what is audited."""
        covered, own = {x.other for x in self.covers}, self.own(auditor)
        if covered & set(own):
            return "own_unit", [x for unit in sorted(covered & set(own)) for x in own[unit]]
        leads = [
            (p, x) for p in sorted(covered) if p.startswith("process:")
            for x in self.reading.out(p, "LED_BY") if x.other in own and x.holds(self.day)
        ]  # fmt: skip
        if leads:
            leads.sort(key=lambda f: (f[0], f[1].begin, f[1].claims))
            why = [x for _, x in leads]
            return "own_work", why + [x for u in sorted({x.other for x in why}) for x in own[u]]
        below = [unit for unit in sorted(own) if covered & self.above(unit)]
        return ("inside", [x for u in below for x in own[u]]) if below else ("", [])

    def above(self, unit: str) -> set[str]:
        above, layer = {unit}, {unit}
        for _ in range(6):
            links = [x for u in layer for x in self.reading.out(u, "PART_OF")]
            layer = {x.other for x in links if x.holds(self.day)} - above
            above |= layer
        return above - {unit}

    def own(self, auditor: str) -> dict[str, list[Link]]:
        """Who audits, and of a person the units on that day, with what says so."""
        ways: dict[str, list[tuple[Link, ...]]] = {auditor: []}
        if auditor.startswith("person:"):
            for x in self.reading.out(auditor, "MEMBER_UNIT"):
                if x.holds(self.day):
                    ways.setdefault(x.other, []).append((x,))
            for role in ("HEAD", "DEPUTY", "MEMBER"):
                for x in self.reading.into(auditor, role):
                    for y in self.reading.out(x.other, "OF_UNIT"):
                        if x.holds(self.day) and y.holds(self.day):
                            ways.setdefault(y.other, []).append((x, y))
        found: dict[str, list[Link]] = {}
        for unit, some in ways.items():
            some.sort(key=lambda way: (max(x.begin for x in way),
                                       tuple(c for x in way for c in x.claims)))  # fmt: skip
            found[unit] = [x for way in some for x in way]
        return found

    def counts(self, record: str) -> tuple[str, str, str]:
        node = self.reading.node(record)
        return text(node, "valid_until") or NEVER, text(node, "held") or BEGINNING, record

    def record(self, auditor: str) -> str:
        """The training as an auditor, held by that day, that counts the longest."""
        found = []
        for link in self.reading.into(auditor, "QUALIFIES"):
            node = link.node
            held, until = text(node, "held") or BEGINNING, text(node, "valid_until") or NEVER
            if text(node, "role") in ROLES and node.get("passed") is not False and held <= self.day:
                found.append((until, held, link.other))
        return max(found)[2] if found else ""

    def finding(self, name: str, links: list[Link]) -> AuditRow:
        link = min(links, key=lambda x: (claims_of(x.node), x.begin, x.claims))
        grade = text(link.node, "finding_type")
        states = [self.closed(nc) for nc in self.raised(name)]
        if not states:
            state = "noted" if grade in ("observation", "conformity") else "no_nonconformity"
        else:
            state = "settled" if all(states) else "open"
        return self.row(
            "finding", name, self.id, text(link.node, "statement") or shown(name), state,
            day(link.begin), claims=once(claims_of(link.node), link.claims), kind=grade,
            ends=[x for x in self.reading.out(name, "COVERS") if x.other.startswith("clause:")],
            sure=text(link.node, "certainty"),
        )  # fmt: skip

    def raised(self, finding: str) -> list[str]:
        return self.opened(finding, "ARISES_FROM", "nonconformity:")

    def opened(self, thing: str, edge: str, prefix: str) -> list[str]:
        """What was opened because of a thing by now, and is described."""
        return sorted({
            x.other for x in self.reading.into(thing, edge)
            if x.holds(self.now) and x.other.startswith(prefix) and not is_stub(x.node)
            and text(x.node, "opened") <= self.now
        })  # fmt: skip

    def closed(self, nonconformity: str) -> bool:
        states = said(self.reading, nonconformity, "state")
        return bool(states) and text(states[-1].node, "value") == "closed"

    def followed(self, finding: str, name: str) -> Iterator[AuditRow]:
        node, states = self.reading.node(name), said(self.reading, name, "state")
        actions = self.opened(name, "ADDRESSES", "corrective_action:")
        closed = self.closed(name)
        yield self.row(
            "nonconformity", name, finding, text(node, "name") or shown(name),
            "closed" if closed else "open" if actions else "no_action",
            day(states[-1].begin if closed else text(node, "opened")),
            claims=once(claims_of(node), states[-1].claims if states else ()),
            units=tuple(sorted(set(names(holding(self.reading, name, "ASSIGNED_TO")).values()))),
            ends=holding(self.reading, name, "OF_REQUIREMENT"), sure=text(node, "certainty"),
        )  # fmt: skip
        for action in actions:
            yield self.action(name, action)

    def action(self, about: str, name: str) -> AuditRow:
        node, steps = self.reading.node(name), progress(self.reading, name)
        due = text(node, "due") or NEVER
        days = None if steps else late(due, self.now)
        state = "open" if days is None else "overdue"
        return self.row(
            "action", name, about, text(node, "name") or shown(name),
            text(steps[-1].node, "value") if steps else state,
            day(steps[-1].begin) if steps else last_day(due),
            claims=once(claims_of(node), steps[-1].claims if steps else ()),
            units=tuple(sorted(set(names(holding(self.reading, name, "ASSIGNED_TO")).values()))),
            sure=text(node, "certainty"), days=days,
        )  # fmt: skip


def called(links: list[Link]) -> tuple[str, ...]:
    return tuple(sorted({text(x.node, "name") or shown(x.other) for x in links}))


def next_day(moment: str) -> str:
    at = datetime.fromisoformat(moment) + timedelta(days=1)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
