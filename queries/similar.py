"""`similar`: issues that share a link of their chains with an issue, the likest first.

An issue has features: kind, test, variable and season; station and its operator; the instrument
that observed when it began, its model, batch and latest calibration, and the standards used in it;
the maintenance visits to either within `EFFECT_DAYS` before it began, as `causes` looks at them.
Compared are issues that share station, instrument, batch, calibration, standard or visit. The
measure is Jaccard's: features of both, divided by features of either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ontology import NODE_KINDS, civil_day, key_parts, make_id, observed_variable
from queries.ask import Ask, unknown
from queries.causes.behind import window_begin
from queries.model import Param, Query, Stage

Texts = tuple[str, ...]
SHOWN = 50
SEASONS = ("冬", "春", "夏", "秋")
"""December to February, and so on; by the civil month in which an issue began."""
CHAIN = ("station", "instrument", "batch", "calibration", "measurement_standard", "maintenance")


@dataclass(frozen=True, slots=True)
class SimilarRow:
    """An issue that is like the one asked about.

    `similarity`: Jaccard's index of the features, 0 to 1, four digits. `shared`: the features of
    both, `of` how many features of either.
    """

    rank: int
    issue: str
    test: str
    began: str
    similarity: float
    shared: Texts
    of: int
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Issue:
    id: str
    kind: str | None
    test: str | None
    began: str | None
    about: str
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class _Id:
    id: str


@dataclass(frozen=True, slots=True)
class _Used:
    deployment: str
    station: str
    variable: str | None
    role: str | None
    instrument: str
    begin: str
    until: str
    use_from: str
    use_to: str


@dataclass(frozen=True, slots=True)
class _Tie:
    id: str
    other: str
    begin: str
    until: str


_ISSUE = (
    "RETURN i.id AS id, i.kind AS kind, i.test AS test, i.began AS began, x.id AS about, "
    "i.certainty AS certainty, i.claims AS claims"
)
ISSUE = Stage(
    "issue", f"UNWIND $ids AS id MATCH (i:Issue {{id: id}})-[:ABOUT]->(x) {_ISSUE}", _Issue
)
PRESENT = Stage("present", "MATCH (i:Issue {id: $id}) RETURN i.id AS id", _Id)
ISSUES = {
    label: Stage(
        f"issues_{label}",
        f"UNWIND $ids AS id MATCH (x:{label} {{id: id}})<-[:ABOUT]-(i:Issue) {_ISSUE}",
        _Issue,
    )
    for label in ("Series", "Deployment", "Station")
}
_USED = (
    "RETURN d.id AS deployment, s.id AS station, d.variable AS variable, d.role AS role, "
    "n.id AS instrument, a.valid_from AS begin, a.valid_to AS until, u.valid_from AS use_from, "
    "u.valid_to AS use_to"
)
USED_AT = Stage(
    "used_at",
    "UNWIND $ids AS id MATCH (s:Station {id: id})<-[a:AT_STATION]-(d:Deployment) "
    "MATCH (d)-[u:USES]->(n:Instrument) " + _USED,
    _Used,
)
USED = Stage(
    "used",
    "UNWIND $ids AS id MATCH (n:Instrument {id: id})<-[u:USES]-(d:Deployment) "
    "MATCH (d)-[a:AT_STATION]->(s:Station) " + _USED,
    _Used,
)
PLACED = Stage(
    "placed",
    "UNWIND $ids AS id MATCH (s:Station {id: id})<-[:AT_STATION]-(d:Deployment) RETURN d.id AS id",
    _Id,
)
AT = Stage(
    "at",
    "UNWIND $ids AS id MATCH (d:Deployment {id: id})-[a:AT_STATION]->(s:Station) "
    "RETURN d.id AS id, s.id AS other, a.valid_from AS begin, a.valid_to AS until",
    _Tie,
)


# A series whose station nobody states is known by its key.
SERIES = Stage(
    "series",
    "UNWIND $ids AS key MATCH (x:Series) WHERE x.id STARTS WITH $series + key + $bar "
    "RETURN x.id AS id",
    _Id,
)


def _tie(name: str, pattern: str) -> Stage[_Tie]:
    return Stage(
        name,
        f"UNWIND $ids AS id MATCH {pattern} "
        "RETURN n.id AS id, x.id AS other, r.valid_from AS begin, r.valid_to AS until",
        _Tie,
    )


MODEL = _tie("model", "(n:Instrument {id: id})-[r:OF_MODEL]->(x:InstrumentModel)")
BATCH = _tie("batch", "(n:Instrument {id: id})-[r:OF_BATCH]->(x:Batch)")
CALIBRATED = _tie("calibrated", "(n:Instrument {id: id})-[r:HAS_CALIBRATION]->(x:Calibration)")
STANDARD = _tie("standard", "(n:Calibration {id: id})-[r:USED_STANDARD]->(x:MeasurementStandard)")
OPERATOR = _tie("operator", "(n:Station {id: id})-[r:OPERATED_BY]->(x:Unit)")
VISITS = tuple(
    _tie(f"visits_{label}", f"(n:{label} {{id: id}})<-[r:AFFECTED]-(x:Maintenance)")
    for label in ("Station", "Instrument")
)
VISITED = tuple(
    _tie(f"visited_{label}", f"(n:Maintenance {{id: id}})-[r:AFFECTED]->(x:{label})")
    for label in ("Station", "Instrument")
)
OF_BATCH = _tie("of_batch", "(n:Batch {id: id})<-[r:OF_BATCH]-(x:Instrument)")
WITH_STANDARD = _tie(
    "with_standard", "(n:MeasurementStandard {id: id})<-[r:USED_STANDARD]-(x:Calibration)"
)
OWNER = _tie("owner", "(n:Calibration {id: id})<-[r:HAS_CALIBRATION]-(x:Instrument)")


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is read of stations, instruments and calibrations, to tell features from."""

    used: Mapping[str, Sequence[_Used]]
    ties: Mapping[str, Sequence[_Tie]]

    def then(self, stage: str, one: str, moment: str) -> list[str]:
        """The other ends of links in force at a moment."""
        return [t.other for t in self.ties.get(f"{stage} {one}", ()) if t.begin <= moment < t.until]

    def latest(self, instrument: str, moment: str) -> list[str]:
        """The latest calibrations of an instrument by a moment."""
        past = [t for t in self.ties.get(f"calibrated {instrument}", ()) if t.begin <= moment]
        last = max((t.begin for t in past), default="")
        return [t.other for t in past if t.begin == last]

    def visits(self, one: str, moment: str) -> list[str]:
        """Maintenance visits to a station or an instrument that may still have had their effect."""
        since = window_begin(moment)
        ties = (t for stage in VISITS for t in self.ties.get(f"{stage.name} {one}", ()))
        return [t.other for t in ties if since <= t.begin <= moment]


def answer(ask: Ask) -> Iterable[SimilarRow]:
    """The likest first, then by id."""
    element = ask.params["element"]
    if not ask.rows(PRESENT, id=element):
        raise unknown(element, ask.reader.ids_like(element))
    own = [r for r in ask.rows(ISSUE, ids=[element]) if r.began is not None]
    if not own:
        return []
    mine = _features(own, _facts(ask, own))[element]
    others = _candidates(ask, own, mine)
    features = _features(others, _facts(ask, others))
    rows = {r.id: r for r in sorted(others, key=lambda r: r.about, reverse=True)}
    found = []
    for issue in sorted(features):
        shared, either = mine & features[issue], mine | features[issue]
        if issue != element and any(f.partition(":")[0] in CHAIN for f in shared):
            found.append((len(shared) / len(either), issue, tuple(sorted(shared)), len(either)))
    found.sort(key=lambda f: (-f[0], f[1]))
    ask.left_out(len(found) - SHOWN)
    return [
        SimilarRow(
            rank,
            issue,
            rows[issue].test or "",
            str(rows[issue].began),
            round(similarity, 4),
            shared,
            either,
            rows[issue].certainty or "",
            rows[issue].claims or (),
        )
        for rank, (similarity, issue, shared, either) in enumerate(found[:SHOWN], 1)
    ]


def _place(about: str) -> tuple[str, str]:
    """Station and variable of what an issue is about, as its id says; empty where it does not."""
    if about.startswith("series:"):
        station, variable = key_parts(NODE_KINDS["Series"], about)
        return make_id(NODE_KINDS["Station"], station), variable
    return (about, "") if about.startswith("station:") else ("", "")


def _facts(ask: Ask, issues: Sequence[_Issue]) -> _Facts:
    """All that the features of some issues are told from, a read for each kind of thing."""
    deployments = sorted({i.about for i in issues if i.about.startswith("deployment:")})
    ties: dict[str, list[_Tie]] = defaultdict(list)

    def tie(stage: Stage[_Tie], ids: Iterable[str]) -> set[str]:
        found = ask.rows(stage, ids=sorted(set(ids)))
        for t in found:
            ties[f"{stage.name} {t.id}"].append(t)
        return {t.other for t in found}

    stations = {p for i in issues if (p := _place(i.about)[0])} | tie(AT, deployments)
    used: dict[str, list[_Used]] = defaultdict(list)
    for u in ask.rows(USED_AT, ids=sorted(stations)):
        used[u.station].append(u)
    instruments = {u.instrument for some in used.values() for u in some}
    tie(OPERATOR, stations)
    tie(MODEL, instruments)
    tie(BATCH, instruments)
    tie(STANDARD, tie(CALIBRATED, instruments))
    for stage, ids in zip(VISITS, (stations, instruments), strict=True):
        tie(stage, ids)
    return _Facts(used, ties)


def _features(issues: Iterable[_Issue], facts: _Facts) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for i in issues:
        if i.began is not None:
            found[i.id] |= _of_one(i, i.began, facts)
    return found


def _of_one(i: _Issue, began: str, facts: _Facts) -> set[str]:
    station, variable = _place(i.about)
    stations = [station] if station else facts.then("at", i.about, began)
    features = {f"kind:{i.kind}" if i.kind else "", f"test:{i.test}" if i.test else ""}
    features.add(f"season:{SEASONS[int(civil_day(began)[5:7]) % 12 // 3]}")
    for s in stations:
        features |= {s, *facts.then("operator", s, began), *facts.visits(s, began)}
        for u in facts.used.get(s, ()):
            if _observed(u, i.about, variable, began):
                features |= {u.instrument, _variable(u.variable)}
                features |= _behind(u.instrument, began, facts)
    if variable:
        features.add(_variable(variable))
    return features - {""}


def _variable(code: str | None) -> str:
    """The same for all providers' codes of one variable."""
    return f"variable:{observed_variable(code)}" if code else ""


def _observed(u: _Used, about: str, variable: str, began: str) -> bool:
    """Whether this is what observed when the issue began."""
    if not (u.begin <= began < u.until and u.use_from <= began < u.use_to):
        return False
    if u.deployment == about:
        return True
    return bool(variable) and _variable(u.variable) == _variable(variable) and u.role != "backup"


def _behind(instrument: str, began: str, facts: _Facts) -> set[str]:
    calibrations = facts.latest(instrument, began)
    standards = {s for c in calibrations for s in facts.then("standard", c, began)}
    return {
        *facts.then("model", instrument, began),
        *facts.then("batch", instrument, began),
        *calibrations,
        *standards,
        *facts.visits(instrument, began),
    }


def _candidates(ask: Ask, own: Sequence[_Issue], mine: set[str]) -> list[_Issue]:
    """Issues that may share a link of the chain; too many rather than too few."""

    def of(prefix: str) -> list[str]:
        return sorted(f for f in mine if f.startswith(prefix + ":"))

    with_standard = {t.other for t in ask.rows(WITH_STANDARD, ids=of("measurement_standard"))}
    calibrations = sorted(with_standard | set(of("calibration")))
    instruments = {t.other for t in ask.rows(OWNER, ids=calibrations)}
    instruments |= {t.other for t in ask.rows(OF_BATCH, ids=of("batch"))}
    at_stations, at_instruments = (
        {t.other for t in ask.rows(stage, ids=of("maintenance"))} for stage in VISITED
    )
    used = ask.rows(USED, ids=sorted(instruments | at_instruments | set(of("instrument"))))
    stations = at_stations | set(of("station"))
    used += ask.rows(USED_AT, ids=sorted(stations))
    series = {
        make_id(NODE_KINDS["Series"], key_parts(NODE_KINDS["Station"], u.station)[0], u.variable)
        for u in used
        if u.variable
    }
    series |= {i.about for i in own if i.about.startswith("series:")}
    found = ask.rows(ISSUES["Series"], ids=sorted(series))
    placed = {d.id for d in ask.rows(PLACED, ids=sorted(stations))}
    deployments = placed | {u.deployment for u in used}
    found += ask.rows(ISSUES["Deployment"], ids=sorted(deployments))
    found += ask.rows(ISSUES["Station"], ids=sorted(stations))
    found += _of_stations(ask, stations)
    within = {i.id for i in found if i.began is not None and i.began <= ask.time}
    return ask.rows(ISSUE, ids=sorted(within))  # with all that each of them is about


def _of_stations(ask: Ask, stations: set[str]) -> list[_Issue]:
    """Issues about any series of these stations, whether something was deployed for it or not."""
    keys = sorted(s.partition(":")[2] for s in stations)
    found = ask.rows(SERIES, ids=keys, series="series:", bar="|")
    return ask.rows(ISSUES["Series"], ids=sorted({f.id for f in found}))


def summary(rows: Sequence[SimilarRow]) -> tuple[str, str]:
    """How many, and the likest."""
    if not rows:
        return "没有相似的问题", "no similar issue"
    first = rows[0]
    part = f"{len(first.shared)}/{first.of}"
    return (
        f"相似的问题 {len(rows)} 个；最像的 {first.issue}（相同特征 {part}）",
        f"{len(rows)} similar issues; the likest {first.issue} ({part} features shared)",
    )


QUERY = Query(
    id="similar",
    question_zh="还有哪些问题与它相似：同台站、同仪器、同批次、同检定、同标准或同一次维护？",
    question_en="Which issues are like this one: same station, instrument, batch, calibration, "
    "standard or maintenance visit?",
    params=(Param("element", "问题", "issue", required=True, kinds=("Issue",)),),
    row=SimilarRow,
    stages=(
        ISSUE,
        PRESENT,
        *ISSUES.values(),
        USED_AT,
        USED,
        PLACED,
        AT,
        MODEL,
        BATCH,
        CALIBRATED,
        STANDARD,
        OPERATOR,
        *VISITS,
        *VISITED,
        OF_BATCH,
        WITH_STANDARD,
        OWNER,
        SERIES,
    ),
    answer=answer,
    summary=summary,
)
