"""What an impact shows: standards, series, issues and units, each with its period and evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ontology import NODE_KINDS, OPEN_END, key_parts, make_id
from queries.ask import Ask
from queries.impact import stages
from queries.impact.doubt import Doubt
from queries.impact.spread import INSTRUMENT, STANDARD, Spread, first_of, is_a

Texts = tuple[str, ...]
_KINDS = {kind.prefix: kind for kind in NODE_KINDS.values()}


@dataclass(frozen=True, slots=True)
class ImpactRow:
    """One thing that an element in doubt reaches.

    `part`: standard | series | backup (an instrument that stood by) | stock (one that was not
    deployed) | issue | dataset (that holds such series) | product (made of such data sets) | rests
    (a process, station or system that rests on the element) | unit (to notify) | unfollowed (a
    standard below which nobody looked). `level`: how many calibrations stand between; `basis`:
    found | supposed | rests; `through`: by which calibration, deployment, series, variable or data
    set it is reached. `values`: how many values the lake has of the period, None where it has none.
    `things`: for how many elements a unit answers or how many it receives, of how many data sets a
    product is made, how many of the series a data set holds.
    """

    part: str
    element: str
    name: str
    station: str
    level: int | None
    basis: str
    through: str
    instrument: str
    valid_from: str
    valid_to: str
    values: int | None
    things: int | None
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open interval in which something is in doubt, and the doubt it begins with."""

    begin: str
    end: str
    doubt: Doubt


def merged(periods: Iterable[Period]) -> list[Period]:
    """Periods in order, those that meet or overlap as one."""
    found: list[Period] = []
    for one in sorted(periods, key=lambda p: (p.begin, p.doubt.level, p.doubt.through, p.end)):
        if found and one.begin <= found[-1].end:
            found[-1] = replace(found[-1], end=max(found[-1].end, one.end))
        else:
            found.append(one)
    return found


def _shown(element: str, name: str | None = None) -> str:
    if name:
        return name
    kind = _KINDS.get(element.partition(":")[0])
    return " · ".join(key_parts(kind, element)) if kind else element


def standards(spread: Spread) -> list[ImpactRow]:
    """The standards in doubt, and those below which nobody looked."""
    rows = []
    by: dict[str, list[Period]] = defaultdict(list)
    for d in spread.doubts:
        if is_a(STANDARD, d.subject):
            by[d.subject].append(Period(d.begin, d.end, d))
    for subject in sorted(by):
        rows += [_subject_row("standard", p) for p in merged(by[subject])]
    cut = sorted(spread.unfollowed, key=lambda d: (d.subject, d.begin, d.through))
    return rows + [_subject_row("unfollowed", Period(d.begin, d.end, d)) for d in cut]


def _subject_row(part: str, period: Period) -> ImpactRow:
    d = period.doubt
    return ImpactRow(
        part=part,
        element=d.subject,
        name=_shown(d.subject),
        station="",
        level=d.level,
        basis=d.basis,
        through=d.through,
        instrument="",
        valid_from=period.begin,
        valid_to=period.end,
        values=None,
        things=None,
        certainty=d.certainty,
        claims=d.claims,
    )


def series(ask: Ask, spread: Spread) -> list[ImpactRow]:
    """What instruments in doubt observed: the series and the periods; those that stood by."""
    doubts: dict[str, list[Doubt]] = defaultdict(list)
    for d in spread.doubts:
        if is_a(INSTRUMENT, d.subject):
            doubts[d.subject].append(d)
    found = ask.rows(stages.DEPLOYED, ids=sorted(doubts))
    rows: list[ImpactRow] = []
    used: set[str] = set()
    key = _deployed_key
    groups: dict[tuple[str, str, str], list[tuple[stages.DeployedRow, Period]]] = defaultdict(list)
    for row in sorted(found, key=key):
        for period in _while_deployed(row, doubts[row.instrument], ask.time):
            groups[row.instrument, row.deployment, row.station].append((row, period))
    for (instrument, _, _), group in sorted(groups.items()):
        used.add(instrument)
        by = {id(p.doubt): row for row, p in reversed(group)}
        rows += [_series_row(by[id(p.doubt)], p) for p in merged(p for _, p in group)]
    for instrument in sorted(set(doubts) - used):
        periods = merged(Period(d.begin, d.end, d) for d in doubts[instrument])
        rows += [_subject_row("stock", p) for p in periods]
    order = ("series", "backup", "stock")
    return sorted(rows, key=lambda r: (order.index(r.part), r.station, r.element, r.valid_from))


def _deployed_key(row: stages.DeployedRow) -> Texts:
    return (
        row.instrument,
        row.deployment,
        row.station,
        row.use_from,
        row.at_from,
        *(row.claims or ()),
    )


def _while_deployed(
    row: stages.DeployedRow, doubts: Sequence[Doubt], moment: str
) -> Iterable[Period]:
    for d in doubts:
        begin = max(row.use_from, row.at_from, d.begin)
        end = min(row.use_to, row.at_to, d.end)
        if begin < end and begin <= moment:
            yield Period(begin, end, d)


def _series_row(row: stages.DeployedRow, period: Period) -> ImpactRow:
    d, element = period.doubt, row.deployment
    if row.variable:
        station = key_parts(NODE_KINDS["Station"], row.station)[0]
        element = make_id(NODE_KINDS["Series"], station, row.variable)
    return ImpactRow(
        part="backup" if row.role == "backup" else "series",
        element=element,
        name=f"{_shown(row.station, row.name)} {row.variable or ''}".strip(),
        station=row.station,
        level=d.level,
        basis=d.basis,
        through=row.deployment,
        instrument=row.instrument,
        valid_from=period.begin,
        valid_to=period.end,
        values=None,
        things=None,
        certainty=row.certainty or "",
        claims=tuple(dict.fromkeys((*first_of(row.claims, row.more), *d.claims))),
    )


def issues(ask: Ask, observed: Sequence[ImpactRow]) -> list[ImpactRow]:
    """The issues about these series and deployments that began while they were in doubt."""
    spans: dict[str, list[ImpactRow]] = defaultdict(list)
    for row in observed:
        if row.part == "series":
            spans[row.element].append(row)
            spans[row.through].append(row)
    found: dict[str, tuple[stages.IssueRow, ImpactRow]] = {}
    for prefix, stage in stages.ISSUES.items():
        ids = sorted(e for e in spans if e.startswith(prefix + ":"))
        for q in sorted(ask.rows(stage, ids=ids), key=lambda q: (q.id, q.through, q.claims or ())):
            began = q.began
            if began is None or began > ask.time:
                continue
            within = [r for r in spans[q.through] if r.valid_from <= began < r.valid_to]
            if within:
                found.setdefault(q.id, (q, min(within, key=_nearest)))
    return [_issue_row(*found[i]) for i in sorted(found)]


def _nearest(row: ImpactRow) -> tuple[int, str, str]:
    return (row.level or 0, row.through, row.valid_from)


def _issue_row(q: stages.IssueRow, row: ImpactRow) -> ImpactRow:
    return replace(
        row,
        part="issue",
        element=q.id,
        name=q.test or _shown(q.id),
        through=q.through,
        valid_from=str(q.began),
        valid_to=q.ended or OPEN_END,
        certainty=q.certainty or "",
        claims=q.claims or (),
    )


def resting(rows: Iterable[stages.LinkRow]) -> list[ImpactRow]:
    """Processes, stations, systems that rest on the element itself."""
    return [
        ImpactRow(
            part="rests",
            element=r.other,
            name=_shown(r.other, r.name),
            station="",
            level=0,
            basis="supposed",
            through=r.via,
            instrument="",
            valid_from=r.valid_from,
            valid_to=r.valid_to,
            values=None,
            things=None,
            certainty=r.certainty or "",
            claims=r.claims or (),
        )
        for r in rows
    ]


def units(
    ask: Ask, spread: Spread, observed: Sequence[ImpactRow], given: Sequence[ImpactRow]
) -> list[ImpactRow]:
    """The units to notify.

    Who runs the stations, keeps the standards, did the calibrations, and who receives the data sets
    and products `given` out.
    """
    ids: Mapping[str, set[str]] = {
        **{part: {r.element for r in given if r.part == part} for part in ("dataset", "product")},
        "station": {r.station for r in observed if r.part == "series"},
        STANDARD: {d.subject for d in spread.doubts if is_a(STANDARD, d.subject)},
        "calibration": {d.through for d in spread.doubts if d.through},
    }
    found: dict[tuple[str, str], list[stages.LinkRow]] = defaultdict(list)
    for prefix, stage in stages.TOLD.items():
        for r in ask.rows(stage, ids=sorted(ids[prefix]), t=ask.time):
            found[r.other, r.via].append(r)
    return [
        linked("unit", unit, ways, len({r.id for r in ways}), via)
        for (unit, via), ways in sorted(found.items())
    ]


def linked(
    part: str, element: str, ways: Sequence[stages.LinkRow], things: int, through: str = ""
) -> ImpactRow:
    """One row for what several edges lead to: the first stands for all.

    `through`: by what, where that is not the start of the first edge.
    """
    first = min(ways, key=lambda r: (r.id, r.valid_from, r.claims or ()))
    return ImpactRow(
        part=part,
        element=element,
        name=_shown(element, first.name),
        station="",
        level=None,
        basis="",
        through=through or first.id,
        instrument="",
        valid_from=first.valid_from,
        valid_to=first.valid_to,
        values=None,
        things=things,
        certainty=first.certainty or "",
        claims=first.claims or (),
    )
