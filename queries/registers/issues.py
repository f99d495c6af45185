"""The register of issues: what each is about since when, and whether it is settled."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from queries.ask import Ask
from queries.model import Stage
from queries.registers.said import DONE, Said, SaidRow, said_of

if TYPE_CHECKING:
    from queries.registers.said import Mask, Numbers


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
    """Issues by number, and what they are about in the order since when.

    `ids`: in their order; `kinds`: of each, empty where none is stated; `taken_up`: those with an
    incident. `own`: what was said of the issues themselves, `handled` of their incidents. `of`: the
    number of an issue that is about something, `about` a place in `places`, `began` since when; of
    one moment the last id comes first.
    """

    ids: Sequence[str]
    kinds: Sequence[str]
    taken_up: Mask
    own: Said
    handled: Said
    of: Numbers
    places: Sequence[str]
    about: Numbers
    began: Sequence[str]

    def latest(self, now: str, wanted: Mask, there: Callable[[str], bool] | None) -> list[str]:
        """The ids of wanted issues that had begun, the latest first.

        Each as often as it is about a place that is `there`; None for any.
        """
        number = bisect_right(self.began, now)
        of = self.of[:number]
        found = wanted[of]
        if there is not None:
            found &= self._at(there)[self.about[:number]]
        return [self.ids[n] for n in of[found][::-1].tolist()]

    def of_kind(self, kind: str) -> Mask:
        """Issues of a kind; all of them without one."""
        import numpy as np

        if not kind:
            return np.ones(len(self.ids), np.bool_)
        return np.fromiter((kind == one for one in self.kinds), np.bool_, len(self.ids))

    def unsettled(self, now: str) -> Mask:
        """Issues that are settled neither themselves nor by an incident."""
        return ~(self.own.standing(now) | self.handled.standing(now))

    def happened(self, since: str, now: str) -> Mapping[str, Mask]:
        """What happened in [since, now]: issues began, were settled by incidents, or themselves.

        The last of those that nobody took up.
        """
        first = bisect_left(self.began, since)
        began = self.of[first : max(first, bisect_right(self.began, now))]
        return {
            "opened": self._those(began),
            "handled": self.handled.came(since, now),
            "withdrawn": self.own.came(since, now) & ~self.taken_up,
        }

    def at(self, places: Container[str]) -> Mask:
        """Issues about any of some places."""
        return self._those(self.of[self._at(places.__contains__)[self.about]])

    def _at(self, there: Callable[[str], bool]) -> Mask:
        import numpy as np

        return np.fromiter(map(there, self.places), np.bool_, len(self.places))

    def _those(self, numbers: Numbers) -> Mask:
        import numpy as np

        found = np.zeros(len(self.ids), np.bool_)
        found[numbers] = True
        return found


def issue_register(ask: Ask) -> IssueRegister:
    """The register of what the graph holds."""
    return ask.kept("register of Issue", partial(_read, ask))


def _read(ask: Ask) -> IssueRegister:
    import numpy as np

    known: dict[str, str] = {}
    stated = sorted(ask.values(KINDS))
    numbers = {issue: number for number, (issue, _) in enumerate(stated)}
    found = sorted(ask.values(ABOUT), key=itemgetter(0, 1), reverse=True)
    found.sort(key=itemgetter(2))
    places = {place: number for number, place in enumerate(sorted({row[1] for row in found}))}
    taken = np.zeros(len(numbers), np.bool_)
    taken[[numbers[issue] for issue, _ in ask.values(RAISED)]] = True
    return IssueRegister(
        list(numbers),
        [known.setdefault(kind or "", kind or "") for _, kind in stated],
        taken,
        said_of(ask.values(STATUS, property="status"), DONE, numbers),
        said_of(ask.values(HANDLED, property="state"), DONE, numbers),
        np.array([numbers[row[0]] for row in found], np.int32),
        list(places),
        np.array([places[row[1]] for row in found], np.int32),
        [known.setdefault(row[2], row[2]) for row in found],
    )
