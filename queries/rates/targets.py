"""Targets that indicators state for rates: only of those that say which rate they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ontology import NODE_KINDS, key_parts, make_id
from queries.ask import Ask
from queries.indicators.periods import Period, period_of
from queries.rates import stages
from queries.rates.windows import NamedPeriod


class Aim(NamedTuple):
    """A target, and the indicator and claims that state it."""

    indicator: str
    value: float
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Targets:
    """By rate and unit the targets with their periods, the one that counts first."""

    by: Mapping[tuple[str, str], list[tuple[Period, Aim]]]

    def of(self, rate: str, unit: str, period: NamedPeriod) -> Aim | None:
        """The target of a unit in a period; for a day of 检定率 that of the period around it."""
        for stated, aim in self.by.get((rate, unit), ()):
            same = (stated.length, stated.number) == (period.period.length, period.period.number)
            if same or (rate == "calibration" and _around(stated, period.period.first)):
                return aim
        return None


def _around(period: Period, day: date) -> bool:
    return period.first <= day <= period.last


def targets(ask: Ask, variables: Collection[str]) -> Targets:
    """What indicators state, of the variables asked for first, else of all variables.

    An indicator whose requirement names variables says nothing of any other.
    """
    rates = {row.id: row.rate for row in ask.rows(stages.RATE_INDICATORS) if not row.stub}
    limited: defaultdict[str, set[str]] = defaultdict(set)
    for row in ask.rows(stages.LIMITED, ids=sorted(rates), t=ask.time):
        limited[row.id].add(key_parts(NODE_KINDS["Variable"], row.variable)[0])
    fitting = [i for i in rates if i not in limited or limited[i] & set(variables)]
    found: defaultdict[tuple[str, str], list[tuple[tuple[object, ...], Period, Aim]]]
    found = defaultdict(list)
    for stated in ask.rows(stages.TARGETS, ids=sorted(fitting)):
        _, unit, text = key_parts(NODE_KINDS["IndicatorValue"], stated.id)
        period = period_of(text)
        if period is None or stated.target is None:
            continue
        key = (rates[stated.indicator], make_id(NODE_KINDS["Unit"], unit))
        days = (period.last - period.first).days
        order = (stated.indicator not in limited, days, stated.indicator, stated.id)
        aim = Aim(stated.indicator, stated.target, stated.claims or ())
        found[key].append((order, period, aim))
    return Targets({
        key: [(period, aim) for _, period, aim in sorted(some, key=lambda one: one[0])]
        for key, some in found.items()
    })  # fmt: skip
