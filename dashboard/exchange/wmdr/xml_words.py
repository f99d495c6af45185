"""Elements of WMDR 1.0: namespaces, names of elements, references, periods, parties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph import MissingExtraError
from loaders.wmdr.codes import NO_WORD
from loaders.wmdr.model import Party, Span, Told

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACES: Mapping[str, str] = MappingProxyType({
    "wmdr": "http://def.wmo.int/wmdr/1.0",
    "gml": "http://www.opengis.net/gml/3.2",
    "om": "http://www.opengis.net/om/2.0",
    "gmd": "http://www.isotc211.org/2005/gmd",
    "gco": "http://www.isotc211.org/2005/gco",
    "xlink": "http://www.w3.org/1999/xlink",
    "sy": "urn:suyuan:",
})  # fmt: skip
GENERATED = "sy."
"""What the names begin with that elements are given for the schema's sake."""
_ROLES = "http://standards.iso.org/iso/19139/resources/gmxCodelists.xml#CI_RoleCode"


def name_of(name: str) -> str:
    """`wmdr:Deployment` as lxml wants it."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the elements of one document, whose names are numbered."""

    numbers: count[int] = field(default_factory=lambda: count(1))

    def root(self, name: str) -> _Element:
        """The root element. Raises `MissingExtraError` without the extra `documents`."""
        try:
            from lxml import etree
        except ImportError as error:
            raise MissingExtraError(str(error.name), "documents") from error
        return etree.Element(name_of(name), nsmap=dict(NAMESPACES))

    def child(self, parent: _Element, path: str, text: str = "", **said: str) -> _Element:
        """An element below a path of names (`wmdr:territory/wmdr:Territory`), with attributes.

        An attribute's prefix is parted by two underscores (`xlink__href`).
        """
        from lxml import etree

        for name in path.split("/"):
            parent = etree.SubElement(parent, name_of(name))
        if text:
            parent.text = text
        for key, value in said.items():
            if value:
                parent.set(name_of(key.replace("__", ":")) if "__" in key else key, value)
        return parent

    def object(self, parent: _Element, path: str, name: str = "") -> _Element:
        """The same for an object of GML, which must have a name: its own or a number."""
        return self.child(parent, path, gml__id=name or f"{GENERATED}{next(self.numbers)}")

    def reference(self, parent: _Element, name: str, told: Told | None, *, asked: bool) -> None:
        """A code by its address, or the reason in its place; where neither is, only if `asked`."""
        if told is not None and told.text:
            self.child(parent, name, xlink__href=told.text)
        elif told is not None or asked:
            self.child(parent, name, nilReason=told.nil if told is not None else NO_WORD)

    def texts(self, parent: _Element, name: str, told: Told | None) -> None:
        """A text, where one is told."""
        if told is not None and told.text:
            self.child(parent, name, told.text)

    def period(self, parent: _Element, span: Span, *, asked: bool = False) -> None:
        """The period of validity; where none is stated, only if `asked`."""
        if span.begin is None and span.end is None and not asked:
            return
        found = self.object(parent, "wmdr:validPeriod/gml:TimePeriod")
        for side, told in (("begin", span.begin), ("end", span.end)):
            if told is None:
                self.child(found, f"gml:{side}Position", indeterminatePosition="unknown")
            else:
                self.child(found, f"gml:{side}Position", told.text)

    def party(self, parent: _Element, row: Party) -> None:
        """An organisation and as what it is responsible; never a person."""
        found = self.child(parent, "gmd:CI_ResponsibleParty")
        if row.organisation is not None:
            self.child(found, "gmd:organisationName/gco:CharacterString", row.organisation.text)
        role = self.child(found, "gmd:role")
        if row.role is None:
            role.set(name_of("gco:nilReason"), "missing")
        else:
            self.child(role, "gmd:CI_RoleCode", codeList=_ROLES, codeListValue=row.role.text)
