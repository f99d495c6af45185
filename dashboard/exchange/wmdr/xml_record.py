"""A station as a WIGOSMetadataRecord of WMDR 1.0 (`wmdr_1.0.xsd`, namespace `…/wmdr/1.0`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.exchange.wmdr.record import SYNTHETIC, Record
from dashboard.exchange.wmdr.xml_logs import Evidence, add_log
from dashboard.exchange.wmdr.xml_observation import add_observations
from dashboard.exchange.wmdr.xml_words import Maker
from loaders.wmdr import fields
from loaders.wmdr.codes import REGISTRY
from loaders.wmdr.model import Condition, Span, Told
from loaders.wmdr_xml.own import RECORD
from ontology import NAMESPACE, element_id

if TYPE_CHECKING:
    from lxml.etree import _Element

_GROUPS = {group.xml: group for group in fields.CONDITIONS}


def write_xml(record: Record, evidence: Evidence, path: Path) -> None:
    """Write the record of a station. Raises `MissingExtraError` without lxml."""
    make = Maker()
    root = make.root("wmdr:WIGOSMetadataRecord")
    root.set(f"{{{root.nsmap['gml']}}}id", "record")
    _facility(make, root, record, evidence)
    root.getroottree().write(path, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _facility(make: Maker, root: _Element, record: Record, evidence: Evidence) -> None:
    """The facility, its children in the order of the schema."""
    found, row = make.object(root, "wmdr:facility/wmdr:ObservingFacility"), record.facility
    _name(make, found, record)
    for party in record.parties:
        told = make.child(found, "wmdr:responsibleParty/wmdr:ResponsibleParty")
        make.party(make.child(told, "wmdr:responsibleParty"), party)
        make.period(told, party.span)
    for place in record.positions:
        told = make.child(found, "wmdr:geospatialLocation/wmdr:GeospatialLocation")
        point = make.object(told, "wmdr:geoLocation/gml:Point")
        make.child(point, "gml:pos", f"{place.latitude} {place.longitude} {place.height}".strip())
        make.reference(told, f"wmdr:{fields.GEOPOSITIONING.xml}", place.method, asked=False)
        make.period(told, place.span)
    make.reference(found, f"wmdr:{fields.FACILITY_TYPE.xml}", row.facility_type, asked=True)
    make.texts(found, "wmdr:dateEstablished", row.span.begin)
    make.texts(found, "wmdr:dateClosed", row.span.end)
    make.reference(found, f"wmdr:{fields.REGION.xml}", row.region, asked=False)
    _group(make, found, record, "territory")
    _programmes(make, found, record)
    for name in ("climateZone", "surfaceCover", "surfaceRoughness"):
        _group(make, found, record, name)
    if record.log:
        log = make.object(found, "wmdr:facilityLog/wmdr:FacilityLog")
        add_log(make, log, record.log, evidence)
        here = found.get(f"{{{found.nsmap['gml']}}}id", "")
        make.child(log, "wmdr:facility", xlink__href=f"#{here}")
    _group(make, found, record, "topographyBathymetry")
    add_observations(make, found, record.deployments, evidence)


def _name(make: Maker, found: _Element, record: Record) -> None:
    if record.synthetic:
        meta = make.object(found, "gml:metaDataProperty/gml:GenericMetaData")
        make.child(meta, f"sy:{RECORD}", synthetic="true")
        make.child(found, "gml:description", SYNTHETIC)
    identifier = record.subject.station
    own = element_id(identifier.partition(",")[0])
    make.child(found, "gml:identifier", identifier, codeSpace=NAMESPACE if own else REGISTRY)
    for name in record.facility.names:
        make.texts(found, "gml:name", name)


def _group(make: Maker, found: _Element, record: Record, name: str) -> None:
    """The conditions of one element, together where they hold over the same period."""
    group = _GROUPS[name]
    names, asks = {field.name for field in group.fields}, name != "topographyBathymetry"
    alike: dict[tuple[str, str], dict[str, list[Condition]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in record.conditions:
        if row.name in names:
            alike[_ends(row.span)][row.name].append(row)
    for told in alike.values():
        for number in range(max(map(len, told.values()))):
            at = {key: rows[number] for key, rows in told.items() if number < len(rows)}
            element = make.child(found, f"wmdr:{name}/wmdr:{group.element}")
            for field in group.fields:
                given = at.get(field.name)
                value = None if given is None else given.value
                make.reference(element, f"wmdr:{field.xml}", value, asked=asks)
            make.period(element, next(iter(at.values())).span)


def _ends(span: Span) -> tuple[str, str]:
    return _text(span.begin), _text(span.end)


def _text(told: Told | None) -> str:
    return "" if told is None else told.text


def _programmes(make: Maker, found: _Element, record: Record) -> None:
    """Each programme with the number the station has there, and its status over time."""
    told: dict[str, list[Condition]] = defaultdict(list)
    numbers: dict[str, Condition] = {}
    for row in record.programmes:
        if row.name.startswith(fields.PROGRAMME):
            told[row.name.removeprefix(fields.PROGRAMME)].append(row)
        else:
            numbers[row.name.removeprefix(fields.PROGRAMME_ID)] = row
    for code, rows in told.items():
        element = make.child(found, "wmdr:programAffiliation/wmdr:ProgramAffiliation")
        address = f"{REGISTRY}{fields.PROGRAMMES.register}/{code}"
        make.child(element, "wmdr:programAffiliation", xlink__href=address)
        if code in numbers:
            make.texts(element, "wmdr:programSpecificFacilityId", numbers[code].value)
        _statuses(make, element, rows)


def _statuses(make: Maker, element: _Element, rows: Sequence[Condition]) -> None:
    untold = [row for row in rows if row.value.text == fields.NOT_STATED]
    if len(rows) == 1 and untold and _ends(untold[0].span) == ("", ""):
        return
    name = fields.REPORTING_STATUS.xml
    for row in rows:
        value = None if row.value.text == fields.NOT_STATED else row.value
        status = make.child(element, f"wmdr:{name}/wmdr:ReportingStatus")
        make.reference(status, f"wmdr:{name}", value, asked=True)
        make.period(status, row.span)
