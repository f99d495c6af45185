"""Decision rules of the domain as data: hops, their processes and terms, tolerances."""

from __future__ import annotations

from ontology.model import CodeList

HOPS = CodeList(
    "hop",
    {
        "issue": ("数据质量问题", "data-quality issue"),
        "suspected_cause": ("起因假设", "suspected cause"),
        "series": ("序列", "series"),
        "station": ("台站", "station"),
        "position": ("站址", "position"),
        "deployment": ("布设", "deployment"),
        "instrument": ("仪器", "instrument"),
        "calibration": ("检定校准", "calibration"),
        "certificate": ("证书", "certificate"),
        "laboratory": ("实施单位", "laboratory"),
        "accreditation": ("实验室认可", "accreditation"),
        "standard": ("计量标准", "measurement standard"),
        "procedure": ("依据规程", "procedure"),
        "clause": ("标准条款", "clause"),
        "operator": ("运行单位", "operator"),
        "superior": ("上级单位", "superior unit"),
    },
    "the trace of VIM 2.42 with WMO-No. 1192 and ISO 9001",
)

# Element of WMO-No. 1192 (or clause) that says what a hop should hold.
HOP_TERMS = {
    "position": "3-07",
    "deployment": "5-05",
    "instrument": "5-09",
    "calibration": "5-08",
    "certificate": "5-08",
    "laboratory": "5-08",
    "accreditation": "ISO/IEC 17025",
    "standard": "8-05",
    "procedure": "ISO 9001:2015 7.5",
    "clause": "ISO 9001:2015 7.1.5.2",
    "operator": "9-01",
    "superior": "9-01",
}

# Process that answers for a hop, by its printed code; a calibration's depends on its kind.
HOP_PROCESSES = {
    "station": "Y01-03",
    "position": "Y01-03",
    "series": "Y03-03",
    "deployment": "Y02-01",
    "instrument": "Y02-01",
    "certificate": "Y02-04",
    "laboratory": "Y02-04",
    "accreditation": "Y02-04",
    "standard": "Y02-04",
    "procedure": "Y02-04",
}
# The process that answers for a suspected cause, by the kind of the element.
CAUSE_PROCESSES = {
    "Station": "Y01-03",
    "Location": "Y01-03",
    "Deployment": "Y02-01",
    "Instrument": "Y02-01",
    "Calibration": "Y02-04",
}
CALIBRATION_PROCESSES = {"检定": "Y02-04", "校准": "Y02-04", "标定": "Y02-05", "定标": "Y02-05"}
TOP_STANDARDS = frozenset({"nationalSt", "internationalSt"})
TRACE_LEVELS = 6
SUPERIOR_LEVELS = 6

# Registries give positions in degrees and minutes: up to 1.3 km lie in the rounding alone.
POSITION_TOLERANCE_KM = 2.0
HEIGHT_TOLERANCE_M = 20.0
# A move within one source farther than this is a finding of its own.
JUMP_KM = 50.0
ARC_MINUTE_DEG = 1 / 60
EARTH_RADIUS_KM = 6371.0088

# Below these a monitoring result is an issue where its centre prints no verdict of its own:
# the share of the expected observations (WDQMS web tool, "normal" from 80 %), and the delay that
# global numerical weather prediction requires at least (WMO Rolling Review of Requirements).
AVAILABILITY_TARGET_PERCENT = 80
TIMELINESS_THRESHOLD_S = 7200
# What printing in whole minutes, or in thousandths of a degree, may add to a difference.
PRINTED_SLACK_DEG = 1e-3
# How far a height may be off ten times the other and still be a slip of the decimal point.
DECIMAL_SLIP_SHARE = 0.05

# From which state of an incident one may go on to which; an incident begins open.
INCIDENT_NEXT = {
    "open": (
        "incident",
        "under_investigation",
        "in_progress",
        "escalated",
        "resolved",
        "wont_fix",
    ),
    "incident": ("under_investigation", "in_progress", "escalated", "resolved", "wont_fix"),
    "under_investigation": ("in_progress", "escalated", "resolved", "wont_fix"),
    "in_progress": ("escalated", "resolved", "wont_fix"),
    "escalated": ("under_investigation", "in_progress", "resolved", "wont_fix"),
    "resolved": ("closed", "reopened"),
    "wont_fix": ("closed", "reopened"),
    "closed": ("reopened",),
    "reopened": ("under_investigation", "in_progress", "escalated", "resolved", "wont_fix"),
}

# From which state of an action, and of its verification, one may go on to which.
ACTION_NEXT = {
    "open": ("done", "cancelled"),
    "done": ("effective", "ineffective"),
    "ineffective": ("done", "cancelled"),
    "effective": (),
    "cancelled": (),
}
# The cause class of a confirmed cause where nobody states one, by the kind of the element. An event
# has none: its type decides.
CAUSE_CLASS_OF_KIND = {
    "Instrument": "机",
    "InstrumentModel": "机",
    "Deployment": "机",
    "System": "机",
    "Batch": "料",
    "Calibration": "测",
    "Certificate": "测",
    "MeasurementStandard": "测",
    "Accreditation": "测",
    "Document": "法",
    "DocumentVersion": "法",
    "Process": "法",
    "Location": "环",
    "Station": "环",
    "Maintenance": "人",
    "Unit": "人",
}
# How long after an action its cause must have stayed away, in days, where nobody asks otherwise.
EFFECT_WINDOW_DAYS = 90
# What is overdue goes to one superior more for every so many days.
ESCALATION_DAYS = 30
# What is valid for so many days only is said to expire soon.
EXPIRING_SOON_DAYS = 90
# Roles of a training that qualify for an internal audit (ISO 9001:2015, 9.2.2 c and 7.2).
AUDITOR_ROLES = ("内审员", "内部审核员", "审核员", "internal auditor", "auditor")
# What has to be done every year: internal audit and management review of a quality management
# system, and its surveillance by who certified it (ISO/IEC 17021-1:2015, 9.1.3.3), in days.
YEARLY_DAYS = 365
