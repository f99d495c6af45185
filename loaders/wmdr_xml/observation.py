"""Rows of an observation: its deployments, what changed of them, their equipment and its logs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from loaders.markup import Node
from loaders.wmdr import fields
from loaders.wmdr.codes import code_of, path_of
from loaders.wmdr.model import (
    UNSTATED,
    Condition,
    Deployed,
    Equipment,
    Span,
    Subject,
    Told,
)
from loaders.wmdr.names import Streams, instrument_key, variable_code
from loaders.wmdr_xml.facility import Placed
from loaders.wmdr_xml.own import own_entries, own_name
from loaders.wmdr_xml.reports import has_check, report_rows
from loaders.wmdr_xml.words import begin, nil_reason, reference, schedule, span, text

EQUIPMENT_LOG = "equipmentLog/EquipmentLog"
LOG = f"{EQUIPMENT_LOG}/logEntry"
EQUIPMENT = "deployedEquipment/Equipment"


def observation_rows(
    node: Node, subject: Subject, programmes: tuple[Told, ...]
) -> Iterator[Placed]:
    """The rows of the observations in one `observation` element of a station."""
    for found in node.each("OM_Observation"):
        procedure = found.first("procedure")
        variable, geometry = (
            reference(found.first("observedProperty")),
            reference(found.first("type")),
        )
        deployments = (
            () if procedure is None else tuple(procedure.each("Process/deployment/Deployment"))
        )
        basis = Deployed(
            subject,
            variable,
            "",
            UNSTATED,
            codes=() if geometry is None else (("geometry", "1-04", geometry),),
            lists=(("programmes", tuple(t for t in programmes if not t.nil)),),
            nil=_no_deployment(procedure),
        )
        if not deployments:
            yield found.tag_place, f"{_code(variable)}|{_code(geometry)}", basis
        for deployment in deployments:
            yield from _deployment_rows(deployment, basis)


def _no_deployment(procedure: Node | None) -> Told | None:
    reason = "" if procedure is None else nil_reason(procedure)
    return Told("", procedure.place, reason) if procedure is not None and reason else None


def _code(told: Told | None) -> str:
    return "" if told is None else path_of(told.text)


def _deployment_rows(node: Node, basis: Deployed) -> Iterator[Placed]:
    """The deployment, then its conditions and its equipment's positions and reports."""
    valid, equipment = span(node), node.first(EQUIPMENT)
    geometry = next((code_of(told.text) for _, _, told in basis.codes), "")
    key = own_name(node, "Deployment") or node.attributes.get("id", "").strip()
    if not key:
        parts = (variable_code(basis.variable), geometry, begin(valid))
        key = "/".join(part for part in parts if part)
    given = Equipment() if equipment is None else _equipment(equipment)
    named = "" if equipment is None else own_name(equipment, "Instrument")
    if key and not named:
        named = instrument_key(basis.subject.station, key, given)
    subject = replace(basis.subject, deployment=key, instrument=named if key else "")
    yield node.tag_place, key, _deployed(node, basis, subject, valid, given)
    own = replace(subject, instrument="")
    yield from _statuses(node, own)
    yield from _generations(node, own)
    if equipment is not None:
        yield from _sensor_positions(equipment, own)
        said = own_entries(equipment.first(f"{EQUIPMENT_LOG}/metaDataProperty"))
        for number, entry in enumerate(equipment.each(LOG), 1):
            yield from report_rows(entry, subject, said.get(number))


def _deployed(
    node: Node, basis: Deployed, subject: Subject, valid: Span, given: Equipment
) -> Deployed:
    height = node.first("heightAboveLocalReferenceSurface")
    method = reference(node.first(f"{EQUIPMENT}/observingMethod"))
    read = [(f.name, f.number, reference(node.first(f.xml))) for f in fields.DEPLOYMENT_CODES]
    read.append(("observing_method", "5-02", method))
    codes = [(name, number, told) for name, number, told in read if told is not None]
    texts = [(field.name, text(node.first(field.xml))) for field in fields.TEXTS]
    areas = tuple(told for e in node.each("applicationArea") if (told := reference(e)))
    return replace(
        basis,
        subject=subject,
        key=subject.deployment,
        span=valid,
        height=text(height),
        height_unit="" if height is None else code_of(height.attributes.get("uom", "")),
        official=_official(node),
        told=tuple((name, told) for name, told in texts if told is not None),
        codes=(*basis.codes, *codes),
        lists=(*basis.lists, ("application_areas", tuple(t for t in areas if not t.nil))),
        equipment=given,
        nil=None,
    )


def _official(node: Node) -> bool:
    """Whether all that is said of its status calls it the official observation (5-14)."""
    said = {
        e.text
        for e in node.each("dataGeneration/DataGeneration/reporting/Reporting/officialStatus")
    }
    return said in ({"true"}, {"1"})


def _equipment(node: Node) -> Equipment:
    abilities = ((field.name, text(node.first(field.xml))) for field in fields.ABILITIES)
    return Equipment(
        text(node.first("manufacturer")),
        text(node.first("model")),
        text(node.first("serialNumber")),
        text(node.first("firmwareVersion")),
        tuple((name, told) for name, told in abilities if told is not None),
        has_check(node.each(LOG)),
    )


def _statuses(node: Node, subject: Subject) -> Iterator[Placed]:
    for found in node.each("instrumentOperatingStatus/InstrumentOperatingStatus"):
        told, valid = reference(found.first("instrumentOperatingStatus")), span(found)
        if told is not None:
            row = Condition(subject, "instrument_status", "5-04", told, valid)
            yield told.place, f"{subject.deployment}|instrument_status|{begin(valid)}", row


def _generations(node: Node, subject: Subject) -> Iterator[Placed]:
    """Unit, interval, exchange and schedule, which may change while a deployment lasts."""
    streams = Streams()
    for found in node.each("dataGeneration/DataGeneration"):
        valid, reporting = span(found), found.first("reporting/Reporting")
        if reporting is None:
            continue
        for field, told in (
            (fields.UNIT, reference(reporting.first(fields.UNIT.xml))),
            (fields.INTERVAL, text(reporting.first(fields.INTERVAL.xml))),
            (fields.EXCHANGE, text(reporting.first(fields.EXCHANGE.xml))),
            (fields.SCHEDULE, schedule(found.first("schedule/Schedule"))),
        ):
            if told is not None:
                named = streams.name(field.name, begin(valid), told.text or told.nil)
                row = Condition(subject, named, field.number, told, valid)
                yield told.place, f"{subject.deployment}|{named}|{begin(valid)}", row


def _sensor_positions(equipment: Node, subject: Subject) -> Iterator[Placed]:
    """Where the sensor stood (5-12), as printed: it may differ from the station's position."""
    for found in equipment.each("geospatialLocation/GeospatialLocation"):
        told, valid = text(found.first("geoLocation/Point/pos")), span(found)
        if told is not None:
            row = Condition(subject, "sensor_position", "5-12", told, valid)
            yield told.place, f"{subject.deployment}|sensor_position|{begin(valid)}", row
