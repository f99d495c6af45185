"""Who issues a document, and which areas its 自治区, 省 and 市 are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.documents.model import Document, Role
from loaders.documents.names.areas import AreaName, area_prefix, area_table
from loaders.documents.names.items import Form, Parsed
from loaders.documents.names.lists import Item, read_list
from loaders.documents.names.register import Register, upper_part

_LETTERHEAD = re.compile(r"(?P<name>[^\n]+?)(?:（[^）]*）)?文件\s*\Z")
_GOVERNMENT = re.compile(r"(?:政府|公署|国务院|党委)\Z|\A中共.*委员会\Z")
_EXPLAINS = re.compile(r"(?:由|归)(?P<name>[^，。；：、\n]{3,24}?)(?:负责(?:具体)?解释|解释)")
_LONGEST_AREA = 20
_NAMED = {Form.FULL, Form.DOUBLED, Form.COMPLETED, Form.SCOPED, Form.BODY}


@dataclass(frozen=True, slots=True)
class Issuer:
    """The body that speaks in a document, or at least the area that the document is about.

    `name`: its full name, empty if only the area is known. `body`: whose offices its bare offices
    are (江北省气象局 of 江北省气象局办公室). `areas`: the areas it is responsible for, the lowest
    first. `items`: where the head or the signature prints it, one for each body that signs.
    """

    name: str
    body: str
    areas: tuple[str, ...]
    items: tuple[Item, ...]

    @property
    def kind(self) -> str:
        """What it is, without the area in front: 气象局."""
        area = area_prefix(self.body)
        return self.body[area.length :] if area else ""

    @property
    def governs(self) -> bool:
        """Whether its departments are those of an area's government."""
        return _GOVERNMENT.search(self.body) is not None

    @property
    def area(self) -> str:
        """Its own area, empty for a body of the nation."""
        return self.areas[0] if self.areas else ""

    def area_called(self, word: str) -> str:
        """The area that 自治区, 省, 市 … means, or empty."""
        found = next((area for area in self.areas if area.endswith(word)), "")
        if not found and word == "区":
            return next((area for area in self.areas if area.endswith("自治区")), "")
        return found


def issuer_of(document: Document, items: Sequence[Item], register: Register) -> Issuer:
    """Who issues a document: by its letterhead, its title or its signature.

    A document that prints its issuer nowhere may say who explains it (由江西省气象局负责解释), or
    begin its title with an area.
    """
    for printed in (_letterhead(document), _title(document, items), _signature(document)):
        named = [item for item in printed if item.parsed.form in _NAMED]
        name = _full_name(named[0].parsed, register) if named else ""
        if name:
            return _issuer(name, tuple(named))
    explains = _EXPLAINS.search(document.text)
    if explains is not None and explains["name"] in register.names:
        return _issuer(explains["name"], ())
    return _about(document)


def _issuer(name: str, items: tuple[Item, ...]) -> Issuer:
    area = area_prefix(name)
    body = upper_part(name, area.length if area else 0) or name
    return Issuer(name, body, tuple(_areas(area)), items)


def _about(document: Document) -> Issuer:
    """The area that the title begins with, if any, and nobody."""
    title = document.head.title
    area = area_prefix(title.text[:_LONGEST_AREA]) if title else None
    return Issuer("", "", tuple(_areas(area if area and area.listed else None)), ())


def _letterhead(document: Document) -> list[Item]:
    for paragraph in document.paragraphs:
        if paragraph.role is Role.LETTERHEAD:
            match = _LETTERHEAD.match(document.text, paragraph.begin, paragraph.end)
            span = match.span("name") if match else (paragraph.begin, paragraph.end)
            listing = read_list(document.text, *span)
            if listing.items and (match or not listing.unread):
                return listing.items
    return []


def _title(document: Document, items: Sequence[Item]) -> list[Item]:
    """The units that the title begins with, one or several in a row."""
    if document.head.title is None:
        return []
    begin, end = document.head.title.begin, document.head.title.end
    found: list[Item] = []
    for item in items:
        if item.begin >= begin and item.end <= end:
            if document.text[begin : item.begin].strip(" \n、"):
                break
            found.append(item)
            begin = item.end
    return found


def _signature(document: Document) -> list[Item]:
    marks = [mark for signature in document.signatures[-1:] for mark in signature.issuers]
    return [i for mark in marks for i in read_list(document.text, mark.begin, mark.end).items]


def _full_name(parsed: Parsed, register: Register) -> str:
    """The full name, empty where it is not known.

    市城建局 is 大连市城建局 where the document prints that, and nobody else of this name.
    """
    if parsed.form is Form.SCOPED:
        word = parsed.name.removesuffix(parsed.tail)
        how, names = register.fitting_any(parsed.tail)
        fitting = [name for name in names if register.base_of(name).endswith(word)]
        return fitting[0] if how <= 1 and len(fitting) == 1 else ""
    if parsed.form is Form.COMPLETED and parsed.area is not None:
        return register.complete(parsed.area.full + parsed.tail)
    return parsed.name


def _areas(area: AreaName | None) -> Iterator[str]:
    """The areas of a name and those above them, the lowest first."""
    if area is None:
        return
    yield from reversed(area.parts)
    table, top = area_table(), area.parts[0]
    if "league" not in area.levels and area.levels[0] == "banner":
        league = table.league_of(top)
        if league:
            yield league
    region = table.region_of(top)
    if region and region not in area.parts:
        yield region
