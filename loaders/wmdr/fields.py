"""What WMDR has a place for: its elements in both formats, for readers and writers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """A value: our property, its element of WMO-No. 1192, the table of its codes, its places.

    `register`: the table in the WMO Codes Registry, "" where it is a text or there are several.
    `xml`: the element of WMDR 1.0. `json`: the path of WMDR 2; "" where the format has none.
    """

    name: str
    number: str
    register: str
    xml: str
    json: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that stand in one element with one period.

    `xml`: the property of the facility; the element in it has the same name in capitals.
    """

    xml: str
    fields: tuple[Field, ...]

    @property
    def element(self) -> str:
        """The element that the property holds (`climateZone`: `ClimateZone`)."""
        return self.xml[0].upper() + self.xml[1:]


_TOPOGRAPHY = "topographyBathymetry/"
CONDITIONS = (
    Group("territory", (Field("territory", "3-02", "TerritoryName", "territoryName"),)),
    Group(
        "climateZone",
        (Field("climate_zone", "4-07", "ClimateZone", "climateZone", "climateZone"),),
    ),
    Group(
        "surfaceCover",
        (
            Field("surface_cover", "4-01", "", "surfaceCover", "surfaceCover/value"),
            Field(
                "surface_cover_scheme",
                "4-02",
                "SurfaceCoverClassification",
                "surfaceCoverClassification",
                "surfaceCover/scheme",
            ),
        ),
    ),
    Group(
        "surfaceRoughness",
        (
            Field(
                "surface_roughness",
                "4-06",
                "SurfaceRoughnessDavenport",
                "surfaceRoughness",
                "surfaceRoughness",
            ),
        ),
    ),
    Group(
        "topographyBathymetry",
        tuple(
            Field(name, number, register, xml, _TOPOGRAPHY + xml)
            for name, number, register, xml in (
                ("local_topography", "4-03-01", "LocalTopography", "localTopography"),
                ("relative_elevation", "4-03-02", "RelativeElevation", "relativeElevation"),
                ("topographic_context", "4-03-03", "TopographicContext", "topographicContext"),
                ("altitude_or_depth", "4-03-04", "AltitudeOrDepth", "altitudeOrDepth"),
            )
        ),
    ),
)
"""The conditions of a station, in the order of the schema."""

DEPLOYMENT_CODES = (
    Field("reference_surface", "5-05", "ReferenceSurfaceType", "localReferenceSurface",
          "referenceSurface"),
    Field("source_of_observation", "5-01", "SourceOfObservation", "sourceOfObservation",
          "sourceOfObservation"),
    Field("communication_method", "3-08", "DataCommunicationMethod", "communicationMethod"),
    Field("exposure", "5-15", "Exposure", "exposure", "exposure"),
    Field("representativeness", "1-05", "Representativeness", "representativeness"),
)  # fmt: skip
"""Codes of a deployment, in the order of the schema."""
OBSERVING_METHOD = Field("observing_method", "5-02", "", "observingMethod", "observingMethod")
GEOMETRY = Field("geometry", "1-04", "Geometry", "type", "observedGeometry")
PROGRAMMES = Field("programmes", "2-02", "ProgramAffiliation", "programAffiliation")
APPLICATION_AREAS = Field("application_areas", "2-01", "ApplicationArea", "applicationArea")
INSTRUMENT_STATUS = Field(
    "instrument_status", "5-04", "InstrumentOperatingStatus", "instrumentOperatingStatus"
)
FACILITY_TYPE = Field("facility_type", "3-04", "FacilityType", "facilityType")
REGION = Field("wmo_region", "3-01", "WMORegion", "wmoRegion")
GEOPOSITIONING = Field(
    "geopositioning_method", "3-07", "GeopositioningMethod", "geopositioningMethod"
)
REPORTING_STATUS = Field("status", "3-09", "ReportingStatus", "reportingStatus")
EVENT_TYPE = Field("event_type", "4-04", "EventAtFacility", "typeOfEvent")
CHECK_RESULT = Field("result", "5-08-03", "InstrumentControlResult", "controlCheckResult")
CHECK_LOCATION = Field("location", "5-08-02", "ControlLocation", "checkLocation")
STANDARD_TYPE = Field("standard_type", "5-08-01", "ControlStandardType", "standardType")
TEXTS = (
    Field("configuration", "5-06", "", "configuration", "configuration"),
    Field("maintenance_schedule", "5-10", "", "maintenanceSchedule"),
    Field("control_schedule", "5-07", "", "controlSchedule"),
)
"""Texts of a deployment, in the order of the schema."""
ABILITIES = (
    Field("observable_range", "5-03", "", "observableRange"),
    Field("specified_absolute_uncertainty", "5-03", "", "specifiedAbsoluteUncertainty"),
    Field("specified_relative_uncertainty", "5-03", "", "specifiedRelativeUncertainty"),
    Field("drift_per_unit_time", "5-03", "", "driftPerUnitTime"),
    Field("specification_link", "5-03", "", "specificationLink"),
)
"""What an instrument is able to do, in the order of the schema."""
UNIT = Field("unit", "1-02", "unit", "uom")
INTERVAL = Field("reporting_interval", "7-03", "", "temporalReportingInterval")
EXCHANGE = Field("international_exchange", "7-14", "", "internationalExchange")
SCHEDULE = Field("reporting_schedule", "6-08", "", "schedule")
STREAM = (UNIT, INTERVAL, EXCHANGE, SCHEDULE)
"""What is told of each stream of data of a deployment, over its own period."""
SCHEDULE_PARTS = (
    "startMonth", "endMonth", "startWeekday", "endWeekday", "startHour", "endHour", "startMinute",
    "endMinute",
)  # fmt: skip
SENSOR_POSITION = Field("sensor_position", "5-12", "", "geospatialLocation")
PROGRAMME, PROGRAMME_ID = "programme:", "programme_id:"
"""What the states of a station begin with that tell of one programme."""
NOT_STATED = "not_stated"
"""The status of a programme that a station is affiliated with, where none is told."""
