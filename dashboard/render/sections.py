"""The lists of the management system: one entry each, and how their rows read in a table.

A section is a question: which of its fields are shown, by which its rows are narrowed, and which of
them are counted as waiting for somebody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.render.text import moment
from ontology import EDGE_KINDS, LEVELS, NODE_KINDS, CodeList, IdError, key_parts, kind_of
from ontology.codes import INCIDENT_STATES, ISSUE_KINDS
from ontology.improvement_codes import (
    ACTION_STATES,
    ACTION_TYPES,
    DISPOSITIONS,
    EFFECTS,
    FEEDBACK_STATES,
    INDICATOR_DIRECTIONS,
    LOOP_STATES,
    NONCONFORMITY_STATES,
    REVIEW_INPUT_STATES,
    REVIEW_INPUTS,
    RISK_TYPES,
)
from queries.indicators import STATES as INDICATOR_STATES
from queries.indicators import TRENDS
from queries.risks import STATES as RISK_STATES
from queries.tasks import STATES as TASK_STATES

Titles = tuple[str, str]
SYNTHETIC, DETAIL = "certainty", "detail"
_PARTS = CodeList(
    "part",
    {
        "incident": ("事件单", "incident"),
        "action": ("措施", "action"),
        "task": ("任务", "task"),
        "milestone": ("节点", "milestone"),
    },
    "what may be overdue; ours",
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
    field whose element a row leads to, `along`: the list that shows its chain, if not its trace or
    card; `apart`: further fields that keep rows of one element apart. `forms`: which steps act on
    its elements. `params`: what is asked of the question besides. `only`: the values of fields of
    the rows that belong here.
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
    along: str = ""

    def belonging(self, rows: Iterable[object]) -> list[object]:
        """The rows of an answer that belong here."""
        return [
            row
            for row in rows
            if all(getattr(row, name) in values for name, values in self.only.items())
        ]


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
            ("action", "name", "action_type", "about", "units", "level", "opened", "due", "state",
             "since", "days", SYNTHETIC),
            {"state": "state", "part": "level"}, ("open", "done", "ineffective"),
            {"state": ACTION_STATES, "action_type": ACTION_TYPES}, "actions"),
    Section("effect", "effect", ("措施的效果", "effect of actions"),
            ("起因又发生的措施", "actions whose cause recurred"), "action",
            ("action", "name", "result", DETAIL, "classes", "elements", "done", "until", "before",
             "after", "unknown", SYNTHETIC),
            {"state": "result"}, ("recurred",), {"result": EFFECTS}, "actions"),
    Section("nonconformities", "nonconformities", ("不合格", "nonconformities"),
            ("未关闭的不合格", "open nonconformities"), "nonconformity",
            ("nonconformity", "name", "state", "since", "severity", "disposition", "classes",
             "cause", "about", "clauses", "units", "actions", "opened", SYNTHETIC),
            waiting=("open",), codes={"state": NONCONFORMITY_STATES}, forms="nonconformities"),
    Section("tasks", "tasks", ("方案的任务与节点", "tasks and milestones of plans"),
            ("逾期的任务与节点", "overdue tasks and milestones"), "element",
            ("part", "name", "plan", "units", "due", "printed", "state", "days", "done_on",
             "evidence", SYNTHETIC),
            waiting=("overdue",), codes={"state": TASK_STATES, "part": _PARTS}),
    Section("incidents", "issues", ("问题与事件单", "issues and incidents"),
            ("未了结的问题", "issues not settled"), "issue",
            ("issue", "kind", "station_name", "station", "variable", "test", "began", "severity",
             "state", "assigned", SYNTHETIC),
            {"state": "state", "part": "kind"}, (),
            {"state": INCIDENT_STATES, "kind": ISSUE_KINDS}, "incidents", {"unsettled": "yes"},
            ("无人处理", "nobody")),
    Section("indicators", "indicators", ("指标", "indicators"),
            ("未达标或没有报值的指标", "indicators missed or without a value"), "indicator",
            ("indicator", "name", "unit_name", "level", "period", "value", "measure_unit",
             "target", "direction", "state", "change", "trend", "objectives", "measures",
             SYNTHETIC),
            {"state": "state", "part": "level"}, ("missed", "no_value"),
            {"state": INDICATOR_STATES, "trend": TRENDS, "direction": INDICATOR_DIRECTIONS},
            apart=("unit", "period"), along="line"),
    Section("objectives", "review-input", ("质量目标", "quality objectives"),
            ("未达到的目标", "objectives missed"), "element", _INPUT,
            waiting=("missed",), codes={"state": REVIEW_INPUT_STATES},
            only={"item": ("c2",)}),
    Section("risks", "risks", ("风险与机遇", "risks and opportunities"),
            ("复核逾期或没有应对的风险", "risks not reviewed in time or not treated"), "risk",
            ("risk", "name", "risk_type", "likelihood", "effect", "treatment", "actions",
             "unit_name", "review_due", "state", "days", "to_name", "level", SYNTHETIC),
            {"state": "state", "part": "level"}, ("overdue", "untreated"),
            {"state": RISK_STATES, "risk_type": RISK_TYPES}, "risks"),
    Section("audits", "review-input", ("审核", "audits"),
            ("未做或未了结的审核", "audits not done or not settled"), "element", _INPUT,
            waiting=(*PRESSING, "open"), codes={"state": REVIEW_INPUT_STATES},
            only={"item": ("c6",)}),
    Section("reviews", "review-input", ("管理评审的决定", "decisions of management reviews"),
            ("未完成的评审决定", "decisions not carried out"), "element", _INPUT,
            waiting=(*PRESSING, "open"), codes={"state": REVIEW_INPUT_STATES},
            only={"item": ("a",)}),
    Section("feedback", "review-input", ("用户反馈", "feedback of users"),
            ("未了结的反馈", "feedback not settled"), "element", _INPUT,
            waiting=(*PRESSING, "open"), codes={"state": REVIEW_INPUT_STATES},
            only={"item": ("c1",)}, along="line"),
    Section("input", "review-input", ("管理评审的输入", "input of a management review"),
            ("评审中紧要的", "what presses in a review"), "element", ("item", *_INPUT),
            {"state": "state", "part": "item"}, PRESSING,
            {"state": REVIEW_INPUT_STATES, "item": REVIEW_INPUTS}, apart=("item", "name")),
    Section("line", "loop", ("从反馈到文件版本", "from feedback to the version of a document"),
            ("缺的步骤", "steps missing"), "element",
            ("part", "step", "kind", "name", "relation", "state", "since", DETAIL, "element",
             SYNTHETIC),
            {"state": "state", "part": "part"}, ("missing", "not_reached"),
            {"state": _LINE_STATES, "part": _WAYS, "kind": _KINDS, "relation": _RELATIONS}),
)  # fmt: skip

TITLES: Mapping[str, Titles] = {
    "about": ("针对或源自", "about"),
    "action": ("措施编号", "action"),
    "actions": ("措施", "actions"),
    "action_type": ("类别", "type"),
    "after": ("之后", "after"),
    "assigned": ("处理单位", "handled by"),
    "before": ("此前", "before"),
    "began": ("开始（+08:00）", "began (+08:00)"),
    "cause": ("起因", "cause"),
    "change": ("比上期", "change"),
    "certainty": ("合成", "synthetic"),
    "classes": ("起因类别", "cause class"),
    "clauses": ("条款", "clauses"),
    "date": ("日期或时段", "day or period"),
    "days": ("逾期（天）", "days overdue"),
    "detail": ("说明", "detail"),
    "direction": ("方向", "direction"),
    "disposition": ("处置", "disposition"),
    "done": ("完成", "done"),
    "done_on": ("完成", "done"),
    "due": ("期限", "due"),
    "effect": ("影响", "effect"),
    "element": ("编号", "id"),
    "elements": ("对象", "elements"),
    "evidence": ("证据", "evidence"),
    "indicator": ("编号", "indicator"),
    "issue": ("编号", "issue"),
    "item": ("项", "item"),
    "kind": ("类别", "kind"),
    "level": ("层级", "level"),
    "likelihood": ("可能性", "likelihood"),
    "measure_unit": ("单位", "unit of the value"),
    "measures": ("衡量", "measures"),
    "name": ("内容", "what it is"),
    "nonconformity": ("编号", "nonconformity"),
    "number": ("个数", "number"),
    "objectives": ("目标", "objectives"),
    "opened": ("提出", "opened"),
    "part": ("种类", "part"),
    "period": ("时段", "period"),
    "plan": ("方案", "plan"),
    "printed": ("印出的期限", "due as printed"),
    "relation": ("联系", "relation"),
    "result": ("效果", "result"),
    "review_due": ("复核期限", "to be reviewed by"),
    "risk": ("编号", "risk"),
    "risk_type": ("类别", "type"),
    "severity": ("严重度", "severity"),
    "since": ("自", "since"),
    "state": ("状态", "state"),
    "station": ("站号", "station"),
    "station_name": ("台站", "name of the station"),
    "step": ("第几步", "step"),
    "steps": ("上报级数", "levels gone up"),
    "target": ("目标值", "target"),
    "test": ("检查", "test"),
    "to_name": ("现由谁过问", "lies with"),
    "treatment": ("应对", "treatment"),
    "trend": ("趋势", "trend"),
    "unit_name": ("责任单位", "unit"),
    "units": ("责任单位", "units"),
    "unknown": ("起因未定", "cause unknown"),
    "until": ("观察至", "watched until"),
    "value": ("值", "value"),
    "variable": ("要素", "variable"),
    "what": ("种类", "what"),
}
"""Titles of columns; a field without one stands under its own name."""

CODES: Mapping[str, CodeList] = {"level": LEVELS, "disposition": DISPOSITIONS}
"""Codes that mean the same wherever they stand."""
_WORDS = {
    *("name", "cause", DETAIL, "printed", "severity", "unit_name", "to_name", "station_name"),
    *("treatment", "likelihood", "effect", "period", "measure_unit", "date"),
}
"""Fields of words, which name no element whatever they look like."""


def columns(section: Section, *, english: bool) -> dict[str, str]:
    """Titles of the columns by field."""
    return {name: TITLES.get(name, (name, name))[english] for name in section.fields}


def lines(section: Section, rows: Iterable[object], *, english: bool) -> list[dict[str, object]]:
    """Rows as a person reads them: codes by title, elements by key, times at +08:00."""
    return [
        {name: _cell(section, name, _value(row, name, english=english), english=english)
         for name in section.fields}
        for row in rows
    ]  # fmt: skip


def counted(rows: Iterable[object], name: str) -> Counter[str]:
    """How many rows have which value of a field."""
    return Counter(str(getattr(row, name)) for row in rows)


def titled(section: Section, name: str, value: str, *, english: bool) -> str:
    """The title of a value of a field, of an empty one what that means."""
    if not value:
        return section.unstated[english]
    codes = section.codes.get(name) or CODES.get(name)
    return (codes.title(value, "en" if english else "zh") if codes else "") or value


def waiting(section: Section, rows: Sequence[object]) -> int:
    """How many wait for somebody, each once however many rows it has."""
    state, apart = section.narrowed["state"], (section.element, *section.apart)
    return len(
        {
            tuple(getattr(row, name) for name in apart)
            for row in rows
            if not section.waiting or getattr(row, state) in section.waiting
        }
    )


def shown(element: str) -> str:
    """An id as a person reads it: its key; what is none stays as it is."""
    try:
        return " · ".join(key_parts(kind_of(element), element))
    except IdError:
        return element


def _value(row: object, name: str, *, english: bool) -> object:
    if name == DETAIL:
        name = "detail_en" if english else "detail_zh"
    return getattr(row, name)


def _cell(section: Section, name: str, value: object, *, english: bool) -> object:
    if name == SYNTHETIC:
        return ("yes" if english else "合成") if value == "synthetic" else ""
    if isinstance(value, tuple):
        return [shown(str(one)) for one in value]
    if not isinstance(value, str) or name in _WORDS:
        return value
    if name in section.codes or name in CODES:
        narrowing = name in section.narrowed.values()
        return titled(section, name, value, english=english) if value or narrowing else ""
    return moment(shown(value))
