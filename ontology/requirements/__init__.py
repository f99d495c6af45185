"""Who must have what: the coverage rules, one walkable table."""

from ontology.requirements.model import Arc, Holds, Obligation, Requirement, Way
from ontology.requirements.table import AREAS, REQUIREMENTS, RESPONSIBLE, RESTS_ON

__all__ = [
    "AREAS",
    "REQUIREMENTS",
    "RESPONSIBLE",
    "RESTS_ON",
    "Arc",
    "Holds",
    "Obligation",
    "Requirement",
    "Way",
]
