"""Down the chain of standards: what was calibrated with what is in doubt, level by level."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ontology import BEGINNING, NODE_KINDS, OPEN_END
from ontology.rules import TRACE_LEVELS
from queries.ask import Ask
from queries.impact import stages
from queries.impact.doubt import Doubt

STANDARD = NODE_KINDS["MeasurementStandard"].prefix
INSTRUMENT = NODE_KINDS["Instrument"].prefix
Texts = tuple[str, ...]
History = Mapping[str, Sequence[stages.CalibrationRow]]


@dataclass(frozen=True, slots=True)
class Spread:
    """All that is in doubt, and the standards below which nobody looked any more."""

    doubts: tuple[Doubt, ...]
    unfollowed: tuple[Doubt, ...]


def is_a(prefix: str, subject: str) -> bool:
    """Whether an id is of a kind."""
    return subject.startswith(prefix + ":")


def histories(ask: Ask, subjects: Iterable[str]) -> History:
    """The calibrations of instruments and standards up to the time asked about, by subject."""
    wanted = set(subjects)
    found: dict[str, list[stages.CalibrationRow]] = defaultdict(list)
    for prefix, stage in stages.CALIBRATIONS.items():
        ids = sorted(s for s in wanted if is_a(prefix, s))
        for row in ask.rows(stage, ids=ids, unknown=BEGINNING):
            if row.performed_on <= ask.time:
                found[row.subject].append(row)
    for rows in found.values():
        rows.sort(key=lambda r: (r.performed_on, r.id, r.claims or ()))
    return found


def _days(ask: Ask, subjects: Iterable[str]) -> Mapping[str, list[str]]:
    """When instruments and standards were calibrated up to the time asked about, in order."""
    wanted = set(subjects)
    found: dict[str, set[str]] = defaultdict(set)
    for prefix, stage in stages.PERFORMED.items():
        ids = sorted(s for s in wanted if is_a(prefix, s))
        for row in ask.rows(stage, ids=ids, unknown=BEGINNING):
            if row.performed_on <= ask.time:
                found[row.subject].add(row.performed_on)
    return {subject: sorted(days) for subject, days in found.items()}


def spread(ask: Ask, start: Sequence[Doubt]) -> Spread:
    """From doubts to those below, one stage a level, each calibration once."""
    doubts, fresh = list(start), list(start)
    of: dict[str, list[Doubt]] = defaultdict(list)
    seen: set[tuple[str, str]] = {(d.subject, d.through) for d in start}
    for level in range(1, TRACE_LEVELS + 1):
        standards = _standards(fresh, of)
        if not standards:
            return Spread(tuple(doubts), ())
        below = [r for r in _below(ask, standards, of) if (r.subject, r.calibration) not in seen]
        seen |= {(r.subject, r.calibration) for r in below}
        days = _days(ask, {r.subject for r in below})
        fresh = [_resting(r, days.get(r.subject, ()), level) for r in below]
        doubts += fresh
    standards = _standards(fresh, of)
    more = [r for r in _below(ask, standards, of) if (r.subject, r.calibration) not in seen]
    cut = {r.standard for r in more}
    return Spread(tuple(doubts), tuple(d for d in fresh if d.subject in cut))


def _standards(fresh: Iterable[Doubt], of: dict[str, list[Doubt]]) -> list[str]:
    """The standards among fresh doubts, which are noted by standard."""
    found = [d for d in fresh if is_a(STANDARD, d.subject)]
    for doubt in found:
        of[doubt.subject].append(doubt)
    return sorted({d.subject for d in found})


def _below(
    ask: Ask, standards: Sequence[str], of: Mapping[str, Sequence[Doubt]]
) -> list[stages.BelowRow]:
    """The calibrations with these standards while they were in doubt, each subject's once."""
    if not standards:
        return []
    spans = [d for s in standards for d in of[s]]
    rows = ask.rows(
        stages.BELOW,
        ids=list(standards),
        unknown=BEGINNING,
        since=min(d.begin for d in spans),
        until=max(d.end for d in spans),
    )
    once: dict[tuple[str, str], stages.BelowRow] = {}
    for r in sorted(rows, key=_below_key):
        if r.performed_on <= ask.time and any(
            d.begin <= r.performed_on < d.end for d in of[r.standard]
        ):
            once.setdefault((r.subject, r.calibration), r)
    return list(once.values())


def _below_key(r: stages.BelowRow) -> tuple[str, str, str, str, Texts, Texts]:
    return (r.standard, r.calibration, r.subject, r.performed_on, r.more or (), r.claims or ())


def _resting(row: stages.BelowRow, days: Sequence[str], level: int) -> Doubt:
    """From a calibration until the next one; `days`: of all of its subject, in order."""
    later = bisect_right(days, row.performed_on)
    end = days[later] if later < len(days) else OPEN_END
    claims = first_of(row.more, row.claims)
    return Doubt(
        row.subject,
        row.performed_on,
        end,
        "rests",
        level,
        row.calibration,
        row.certainty or "",
        claims,
    )


def first_of(*lists: tuple[str, ...] | None) -> tuple[str, ...]:
    """The first claim of each edge on the way, once each."""
    return tuple(dict.fromkeys(claims[0] for claims in lists if claims))
