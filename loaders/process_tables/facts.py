"""Claims of these tables: no dates are printed in them, so every validity is open on both sides."""

from __future__ import annotations

from collections.abc import Iterator

from graph import Claim, Place, PropertyValue
from loaders.process_tables.levels import level_of_unit
from loaders.process_tables.original import Passage
from loaders.process_tables.unit_names import UnitMention, superior_in
from ontology import BEGINNING, NODE_KINDS, Certainty, make_id

_UNDATED: dict[str, PropertyValue] = {"begin_known": False}


def node(
    label: str,
    key: tuple[str, ...],
    place: Place,
    properties: dict[str, PropertyValue],
    certainty: Certainty = Certainty.STATED,
) -> Claim:
    """A claim about a node, valid from an unknown day."""
    subject = make_id(NODE_KINDS[label], *key)
    return Claim(label, subject, None, properties | _UNDATED, certainty=certainty, place=place)


def edge(
    kind: str, subject: str, target: str, place: Place, certainty: Certainty = Certainty.STATED
) -> Claim:
    """A claim about an edge, valid from an unknown day."""
    return Claim(kind, subject, target, _UNDATED, certainty=certainty, place=place)


def process_id(key: str, level: str) -> str:
    """The id of a process at a level."""
    return make_id(NODE_KINDS["Process"], key, level)


def unit_claims(
    name: str, place: Place, source_id: str, certainty: Certainty = Certainty.STATED
) -> Iterator[Claim]:
    """A unit, and what its full name shows: the bureau above it and its level (inferred)."""
    unit = node("Unit", (name,), place, {"name": name}, certainty)
    yield unit
    superior = superior_in(name)
    if superior:
        above = node("Unit", (superior,), place, {"name": superior}, Certainty.INFERRED)
        yield above
        yield edge("PART_OF", unit.subject, above.subject, place, Certainty.INFERRED)
        yield from level_claims(above.subject, superior, place, source_id)
    yield from level_claims(unit.subject, name, place, source_id)


def level_claims(unit: str, name: str, place: Place, source_id: str) -> Iterator[Claim]:
    """The level of a unit as a state, where its name shows one."""
    level = level_of_unit(name)
    if level is None:
        return
    properties: dict[str, PropertyValue] = {"element": unit, "property": "level", "value": level}
    key = (unit, "level", BEGINNING, source_id)
    state = node("State", key, place, properties, Certainty.INFERRED)
    yield state
    yield edge("HAS_STATE", unit, state.subject, place, Certainty.INFERRED)


def mention_claims(
    kind: str, subject: str, mention: UnitMention, cell: Passage, source_id: str
) -> Iterator[Claim]:
    """An edge to a unit or group named in a cell, and the unit or group itself."""
    place = cell.place(mention.begin, mention.end)
    certainty = Certainty.INFERRED if mention.inferred else Certainty.STATED
    if mention.group:
        group = node("UnitGroup", (mention.name,), place, {"name": mention.name})
        yield group
        yield edge(kind, subject, group.subject, place, certainty)
        return
    unit = make_id(NODE_KINDS["Unit"], mention.name)
    yield from unit_claims(mention.name, place, source_id, certainty)
    yield edge(kind, subject, unit, place, certainty)
