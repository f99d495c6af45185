"""Facts as claims: ids of their elements, places in the file, levels of units, persons hidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graph import Claim, Place, PropertyValue
from graph.ledger import HIDDEN
from loaders.documents.facts.fact import Element, Fact, Said
from loaders.documents.facts.reading import Reading
from loaders.person_ids import PersonIds
from ontology import BEGINNING, NODE_KINDS, Certainty, make_id

_UNDATED: dict[str, PropertyValue] = {"begin_known": False}


@dataclass(frozen=True, slots=True)
class Making:
    """What the claims of one document need beside its facts.

    `scope`: whose persons they are. `names`: as printed, they are struck out of every text.
    `manners`: in which ways one document cites another, all of them (see `manners_of`).
    """

    reading: Reading
    scope: str
    persons: PersonIds
    source_id: str
    names: tuple[str, ...] = ()
    manners: Mapping[tuple[Element, Element], tuple[str, ...]] = field(default_factory=dict)

    def id_of(self, element: Element) -> str:
        """The id of an element; that of a person holds a keyed hash and never the name."""
        if element.kind == "Person":
            key: tuple[str, ...] = (self.persons.of(self.scope, element.key[0]),)
        elif element.kind == "DocumentReview":
            key = (self._nameless(element.key[0]), self.source_id)
        else:
            key = tuple(map(self._nameless, element.key))
        return make_id(NODE_KINDS[element.kind], *key)

    def identity(self, said: Said) -> str:
        """What names a fact across versions of the file."""
        if isinstance(said, Fact):
            how = said.properties.get("how", "")
            return f"{said.edge}|{self.id_of(said.subject)}|{self.id_of(said.object)}|{how}"
        names = ",".join(sorted(said.properties))
        return f"{said.element.kind}|{self.id_of(said.element)}|{names}"

    def place(self, said: Said) -> Place:
        """Where it stands in the file, or in the member of the archive that the file is."""
        document = self.reading.document
        return within(document.source.member, self.reading.place(said.begin, said.end))

    def claims(self, said: Said) -> Iterator[Claim]:
        """The claims that one fact or statement makes, all at its place."""
        place = self.place(said)
        if isinstance(said, Fact):
            ends = self.id_of(said.subject), self.id_of(said.object)
            properties = {**self._told(said), **_UNDATED}
            how = properties.get("how")
            if isinstance(how, str):
                properties["how"] = self.manners.get((said.subject, said.object), (how,))
            yield Claim(said.edge, *ends, properties, certainty=said.certainty, place=place)
            return
        element, properties = said.element, {**self._told(said), **_UNDATED}
        level = properties.pop("level", None) if element.kind == "Unit" else None
        subject = self.id_of(element)
        yield Claim(element.kind, subject, None, properties, certainty=said.certainty, place=place)
        if isinstance(level, str):
            yield from self._level(subject, level, place)

    def _told(self, said: Said) -> dict[str, PropertyValue]:
        """What it says, without the name of anybody."""
        return {
            name: self._nameless(value)
            if isinstance(value, str)
            else tuple(map(self._nameless, value))
            if isinstance(value, tuple)
            else value
            for name, value in said.properties.items()
        }

    def _nameless(self, text: str) -> str:
        for name in self.names:
            text = text.replace(name, HIDDEN)
        return text

    def _level(self, unit: str, level: str, place: Place) -> Iterator[Claim]:
        """The level of a unit is a state: it changes, and another source may know it better."""
        state = make_id(NODE_KINDS["State"], unit, "level", BEGINNING, self.source_id)
        said: dict[str, PropertyValue] = {"element": unit, "property": "level", "value": level}
        for kind, one, other, properties in (
            ("State", state, None, {**said, **_UNDATED}),
            ("HAS_STATE", unit, state, _UNDATED),
        ):
            yield Claim(kind, one, other, properties, certainty=Certainty.INFERRED, place=place)


def manners_of(
    said: Iterable[Said],
) -> dict[tuple[Element, Element], tuple[str, ...]]:
    """In which ways one element cites another: an edge of the graph carries them all."""
    found: dict[tuple[Element, Element], tuple[str, ...]] = {}
    for each in said:
        how = each.properties.get("how") if isinstance(each, Fact) else None
        if isinstance(each, Fact) and isinstance(how, str):
            ends = each.subject, each.object
            found[ends] = (*found.get(ends, ()), how)
    return found


def printed_names(said: Iterable[Said]) -> tuple[str, ...]:
    """The names of all persons that facts are about, a longer one before one that begins it."""
    ends = [
        end
        for each in said
        for end in ((each.subject, each.object) if isinstance(each, Fact) else (each.element,))
    ]
    names = {end.key[0] for end in ends if end.kind == "Person"}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def within(member: str, place: Place) -> Place:
    """A place in the member of an archive: bytes of the member are no bytes of the file."""
    if not member:
        return place
    parts = [f"member={member}"]
    if place.locator:
        parts.append(place.locator)
    else:
        named = (("line", place.line), ("column", place.column))
        parts += [f"{name}={value}" for name, value in named if value is not None]
    return Place(locator=";".join(parts))
