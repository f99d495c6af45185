"""The rows about a station itself: names, positions, conditions, programmes, parties."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.exchange.wmdr.around import Around, several, stated
from dashboard.exchange.wmdr.told import (
    NOWHERE,
    Codes,
    State,
    day_span,
    reason,
    span_over,
    states_of,
    told,
)
from loaders.wmdr import fields
from loaders.wmdr.codes import NIL
from loaders.wmdr.model import Condition, Facility, Party, Position, Subject, Told
from loaders.wmdr.names import is_wigos, station_number
from loaders.wmdr.station_claims import OWNER
from ontology import NODE_KINDS, element_iri, key_parts

CONTACT = "pointOfContact"
_NIL = "nil:"
_CONDITIONS = {field.name: field for group in fields.CONDITIONS for field in group.fields}
_NUMBERS = {field.number: field for field in _CONDITIONS.values()}


def identifiers(around: Around, station: str) -> str:
    """The WIGOS identifiers of a station, comma-separated; where it has none, its address of ours.

    Nobody is given an identifier that no source tells.
    """
    wigos = stated(around.node(station), "wigos_id")
    own = element_iri(station)
    first = [wigos] if wigos and station_number(wigos) == _key(station) else [own, wigos]
    others = [edge.subject for edge in around.into(station, "ALIAS_OF")]
    further = [key if is_wigos(key := _key(one)) else element_iri(one) for one in others]
    return ",".join(dict.fromkeys(name for name in (*first, *further) if name))


def _key(station: str) -> str:
    return key_parts(NODE_KINDS["Station"], station)[0]


def facility(around: Around, subject: Subject, station: str) -> Facility:
    """The row of the station itself."""
    node, codes = around.node(station), Codes(around, station)
    names = (stated(node, "name"), *several(node, "other_names"))
    reasons = {s.name: s.value for s in states_of(around, station) if s.name.startswith(_NIL)}

    def code(field: fields.Field) -> Told | None:
        why = reasons.get(_NIL + field.number)
        return codes.of_node(field) or (reason(why) if why else None)

    return Facility(
        subject,
        tuple(found for name in names if (found := told(name)) is not None),
        code(fields.FACILITY_TYPE),
        code(fields.REGION),
        day_span(node),
    )


def positions(around: Around, subject: Subject, station: str) -> Iterator[Position]:
    """Where it stood: digits as printed by whoever said so."""
    for edge in around.out(station, "LOCATED_AT"):
        place = around.node(str(edge.object))
        latitude, longitude = stated(place, "latitude"), stated(place, "longitude")
        if latitude and longitude:
            method = Codes(around, place.subject).of_node(fields.GEOPOSITIONING)
            height = stated(place, "elevation_m")
            yield Position(subject, latitude, longitude, height, method, "", span_over(edge))


def conditions(around: Around, subject: Subject, station: str) -> Iterator[Condition]:
    """Conditions with their periods, and the reasons that are given in the place of some."""
    codes = Codes(around, station)
    for state in states_of(around, station):
        field = _CONDITIONS.get(state.name)
        if field is not None:
            row = codes.condition(subject, field, state)
        elif (field := _NUMBERS.get(state.name.removeprefix(_NIL))) is not None:
            row = Condition(subject, field.name, field.number, reason(state.value), state.span)
        else:
            row = None
        if row is not None:
            yield row


def programmes(around: Around, subject: Subject, station: str) -> Iterator[Condition]:
    """The status of the station in each programme, and the number that it has there."""
    codes = Codes(around, station)
    for state in states_of(around, station):
        if state.name.startswith(fields.PROGRAMME):
            value = _status(codes, state)
            yield Condition(subject, state.name, fields.REPORTING_STATUS.number, value, state.span)
        elif state.name.startswith(fields.PROGRAMME_ID):
            value = Told(state.value, NOWHERE)
            yield Condition(subject, state.name, fields.PROGRAMMES.number, value, state.span)


def _status(codes: Codes, state: State) -> Told:
    if state.value == fields.NOT_STATED or state.value in NIL:
        return Told(state.value, NOWHERE)
    return codes.told(state.value, fields.REPORTING_STATUS) or reason(fields.NOT_STATED)


def parties(around: Around, subject: Subject, station: str) -> Iterator[Party]:
    """The units that run it and those to ask; persons stay out."""
    for kind, role in (("OPERATED_BY", OWNER), ("CONTACT", CONTACT)):
        for edge in around.out(station, kind):
            name = unit_name(str(edge.object))
            if name:
                yield Party(subject, told(name), None, told(role), span_over(edge))


def unit_name(node: str) -> str:
    """The name of a unit, which is its key; "" for whatever else."""
    kind = NODE_KINDS["Unit"]
    return key_parts(kind, node)[0] if node.startswith(f"{kind.prefix}:") else ""
