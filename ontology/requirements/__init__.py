"""Who must have what: the coverage rules, one walkable table."""

from ontology.requirements.model import Arc, Holds, Obligation, Requirement, Way
from ontology.requirements.shaped import NO_SHAPE, SHAPED
from ontology.requirements.table import AREAS, GIVEN, REQUIREMENTS, RESPONSIBLE, RESTS_ON

__all__ = [
    "AREAS",
    "GIVEN",
    "NO_SHAPE",
    "REQUIREMENTS",
    "RESPONSIBLE",
    "RESTS_ON",
    "SHAPED",
    "Arc",
    "Holds",
    "Obligation",
    "Requirement",
    "Way",
]
