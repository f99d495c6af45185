"""Where a trace begins: an issue, a station or an instrument, and the moment that counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from graph import UnknownElementError
from ontology import NODE_KINDS, OPEN_END, civil_day, key_parts
from queries.run import Ask, unknown
from queries.trace import stages
from queries.trace.hop import Draft, Facts, Texts, gather


@dataclass(slots=True)
class Context:
    """What is being traced: stations, the variable if one is known, one instrument if given.

    `deployment`: the only one that counts, where the issue is about a deployment.
    """

    drafts: list[Draft]
    stations: list[str]
    variable: str | None = None
    instrument: str | None = None
    deployment: str | None = None


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


def _from_issue(ask: Ask, element: str) -> Context:
    rows = ask.rows(stages.ISSUE, id=element)
    if not rows or rows[0].began is None:
        raise _unknown(ask, element)
    issue = rows[0]
    ask.at(str(issue.began))
    about = sorted(ask.rows(stages.ABOUT, id=element), key=_reading_order)
    drafts = [_issue_draft(issue)]
    if not about:
        drafts.append(_no_station(element, "ABOUT"))
        return Context(drafts, [])
    ends = _ends(ask, about)
    for row in about:
        if row.id.startswith("series:"):
            claims = (e.claims for e in ends[row.id])
            drafts.append(
                Draft(
                    "series",
                    "ok",
                    row.id,
                    element,
                    "ABOUT",
                    certainty=row.certainty or "",
                    claims=gather(row.claims, *claims),
                )
            )
    stations: set[str] = set()
    for row in about:
        if row.id.startswith("station:"):
            drafts.append(_station_draft(ask, row.id, element, "ABOUT"))
            stations.add(row.id)
            continue
        drafts += [_station_draft(ask, e.id, row.id, e.via) for e in ends[row.id]]
        if not ends[row.id]:
            drafts.append(_no_station(row.id, _TO_STATION[row.id.partition(":")[0]]))
        stations.update(e.id for e in ends[row.id])
    only = about[0].id if len(about) == 1 and about[0].id.startswith("deployment:") else None
    return Context(drafts, sorted(stations), _variable(ask, about), deployment=only)


_TO_STATION = {"series": "OBSERVED_AT", "deployment": "AT_STATION"}


def _reading_order(row: stages.AboutRow) -> tuple[int, str, Texts]:
    """Series first, then stations, then deployments."""
    kind = ("series", "station", "deployment").index(row.id.partition(":")[0])
    return (kind, row.id, row.claims or ())


def _ends(ask: Ask, about: Sequence[stages.AboutRow]) -> dict[str, list[stages.EndRow]]:
    """By series or deployment the edges to its station."""
    ids = {p: sorted({r.id for r in about if r.id.startswith(f"{p}:")}) for p in _TO_STATION}
    rows = [
        *ask.rows(stages.SERIES_STATIONS, ids=ids["series"]),
        *ask.rows(stages.DEPLOYMENT_STATIONS, ids=ids["deployment"]),
    ]
    ends: dict[str, list[stages.EndRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: (r.id, r.claims or ())):
        ends[row.source].append(row)
    return ends


def _variable(ask: Ask, about: Sequence[stages.AboutRow]) -> str | None:
    """The one variable that the issue is about; None where there is none, or several."""
    series = sorted({r.id for r in about if r.id.startswith("series:")})
    found = {
        key_parts(NODE_KINDS["Variable"], e.id)[0]
        for e in ask.rows(stages.SERIES_VARIABLES, ids=series)
    }
    found |= {r.variable for r in about if r.variable and r.id.startswith("deployment:")}
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


def _station_draft(ask: Ask, station: str, parent: str, via: str) -> Draft:
    rows = ask.rows(stages.STATION, id=station)
    found = rows[0] if rows else None
    if found is None or found.stub:
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
    if not ask.rows(stages.STATION, id=element):
        raise _unknown(ask, element)
    return Context([_station_draft(ask, element, "", "")], [element])


def _from_instrument(ask: Ask, element: str) -> Context:
    rows = ask.rows(stages.INSTRUMENT, id=element)
    if not rows:
        raise _unknown(ask, element)
    placed = [
        p for p in ask.rows(stages.DEPLOYED_AT, id=element) if p.valid_from <= ask.time < p.valid_to
    ]
    stations = sorted({p.station for p in placed})
    drafts = [_station_draft(ask, s, element, "USES") for s in stations]
    return Context(drafts, stations, instrument=element)
