"""Code lists of what is found, mended and improved (ISO 9001 clauses 8.7, 9.2 and 10.2)."""

from __future__ import annotations

from ontology.model import CodeList

DISPOSITIONS = CodeList(
    "disposition",
    {
        "correct": ("更正", "corrected"),
        "flag": ("标注", "flagged"),
        "withhold": ("停供", "withheld"),
        "reissue": ("重新发布", "issued again"),
    },
    "ISO 9001:2015, 8.7.1, for data and products",
)

NONCONFORMITY_STATES = CodeList(
    "nonconformity_state",
    {"open": ("未关闭", "open"), "closed": ("已关闭", "closed")},
    "ISO 9001:2015, 10.2.1",
)

ACTION_TYPES = CodeList(
    "action_type",
    {"corrective": ("纠正措施", "corrective"), "preventive": ("预防措施", "preventive")},
    "ISO 9001:2015, 10.2 and 6.1",
)

ACTION_STATES = CodeList(
    "action_state",
    {
        "open": ("未完成", "not done yet"),
        "done": ("已完成，待验证", "done, not verified yet"),
        "ineffective": ("验证无效", "verified, not effective"),
        "effective": ("验证有效", "verified, effective"),
        "cancelled": ("已取消", "cancelled"),
    },
    "ISO 9001:2015, 10.2.1 c and d",
)

EFFECTIVENESS = CodeList(
    "effectiveness",
    {"effective": ("有效", "effective"), "ineffective": ("无效", "not effective")},
    "ISO 9001:2015, 10.2.1 d",
)

RISK_UPDATES = CodeList(
    "risk_update",
    {
        "reviewed": ("已复核，不变", "reviewed, kept as it is"),
        "changed": ("已修改", "changed"),
        "added": ("新增", "added"),
        "not_needed": ("无需更新", "no change needed"),
    },
    "ISO 9001:2015, 10.2.1 e: what became of the risks and opportunities of planning after an "
    "action; the codes are ours",
)

RISK_STANDINGS = CodeList(
    "risk_standing",
    {"not_answered": ("未作答", "not answered"), **RISK_UPDATES.codes},
    "ISO 9001:2015, 10.2.1 e: whether it was said what became of the risks after an action; ours",
)

EFFECTS = CodeList(
    "effect",
    {
        "recurred": ("又发生", "recurred"),
        "undetermined": ("起因未定，无从判断", "causes are not confirmed"),
        "too_early": ("为时尚早", "too early to say"),
        "no_issue": ("没有可比的问题", "no issue to compare with"),
        "worked": ("有效", "worked"),
    },
    "recurrence of a cause class at the same elements after an action; ours, worst first",
)

CAUSE_CLASSES = CodeList(
    "cause_class",
    {
        "人": ("人", "people"),
        "机": ("机", "machine"),
        "料": ("料", "material"),
        "法": ("法", "method"),
        "环": ("环", "environment"),
        "测": ("测", "measurement"),
    },
    "the six cause classes 人机料法环测",
)

AUDIT_KINDS = CodeList(
    "audit_kind",
    {
        "internal": ("内部审核", "internal audit"),
        "external": ("外部审核", "external audit"),
        "certification": ("认证审核", "certification audit"),
    },
    "ISO 9000:2015, 3.13.1",
)

FINDING_TYPES = CodeList(
    "finding_type",
    {
        "major": ("严重不符合", "major nonconformity"),
        "minor": ("一般不符合", "minor nonconformity"),
        "observation": ("观察项", "observation"),
        "conformity": ("符合", "conformity"),
    },
    "ISO 19011:2018, 6.4.8: grading of audit findings; ISO/IEC 17021-1:2015, 3.12 and 3.13",
)

FEEDBACK_STATES = CodeList(
    "feedback_state",
    {
        "open": ("未答复", "open"),
        "replied": ("已答复", "replied"),
        "closed": ("已关闭", "closed"),
    },
    "ISO 9001:2015, 8.2.1 c",
)

INDICATOR_DIRECTIONS = CodeList(
    "indicator_direction",
    {"up": ("越大越好", "more is better"), "down": ("越小越好", "less is better")},
    "an error rate is good when small",
)

RATES = CodeList(
    "rate",
    {
        "availability": ("到报率", "availability"),
        "timeliness": ("及时率", "timeliness"),
        "correctness": ("正确率", "correctness"),
        "calibration": ("检定率", "share of instruments in valid calibration"),
    },
    "rates by which the running of observation is judged: measures of WDQMS, and calibration",
)

RISK_TYPES = CodeList(
    "risk_type",
    {"risk": ("风险", "risk"), "opportunity": ("机遇", "opportunity")},
    "ISO 9001:2015, 6.1",
)

REVIEW_INPUTS = CodeList(
    "review_input",
    {
        "a": ("以往评审的决定", "decisions of earlier reviews"),
        "b": ("内外部变化", "changes inside and outside"),
        "c1": ("用户反馈", "feedback of users"),
        "c2": ("质量目标", "quality objectives"),
        "c3": ("过程绩效", "performance of processes"),
        "c4": ("不合格与纠正措施", "nonconformities and corrective actions"),
        "c5": ("监测结果", "monitoring results"),
        "c6": ("审核结果", "audit results"),
        "c7": ("供方绩效", "performance of suppliers"),
        "d": ("资源与培训", "resources and training"),
        "e": ("风险应对", "what was done about risks"),
        "f": ("改进机会", "opportunities"),
    },
    "ISO 9001:2015, 9.3.2, by the letters of the clause; own titles",
)

REVIEW_INPUT_STATES = CodeList(
    "review_input_state",
    {
        "overdue": ("逾期", "overdue"),
        "recurred": ("又发生", "recurred"),
        "ineffective": ("验证无效", "verified, not effective"),
        "expired": ("已过期", "expired"),
        "not_passed": ("不合格", "not passed"),
        "missed": ("未达标", "target missed"),
        "not_done": ("计划而未做", "planned, not done"),
        "no_action": ("未关闭，没有措施", "open, without an action"),
        "review_overdue": ("逾期未复核", "review overdue"),
        "untreated": ("没有应对", "without treatment"),
        "not_evaluated": ("没有评价", "not evaluated"),
        "no_value": ("没有报值", "no value"),
        "no_target": ("没有目标值", "no target"),
        "no_direction": ("没有说明方向", "no direction stated"),
        "expiring": ("即将到期", "about to expire"),
        "open": ("未完成", "open"),
        "undetermined": ("起因未定，无从判断", "causes are not confirmed"),
        "too_early": ("为时尚早", "too early to say"),
        "replied": ("已答复", "replied"),
        "done": ("已完成", "done"),
        "cancelled": ("已取消", "cancelled"),
        "decided": ("已决定", "decided"),
        "opened": ("新出现", "begun in the period"),
        "settled": ("已了结", "settled in the period"),
        "revised": ("已修订", "revised"),
        "new": ("新的", "new"),
        "no_date": ("没有复核期限", "no review date"),
        "current": ("按期", "in time"),
        "closed": ("已关闭", "closed"),
        "worked": ("有效", "worked"),
        "effective": ("验证有效", "verified, effective"),
        "met": ("达标", "target met"),
        "evaluated": ("已评价", "evaluated"),
        "valid": ("有效期内", "valid"),
        "nothing_known": ("没有所知", "nothing is known"),
    },
    "where what a management review considers stands; ours, worst first",
)

AUDIT_STATES = CodeList(
    "audit_state",
    {
        "own_unit": ("审核本单位", "audits the own unit"),
        "own_work": ("审核自己主管的过程", "audits a process that it leads"),
        "inside": ("属于受审核单位", "belongs to the unit that is audited"),
        "no_auditor": ("没有写明审核单位", "no auditor is stated"),
        "lapsed": ("审核当天资格已过期", "qualification had lapsed on the day"),
        "not_qualified": ("没有当天的资格记录", "no record of qualification on the day"),
        "not_done": ("逾期未审核", "planned, not done"),
        "overdue": ("逾期", "overdue"),
        "ineffective": ("验证无效", "verified, not effective"),
        "no_nonconformity": ("没有开出不合格", "no nonconformity was opened"),
        "no_action": ("没有措施", "without an action"),
        "open": ("未了结", "not settled"),
        "done": ("已完成，待验证", "done, not verified yet"),
        "planned": ("已计划", "planned"),
        "no_date": ("没有日期", "no day is stated"),
        "noted": ("记录在案", "noted"),
        "cancelled": ("已取消", "cancelled"),
        "closed": ("已关闭", "closed"),
        "effective": ("验证有效", "verified, effective"),
        "settled": ("已了结", "settled"),
        "outside": ("外部审核单位", "auditor from outside"),
        "fit": ("独立，当天有资格", "independent, qualified on the day"),
    },
    "where an audit, its auditors, findings and what followed stand; ours, worst first",
)

READINESS = CodeList(
    "readiness",
    {
        "trial_run": ("体系试运行", "trial run"),
        "internal_audit": ("内部审核", "internal audit"),
        "management_review": ("管理评审", "management review"),
        "nonconformities": ("不合格", "nonconformities"),
        "certification": ("体系认证", "certification"),
        "surveillance": ("年度监督审核", "yearly surveillance"),
        "accreditation": ("实验室认可", "accreditation"),
        "training": ("培训", "training"),
        "supplier": ("供方评价", "evaluation of suppliers"),
        "risk_review": ("风险复核", "review of risks"),
    },
    "ISO/IEC 17021-1:2015, 9.1.3; ISO 9001:2015, 9.2, 9.3, 10.2, 7.2, 8.4, 6.1; own titles",
)

LOOP_STATES = CodeList(
    "loop_state",
    {
        "missing": ("缺这一步", "this step is missing"),
        "not_reached": ("没有到达", "not reached"),
        "stopped": ("到上限为止", "stopped at the bound"),
        "not_described": ("没有来源描述", "described by no source"),
        "expired": ("已失效", "no longer in force"),
        "not_yet_valid": ("尚未生效", "not yet in force"),
        "in_force": ("有效", "in force"),
    },
    "where a step from feedback to document stands; ours, worst first",
)
