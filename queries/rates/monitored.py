"""到报率 and 及时率 from what monitoring centres found (WDQMS)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta

from ontology import CIVIL, NODE_KINDS, key_parts, make_id, parse_moment, shifted
from ontology.rules import TIMELINESS_THRESHOLD_S
from queries.ask import Ask
from queries.rates import stages
from queries.rates.figures import Counting, Figure
from queries.rates.stages import Monitored
from queries.rates.windows import NamedPeriod, text_of

_DEFINED = {"availability": "received_of_expected", "timeliness": "delay_within_limit"}
_AROUND = timedelta(days=1)


def monitored(
    ask: Ask, rate: str, periods: Sequence[NamedPeriod], variables: Collection[str]
) -> Iterator[Figure]:
    """Figures of one measure, each result in the period in which its middle lies.

    A day of the monitoring begins at 21 UTC of the day before, so that it lies nearly, not wholly
    within a civil day. Results of a longer span than the period are none of it.
    """
    if not periods:
        return
    by_text = {p.text: p for p in periods}
    length = periods[0].period.length
    since, until = shifted(periods[0].begin, -_AROUND), shifted(periods[-1].end, _AROUND)
    for row in ask.rows(stages.MONITORED, measure=rate, since=since, until=until):
        number, variable, _, centre, span, _ = key_parts(NODE_KINDS["QualityMeasurement"], row.id)
        period = _period(row, span, length, by_text)
        if period is None or (variables and variable not in variables):
            continue
        numerator, denominator, unknown = _counted(row, rate)
        yield Figure(
            Counting(rate, _DEFINED[rate], f"WDQMS/{centre}/{span}"),
            make_id(NODE_KINDS["Station"], number),
            period,
            numerator,
            denominator,
            unknown,
            row.certainty,
            row.claims or (),
        )


def _period(
    row: Monitored, span: str, length: str, by_text: Mapping[str, NamedPeriod]
) -> NamedPeriod | None:
    if span == "monthly" and length == "day":
        return None
    begin, end = parse_moment(row.began), parse_moment(row.ended)
    middle = (begin + (end - begin) / 2).astimezone(CIVIL)
    return by_text.get(text_of(middle.date(), length))


def _counted(row: Monitored, rate: str) -> tuple[int, int, int]:
    """Numerator, denominator, and one where the result says nothing of the rate."""
    if rate == "timeliness":
        if row.timeliness_s is None:
            return 0, 0, 1
        return int(row.timeliness_s <= TIMELINESS_THRESHOLD_S), 1, 0
    if row.received is None or row.expected is None:
        return 0, 0, 1
    return row.received, row.expected, 0
