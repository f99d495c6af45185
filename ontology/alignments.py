"""What our kinds, edges and properties are in the vocabularies of others, each with its source.

`SUB` says that every one of ours is one of theirs; it is said only where nothing that follows
from it would be false. `CLOSE` says that the two may be taken for each other in some uses. `XML`
names an element of a format that has no IRIs (WMDR 1.0, DCC, D-SI) by its qualified name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from ontology.iris import PREFIXES
from ontology.model import DeclarationError
from ontology.registry import EDGE_KINDS, NODE_KINDS


class Relation(StrEnum):
    """How a term of ours stands to one of another vocabulary."""

    SUB = "sub"
    CLOSE = "close"
    XML = "xml"


# Prefix -> the document that defines the vocabulary.
VOCABULARIES = MappingProxyType(
    {
        "dcat": "W3C DCAT 2, REC-vocab-dcat-2-20200204",
        "dcterms": "DCMI Metadata Terms, 2020-01-20",
        "dqv": "W3C Data Quality Vocabulary, NOTE-vocab-dqv-20161215",
        "oa": "W3C Web Annotation Vocabulary, REC-annotation-vocab-20170223",
        "org": "W3C The Organization Ontology, REC-vocab-org-20140116",
        "owl": "W3C OWL 2, REC-owl2-syntax-20121211",
        "prov": "W3C PROV-O, REC-prov-o-20130430",
        "qudt": "QUDT Schema 2.1",
        "skos": "W3C SKOS Reference, REC-skos-reference-20090818",
        "skosxl": "W3C SKOS Reference, appendix B, REC-skos-reference-20090818",
        "sosa": "W3C/OGC Semantic Sensor Network Ontology, REC-vocab-ssn-20171019",
        "ssn": "W3C/OGC Semantic Sensor Network Ontology, REC-vocab-ssn-20171019",
        "wgs": "W3C Basic Geo (WGS84 lat/long) Vocabulary, 2003",
        "wmdr": "WMO WIGOS Metadata Representation 1.0, wmdr.xsd",
        "dcc": "PTB Digital Calibration Certificate 3, dcc.xsd",
        "si": "PTB D-SI, SI_Format.xsd",
    }
)
XML_NAMESPACES = MappingProxyType(
    {
        "wmdr": "http://def.wmo.int/wmdr/1.0",
        "dcc": "https://ptb.de/dcc",
        "si": "https://ptb.de/si",
    }
)


@dataclass(frozen=True, slots=True)
class Alignment:
    """One term of ours (`Station`, `LOCATED_AT`, `Location.latitude`) and one of another's."""

    subject: str
    relation: Relation
    term: str

    def __post_init__(self) -> None:
        prefix = self.term.partition(":")[0]
        known = XML_NAMESPACES if self.relation is Relation.XML else PREFIXES
        if prefix not in known or prefix not in VOCABULARIES:
            raise DeclarationError(f"alignment of {self.subject}: no vocabulary {prefix!r}")
        kind, _, name = self.subject.partition(".")
        declared = NODE_KINDS.get(kind) or EDGE_KINDS.get(kind)
        if declared is None or (name and all(p.name != name for p in declared.properties)):
            raise DeclarationError(f"alignment of {self.subject}, which is not declared")

    @property
    def source(self) -> str:
        """The document that defines the other's term."""
        return VOCABULARIES[self.term.partition(":")[0]]

    @property
    def qualified_name(self) -> str:
        """The other's term as `{namespace}name`, for a name of XML."""
        prefix, _, name = self.term.partition(":")
        return f"{{{XML_NAMESPACES[prefix]}}}{name}"


def _rows(relation: Relation, table: str) -> Iterator[Alignment]:
    """One alignment for each term after the first of a line, which is ours."""
    for line in table.strip().splitlines():
        subject, *terms = line.split()
        for term in terms:
            yield Alignment(subject, relation, term)


ALIGNMENTS = (
    *_rows(
        Relation.SUB,
        """
        Station sosa:Platform
        Deployment ssn:Deployment
        Instrument sosa:Sensor
        Variable sosa:ObservableProperty
        Observation sosa:Observation
        Series dcat:Dataset
        Dataset dcat:Dataset
        Concept skos:Concept
        ConceptScheme skos:ConceptScheme
        DocLevel skos:Concept
        QualityMeasurement dqv:QualityMeasurement
        Unit org:Organization prov:Organization
        WorkGroup org:Organization
        Post org:Post
        Person prov:Person
        Supplier prov:Agent
        System prov:SoftwareAgent
        Process prov:Plan
        Step prov:Plan
        Task prov:Plan
        TaskGroup prov:Plan
        Phase prov:Plan
        Milestone prov:Plan
        Safeguard prov:Plan
        Target prov:Plan
        Duty prov:Plan
        Calibration prov:Activity
        Maintenance prov:Activity
        Alarm prov:Activity
        Audit prov:Activity
        CorrectiveAction prov:Activity
        EnvironmentSurvey prov:Activity
        StationChange prov:Activity
        DocumentReview prov:Activity
        Incident prov:Activity
        ManagementReview prov:Activity
        Certificate prov:Entity
        MeasurementStandard prov:Entity
        CalibrationQuantity prov:Entity
        Document prov:Entity
        DocumentVersion prov:Entity
        Evidence prov:Entity
        Finding prov:Entity
        Product prov:Entity
        Record prov:Entity
        TrainingRecord prov:Entity
        AT_STATION ssn:deployedOnPlatform
        USES ssn:deployedSystem
        COMPUTED_ON dqv:computedOn
        IN_SCHEME skos:inScheme
        BROADER skos:broader
        USED_STANDARD prov:used
        DERIVED_FROM prov:wasDerivedFrom
        PERFORMED_BY prov:wasAssociatedWith
        VERSION_OF dcterms:isVersionOf prov:specializationOf
        SUPERSEDES dcterms:replaces
        CITES dcterms:references
        ISSUED_BY dcterms:publisher
        PART_OF org:subOrganizationOf
        MEMBER_UNIT org:memberOf
        HEAD org:hasMember
        DEPUTY org:hasMember
        MEMBER org:hasMember
        Concept.notation skos:notation
        Concept.definition skos:definition
        """,
    ),
    *_rows(
        Relation.CLOSE,
        """
        Location prov:Location wgs:Point
        AdminArea dcterms:Location
        Event prov:Activity
        Batch prov:Collection
        Variable qudt:QuantityKind
        CalibrationQuantity qudt:Quantity
        QcFlag skos:Concept
        Issue dqv:QualityMeasurement
        Indicator dqv:Metric
        IndicatorValue dqv:QualityMeasurement
        Feedback dqv:UserQualityFeedback
        Verdict dqv:QualityAnnotation
        Unit org:OrganizationalUnit
        UnitGroup org:OrganizationalCollaboration
        WorkGroup org:FormalOrganization
        Mention skosxl:Label
        ABOUT dqv:computedOn
        OF_VARIABLE sosa:observedProperty
        HAS_FLAG dqv:hasQualityMeasurement
        PART_OF_SERIES dcterms:isPartOf
        PART_OF_DATASET dcterms:isPartOf
        FOLLOWS prov:hadPlan
        DOCUMENTED_BY prov:generated
        HAS_RESULT prov:generated
        LOCATED_AT prov:atLocation
        CARRIED_OUT_BY prov:wasAssociatedWith
        CONDUCTED_BY prov:wasAssociatedWith
        JUDGES oa:hasTarget
        ALIAS_OF owl:sameAs
        MEMBER_OF_GROUP org:memberOf
        REPLACED_BY dcterms:isReplacedBy
        HAS_ATTACHMENT dcterms:hasPart
        Concept.name skos:prefLabel
        ConceptScheme.name dcterms:title
        Location.latitude wgs:lat
        Location.longitude wgs:long
        Location.elevation_m wgs:alt
        Observation.value sosa:hasSimpleResult
        Observation.time sosa:resultTime
        Variable.unit qudt:ucumCode
        Calibration.began_on prov:startedAtTime
        Calibration.performed_on prov:endedAtTime
        Maintenance.began prov:startedAtTime
        Maintenance.ended prov:endedAtTime
        Certificate.issued dcterms:issued
        Certificate.valid_until dcterms:valid
        """,
    ),
    *_rows(
        Relation.XML,
        """
        Station wmdr:ObservingFacility
        Location wmdr:GeospatialLocation
        State wmdr:ReportingStatus wmdr:InstrumentOperatingStatus
        Deployment wmdr:Deployment
        Instrument wmdr:Equipment dcc:item
        InstrumentModel wmdr:Equipment
        Maintenance wmdr:MaintenanceReport
        Event wmdr:EventReport
        Calibration wmdr:ControlCheckReport dcc:measurementResult
        Certificate dcc:digitalCalibrationCertificate
        MeasurementStandard dcc:measuringEquipment
        CalibrationQuantity dcc:quantity
        OBSERVED_AT wmdr:facility
        LOCATED_AT wmdr:geospatialLocation
        USES wmdr:deployedEquipment
        HAS_CALIBRATION wmdr:equipmentLog
        HAS_RESULT dcc:result
        HAS_CONDITION dcc:influenceCondition
        PERFORMED_BY dcc:calibrationLaboratory
        Station.facility_type wmdr:facilityType
        Station.wmo_region wmdr:wmoRegion
        Location.geopositioning_method wmdr:geopositioningMethod
        Deployment.height_m wmdr:heightAboveLocalReferenceSurface
        Deployment.reference_surface wmdr:localReferenceSurface
        Deployment.exposure wmdr:exposure
        Deployment.representativeness wmdr:representativeness
        Deployment.communication_method wmdr:communicationMethod
        Deployment.configuration wmdr:configuration
        Deployment.control_schedule wmdr:controlSchedule
        Deployment.maintenance_schedule wmdr:maintenanceSchedule
        Deployment.source_of_observation wmdr:sourceOfObservation
        Deployment.observing_method wmdr:observingMethod
        Deployment.application_areas wmdr:applicationArea
        Instrument.serial wmdr:serialNumber
        Instrument.firmware wmdr:firmwareVersion
        Instrument.manufacturer wmdr:manufacturer dcc:manufacturer
        Instrument.model wmdr:model dcc:model
        InstrumentModel.manufacturer wmdr:manufacturer dcc:manufacturer
        InstrumentModel.model wmdr:model dcc:model
        Instrument.observable_range wmdr:observableRange
        Instrument.specified_absolute_uncertainty wmdr:specifiedAbsoluteUncertainty
        Instrument.specified_relative_uncertainty wmdr:specifiedRelativeUncertainty
        Instrument.drift_per_unit_time wmdr:driftPerUnitTime
        Instrument.specification_link wmdr:specificationLink
        Calibration.result wmdr:controlCheckResult
        Calibration.location wmdr:checkLocation dcc:performanceLocation
        Calibration.began_on dcc:beginPerformanceDate
        Calibration.performed_on dcc:endPerformanceDate
        MeasurementStandard.standard_type wmdr:standardType
        MeasurementStandard.name wmdr:standardName
        MeasurementStandard.serial wmdr:standardSerialNumber
        CalibrationQuantity.values si:valueXMLList
        CalibrationQuantity.unit_printed si:unitXMLList
        CalibrationQuantity.uncertainties si:uncertaintyXMLList
        CalibrationQuantity.coverage_factors si:coverageFactorXMLList
        CalibrationQuantity.coverage_probabilities si:coverageProbabilityXMLList
        CalibrationQuantity.distributions si:distributionXMLList
        Maintenance.documentation_url wmdr:documentationURL
        Event.documentation_url wmdr:documentationURL
        Event.event_type wmdr:typeOfEvent
        """,
    ),
)

# Code list -> the published table whose codes it uses, in the WMO Codes Registry (WMO-No. 1192).
CODE_TABLES = MappingProxyType(
    {
        "calibration_result": "http://codes.wmo.int/wmdr/InstrumentControlResult",
        "standard_type": "http://codes.wmo.int/wmdr/ControlStandardType",
        "deployment_role": "http://codes.wmo.int/wmdr/ObservationStatus",
    }
)
# Codes of these lists that are our own and stand in no table of the registry.
OWN_CODES = frozenset({("deployment_role", "backup")})


def alignments_of(subject: str) -> tuple[Alignment, ...]:
    """All alignments of a kind, an edge, or a property as `Kind.name`, in the order written."""
    return tuple(found for found in ALIGNMENTS if found.subject == subject)
