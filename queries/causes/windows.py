"""A shared time: issues that begin in one month more often than chance has it."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ontology import civil_day
from queries.causes.asked import Symptom
from queries.causes.statistics import adjusted, logarithm, tail


@dataclass(frozen=True, slots=True)
class Window:
    """A civil month of China, the issues that began in it, and how many would by chance.

    `p` and `q`: of the issues that no named cause explains; `p_alone`: of all. `share`: of the
    days between the first and the last issue's month; `score`: see `naming.Naming.score`.
    """

    month: str
    symptoms: tuple[Symptom, ...]
    expected: float
    share: float
    p_alone: float
    p: float
    q: float
    score: float


def windows(symptoms: Sequence[Symptom], explained: Collection[str], least: int) -> list[Window]:
    """Every month in which so many of the issues began, in order of time."""
    months = [civil_day(s.moment)[:7] for s in symptoms]
    known = sorted(m for m in months if m)
    if not known:
        return []
    days = _days(known[0], known[-1])
    whole = sum(days.values())
    left = [m for m, s in zip(months, symptoms, strict=True) if m and s.issue not in explained]
    counts, still = Counter(known), Counter(left)
    wanted = [m for m in sorted(counts) if counts[m] >= least]
    shares = {m: days[m] / whole for m in wanted}
    p = [tail([shares[m]] * len(left), still[m]) for m in wanted]
    qs = adjusted(p, len(days))
    return [
        Window(
            month,
            tuple(s for m, s in zip(months, symptoms, strict=True) if m == month),
            shares[month] * len(known),
            shares[month],
            tail([shares[month]] * len(known), counts[month]),
            p[at],
            qs[at],
            logarithm(p[at]) - logarithm(1 / len(days)),
        )
        for at, month in enumerate(wanted)
    ]


def _days(first: str, last: str) -> dict[str, int]:
    """The days of every month from one to another."""
    found = {}
    year, month = (int(part) for part in first.split("-"))
    while (name := f"{year:04d}-{month:02d}") <= last:
        found[name] = monthrange(year, month)[1]
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found
