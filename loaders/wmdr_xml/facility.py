"""Rows of the elements that describe a facility."""

from __future__ import annotations

from collections.abc import Iterator

from graph import Place
from loaders.markup import Node
from loaders.wmdr import fields
from loaders.wmdr.codes import code_of
from loaders.wmdr.model import UNSTATED, Condition, Party, Position, Row, Subject, Told
from loaders.wmdr_xml.words import begin, organisation, person, reference, role, span, text

Placed = tuple[Place, str, Row]
"""The place of a row, what names it among its like, and itself."""
_CONDITIONS = {group.xml: group for group in fields.CONDITIONS}
CONDITIONS = frozenset(_CONDITIONS)


def facility_rows(node: Node, subject: Subject) -> Iterator[Placed]:
    """The rows of one child of an ObservingFacility."""
    if node.name in CONDITIONS:
        yield from _conditions(node, subject)
    elif node.name == "geospatialLocation":
        yield from positions(node, subject)
    elif node.name == "responsibleParty":
        yield from _parties(node, subject)
    elif node.name == "programAffiliation":
        yield from _programmes(node, subject)


def positions(node: Node, subject: Subject) -> Iterator[Placed]:
    """The positions below a geospatialLocation."""
    for found in node.each("GeospatialLocation"):
        point = found.first("geoLocation/Point")
        pos = None if point is None else point.first("pos")
        numbers = [] if pos is None else pos.text.split()
        latitude, longitude, height = [*numbers, "", "", ""][:3]
        if len(numbers) > 3:
            latitude = pos.text if pos is not None else ""
        named = "" if point is None else point.attributes.get("srsName", "")
        row = Position(
            subject,
            latitude,
            longitude,
            height,
            reference(found.first("geopositioningMethod")),
            named,
            span(found),
        )
        place = found.tag_place if pos is None else pos.place
        yield place, begin(row.span), row


def _conditions(node: Node, subject: Subject) -> Iterator[Placed]:
    group = _CONDITIONS[node.name]
    for found in node.each(group.element):
        for field in group.fields:
            told = reference(found.first(field.xml))
            if told is not None:
                valid = span(found)
                row = Condition(subject, field.name, field.number, told, valid)
                yield told.place, f"{field.name}|{begin(valid)}", row


def _parties(node: Node, subject: Subject) -> Iterator[Placed]:
    for found in node.each("ResponsibleParty"):
        party = found.first("responsibleParty/CI_ResponsibleParty")
        if party is None:
            continue
        row = Party(subject, organisation(party), person(party), role(party), span(found))
        name = "" if row.organisation is None else row.organisation.text
        yield party.tag_place, f"{row.role.text if row.role else ''}|{name}", row


def _programmes(node: Node, subject: Subject) -> Iterator[Placed]:
    """A status over a period for each programme; one without is still affiliated."""
    for found in node.each("ProgramAffiliation"):
        told = reference(found.first("programAffiliation"))
        if told is None:
            continue
        name = f"{fields.PROGRAMME}{code_of(told.text).rpartition('/')[2] or told.nil}"
        several = tuple(found.each("reportingStatus/ReportingStatus"))
        for status in several:
            value = reference(status.first("reportingStatus"))
            valid = span(status)
            row = Condition(
                subject, name, "3-09", value or Told(fields.NOT_STATED, status.tag_place), valid
            )
            yield row.value.place, f"{name}|{begin(valid)}", row
        if not several:
            row = Condition(subject, name, "3-09", Told(fields.NOT_STATED, told.place), UNSTATED)
            yield told.place, name, row
        own = text(found.first("programSpecificFacilityId"))
        if own is not None:
            named = name.replace(fields.PROGRAMME, fields.PROGRAMME_ID)
            yield own.place, named, Condition(subject, named, "2-02", own, UNSTATED)
