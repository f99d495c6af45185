"""The answer of `audits`: each audit with its auditors, findings and what followed from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from ontology import BEGINNING, OPEN_END, civil_day, key_text, kind_of, shifted
from ontology.improvement_codes import AUDIT_STATES
from queries.actions import SAID, last_day, overdue_days
from queries.actions import STATES as ACTION_STATES
from queries.actions import UNITS as ACTION_UNITS
from queries.ask import Ask
from queries.audits import stages
from queries.audits.auditors import Known, Links, Occasion, by_first, fitness, known_of
from queries.audits.rows import AuditRow
from queries.audits.stages import AuditNode, Found, Link, Raised
from queries.coded import tally
from queries.nonconformities import LINKS
from queries.nonconformities import STATES as NONCONFORMITY_STATES
from queries.standing import StateRow, said_by

Texts = tuple[str, ...]
R = TypeVar("R", Found, Raised)
SHOWN = 500
_DAY = timedelta(days=1)
_NOTED = ("observation", "conformity")
_UNSETTLED = ("open", "no_nonconformity")
UNFIT = ("own_unit", "own_work", "inside", "no_auditor", "lapsed", "not_qualified")
"""States of an auditor that somebody has to look at."""


@dataclass(frozen=True, slots=True)
class _Followed:
    """What followed from findings, by the thing it followed from; states by element."""

    findings: Mapping[str, Sequence[Found]]
    clauses: Links
    raised: Mapping[str, Sequence[Raised]]
    addressed: Mapping[str, Sequence[Raised]]
    states: Mapping[str, Sequence[StateRow]]
    units: Mapping[str, set[str]]
    unmet: Mapping[str, set[str]]


def answer(ask: Ask) -> Iterable[AuditRow]:
    """Audits by the day they are planned for, each with its steps; those beyond are counted."""
    element, unit = ask.params.get("element", ""), ask.params.get("unit", "")
    wanted: dict[str, str | bool] = {
        "every": not element,
        "element": element,
        "every_unit": not unit,
        "unit": unit,
    }
    audits = ask.rows(stages.AUDITS, **wanted, never=OPEN_END, limit=SHOWN)
    if len(audits) == SHOWN:
        (count,) = ask.rows(stages.COUNT, **wanted)
        ask.left_out(count.audits - SHOWN)
    ids = sorted(audit.id for audit in audits)
    covers = ask.soon(stages.COVERED, ids=ids)
    auditors = by_first(ask.rows(stages.AUDITORS, ids=ids))
    covered = by_first(covers.rows)
    known = known_of(
        ask,
        [link.other for some in auditors.values() for link in some],
        (x.other for some in covered.values() for x in some if kind_of(x.other).label == "Process"),
    )
    followed = _followed(ask, ids)
    for audit in audits:
        yield from _steps(
            _Audit(ask, audit, covered.get(audit.id, ()), auditors.get(audit.id, ())),
            known,
            followed,
        )


def _followed(ask: Ask, ids: Sequence[str]) -> _Followed:
    """The findings of audits and all that followed from them."""
    ever = {"t": ask.time, "ever": BEGINNING, "never": OPEN_END}
    findings = ask.rows(stages.FINDINGS, ids=ids, t=ask.time)
    found = sorted({row.other for row in findings})
    clauses = ask.soon(stages.CLAUSES, ids=found)
    raised = ask.rows(stages.RAISED, ids=found, **ever)
    opened = sorted({row.other for row in raised})
    closed = ask.soon(NONCONFORMITY_STATES, ids=opened, properties=["state"], t=ask.time)
    answering = ask.soon(LINKS["units"], ids=opened, t=ask.time)
    unmet = ask.soon(LINKS["clauses"], ids=opened, t=ask.time)
    addressed = ask.rows(stages.ADDRESSED, ids=opened, **ever)
    actions = sorted({row.other for row in addressed})
    states = ask.soon(ACTION_STATES, ids=actions, properties=list(SAID), t=ask.time)
    units: dict[str, set[str]] = defaultdict(set)
    for unit in ask.rows(ACTION_UNITS, ids=actions, t=ask.time):
        units[unit.action].add(unit.name or key_text(unit.unit))
    for link in answering.rows:
        units[link.id].add(link.name or key_text(link.other))
    against: dict[str, set[str]] = defaultdict(set)
    for link in unmet.rows:
        against[link.id].add(link.other)
    return _Followed(
        _grouped(findings),
        by_first(clauses.rows),
        _grouped(raised),
        _grouped(addressed),
        said_by([*closed.rows, *states.rows]),
        units,
        against,
    )


def _grouped(rows: Iterable[R]) -> Mapping[str, Sequence[R]]:
    """Rows by the thing they follow from, each thing that follows once."""
    found: dict[str, dict[str, R]] = defaultdict(dict)
    for row in sorted(rows, key=lambda r: (r.id, r.other, r.since, r.linked or ())):
        found[row.id].setdefault(row.other, row)
    return {name: list(some.values()) for name, some in found.items()}


@dataclass(frozen=True, slots=True)
class _Audit:
    """An audit at the time asked about, with what it covers and who conducts it."""

    ask: Ask
    node: AuditNode
    covers: Sequence[Link]
    auditors: Sequence[Link]

    @property
    def done(self) -> str:
        """When it was done; empty before."""
        done = self.node.done or ""
        return done if done <= self.ask.time else ""

    def of(self, *labels: str) -> list[Link]:
        """What it covers of some kinds."""
        return [link for link in self.covers if kind_of(link.other).label in labels]

    @property
    def occasion(self) -> Occasion:
        """What is audited, on which day."""
        day = self.done or self.node.planned or self.ask.time
        return Occasion(self.node.kind or "", day, frozenset(x.other for x in self.covers))

    def row(self, part: str, element: str, state: str) -> AuditRow:
        """A row of it, to be filled in."""
        return AuditRow(
            part=part,
            element=element,
            state=state,
            date="",
            days=None,
            name="",
            kind="",
            audit=self.node.id,
            about="",
            units=_names(self.of("Unit", "UnitGroup")),
            processes=(),
            clauses=(),
            auditors=_names(self.auditors),
            planned="",
            number=None,
            detail_zh="",
            detail_en="",
            certainty=self.node.certainty or "",
            claims=(),
        )


def _steps(at: _Audit, known: Known, followed: _Followed) -> Iterator[AuditRow]:
    findings = [_finding(at, one, followed) for one in followed.findings.get(at.node.id, ())]
    yield _audit(at, findings)
    yield from _conducted(at, known)
    for finding in findings:
        yield finding
        for nonconformity in followed.raised.get(finding.element, ()):
            yield from _raised(at, nonconformity, followed)


def _audit(at: _Audit, findings: Sequence[AuditRow]) -> AuditRow:
    node, unsettled = at.node, sum(one.state in _UNSETTLED for one in findings)
    late = overdue_days(shifted(node.planned, _DAY), at.ask.time) if node.planned else None
    if at.done:
        state, days = ("open" if unsettled else "settled"), None
    else:
        state = "not_done" if late is not None else "planned" if node.planned else "no_date"
        days = late
    number = len(findings)
    return replace(
        at.row("audit", node.id, state),
        kind=node.kind or "",
        name=(node.result if at.done else "") or key_text(node.id),
        processes=_ids(at.of("Process")),
        clauses=_ids(at.of("Clause")),
        planned=civil_day(node.planned or BEGINNING),
        date=civil_day(at.done or node.planned or BEGINNING),
        days=days,
        number=number,
        detail_zh=f"发现 {number} 项，未了结 {unsettled} 项",
        detail_en=f"{number} findings, {unsettled} not settled",
        claims=tuple(dict.fromkeys((*(node.claims or ()), *_claims(at.covers)))),
    )


def _conducted(at: _Audit, known: Known) -> Iterator[AuditRow]:
    if not at.auditors:
        zh, en = AUDIT_STATES.codes["no_auditor"]
        row = at.row("auditor", "", "no_auditor")
        yield replace(row, about=at.node.id, detail_zh=zh, detail_en=en)
    said: dict[str, list[Link]] = defaultdict(list)
    for link in at.auditors:
        said[link.other].append(link)
    for auditor, links in said.items():
        fit = fitness(auditor, at.occasion, known)
        yield replace(
            at.row("auditor", auditor, fit.state),
            about=at.node.id,
            name=links[0].name or key_text(auditor),
            date=fit.until,
            detail_zh=fit.detail[0],
            detail_en=fit.detail[1],
            claims=tuple(dict.fromkeys((*_claims(links), *fit.claims))),
        )


def _finding(at: _Audit, one: Found, followed: _Followed) -> AuditRow:
    raised = followed.raised.get(one.other, ())
    closed = [_last(followed.states.get(x.other, ())) for x in raised]
    if not raised:
        state = "noted" if one.grade in _NOTED else "no_nonconformity"
    else:
        settled = all(last is not None and last.value == "closed" for last in closed)
        state = "settled" if settled else "open"
    return replace(
        at.row("finding", one.other, state),
        about=at.node.id,
        kind=one.grade or "",
        name=one.name or key_text(one.other),
        clauses=_ids(followed.clauses.get(one.other, ())),
        date=civil_day(one.since),
        certainty=one.certainty or "",
        claims=tuple(dict.fromkeys((*(one.claims or ()), *(one.linked or ())))),
    )


def _raised(at: _Audit, one: Raised, followed: _Followed) -> Iterator[AuditRow]:
    """A nonconformity, and what was decided against it."""
    last = _last(followed.states.get(one.other, ()))
    actions = followed.addressed.get(one.other, ())
    closed = last is not None and last.value == "closed"
    yield replace(
        at.row("nonconformity", one.other, "closed" if closed else "open" if actions else
               "no_action"),
        about=one.id,
        name=one.name or key_text(one.other),
        units=tuple(sorted(followed.units.get(one.other, ()))),
        clauses=tuple(sorted(followed.unmet.get(one.other, ()))),
        date=civil_day((last.since if closed and last else one.opened) or BEGINNING),
        certainty=one.certainty or "",
        claims=_said(one, last),
    )  # fmt: skip
    for action in actions:
        yield _action(at, action, followed)


def _action(at: _Audit, one: Raised, followed: _Followed) -> AuditRow:
    last = _last(followed.states.get(one.other, ()))
    days = None if last else overdue_days(one.due, at.ask.time)
    state = last.value if last else "open" if days is None else "overdue"
    return replace(
        at.row("action", one.other, state),
        about=one.id,
        name=one.name or key_text(one.other),
        units=tuple(sorted(followed.units.get(one.other, ()))),
        date=civil_day(last.since) if last else last_day(one.due),
        days=days,
        certainty=one.certainty or "",
        claims=_said(one, last),
    )


def _last(said: Iterable[StateRow]) -> StateRow | None:
    """What was said last; of one moment a close, and what was verified."""
    return max(
        said,
        key=lambda s: (
            s.since, s.property == "effectiveness", s.value == "closed", s.value, s.claims or ()
        ),
        default=None,
    )  # fmt: skip


def _names(links: Iterable[Link]) -> Texts:
    return tuple(sorted({link.name or key_text(link.other) for link in links}))


def _ids(links: Iterable[Link]) -> Texts:
    return tuple(sorted({link.other for link in links}))


def _claims(links: Iterable[Link]) -> Texts:
    return tuple(claim for link in links for claim in link.claims or ())


def _said(one: Raised, last: StateRow | None) -> Texts:
    return tuple(dict.fromkeys((*(one.claims or ()), *((last.claims or ()) if last else ()))))


def summary(rows: Sequence[AuditRow]) -> tuple[str, str]:
    """How many audits stand where, what they found, and how many auditors are to be looked at."""
    audits = [row.state for row in rows if row.part == "audit"]
    if not audits:
        return "没有审核", "no audits"
    zh, en = tally(AUDIT_STATES, audits)
    found = [row for row in rows if row.part == "finding"]
    left = sum(row.state in _UNSETTLED for row in found)
    unfit = sum(row.part == "auditor" and row.state in UNFIT for row in rows)
    return (
        f"审核 {len(audits)} 次：{zh}；发现 {len(found)} 项，未了结 {left}；独立或资格有疑 {unfit}",
        f"{len(audits)} audits: {en}; {len(found)} findings, {left} not settled; "
        f"independence or qualification in doubt {unfit}",
    )
