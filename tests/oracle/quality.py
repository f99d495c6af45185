"""Episodes of the provider's codes, read value by value in plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

BAD = {"1": 1, "2": 2, "8": 1}
GOOD = {"0", "3", "4"}


class Stretch(NamedTuple):
    """An episode: its flagged values, and when it was over."""

    station: str
    begin: datetime
    last: datetime
    end: datetime | None
    count: int
    severity: str
    worst: datetime


def episodes(codes: Mapping[str, Mapping[datetime, str | None]], reach: timedelta) -> list[Stretch]:
    """Of stations with codes by time; `reach`: the longest time between flags of one episode."""
    found: list[Stretch] = []
    for station, by_time in sorted(codes.items()):
        run: list[datetime] = []
        for time in sorted(by_time):
            code = by_time[time]
            if code in BAD:
                if run and time - run[-1] > reach:
                    found.append(_stretch(station, run, by_time))
                    run = []
                run.append(time)
        if run:
            found.append(_stretch(station, run, by_time))
    return found


def _stretch(station: str, run: list[datetime], by_time: Mapping[datetime, str | None]) -> Stretch:
    after = [t for t in sorted(by_time) if t > run[-1] and by_time[t] in BAD.keys() | GOOD]
    ranks = {time: BAD[by_time[time] or ""] for time in run}
    highest = max(ranks.values())
    heavy = [t for t in run if ranks[t] == highest]
    marked = [t for t in heavy if by_time[t] in ("1", "2")]
    return Stretch(
        station,
        run[0],
        run[-1],
        after[0] if after else None,
        len(run),
        "major" if highest == 2 else "minor",
        (marked or heavy)[0],
    )
