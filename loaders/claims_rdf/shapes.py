"""Shapes of claims: what is read of one block of TriG holds for all that differ in values only.

The text of a block without its hash, its ids and the words in quotes is its shape. When a shape is
seen a second time, that block is read the general way. If it is sound, all that the shape decides
is known to be: the kind, the source, the originals, which statements there are and of which types.
Of each further block the values are tested, by the rules of the general way. Where one fails, the
block is left to that way, so that every reject is told there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from graph import Claim, Place, PropertyValue, SourceError
from graph.ledger import ImportedClaim, Reading, stated_body
from loaders.claims_rdf.grouping import Group, Whole, key_of
from loaders.claims_rdf.readings import ENTITY, LOADER, LOCATOR, NUMBER, NUMBERS
from loaders.claims_rdf.rules import RefusalError
from loaders.claims_rdf.statements import IRI, TEXT
from loaders.claims_rdf.stating import (
    CERTAINTIES,
    CERTAINTY,
    FROM,
    ID,
    INTEGER,
    REASON,
    RECORDED,
    SINCE,
    TO,
    UNTIL,
    Described,
    check_names,
    stated,
)
from loaders.claims_rdf.trig import SHORT, Trig
from ontology import NAMESPACE, PLAIN, claim_iri, literal_type, original_iri, property_name
from ontology.derive import claim_problem

_MOST, _MOST_ONCE = 10_000, 200_000
_HASH = slice(2, 66)
_AFTER_HEADER = len("c: {\n") + 64
_GAP = "\x01"  # stands in a shape for the hash; no text with this character has a shape
_ELEMENTS = ("suyuan:element:", "<urn:suyuan:element:")
# A name with a prefix, or an IRI in brackets, in which nothing is escaped.
_ELEMENT = re.compile(
    r"(?:suyuan:element:([0-9A-Za-z_:]*+)|<urn:suyuan:element:([^\x00-\x20<>\"{}|^`\\]*+)>)\Z"
)
_TOLD = frozenset((SINCE, FROM, TO, CERTAINTY, UNTIL, REASON))


@dataclass(frozen=True, slots=True)
class _Shape:
    """What all blocks of a shape have in common; numbers are those of the words in quotes.

    `properties`: name, datatype and number. `readings`: hash and name of the original, loader,
    line, column, offset and length, locator.
    """

    source_id: str
    kind: str
    identity: int | None
    told: tuple[int, int, int, int]
    until: int | None
    reason: int | None
    properties: tuple[tuple[str, str, int], ...]
    readings: tuple[tuple[str, str, int, tuple[int | None, ...], int | None], ...]


class Shapes:
    """The shapes of claims in a file; `trig` reads the file the general way, for its prefixes."""

    def __init__(self, path: Path, described: Described, trig: Trig) -> None:
        self._path, self._described, self._trig = path, described, trig
        self._prefixes: dict[str, str] = {}
        self._once: set[int] = set()
        self._known: dict[str, _Shape | None] = {}

    def renew(self) -> None:
        """Forget all if a prefix has come to mean something else."""
        if self._prefixes != self._trig.prefixes:
            self._prefixes = dict(self._trig.prefixes)
            self._once.clear()
            self._known.clear()

    def whole(self, block: bytes, line: int, offset: int) -> Whole | None:
        """The claim of a block at a line and an offset, if its shape is known and it is sound."""
        try:
            text = block.decode()
            subject, predicate, rest = text[_AFTER_HEADER:].split(" ", 2)
        except ValueError:  # no UTF-8, or no statement in the second line
            return None
        if "\\" in text or _GAP in text or "\r" in text:
            return None
        object_ = ""
        if rest.startswith(_ELEMENTS):
            object_, _, rest = rest.partition(" ")
        words = rest.split('"')
        claim = text[_HASH]
        fixed = f"{object_ != ''} {predicate} " + '"'.join(words[::2]).replace(claim, _GAP)
        # A line that ends within quotes would be none of the shape.
        if fixed.count("\n") + 1 != text.count("\n"):
            return None
        try:
            shape = self._known[fixed]
        except KeyError:
            shape = self._learnt(fixed, text)
        if shape is None:
            return None
        ends = _id_of(subject), _id_of(object_) if object_ else None
        # As for every group of statements: from the first of them on.
        place = Place(line + 1, 0, offset + _AFTER_HEADER, len(block) - _AFTER_HEADER)
        return _filled(shape, claim, ends, words[1::2], place)

    def _learnt(self, fixed: str, text: str) -> _Shape | None:
        """The shape of a block that was seen before, if it is one."""
        once = hash(fixed)
        if once not in self._once:
            if len(self._once) >= _MOST_ONCE:
                self._once.clear()
            self._once.add(once)
            return None
        if len(self._known) >= _MOST:
            self._known.clear()
        found = self._known[fixed] = self._read(text)
        return found

    def _read(self, text: str) -> _Shape | None:
        """The shape of a block, read the general way."""
        lines = [f"{line}\n" for line in text.split("\n")[:-1]]
        prefixes = self._trig.prefixes
        ours = prefixes.get("c") == claim_iri("") and prefixes.get("suyuan") == NAMESPACE
        if not ours or not _is_exported(lines):
            return None
        trig = Trig(self._path)
        trig.prefixes = dict(prefixes)
        try:
            group = Group("", text[_HASH], Place(1, 0), list(trig.said_in(iter(lines))))
            trig.finish()
            if any(key_of(one) != (group.claim, "") for one in group.statements):
                return None
            check_names(group)
            source_id, imported = stated(group, self._described)
        except (SourceError, RefusalError):
            return None
        return _shape_of(group, source_id, imported.claim.kind, self._described)


def _shape_of(group: Group, source_id: str, kind: str, described: Described) -> _Shape | None:
    """The shape of a sound claim; None for a person, and where there is a list of texts."""
    if kind == "Person":
        return None
    own = claim_iri(group.claim)
    told: dict[str, int] = {}
    nodes: dict[str, dict[str, int | str]] = {}
    properties: list[tuple[str, str, int]] = []
    identity, at = None, 0
    for one in group.statements:
        linked = one.datatype == IRI
        name = property_name(one.predicate)
        if one.subject.startswith(f"{own}:read:"):
            nodes.setdefault(one.subject, {})[one.predicate] = one.value if linked else at
        elif one.predicate == ID and one.graph is not None:
            identity = at
        elif one.predicate in _TOLD and one.graph is None:
            told[one.predicate] = at
        elif name is not None and (linked or one.subject.startswith(f"{own}:")):
            return None  # a list, or one of its cells
        elif not linked and name is not None:
            properties.append((name, one.datatype, at))
        at += not linked
    since, begin, end, certainty = (told[name] for name in (SINCE, FROM, TO, CERTAINTY))
    return _Shape(
        source_id,
        kind,
        identity,
        (since, begin, end, certainty),
        told.get(UNTIL),
        told.get(REASON),
        tuple(properties),
        tuple(_reading_of(nodes[node], described) for node in sorted(nodes)),
    )


def _is_exported(lines: Sequence[str]) -> bool:
    """Whether a block is in lines as our export writes them: what is said has one subject."""
    found = [SHORT.match(line) for line in lines]
    if found.count(None) != 2 or lines.count("}\n") != 1 or found[0] is not None:
        return False
    said = found[1 : lines.index("}\n")]
    return [one is not None and one[1] is not None for one in said] == [
        True,
        *(False for _ in said[1:]),
    ]


def _reading_of(
    told: Mapping[str, int | str], described: Described
) -> tuple[str, str, int, tuple[int | None, ...], int | None]:
    """Of a reading: hash and name of the original, and the numbers of what differs."""
    original = str(told[ENTITY])
    return (
        original.removeprefix(original_iri("")),
        described.originals[original],
        int(told[LOADER]),
        tuple(None if name not in told else int(told[name]) for name in NUMBERS),
        None if LOCATOR not in told else int(told[LOCATOR]),
    )


def _id_of(term: str) -> str | None:
    """The id of an element as a block names it; None for anything else."""
    found = _ELEMENT.match(term)
    return None if found is None else found[1] or unquote(found[2] or "")


def _filled(
    shape: _Shape,
    claim: str,
    ends: tuple[str | None, str | None],
    words: Sequence[str],
    place: Place,
) -> Whole | None:
    """The claim of these ends and words, if it is sound."""
    subject, object_ = ends
    since, begin, end, certainty = (words[at] for at in shape.told)
    until = None if shape.until is None else words[shape.until]
    if (
        subject is None
        or (shape.identity is not None and words[shape.identity] != subject)
        or certainty not in CERTAINTIES
        or not RECORDED.match(since)
        or (until is not None and not RECORDED.match(until))
    ):
        return None
    properties: dict[str, PropertyValue] = {}
    for name, datatype, at in shape.properties:
        value = _value(words[at], datatype)
        if value is None or _datatype(shape.kind, name, value) != datatype:
            return None
        properties[name] = value
    readings = [_reading(words, *one) for one in shape.readings]
    if None in readings:
        return None
    given = Claim(shape.kind, subject, object_, properties, begin, end, certainty)
    digest = given.claim_id(shape.source_id)
    if digest.hex() != claim or claim_problem(shape.kind, subject, object_, properties, begin, end):
        return None
    body = stated_body(since, until, [one for one in readings if one is not None])
    reason = None if shape.reason is None else words[shape.reason]
    return Whole(shape.source_id, ImportedClaim(digest, given, place, body, reason))


def _value(text: str, datatype: str) -> PropertyValue | None:
    if datatype == "boolean":
        return text == "true" if text in ("true", "false") else None
    if datatype == "integer":
        return int(text) if INTEGER.match(text) else None
    return text


def _datatype(kind: str, name: str, value: PropertyValue) -> str:
    found = literal_type(kind, name, value)
    return TEXT if found == PLAIN else found


def _reading(
    words: Sequence[str],
    digest: str,
    name: str,
    loader: int,
    numbers: tuple[int | None, ...],
    locator: int | None,
) -> Reading | None:
    """One place where the claim was read; None where a number is none."""
    found: list[int | None] = []
    for at in numbers:
        if at is not None and not NUMBER.match(words[at]):
            return None
        found.append(None if at is None else int(words[at]))
    line, column, offset, length = found
    where = "" if locator is None else words[locator]
    return (digest, name, words[loader], (line, column, offset, length, where))
