"""Issues by a dimension, counted one by one."""

from __future__ import annotations

from collections import Counter

from oracle.reading import Reading, claims_of, day, parts, shown, text

from ontology import observed_variable, unescape_part
from queries.pareto import ParetoRow


def answer(reading: Reading, **params: str) -> list[ParetoRow]:
    by, now = params["by"], reading.now
    first, last = params.get("from", "0000"), params.get("to", "9999-99")
    issues = [
        i
        for i in reading.of_kind("Issue")
        if "" < text(reading.node(i), "began") <= now
        and first <= day(text(reading.node(i), "began")) <= last
    ]
    first = first_codes(reading, issues) if by == "variable" else {}

    def values(issue: str) -> list[tuple[str, Target | None]]:
        return [(first.get(v, v), target) for v, target in values_of(reading, issue, by)]

    groups: dict[str, set[str]] = {}
    about: dict[str, set[tuple[int, str]]] = {}
    for issue in issues:
        for value, target in values(issue):
            groups.setdefault(value, set()).add(issue)
            if target:
                about.setdefault(value, set()).add(target)
    # An issue about two things of one value counts with each of them.
    counts = {v: sum(1 for i in g for x, _ in values(i) if x == v)
              if by in ("station", "variable", "area", "unit") else len(g)
              for v, g in groups.items()}  # fmt: skip
    order = sorted(groups, key=lambda v: (0 if by == "month" else -counts[v], v))
    rows, so_far = [], 0
    for rank, value in enumerate(order, 1):
        so_far += counts[value]
        among = groups[value]
        if value in about:
            _, target = min(about[value])
            among = {i for i in among if any(x.other == target for x in reading.out(i, "ABOUT"))}
        sample = "" if by in ABOUT and value not in about else min(among)
        months: Counter[str] = Counter()
        if params.get("trend") == "yes":
            for i in groups[value]:
                times = sum(1 for x, _ in values(i) if x == value)
                months[day(text(reading.node(i), "began"))[:7]] += times
        node = reading.node(sample) if sample else {}
        rows.append(ParetoRow(
            rank, value, name(reading, value), counts[value],
            round(counts[value] / len(issues), 4), round(so_far / len(issues), 4),
            tuple(sorted((m, n) for m, n in months.items() if n)), sample,
            text(node, "certainty"), claims_of(node)))  # fmt: skip
    return rows


ABOUT = ("station", "variable", "area", "unit")
Target = tuple[int, str]


def first_codes(reading: Reading, issues: list[str]) -> dict[str, str]:
    """Of each variable the first of those of the issues that are the same to the table."""
    found = {v for i in issues for v, _ in values_of(reading, i, "variable") if v}
    shared = {v: observed_variable(unescape_part(v.partition(":")[2])) for v in found}
    return {v: min(w for w in found if shared[w] == shared[v]) for v in found}


def values_of(reading: Reading, issue: str, by: str) -> list[tuple[str, Target | None]]:
    """The values of an issue, for each thing it is about."""
    node = reading.node(issue)
    if by in ("kind", "test", "severity", "channel"):
        return [(text(node, by), None)]
    if by == "month":
        return [(day(text(node, "began"))[:7], None)]
    if by == "cause":
        incidents = [x.other for x in reading.into(issue, "RAISED_FROM")]
        causes = {c.other.split(":")[0] for e in incidents for c in reading.out(e, "CAUSED_BY")}
        return [(c, None) for c in causes]
    if by in ("model", "laboratory"):
        return [(v, None) for v in behind(reading, issue, by)]
    found: list[tuple[str, Target | None]] = []
    for target in sorted({x.other for x in reading.out(issue, "ABOUT")}):
        key = (["deployment", "series", "station"].index(target.split(":")[0]), target)
        found += [(v, key) for v in of_thing(reading, target, by)]
    return found or [("", None)]


def of_thing(reading: Reading, target: str, by: str) -> list[str]:
    if by == "variable":
        if target.startswith("series:"):
            return [f"variable:{parts(target)[1]}"]
        said = text(reading.node(target), "variable") if target.startswith("deployment:") else ""
        return [f"variable:{said}" if said else ""]
    stations = {target} if target.startswith("station:") else set()
    if target.startswith("series:"):
        stations = {f"station:{parts(target)[0]}"}
    if target.startswith("deployment:"):
        stations = {x.other for x in reading.out(target, "AT_STATION")} or {""}
    if by == "station":
        return sorted(stations)
    edge = {"area": "IN_AREA", "unit": "OPERATED_BY"}[by]
    values = set()
    for s in stations:
        values |= {x.other for x in reading.out(s, edge) if x.holds(reading.now)} or {""}
    return sorted(values)


def behind(reading: Reading, issue: str, by: str) -> set[str]:
    began, found = text(reading.node(issue), "began"), set()
    for series in reading.out(issue, "ABOUT"):
        for at in reading.out(series.other, "OBSERVED_AT"):
            for placed in reading.into(at.other, "AT_STATION"):
                deployment = reading.node(placed.other)
                fits = text(deployment, "variable") == text(series.node, "variable") != ""
                if not fits or text(deployment, "role") == "backup" or not placed.holds(began):
                    continue
                for use in reading.out(placed.other, "USES"):
                    if use.holds(began):
                        found |= of_instrument(reading, use.other, by, began)
    return found


def of_instrument(reading: Reading, instrument: str, by: str, began: str) -> set[str]:
    if by == "model":
        return {x.other for x in reading.out(instrument, "OF_MODEL")}
    done = [
        (x.begin, u.other)
        for x in reading.out(instrument, "HAS_CALIBRATION")
        if x.begin <= began
        for u in reading.out(x.other, "PERFORMED_BY")
    ]
    return {max(done)[1]} if done else set()


def name(reading: Reading, value: str) -> str:
    if ":" not in value:
        return ""
    kind = value.partition(":")[0]
    named = kind in ("admin_area", "unit", "station", "variable")
    said = text(reading.node(value), "name") if named and value in reading else ""
    return said or shown(value)
