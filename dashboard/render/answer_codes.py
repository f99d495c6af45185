"""Code lists of answers that no declaration of the domain has, and where in answers codes stand.

One code has one title wherever it stands in a field, whatever question it is of; where a question
has others, that is said by question.
"""

from __future__ import annotations

from collections.abc import Mapping

from ontology import (
    CHAIN_LINKS,
    CONFLICT_CAUSES,
    CONFLICT_VERDICTS,
    HOP_STATES,
    IDENTITY_VERDICTS,
    LEVELS,
    METADATA_STATES,
    NODE_KINDS,
    OBLIGATIONS,
    SOURCE_FAMILIES,
    VERDICT_STATES,
    CodeList,
)
from ontology.code_releases import CODE_STANDINGS
from ontology.codes import (
    CALIBRATION_KINDS,
    CALIBRATION_RESULTS,
    CAUSE_STANDINGS,
    CERTAINTIES,
    COVERAGE_STATES,
    DEPLOYMENT_ROLES,
    FIVE_CHECKS,
    ISSUE_KINDS,
    REVIEW_VERDICTS,
)
from ontology.improvement_codes import DISPOSITIONS, RISK_STANDINGS
from ontology.rules import HOPS
from queries.document_reviews import STATES as DOCUMENT_REVIEW_STATES
from queries.rates.rows import BY, DEFINITIONS, REASONS

FITS = CodeList(
    "fit",
    {
        "key": ("编号相同", "is its key"),
        "name": ("名称相同", "is its name"),
        "begins": ("开头相同", "begins with it"),
        "contains": ("含有", "contains it"),
        "short": ("简称", "short form"),
        "pinyin": ("拼音首字母", "initials of its pinyin"),
        "alike": ("相近", "alike"),
    },
    "how what was typed fits an element; ours",
)
SEVERITIES = CodeList(
    "severity",
    {
        "critical": ("严重", "critical"),
        "major": ("较重", "major"),
        "minor": ("轻微", "minor"),
    },
    "severities that our own checks give; a source may have others",
)
CONTRADICTIONS = CodeList(
    "contradiction",
    {
        "position": ("站址不一", "positions differ"),
        "jump": ("站址突跳", "position jumps"),
        "rounding": ("一分之差往返", "one minute to and fro"),
        "overlap": ("一器两处", "one instrument in two places"),
        "doubled": ("主用重复", "two primary deployments"),
        "file": ("证书文件不一", "certificate files differ"),
        "number_elsewhere": ("站号另有其地", "number at another place"),
        "one_place": ("两站同址", "two stations in one place"),
        "one_wigos_id": ("两站同标识", "two stations under one identifier"),
    },
    "kinds of conflicts and of open questions of identity; ours",
)
EXPLANATIONS = CodeList(
    "explanation",
    {
        "one arc minute to and fro": ("一分之差往返", "one arc minute to and fro"),
        "far away and back": ("去了很远又回来", "far away and back"),
        "too far for one move": ("一次迁站不至于这么远", "too far for one move"),
        "one instrument in two places": ("一台仪器同时在两处", "one instrument in two places"),
        "two primary deployments of one variable": (
            "同一要素有两个主用布设",
            "two primary deployments of one variable",
        ),
        "two files under one number": ("同一编号下有两个文件", "two files under one number"),
        "not the file that is cited": ("不是所引用的文件", "not the file that is cited"),
        "cited by different hashes": ("各处引用的哈希不同", "cited by different hashes"),
        **{title[1]: title for title in CONFLICT_CAUSES.codes.values()},
    },
    "what a conflict looks like, in the words of its question",
)
OPEN_REASONS = CodeList(
    "open_reason",
    {"unknown": ("不认识", "unknown"), "ambiguous": ("多解", "ambiguous")},
    "why a printed name is open; ours",
)
CHANGES = CodeList(
    "change",
    {
        "added": ("＋ 新增", "+ added"),
        "removed": ("－ 删去", "- removed"),
        "moved": ("→ 移位", "→ moved"),
        "begins": ("开始", "begins"),
        "ends": ("结束", "ends"),
        "at": ("当日", "on that day"),
    },
    "what became of a fact; ours",
)
_PARTS = CodeList(
    "answer_part",
    {
        "property": ("属性", "property"),
        "state": ("状态", "state"),
        "out": ("联系", "link"),
        "in": ("← 联系", "← link"),
        "link": ("联系", "link"),
        "claim": ("断言", "claim"),
        "count": ("计数", "count"),
        "start": ("起点", "start"),
        "step": ("步", "step"),
        "none": ("没有", "none"),
        "workload": ("当月工作量", "work of the month"),
        "item": ("单项", "item"),
        "break": ("断处", "break"),
        "category": ("类", "category"),
        "element": ("要素", "element"),
        "standard": ("计量标准", "measurement standard"),
        "unfollowed": ("其下未再追查", "not followed below"),
        "series": ("序列", "series"),
        "backup": ("备份仪器", "backup instrument"),
        "stock": ("未布设的仪器", "instrument not deployed"),
        "issue": ("问题", "issue"),
        "dataset": ("数据集", "data set"),
        "product": ("产品", "product"),
        "rests": ("以它为据的", "rests on it"),
        "unit": ("须通知的单位", "unit to notify"),
        "deployment": ("布设", "deployment"),
        "calibration": ("检定校准", "calibration"),
    },
    "parts of answers; ours",
)
_THINGS = CodeList(
    "due_thing",
    {
        "calibration": ("检定校准", "calibration"),
        "standard": ("计量标准的检定", "calibration of a standard"),
        "certificate": ("证书", "certificate"),
        "accreditation": ("实验室认可", "accreditation"),
        "document": ("文件版本", "edition of a document"),
        "milestone": ("节点", "milestone"),
        "task": ("任务", "task"),
        "review": ("管理评审", "management review"),
    },
    "what falls due; ours",
)
_CAUSE_ROLES = CodeList(
    "cause_role",
    {
        "instrument": ("仪器", "instrument"),
        "model": ("型号", "model"),
        "firmware": ("固件", "firmware"),
        "system": ("系统", "system"),
        "batch": ("批次", "batch"),
        "calibration": ("检定校准", "calibration"),
        "certificate": ("证书", "certificate"),
        "standard": ("计量标准", "measurement standard"),
        "laboratory": ("实施单位", "laboratory"),
        "procedure": ("依据规程", "procedure"),
        "position": ("站址", "position"),
        "event": ("事件", "event"),
        "maintenance": ("维护", "maintenance"),
        "party": ("维护人员", "who did the maintenance"),
        "operator": ("运行单位", "operator"),
        "maintainer": ("维护单位", "maintainer"),
        "superior": ("上级单位", "superior unit"),
        "time_window": ("时段", "period"),
    },
    "the role in which an element stands behind issues; ours",
)
_DEFECTS = CodeList(
    "defect",
    {
        **HOP_STATES.codes,
        "moved": ("迁动", "moved"),
        "maintained": ("维护过", "maintained"),
        "altered": ("变动过", "altered"),
    },
    "what a source claims to be wrong with an element",
)
ANSWER_STATES = CodeList(
    "answer_state",
    {
        **COVERAGE_STATES.codes,
        "missing": ("缺失", "missing"),
        "stated": ("有来源说明", "stated"),
        "stub": ("只被提到", "only spoken of"),
        "live": ("有效", "stands"),
        "retracted": ("已撤回", "retracted"),
        "preferred": ("首选", "preferred"),
        "agrees": ("一致", "agrees"),
        "differs": ("≠ 不一致", "≠ differs"),
        "suspect": ("存疑", "in doubt"),
        "undated": ("无日期可比", "no date to compare"),
        "carried": ("受牵连", "carried"),
    },
    "states of what an answer lists, besides those of its own code list",
)
_BASES = CodeList(
    "doubt_basis",
    {
        "found": ("查出不合格", "found unfit"),
        "supposed": ("视为不可信", "taken for unfit"),
        "rests": ("以它为据", "rests on it"),
    },
    "why something is in doubt; ours",
)
_SUSPICIONS = CodeList(
    "suspicion",
    {
        "new_version": ("有了新版本", "a newer version"),
        "superseded": ("已被取代", "superseded"),
        "ended": ("已失效", "no longer in force"),
        "verdict": ("评审为废或改", "withdrawn or revised by a review"),
        "carried": ("所依据的已存疑", "what it rests on is in doubt"),
    },
    "why a link is in doubt; ours",
)
_LEAGUES = CodeList(
    "league",
    {
        "ambiguous": ("属几个盟市", "in several leagues"),
        "not_stated": ("属地未说明", "no area stated"),
    },
    "of a station without exactly one; ours",
)
_CHAIN_PARTS = CodeList(
    "chain_part", {"count": ("计数", "count"), "chain": ("链", "chain")}, "ours"
)
BY_FIELD: Mapping[str, CodeList] = {
    "basis": _BASES,
    "cause": CONFLICT_CAUSES,
    "certainty": CERTAINTIES,
    "change": CHANGES,
    "check": FIVE_CHECKS,
    "defect": _DEFECTS,
    "direction": CodeList("way", {"out": ("顺向", "along"), "in": ("逆向", "against")}, "ours"),
    "disposition": DISPOSITIONS,
    "family": SOURCE_FAMILIES,
    "hop": HOPS,
    "how": FITS,
    "hypotheses": CONFLICT_CAUSES,
    "level": LEVELS,
    "lower": LEVELS,
    "obligation": OBLIGATIONS,
    "part": _PARTS,
    "proof": CAUSE_STANDINGS,
    "result": CALIBRATION_RESULTS,
    "risk_update": RISK_STANDINGS,
    "severity": SEVERITIES,
    "standing": CODE_STANDINGS,
    "state": ANSWER_STATES,
    "states": COVERAGE_STATES,
    "status": CodeList(
        "code_status",
        {
            "retired": ("已废止", "retired"),
            "invalid": ("无效", "invalid"),
            "superseded": ("已被取代", "superseded"),
        },
        "as the code tables of the WMO print it",
    ),
    "trouble": CodeList(
        "trouble",
        {
            "stub": ("只被提到", "only spoken of"),
            "unconnected": ("没有联系", "joined to nothing"),
        },
        "ours",
    ),
    "upper": LEVELS,
    "verdicts": CodeList("verdict", CONFLICT_VERDICTS.codes | IDENTITY_VERDICTS.codes, "ours"),
    "what": _THINGS,
}
"""Titles of codes by field."""
BY_QUESTION: Mapping[str, Mapping[str, CodeList]] = {
    "broken-chains": {"league": _LEAGUES, "link": CHAIN_LINKS, "part": _CHAIN_PARTS},
    "causes": {"role": _CAUSE_ROLES},
    "completeness": {
        "element": CHAIN_LINKS,
        "state": METADATA_STATES,
        "subject": CodeList("whole", {"network": ("全网", "the whole network")}, "ours"),
    },
    "conflicts": {
        "kind": CONTRADICTIONS,
        "explanation": EXPLANATIONS,
        "state": VERDICT_STATES,
    },
    "diff": {
        "of_kind": CodeList(
            "counted", {"state": ("状态", "state"), "status": ("状况", "status")}, "ours"
        )
    },
    "document-reviews": {"state": DOCUMENT_REVIEW_STATES, "verdict": REVIEW_VERDICTS},
    "identity-candidates": {"kind": CONTRADICTIONS, "state": VERDICT_STATES},
    "rates": {"by": BY, "definition": DEFINITIONS, "reason": REASONS},
    "station-equipment": {
        "kind": CodeList("use", DEPLOYMENT_ROLES.codes | CALIBRATION_KINDS.codes, "ours")
    },
    "suspect": {"reason": _SUSPICIONS},
    "trace": {"state": HOP_STATES},
    "unresolved-names": {"reason": OPEN_REASONS},
}
"""Titles of codes that a field has in one question only; of lists of the management system too."""
DIMENSIONS: Mapping[str, CodeList] = {
    "kind": ISSUE_KINDS,
    "severity": SEVERITIES,
    "cause": CodeList(
        "kind", {k.prefix: (k.title_zh, k.title_en) for k in NODE_KINDS.values()}, "by prefix"
    ),
}
"""Titles of the values by which `pareto` counts, by dimension."""
