"""Rows of a station: itself, its positions, conditions and contacts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from loaders.json_places import Value
from loaders.wmdr.codes import code_of, stated
from loaders.wmdr.fields import CONDITIONS, NOT_STATED, PROGRAMME
from loaders.wmdr.model import Condition, Facility, Party, Position, Row, Span, Subject, Told
from loaders.wmdr_json.own import is_synthetic
from loaders.wmdr_json.series import Made, Station, series_rows
from loaders.wmdr_json.words import code, codes, coordinates, span, text, wrong_kind

_ENVIRONMENT = tuple(
    (field.json, field.name, field.number)
    for group in CONDITIONS
    for field in group.fields
    if field.json
)


def feature_rows(feature: Value) -> Iterator[Made]:
    """The rows of one station."""
    station = station_text(feature)
    properties = feature.at("properties")
    subject = Subject(station, synthetic=is_synthetic(properties))
    identifier = feature.at("id")
    place = feature.place if identifier is None else identifier.place
    yield place, "facility", lambda: _facility(feature, subject)
    yield from _positions(feature, subject)
    if properties is None:
        return
    for found in properties.each("territory"):
        yield (
            found.place,
            "territory",
            _condition(found, "territory", ("territory", "3-02"), subject),
        )
    for found in properties.each("programAffiliations"):
        yield found.place, "programme", _programme(found, subject)
    for found in properties.each("environment"):
        for path, name, number in _ENVIRONMENT:
            if found.at(path) is not None:
                yield found.place, name, _condition(found, path, (name, number), subject)
    instruments = {
        named.text: found
        for found in properties.each("instruments")
        if (named := found.at("id")) is not None and named.kind == "string"
    }
    known = Station(subject, instruments, Counter())
    for found in properties.each("observationSeries"):
        yield from series_rows(found, known)
    yield from _parties(properties, subject)


def station_text(feature: Value) -> str:
    """All identifiers of the station, the first one first."""
    further = feature.at("properties/additionalIds")
    several = (feature.at("id"), *(() if further is None else further.items))
    return ",".join(value.text for value in several if value is not None and value.text)


def _facility(feature: Value, subject: Subject) -> Row:
    further = codes(
        () if (found := feature.at("properties/additionalTitles")) is None else found.items,
        "additionalTitles",
    )
    title = text(feature.at("properties/title"), "title")
    names = () if title is None or title.nil else (title,)
    return Facility(
        subject,
        (*names, *further),
        code(feature.at("properties/facilityType"), "facilityType"),
        code(feature.at("properties/wmoRegion"), "wmoRegion"),
        span(feature),
    )


def _condition(
    found: Value, path: str, named: tuple[str, str], subject: Subject
) -> Callable[[], Row | None]:
    def make() -> Row | None:
        told = code(found.at(path), path)
        return None if told is None else Condition(subject, *named, told, span(found))

    return make


def _programme(found: Value, subject: Subject) -> Callable[[], Row | None]:
    """The status in a programme; a station without one is still affiliated."""

    def make() -> Row | None:
        programme = code(found.at("program"), "program")
        if programme is None:
            return None
        name = f"{PROGRAMME}{code_of(programme.text) or programme.nil}"
        value = code(found.at("reportingStatus"), "reportingStatus")
        told = value or Told(NOT_STATED, found.place)
        return Condition(subject, name, "3-09", told, span(found))

    return make


def _positions(feature: Value, subject: Subject) -> Iterator[Made]:
    """The positions with the days they begin; without them the one that has no day."""
    moving = feature.at("temporalGeometry")
    if moving is None or moving.kind != "object":
        point = feature.at("geometry")
        if point is not None and point.kind == "object":
            yield (
                point.place,
                "position",
                lambda: _position(subject, point.at("coordinates"), None, None),
            )
        return
    dates, methods = moving.each("dates"), moving.each("methods")
    for index, found in enumerate(moving.each("coordinates")):
        method = methods[index].items[:1] if index < len(methods) else ()
        date = dates[index] if index < len(dates) else None
        yield found.place, "position", _moved(subject, found, date, method)


def _moved(
    subject: Subject, found: Value, date: Value | None, method: tuple[Value, ...]
) -> Callable[[], Row | None]:
    def make() -> Row:
        if date is None:
            raise wrong_kind("dates", "每个位置一个日期", "one date for each position")
        told = code(method[0], "methods") if method else None
        return _position(subject, found, text(date, "dates"), told)

    return make


def _position(subject: Subject, found: Value | None, date: Told | None, method: Told | None) -> Row:
    longitude, latitude, height = coordinates(found)
    return Position(subject, latitude, longitude, height, method, "", Span(date))


def _parties(properties: Value, subject: Subject) -> Iterator[Made]:
    """A contact in each of its roles; the address that identifies it is not read further."""
    contacts = {
        name.text: found
        for found in properties.each("contacts")
        if (name := found.at("identifier")) is not None and name.kind == "string"
    }
    for found in properties.each("contactAssignments"):
        for role in found.each("roles"):
            yield found.place, "contact", _party(subject, found, role, contacts)


def _party(
    subject: Subject, found: Value, role: Value, contacts: dict[str, Value]
) -> Callable[[], Row | None]:
    def make() -> Row:
        contact = contacts.get(stated(text(found.at("contact"), "contact")))
        if contact is None:
            raise wrong_kind("contact", "已列出的联系人", "one of the contacts")
        person = contact.at("name")
        name = text(person, "name")
        if name is not None and person is not None and person.kind == "string":
            name = Told(name.text, person.inner_place)
        organisation = text(contact.at("organization"), "organization")
        return Party(subject, organisation, name, code(role, "roles"), span(found))

    return make
