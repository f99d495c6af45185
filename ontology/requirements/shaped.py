"""Which coverage rules are SHACL shapes too, and why the others are not."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ontology.requirements.table import REQUIREMENTS

_LATEST = "the latest of several calibrations decides"
_THEN = "judged at the element's own date"
_EDITION = "an edition that ended is not joined to its document any more"
_COUNTED = "a number is compared with a declared one"
NO_SHAPE: Mapping[str, str] = MappingProxyType(
    {
        "process-procedure": _EDITION,
        "step-document": _EDITION,
        "clause-document": "an edition is in force between two days of its own",
        "station-class": "the values of several states are compared",
        "instrument-calibration": _LATEST,
        "standard-calibration": _LATEST,
        "instrument-admission": "compared with the first use",
        "calibration-standard": _THEN,
        "calibration-certificate": _THEN,
        "calibration-accreditation": _THEN,
        "calibration-procedure": _THEN,
        "group-members": _COUNTED,
        "unit-members": _COUNTED,
    }
)
"""Rules without a shape, and why."""
SHAPED: tuple[str, ...] = tuple(name for name in REQUIREMENTS if name not in NO_SHAPE)
"""Rules that are shapes, in their order."""
