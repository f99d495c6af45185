"""Registers of actions, nonconformities and incidents."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from ontology import BEGINNING, OPEN_END
from queries.ask import Ask
from queries.model import Stage
from queries.registers.said import DONE, Said, SaidRow, said_of

if TYPE_CHECKING:
    from queries.registers.said import Mask, Numbers

_REFERRED = "~"
"""Later than every moment: when that was opened which sources only refer to."""


class _Thing(NamedTuple):
    id: str
    stub: bool | None
    opened: str | None
    due: str | None


class _Assigned(NamedTuple):
    id: str


@dataclass(frozen=True, slots=True)
class Register:
    """Things in the order of `due`, or of when they were opened where nothing is due, then of ids.

    `due`: `OPEN_END` where none is stated. `opened`: a place in `openings`, which are in order; the
    first moment where none is stated. `said`: what was said of them, by which they are waited for.
    """

    ids: Sequence[str]
    due: Sequence[str]
    openings: Sequence[str]
    opened: Numbers
    said: Said

    def begun(self, now: str) -> Mask:
        """Those opened by a time, without what is only referred to."""
        return self.opened < bisect_right(self.openings, now)

    def late(self, now: str) -> Mask:
        """Those whose stated end was reached, opened or not."""
        import numpy as np

        number = min(bisect_right(self.due, now), bisect_left(self.due, OPEN_END))
        return np.arange(len(self.ids)) < number

    def among(self, ids: Container[str]) -> Mask:
        """Those with any of some ids."""
        import numpy as np

        return np.fromiter((one in ids for one in self.ids), np.bool_, len(self.ids))

    def first(self, some: Mask, limit: int) -> tuple[list[str], int]:
        """The ids of the first of some, and how many there are."""
        numbers = some.nonzero()[0]
        return [self.ids[n] for n in numbers[:limit].tolist()], len(numbers)


@dataclass(frozen=True, slots=True)
class Registered:
    """How a register of things of one kind is read.

    `properties`: what is said of them that counts; `settling`: the values of it by which they are
    settled. `dated`: whether they have a day by which they are due, which then is their order.
    """

    label: str
    properties: tuple[str, ...]
    settling: tuple[str, ...]
    dated: bool = True

    @property
    def things(self) -> Stage[_Thing]:
        """All things of the kind."""
        due = "n.due" if self.dated else "NULL"
        return Stage(
            f"register_{self.label}",
            f"MATCH (n:{self.label}) RETURN n.id AS id, n.stub AS stub, n.opened AS opened, "
            f"{due} AS due",
            _Thing,
        )

    @property
    def said(self) -> Stage[SaidRow]:
        """All that was said of them."""
        return Stage(
            f"register_said_{self.label}",
            f"MATCH (n:{self.label})-[r:HAS_STATE]->(s:State) WHERE s.property IN $properties "
            "RETURN n.id AS id, s.value AS value, r.valid_from AS since, r.valid_to AS until",
            SaidRow,
        )

    @property
    def mine(self) -> Stage[_Assigned]:
        """Those that units answer for at a time."""
        return Stage(
            f"register_assigned_{self.label}",
            f"UNWIND $ids AS id MATCH (u:Unit {{id: id}})<-[r:ASSIGNED_TO]-(n:{self.label}) "
            "WHERE r.valid_from <= $t AND $t < r.valid_to RETURN n.id AS id",
            _Assigned,
        )

    @property
    def stages(self) -> tuple[Stage[object], ...]:
        """What is read of the graph."""
        return self.things, self.said, self.mine

    def assigned(self, ask: Ask, units: Sequence[str]) -> set[str]:
        """The ids of those that any of these units answers for at the time asked about."""
        return {row.id for row in ask.rows(self.mine, ids=sorted(units), t=ask.time)}

    def of(self, ask: Ask) -> Register:
        """The register of what the graph holds."""
        return ask.kept(f"register of {self.label}", partial(self._read, ask))

    def _read(self, ask: Ask) -> Register:
        import numpy as np

        found = [
            (due or OPEN_END, _REFERRED if stub else opened or BEGINNING, name)
            for name, stub, opened, due in ask.values(self.things)
        ]
        found.sort(key=itemgetter(0, 2) if self.dated else itemgetter(1, 2))
        openings = sorted({row[1] for row in found})
        place = {opened: number for number, opened in enumerate(openings)}
        same: dict[str, str] = {}
        rows = ask.values(self.said, properties=list(self.properties))
        numbers = {row[2]: number for number, row in enumerate(found)}
        return Register(
            list(numbers),
            [same.setdefault(row[0], row[0]) for row in found],
            openings,
            np.array([place[row[1]] for row in found], np.int32),
            said_of(rows, self.settling, numbers),
        )


ACTIONS = Registered("CorrectiveAction", ("state", "effectiveness"), ("done",))
"""Until a state or its effect is said of an action, it is waited for."""
NONCONFORMITIES = Registered("Nonconformity", ("state",), ("closed",), dated=False)
INCIDENTS = Registered("Incident", ("state",), DONE)
