"""Observation series of WMDR 2, with a configuration for each deployment, and the instruments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from dashboard.exchange.wmdr.deployments import DeployedRows
from dashboard.exchange.wmdr.json_words import code, days, number, point, stated
from loaders.wmdr import fields
from loaders.wmdr.codes import DOMAIN_TABLES
from loaders.wmdr.model import Condition, Deployed, Told
from loaders.wmdr.names import variable_code
from loaders.wmdr.words import deployment_of, element_of
from loaders.wmdr_json.own import IDENTITY
from ontology import NODE_KINDS, element_iri

_DOMAINS = {table: domain for domain, table in DOMAIN_TABLES.items()}
_INSTRUMENT = NODE_KINDS["Instrument"].prefix
_LISTS = ((fields.PROGRAMMES.name, "programAffiliations"),
          (fields.APPLICATION_AREAS.name, "applicationAreas"))  # fmt: skip
_CODES = (*fields.DEPLOYMENT_CODES, fields.OBSERVING_METHOD)
_Shared = tuple[str, str, tuple[str, ...], tuple[str, ...]]


def configurations(rows: Sequence[DeployedRows], units: Sequence[Condition]) -> list[object]:
    """The series: deployments that share variable, geometry, programmes and application areas.

    The units of a variable stand in its first series.
    """
    alike: dict[_Shared, list[DeployedRows]] = {}
    for one in rows:
        alike.setdefault(_shared(one.deployed), []).append(one)
    told: dict[str, list[object]] = defaultdict(list)
    for unit in units:
        told[unit.subject.variable].append({fields.UNIT.xml: code(unit.value)})
    return [
        _series(position, several, told.pop(variable, []))
        for position, ((variable, *_), several) in enumerate(alike.items(), 1)
    ]


def _shared(row: Deployed) -> _Shared:
    geometry = _codes(row).get(fields.GEOMETRY.name)
    lists = dict(row.lists)
    programmes, areas = (tuple(t.text for t in lists.get(name, ())) for name, _ in _LISTS)
    shape = "" if geometry is None else geometry.text or geometry.nil
    return variable_code(row.variable), shape, programmes, areas


def _codes(row: Deployed) -> dict[str, Told]:
    return {name: told for name, _, told in row.codes}


def _series(
    position: int, several: Sequence[DeployedRows], reporting: list[object]
) -> dict[str, object]:
    row = several[0].deployed
    lists = dict(row.lists)
    return stated(
        {
            "id": f"observationSeries:{position}",
            **_observed(row),
            "observedGeometry": code(_codes(row).get(fields.GEOMETRY.name)),
            **{member: [t.text for t in lists.get(name, ())] for name, member in _LISTS},
            "observingConfigurations": [_configuration(one) for one in several if one.deployed.key],
            "reportingProcedures": reporting,
        }
    )


def _observed(row: Deployed) -> dict[str, object]:
    """The variable by its number in the table of its domain; one of ours by its address."""
    table, _, notation = variable_code(row.variable).partition("/")
    if table in _DOMAINS and notation:
        return {"observedProperty": notation, "observedDomain": {"domain": _DOMAINS[table]}}
    return {"observedProperty": code(row.variable)}


def _configuration(one: DeployedRows) -> dict[str, object]:
    row, codes = one.deployed, _codes(one.deployed)
    status = _over_all(one, fields.INSTRUMENT_STATUS.name)
    sensor = _over_all(one, fields.SENSOR_POSITION.name)
    told = {field.json: code(codes.get(field.name)) for field in _CODES if field.json}
    texts = dict(row.told)
    return {
        "time": days(row.span),
        "observingMethod": None,
        **stated(
            {
                IDENTITY: element_iri(deployment_of(row.subject)),
                **told,
                "operatingStatus": None if status is None else code(status.value),
                "configuration": _text(texts.get("configuration")),
                "verticalDistanceFromReferenceSurface": _height(row),
                "geometry": None if sensor is None else _sensor(sensor.value.text),
                "instrument": _instrument_name(row),
                "serialNumber": _text(row.equipment.serial),
                "firmwareVersion": _text(row.equipment.firmware),
            }
        ),
    }


def _over_all(one: DeployedRows, name: str) -> Condition | None:
    """The condition that holds as long as its deployment: the format has no period for another."""
    rows = [row for row in one.conditions if row.name == name]
    return rows[0] if len(rows) == 1 and rows[0].span == one.deployed.span else None


def _text(told: Told | None) -> str:
    return "" if told is None else told.text


def _height(row: Deployed) -> dict[str, object] | None:
    value = number(_text(row.height))
    return None if value is None else {"value": value, "uom": row.height_unit}


def _sensor(text: str) -> dict[str, object] | None:
    numbers = [*text.split(), "", ""]
    latitude, longitude, height = numbers[:3]
    return point(latitude, longitude, height) if latitude and longitude else None


def _instrument_name(row: Deployed) -> str:
    """The instrument; where there is none, what holds the reasons in place of its maker."""
    if row.subject.instrument:
        return element_of(row.subject)
    given = row.equipment
    told = given.manufacturer is not None or given.model is not None
    return f"{_INSTRUMENT}:{deployment_of(row.subject)}" if told else ""


def instrument_members(rows: Sequence[DeployedRows]) -> list[object]:
    """Each instrument once, with manufacturer and model; a serial number is its deployment's."""
    return list(dict(_instruments(rows)).values())


def _instruments(rows: Sequence[DeployedRows]) -> Iterator[tuple[str, object]]:
    for one in rows:
        node = _instrument_name(one.deployed)
        given = one.deployed.equipment
        if node:
            yield (
                node,
                {
                    "id": node,
                    **stated(
                        {
                            IDENTITY: element_iri(node) if one.deployed.subject.instrument else "",
                            "manufacturer": _text(given.manufacturer),
                            "model": _text(given.model),
                        }
                    ),
                },
            )
