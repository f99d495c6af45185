"""Where a trace begins: the issue, its series and its stations; or a station or an instrument."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from graph import UnknownElementError
from ontology import NODE_KINDS, OPEN_END, civil_day, key_parts, observed_alike
from queries.ask import Ask, unknown
from queries.trace import stages
from queries.trace.causes import suspected
from queries.trace.hop import Draft, Facts, Texts, gather

Rows = list[stages.StationRow]


@dataclass(slots=True)
class Context:
    """What is being traced: stations, the variable if one is known, one instrument if given.

    `edges`: by station or unit what was read of it; `deployed`: what was deployed at them.
    `deployment`: the only one that counts, where the issue is about a deployment.
    """

    stations: list[str] = field(default_factory=list)
    edges: dict[str, Rows] = field(default_factory=dict)
    deployed: list[stages.EquipmentRow] = field(default_factory=list)
    variable: str | None = None
    instrument: stages.InstrumentRow | None = None
    deployment: str | None = None
    drafts: list[Draft] = field(default_factory=list)


def begin(ask: Ask, element: str) -> Context:
    """The context of a start element. Raises `UnknownElementError` for one nobody speaks of."""
    prefix = element.partition(":")[0]
    if prefix == "issue":
        return _from_issue(ask, element)
    if prefix == "station":
        return _from_station(ask, element)
    if prefix == "instrument":
        return _from_instrument(ask, element)
    raise _unknown(ask, element)


def _unknown(ask: Ask, element: str) -> UnknownElementError:
    return unknown(element, ask.reader.ids_like(element))


def _at(ask: Ask, stations: Iterable[str], variable: str | None = None) -> Context:
    """What is read of stations and the units above them, and what was deployed there."""
    ids = sorted(set(stations))
    found = ask.soon(stages.STATION, ids=ids)
    deployed = ask.soon(
        stages.DEPLOYMENTS,
        ids=ids,
        any_variable=variable is None,
        variables=list(observed_alike(variable)) if variable is not None else [],
        t=ask.time,
    )
    edges: dict[str, Rows] = defaultdict(list)
    for row in found.rows:
        edges[row.id].append(row)
    return Context(ids, edges, deployed.rows, variable)


def _from_issue(ask: Ask, element: str) -> Context:
    rows = ask.rows(stages.ISSUE, id=element)
    if not rows or rows[0].began is None:
        raise _unknown(ask, element)
    issue = rows[0]
    ask.at(str(issue.began))
    causes = ask.soon(stages.CAUSES, id=element, t=ask.time)
    about = sorted((r for r in rows if r.via == "ABOUT"), key=_reading_order)
    if not about:
        drafts = [_issue_draft(issue), *suspected(element, causes.rows)]
        return Context(drafts=[*drafts, _no_station(element, "ABOUT")])
    ends = _ends(rows)
    ids = [str(r.target) for r in about]
    direct = {i for i in ids if i.startswith("station:")}
    stations = direct | {str(e.target) for i in ids for e in ends[i]}
    context = _at(ask, stations, _variable(rows))
    if len(ids) == 1 and ids[0].startswith("deployment:"):
        context.deployment = ids[0]
    edges, drafts = context.edges, context.drafts
    drafts += [_issue_draft(issue), *suspected(element, causes.rows)]
    drafts += _series(about, ends, element)
    for i in ids:
        if i in direct:
            drafts.append(_station_draft(edges, i, element, "ABOUT"))
            continue
        drafts += [_station_draft(edges, str(e.target), i, str(e.via)) for e in ends[i]]
        if not ends[i]:
            drafts.append(_no_station(i, _TO_STATION[i.partition(":")[0]]))
    return context


_TO_STATION = {"series": "OBSERVED_AT", "deployment": "AT_STATION"}


def _reading_order(row: stages.IssueRow) -> tuple[int, str, Texts]:
    """Series first, then stations, then deployments."""
    target = str(row.target)
    kind = ("series", "station", "deployment").index(target.partition(":")[0])
    return (kind, target, row.target_claims or ())


def _ends(rows: Iterable[stages.IssueRow]) -> dict[str, list[stages.IssueRow]]:
    """By series or deployment the edges to its station."""
    found = (r for r in rows if r.via in _TO_STATION.values())
    ends: dict[str, list[stages.IssueRow]] = defaultdict(list)
    for row in sorted(found, key=lambda r: (str(r.target), r.target_claims or ())):
        ends[row.source].append(row)
    return ends


def _series(
    about: Iterable[stages.IssueRow], ends: dict[str, list[stages.IssueRow]], element: str
) -> list[Draft]:
    return [
        Draft(
            "series",
            "ok",
            str(row.target),
            element,
            "ABOUT",
            certainty=row.target_certainty or "",
            claims=gather(row.target_claims, *(e.target_claims for e in ends[str(row.target)])),
        )
        for row in about
        if str(row.target).startswith("series:")
    ]


def _variable(rows: Sequence[stages.IssueRow]) -> str | None:
    """The one variable that the issue is about; None where there is none, or several."""
    variable = NODE_KINDS["Variable"]
    found = {key_parts(variable, str(r.target))[0] for r in rows if r.via == "OF_VARIABLE"}
    found |= {
        r.variable
        for r in rows
        if r.via == "ABOUT" and r.variable and str(r.target).startswith("deployment:")
    }
    return found.pop() if len(found) == 1 else None


def _no_station(parent: str, via: str) -> Draft:
    return Draft(
        "station",
        "missing",
        "",
        parent,
        via,
        "没有说明问题出在何处",
        "where the issue was is not stated",
        term="3-06",
    )


def _issue_draft(issue: stages.IssueRow) -> Draft:
    value = None if issue.value is None else f"{issue.value:g}"
    facts: Facts = tuple(
        (k, v)
        for k, v in (
            ("kind", issue.kind),
            ("test", issue.test),
            ("value", value),
            ("severity", issue.severity),
        )
        if v
    )
    until = f" 至 {civil_day(issue.ended)}" if issue.ended and civil_day(issue.ended) else " 起"
    return Draft(
        "issue",
        "ok",
        issue.id,
        "",
        "",
        f"{civil_day(str(issue.began))}{until}",
        f"from {civil_day(str(issue.began))}",
        valid_from=str(issue.began),
        valid_to=issue.ended or OPEN_END,
        certainty=issue.certainty or "",
        claims=issue.claims or (),
        facts=facts,
    )


def _station_draft(edges: dict[str, Rows], station: str, parent: str, via: str) -> Draft:
    found = edges[station][0]
    if found.stub:
        return Draft(
            "station",
            "missing",
            station,
            parent,
            via,
            "只被引用，没有台站记录",
            "cited only; no station record",
            term="3-06",
        )
    return Draft(
        "station",
        "ok",
        station,
        parent,
        via,
        name=found.name or "",
        certainty=found.certainty or "",
        claims=found.claims or (),
        term="3-06",
    )


def _from_station(ask: Ask, element: str) -> Context:
    context = _at(ask, [element])
    if not context.edges:
        raise _unknown(ask, element)
    context.drafts.append(_station_draft(context.edges, element, "", ""))
    return context


def _from_instrument(ask: Ask, element: str) -> Context:
    found = ask.soon(stages.INSTRUMENT, id=element)
    placed = ask.soon(stages.DEPLOYED_AT, id=element)
    if not found.rows:
        raise _unknown(ask, element)
    context = _at(ask, (p.station for p in placed.rows if p.valid_from <= ask.time < p.valid_to))
    context.instrument = found.rows[0]
    context.drafts += [_station_draft(context.edges, s, element, "USES") for s in context.stations]
    return context
