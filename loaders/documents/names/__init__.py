"""Names of units in a document, and what they stand for."""

from loaders.documents.names.gazetteer import Gazetteer
from loaders.documents.names.mention import (
    Kind,
    Mention,
    Reason,
    Standing,
    UnitList,
    Unresolved,
    Variant,
)

__all__ = [
    "Gazetteer",
    "Kind",
    "Mention",
    "Reason",
    "Standing",
    "UnitList",
    "Unresolved",
    "Variant",
]
