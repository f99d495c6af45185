"""Issues with their station, their state and who handles them, read plainly."""

from __future__ import annotations

from oracle.reading import OPEN_END, Link, Reading, claims_of, parts, text

from queries.issues import IssueRow

SETTLED = {"closed", "resolved", "wont_fix", "withdrawn"}
State = tuple[str, tuple[str, ...]]


def answer(
    reading: Reading, station: str = "", kind: str = "", unsettled: str = ""
) -> list[IssueRow]:
    found = []
    for issue in reading.of_kind("Issue"):
        node = reading.node(issue)
        if kind not in ("", text(node, "kind")):
            continue
        if unsettled == "yes" and any(s in SETTLED for s in every_state(reading, issue)):
            continue
        for link in reading.out(issue, "ABOUT"):
            at, variable = place(link.other)
            if link.begin <= reading.now and station in ("", at):
                found.append((link.other, row(reading, issue, link, at, variable)))
    rows = [r for _, r in sorted(found, key=lambda pair: (pair[1].issue, pair[0]))]
    return sorted(rows, key=lambda r: r.began, reverse=True)


def row(reading: Reading, issue: str, link: Link, at: str, variable: str) -> IssueRow:
    node = reading.node(issue)
    state, claims = state_of(reading, issue)
    return IssueRow(
        issue=issue,
        kind=text(node, "kind"),
        test=text(node, "test"),
        station=at,
        station_name=text(reading.node(at), "name") if at in reading else "",
        variable=variable,
        began=link.begin,
        ended="" if link.end == OPEN_END else link.end,
        severity=text(node, "severity"),
        value=text(node, "value"),
        state=state,
        assigned=handlers(reading, issue),
        certainty=text(link.edge, "certainty"),
        claims=tuple(dict.fromkeys((*link.claims, *claims_of(node), *claims))),
    )


def place(about: str) -> tuple[str, str]:
    if about.startswith("series:"):
        key, _, _ = about.partition(":")[2].partition("|")
        return f"station:{key}", parts(about)[1]
    return about, ""


def states(reading: Reading, element: str, name: str) -> list[tuple[str, str, State]]:
    """Begin, element, and state with its claims, of the states that hold."""
    return [
        (x.begin, element, (text(x.node, "value"), x.claims))
        for x in reading.out(element, "HAS_STATE")
        if x.holds(reading.now) and text(x.node, "property") == name
    ]


def last(found: list[tuple[str, str, State]]) -> list[State]:
    """Those begun last, by element and value."""
    latest = max((begin for begin, _, _ in found), default="")
    return [state for begin, _, state in sorted(found) if begin == latest]


def incidents(reading: Reading, issue: str) -> list[str]:
    return sorted({x.other for x in reading.into(issue, "RAISED_FROM")})


def of_incidents(reading: Reading, issue: str) -> list[State]:
    return last([s for n in incidents(reading, issue) for s in states(reading, n, "state")])


def every_state(reading: Reading, issue: str) -> list[str]:
    own = last(states(reading, issue, "status"))
    return [value for value, _ in (*of_incidents(reading, issue), *own)]


def state_of(reading: Reading, issue: str) -> State:
    own = last(states(reading, issue, "status"))
    return next(iter((*of_incidents(reading, issue), *own)), ("", ()))


def handlers(reading: Reading, issue: str) -> tuple[str, ...]:
    units = {
        text(x.node, "name") or parts(x.other)[0]
        for incident in incidents(reading, issue)
        for x in reading.out(incident, "ASSIGNED_TO")
        if x.holds(reading.now)
    }
    return tuple(sorted(units))
