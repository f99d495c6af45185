"""Where a trace begins: an issue, a station or an instrument, and the moment that counts."""

from __future__ import annotations

from dataclasses import dataclass

from graph import UnknownElementError
from ontology import NODE_KINDS, civil_day, key_parts, label_prefix
from queries.run import Ask
from queries.trace import stages
from queries.trace.hop import Draft, Facts, gather


@dataclass(slots=True)
class Context:
    """What is being traced: stations, the variable if one is known, one instrument if given."""

    drafts: list[Draft]
    stations: list[str]
    variable: str | None = None
    instrument: str | None = None


def begin(ask: Ask, element: str) -> Context:
    """The context of a start element. Raises `UnknownElementError` for one nobody speaks of."""
    prefix = label_prefix(element) if ":" in element else ""
    if prefix == "issue":
        return _from_issue(ask, element)
    if prefix == "station":
        return _from_station(ask, element)
    if prefix == "instrument":
        return _from_instrument(ask, element)
    raise UnknownElementError(element)


def _from_issue(ask: Ask, element: str) -> Context:
    rows = ask.rows(stages.ISSUE, id=element)
    if not rows or rows[0].began is None:
        raise UnknownElementError(element)
    issue = rows[0]
    ask.at(str(issue.began))
    about = [
        *ask.rows(stages.ABOUT_SERIES, id=element),
        *ask.rows(stages.ABOUT_STATION, id=element),
        *ask.rows(stages.ABOUT_DEPLOYMENT, id=element),
    ]
    drafts = [_issue_draft(issue)]
    if not about:
        drafts.append(
            Draft(
                "station",
                "missing",
                "",
                element,
                "ABOUT",
                "没有说明问题出在何处",
                "what the issue is about is not stated",
            )
        )
        return Context(drafts, [])
    variables = {_variable_code(a.variable) for a in about if a.variable}
    for row in about:
        if row.through is not None and label_prefix(row.through) == "series":
            drafts.append(
                Draft(
                    "series",
                    "ok",
                    row.through,
                    element,
                    "ABOUT",
                    certainty=row.certainty or "",
                    claims=gather(row.claims, row.more),
                )
            )
    stations = sorted({a.station for a in about})
    for row in about:
        via = "OBSERVED_AT" if row.through else "ABOUT"
        drafts.append(_station_draft(ask, row.station, row.through or element, via))
    return Context(drafts, stations, variables.pop() if len(variables) == 1 else None)


def _variable_code(variable: str) -> str:
    if variable.startswith("variable:"):
        return key_parts(NODE_KINDS["Variable"], variable)[0]
    return variable


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
        raise UnknownElementError(element)
    return Context([_station_draft(ask, element, "", "")], [element])


def _from_instrument(ask: Ask, element: str) -> Context:
    rows = ask.rows(stages.INSTRUMENT, id=element)
    if not rows:
        raise UnknownElementError(element)
    placed = [
        p for p in ask.rows(stages.DEPLOYED_AT, id=element) if p.valid_from <= ask.time < p.valid_to
    ]
    stations = sorted({p.station for p in placed})
    drafts = [_station_draft(ask, s, element, "USES") for s in stations]
    return Context(drafts, stations, instrument=element)
