"""What the rows about a station claim: itself, its positions, states and responsible parties."""

from __future__ import annotations

from graph import Claim
from loaders.person_ids import PersonIds
from loaders.positions import LATITUDE, LONGITUDE, CellError, decimal_degrees, metres
from loaders.protocol import SourceFile
from loaders.wmdr.codes import code_of, stated
from loaders.wmdr.model import Condition, Facility, Party, Position
from loaders.wmdr.names import station_name
from loaders.wmdr.times import period
from loaders.wmdr.words import Words, element_of, node_id, station_of

HIDDEN = "REDACTED"
"""What stands in place of a person's name in exports that were cleaned of them."""
OWNER = "owner"
_WGS84 = ("4326", "4979", "CRS84")


def facility_claims(row: Facility, source: SourceFile) -> tuple[Claim, ...]:
    """The Station with its first name, and its further identifiers as aliases."""
    name, station = station_name(row.subject.station), station_of(row.subject)
    words = Words(source, period(row.span, source.zone))
    first, others = row.names[:1], row.names[1:]
    said = words.node(
        "Station",
        station,
        {
            "name": first[0].text if first else "",
            "other_names": tuple(told.text for told in others),
            "wigos_id": name.wigos,
            "facility_type": code_of(stated(row.facility_type)),
            "wmo_region": code_of(stated(row.region)),
        },
    )
    aliases = (node_id("Station", number) for number in name.aliases)
    coded = (("3-04", row.facility_type), ("3-01", row.region))
    codes = [claim for number, told in coded for claim in words.coded(station, number, told)]
    reasons = [
        claim
        for number, told in coded
        if told is not None and told.nil
        for claim in words.told(station, "", number, told)
    ]
    return (
        said,
        *(claim for told in first for claim in words.at(told).state(station, "name", told.text)),
        *(words.always().edge("ALIAS_OF", alias, station) for alias in aliases),
        *codes,
        *reasons,
    )


def position_claims(row: Position, source: SourceFile) -> tuple[Claim, ...]:
    """A Location and the LOCATED_AT edge to it; digits as printed."""
    if row.reference and not row.reference.rstrip("/").endswith(_WGS84):
        raise CellError(
            "srsName",
            row.reference,
            "reference-system",
            "坐标参照系应为 WGS 84，请换算 / the reference system must be WGS 84: convert it",
        )
    words = Words(source, period(row.span, source.zone))
    number, station = station_name(row.subject.station).number, station_of(row.subject)
    location = node_id("Location", number, source.source_id, words.period.valid_from)
    said = words.node(
        "Location",
        location,
        {
            "latitude": decimal_degrees(row.latitude, LATITUDE, "latitude"),
            "longitude": decimal_degrees(row.longitude, LONGITUDE, "longitude"),
            "elevation_m": metres(row.height, "elevation") if row.height else "",
            "geopositioning_method": code_of(stated(row.method)),
        },
    )
    return (said, words.edge("LOCATED_AT", station, location))


def condition_claims(row: Condition, source: SourceFile) -> tuple[Claim, ...]:
    """A State of the station, the deployment or the instrument."""
    words = Words(source, period(row.span, source.zone))
    return words.told(element_of(row.subject), row.name, row.number, row.value)


def party_claims(row: Party, source: SourceFile) -> tuple[Claim, ...]:
    """The owner as the operating unit, others as contacts; a person is a keyed hash."""
    role, name = stated(row.role), stated(row.person)
    if not stated(row.organisation) and (not name or name == HIDDEN):
        raise CellError(
            "organisationName",
            "",
            "required",
            "没有单位名称，请补上 / no organisation is named: add its name",
        )
    words, station = Words(source, period(row.span, source.zone)), station_of(row.subject)
    claims: list[Claim] = []
    unit = ""
    if row.organisation is not None and stated(row.organisation):
        unit, named = words.unit(row.organisation)
        kind = "OPERATED_BY" if role == OWNER else "CONTACT"
        claims += [named, words.at(row.organisation).edge(kind, station, unit)]
    if row.person is not None and name and name != HIDDEN:
        scope = stated(row.organisation) or row.subject.station
        person = node_id("Person", PersonIds.of_home(source.home).of(scope, name))
        here = words.at(row.person)
        claims += [here.always().node("Person", person, {}), here.edge("CONTACT", station, person)]
        if unit:
            claims.append(here.edge("MEMBER_UNIT", person, unit))
    return tuple(claims)
