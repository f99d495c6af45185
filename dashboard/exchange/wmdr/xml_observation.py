"""Observations in WMDR 1.0: capabilities, deployments, equipment and how data are made."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from dashboard.exchange.wmdr.deployments import DeployedRows
from dashboard.exchange.wmdr.streams import Stream
from dashboard.exchange.wmdr.xml_logs import Evidence, add_log
from dashboard.exchange.wmdr.xml_words import Maker
from loaders.wmdr import fields
from loaders.wmdr.codes import NO_WORD
from loaders.wmdr.model import Condition, Told
from ontology import element_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

_TIMES = ("phenomenonTime", "resultTime")


def add_observations(
    make: Maker, facility: _Element, rows: Sequence[DeployedRows], evidence: Evidence
) -> None:
    """A capability for the deployments in a row that share variable and programmes."""
    here = facility.get(f"{{{facility.nsmap['gml']}}}id", "")
    for (_, programmes), several in groupby(rows, _shared):
        found = make.object(facility, "wmdr:observation/wmdr:ObservingCapability")
        make.child(found, "wmdr:facility", xlink__href=f"#{here}")
        for programme in programmes:
            make.child(found, "wmdr:programAffiliation", xlink__href=programme)
        for one in several:
            _observation(make, found, one, evidence)


def _shared(one: DeployedRows) -> tuple[str, tuple[str, ...]]:
    variable = one.deployed.variable
    told = dict(one.deployed.lists).get(fields.PROGRAMMES.name, ())
    return "" if variable is None else variable.text, tuple(code.text for code in told)


def _observation(make: Maker, capability: _Element, one: DeployedRows, evidence: Evidence) -> None:
    row = one.deployed
    found = make.object(capability, "wmdr:observation/om:OM_Observation")
    codes = {name: told for name, _, told in row.codes}
    make.reference(found, "om:type", codes.get(fields.GEOMETRY.name), asked=False)
    for time in _TIMES:
        make.child(found, f"om:{time}", nilReason=NO_WORD)
    if row.key:
        process = make.object(found, "om:procedure/wmdr:Process")
        _deployment(make, process, one, evidence)
    else:
        make.child(found, "om:procedure", nilReason=row.nil.nil if row.nil else NO_WORD)
    make.reference(found, "om:observedProperty", row.variable, asked=True)
    make.child(found, "om:featureOfInterest", nilReason=NO_WORD)
    make.child(found, "om:result")


def _deployment(make: Maker, process: _Element, one: DeployedRows, evidence: Evidence) -> None:
    row, own = one.deployed, element_id(one.deployed.key)
    found = make.object(process, "wmdr:deployment/wmdr:Deployment", "" if own else row.key)
    _identifier(make, found, row.key if own else "")
    codes = {name: told for name, _, told in row.codes}
    _equipment(make, found, one, evidence)
    for stream in one.streams:
        _data_generation(make, found, stream, official=row.official)
    if not one.streams:
        make.child(found, "wmdr:dataGeneration", nilReason=NO_WORD)
    make.period(found, row.span, asked=True)
    if row.height is not None:
        height = row.height.text
        make.child(found, "wmdr:heightAboveLocalReferenceSurface", height, uom=row.height_unit)
    areas = dict(row.lists).get(fields.APPLICATION_AREAS.name, ())
    for field in fields.DEPLOYMENT_CODES:
        asked = field.name == "source_of_observation"
        make.reference(found, f"wmdr:{field.xml}", codes.get(field.name), asked=asked)
        if field.name == "reference_surface":
            for area in areas:
                make.reference(found, f"wmdr:{fields.APPLICATION_AREAS.xml}", area, asked=False)
    told = dict(row.told)
    for field in fields.TEXTS:
        make.texts(found, f"wmdr:{field.xml}", told.get(field.name))
    for status in _named(one, fields.INSTRUMENT_STATUS.name):
        name = fields.INSTRUMENT_STATUS.xml
        told_in = make.child(found, f"wmdr:{name}/wmdr:InstrumentOperatingStatus")
        make.reference(told_in, f"wmdr:{name}", status.value, asked=True)
        make.period(told_in, status.span, asked=True)


def _identifier(make: Maker, found: _Element, address: str) -> None:
    if address:
        make.child(found, "gml:identifier", address, codeSpace="urn:suyuan:")


def _named(one: DeployedRows, name: str) -> list[Condition]:
    return [row for row in one.conditions if row.name == name]


def _equipment(make: Maker, deployment: _Element, one: DeployedRows, evidence: Evidence) -> None:
    row, given = one.deployed, one.deployed.equipment
    method = next((t for name, _, t in row.codes if name == fields.OBSERVING_METHOD.name), None)
    sensors = _named(one, fields.SENSOR_POSITION.name)
    identity: tuple[tuple[str, Told | None], ...] = (
        ("manufacturer", given.manufacturer),
        ("model", given.model),
        ("firmwareVersion", given.firmware),
        ("serialNumber", given.serial),
    )
    said = any(told is not None for _, told in identity) or bool(given.abilities)
    if not (said or sensors or one.log or method is not None or row.subject.instrument):
        return
    found = make.object(deployment, "wmdr:deployedEquipment/wmdr:Equipment")
    named = row.subject.instrument
    _identifier(make, found, named if element_id(named) else "")
    for sensor in sensors:
        place = make.child(found, "wmdr:geospatialLocation/wmdr:GeospatialLocation")
        point = make.object(place, "wmdr:geoLocation/gml:Point")
        make.child(point, "gml:pos", sensor.value.text)
        make.period(place, sensor.span)
    for name, told in identity:
        make.texts(found, f"wmdr:{name}", told)
    make.reference(found, f"wmdr:{fields.OBSERVING_METHOD.xml}", method, asked=True)
    abilities = dict(given.abilities)
    for field in fields.ABILITIES:
        make.texts(found, f"wmdr:{field.xml}", abilities.get(field.name))
    if one.log:
        log = make.object(found, "wmdr:equipmentLog/wmdr:EquipmentLog")
        add_log(make, log, one.log, evidence)
        here = found.get(f"{{{found.nsmap['gml']}}}id", "")
        make.child(log, "wmdr:equipment", xlink__href=f"#{here}")


def _data_generation(make: Maker, deployment: _Element, stream: Stream, *, official: bool) -> None:
    found = make.object(deployment, "wmdr:dataGeneration/wmdr:DataGeneration")
    make.period(found, stream.span, asked=True)
    schedule = make.child(found, "wmdr:schedule/wmdr:Schedule")
    pairs = stream.schedule.split(" ")
    numbers = [number for pair in pairs[:4] for number in pair.split("-")]
    for part, number in zip(fields.SCHEDULE_PARTS, numbers, strict=True):
        make.child(schedule, f"wmdr:{part}", number)
    if pairs[4:]:
        make.child(schedule, "wmdr:diurnalBaseTime", pairs[4])
    reporting = make.child(found, "wmdr:reporting/wmdr:Reporting")
    make.child(reporting, f"wmdr:{fields.EXCHANGE.xml}", stream.exchange)
    make.reference(reporting, f"wmdr:{fields.UNIT.xml}", stream.unit, asked=False)
    make.child(reporting, f"wmdr:{fields.INTERVAL.xml}", stream.interval)
    if official:
        make.child(reporting, "wmdr:officialStatus", "true")
