"""Deployments that contradict each other: one instrument in two, two primary ones of a variable."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from queries.model import Stage

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two deployments and how long each was at the subject that they share."""

    subject: str
    first: str
    second: str
    first_from: str
    first_to: str
    second_from: str
    second_to: str
    first_certainty: str | None
    second_certainty: str | None
    first_claims: Texts | None
    second_claims: Texts | None

    @property
    def valid_from(self) -> str:
        """Since when they meet."""
        return max(self.first_from, self.second_from)

    @property
    def valid_to(self) -> str:
        """Until when they meet."""
        return min(self.first_to, self.second_to)

    @property
    def certainties(self) -> tuple[str, ...]:
        """The certainty of either side, where it has one."""
        return tuple(c for c in (self.first_certainty, self.second_certainty) if c)

    @property
    def claims(self) -> Texts:
        """The claims of both sides."""
        return tuple(sorted({*(self.first_claims or ()), *(self.second_claims or ())}))


_PAIR = (
    "RETURN {subject} AS subject, d.id AS first, e.id AS second, p.valid_from AS first_from, "
    "p.valid_to AS first_to, q.valid_from AS second_from, q.valid_to AS second_to, "
    "p.certainty AS first_certainty, q.certainty AS second_certainty, "
    "p.claims AS first_claims, q.claims AS second_claims"
)
_MEET = "d.id < e.id AND p.valid_from < q.valid_to AND q.valid_from < p.valid_to"
OVERLAPS = Stage(
    "overlaps",
    "MATCH (d:Deployment)-[p:USES]->(i:Instrument) MATCH (e:Deployment)-[q:USES]->(i) "
    f"WHERE {_MEET} " + _PAIR.format(subject="i.id"),
    Overlap,
)
DOUBLED = Stage(
    "doubled",
    "MATCH (d:Deployment)-[p:AT_STATION]->(s:Station) MATCH (e:Deployment)-[q:AT_STATION]->(s) "
    f"WHERE {_MEET} AND d.variable = e.variable AND d.role = 'primary' AND e.role = 'primary' "
    + _PAIR.format(subject="s.id"),
    Overlap,
)
STATION_OVERLAPS = Stage(
    "station_overlaps",
    "MATCH (d:Deployment)-[a:AT_STATION]->(s:Station {id: $station}) "
    "MATCH (d)-[p:USES]->(i:Instrument) MATCH (e:Deployment)-[q:USES]->(i) "
    "WHERE d.id <> e.id AND p.valid_from < q.valid_to AND q.valid_from < p.valid_to "
    + _PAIR.format(subject="i.id"),
    Overlap,
)
STATION_DOUBLED = Stage(
    "station_doubled",
    "MATCH (d:Deployment)-[p:AT_STATION]->(s:Station {id: $station}) "
    "MATCH (e:Deployment)-[q:AT_STATION]->(s) "
    f"WHERE {_MEET} AND d.variable = e.variable AND d.role = 'primary' AND e.role = 'primary' "
    + _PAIR.format(subject="s.id"),
    Overlap,
)


def each_once(rows: Iterable[Overlap]) -> list[Overlap]:
    """Overlaps in order, each pair of stays once, whichever side was read first."""
    found: dict[tuple[str, ...], Overlap] = {}
    for o in rows:
        turned = (o.second, o.second_from) < (o.first, o.first_from)
        one = _turned(o) if turned else o
        key = (one.subject, one.first, one.second, one.first_from, one.second_from)
        found[key] = one
    return [found[k] for k in sorted(found)]


def _turned(o: Overlap) -> Overlap:
    return Overlap(
        o.subject,
        o.second,
        o.first,
        o.second_from,
        o.second_to,
        o.first_from,
        o.first_to,
        o.second_certainty,
        o.first_certainty,
        o.second_claims,
        o.first_claims,
    )
