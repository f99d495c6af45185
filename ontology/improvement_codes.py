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

RISK_TYPES = CodeList(
    "risk_type",
    {"risk": ("风险", "risk"), "opportunity": ("机遇", "opportunity")},
    "ISO 9001:2015, 6.1",
)
