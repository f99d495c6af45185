"""A station as a feature of WMDR 2 in JSON (`wmdr2-record-feature.schema.json`, 0.3.2).

The format has no logs, so no calibrations; it tells time in days; a party has no period. Our ids of
deployments and instruments stand in members of our own, which the schema leaves open.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from pathlib import Path

import orjson

from dashboard.exchange.wmdr.json_series import configurations, instrument_members
from dashboard.exchange.wmdr.json_words import (
    address,
    begin_day,
    code,
    days,
    point,
    stated,
)
from dashboard.exchange.wmdr.record import SYNTHETIC, Record
from loaders.wmdr import fields
from loaders.wmdr.codes import REGISTRY
from loaders.wmdr.model import Condition, Party, Position
from loaders.wmdr_json.own import GENERATED
from ontology import element_id

CONFORMS = "http://wigos.wmo.int/spec/wmdr/2/conf/core"
_TERRITORY = "territory"


def can_tell(record: Record) -> bool:
    """Whether the format has a name for the station: it takes WIGOS identifiers only."""
    return not any(element_id(name) for name in record.subject.station.split(","))


def write_json(record: Record, path: Path) -> None:
    """Write the feature of a station that `can_tell`."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    path.write_bytes(orjson.dumps(_feature(record), option=options))


def _feature(record: Record) -> dict[str, object]:
    first, *further = record.subject.station.split(",")
    places = [(row, at) for row in record.positions if (at := _point(row)) is not None]
    feature: dict[str, object] = {
        "type": "Feature",
        "id": first,
        "conformsTo": [CONFORMS],
        "geometry": places[-1][1] if places else None,
        "properties": _properties(record, further),
        "time": days(record.facility.span),
    }
    if places:
        feature["temporalGeometry"] = {
            "type": "MovingPoint",
            "coordinates": [at["coordinates"] for _, at in places],
            "dates": [begin_day(row.span) for row, _ in places],
            "methods": [_methods(row) for row, _ in places],
        }
    return feature


def _point(row: Position) -> dict[str, object] | None:
    return point(row.latitude, row.longitude, row.height)


def _methods(row: Position) -> list[str]:
    told = address(row.method)
    return [told] if told else []


def _properties(record: Record, further: list[str]) -> dict[str, object]:
    names = [told.text for told in record.facility.names]
    contacts, assignments = _parties(record.parties)
    return {
        "type": "facility",
        "title": names[0] if names else "",
        **stated(
            {
                "additionalTitles": names[1:],
                "additionalIds": further,
                "description": SYNTHETIC if record.synthetic else "",
                GENERATED: record.synthetic or None,
                "facilityType": address(record.facility.facility_type),
                "wmoRegion": address(record.facility.region),
                "territory": _territories(record),
                "environment": _environment(record),
                "programAffiliations": [_programme(row) for row in _statuses(record)],
                "instruments": instrument_members(record.deployments),
                "observationSeries": configurations(record.deployments, record.units),
                "contacts": contacts,
                "contactAssignments": assignments,
            }
        ),
    }


def _territories(record: Record) -> list[dict[str, object]]:
    return [
        {"territory": code(row.value), "time": days(row.span)}
        for row in record.conditions
        if row.name == _TERRITORY
    ]


def _environment(record: Record) -> list[dict[str, object]]:
    """Conditions that hold over the same days, together; of two of one name each alone."""
    listed = (field for group in fields.CONDITIONS for field in group.fields)
    paths = {field.name: field.json for field in listed if field.json}
    found: list[dict[str, object]] = []
    rows = [row for row in record.conditions if row.name in paths]
    for _, alike in groupby(sorted(rows, key=_days_of), key=_days_of):
        told: dict[str, list[Condition]] = defaultdict(list)
        for row in alike:
            told[row.name].append(row)
        for turn in range(max(map(len, told.values()))):
            at = [several[turn] for several in told.values() if turn < len(several)]
            item: dict[str, object] = {"time": days(at[0].span)}
            for row in at:
                _put(item, paths[row.name], code(row.value))
            cover = item.get("surfaceCover")
            if isinstance(cover, dict):
                cover.setdefault("value", None)
            found.append(item)
    return found


def _days_of(row: Condition) -> str:
    return repr(days(row.span))


def _put(item: dict[str, object], path: str, value: object) -> None:
    outer, _, inner = path.partition("/")
    if not inner:
        item[outer] = value
        return
    below = item.setdefault(outer, {})
    if isinstance(below, dict):
        below[inner] = value


def _statuses(record: Record) -> list[Condition]:
    return [row for row in record.programmes if row.name.startswith(fields.PROGRAMME)]


def _programme(row: Condition) -> dict[str, object]:
    programme = row.name.removeprefix(fields.PROGRAMME)
    told = {} if row.value.text == fields.NOT_STATED else {"reportingStatus": code(row.value)}
    place = f"{REGISTRY}{fields.PROGRAMMES.register}/{programme}"
    return {"program": place, **told, "time": days(row.span)}


def _parties(parties: tuple[Party, ...]) -> tuple[list[object], list[object]]:
    """Who is responsible now: an assignment has no period, so former ones would seem to last."""
    roles: dict[str, list[str]] = defaultdict(list)
    for row in parties:
        if row.span.end is None and row.organisation is not None and row.role is not None:
            named = roles[row.organisation.text]
            if row.role.text not in named:
                named.append(row.role.text)
    contacts: list[object] = []
    assignments: list[object] = []
    for position, (name, told) in enumerate(roles.items(), 1):
        contact = f"contact:{position}"
        contacts.append({"identifier": contact, "organization": name})
        assignments.append({"contact": contact, "roles": told})
    return contacts, assignments
