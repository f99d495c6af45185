"""Times before all that is known or dated: what is told of an answer at such a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from graph.ledger import LedgerReader
from ontology import BEGINNING, CIVIL, parse_moment
from queries.ask import Ask
from queries.model import Stage

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Begin:
    """When something begins to hold; None where nothing has a date."""

    begins: str | None


_DATED = {"edges": "MATCH ()-[r]->()", "nodes": "MATCH (r)"}
BY_THEN = tuple(
    Stage(
        f"{name}_by_then",
        f"{match} WHERE r.valid_from > $beginning AND r.valid_from <= $t "
        "RETURN r.valid_from AS begins LIMIT 1",
        Begin,
    )
    for name, match in _DATED.items()
)
EARLIEST = tuple(
    Stage(
        f"earliest_of_{name}",
        f"{match} WHERE r.valid_from > $beginning RETURN min(r.valid_from) AS begins",
        Begin,
    )
    for name, match in _DATED.items()
)


def unrecorded(reader: LedgerReader, known_at: str | None) -> Iterator[str]:
    """From when on anything is known, where a recorded time before that is asked about."""
    if known_at is None or reader.position:
        return
    first = reader.ledger.first_recorded()
    if first is not None:
        moment = f"{parse_moment(first).astimezone(CIVIL).replace(microsecond=0) + _SECOND:%F %T}"
        yield (
            f"那时什么都还没有记录；从 {moment}（+08:00）起才有已知的内容 / "
            f"nothing was recorded by then; what is known begins at {moment} (+08:00)"
        )


def undated(ask: Ask) -> Iterator[str]:
    """From which day on anything is dated, where a valid time before that is asked about.

    What has no known begin holds at all times, and counts for nothing here.
    """
    if any(ask.rows(stage, beginning=BEGINNING, t=ask.time) for stage in BY_THEN):
        return
    first = ask.kept("earliest", lambda: _earliest(ask))
    if first:
        day = f"{parse_moment(first).astimezone(CIVIL):%F}"
        yield (
            f"那时还没有任何写明日期的内容；最早的始于 {day} / "
            f"nothing that has a date holds by then; the earliest begins on {day}"
        )


def _earliest(ask: Ask) -> str:
    found = (row.begins for stage in EARLIEST for row in ask.rows(stage, beginning=BEGINNING))
    return min((begins for begins in found if begins), default="")
