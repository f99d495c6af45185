"""Who does what recurs: the units, and the members of a group where it is known who they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ontology import key_text
from queries.ask import Ask
from queries.duties import stages
from queries.duties.stages import Owner

_GROUP = "unit_group:"
Owners = Mapping[str, Mapping[str, str]]
"""By element the units that do it, each with its name."""


@dataclass(frozen=True, slots=True)
class Proven:
    """What proves of an element that it was done: by whom, where that is known, and when."""

    proof: str
    on: str
    units: frozenset[str]
    claims: tuple[str, ...]

    def of(self, unit: str) -> bool:
        """Whether it proves it of a unit; what nobody is named for proves it of everybody."""
        return not self.units or unit in self.units or not unit.startswith("unit:")


def owners(ask: Ask, part: str, ids: Iterable[str]) -> Owners:
    """The units of some elements; one of a group in place of which its members stand."""
    stage = stages.OWNERS.get(part)
    rows = ask.rows(stage, ids=sorted(ids), t=ask.time) if stage else []
    groups = sorted({row.unit for row in rows if row.unit.startswith(_GROUP)})
    members: defaultdict[str, list[Owner]] = defaultdict(list)
    for member in ask.rows(stages.MEMBERS, ids=groups, t=ask.time):
        members[member.id].append(member)
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        for one in members.get(row.unit) or [row]:
            found[row.id][one.unit] = one.name or key_text(one.unit)
    return found


def proven(ask: Ask, part: str, ids: Iterable[str]) -> Mapping[str, list[Proven]]:
    """What proves that elements were done by the time asked about, in the order of the days."""
    wanted = sorted(ids)
    rows = [row for stage in stages.PROOFS[part] for row in ask.rows(stage, ids=wanted, t=ask.time)]
    records = sorted({row.proof for row in rows if row.proof.startswith("record:")})
    made: defaultdict[str, set[str]] = defaultdict(set)
    for held in ask.rows(stages.HELD, ids=records):
        made[held.id].add(held.unit)
    found: defaultdict[str, dict[tuple[str, str], Proven]] = defaultdict(dict)
    for row in rows:
        if row.on <= ask.time:
            one = Proven(row.proof, row.on, frozenset(made.get(row.proof, ())), row.claims or ())
            found[row.id][row.on, row.proof] = one
    return {name: [some[key] for key in sorted(some)] for name, some in found.items()}
