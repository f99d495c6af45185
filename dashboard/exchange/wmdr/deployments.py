"""The rows of what a station observes: series, deployments, instruments, and their changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dashboard.exchange.wmdr.around import Around, stated
from dashboard.exchange.wmdr.logs import Entry, Happening, entries, instrument_logs
from dashboard.exchange.wmdr.streams import Stream, numbered_units, streams_of, unit_of
from dashboard.exchange.wmdr.told import (
    NOWHERE,
    Codes,
    State,
    reason,
    span_over,
    states_of,
    told,
)
from graph.element import Element
from loaders.wmdr import fields
from loaders.wmdr.codes import DOMAIN_TABLES, REGISTRY, free_text, registered
from loaders.wmdr.model import UNSTATED, Condition, Deployed, Equipment, Subject, Told
from loaders.wmdr.names import instrument_key, station_name
from loaders.wmdr.words import deployment_of
from ontology import NODE_KINDS, element_iri, escape_part, key_parts, make_id, unescape_part

_IDENTITY = ("manufacturer", "model", "serial", "firmware")
_MODEL = ("manufacturer", "model")
_LISTS = (fields.PROGRAMMES, fields.APPLICATION_AREAS)
_NIL_NAME = "nil:5-09 "
_TABLES = tuple(f"{table}/" for table in DOMAIN_TABLES.values())
XML_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*", re.ASCII)
"""What may name an element of XML; a name beyond these letters stands in an identifier."""
_NIL_CODES = {
    f"nil:{field.number}": field for field in (*fields.DEPLOYMENT_CODES, fields.OBSERVING_METHOD,
                                                fields.GEOMETRY)
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DeployedRows:
    """A deployment with its conditions, the streams of its data and the log of its equipment."""

    deployed: Deployed
    conditions: tuple[Condition, ...] = ()
    streams: tuple[Stream, ...] = ()
    log: tuple[Entry, ...] = ()


def deployments(around: Around, subject: Subject, station: str) -> Iterator[DeployedRows]:
    """The deployments at a station, then its series without one."""
    edges = around.into(station, "AT_STATION")
    logs = instrument_logs(around, [edge.subject for edge in edges])
    for edge in edges:
        yield _deployment(around, subject, edge.subject, logs.get(edge.subject, ()))
    observed = {stated(around.node(edge.subject), "variable") for edge in edges}
    for edge in around.into(station, "OBSERVED_AT"):
        code = key_parts(NODE_KINDS["Series"], edge.subject)[1]
        if code not in observed:
            yield DeployedRows(_series(around, subject, edge.subject, code))


def units(around: Around, subject: Subject, station: str) -> Iterator[Condition]:
    """The units that are told of whole series, which have a period in neither format."""
    for edge in around.into(station, "OBSERVED_AT"):
        codes = Codes(around, edge.subject)
        named = replace(subject, variable=key_parts(NODE_KINDS["Series"], edge.subject)[1])
        for _, state in sorted(numbered_units(tuple(states_of(around, edge.subject))).items()):
            told_unit = unit_of(codes, state)
            if told_unit is not None:
                unit = fields.UNIT
                yield Condition(named, unit.name, unit.number, told_unit, state.span)


def _series(around: Around, subject: Subject, series: str, code: str) -> Deployed:
    why = next((s.value for s in states_of(around, series) if s.name == "nil:5-05"), "")
    told_why = reason(why) if why else None
    return Deployed(subject, variable_address(code), "", UNSTATED, nil=told_why)


def variable_address(code: str) -> Told:
    """The published address of a variable, or ours where it has none."""
    address = f"{REGISTRY}{code}"
    published = code.startswith(_TABLES) and all(registered(address))
    own = element_iri(make_id(NODE_KINDS["Variable"], code))
    return Told(address if published else own, NOWHERE)


def _deployment(
    around: Around, station: Subject, node_id: str, log: tuple[Happening, ...]
) -> DeployedRows:
    node, codes = around.node(node_id), Codes(around, node_id)
    instrument = next((str(e.object) for e in around.out(node_id, "USES")), "")
    given = _equipment(around, node_id, instrument, log)
    subject = _subject(station, node_id, instrument, given)
    own = replace(subject, instrument="")
    states = tuple(states_of(around, node_id))
    height, _, unit = (stated(node, "height_as_printed") or _metres(node)).partition(" ")
    streams = streams_of(codes, states)
    texts = ((field.name, told(stated(node, field.name))) for field in fields.TEXTS)
    row = Deployed(
        subject,
        variable_address(stated(node, "variable")),
        subject.deployment,
        span_over(node),
        height=told(height),
        height_unit=unit,
        official=stated(node, "role") == "primary" and bool(streams),
        told=tuple((name, found) for name, found in texts if found is not None),
        codes=tuple(_codes(codes, states)),
        lists=tuple((field.name, codes.all_of(field)) for field in _LISTS),
        equipment=given,
    )
    return DeployedRows(
        row,
        tuple(_conditions(codes, own, states)),
        streams,
        tuple(entries(around, subject, node_id, log)),
    )


def _metres(node: Element) -> str:
    height = stated(node, "height_m")
    return f"{height} m" if height else ""


def _subject(station: Subject, node_id: str, instrument: str, given: Equipment) -> Subject:
    """The deployment by the name it has in the record where that gives its id, else by ours."""
    wigos = station_name(station.station).wigos
    key = node_id.partition(":")[2].removeprefix(f"{escape_part(wigos)}/") if wigos else ""
    named = replace(station, deployment=unescape_part(key))
    if not (XML_NAME.fullmatch(named.deployment) and deployment_of(named) == node_id):
        named = replace(station, deployment=element_iri(node_id))
    known = instrument_key(station.station, named.deployment, given)
    if instrument and not (known and make_id(NODE_KINDS["Instrument"], known) == instrument):
        known = element_iri(instrument)
    return replace(named, instrument=known if instrument else "")


def _codes(codes: Codes, states: tuple[State, ...]) -> Iterator[tuple[str, str, Told]]:
    reasons = {state.name: state.value for state in states if state.name in _NIL_CODES}
    for key, field in _NIL_CODES.items():
        found = codes.of_node(field)
        if found is None and key in reasons:
            found = reason(reasons[key])
        if found is not None:
            yield field.name, field.number, found


def _equipment(
    around: Around, node_id: str, instrument: str, log: tuple[Happening, ...]
) -> Equipment:
    """What is told of the instrument; the reasons in place of it where there is none."""
    node = around.node(instrument) if instrument else around.node("")
    model = next((around.node(str(e.object)) for e in around.out(instrument, "OF_MODEL")), node)
    said = {name: stated(model if name in _MODEL else node, name) for name in _IDENTITY}
    for state in states_of(around, instrument or node_id):
        name = state.name.removeprefix(_NIL_NAME)
        if name in said and not said[name]:
            said[name] = _as_no_text(state.value)
    manufacturer, model_name, serial, firmware = (told(said[name]) for name in _IDENTITY)
    abilities = ((f.name, told(stated(node, f.name))) for f in fields.ABILITIES)
    return Equipment(
        manufacturer,
        model_name,
        serial,
        firmware,
        tuple((name, found) for name, found in abilities if found is not None),
        any(happening.kind == "Calibration" for happening in log),
    )


def _as_no_text(why: str) -> str:
    """The text that is read as the reason, "" where there is none."""
    text = f"({why})" if why == "unknown" else why
    found = free_text(told(text))
    return text if found is not None and found.nil == why else ""


def _conditions(codes: Codes, subject: Subject, states: tuple[State, ...]) -> Iterator[Condition]:
    status, position = fields.INSTRUMENT_STATUS, fields.SENSOR_POSITION
    for state in states:
        if state.name == status.name:
            row = codes.condition(subject, status, state)
        elif state.name == f"nil:{status.number}":
            row = Condition(subject, status.name, status.number, reason(state.value), state.span)
        elif state.name == position.name:
            value = Told(state.value, NOWHERE)
            row = Condition(subject, position.name, position.number, value, state.span)
        else:
            row = None
        if row is not None:
            yield row
