"""The coverage rules as one table, and the ways by which an element rests on others.

Terms of rules are clauses of ISO 9001:2015 unless another standard is named; numbers like 5-08
are elements of WMO-No. 1192.
"""

from __future__ import annotations

from types import MappingProxyType

from ontology.requirements import network, plans, processes
from ontology.requirements.model import Requirement, Way, way

REQUIREMENTS: MappingProxyType[str, Requirement] = MappingProxyType(
    {rule.id: rule for part in (processes, network, plans) for rule in part.RULES}
)
"""Every rule by its id, in the order in which answers show them."""

# The property whose value a rule asks for, by the kind that has it.
GIVEN: MappingProxyType[str, str] = MappingProxyType(
    {
        "Task": "due",
        "Milestone": "due",
        "Audit": "result",
        "UnitGroup": "declared_size",
        "Unit": "declared_size",
        "Step": "who",
    }
)
# What an element is only as good as: for gaps found transitively.
RESTS_ON: MappingProxyType[str, tuple[Way, ...]] = MappingProxyType(
    {
        "Process": (way("Process", "^STEP_OF Step"),),
        "Station": (way("Station", "^AT_STATION Deployment", "USES Instrument"),),
        "Instrument": (way("Instrument", "HAS_CALIBRATION Calibration"),),
        "Calibration": (way("Calibration", "USED_STANDARD MeasurementStandard"),),
        "MeasurementStandard": (way("MeasurementStandard", "HAS_CALIBRATION Calibration"),),
    }
)
# The administrative area of an element.
AREAS: MappingProxyType[str, Way] = MappingProxyType(
    {
        "Station": way("Station", "IN_AREA AdminArea"),
        "Unit": way("Unit", "IN_AREA AdminArea"),
        "Instrument": way(
            "Instrument", "^USES Deployment", "AT_STATION Station", "IN_AREA AdminArea"
        ),
    }
)
# Who is to fill a gap of an element.
RESPONSIBLE: MappingProxyType[str, tuple[Way, ...]] = MappingProxyType(
    {
        "Process": (*processes.PROCESS_LEADS, way("Process", "^INCLUDES Process", "LED_BY Unit")),
        "Step": (way("Step", "STEP_OF Process", "LED_BY Unit"),),
        "Station": (way("Station", "OPERATED_BY Unit"),),
        "Instrument": (
            way("Instrument", "^USES Deployment", "AT_STATION Station", "OPERATED_BY Unit"),
        ),
        "Calibration": (way("Calibration", "PERFORMED_BY Unit"),),
        "MeasurementStandard": (way("MeasurementStandard", "HELD_BY Unit"),),
        "Task": plans.TASK_LEADS,
        "System": (way("System", "OPERATED_BY Unit"),),
    }
)
