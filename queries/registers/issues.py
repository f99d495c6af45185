"""The register of issues: what each is about since when, and whether it is settled."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from queries.ask import Ask
from queries.model import Stage
from queries.registers.said import DONE, Said, SaidRow, said_of


class _Kind(NamedTuple):
    issue: str
    kind: str | None


class _About(NamedTuple):
    issue: str
    about: str
    began: str


class _Raised(NamedTuple):
    issue: str
    incident: str


KINDS = Stage("register_issues", "MATCH (i:Issue) RETURN i.id AS issue, i.kind AS kind", _Kind)
ABOUT = Stage(
    "register_issues_about",
    "MATCH (i:Issue)-[a:ABOUT]->(x) RETURN i.id AS issue, x.id AS about, a.valid_from AS began",
    _About,
)
STATUS = Stage(
    "register_issues_status",
    "MATCH (i:Issue)-[r:HAS_STATE]->(s:State) WHERE s.property = $property "
    "RETURN i.id AS id, s.value AS value, r.valid_from AS since, r.valid_to AS until",
    SaidRow,
)
RAISED = Stage(
    "register_issues_raised",
    "MATCH (i:Issue)<-[:RAISED_FROM]-(n:Incident) RETURN i.id AS issue, n.id AS incident",
    _Raised,
)
HANDLED = Stage(
    "register_issues_handled",
    "MATCH (i:Issue)<-[:RAISED_FROM]-(n:Incident)-[r:HAS_STATE]->(s:State) "
    "WHERE s.property = $property "
    "RETURN i.id AS id, s.value AS value, r.valid_from AS since, r.valid_to AS until",
    SaidRow,
)
ALL: tuple[Stage[object], ...] = (KINDS, ABOUT, STATUS, RAISED, HANDLED)


@dataclass(frozen=True, slots=True)
class IssueRegister:
    """What issues are about, by number in the order since when; of one moment the last id first.

    `kinds`: of every issue, empty where none is stated. `own`: what was said of the issues
    themselves, `handled` what was said of their incidents; `taken_up`: issues with an incident.
    """

    issues: Sequence[str]
    about: Sequence[str]
    began: Sequence[str]
    kinds: Mapping[str, str]
    own: Said
    handled: Said
    taken_up: Container[str]

    def begun(self, now: str, *, every: bool) -> list[tuple[str, str]]:
        """Issues that had begun, with what they are about, the latest first.

        Those that are settled, themselves or by an incident, only if `every` one is wanted.
        """
        number = bisect_right(self.began, now)
        pairs = zip(reversed(self.issues[:number]), reversed(self.about[:number]), strict=True)
        if every:
            return list(pairs)
        settled = self.own.standing(now) | self.handled.standing(now)
        return [pair for pair in pairs if pair[0] not in settled]

    def opened(self, since: str, now: str) -> set[str]:
        """Issues that began in [since, now]."""
        first, end = bisect_left(self.began, since), bisect_right(self.began, now)
        return set(self.issues[first:end])

    def closed(self, since: str, now: str) -> set[str]:
        """Issues of which an incident was settled in [since, now]."""
        return _done(self.handled, since, now)

    def withdrawn(self, since: str, now: str) -> set[str]:
        """Issues nobody took up that were settled themselves in [since, now]."""
        return {i for i in _done(self.own, since, now) if i not in self.taken_up}

    def at(self, places: Container[str]) -> set[str]:
        """Issues about any of some places."""
        pairs = zip(self.issues, self.about, strict=True)
        return {issue for issue, about in pairs if about in places}


def _done(said: Said, since: str, now: str) -> set[str]:
    return {said.things[n] for n in said.within(since, now) if said.settled[n]}


def issue_register(ask: Ask) -> IssueRegister:
    """The register of what the graph holds."""
    return ask.kept("register of Issue", partial(_read, ask))


def _read(ask: Ask) -> IssueRegister:
    same: dict[str, str] = {}
    known = same.setdefault
    kinds = {known(i, i): known(kind or "", kind or "") for i, kind in ask.values(KINDS)}
    found = sorted(ask.values(ABOUT), key=itemgetter(0, 1), reverse=True)
    found.sort(key=itemgetter(2))
    status = map(SaidRow._make, ask.values(STATUS, property="status"))
    handled = map(SaidRow._make, ask.values(HANDLED, property="state"))
    return IssueRegister(
        [known(row[0], row[0]) for row in found],
        [known(row[1], row[1]) for row in found],
        [known(row[2], row[2]) for row in found],
        kinds,
        said_of(status, DONE, same),
        said_of(handled, DONE, same),
        frozenset(same[i] for i, _ in ask.values(RAISED)),
    )
