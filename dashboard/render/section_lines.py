"""How rows of the lists of the management system read in a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from types import MappingProxyType

from dashboard.render.answer_codes import SEVERITIES
from dashboard.render.element_words import key_words
from dashboard.render.issue_tests import title_of_test
from dashboard.render.sections import BY, DETAIL, SYNTHETIC, TEST, Section, Titles
from dashboard.render.text import moment
from ontology import LEVELS, CodeList, IdError, observed_title
from ontology.improvement_codes import CAUSE_CLASSES, DISPOSITIONS, RISK_STANDINGS
from queries.evidence import Evidence

_DECISIONS = "decisions/"
"""What the sources begin with in which persons decide."""
TITLES: Mapping[str, Titles] = {
    "about": ("针对或源自", "about"),
    "action": ("措施编号", "action"),
    "actions": ("措施", "actions"),
    "action_type": ("类别", "type"),
    "after": ("之后", "after"),
    "assigned": ("处理单位", "handled by"),
    "audit": ("审核", "audit"),
    "auditors": ("审核单位", "auditors"),
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
    "planned": ("计划日期", "planned for"),
    "printed": ("印出的期限", "due as printed"),
    "processes": ("过程", "processes"),
    "relation": ("联系", "relation"),
    "result": ("效果", "result"),
    "risk_reason": ("风险更新的说明", "of the update of risks"),
    "risk_update": ("风险更新（10.2.1 e）", "risks updated (10.2.1 e)"),
    "risks": ("所更新的风险", "risks updated"),
    "review_due": ("复核期限", "to be reviewed by"),
    "risk": ("编号", "risk"),
    "risk_type": ("类别", "type"),
    BY: ("谁何时记下", "recorded by, at"),
    "severity": ("严重度", "severity"),
    "since": ("自", "since"),
    "state": ("状态", "state"),
    "station": ("站号", "station"),
    "station_name": ("台站", "name of the station"),
    "step": ("第几步", "step"),
    "steps": ("上报级数", "levels gone up"),
    "target": ("目标值", "target"),
    TEST: ("检查", "test"),
    "to_name": ("现由谁过问", "lies with"),
    "treatment": ("应对", "treatment"),
    "trend": ("趋势", "trend"),
    "unit_name": ("责任单位", "unit"),
    "units": ("责任单位", "units"),
    "unknown": ("起因未定", "cause unknown"),
    "until": ("观察至", "watched until"),
    "unverified": ("关闭而未验证有效", "closed without verified effect"),
    "value": ("值", "value"),
    "variable": ("要素", "variable"),
    "what": ("种类", "what"),
    "begin": ("自哪天", "from"),
    "counted_from": ("数据出处", "counted from"),
    "denominator": ("分母", "denominator"),
    "group_name": ("单位", "unit"),
    "numerator": ("分子", "numerator"),
    "rate": ("业务率", "rate"),
    "stations": ("台站数", "stations"),
}
"""Titles of columns; a field without one stands under its own name."""

CODES: Mapping[str, CodeList] = {
    "classes": CAUSE_CLASSES,
    "level": LEVELS,
    "disposition": DISPOSITIONS,
    "severity": SEVERITIES,
    "risk_update": RISK_STANDINGS,
}
"""Codes that mean the same wherever they stand."""
_WORDS = {
    *("name", "cause", DETAIL, "printed", "unit_name", "to_name", "station_name"),
    *("treatment", "likelihood", "effect", "period", "measure_unit", "date", "group_name"),
    *("counted_from", "risk_reason"),
}
"""Fields of words, which name no element whatever they look like."""


def columns(section: Section, *, english: bool) -> dict[str, str]:
    """Titles of the columns by field."""
    titles = {**TITLES, **section.titles}
    return {name: titles.get(name, (name, name))[english] for name in section.fields}


def lines(
    section: Section,
    rows: Iterable[object],
    evidence: Mapping[str, Evidence] = MappingProxyType({}),
    *,
    english: bool,
) -> list[dict[str, object]]:
    """Rows as a person reads them: codes by title, elements by key, times at +08:00.

    `evidence`: of the claims that the rows rest on.
    """
    return [
        {
            name: _said_by(row, evidence)
            if name == BY
            else _cell(section, name, _value(row, name, english=english), english=english)
            for name in section.fields
        }
        for row in rows
    ]


def _said_by(row: object, evidence: Mapping[str, Evidence]) -> str:
    """The person or the source of what was recorded last of a row, and when."""
    found = [evidence[c] for c in getattr(row, "claims", ()) if c in evidence]
    last = max(found, key=lambda one: (one.recorded_at, one.claim), default=None)
    if last is None:
        return ""
    return f"{last.source_id.removeprefix(_DECISIONS)} {moment(last.recorded_at)}"


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
    state, apart = (
        attrgetter(section.narrowed["state"]),
        attrgetter(section.element, *section.apart),
    )
    found = (row for row in rows if not section.waiting or state(row) in section.waiting)
    return len(set(map(apart, found)))


def pressing_first(section: Section, rows: Iterable[object]) -> list[object]:
    """Rows that wait for somebody before the others, in the order of the states they wait in.

    The steps of a chain stay in their order.
    """
    if section.chain:
        return list(rows)
    state, order = section.narrowed["state"], {s: n for n, s in enumerate(section.waiting)}
    return sorted(rows, key=lambda row: order.get(getattr(row, state), len(order)))


def shown(element: str, lang: str = "zh") -> str:
    """An id as a person reads it: its key in words; what is none stays as it is."""
    try:
        return key_words(element, lang)
    except IdError:
        return element


def _value(row: object, name: str, *, english: bool) -> object:
    if name == DETAIL:
        name = "detail_en" if english else "detail_zh"
    return getattr(row, name)


def _cell(section: Section, name: str, value: object, *, english: bool) -> object:
    if name == SYNTHETIC:
        return ("yes" if english else "合成") if value == "synthetic" else ""
    lang = "en" if english else "zh"
    if isinstance(value, tuple):
        codes = CODES.get(name)
        return [codes.title(one, lang) if codes else shown(str(one), lang) for one in value]
    if not isinstance(value, str) or name in _WORDS:
        return value
    if name == TEST:
        return title_of_test(value, lang)
    if name in section.codes or name in CODES:
        narrowing = name in section.narrowed.values()
        return titled(section, name, value, english=english) if value or narrowing else ""
    return observed_title(value, lang) if name == "variable" else moment(shown(value, lang))
