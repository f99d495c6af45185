"""Where an indicator stands: the last period that is over, unit by unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ontology import NODE_KINDS, key_parts
from queries.indicators.periods import period_of
from queries.indicators.rows import STATES, state_of

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A value of an indicator; its unit and its period are parts of its id."""

    indicator: str
    id: str
    value: float | None
    target: float | None
    certainty: str | None
    claims: Texts | None
    more: Texts | None


@dataclass(frozen=True, slots=True)
class Reached:
    """What an indicator came to for a unit, by its key, in its last period that is over."""

    unit: str
    period: str
    state: str
    row: ValueRow


def reached(rows: Sequence[ValueRow], direction: str, now: str) -> list[Reached]:
    """Of each unit the value of the last period that is over, by unit."""
    last: dict[str, tuple[tuple[date, str, Texts], Reached]] = {}
    for row in rows:
        _, unit, text = key_parts(NODE_KINDS["IndicatorValue"], row.id)
        period = period_of(text)
        if period is None or not period.over(now):
            continue
        order = (period.last, text, row.claims or ())
        if unit not in last or order > last[unit][0]:
            last[unit] = order, Reached(unit, text, state_of(row.value, row.target, direction), row)
    return [last[unit][1] for unit in sorted(last)]


def worst(states: Iterable[str]) -> str:
    """The worst of some states of an indicator; without any there is no value."""
    return min(states, key=STATES.rank, default="no_value")
