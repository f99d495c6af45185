"""`nonconformities`: which requirements were not met, why, and what was decided."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph import InvalidValueError
from ontology import BEGINNING, key_parts, kind_of
from ontology.improvement_codes import NONCONFORMITY_STATES
from queries.model import Param, Query, Stage
from queries.run import Ask

Texts = tuple[str, ...]
SHOWN = 500


@dataclass(frozen=True, slots=True)
class NonconformityRow:
    """A nonconformity that was opened by the time asked about; not one that is only referred to.

    `about`: incidents and findings that showed it; `clauses`: requirements that were not met.
    `classes`: cause classes stated last; `cause`: in words. `units`: who answers for it.
    `actions`: what was decided against it. `state`: a code of NONCONFORMITY_STATES, since `since`.
    """

    nonconformity: str
    name: str
    severity: str
    disposition: str
    classes: Texts
    cause: str
    about: Texts
    clauses: Texts
    units: Texts
    actions: Texts
    opened: str
    state: str
    since: str
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Nonconformity:
    nonconformity: str
    name: str | None
    severity: str | None
    disposition: str | None
    cause: str | None
    opened: str | None
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class _Count:
    things: int


@dataclass(frozen=True, slots=True)
class _State:
    id: str
    property: str
    value: str
    since: str
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class _Link:
    id: str
    other: str
    name: str | None


_HOLDS = "r.valid_from <= $t AND $t < r.valid_to"
_CLOSED = (
    f"MATCH (n)-[r:HAS_STATE]->(s:State) WHERE {_HOLDS} AND s.property = $property "
    "AND s.value = $closed AND NOT EXISTS { MATCH (n)-[q:HAS_STATE]->(z:State) "
    "WHERE q.valid_from <= $t AND $t < q.valid_to AND q.valid_from > r.valid_from "
    "AND z.property = $property }"
)
_WANTED = (
    "MATCH (n:Nonconformity) WHERE (n.stub IS NULL OR n.stub = false) "
    "AND coalesce(n.opened, $ever) <= $t "
    f"AND (NOT $only_open OR NOT EXISTS {{ {_CLOSED} }}) "
    f"AND (NOT $only_closed OR EXISTS {{ {_CLOSED} }}) "
    "AND ($every_unit OR EXISTS { MATCH (n)-[r:ASSIGNED_TO]->(u:Unit) WHERE u.id = $unit "
    f"AND {_HOLDS} }}) "
)
NONCONFORMITIES = Stage(
    "nonconformities",
    f"{_WANTED}RETURN n.id AS nonconformity, n.name AS name, n.severity AS severity, "
    "n.disposition AS disposition, n.cause AS cause, n.opened AS opened, "
    "n.certainty AS certainty, n.claims AS claims "
    "ORDER BY coalesce(n.opened, $ever), nonconformity LIMIT $limit",
    _Nonconformity,
)
COUNT = Stage("nonconformity_count", f"{_WANTED}RETURN count(n) AS things", _Count)
STATES = Stage(
    "nonconformity_states",
    "UNWIND $ids AS id MATCH (n:Nonconformity {id: id})-[r:HAS_STATE]->(s:State) "
    f"WHERE s.property IN $properties AND {_HOLDS} RETURN n.id AS id, s.property AS property, "
    "s.value AS value, r.valid_from AS since, r.claims AS claims",
    _State,
)
LINKS = {
    name: Stage(
        f"nonconformity_{name}",
        f"UNWIND $ids AS id MATCH (n:Nonconformity {{id: id}}){edge}(x) WHERE {_HOLDS} "
        "RETURN n.id AS id, x.id AS other, x.name AS name",
        _Link,
    )
    for name, edge in (
        ("about", "-[r:ARISES_FROM]->"),
        ("clauses", "-[r:OF_REQUIREMENT]->"),
        ("units", "-[r:ASSIGNED_TO]->"),
        ("actions", "<-[r:ADDRESSES]-"),
    )
}
_Linked = dict[str, dict[str, str]]


def answer(ask: Ask) -> Iterable[NonconformityRow]:
    """Nonconformities, the oldest first; what is beyond the limit is counted."""
    wanted = _wanted(ask)
    found = ask.rows(NONCONFORMITIES, **wanted, limit=SHOWN)
    (count,) = ask.rows(COUNT, **wanted)
    ask.left_out(count.things - len(found))
    ids = sorted(row.nonconformity for row in found)
    given = ask.rows(STATES, ids=ids, properties=["state", "cause_class"], t=ask.time)
    linked: dict[str, _Linked] = {}
    for name, stage in LINKS.items():
        linked[name] = defaultdict(dict)
        for link in ask.rows(stage, ids=ids, t=ask.time):
            linked[name][link.id][link.other] = (
                link.name or key_parts(kind_of(link.other), link.other)[0]
            )
    said: dict[str, list[_State]] = defaultdict(list)
    for state in given:
        said[state.id].append(state)
    return [_row(row, said[row.nonconformity], linked) for row in found]


def _wanted(ask: Ask) -> dict[str, str | bool]:
    state, unit = ask.params.get("state", ""), ask.params.get("unit", "")
    if state and state not in NONCONFORMITY_STATES:
        use = f"可用 / use: {', '.join(NONCONFORMITY_STATES.codes)}"
        raise InvalidValueError("state", state, "没有这个状态 / no such state", use)
    return {
        "ever": BEGINNING,
        "only_open": state == "open",
        "only_closed": state == "closed",
        "closed": "closed",
        "property": "state",
        "every_unit": not unit,
        "unit": unit,
        "t": ask.time,
    }


def _row(
    row: _Nonconformity, said: Sequence[_State], linked: dict[str, _Linked]
) -> NonconformityRow:
    states = [one for one in said if one.property == "state"]
    last = max(
        states,
        key=lambda s: (s.since, s.value == "closed", s.value, s.claims or ()),
        default=None,
    )
    classes = [one for one in said if one.property == "cause_class"]
    since = max((one.since for one in classes), default="")
    stated = [one for one in classes if one.since == since]
    of = {name: found.get(row.nonconformity, {}) for name, found in linked.items()}
    claims = (
        *(row.claims or ()),
        *((last.claims or ()) if last else ()),
        *sorted({claim for one in stated for claim in one.claims or ()}),
    )
    return NonconformityRow(
        nonconformity=row.nonconformity,
        name=row.name or "",
        severity=row.severity or "",
        disposition=row.disposition or "",
        classes=tuple(sorted({one.value for one in stated})),
        cause=row.cause or "",
        about=tuple(sorted(of["about"])),
        clauses=tuple(sorted(of["clauses"])),
        units=tuple(sorted(set(of["units"].values()))),
        actions=tuple(sorted(of["actions"])),
        opened=row.opened or "",
        state=last.value if last else "open",
        since=last.since if last else row.opened or "",
        certainty=row.certainty or "",
        claims=tuple(dict.fromkeys(claims)),
    )


def summary(rows: Sequence[NonconformityRow]) -> tuple[str, str]:
    """How many are in which state, and how many open ones nothing was decided against."""
    if not rows:
        return "没有不合格", "no nonconformities"
    counts = Counter(row.state for row in rows)
    said = [code for code in NONCONFORMITY_STATES.codes if counts[code]]
    zh = "，".join(f"{NONCONFORMITY_STATES.title(code)} {counts[code]}" for code in said)
    en = ", ".join(f"{NONCONFORMITY_STATES.title(code, 'en')} {counts[code]}" for code in said)
    bare = sum(row.state == "open" and not row.actions for row in rows)
    return (
        f"不合格 {len(rows)} 项：{zh}；未关闭而没有措施 {bare}",
        f"{len(rows)} nonconformities: {en}; open without any action {bare}",
    )


QUERY = Query(
    id="nonconformities",
    question_zh="有哪些不合格，起因是什么，针对它们做了什么，哪些没有关闭？",
    question_en="Which nonconformities are there, what caused them, what was done about them, and "
    "which are open?",
    params=(
        Param("state", f"状态（{'、'.join(NONCONFORMITY_STATES.codes)}）", "state"),
        Param("unit", "责任单位", "unit that answers", kinds=("Unit",)),
    ),
    row=NonconformityRow,
    stages=(NONCONFORMITIES, COUNT, STATES, *LINKS.values()),
    answer=answer,
    summary=summary,
)
