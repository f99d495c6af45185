"""What one row of each import table claims, column by column."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook

from graph import Claim, Rejected
from loaders.protocol import SourceFile
from loaders.tabular import LOADER
from ontology import BEGINNING, CIVIL, OPEN_END, TABLES, valid_time
from ontology.derive import claim_problem

DAY = "2018-06-02T16:00:00Z"
"""The begin of 2018-06-03 in China, as the tables write it."""
KEY_DAY = "2018-06-02T16%3A00%3A00Z"
SRC = "网/t.csv"
DONE = f"state:corrective_action%3ACA-1|state|2018-06-19T16%3A00%3A00Z|{SRC}"
WORKED = f"state:corrective_action%3ACA-1|effectiveness|2018-09-30T16%3A00%3A00Z|{SRC}"
Fact = tuple[str, str, str | None]


def csv_bytes(rows: list[dict[str, str]], encoding: str = "utf-8") -> bytes:
    header = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, header, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def outcomes(source: SourceFile) -> list[Claim | Rejected]:
    found: list[Claim | Rejected] = []
    for row in LOADER.read(source):
        found += [row] if isinstance(row, Rejected) else LOADER.claims(row, source)
    return found


def load(
    folder: Path, table: str, *rows: dict[str, str], encoding: str = "utf-8", **declared: object
) -> list[Claim]:
    path = folder / f"{table}.csv"
    path.write_bytes(csv_bytes(list(rows), encoding))
    found = outcomes(SourceFile(path, SRC, **declared))  # type: ignore[arg-type]
    claims = [claim for claim in found if isinstance(claim, Claim)]
    assert claims == found, found
    for c in claims:
        assert (
            claim_problem(c.kind, c.subject, c.object, c.properties, c.valid_from, c.valid_to)
            is None
        )
    return claims


def facts(claims: list[Claim]) -> set[Fact]:
    return {(c.kind, c.subject, c.object) for c in claims}


def only(claims: list[Claim], kind: str) -> Claim:
    (found,) = [c for c in claims if c.kind == kind]
    return found


UNIT = "unit:内蒙古自治区气象局"
VALUE = "indicator_value:到报率|内蒙古自治区气象局|2025-03"
EXAMPLES: dict[str, tuple[dict[str, str], set[Fact]]] = {
    "units": (
        {
            "unit_id": "呼和浩特市气象局", "name_zh": "呼和浩特市气象局", "level": "league",
            "kind": "行政", "part_of": "内蒙古自治区气象局", "admin_code": "150100",
            "declared_size": "9", "valid_from": "2018-06-03", "valid_to": "",
        },
        {
            ("Unit", "unit:呼和浩特市气象局", None),
            ("State", f"state:unit%3A呼和浩特市气象局|level|{KEY_DAY}|网/t.csv", None),
            ("HAS_STATE", "unit:呼和浩特市气象局",
             f"state:unit%3A呼和浩特市气象局|level|{KEY_DAY}|网/t.csv"),
            ("PART_OF", "unit:呼和浩特市气象局", UNIT),
            ("IN_AREA", "unit:呼和浩特市气象局", "admin_area:150100"),
        },
    ),
    "stations": (
        {
            "station_id": "53463", "name_zh": "呼和浩特", "wigos_id": "0-20000-0-53463",
            "class": "基本站", "status": "运行", "admin_code": "150100",
            "operated_by": "内蒙古自治区气象局", "valid_from": "2018-06-03",
        },
        {
            ("Station", "station:53463", None),
            ("State", f"state:station%3A53463|name|{KEY_DAY}|网/t.csv", None),
            ("HAS_STATE", "station:53463", f"state:station%3A53463|name|{KEY_DAY}|网/t.csv"),
            ("State", f"state:station%3A53463|class|{KEY_DAY}|网/t.csv", None),
            ("HAS_STATE", "station:53463", f"state:station%3A53463|class|{KEY_DAY}|网/t.csv"),
            ("State", f"state:station%3A53463|status|{KEY_DAY}|网/t.csv", None),
            ("HAS_STATE", "station:53463", f"state:station%3A53463|status|{KEY_DAY}|网/t.csv"),
            ("IN_AREA", "station:53463", "admin_area:150100"),
            ("OPERATED_BY", "station:53463", UNIT),
        },
    ),
    "locations": (
        {
            "station_id": "53463", "latitude": "40.8167", "longitude": "111.6833",
            "elevation_m": "1063.0", "barometer_elevation_m": "1064.1", "valid_from": "2018-06-03",
        },
        {
            ("Location", f"location:53463|网/t.csv|{KEY_DAY}", None),
            ("LOCATED_AT", "station:53463", f"location:53463|网/t.csv|{KEY_DAY}"),
        },
    ),
    "instruments": (
        {
            "instrument_id": "PTB-7", "variable": "PRS;TEM", "serial": "7", "manufacturer": "华云",
            "model": "PTB330", "firmware": "2.1", "batch": "2012A",
        },
        {
            ("Instrument", "instrument:PTB-7", None),
            ("InstrumentModel", "instrument_model:华云|PTB330", None),
            ("OF_MODEL", "instrument:PTB-7", "instrument_model:华云|PTB330"),
            ("Batch", "batch:PTB330|2012A", None),
            ("OF_BATCH", "instrument:PTB-7", "batch:PTB330|2012A"),
        },
    ),
    "deployments": (
        {
            "deployment_id": "D-1", "station_id": "53463", "instrument_id": "PTB-7",
            "variable": "PRS", "role": "primary", "height_m": "1.5", "valid_from": "2018-06-03",
            "valid_to": "2018-06-03",
        },
        {
            ("Deployment", "deployment:D-1", None),
            ("AT_STATION", "deployment:D-1", "station:53463"),
            ("USES", "deployment:D-1", "instrument:PTB-7"),
        },
    ),
    "calibrations": (
        {
            "calibration_id": "C-1", "kind": "检定", "subject_kind": "Instrument",
            "subject_id": "PTB-7", "performed_on": "2018-06-03", "valid_to": "2019-06-02",
            "result": "inCalibration", "location": "呼和浩特",
            "performed_by": "内蒙古自治区气象局", "standard_id": "S-1；S-2",
            "certificate_id": "Z-1", "procedure": "JJG 272|2007", "as_found_error": "-0.3",
            "tolerance": "0.2",
        },
        {
            ("Calibration", "calibration:C-1", None),
            ("HAS_CALIBRATION", "instrument:PTB-7", "calibration:C-1"),
            ("PERFORMED_BY", "calibration:C-1", UNIT),
            ("USED_STANDARD", "calibration:C-1", "measurement_standard:S-1"),
            ("USED_STANDARD", "calibration:C-1", "measurement_standard:S-2"),
            ("DOCUMENTED_BY", "calibration:C-1", "certificate:Z-1"),
            ("FOLLOWS", "calibration:C-1", "document_version:JJG 272|2007"),
        },
    ),
    "certificates": (
        {
            "certificate_id": "Z-1", "laboratory": "内蒙古自治区气象局", "issued": "2018-06-03",
            "valid_to": "2019-06-02", "sha256": "ab", "uri": "https://x/z1",
        },
        {("Certificate", "certificate:Z-1", None), ("ISSUED_BY", "certificate:Z-1", UNIT)},
    ),
    "standards": (
        {
            "standard_id": "S-1", "type": "workingSt", "variable": "PRS; TEM", "serial": "11",
            "uncertainty": "0.1 hPa", "held_by": "内蒙古自治区气象局",
        },
        {
            ("MeasurementStandard", "measurement_standard:S-1", None),
            ("HELD_BY", "measurement_standard:S-1", UNIT),
        },
    ),
    "accreditations": (
        {
            "accreditation_id": "A-1", "unit_id": "内蒙古自治区气象局", "scope": "气压",
            "valid_from": "2018-06-03", "valid_to": "2023-06-02",
        },
        {
            ("Accreditation", "accreditation:A-1", None),
            ("ACCREDITED_BY", UNIT, "accreditation:A-1"),
        },
    ),
    "events": (
        {
            "event_id": "E-1", "subject_kind": "Station", "subject_id": "53463",
            "type": "maintenance", "begin": "2018-06-03", "end": "2018-06-04",
            "party": "内蒙古自治区气象局", "document_id": "文1",
        },
        {
            ("Maintenance", "maintenance:E-1", None),
            ("AFFECTED", "maintenance:E-1", "station:53463"),
            ("CARRIED_OUT_BY", "maintenance:E-1", UNIT),
            ("DESCRIBED_IN", "maintenance:E-1", "document:文1"),
        },
    ),
    "issues": (
        {
            "issue_id": "I-1", "kind": "quality", "station_id": "53463", "variable": "PRS",
            "test": "空间一致性", "begin": "2018-06-03", "end": "2018-06-04", "severity": "major",
            "value": "876.3", "status": "open", "channel": "自动质控",
            "reported_by": "内蒙古自治区气象局",
        },
        {
            ("Issue", "issue:I-1", None),
            ("State", f"state:issue%3AI-1|status|{KEY_DAY}|网/t.csv", None),
            ("HAS_STATE", "issue:I-1", f"state:issue%3AI-1|status|{KEY_DAY}|网/t.csv"),
            ("ABOUT", "issue:I-1", "series:53463|PRS"),
            ("Series", "series:53463|PRS", None),
            ("OBSERVED_AT", "series:53463|PRS", "station:53463"),
            ("OF_VARIABLE", "series:53463|PRS", "variable:PRS"),
            ("Observation", f"observation:53463|PRS|{KEY_DAY}", None),
            ("SHOWN_BY", "issue:I-1", f"observation:53463|PRS|{KEY_DAY}"),
            ("PART_OF_SERIES", f"observation:53463|PRS|{KEY_DAY}", "series:53463|PRS"),
            ("REPORTED_BY", "issue:I-1", UNIT),
        },
    ),
    "incidents": (
        {
            "incident_id": "N-1", "issue_id": "I-1", "state": "open", "state_from": "",
            "opened": "2018-06-03", "due": "2018-06-10", "assigned_to": "内蒙古自治区气象局",
            "cause_kind": "Instrument", "cause_id": "PTB-7", "cause_class": "机",
        },
        {
            ("Incident", "incident:N-1", None),
            ("State", f"state:incident%3AN-1|state|{KEY_DAY}|网/t.csv", None),
            ("HAS_STATE", "incident:N-1", f"state:incident%3AN-1|state|{KEY_DAY}|网/t.csv"),
            ("State", f"state:incident%3AN-1|cause_class|{KEY_DAY}|网/t.csv", None),
            ("HAS_STATE", "incident:N-1", f"state:incident%3AN-1|cause_class|{KEY_DAY}|网/t.csv"),
            ("RAISED_FROM", "incident:N-1", "issue:I-1"),
            ("ASSIGNED_TO", "incident:N-1", UNIT),
            ("CAUSED_BY", "incident:N-1", "instrument:PTB-7"),
        },
    ),
    "processes": (
        {
            "code": "Y02-04", "name_zh": "计量检定", "level": "region", "kind": "Y",
            "parent": "Y02", "led_by": "内蒙古自治区气象局", "related_units": "各盟市气象局;台站",
            "governed_by": "QMS-1;QMS-2|3",
        },
        {
            ("Process", "process:Y02-04@region", None),
            ("SUBPROCESS_OF", "process:Y02-04@region", "process:Y02@region"),
            ("LED_BY", "process:Y02-04@region", UNIT),
            ("RELATED_UNIT", "process:Y02-04@region", "unit_group:各盟市气象局"),
            ("RELATED_UNIT", "process:Y02-04@region", "unit:台站"),
            ("GOVERNED_BY", "process:Y02-04@region", "document:QMS-1"),
            ("GOVERNED_BY", "process:Y02-04@region", "document_version:QMS-2|3"),
        },
    ),
    "interfaces": (
        {
            "interface_id": "1", "name_zh": "量值传递", "upper_level": "national",
            "lower_level": "region", "upper_process": "计量检定", "lower_process": "Y02-04",
            "upper_unit": "中国气象局", "lower_unit": "各盟市气象局", "direction": "up",
            "items": "计划", "cycle": "年", "reply_expected": "是", "state": "stated",
        },
        {
            ("Interface", "interface:网/t.csv|1", None),
            ("UPPER_PROCESS", "interface:网/t.csv|1", "process:计量检定@national"),
            ("LOWER_PROCESS", "interface:网/t.csv|1", "process:Y02-04@region"),
            ("UPPER_UNIT", "interface:网/t.csv|1", "unit:中国气象局"),
            ("LOWER_UNIT", "interface:网/t.csv|1", "unit_group:各盟市气象局"),
        },
    ),
    "documents": (
        {
            "document_id": "QMS-2", "title": "计量管理程序", "number": "内气发1", "doc_level": "2",
            "version": "3", "issued_by": "内蒙古自治区气象局", "effective": "2018-06-03",
            "superseded": "", "supersedes": "2", "governs": "Y02-04@region; Y02-05@region",
            "implements": "GB/T 19001-2016|7.1.5.2",
        },
        {
            ("Document", "document:QMS-2", None),
            ("DocumentVersion", "document_version:QMS-2|3", None),
            ("VERSION_OF", "document_version:QMS-2|3", "document:QMS-2"),
            ("SUPERSEDES", "document_version:QMS-2|3", "document_version:QMS-2|2"),
            ("HAS_DOC_LEVEL", "document:QMS-2", "doc_level:2"),
            ("ISSUED_BY", "document:QMS-2", UNIT),
            ("GOVERNED_BY", "process:Y02-04@region", "document_version:QMS-2|3"),
            ("GOVERNED_BY", "process:Y02-05@region", "document_version:QMS-2|3"),
            ("IMPLEMENTS", "document_version:QMS-2|3", "clause:GB/T 19001-2016|7.1.5.2"),
        },
    ),
    "document_reviews": (
        {"document_id": "QMS-1", "verdict": "废", "replaced_by": "QMS-2", "reason": "重复"},
        {
            ("DocumentReview", "document_review:QMS-1|网/t.csv", None),
            ("REVIEWS", "document_review:QMS-1|网/t.csv", "document:QMS-1"),
            ("REPLACED_BY", "document_review:QMS-1|网/t.csv", "document:QMS-2"),
        },
    ),
    "systems": (
        {
            "system_id": "天元", "name_zh": "综合气象观测业务运行信息化平台", "level": "national",
            "operated_by": "中国气象局气象探测中心", "integrates_into": "天擎",
            "replaces": "ASOM;MDOS", "monitored_by": "天镜", "security_level": "三级",
        },
        {
            ("System", "system:天元", None),
            ("OPERATED_BY", "system:天元", "unit:中国气象局气象探测中心"),
            ("INTEGRATES_INTO", "system:天元", "system:天擎"),
            ("REPLACES", "system:天元", "system:ASOM"),
            ("REPLACES", "system:天元", "system:MDOS"),
            ("MONITORED_BY", "system:天元", "system:天镜"),
        },
    ),
    "alarms": (
        {
            "alarm_id": "7", "system_id": "天镜", "raised": "2018-06-03", "cleared": "2018-06-04",
            "subject_kind": "Series", "subject_id": "53463|PRS", "text": "缺报",
        },
        {
            ("Alarm", "alarm:天镜|7", None),
            ("RAISED_BY", "alarm:天镜|7", "system:天镜"),
            ("RAISED_ON", "alarm:天镜|7", "series:53463|PRS"),
            ("Issue", "issue:alarm/天镜/7", None),
            ("ABOUT", "issue:alarm/天镜/7", "series:53463|PRS"),
            ("SHOWN_BY", "issue:alarm/天镜/7", "alarm:天镜|7"),
        },
    ),
    "nonconformities": (
        {
            "nonconformity_id": "NC-1", "opened": "2018-06-03", "clause": "GB/T 19001-2016|7.1.5.2",
            "severity": "一般", "source_kind": "Finding", "source_id": "A-1|2",
            "unit_id": "内蒙古自治区气象局", "disposition": "flag", "state": "open",
            "statement": "超期使用", "cause_class": "测",
        },
        {
            ("Nonconformity", "nonconformity:NC-1", None),
            ("OF_REQUIREMENT", "nonconformity:NC-1", "clause:GB/T 19001-2016|7.1.5.2"),
            ("ARISES_FROM", "nonconformity:NC-1", "finding:A-1|2"),
            ("ASSIGNED_TO", "nonconformity:NC-1", UNIT),
            ("State", f"state:nonconformity%3ANC-1|state|{KEY_DAY}|网/t.csv", None),
            ("HAS_STATE", "nonconformity:NC-1",
             f"state:nonconformity%3ANC-1|state|{KEY_DAY}|网/t.csv"),
            ("State", f"state:nonconformity%3ANC-1|cause_class|{KEY_DAY}|网/t.csv", None),
            ("HAS_STATE", "nonconformity:NC-1",
             f"state:nonconformity%3ANC-1|cause_class|{KEY_DAY}|网/t.csv"),
        },
    ),
    "actions": (
        {
            "action_id": "CA-1", "type": "corrective", "nonconformity_id": "NC-1", "risk_id": "R-1",
            "unit_id": "内蒙古自治区气象局", "due": "2018-07-01", "done": "2018-06-20",
            "effectiveness": "effective", "changes_document": "QMS-2|4", "title": "送检",
            "opened": "2018-06-04", "verified": "2018-10-01",
        },
        {
            ("CorrectiveAction", "corrective_action:CA-1", None),
            ("ADDRESSES", "corrective_action:CA-1", "nonconformity:NC-1"),
            ("ADDRESSES", "corrective_action:CA-1", "risk:R-1"),
            ("ASSIGNED_TO", "corrective_action:CA-1", UNIT),
            ("CHANGES", "corrective_action:CA-1", "document_version:QMS-2|4"),
            ("State", DONE, None),
            ("HAS_STATE", "corrective_action:CA-1", DONE),
            ("State", WORKED, None),
            ("HAS_STATE", "corrective_action:CA-1", WORKED),
        },
    ),
    "steps": (
        {
            "process": "Y02-04", "level": "region", "order": "3", "who": "检定员", "when": "每年",
            "where": "实验室", "document": "QMS-1", "how": "复核证书", "key": "是",
        },
        {
            ("Step", "step:Y02-04%40region|3", None),
            ("STEP_OF", "step:Y02-04%40region|3", "process:Y02-04@region"),
            ("GOVERNED_BY", "step:Y02-04%40region|3", "document:QMS-1"),
        },
    ),
    "records": (
        {
            "record_id": "R-7", "process": "Y02-04@region", "step": "3", "form": "检定记录",
            "unit_id": "内蒙古自治区气象局", "made": "2018-06-03", "medium": "纸质",
            "retain_until": "2024-06-03",
        },
        {
            ("Record", "record:R-7", None),
            ("PROVES", "record:R-7", "step:Y02-04%40region|3"),
            ("HELD_BY", "record:R-7", UNIT),
        },
    ),
    "admissions": (
        {
            "admission_id": "ZR-1", "subject_kind": "InstrumentModel",
            "subject_id": "Vaisala|PTB330", "granted": "2018-06-03", "valid_to": "",
            "document": "QMS-1",
        },
        {
            ("Admission", "admission:ZR-1", None),
            ("ADMITTED_BY", "instrument_model:Vaisala|PTB330", "admission:ZR-1"),
            ("DESCRIBED_IN", "admission:ZR-1", "document:QMS-1"),
        },
    ),
    "tasks": (
        {
            "task_id": "12", "plan": "P-1", "title": "编制程序文件",
            "lead": "内蒙古自治区气象局;各盟市气象局", "due": "2018-12-31", "done": "",
            "evidence": "QMS-1",
        },
        {
            ("Task", "task:P-1|12", None),
            ("LED_BY", "task:P-1|12", UNIT),
            ("LED_BY", "task:P-1|12", "unit_group:各盟市气象局"),
            ("PRODUCES", "task:P-1|12", "document:QMS-1"),
        },
    ),
    "audits": (
        {
            "audit_id": "A-1", "kind": "internal", "unit_id": "内蒙古自治区气象局",
            "process": "Y02-04@region;Y02-05@region", "clause": "GB/T 19001-2016|7.1.5.2",
            "planned": "2018-05-01", "done": "2018-06-03", "result": "通过",
            "auditor_party": "中国气象局", "auditors": "0b" * 16,
        },
        {
            ("Audit", "audit:A-1", None),
            ("COVERS", "audit:A-1", UNIT),
            ("COVERS", "audit:A-1", "process:Y02-04@region"),
            ("COVERS", "audit:A-1", "process:Y02-05@region"),
            ("COVERS", "audit:A-1", "clause:GB/T 19001-2016|7.1.5.2"),
            ("CONDUCTED_BY", "audit:A-1", "unit:中国气象局"),
            ("CONDUCTED_BY", "audit:A-1", f"person:{'0b' * 16}"),
        },
    ),
    "findings": (
        {
            "audit_id": "A-1", "number": "2", "statement": "记录没有签字", "type": "minor",
            "clause": "GB/T 19001-2016|7.5.3;GB/T 19001-2016|8.5.1", "found": "2018-06-03",
        },
        {
            ("Finding", "finding:A-1|2", None),
            ("OF_AUDIT", "finding:A-1|2", "audit:A-1"),
            ("COVERS", "finding:A-1|2", "clause:GB/T 19001-2016|7.5.3"),
            ("COVERS", "finding:A-1|2", "clause:GB/T 19001-2016|8.5.1"),
        },
    ),
    "feedback": (
        {
            "feedback_id": "F-1", "received": "2018-06-03", "from_unit": "内蒙古自治区气象局",
            "concerns_kind": "DataRequirement", "concerns_id": "R-7", "text": "时效不够",
            "state": "replied", "replied": "2018-06-10", "closed": "", "satisfaction": "3/5",
        },
        {
            ("Feedback", "feedback:F-1", None),
            ("REPORTED_BY", "feedback:F-1", UNIT),
            ("CONCERNS", "feedback:F-1", "data_requirement:R-7"),
            ("State", f"state:feedback%3AF-1|state|2018-06-09T16%3A00%3A00Z|{SRC}", None),
            ("HAS_STATE", "feedback:F-1",
             f"state:feedback%3AF-1|state|2018-06-09T16%3A00%3A00Z|{SRC}"),
        },
    ),
    "requirements": (
        {
            "requirement_id": "R-7", "user": "电网公司", "variable": "WIN", "product": "风电预报",
            "accuracy": "0.5 m/s", "timeliness": "", "availability": "",
            "valid_from": "2018-06-03", "revised_by": "F-1",
        },
        {
            ("DataRequirement", "data_requirement:R-7", None),
            ("REQUIRES", "data_requirement:R-7", "variable:WIN"),
            ("REQUIRES", "data_requirement:R-7", "product:风电预报"),
            ("REVISED_BY", "data_requirement:R-7", "feedback:F-1"),
            ("State", f"state:data_requirement%3AR-7|accuracy|{KEY_DAY}|{SRC}", None),
            ("HAS_STATE", "data_requirement:R-7",
             f"state:data_requirement%3AR-7|accuracy|{KEY_DAY}|{SRC}"),
        },
    ),
    "objectives": (
        {
            "objective_id": "O-2", "name_zh": "到报率不低于 99%", "parent": "O-1",
            "unit_id": "内蒙古自治区气象局", "year": "2025",
        },
        {
            ("QualityObjective", "quality_objective:O-2", None),
            ("REFINES", "quality_objective:O-2", "quality_objective:O-1"),
            ("OF_UNIT", "quality_objective:O-2", UNIT),
        },
    ),
    "indicators": (
        {
            "indicator_id": "到报率", "name_zh": "到报率", "measures_kind": "QualityObjective",
            "measures_id": "O-2", "measure_unit": "%", "direction": "up",
        },
        {
            ("Indicator", "indicator:到报率", None),
            ("MEASURES", "indicator:到报率", "quality_objective:O-2"),
        },
    ),
    "indicator_values": (
        {
            "indicator_id": "到报率", "unit_id": "内蒙古自治区气象局", "period": "2025-03",
            "value": "99.1", "target": "99",
        },
        {
            ("IndicatorValue", VALUE, None),
            ("HAS_VALUE", "indicator:到报率", VALUE),
            ("OF_UNIT", VALUE, UNIT),
        },
    ),
    "risks": (
        {
            "risk_id": "K-1", "type": "risk", "title": "检定能力不足", "threatens_kind": "Process",
            "threatens_id": "Y02-04@region", "likelihood": "高", "effect": "大",
            "treatment": "委托外部检定", "owner": "内蒙古自治区气象局", "review_due": "2025-12-31",
        },
        {
            ("Risk", "risk:K-1", None),
            ("THREATENS", "risk:K-1", "process:Y02-04@region"),
            ("ASSIGNED_TO", "risk:K-1", UNIT),
        },
    ),
    "management_reviews": (
        {
            "review_id": "M-2025", "held": "2025-12-20", "unit_id": "内蒙古自治区气象局",
            "considered": "审核结果;用户反馈", "decided": "CA-1;CA-2",
            "planned": "2025-12-18",
        },
        {
            ("ManagementReview", "management_review:M-2025", None),
            ("OF_UNIT", "management_review:M-2025", UNIT),
            ("DECIDED", "management_review:M-2025", "corrective_action:CA-1"),
            ("DECIDED", "management_review:M-2025", "corrective_action:CA-2"),
        },
    ),
    "trainings": (
        {
            "training_id": "T-1", "subject": "内审员", "unit_id": "内蒙古自治区气象局",
            "process": "G02@region", "held": "2025-03-01", "role": "内审员", "passed": "是",
            "valid_to": "2028-02-29",
        },
        {
            ("TrainingRecord", "training_record:T-1", None),
            ("QUALIFIES", "training_record:T-1", UNIT),
        },
    ),
    "suppliers": (
        {
            "supplier_id": "G-1", "name_zh": "甲公司", "supplies_kind": "InstrumentModel",
            "supplies_id": "Vaisala|PTB330", "evaluated": "2025-01-10", "result": "合格",
            "valid_to": "2026-01-09",
        },
        {
            ("Supplier", "supplier:G-1", None),
            ("SUPPLIES", "supplier:G-1", "instrument_model:Vaisala|PTB330"),
        },
    ),
    "environment": (
        {
            "station_id": "53463", "surveyed": "2018-06-03", "azimuth": "135",
            "distance": "210.5", "elevation": "3.2", "result": "新建楼房",
        },
        {
            ("EnvironmentSurvey", f"environment_survey:53463|{KEY_DAY}|135", None),
            ("OF_STATION", f"environment_survey:53463|{KEY_DAY}|135", "station:53463"),
        },
    ),
    "equipment_states": (
        {
            "instrument_id": "PTB-7", "state": "repair", "begin": "2018-06-03",
            "unit_id": "内蒙古自治区气象局",
        },
        {
            ("EquipmentState", f"equipment_state:PTB-7|repair|{KEY_DAY}", None),
            ("OF_INSTRUMENT", f"equipment_state:PTB-7|repair|{KEY_DAY}", "instrument:PTB-7"),
            ("CARRIED_OUT_BY", f"equipment_state:PTB-7|repair|{KEY_DAY}", UNIT),
        },
    ),
    "station_changes": (
        {
            "change_id": "B-1", "station_id": "53463", "type": "迁移", "applied": "2011-03-01",
            "approved": "2012-05-01", "effective": "2013-01-01", "document": "文1",
        },
        {
            ("StationChange", "station_change:B-1", None),
            ("OF_STATION", "station_change:B-1", "station:53463"),
            ("DESCRIBED_IN", "station_change:B-1", "document:文1"),
        },
    ),
    "datasets": (
        {
            "dataset_id": "DS-1", "name_zh": "地面小时值", "resource_id": "SURF_HOR",
            "security_level": "内部", "agreement": "共享协议一", "variables": "PRS;53463|TEM",
            "delivered_to": "内蒙古自治区气象局;各盟市气象局",
        },
        {
            ("Dataset", "dataset:DS-1", None),
            ("PART_OF_DATASET", "variable:PRS", "dataset:DS-1"),
            ("PART_OF_DATASET", "series:53463|TEM", "dataset:DS-1"),
            ("DELIVERED_TO", "dataset:DS-1", UNIT),
            ("DELIVERED_TO", "dataset:DS-1", "unit_group:各盟市气象局"),
        },
    ),
    "products": (
        {
            "product_id": "P-1", "name_zh": "气候月报", "derived_from": "DS-1;DS-2",
            "delivered_to": "内蒙古自治区气象局",
        },
        {
            ("Product", "product:P-1", None),
            ("DERIVED_FROM", "product:P-1", "dataset:DS-1"),
            ("DERIVED_FROM", "product:P-1", "dataset:DS-2"),
            ("DELIVERED_TO", "product:P-1", UNIT),
        },
    ),
    "flows": (
        {
            "flow_id": "L-1", "stage": "传输", "dataset": "DS-1", "from_system": "采集站",
            "to_system": "天擎", "process": "Y03-02@region",
        },
        {
            ("DataFlow", "data_flow:L-1", None),
            ("CARRIES", "data_flow:L-1", "dataset:DS-1"),
            ("FROM_SYSTEM", "data_flow:L-1", "system:采集站"),
            ("TO_SYSTEM", "data_flow:L-1", "system:天擎"),
            ("STEP_OF", "data_flow:L-1", "process:Y03-02@region"),
        },
    ),
}  # fmt: skip


def test_every_table_has_an_example() -> None:
    assert set(EXAMPLES) == set(TABLES)


@pytest.mark.parametrize("table", EXAMPLES)
def test_a_row_of_each_table(table: str, tmp_path: Path) -> None:
    row, expected = EXAMPLES[table]

    claims = load(tmp_path, table, row)

    assert facts(claims) == expected
    assert len(claims) == sum(2 if table == "interfaces" and f[2] is None else 1 for f in expected)


@pytest.mark.parametrize("table", EXAMPLES)
def test_gb18030_workbook_and_another_order_say_the_same(table: str, tmp_path: Path) -> None:
    row = EXAMPLES[table][0]
    expected = load(tmp_path, table, row)
    workbook = Workbook()
    workbook.active.append(list(row))
    workbook.active.append(list(row.values()))
    workbook.save(tmp_path / f"{table}.xlsx")

    sheet = outcomes(SourceFile(tmp_path / f"{table}.xlsx", SRC))

    assert sheet == expected
    assert load(tmp_path, table, row, encoding="gb18030") == expected
    assert load(tmp_path, table, row, encoding="utf-8-sig") == expected
    assert load(tmp_path, table, dict(reversed(row.items()))) == expected


@pytest.mark.parametrize("table", EXAMPLES)
def test_required_columns_suffice_and_none_can_be_blank(table: str, tmp_path: Path) -> None:
    required = [c.name for c in TABLES[table].columns if c.required]
    of_blank = [c for when, c in TABLES[table].needs if when.negated and not when.values]
    row = {name: EXAMPLES[table][0][name] for name in (*required, *of_blank)}
    assert load(tmp_path, table, row)

    for name in required:
        whole = EXAMPLES[table][0]  # a line without any value is no row
        (tmp_path / f"{table}.csv").write_bytes(csv_bytes([{**whole, name: " "}]))
        (rejected,) = outcomes(SourceFile(tmp_path / f"{table}.csv", SRC))

        assert isinstance(rejected, Rejected)
        assert (rejected.rule, rejected.field, rejected.value) == ("required", name, "")


def test_identity_names_the_row_of_each_table(tmp_path: Path) -> None:
    for table, (row, _) in EXAMPLES.items():
        path = tmp_path / f"{table}.csv"
        path.write_bytes(csv_bytes([row]))
        (raw,) = LOADER.read(SourceFile(path, SRC))
        key = "|".join(row.get(name, "") for name in TABLES[table].identity)
        assert raw.identity == f"{table}|{key}"


# Alarms


@pytest.mark.parametrize(
    ("kind", "subject", "issue"),
    [
        ("Station", "53463", True),
        ("Deployment", "D-1", True),
        ("Series", "53463|PRS", True),
        ("Instrument", "PTB-7", False),
        ("System", "天擎", False),
    ],
)
def test_an_alarm_on_data_is_an_availability_issue_over_its_period(
    tmp_path: Path, kind: str, subject: str, issue: bool
) -> None:
    row = {**EXAMPLES["alarms"][0], "subject_kind": kind, "subject_id": subject}

    claims = load(tmp_path, "alarms", row)

    found = [c for c in claims if c.kind == "Issue"]
    assert bool(found) is issue
    assert {c.properties["kind"] for c in found} <= {"availability"}
    assert {(c.valid_from, c.valid_to) for c in claims} == {(DAY, "2018-06-04T16:00:00Z")}
    assert [c.object for c in claims if c.kind == "ABOUT"] == [
        c.object for c in claims if c.kind == "RAISED_ON" and issue
    ]


def test_an_alarm_that_was_not_cleared_is_open_and_one_of_another_kind_is_rejected(
    tmp_path: Path,
) -> None:
    row = EXAMPLES["alarms"][0]

    [still] = [c for c in load(tmp_path, "alarms", {**row, "cleared": ""}) if c.kind == "Issue"]
    (tmp_path / "alarms.csv").write_bytes(csv_bytes([{**row, "subject_kind": "Unit"}]))
    [bad] = outcomes(SourceFile(tmp_path / "alarms.csv", SRC))

    assert (still.valid_to, "ended" in still.properties) == (OPEN_END, False)
    assert isinstance(bad, Rejected)
    assert (bad.field, bad.rule, bad.value) == ("subject_kind", "kind", "Unit")


# Surveys, stages of life, changes, data sets


def test_each_direction_of_a_survey_is_found_apart_and_none_stands_for_all(tmp_path: Path) -> None:
    row = EXAMPLES["environment"][0]
    calm = {**row, "azimuth": "", "distance": "", "elevation": "", "result": "符合要求"}

    claims = load(tmp_path, "environment", row, {**row, "azimuth": "90"}, calm)

    surveys = {c.subject: c.properties for c in claims if c.kind == "EnvironmentSurvey"}
    assert [s.rpartition("|")[2] for s in surveys] == ["135", "90", "all"]
    assert surveys[f"environment_survey:53463|{KEY_DAY}|all"] == {
        "surveyed": DAY, "result": "符合要求",
    }  # fmt: skip
    assert {c.object for c in claims if c.kind == "OF_STATION"} == {"station:53463"}
    assert {(c.valid_from, c.valid_to) for c in claims} == {(DAY, OPEN_END)}


def test_two_stages_of_life_may_begin_on_one_day(tmp_path: Path) -> None:
    row = EXAMPLES["equipment_states"][0]

    claims = load(tmp_path, "equipment_states", row, {**row, "state": "stock"})

    stages = {c.subject: c.properties for c in claims if c.kind == "EquipmentState"}
    assert [p["state"] for p in stages.values()] == ["repair", "stock"]
    assert {p["begin"] for p in stages.values()} == {DAY}


@pytest.mark.parametrize(
    ("blank", "begins", "described"),
    [
        ((), "2013-01-01", "2012-05-01"),
        (("effective",), "2012-05-01", "2012-05-01"),
        (("effective", "approved"), "2011-03-01", None),
    ],
)
def test_a_change_begins_when_it_is_in_effect_else_when_it_was_approved_or_applied_for(
    tmp_path: Path, blank: tuple[str, ...], begins: str, described: str | None
) -> None:
    row = {**EXAMPLES["station_changes"][0], **dict.fromkeys(blank, "")}

    claims = load(tmp_path, "station_changes", row)

    assert only(claims, "StationChange").valid_from == valid_time(begins)
    assert only(claims, "OF_STATION").valid_from == valid_time(begins)
    document = only(claims, "DESCRIBED_IN").valid_from
    assert document == (BEGINNING if described is None else valid_time(described))


def test_a_data_set_holds_a_variable_or_a_single_series_and_no_other(tmp_path: Path) -> None:
    claims = load(tmp_path, "datasets", EXAMPLES["datasets"][0])

    assert only(claims, "Dataset").properties["variables"] == ("PRS", "53463|TEM")
    assert {c.subject for c in claims if c.kind == "PART_OF_DATASET"} == {
        "variable:PRS", "series:53463|TEM",
    }  # fmt: skip
    assert {c.kind for c in claims} == {"Dataset", "PART_OF_DATASET", "DELIVERED_TO"}


# Times and certainty


def test_interval_of_nodes_edges_and_states(tmp_path: Path) -> None:
    row = {**EXAMPLES["stations"][0], "valid_to": "2019-12-31"}

    claims = load(tmp_path, "stations", row)

    assert {(c.valid_from, c.valid_to) for c in claims} == {
        (DAY, valid_time("2019-12-31", end=True))
    }
    assert all("begin_known" not in c.properties for c in claims)


def test_unknown_begin_is_marked_on_every_claim_that_has_one(tmp_path: Path) -> None:
    row = {**EXAMPLES["stations"][0], "valid_from": ""}

    claims = load(tmp_path, "stations", row)

    assert len(claims) == 9
    for claim in claims:
        assert (claim.valid_from, claim.valid_to) == (BEGINNING, OPEN_END)
        assert claim.properties["begin_known"] is False


def test_a_table_without_begin_column_is_not_marked(tmp_path: Path) -> None:
    claims = load(tmp_path, "instruments", EXAMPLES["instruments"][0])

    assert {c.valid_from for c in claims} == {BEGINNING}
    assert all("begin_known" not in c.properties for c in claims)


def test_location_without_begin_has_an_id(tmp_path: Path) -> None:
    row = {"station_id": "1", "latitude": "40", "longitude": "111"}

    claims = load(tmp_path, "locations", row)

    node = f"location:1|网/t.csv|{BEGINNING.replace(':', '%3A')}"
    assert facts(claims) == {("Location", node, None), ("LOCATED_AT", "station:1", node)}
    assert all(c.properties["begin_known"] is False for c in claims)


def test_state_takes_the_first_filled_begin(tmp_path: Path) -> None:
    row = {**EXAMPLES["incidents"][0], "state_from": "2018-07-01", "cause_class": ""}

    claims = load(tmp_path, "incidents", row)

    assert only(claims, "State").valid_from == valid_time("2018-07-01")
    assert only(claims, "Incident").valid_from == DAY


def test_calibration_stays_open_and_says_until_when_it_held(tmp_path: Path) -> None:
    claims = load(tmp_path, "calibrations", EXAMPLES["calibrations"][0])

    assert {(c.valid_from, c.valid_to) for c in claims} == {(DAY, OPEN_END)}
    assert only(claims, "Calibration").properties == {
        "kind": "检定", "performed_on": DAY, "valid_until": valid_time("2019-06-02", end=True),
        "result": "inCalibration", "location": "呼和浩特", "as_found_error": "-0.3",
        "tolerance": "0.2",
    }  # fmt: skip


def test_zone_of_the_source_is_used_for_times_without_one(tmp_path: Path) -> None:
    row = {**EXAMPLES["deployments"][0], "valid_from": "2018-06-03T08:00:00"}

    claims = load(tmp_path, "deployments", row, zone=CIVIL)

    assert claims[0].valid_from == "2018-06-03T00:00:00Z"


@pytest.mark.parametrize(
    ("declared", "cell", "expected"),
    [
        (None, None, "stated"),
        (None, "", "stated"),
        (None, "synthetic", "synthetic"),
        ("synthetic", None, "synthetic"),
        ("synthetic", "", "synthetic"),
        ("synthetic", "inferred", "inferred"),
    ],
)
def test_certainty_of_row_then_source(
    declared: str | None, cell: str | None, expected: str, tmp_path: Path
) -> None:
    row = dict(EXAMPLES["stations"][0])
    if cell is not None:
        row["certainty"] = cell

    claims = load(tmp_path, "stations", row, certainty=declared)

    assert {c.certainty for c in claims} == {expected}
    assert all("certainty" not in c.properties for c in claims)


# Properties


def properties(folder: Path, table: str, kind: str, **cells: str) -> Mapping[str, object]:
    claims = load(folder, table, {**EXAMPLES[table][0], **cells})
    return only(claims, kind).properties


def test_datatypes(tmp_path: Path) -> None:
    unit = properties(tmp_path, "units", "Unit", declared_size=" １２ ")
    assert unit == {"name": "呼和浩特市气象局", "kind": "行政", "declared_size": 12}
    assert properties(tmp_path, "instruments", "Instrument", variable="PRS； TEM;;PRS;") == {
        "serial": "7", "firmware": "2.1", "variables": ("PRS", "TEM"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("1.50", "1.50"), (" -0.3 ", "-0.3"), ("+2", "+2"), ("1e5", "1e5"), (".5", ".5"),
        ("１．５", "1.5"), ("－３", "-3"), ("0", "0"),
    ],
)  # fmt: skip
def test_a_number_keeps_its_digits(cell: str, kept: str, tmp_path: Path) -> None:
    said = properties(tmp_path, "deployments", "Deployment", height_m=cell)

    assert said["height_m"] == kept


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1", True), ("0", False), ("TRUE", True), ("false", False), ("Yes", True), ("no", False),
     ("是", True), ("否", False)],
)  # fmt: skip
def test_truth_values(cell: str, value: bool, tmp_path: Path) -> None:
    claims = load(tmp_path, "interfaces", {**EXAMPLES["interfaces"][0], "reply_expected": cell})

    assert claims[1].properties["reply_expected_up"] is value


def test_interface_directions(tmp_path: Path) -> None:
    row = {**EXAMPLES["interfaces"][0], "direction": "both", "cycle": ""}

    nodes = [c for c in load(tmp_path, "interfaces", row) if c.kind == "Interface"]

    assert [c.properties for c in nodes] == [
        {"name": "量值传递", "upper_level": "national", "lower_level": "region", "state": "stated"},
        {"items_up": "计划", "reply_expected_up": True},
        {"items_down": "计划", "reply_expected_down": True},
    ]


def test_second_nodes_without_properties_are_no_claims(tmp_path: Path) -> None:
    row = {**EXAMPLES["interfaces"][0], "items": "", "cycle": "", "reply_expected": ""}

    claims = load(tmp_path, "interfaces", row)

    assert len([c for c in claims if c.kind == "Interface"]) == 1


def test_the_own_node_is_claimed_without_properties(tmp_path: Path) -> None:
    row = {"accreditation_id": "A", "unit_id": "甲", "valid_from": "2018-06-03"}

    assert only(load(tmp_path, "accreditations", row), "Accreditation").properties == {}


def test_issue_without_variable_is_about_the_station(tmp_path: Path) -> None:
    row = {"issue_id": "I", "kind": "metadata", "station_id": "1", "begin": "2018-06-03"}

    assert facts(load(tmp_path, "issues", row)) == {
        ("Issue", "issue:I", None),
        ("ABOUT", "issue:I", "station:1"),
    }


def test_an_event_that_is_no_maintenance(tmp_path: Path) -> None:
    row = {
        "event_id": "E", "subject_kind": "Instrument", "subject_id": "7", "type": "雷击",
        "begin": "2018-06-03", "备注": "无",
    }  # fmt: skip

    claims = load(tmp_path, "events", row)

    assert facts(claims) == {
        ("Event", "event:E", None),
        ("AFFECTED", "event:E", "instrument:7"),
    }
    assert only(claims, "Event").properties == {"event_type": "雷击", "began": DAY, "备注": "无"}


def test_process_without_code_is_named_by_its_name(tmp_path: Path) -> None:
    row = {**EXAMPLES["processes"][0], "code": ""}

    assert only(load(tmp_path, "processes", row), "Process").subject == "process:计量检定@region"


@pytest.mark.parametrize(
    ("kind", "cell", "node"),
    [
        ("Process", "Y02-04@region", "process:Y02-04@region"),
        ("DocumentVersion", "QMS|2", "document_version:QMS|2"),
        ("Station", "a|b@c", "station:a%7Cb%40c"),
    ],
)
def test_a_cause_of_any_kind(kind: str, cell: str, node: str, tmp_path: Path) -> None:
    row = {**EXAMPLES["incidents"][0], "cause_kind": kind, "cause_id": cell}

    assert only(load(tmp_path, "incidents", row), "CAUSED_BY").object == node


def test_a_cause_without_kind_is_not_claimed(tmp_path: Path) -> None:
    row = {**EXAMPLES["incidents"][0], "cause_kind": ""}

    assert "CAUSED_BY" not in {c.kind for c in load(tmp_path, "incidents", row)}


# Columns that nobody declared


def test_unknown_columns_become_properties_of_the_own_node(tmp_path: Path) -> None:
    row = {
        **EXAMPLES["stations"][0], "Contact Person": "甲", "stationType": "x", "备注": " 有 ",
        "title": "t", "name": "n", "2nd": "3", "first_record": "1951", "blank": "",
    }  # fmt: skip

    claims = load(tmp_path, "stations", row)

    assert only(claims, "Station").properties == {
        "name": "呼和浩特", "wigos_id": "0-20000-0-53463", "contact_person": "甲",
        "station_type": "x", "备注": "有", "x_title": "t", "x_name": "n", "x_2nd": "3",
        "x_first_record": "1951",
    }  # fmt: skip
    assert facts(claims) == EXAMPLES["stations"][1]


def test_each_unknown_column_is_warned_of_once(tmp_path: Path) -> None:
    path = tmp_path / "stations.csv"
    path.write_bytes("station_id,name_zh,title,备注,\n1,甲,x,y,z\n2,乙,x,y,z\n".encode())
    source = SourceFile(path, SRC)

    title, note, nameless = LOADER.warnings(source)

    assert "'title'" in title
    assert "'x_title'" in title
    assert "Station" in title
    assert "备注" in note
    assert "5" in nameless
