"""The lists of the management system, one entry each.

A section is a question: which of its fields are shown, by which its rows are narrowed, and which of
them are counted as waiting for somebody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ontology import EDGE_KINDS, NODE_KINDS, CodeList
from ontology.codes import INCIDENT_STATES, ISSUE_KINDS
from ontology.improvement_codes import (
    ACTION_STATES,
    ACTION_TYPES,
    AUDIT_KINDS,
    AUDIT_STATES,
    EFFECTS,
    FEEDBACK_STATES,
    FINDING_TYPES,
    INDICATOR_DIRECTIONS,
    LOOP_STATES,
    NONCONFORMITY_STATES,
    RATES,
    READINESS,
    REVIEW_INPUT_STATES,
    REVIEW_INPUTS,
    RISK_TYPES,
)
from queries.audits import UNFIT
from queries.duties import PARTS as DUTY_PARTS
from queries.duties import STATES as DUTY_STATES
from queries.indicators import STATES as INDICATOR_STATES
from queries.indicators import TRENDS
from queries.risks import STATES as RISK_STATES
from queries.tasks import STATES as TASK_STATES

Titles = tuple[str, str]
SYNTHETIC, DETAIL, TEST = "certainty", "detail", "test"
BY = "said_by"
"""Who said last what a row rests on, and when it was recorded; no field of any row."""
_PARTS = CodeList(
    "part",
    {
        "incident": ("事件单", "incident"),
        "action": ("措施", "action"),
        "task": ("任务", "task"),
        "milestone": ("节点", "milestone"),
        "review": ("管理评审", "management review"),
    },
    "what may be overdue; ours",
)
_AUDIT_PARTS = CodeList(
    "audit_part",
    {
        "audit": ("审核", "audit"),
        "auditor": ("审核单位", "auditor"),
        "finding": ("发现", "finding"),
        "nonconformity": ("不合格", "nonconformity"),
        "action": ("措施", "action"),
    },
    "steps from the plan of an audit to a verified effect; ours",
)
_AUDITED = CodeList(
    "audited",
    {**AUDIT_KINDS.codes, **FINDING_TYPES.codes},
    "kinds of audits and grades of findings",
)
_WAYS = CodeList(
    "way",
    {
        "start": ("起点", "start"),
        "forward": ("通向文件", "towards the document"),
        "backward": ("通向用户", "towards the user"),
    },
    "which way a step of the line goes; ours",
)
_LINE_STATES = CodeList(
    "line_state",
    {**FEEDBACK_STATES.codes, **INDICATOR_STATES.codes, **LOOP_STATES.codes},
    "where a step of the line stands",
)
_KINDS = CodeList("kind", {n: (k.title_zh, k.title_en) for n, k in NODE_KINDS.items()}, "kinds")
_RELATIONS = CodeList(
    "relation", {n: (e.title_zh, e.title_en) for n, e in EDGE_KINDS.items()}, "edges"
)


@dataclass(frozen=True, slots=True)
class Section:
    """A list on the page of the management system.

    `waiting`: values of the field in `narrowed["state"]` that wait for somebody, all if none is
    named; `counted` says what they are; `unstated`: what it means that one has no value.
    `narrowed`: fields by which rows are narrowed, by the parameter of the address. `element`: the
    field whose element a row leads to; `apart`: further fields that keep rows of one element
    apart. `forms`: which steps act on its elements. `params`: what is asked of the question
    besides. `only`: the values of fields of the rows that belong here. `chain`: it is of the one
    element that the address names. `on_request`: it is computed only when it is opened, as it may
    read many values, so that no number stands on its button. `titles`: of columns whose field means
    something of its own here.
    """

    id: str
    question: str
    title: Titles
    counted: Titles
    element: str
    fields: tuple[str, ...]
    narrowed: Mapping[str, str] = field(default_factory=lambda: {"state": "state"})
    waiting: tuple[str, ...] = ()
    codes: Mapping[str, CodeList] = field(default_factory=dict)
    forms: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    unstated: Titles = ("未说明", "not stated")
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    apart: tuple[str, ...] = ()
    chain: bool = False
    on_request: bool = False
    titles: Mapping[str, Titles] = field(default_factory=dict)

    @property
    def figured(self) -> bool:
        """Whether its number stands on its button, so that it is asked whenever the page opens."""
        return not (self.chain or self.on_request)

    def belonging(self, rows: Iterable[object]) -> list[object]:
        """The rows of an answer that belong here."""
        if not self.only:
            return list(rows)
        return [
            row
            for row in rows
            if all(getattr(row, name) in values for name, values in self.only.items())
        ]


CHAINS: Mapping[str, str] = {
    "Feedback": "line",
    "DataRequirement": "line",
    "Indicator": "line",
    "Audit": "audit",
    "Finding": "audit",
}
"""The section that shows the chain of an element of a kind; others lead to their trace or card."""
PRESSING = (
    *("overdue", "recurred", "ineffective", "expired", "not_passed", "missed", "not_done"),
    *("no_action", "review_overdue", "untreated"),
)
"""States of the input of a review that cannot stay as they are."""
_INPUT = ("element", "name", "units", "state", "date", "number", DETAIL, SYNTHETIC)
SECTIONS: tuple[Section, ...] = (
    Section("overdue", "overdue", ("逾期", "overdue"), ("逾期", "overdue"), "element",
            ("what", "name", "unit_name", "due", "days", "steps", "to_name", "level", "element",
             SYNTHETIC),
            {"state": "what", "part": "level"}, codes={"what": _PARTS}),
    Section("actions", "actions", ("纠正与预防措施", "corrective and preventive actions"),
            ("未见效的措施", "actions without effect yet"), "action",
            ("action", "name", "state", "due", "days", "units", "level", "action_type", "about",
             "opened", "since", SYNTHETIC),
            {"state": "state", "part": "level"}, ("open", "done", "ineffective"),
            {"state": ACTION_STATES, "action_type": ACTION_TYPES}, "actions"),
    Section("effect", "effect", ("措施的效果", "effect of actions"),
            ("起因又发生的措施", "actions whose cause recurred"), "action",
            ("action", "name", "result", DETAIL, "classes", "elements", "done", "until", "before",
             "after", "unknown", SYNTHETIC),
            {"state": "result"}, ("recurred",), {"result": EFFECTS}, "actions"),
    Section("nonconformities", "nonconformities", ("不合格", "nonconformities"),
            ("未关闭的不合格", "open nonconformities"), "nonconformity",
            ("nonconformity", "name", "state", "since", "unverified", "units", "severity", "cause",
             "classes", "actions", "risk_update", "risks", "risk_reason", "disposition", "about",
             "clauses", "opened", SYNTHETIC),
            waiting=("open",), codes={"state": NONCONFORMITY_STATES}, forms="nonconformities"),
    Section("tasks", "tasks", ("方案的任务与节点", "tasks and milestones of plans"),
            ("逾期的任务与节点", "overdue tasks and milestones"), "element",
            ("part", "name", "state", "due", "days", "units", "plan", "printed", "done_on",
             "evidence", SYNTHETIC),
            waiting=("overdue",), codes={"state": TASK_STATES, "part": _PARTS}),
    Section("duties", "duties", ("周期性职责", "recurring duties"),
            ("逾期未做的周期性职责", "recurring duties overdue"), "element",
            ("part", "name", "state", "due", "days", "unit_name", "level", "printed", "begin",
             "done_on", "evidence", "element", SYNTHETIC),
            {"state": "state", "part": "part"}, ("overdue",),
            {"state": DUTY_STATES, "part": DUTY_PARTS}, apart=("unit", "printed", "due")),
    Section("incidents", "issues", ("问题与事件单", "issues and incidents"),
            ("未了结的问题", "issues not settled"), "issue",
            ("issue", "kind", "station_name", "station", "variable", "test", "began", "severity",
             "state", "assigned", SYNTHETIC),
            {"state": "state", "part": "kind"}, (),
            {"state": INCIDENT_STATES, "kind": ISSUE_KINDS}, "incidents", {"unsettled": "yes"},
            ("无人处理", "nobody")),
    Section("indicators", "indicators", ("指标", "indicators"),
            ("未达标或没有报值的指标", "indicators missed or without a value"), "indicator",
            ("indicator", "name", "unit_name", "period", "value", "target", "measure_unit",
             "state", "change", "trend", "direction", "level", "objectives", "measures",
             SYNTHETIC),
            {"state": "state", "part": "level"}, ("missed", "no_value"),
            {"state": INDICATOR_STATES, "trend": TRENDS, "direction": INDICATOR_DIRECTIONS},
            apart=("unit", "period")),
    Section("rates", "rates", ("到报率、及时率、正确率、检定率", "rates of observation"),
            ("到报率、及时率、正确率、检定率", "rates of observation"), "group",
            ("rate", "group_name", "level", "period", "value", "numerator", "denominator",
             "unknown", "counted_from", "target", "state", DETAIL, "stations", SYNTHETIC),
            {"state": "state", "part": "rate"}, ("missed", "no_value"),
            {"state": INDICATOR_STATES, "rate": RATES}, apart=("rate", "counted_from", "period"),
            on_request=True, titles={"unknown": ("不能判断", "cannot be judged")}),
    Section("objectives", "review-input", ("质量目标", "quality objectives"),
            ("未达到的目标", "objectives missed"), "element", _INPUT,
            waiting=("missed",), codes={"state": REVIEW_INPUT_STATES},
            only={"item": ("c2",)}),
    Section("risks", "risks", ("风险与机遇", "risks and opportunities"),
            ("复核逾期或没有应对的风险", "risks not reviewed in time or not treated"), "risk",
            ("risk", "name", "risk_type", "state", "unit_name", "review_due", "days", "treatment",
             "actions",
             "likelihood", "effect", "to_name", "level", SYNTHETIC),
            {"state": "state", "part": "level"}, ("overdue", "untreated"),
            {"state": RISK_STATES, "risk_type": RISK_TYPES}, "risks"),
    Section("audits", "audits", ("审核方案", "audit programme"),
            ("未做或未了结的审核", "audits not done or not settled"), "element",
            ("element", "kind", "state", "units", "planned", "date", "days", "processes",
             "clauses", "auditors", "name", DETAIL, BY, SYNTHETIC),
            waiting=("not_done", "open", "no_date"),
            codes={"state": AUDIT_STATES, "kind": _AUDITED}, forms="audits",
            only={"part": ("audit",)}),
    Section("auditors", "audits",
            ("审核员的独立与资格", "independence and qualification of auditors"),
            ("独立或资格有疑的审核员", "auditors whose independence or qualification is in doubt"),
            "audit", ("audit", "name", "units", "state", DETAIL, BY, SYNTHETIC),
            waiting=UNFIT, codes={"state": AUDIT_STATES}, only={"part": ("auditor",)},
            apart=("element",),
            titles={"name": ("审核单位", "who audits"), "units": ("受审核单位", "units audited")}),
    Section("findings", "audits", ("审核发现", "audit findings"),
            ("未了结的审核发现", "audit findings not settled"), "element",
            ("element", "kind", "state", "name", "units", "date", "clauses", "auditors", BY,
             SYNTHETIC),
            waiting=("no_nonconformity", "open"), codes={"state": AUDIT_STATES, "kind": _AUDITED},
            forms="findings", only={"part": ("finding",)}),
    Section("readiness", "readiness", ("认证与到期", "certification and what expires"),
            ("认证要做而未做、到期未续的", "wanting for certification, or expired"), "element",
            ("item", "name", "units", "state", "date", "number", DETAIL, "element", SYNTHETIC),
            {"state": "state", "part": "item"}, PRESSING,
            {"state": REVIEW_INPUT_STATES, "item": READINESS}, apart=("item", "name")),
    Section("reviews", "review-input", ("管理评审的决定", "decisions of management reviews"),
            ("未完成的评审决定", "decisions not carried out"), "element", _INPUT,
            waiting=(*PRESSING, "open"), codes={"state": REVIEW_INPUT_STATES},
            only={"item": ("a",)}),
    Section("feedback", "review-input", ("用户反馈", "feedback of users"),
            ("未了结的反馈", "feedback not settled"), "element", _INPUT,
            waiting=(*PRESSING, "open"), codes={"state": REVIEW_INPUT_STATES},
            only={"item": ("c1",)}),
    Section("input", "review-input", ("管理评审的输入", "input of a management review"),
            ("评审中紧要的", "what presses in a review"), "element", ("item", *_INPUT),
            {"state": "state", "part": "item"}, PRESSING,
            {"state": REVIEW_INPUT_STATES, "item": REVIEW_INPUTS}, apart=("item", "name")),
    Section("line", "loop", ("从反馈到文件版本", "from feedback to the version of a document"),
            ("缺的步骤", "steps missing"), "element",
            ("part", "step", "kind", "name", "relation", "state", "since", DETAIL, "element",
             SYNTHETIC),
            {"state": "state", "part": "part"}, ("missing", "not_reached"),
            {"state": _LINE_STATES, "part": _WAYS, "kind": _KINDS, "relation": _RELATIONS},
            chain=True),
    Section("audit", "audits",
            ("审核：从计划到验证", "an audit from its plan to the verified effect"),
            ("未了结的步骤", "steps not settled"), "element",
            ("part", "name", "state", "date", "days", "units", "clauses", DETAIL, BY, "element",
             SYNTHETIC),
            {"state": "state", "part": "part"}, ("overdue", "ineffective", "no_action", "open"),
            {"state": AUDIT_STATES, "part": _AUDIT_PARTS}, chain=True),
)  # fmt: skip
