"""Rows from sums: one for each group and period, a gap where nothing is known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ontology import LEVELS, NODE_KINDS, key_parts
from ontology.improvement_codes import RATES
from queries.indicators.rows import state_of
from queries.rates.calibrated import COUNTED
from queries.rates.figures import CITED, Counting, Sums, Tally
from queries.rates.groups import Group, Membership
from queries.rates.rows import DEFINITIONS, REASONS, SOURCES, RateRow
from queries.rates.targets import Targets
from queries.rates.windows import NamedPeriod

_NOTHING = {
    "availability": (Counting("availability", "received_of_expected", ""), "no_monitoring"),
    "timeliness": (Counting("timeliness", "delay_within_limit", ""), "no_arrival_times"),
    "correctness": (Counting("correctness", "good_of_checked", ""), "no_lake"),
    "calibration": (COUNTED, "no_instruments"),
}
"""What a rate of which there is no figure at all is a gap of, and why."""
_EMPTY = Tally()


@dataclass(frozen=True, slots=True)
class Drawing:
    """What rows are made from. `day`: the day asked about, which is the period of 检定率."""

    sums: Sums
    members: Membership
    targets: Targets
    periods: Sequence[NamedPeriod]
    day: NamedPeriod

    def rows(self, rates: Collection[str]) -> Iterator[RateRow]:
        """By rate, what is counted, group and period."""
        for rate in RATES.codes:
            if rate not in rates:
                continue
            counted = sorted(c for c in self.sums if c.rate == rate)
            for counting in counted:
                yield from self._of(counting, self.sums[counting], self._periods(rate))
            if not counted:
                yield from self._nothing(rate)

    def _periods(self, rate: str) -> Sequence[NamedPeriod]:
        return (self.day,) if rate == "calibration" else self.periods

    def _of(
        self,
        counting: Counting,
        sums: Mapping[str, Mapping[str, Tally]],
        periods: Iterable[NamedPeriod],
    ) -> Iterator[RateRow]:
        found: list[tuple[str, NamedPeriod, Group]] = [
            (name, period, group)
            for period in periods
            for name, group in self.members.groups(period.last_moment).items()
        ]
        for name, period, group in sorted(found, key=lambda one: (one[0], one[1].begin)):
            tally = sums.get(period.text, {}).get(name)
            yield self._row(counting, name, period, group, tally)

    def _nothing(self, rate: str) -> Iterator[RateRow]:
        """One gap for each group over all periods."""
        counting, reason = _NOTHING[rate]
        periods = self._periods(rate)
        if not periods:
            return
        groups = self.members.groups(periods[-1].last_moment)
        for name in sorted(groups):
            yield self._row(counting, name, periods[-1], groups[name], None, reason)

    def _row(
        self,
        counting: Counting,
        name: str,
        period: NamedPeriod,
        group: Group,
        tally: Tally | None,
        reason: str = "",
    ) -> RateRow:
        known = tally or _EMPTY
        value = None if _unjudged(counting, known) else known.percent
        aim = self.targets.of(counting.rate, name, period) if self.members.by == "unit" else None
        target = aim.value if aim else None
        why = "" if value is not None else reason or _reason(counting, tally)
        claims = (
            *sorted(group.claims)[:CITED],
            *sorted(known.claims)[:CITED],
            *(aim.claims if aim else ()),
        )
        details = _details(counting, known, why)
        return RateRow(
            rate=counting.rate,
            by=self.members.by,
            group=name,
            group_name=name,
            level="",
            period=period.text,
            counted_from=counting.source,
            numerator=None if value is None else known.numerator,
            denominator=None if value is None else known.denominator,
            value=value,
            unknown=tally.unknown if tally else None,
            target=target,
            state=state_of(value, target, "up"),
            indicator=aim.indicator if aim else "",
            reason=why,
            definition=counting.definition,
            stations=len(group.stations),
            detail_zh=details[0],
            detail_en=details[1],
            certainty="synthetic" if group.synthetic or known.synthetic else "inferred",
            claims=tuple(dict.fromkeys(claims)),
        )


def _unjudged(counting: Counting, tally: Tally) -> bool:
    """Whether no instrument has a calibration that says enough: then 0 per cent would be untrue."""
    return counting == COUNTED and tally.unknown == tally.denominator


def _reason(counting: Counting, tally: Tally | None) -> str:
    """Why a rate with nothing in its denominator is a gap."""
    if counting == COUNTED:
        return "no_calibrations" if tally else "no_instruments"
    if tally is None:
        return "no_values"
    return {
        "present_of_interval": "interval_not_stated",
        "good_of_checked": "not_checked",
        "delay_within_limit": "no_arrival_times",
    }.get(counting.definition, "nothing_expected")


def _details(counting: Counting, tally: Tally, reason: str) -> tuple[str, str]:
    """The definition with its source, what could not be judged, and why there is no rate."""
    found = []
    for language, known, colon in (("zh", "未能判断 {}", "；"), ("en", "{} not judged", "; ")):
        parts = [f"{DEFINITIONS.title(counting.definition, language)}"]
        parts[0] += f"（{SOURCES[counting.definition]}）" if language == "zh" else (
            f" ({SOURCES[counting.definition]})"
        )  # fmt: skip
        if tally.unknown:
            parts.append(known.format(tally.unknown))
        if reason:
            parts.append(REASONS.title(reason, language))
        found.append(colon.join(parts))
    return found[0], found[1]


def shown_name(by: str, name: str, names: Mapping[str, str | None]) -> str:
    """What a group is called."""
    if by == "level":
        return LEVELS.title(name) if name else ""
    if by != "unit" or not name:
        return name
    return names.get(name) or key_parts(NODE_KINDS["Unit"], name)[0]
