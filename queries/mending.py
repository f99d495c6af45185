"""What came of the actions against nonconformities: whether one worked, and what of the risks.

Of the risks and opportunities of planning ISO 9001, 10.2.1 e wants an answer after an action: which
were updated, or that none had to be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from queries.ask import Ask
from queries.model import Stage

Texts = tuple[str, ...]
NOT_ANSWERED = "not_answered"
_ANSWERED_FOR = ("done", "effective")
"""Standings of an action of which it is to be said what became of the risks."""
_PROPERTIES = ("state", "effectiveness", "risk_update")


@dataclass(frozen=True, slots=True)
class Mended:
    """What came of the actions against one nonconformity, with the claims that say so.

    `effective`: one was verified as effective, and nothing else was said of it since. `risk_update`
    is a code of RISK_STANDINGS, empty where no action is done yet; `risks`: those updated;
    `risk_reason`: what was changed, or why nothing had to be.
    """

    effective: bool = False
    risk_update: str = ""
    risks: Texts = ()
    risk_reason: str = ""
    claims: Texts = ()


@dataclass(frozen=True, slots=True)
class _Said:
    id: str
    property: str
    value: str
    reason: str | None
    since: str
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class _Updated:
    id: str
    risk: str
    claims: Texts | None


_HOLDS = "r.valid_from <= $t AND $t < r.valid_to"
SAID = Stage(
    "mending_said",
    "UNWIND $ids AS id MATCH (a:CorrectiveAction {id: id})-[r:HAS_STATE]->(s:State) "
    f"WHERE s.property IN $properties AND {_HOLDS} "
    "RETURN a.id AS id, s.property AS property, s.value AS value, s.reason AS reason, "
    "r.valid_from AS since, r.claims AS claims",
    _Said,
)
UPDATED = Stage(
    "mending_risks",
    "UNWIND $ids AS id MATCH (a:CorrectiveAction {id: id})-[r:UPDATES]->(x:Risk) "
    f"WHERE {_HOLDS} RETURN a.id AS id, x.id AS risk, r.claims AS claims",
    _Updated,
)
STAGES = (SAID, UPDATED)


def mended(ask: Ask, actions: Mapping[str, Iterable[str]]) -> dict[str, Mended]:
    """What came of the actions of each nonconformity, by its id."""
    ids = sorted({action for some in actions.values() for action in some})
    said: dict[str, list[_Said]] = defaultdict(list)
    for row in ask.rows(SAID, ids=ids, properties=list(_PROPERTIES), t=ask.time):
        said[row.id].append(row)
    updated: dict[str, list[_Updated]] = defaultdict(list)
    for link in ask.rows(UPDATED, ids=ids, t=ask.time):
        updated[link.id].append(link)
    return {found: _mended(sorted(some), said, updated) for found, some in actions.items()}


def _mended(
    actions: Sequence[str],
    said: Mapping[str, Sequence[_Said]],
    updated: Mapping[str, Sequence[_Updated]],
) -> Mended:
    stands = {one: _last(said.get(one, ()), "state", "effectiveness") for one in actions}
    answers = {one: _last(said.get(one, ()), "risk_update") for one in actions}
    waiting = any(
        last is not None and last.value in _ANSWERED_FOR and answers[one] is None
        for one, last in stands.items()
    )
    answer = max((a for a in answers.values() if a is not None), key=_order, default=None)
    links = [link for one in actions for link in updated.get(one, ())]
    effects = [one for one in stands.values() if one is not None and one.value == "effective"]
    claims = (
        *(claim for one in effects for claim in one.claims or ()),
        *((answer.claims or ()) if answer else ()),
        *(claim for link in links for claim in link.claims or ()),
    )
    return Mended(
        effective=bool(effects),
        risk_update=NOT_ANSWERED if waiting else answer.value if answer else "",
        risks=tuple(sorted({link.risk for link in links})),
        risk_reason=(answer.reason or "") if answer else "",
        claims=tuple(sorted(set(claims))),
    )


def _last(said: Iterable[_Said], *properties: str) -> _Said | None:
    """What was said last of some properties; of one moment, what was verified."""
    return max((one for one in said if one.property in properties), key=_order, default=None)


def _order(one: _Said) -> tuple[str, bool, str, str, Texts]:
    verified = one.property == "effectiveness"
    return one.since, verified, one.value, one.reason or "", one.claims or ()
