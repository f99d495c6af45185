"""Issues like another, by the features of every issue there is."""

from __future__ import annotations

from datetime import datetime, timedelta

from oracle.reading import Link, NobodySpeaksOf, Reading, claims_of, day, parts, text

from ontology import observed_variable
from queries.similar import SHOWN, SimilarRow

SEASON = dict(zip((12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), "冬冬冬春春春夏夏夏秋秋秋", strict=True))
LINKS = (
    "station:", "instrument:", "batch:", "calibration:", "measurement_standard:", "maintenance:",
)  # fmt: skip


def answer(reading: Reading, element: str) -> list[SimilarRow]:
    if element not in reading or not element.startswith("issue:"):
        raise NobodySpeaksOf(element)
    mine = features(reading, element)
    found = []
    for issue in reading.of_kind("Issue"):
        node = reading.node(issue)
        theirs = features(reading, issue)
        shared = mine & theirs
        began = text(node, "began")
        if issue == element or not any(f.startswith(LINKS) for f in shared) or began > reading.now:
            continue
        found.append(SimilarRow(0, issue, text(node, "test"), began,
                                len(shared) / len(mine | theirs), tuple(sorted(shared)),
                                len(mine | theirs), text(node, "certainty"),
                                claims_of(node)))  # fmt: skip
    found.sort(key=lambda r: (-r.similarity, r.issue))
    return [
        SimilarRow(n, r.issue, r.test, r.began, round(r.similarity, 4), r.shared, r.of,
                   r.certainty, r.claims)
        for n, r in enumerate(found[:SHOWN], 1)
    ]  # fmt: skip


def features(reading: Reading, issue: str) -> set[str]:
    node = reading.node(issue)
    began = text(node, "began")
    abouts = {x.other for x in reading.out(issue, "ABOUT")}
    if not began or not abouts:
        return set()
    found = {f"{name}:{text(node, name)}" for name in ("kind", "test") if text(node, name)}
    found.add(f"season:{SEASON[int(day(began)[5:7])]}")
    for about in abouts:
        found |= of_thing(reading, about, began)
    return found


def of_thing(reading: Reading, about: str, began: str) -> set[str]:
    kind, variable = about.partition(":")[0], ""
    if kind == "series":
        key, variable = parts(about)
        stations = {f"station:{key}"}
    elif kind == "station":
        stations = {about}
    else:
        stations = {x.other for x in reading.out(about, "AT_STATION") if x.holds(began)}
    variable = observed_variable(variable)
    found = {f"variable:{variable}"} if variable else set()
    for s in stations:
        found |= {s} | held(reading.out(s, "OPERATED_BY"), began) | visits(reading, s, began)
        for placed in reading.into(s, "AT_STATION"):
            said = observed_variable(text(placed.node, "variable"))
            role = text(placed.node, "role")
            fits = placed.other == about or (variable and said == variable and role != "backup")
            if not fits or not placed.holds(began):
                continue
            for use in reading.out(placed.other, "USES"):
                if use.holds(began):
                    found |= {use.other} | behind(reading, use.other, began)
                    found |= {f"variable:{said}"} if said else set()
    return found


def held(links: list[Link], moment: str) -> set[str]:
    return {x.other for x in links if x.holds(moment)}


def behind(reading: Reading, instrument: str, began: str) -> set[str]:
    found = held(reading.out(instrument, "OF_MODEL", "OF_BATCH"), began)
    found |= visits(reading, instrument, began)
    past = [x for x in reading.out(instrument, "HAS_CALIBRATION") if x.begin <= began]
    for x in past:
        if x.begin == max(p.begin for p in past):
            found |= {x.other} | held(reading.out(x.other, "USED_STANDARD"), began)
    return found


def visits(reading: Reading, thing: str, began: str) -> set[str]:
    """Who came to it in the 120 days before, to the second."""
    found = [x for x in reading.into(thing, "AFFECTED") if x.other.startswith("maintenance:")]
    return {
        x.other
        for x in found
        if timedelta(0) <= moment_of(began) - moment_of(x.begin) <= timedelta(days=120)
    }


def moment_of(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007 - all of them are UTC
