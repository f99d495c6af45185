"""Units at the ends of facts: their levels, and what they are part of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from graph import PropertyValue
from loaders.documents.facts.fact import Element, Fact, Said, Statement
from loaders.documents.facts.reading import Reading, body
from loaders.documents.facts.titles import title_spans
from loaders.documents.names.mention import Kind, Mention
from ontology import Certainty

_LISTED = re.compile(r"（(?P<in>[^（）\n]*[、，][^（）\n]*)）")
_ENDS = {"Unit", "UnitGroup"}


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a unit is named, and how certain it is that it is this one."""

    begin: int
    end: int
    certainty: Certainty


def unit_facts(reading: Reading, said: Iterable[Said]) -> Iterator[Said]:
    """What is known of each unit and group at the end of a fact, each once.

    Its superior is cited where its name first stands in the running text.
    """
    first = _first_mentions(reading)
    ends = _ends(said)
    for element, spot in ends.items():
        yield _named(reading, element, spot)
    yield from _sizes(reading)
    yield from _members(reading)
    names = [element.key[0] for element in ends if element.kind == "Unit"]
    known = set(ends)
    for name in dict.fromkeys([*names, *sorted(reading.in_tables & first.keys())]):
        element = Element("Unit", (name,))
        yield from _superiors(reading, element, first.get(name) or ends[element], known)


def _ends(said: Iterable[Said]) -> dict[Element, _Spot]:
    found: dict[Element, _Spot] = {}
    for fact in said:
        if isinstance(fact, Fact):
            for end in (fact.subject, fact.object):
                if end.kind in _ENDS:
                    found.setdefault(end, _Spot(fact.begin, fact.end, fact.certainty))
    return found


def _first_mentions(reading: Reading) -> dict[str, _Spot]:
    """The first place of each unit's name outside tables and titles in 《》."""
    apart = [(table.begin, table.end) for table in reading.document.tables]
    apart += title_spans(reading.document)
    found: dict[str, _Spot] = {}
    for mention in sorted(reading.names.mentions(), key=lambda each: each.begin):
        within = any(begin <= mention.begin < end for begin, end in apart)
        if mention.kind is Kind.UNIT and not within:
            spot = _Spot(mention.begin, mention.end, mention.certainty)
            found.setdefault(mention.name, spot)
    return found


def _sizes(reading: Reading) -> Iterator[Statement]:
    """How many members a group has by the text: 88个旗县气象局."""
    for mention in reading.names.mentions():
        if mention.kind is Kind.GROUP and mention.size:
            group = Element("UnitGroup", (mention.name,))
            said: dict[str, PropertyValue] = {"name": mention.name, "declared_size": mention.size}
            yield Statement(group, said, mention.begin, mention.end, mention.certainty)


def _members(reading: Reading) -> Iterator[Said]:
    """The members of a group that the text itself lists: 内设机构（观测处、人事处）."""
    for mention in reading.names.mentions():
        if mention.member_of and mention.kind is Kind.UNIT:
            yield from _member(mention, mention.member_of)
        bracket = _LISTED.match(reading.text, mention.end)
        if mention.kind is Kind.GROUP and bracket is not None:
            listed = reading.names.units_in(*bracket.span("in"))
            units = [each for each in listed.mentions if each.kind is Kind.UNIT]
            if not (listed.unread or listed.unresolved) and len(units) == len(listed.mentions):
                for each in units:
                    yield from _member(each, mention.name)


def _member(unit: Mention, group: str) -> Iterator[Said]:
    element = Element("UnitGroup", (group,))
    yield Statement(element, {"name": group}, unit.begin, unit.end)
    yield Statement(body(unit), {"name": unit.name}, unit.begin, unit.end)
    fact = Fact("MEMBER_OF_GROUP", body(unit), element, unit.begin, unit.end)
    yield replace(fact, certainty=unit.certainty)


def _named(reading: Reading, element: Element, spot: _Spot) -> Statement:
    """The name of a unit or group, and the level that the name shows."""
    said: dict[str, PropertyValue] = {"name": element.key[0]}
    if element.kind == "Unit":
        level = reading.names.level(element.key[0])
        if level is not None:
            said["level"] = level.value
    return Statement(element, said, spot.begin, spot.end, spot.certainty)


def _superiors(reading: Reading, unit: Element, spot: _Spot, known: set[Element]) -> Iterator[Said]:
    """The unit above, and those above that one as far as they are not known yet."""
    while True:
        found = reading.names.superior(unit.key[0])
        if found is None or found.value == unit.key[0]:
            return
        above = Element("Unit", (found.value,))
        yield Fact("PART_OF", unit, above, spot.begin, spot.end, certainty=found.certainty)
        if above in known:
            return
        known.add(above)
        inferred = _Spot(spot.begin, spot.end, Certainty.INFERRED)
        yield _named(reading, above, inferred)
        unit = above
