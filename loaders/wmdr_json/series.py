"""Rows of an observation series: a deployment for each of its configurations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from graph import Place
from loaders.json_places import Value
from loaders.positions import CellError
from loaders.wmdr.codes import DOMAIN_TABLES, REGISTRY, stated
from loaders.wmdr.fields import DEPLOYMENT_CODES, OBSERVING_METHOD
from loaders.wmdr.model import (
    UNSTATED,
    Condition,
    Deployed,
    Equipment,
    Row,
    Subject,
    Told,
)
from loaders.wmdr.names import Streams, instrument_key, variable_code
from loaders.wmdr_json.own import own_name
from loaders.wmdr_json.words import begin, code, codes, coordinates, span, text

Made = tuple[Place, str, Callable[[], Row | None]]
"""The place of a row, what names it among its like, and what makes it; that may fail."""
CONFIGURATION = "observingConfigurations"
_CODES = tuple(
    (field.json, field.name, field.number)
    for field in (*DEPLOYMENT_CODES, OBSERVING_METHOD)
    if field.json
)
_HEIGHT = "verticalDistanceFromReferenceSurface"


@dataclass(frozen=True, slots=True)
class Station:
    """The station whose series are read, and its instruments by their names.

    `keys` counts the deployments that would have one key, so that parallel ones stay apart.
    """

    subject: Subject
    instruments: Mapping[str, Value]
    keys: Counter[str]


def series_rows(value: Value, station: Station) -> Iterator[Made]:
    """The rows of one observation series."""
    given = value.each(CONFIGURATION)
    if not given:
        yield value.place, "series", lambda: _basis(value, station.subject)
    for configuration in given:
        own = own_name(configuration, "Deployment")
        key = own or _key(value, configuration, station.keys)
        subject = replace(station.subject, deployment=key)
        equipped = _deployment(value, configuration, subject, station.instruments)
        yield configuration.place, "deployment", equipped
        yield configuration.place, "status", _status(configuration, subject)
        yield configuration.place, "sensor", _position(configuration, subject)
    streams = Streams()
    for reporting in value.each("reportingProcedures"):
        yield reporting.place, "unit", _unit(value, reporting, station.subject, streams)


def _basis(value: Value, subject: Subject) -> Deployed:
    geometry = code(value.at("observedGeometry"), "observedGeometry")
    return Deployed(
        subject,
        _variable(value),
        "",
        UNSTATED,
        codes=() if geometry is None else (("geometry", "1-04", geometry),),
        lists=(
            ("programmes", codes(value.each("programAffiliations"), "programAffiliations")),
            ("application_areas", codes(value.each("applicationAreas"), "applicationAreas")),
        ),
    )


def _variable(value: Value) -> Told | None:
    """The code with the table that its domain names, as the other format writes it."""
    told = code(value.at("observedProperty"), "observedProperty")
    domain = text(value.at("observedDomain/domain"), "observedDomain")
    table = DOMAIN_TABLES.get(stated(domain))
    if told is None or told.nil or table is None:
        return told
    return Told(f"{REGISTRY}{table}/{told.text}", told.place)


def _key(value: Value, configuration: Value, keys: Counter[str]) -> str:
    """Variable, geometry and begin: the format gives a deployment no name of its own.

    It is empty where they cannot be read, and then the deployment is rejected.
    """
    try:
        geometry = text(value.at("observedGeometry"), "observedGeometry")
        first = begin(span(configuration))
        parts = (variable_code(_variable(value)), stated(geometry), first)
    except CellError:
        return ""
    key = "/".join(part for part in parts if part)
    keys[key] += 1
    return key if keys[key] == 1 else f"{key}/{keys[key]}"


def _deployment(
    value: Value, configuration: Value, subject: Subject, instruments: Mapping[str, Value]
) -> Callable[[], Row | None]:
    def make() -> Row:
        basis, valid = _basis(value, subject), span(configuration)
        station, key = subject.station, subject.deployment
        given = _equipment(configuration, instruments)
        named = own_name(_instrument(configuration, instruments), "Instrument")
        read = [(name, n, code(configuration.at(m), m)) for m, name, n in _CODES]
        setup = text(configuration.at("configuration"), "configuration")
        return replace(
            basis,
            subject=replace(subject, instrument=named or instrument_key(station, key, given)),
            key=key,
            span=valid,
            height=_height(configuration),
            height_unit=stated(text(configuration.at(f"{_HEIGHT}/uom"), _HEIGHT)),
            told=() if setup is None else (("configuration", setup),),
            codes=(*basis.codes, *((a, b, told) for a, b, told in read if told is not None)),
            equipment=given,
        )

    return make


def _height(configuration: Value) -> Told | None:
    given = configuration.at(_HEIGHT)
    if given is not None and given.at("nilReason") is None:
        given = given.at("value")
    return text(given, _HEIGHT)


def _instrument(configuration: Value, instruments: Mapping[str, Value]) -> Value | None:
    named = text(configuration.at("instrument"), "instrument")
    return None if named is None else instruments.get(named.text)


def _equipment(configuration: Value, instruments: Mapping[str, Value]) -> Equipment:
    found = _instrument(configuration, instruments)
    return Equipment(
        None if found is None else text(found.at("manufacturer"), "manufacturer"),
        None if found is None else text(found.at("model"), "model"),
        text(configuration.at("serialNumber"), "serialNumber"),
        text(configuration.at("firmwareVersion"), "firmwareVersion"),
    )


def _status(configuration: Value, subject: Subject) -> Callable[[], Row | None]:
    def make() -> Row | None:
        told = code(configuration.at("operatingStatus"), "operatingStatus")
        if told is None:
            return None
        return Condition(subject, "instrument_status", "5-04", told, span(configuration))

    return make


def _position(configuration: Value, subject: Subject) -> Callable[[], Row | None]:
    """Where the sensor stood (5-12): latitude, longitude, height, as the other format prints it."""

    def make() -> Row | None:
        point = configuration.at("geometry")
        if point is None or (point.kind == "plain" and point.text == "null"):
            return None
        given = point.at("coordinates")
        longitude, latitude, height = coordinates(given)
        place = point.place if given is None else given.place
        told = Told(f"{latitude} {longitude} {height}".strip(), place)
        return Condition(subject, "sensor_position", "5-12", told, span(configuration))

    return make


def _unit(
    value: Value, reporting: Value, subject: Subject, streams: Streams
) -> Callable[[], Row | None]:
    """The unit of the series: the format does not say of which of its deployments it is."""

    def make() -> Row | None:
        told = code(reporting.at("uom"), "uom")
        variable = variable_code(_variable(value))
        if told is None or not variable:
            return None
        valid = span(reporting)
        name = streams.name("unit", begin(valid), told.text or told.nil)
        return Condition(replace(subject, variable=variable), name, "1-02", told, valid)

    return make
