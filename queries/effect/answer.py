"""The answer of `effect`: read what is behind each action and what came after it, then judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from operator import itemgetter

from graph import InvalidValueError
from ontology import BEGINNING, NODE_KINDS, OPEN_END, civil_day, format_valid, kind_of, parse_moment
from ontology.improvement_codes import EFFECTS
from ontology.rules import CAUSE_CLASS_OF_KIND, EFFECT_WINDOW_DAYS
from queries.ask import Ask, unknown
from queries.coded import tally
from queries.effect import stages
from queries.effect.rows import LISTED, EffectRow
from queries.effect.stages import AboutRow, CausedRow, DoneRow
from queries.registers import ACTIONS as REGISTER

SHOWN = 500
_MOST_DAYS = 36_525
_ID = NODE_KINDS["CorrectiveAction"].prefix + ":"
Sets = Mapping[str, set[str]]


@dataclass(frozen=True, slots=True)
class _Issue:
    """An issue: when it first began, the claims that say so, the cause classes confirmed."""

    id: str
    began: str
    claims: tuple[str, ...]
    classes: frozenset[str]


@dataclass(slots=True)
class _Behind:
    """What stands behind an action. `began`: when the first of the issues did."""

    nonconformities: set[str] = field(default_factory=set)
    stated: set[str] = field(default_factory=set)
    confirmed: set[str] = field(default_factory=set)
    issues: set[str] = field(default_factory=set)
    elements: set[str] = field(default_factory=set)
    claims: list[str] = field(default_factory=list)
    began: str = OPEN_END

    @property
    def classes(self) -> set[str]:
        """The class that the nonconformity states, else those confirmed of its incidents."""
        return self.stated or self.confirmed


@dataclass(frozen=True, slots=True)
class _Graph:
    """What is read of issues: those at an element, and what is known of each."""

    at: Sets
    issues: Mapping[str, _Issue]


def answer(ask: Ask) -> Iterable[EffectRow]:
    """Actions that were done, the latest first; what is beyond the limit is counted."""
    days = _days(ask)
    done = _done(ask)
    behind = _behind(ask, sorted(done))
    graph = _read(ask, _since(behind, done, days))
    rows = [_row(ask, one, behind[one.action], graph, days) for one in done.values()]
    rows.sort(key=lambda row: row.action)
    return sorted(rows, key=lambda row: row.done, reverse=True)


def _since(behind: Mapping[str, _Behind], done: Mapping[str, DoneRow], days: int) -> dict[str, str]:
    """By element the begin of the first window in which something there counts."""
    found: dict[str, str] = {}
    for action, one in behind.items():
        begin = min(one.began, _shifted(done[action].done, -days))
        for element in one.elements:
            found[element] = min(begin, found.get(element, OPEN_END))
    return found


def _days(ask: Ask) -> int:
    text = ask.params.get("days", str(EFFECT_WINDOW_DAYS))
    if not text.isdecimal() or not 0 < int(text) <= _MOST_DAYS:
        raise InvalidValueError("days", text, f"1 – {_MOST_DAYS}", f"days={EFFECT_WINDOW_DAYS}")
    return int(text)


def _done(ask: Ask) -> dict[str, DoneRow]:
    """The last time at which each action was done."""
    # Of each time at which an action was done; the actions are counted once.
    times, things = _times(ask)
    latest = sorted(sorted(times), key=itemgetter(1), reverse=True)[:SHOWN]
    last: dict[str, DoneRow] = {}
    found = _done_of(ask, sorted({action for action, _ in latest}))
    for row in sorted(found, key=lambda r: (r.done, r.more or ())):
        last[row.action] = row
    ask.left_out(things - len(last))
    return last


def _times(ask: Ask) -> tuple[list[tuple[str, str]], int]:
    """Actions with the times at which they were done, the latest of them, and how many were."""
    if named := _named(ask):
        times = [(row.action, row.done) for row in _done_of(ask, named)]
        return times, len({action for action, _ in times})
    register = REGISTER.of(ask)
    latest, things = register.said.latest(ask.time, SHOWN)
    return [(register.ids[n], done) for n, done in latest], things


def _done_of(ask: Ask, actions: list[str]) -> list[DoneRow]:
    """Each time at which some actions were done, by the time asked about."""
    done = {"property": "state", "value": "done", "t": ask.time}
    return ask.rows(stages.DONE, **done, ids=actions)


def _named(ask: Ask) -> list[str]:
    """The actions asked about. Raises `UnknownElementError` for one that is not there."""
    parts = (p.strip() for p in ask.params.get("actions", "").split(";"))
    ids = [p if p.startswith(_ID) else f"{_ID}{p}" for p in dict.fromkeys(parts) if p]
    known = {row.source for row in ask.rows(stages.KNOWN, ids=ids)}
    for name in ids:
        if name not in known:
            raise unknown(name, known)
    return ids


def _behind(ask: Ask, actions: list[str]) -> dict[str, _Behind]:
    """Nonconformities, incidents and issues that led to each action, and their cause classes."""
    found = {action: _Behind() for action in actions}
    of: dict[str, list[_Behind]] = defaultdict(list)
    links = ask.rows(stages.ADDRESSED, ids=actions, t=ask.time)
    for link in sorted(links, key=lambda each: (each.target, each.claims or ())):
        one = found[link.source]
        one.nonconformities.add(link.target)
        one.claims += link.claims or ()
        of[link.target].append(one)
    ids = sorted(of)
    stated = _classes(ask, "Nonconformity", ids)
    rows = ask.rows(stages.BEHIND, ids=ids, t=ask.time)
    incidents = sorted({row.incident for row in rows})
    causes = _causes(ask, incidents)
    confirmed = _confirmed(_classes(ask, "Incident", incidents), causes)
    about = ask.rows(stages.ABOUT, ids=sorted({row.issue for row in rows}), t=ask.time)
    things: dict[str, set[str]] = defaultdict(set)
    began: dict[str, str] = {}
    for place in about:
        things[place.issue].add(place.element)
        began[place.issue] = min(place.began, began.get(place.issue, OPEN_END))
    for name in ids:
        for one in of[name]:
            one.stated |= stated.get(name, set())
    for row in rows:
        for one in of[row.nonconformity]:
            one.issues.add(row.issue)
            one.began = min(one.began, began.get(row.issue, OPEN_END))
            one.confirmed |= confirmed.get(row.incident, set())
            one.elements |= things[row.issue] | causes.get(row.incident, set())
    return found


def _classes(ask: Ask, label: str, ids: list[str]) -> dict[str, set[str]]:
    """The cause class stated last of each."""
    last: dict[str, tuple[str, set[str]]] = {}
    for row in ask.rows(stages.CLASSES[label], ids=ids, property="cause_class", t=ask.time):
        since, values = last.get(row.id, ("", set()))
        if row.since > since:
            last[row.id] = (row.since, {row.value})
        elif row.since == since:
            values.add(row.value)
    return {name: values for name, (_, values) in last.items()}


def _causes(ask: Ask, incidents: list[str]) -> dict[str, set[str]]:
    """The confirmed causes of incidents."""
    causes: dict[str, set[str]] = defaultdict(set)
    for link in ask.rows(stages.CAUSES, ids=incidents, t=ask.time):
        causes[link.source].add(link.target)
    return dict(causes)


def _confirmed(stated: Sets, causes: Sets) -> Sets:
    """Cause classes of incidents; where none is stated, the class is the cause's own."""
    classes = dict(stated)
    for incident, elements in causes.items():
        if incident not in stated:
            own = (CAUSE_CLASS_OF_KIND.get(kind_of(e).label, "") for e in elements)
            classes[incident] = {c for c in own if c}
    return classes


def _read(ask: Ask, since: Mapping[str, str]) -> _Graph:
    """The issues at each element since a moment: when they began, and their classes."""
    elements, earliest = sorted(since), min(since.values(), default=BEGINNING)
    at: dict[str, set[str]] = defaultdict(set)
    for label, stage in stages.AT.items():
        ids = [e for e in elements if kind_of(e).label == label]
        for row in ask.rows(stage, ids=ids, t=ask.time, since=earliest):
            if row.began >= since[row.element]:
                at[row.element].add(row.issue)
    for element, issue in _caused(ask, elements, earliest):
        at[element].add(issue)
    every = sorted({issue for found in at.values() for issue in found})
    return _Graph(at, _issues(ask, ask.rows(stages.ABOUT, ids=every, t=ask.time)))


def _caused(ask: Ask, elements: list[str], earliest: str) -> Iterator[tuple[str, str]]:
    """Elements, and the issues since a moment of which they are the confirmed cause."""
    every, now = ask.kept("effect caused", partial(_causing, ask)), ask.time
    for element in elements:
        for row in every.get(element, ()):
            if row.began >= earliest and row.since <= now < row.until and row.raised <= now:
                yield element, row.issue


def _causing(ask: Ask) -> dict[str, list[CausedRow]]:
    """All that anything was confirmed to be the cause of, by what it is; each text held once."""
    same: dict[str, str] = {}
    found: dict[str, list[CausedRow]] = defaultdict(list)
    for row in ask.values(stages.CAUSED):
        one = CausedRow._make(same.setdefault(value, value) for value in row)
        found[one.cause].append(one)
    return dict(found)


def _issues(ask: Ask, places: Sequence[AboutRow]) -> dict[str, _Issue]:
    began: dict[str, AboutRow] = {}
    for row in sorted(places, key=lambda r: (r.began, r.element, r.claims or ()), reverse=True):
        began[row.issue] = row
    incidents: dict[str, set[str]] = defaultdict(set)
    for link in ask.rows(stages.HANDLED, ids=sorted(began), t=ask.time):
        incidents[link.source].add(link.target)
    every = sorted({i for found in incidents.values() for i in found})
    stated = _classes(ask, "Incident", every)
    classes = _confirmed(stated, _causes(ask, [i for i in every if i not in stated]))
    return {
        name: _Issue(
            name,
            row.began,
            row.claims or (),
            frozenset(c for i in incidents[name] for c in classes.get(i, ())),
        )
        for name, row in began.items()
    }


def _row(ask: Ask, done: DoneRow, behind: _Behind, graph: _Graph, days: int) -> EffectRow:
    until = _shifted(done.done, days)
    ids = {i for e in behind.elements for i in graph.at.get(e, ())}
    near = sorted(
        (graph.issues[i] for i in ids if i in graph.issues), key=lambda i: (i.began, i.id)
    )
    first = min((i.began for i in near if i.id in behind.issues), default=done.done)
    since = min(first, _shifted(done.done, -days))
    same = [i for i in near if i.classes & behind.classes]
    before = [i for i in same if since <= i.began < done.done]
    after = [i for i in same if done.done <= i.began < until]
    open_ = [i for i in near if not i.classes and done.done <= i.began < until]
    result = _result(behind, after, open_, ask.time < until)
    shown = (*before[-LISTED:], *after[:LISTED])
    said = (*(done.claims or ()), *(done.more or ()), *behind.claims)
    zh, en = _detail(result, behind, days, (len(before), after, len(open_), done.done, until))
    return EffectRow(
        action=done.action,
        name=done.name or "",
        nonconformities=tuple(sorted(behind.nonconformities)),
        classes=tuple(sorted(behind.classes)),
        elements=tuple(sorted(behind.elements)),
        since=since,
        done=done.done,
        until=until,
        days=days,
        before=len(before),
        after=len(after),
        unknown=len(open_),
        result=result,
        issues_before=tuple(i.id for i in before[-LISTED:]),
        issues_after=tuple(i.id for i in after[:LISTED]),
        detail_zh=zh,
        detail_en=en,
        certainty=done.certainty or "",
        claims=tuple(dict.fromkeys((*said, *(c for i in shown for c in i.claims)))),
    )


def _shifted(moment: str, days: int) -> str:
    try:
        return format_valid(parse_moment(moment) + timedelta(days=days))
    except OverflowError:
        return moment if days < 0 else OPEN_END


def _result(behind: _Behind, after: Sequence[_Issue], open_: Sequence[_Issue], early: bool) -> str:
    """A recurrence is one at once; that nothing recurred is known at the end of the window."""
    if not behind.issues:
        return "no_issue"
    if not behind.classes:
        return "undetermined"
    if after:
        return "recurred"
    if early:
        return "too_early"
    return "undetermined" if open_ else "worked"


_Seen = tuple[int, Sequence[_Issue], int, str, str]


def _detail(result: str, behind: _Behind, days: int, seen: _Seen) -> tuple[str, str]:
    """Why it is so: `seen` are the issues before, after and unknown, when done, and until when."""
    before, after, open_, done, until = seen
    if result == "worked":
        return (
            f"完成前 {before} 次，完成后 {days} 天内没有再发生",
            f"{before} before it, none within {days} days after it",
        )
    if result == "recurred":
        lag = (parse_moment(after[0].began) - parse_moment(done)).days
        return (
            f"完成后第 {lag} 天又发生，{days} 天内 {len(after)} 次（此前 {before} 次）",
            f"again {lag} days after it, {len(after)} within {days} days ({before} before it)",
        )
    if result == "too_early":
        day = civil_day(until) or until
        return f"{day} 才满 {days} 天", f"{days} days are over on {day}"
    if result == "no_issue":
        return "背后没有数据质量问题", "no data-quality issue is behind it"
    if not behind.classes:
        return "没有确认起因类别", "no cause class is confirmed"
    return (
        f"完成后同一对象上有 {open_} 个问题没有确认起因类别",
        f"{open_} issues after it at the same elements have no confirmed cause class",
    )


def summary(rows: Sequence[EffectRow]) -> tuple[str, str]:
    """How many actions came to which result."""
    if not rows:
        return "没有已完成的措施", "no action was done"
    zh, en = tally(EFFECTS, (row.result for row in rows))
    return f"已完成的措施 {len(rows)} 项：{zh}", f"{len(rows)} actions done: {en}"
