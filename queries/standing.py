"""Where feedback and indicators stand at a time, for questions about the management loop."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from ontology import BEGINNING, NODE_KINDS, key_parts, kind_of, make_id, valid_time
from ontology.improvement_codes import FEEDBACK_STATES, TARGET_STATES
from queries.model import Stage

Texts = tuple[str, ...]
_PERIOD = re.compile(r"(\d{4})(?:-?(?:Q([1-4])|(\d\d)(?:-(\d\d))?))?\Z")


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """Feedback with its days."""

    id: str
    name: str | None
    received: str | None
    replied: str | None
    closed: str | None
    satisfaction: str | None
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class StateRow:
    """A value that a property of an element has, since when."""

    id: str
    property: str
    value: str
    since: str
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A value of an indicator; its unit and its period are parts of its id."""

    indicator: str
    id: str
    value: float | str | None
    target: float | str | None
    certainty: str | None
    claims: Texts | None
    more: Texts | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A state, since when, and the claims that say so."""

    state: str
    since: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class Reached:
    """What an indicator came to for a unit in the last period of some that are over.

    `state`: a code of TARGET_STATES; `before`: the value of the period before, if there is one.
    """

    unit: str
    period: str
    state: str
    row: ValueRow
    before: ValueRow | None


def states_of(label: str) -> Stage[StateRow]:
    """States of elements of a kind that hold at a time, of some properties."""
    return Stage(
        f"states_of_{label}",
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}})-[r:HAS_STATE]->(s:State) "
        "WHERE s.property IN $properties AND r.valid_from <= $t AND $t < r.valid_to "
        "RETURN n.id AS id, s.property AS property, s.value AS value, r.valid_from AS since, "
        "r.claims AS claims",
        StateRow,
    )


def answered(row: FeedbackRow, said: Iterable[StateRow], now: str) -> Standing:
    """Whether feedback was replied to or closed by a time: by its days and its stated states."""
    told = [Standing("open", row.received or BEGINNING, ())]
    told += [
        Standing(state, day, ())
        for state, day in (("replied", row.replied), ("closed", row.closed))
        if day is not None and day <= now
    ]
    told += [Standing(s.value, s.since, s.claims or ()) for s in said if s.property == "state"]
    known = [one for one in told if one.state in FEEDBACK_STATES]
    return max(known, key=lambda one: (one.since, FEEDBACK_STATES.rank(one.state), one.claims))


def judged(row: ValueRow, direction: str | None) -> str:
    """Whether a value reaches its target: a code of TARGET_STATES."""
    if row.value is None:
        return "no_value"
    if row.target is None:
        return "no_target"
    value, target = Decimal(str(row.value)), Decimal(str(row.target))
    if value == target:
        return "met"
    if direction not in ("up", "down"):
        return "no_direction"
    return "met" if (value > target) == (direction == "up") else "missed"


def reached(rows: Sequence[ValueRow], direction: str | None, since: str, now: str) -> list[Reached]:
    """Of each unit the value of the last period that ended between two times, by unit."""
    over: dict[str, list[tuple[str, str, ValueRow]]] = {}
    for row in rows:
        _, unit, period = key_parts(NODE_KINDS["IndicatorValue"], row.id)
        end = period_end(period)
        if end and end <= now:
            over.setdefault(make_id(NODE_KINDS["Unit"], unit), []).append((end, period, row))
    found = []
    for unit in sorted(over):
        values = sorted(over[unit], key=lambda v: (v[0], v[1], v[2].claims or ()))
        end, period, row = values[-1]
        if end >= since:
            before = values[-2][2] if len(values) > 1 else None
            found.append(Reached(unit, period, judged(row, direction), row, before))
    return found


def worst(states: Iterable[str]) -> str:
    """The worst of some codes of TARGET_STATES; without any there is no value."""
    return min(states, key=TARGET_STATES.rank, default="no_value")


@lru_cache(maxsize=4096)
def period_end(period: str) -> str:
    """When a year, a quarter, a month or a day is over; empty for what is none of these.

    >>> period_end("2025"), period_end("2025Q1"), period_end("2025-02"), period_end("上半年")
    ('2025-12-31T16:00:00Z', '2025-03-31T16:00:00Z', '2025-02-28T16:00:00Z', '')
    """
    match = _PERIOD.match(period)
    if match is None:
        return ""
    year, quarter, month, day = match.groups()
    last = int(month or 0) or 3 * int(quarter or 4)
    try:
        if day:
            return valid_time(date(int(year), last, int(day)).isoformat(), end=True)
        following = date(int(year) + last // 12, last % 12 + 1, 1)
        return valid_time(following.isoformat())
    except ValueError:
        return ""


def said_by(rows: Iterable[StateRow]) -> Mapping[str, list[StateRow]]:
    """States by element."""
    found: dict[str, list[StateRow]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row)
    return found


def title(element: str) -> str:
    """The key of an element as a person reads it."""
    return " · ".join(key_parts(kind_of(element), element))
