"""The rows of `causes`: every candidate with its test, its proof, and what speaks against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from statistics import median

from ontology import key_text, parse_moment
from queries.causes.candidates import CLASSES, OWN, VARIANTS, Catalogue, Link, plain, routes
from queries.causes.comparison import Stratum, Tally, shared_stations
from queries.causes.naming import ALPHA, Naming, Verdict
from queries.causes.statistics import odds_ratio
from queries.causes.windows import windows
from queries.trace.hop import gather

Texts = tuple[str, ...]
MOST_ROWS = 200
_MOST_ROUTES = 20
_MOST_ISSUES = 20
_MOST_STATIONS = 20
_MOST_CLAIMS = 8


@dataclass(frozen=True, slots=True)
class CauseRow:
    """A candidate cause of the issues asked about.

    `role`: in which it stands behind them (a unit may have several); `cause_class`: one of
    人机料法环测; `named`: q at most 0.05; `score`: minus the logarithm of p times the number of
    tests, plus one for a claimed defect, plus the logarithm of 1 + `confirmed` (incidents whose
    cause it was found to be before); `support`: issues with a path to it, of `issues_asked`,
    `defective`: those for which a source claims a defect of it; `expected`: how many by chance;
    `lift`: by how much it raises the odds; `p_alone`: against all others, `p` and `q`: given the
    causes named before it (with or without the defect, whichever tells more); `proof`:
    proven_path, path_only or unproven; `defect` and `defect_since`: what is claimed to be wrong
    with it; `paths`: ways from the issues to it; `sharing`: stations among those compared that
    share it, `fine`: how many of them have none of the issues, `fine_stations`: which, the first
    by number: what speaks against it; `alike`: other elements that the
    records cannot tell from it; `explained_by`: the named cause that leaves nothing for it;
    `lag_days`: median time from its first effect to the issue.
    """

    rank: int
    element: str
    role: str
    cause_class: str
    named: bool
    proof: str
    score: float
    support: int
    issues_asked: int
    defective: int
    expected: float
    lift: float
    p_alone: float
    p: float
    q: float
    defect: str
    defect_since: str
    paths: int
    path: Texts
    sharing: int
    fine: int
    fine_stations: Texts
    confirmed: int
    alike: Texts
    explained_by: str
    lag_days: float | None
    issues: Texts
    detail_zh: str
    detail_en: str
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the rows are made of."""

    strata: Sequence[Stratum]
    tallies: Mapping[int, Tally]
    naming: Naming
    catalogue: Catalogue
    confirmed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Ways:
    """How the issues lead to a candidate."""

    issues: Texts
    count: int
    first: tuple[str, tuple[Link, ...]]
    lags: tuple[float, ...]
    defective: int
    last: Link


def rows_of(findings: Findings) -> list[CauseRow]:
    """The rows in order: what is named first, then by score; at most `MOST_ROWS`."""
    chosen = _representatives(findings)
    chosen.sort(key=lambda pair: _rank(findings, pair[0]))
    named = [v for v, _ in chosen if v.named]
    shown_codes = [plain(v.code) for v, _ in chosen[:MOST_ROWS]]
    stations = shared_stations(findings.strata, findings.naming.sharers, shown_codes)
    rows = [
        _row(findings, verdict, alike, stations[plain(verdict.code)])
        for verdict, alike in chosen[:MOST_ROWS]
    ]
    rows += _windows(findings, named)
    rows.sort(key=_place)
    return [replace(row, rank=rank) for rank, row in enumerate(rows[:MOST_ROWS], 1)]


def _place(row: CauseRow) -> tuple[bool, bool, float, str, str]:
    """What is named first; a month that is not named says little and comes last."""
    idle = not row.named and row.role == "time_window"
    return not row.named, idle, -row.score, row.role, row.element


def _windows(findings: Findings, named: Sequence[Verdict]) -> Iterator[CauseRow]:
    """Months in which more issues began than by chance; nothing proves a month."""
    codes = {v.code for v in named}
    symptoms = [s.symptom for s in findings.strata]
    explained = {s.symptom.issue for s in findings.strata if codes & s.codes}
    for w in windows(symptoms, explained, min(2, len(symptoms))):
        count, asked = len(w.symptoms), len(symptoms)
        yield CauseRow(
            rank=0,
            element=w.month,
            role="time_window",
            cause_class=CLASSES["time_window"],
            named=w.q <= ALPHA,
            proof="unproven",
            score=round(w.score, 3),
            support=count,
            issues_asked=asked,
            defective=0,
            expected=round(w.expected, 3),
            lift=round(odds_ratio([w.share] * asked, count), 2),
            p_alone=_digits(w.p_alone),
            p=_digits(w.p),
            q=_digits(min(w.q, 1.0)),
            defect="",
            defect_since="",
            paths=0,
            path=(),
            sharing=len({s.station for s in w.symptoms}),
            fine=0,
            fine_stations=(),
            confirmed=0,
            alike=(),
            explained_by="",
            lag_days=None,
            issues=tuple(s.issue for s in w.symptoms)[:_MOST_ISSUES],
            detail_zh=f"{w.month}：{asked} 个问题中 {count} 个始于这个月，"
            f"按偶然应有 {w.expected:.1f} 个",
            detail_en=f"{w.month}: {count} of {asked} issues began in this month, "
            f"{w.expected:.1f} by chance",
            certainty=w.symptoms[0].certainty,
            claims=gather(*(s.claims for s in w.symptoms))[:_MOST_CLAIMS],
        )


def _rank(findings: Findings, v: Verdict) -> tuple[bool, float, str, str]:
    candidate = findings.catalogue.of(v.code)
    return not v.named, -_score(findings, v), candidate.role, candidate.element


def _score(findings: Findings, v: Verdict) -> float:
    return findings.naming.score(v)


def _representatives(findings: Findings) -> list[tuple[Verdict, list[Verdict]]]:
    """Candidates that cannot be told apart as one: the one with a defect, or confirmed before."""
    sharers = findings.naming.sharers
    similar: dict[object, list[Verdict]] = defaultdict(list)
    for v in findings.naming.verdicts.values():
        tally = findings.tallies[plain(v.code)]
        similar[tally.hits, len(tally.shares), sum(tally.shares)].append(v)
    groups: dict[object, list[Verdict]] = defaultdict(list)
    for key, group in similar.items():
        for v in group:
            own = sharers.alike(plain(v.code)) if len(group) > 1 else b""
            groups[key, own].append(v)
    found = []
    for group in groups.values():
        named = next((v for v in group if v.named), None)
        group.sort(key=lambda v: _preference(findings, v))
        best = group[0]
        if named is not None and best is not named:
            best.named, best.p, best.q = named.named, named.p, named.q
            named.named = 0
        found.append((best, group[1:]))
    return found


def _preference(findings: Findings, v: Verdict) -> tuple[bool, int, bool, str, str]:
    numbers = range(plain(v.code) + 1, plain(v.code) + VARIANTS)
    candidate = findings.catalogue.of(v.code)
    return (
        not any(code in findings.tallies for code in numbers),
        -findings.confirmed.get(candidate.element, 0),
        candidate.role in OWN,
        candidate.role,
        candidate.element,
    )


def _ways(findings: Findings, code: int) -> _Ways:
    issues, lags, count, defective = [], [], 0, 0
    first: tuple[str, tuple[Link, ...]] | None = None
    last: Link | None = None
    for stratum in findings.strata:
        if code not in stratum.codes:
            continue
        found = list(islice(routes(stratum.links, code), _MOST_ROUTES))
        bad = [r for r in found if r[-1].defect is not None]
        count += len(found)
        defective += bool(bad)
        route = (bad or found)[0]
        issues.append(stratum.symptom.issue)
        if (lag := _days(route[-1].since, stratum.symptom.moment)) is not None:
            lags.append(lag)
        if first is None or (bad and first[1][-1].defect is None):
            first, last = (stratum.symptom.issue, route), route[-1]
    assert first is not None
    assert last is not None
    return _Ways(tuple(issues), count, first, tuple(lags), defective, last)


def _row(findings: Findings, v: Verdict, alike: Sequence[Verdict], stations: set[str]) -> CauseRow:
    candidate = findings.catalogue.of(v.code)
    ways = _ways(findings, plain(v.code))
    tally, whole = findings.tallies[v.code], findings.tallies[plain(v.code)]
    asked = len(findings.strata)
    defect = ways.last.defect
    ascribed = v.hits if v.named else asked
    covered = v.code != plain(v.code) or ways.defective == whole.hits
    ill = {s.symptom.station for s in findings.strata}
    others = tuple(sorted({findings.catalogue.of(a.code).element for a in alike}))
    by = findings.catalogue.of(v.by).element if v.by is not None else ""
    issue, route = ways.first
    row_path = (issue, *(findings.catalogue.of(link.code).element for link in route))
    claims = gather(defect.claims if defect else (), *(link.claims for link in reversed(route)))[
        :_MOST_CLAIMS
    ]
    well = sorted(stations - ill)
    name = shown(candidate.role, candidate.element)
    lift = odds_ratio(tally.shares, tally.told)
    chance = f"{sum(whole.shares):.1f}"
    return CauseRow(
        rank=0,
        element=candidate.element,
        role=candidate.role,
        cause_class=CLASSES[candidate.role],
        named=bool(v.named),
        proof=_proof(ascribed, min(v.hits, ascribed), covered=covered),
        score=round(_score(findings, v), 3),
        support=whole.hits,
        issues_asked=asked,
        defective=ways.defective,
        expected=round(sum(whole.shares), 3),
        lift=round(lift, 2),
        p_alone=_digits(v.alone),
        p=_digits(v.p),
        q=_digits(min(v.q, 1.0)),
        defect=defect.state if defect else "",
        defect_since=defect.since if defect else "",
        paths=ways.count,
        path=row_path,
        sharing=len(stations),
        fine=len(well),
        fine_stations=tuple(well[:_MOST_STATIONS]),
        confirmed=findings.confirmed.get(candidate.element, 0),
        alike=others,
        explained_by=by,
        lag_days=round(median(ways.lags), 1) if ways.lags else None,
        issues=ways.issues[:_MOST_ISSUES],
        detail_zh=f"{name}：{asked} 个问题中 {whole.hits} 个与它有关，按偶然应有 {chance} 个；"
        f"共用它的 {len(stations)} 个台站中 {len(well)} 个没有这类问题",
        detail_en=f"{name}: behind {whole.hits} of {asked} issues, {chance} by chance; of "
        f"{len(stations)} stations that share it {len(well)} have none",
        certainty=ways.last.certainty,
        claims=claims,
    )


def shown(role: str, element: str) -> str:
    """A candidate as a person reads it."""
    if role == "time_window":
        return element
    if role == "firmware":
        model, _, version = element.rpartition("|")
        return f"{key_text(model)} 固件 / firmware {version}"
    return key_text(element)


def _proof(symptoms: int, paths: int, *, covered: bool) -> str:
    """A path to each symptom, and a defect claimed of this element for each of them.

    The symptoms of a named cause are the issues that statistics ascribe to it; of any other
    candidate they are all that were asked about.
    """
    if paths < symptoms:
        return "unproven"
    return "proven_path" if covered else "path_only"


def _digits(chance: float) -> float:
    """A chance to three digits: more would say nothing."""
    return float(f"{chance:.3g}")


def _days(since: str, moment: str) -> float | None:
    if since <= "0002":
        return None
    return (parse_moment(moment) - parse_moment(since)).total_seconds() / 86400
