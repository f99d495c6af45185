"""`suspect`: links that were right when they were made, whose other end has changed since.

A link is as old as its own begin, or as what states it (the day a citing document is dated, or a
version takes effect). A newer version, a supersession, an end or a verdict 废 or 改 after that day
puts it in doubt; whoever relies on what relies on it is `carried`, up to six links on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ontology import BEGINNING, NODE_KINDS, key_text
from ontology.rules import TRACE_LEVELS
from queries.ask import Ask
from queries.model import Param, Query, Stage
from queries.presence import IDS, PRESENT, present

Texts = tuple[str, ...]
_REASON = {
    "new_version": ("有了新版本", "there is a newer version"),
    "superseded": ("已被取代", "it was superseded"),
    "ended": ("已失效", "it is no longer in force"),
    "verdict": ("评审结论为废或改", "a review withdrew or revised it"),
    "carried": ("它所依据的已存疑", "what it rests on is in doubt"),
    "undated": ("缺日期，无法判断先后", "a date is missing to tell which came first"),
}


@dataclass(frozen=True, slots=True)
class SuspectRow:
    """A link in doubt.

    `state`: suspect (its other end changed later) | undated (it changed, and nobody states when,
    or when the link was made) | carried (`level` links away from one that is suspect). `reviewed`:
    when the link was made; `changed`: when its other end was, `by` what; `reason`: new_version |
    superseded | ended | verdict | carried.
    """

    state: str
    level: int
    element: str
    name: str
    type: str
    other: str
    reviewed: str
    changed: str
    by: str
    reason: str
    detail_zh: str
    detail_en: str
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Link:
    element: str
    name: str | None
    type: str
    other: str
    valid_from: str
    dated: str | None
    effective: str | None
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class _Change:
    id: str
    by: str
    at: str
    claims: Texts | None


LINKS = {
    edge: Stage(
        f"links_{edge}",
        f"MATCH (a)-[r:{edge}]->(b) WHERE r.valid_from <= $t AND $t < r.valid_to "
        "RETURN a.id AS element, a.name AS name, type(r) AS type, b.id AS other, "
        "r.valid_from AS valid_from, a.dated AS dated, a.effective AS effective, "
        "r.certainty AS certainty, r.claims AS claims",
        _Link,
    )
    for edge in ("CITES", "GOVERNED_BY", "IMPLEMENTS", "BASED_ON")
}
CHANGES = {
    "new_version": Stage(
        "new_versions",
        "MATCH (v:DocumentVersion)-[r:VERSION_OF]->(d:Document) WHERE v.valid_from <= $t "
        "RETURN d.id AS id, v.id AS by, v.valid_from AS at, r.claims AS claims",
        _Change,
    ),
    "superseded": Stage(
        "superseded",
        "MATCH (v:DocumentVersion)-[r:SUPERSEDES]->(w:DocumentVersion) WHERE v.valid_from <= $t "
        "RETURN w.id AS id, v.id AS by, v.valid_from AS at, r.claims AS claims",
        _Change,
    ),
    "ended": Stage(
        "ended",
        "MATCH (w:DocumentVersion) WHERE w.valid_to <= $t "
        "RETURN w.id AS id, w.id AS by, w.valid_to AS at, w.claims AS claims",
        _Change,
    ),
    "verdict": Stage(
        "verdicts",
        "MATCH (q:DocumentReview)-[r:REVIEWS]->(d:Document) WHERE q.verdict IN $verdicts "
        "AND r.valid_from <= $t RETURN d.id AS id, q.id AS by, r.valid_from AS at, "
        "r.claims AS claims",
        _Change,
    ),
}
Latest = tuple[str, str, str, Texts]
"""When, for which reason and by what an end has changed last, and the claims that say so."""


def answer(ask: Ask) -> Iterable[SuspectRow]:
    """Links in doubt by themselves, then those that are carried, by element."""
    element = ask.params.get("element")
    if element:
        present(ask, element)
    links = sorted((x for stage in LINKS.values() for x in ask.rows(stage, t=ask.time)), key=_key)
    changed = _changes(ask)
    rows = [row for x in links if (row := _own(x, changed.get(x.other)))]
    rows += _carried(links, rows)
    return [r for r in rows if not element or element in (r.element, r.other)]


def _key(x: _Link) -> tuple[str, str, str, str, Texts]:
    return (x.element, x.type, x.other, x.valid_from, x.claims or ())


def _changes(ask: Ask) -> dict[str, Latest]:
    """The latest change of each end by the time asked about."""
    found: dict[str, Latest] = {}
    for reason, stage in CHANGES.items():
        for c in ask.rows(stage, t=ask.time, verdicts=["废", "改"]):
            one = (c.at, reason, c.by, c.claims or ())
            if c.at != BEGINNING or reason == "verdict":
                found[c.id] = max(one, found.get(c.id, one))
    return found


def _reviewed(x: _Link) -> str:
    """When a link was made: the latest day that is stated of it or of what states it."""
    said = [d for d in (x.valid_from, x.dated, x.effective) if d and d != BEGINNING]
    return max(said, default="")


def _own(x: _Link, changed: Latest | None) -> SuspectRow | None:
    if changed is None:
        return None
    reviewed, (at, reason, by, claims) = _reviewed(x), changed
    dated = at != BEGINNING
    if reviewed and dated and at <= reviewed:
        return None
    state = "suspect" if reviewed and dated else "undated"
    return _row(x, (state, 0), reviewed, (at, reason, by, claims))


def _row(x: _Link, state: tuple[str, int], reviewed: str, changed: Latest) -> SuspectRow:
    at, reason, by, claims = changed
    zh, en = _REASON["undated" if state[0] == "undated" else reason]
    return SuspectRow(
        state[0],
        state[1],
        x.element,
        x.name or key_text(x.element),
        x.type,
        x.other,
        reviewed,
        at,
        by,
        reason,
        zh,
        en,
        x.certainty or "",
        tuple(dict.fromkeys((*(x.claims or ()), *claims))),
    )


def _carried(links: Sequence[_Link], own: Sequence[SuspectRow]) -> list[SuspectRow]:
    """Links to what has a suspect link, level by level; each link once."""
    into: Mapping[str, list[_Link]] = defaultdict(list)
    for x in links:
        into[x.other].append(x)
    done = {(r.element, r.type, r.other, r.claims[:1]) for r in own}
    front = {r.element: r for r in reversed(own) if r.state == "suspect"}
    rows: list[SuspectRow] = []
    for level in range(1, TRACE_LEVELS + 1):
        further: dict[str, SuspectRow] = {}
        for element in sorted(front):
            for x in into[element]:
                mark = (x.element, x.type, x.other, (x.claims or ())[:1])
                if mark in done:
                    continue
                done.add(mark)
                changed = (front[element].changed, "carried", element, ())
                row = _row(x, ("carried", level), _reviewed(x), changed)
                rows.append(row)
                further.setdefault(x.element, row)
        front = further
    return rows


def summary(rows: Sequence[SuspectRow]) -> tuple[str, str]:
    """How many links are in doubt, by themselves and carried."""
    n = {s: sum(r.state == s for r in rows) for s in ("suspect", "carried", "undated")}
    return (
        f"存疑 {n['suspect']} 条，受牵连 {n['carried']} 条，无日期可比 {n['undated']} 条",
        f"{n['suspect']} suspect, {n['carried']} carried, {n['undated']} without a date to compare",
    )


QUERY = Query(
    id="suspect",
    question_zh="哪些联系在确认之后另一端变了，须重新评审？牵连到谁？",
    question_en="Which links are to be reviewed again, as their other end has changed since, and "
    "what rests on them?",
    params=(
        Param("element", "对象（不写：全部）", "element (none: all)", kinds=tuple(NODE_KINDS)),
    ),
    row=SuspectRow,
    stages=(*LINKS.values(), *CHANGES.values(), *PRESENT.values(), *IDS.values()),
    answer=answer,
    summary=summary,
)
