"""What a sentence says beside its question: who told it when, why one asks, by which clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from queries.plain.model import NO_TAGS, Token

_TOLD = ("说", "讲", "问", "问起", "反映", "报告", "提到", "说起", "来电")
_OCCASIONS = frozenset({"kind:Audit", "kind:ManagementReview", "CERTIFY"})
_PAPERWORK = ("计划", "规划", "总结", "汇报", "报告", "预算", "方案")
_MEETINGS = ("调度会", "例会", "会议", "评审会", "汇报会", "工作会", "办公会", "开会", "迎检")
_VISITS = ("检查", "巡检", "现场检查", "飞行检查", "调研", "督查", "督导", "出差", "验收", "审计")
_OCCASION_WORDS = (*_PAPERWORK, *_MEETINGS, *_VISITS)
_BOUNDING = ("截至", "截止", "截止到", "到", "至", "在", "以", "按")
_WILL = ("要", "就", "就要", "得", "准备", "打算", "快", "将", "会")
_CLAUSE_ENDS = (",", "。", ";", ":", "?")
_BECAUSE = ("为", "为了", "鉴于", "以便", "以供", "好让", "便于", "准备", "打算", "想把")
_CITING = ("按", "按照", "依", "依据", "根据", "对照", "的", "要求", "条款", "条", "规定", "第")
_WRITING = re.compile(
    r"(?:我|我们|咱们|这边|科里|处里|局里|单位|台里|[上下本这]周|今天|明天|最近|近期|手头)*"
    r"(?:要|正|正在|在|准备|打算|需要|得|想|该|着手)+(?:做|写|编|编制|编写|起草|排|安排|定|制定|拟"
    r"|报|上报|交|汇总|填|整理|筹备|准备|出|弄|更新|(?P<into>列[入进]|纳入|[排放写][进入]|编入))"
    r"(?:一?[份个张])?[^,。;:?]{0,14}"
    r"(?:计划|规划|总结|汇报|报告|预算|方案|材料|清单|台账|安排|通报|简报|月报|年报|季报|课件)的?"
)
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})+")
_FOR_USE = ("用", "要用", "在问", "要看", "急用", "备查")
_HOLDING = frozenset({"EXCLUDE", "ONLY", "quoted"})
_UNSURE = re.compile("(?:没底|不放心|[拿吃说摸]不准|记不[清得全住]楚?|记不起来|想不起来|忘记?)了?$")
_REASON = 10
"""Words of a reason before what is asked, at most."""


def of_the_telling(found: Sequence[Token], at: int) -> bool:
    """Whether a day is that on which somebody spoke: 昨天同事说 …, with what was said after it."""
    told = [n for n in range(at + 1, min(at + 6, len(found))) if found[n].text in _TOLD]
    between = found[at + 1 : told[0]] if told else ()
    plain = all(not (t.elements or t.tags - {"-"}) for t in between)
    return bool(told) and plain and told[0] + 1 < len(found)


def of_a_reason(found: Sequence[Token], at: int, today: date) -> bool:
    """Whether a day to come only says why one asks: 下周要外审，…, with what is asked after it."""
    period = found[at].period
    if period is None or period.first <= today or any(t.elements or t.tags for t in found[:at]):
        return False
    ends = (n for n in range(at + 1, min(at + _REASON, len(found))) if found[n].text in ",、:;")
    end = next(ends, len(found))
    said = found[at + 1 : end]
    held = [n for n, t in enumerate(said) if t.tags & _OCCASIONS or t.text in _OCCASION_WORDS]
    of_it = {n - 1 for n in held if said[n].text in _PAPERWORK}
    of_it |= {n for n, t in enumerate(said) if n and said[n - 1].elements and _a_kind(t)}
    plain = all(n in (*held, *of_it) or not _telling(t) for n, t in enumerate(said))
    return bool(held) and plain and end + 1 < len(found)


def of_what_is_ahead(found: Sequence[Token], at: int, today: date) -> bool:
    """Whether a day to come says when something else is, and another clause asks: …下周就要交，….

    Not where it bounds what is asked, as 截至明年1月1日，… does, or stands in a clause alone.
    """
    period = found[at].period
    if period is None or period.first <= today:
        return False
    ends = [n for n, t in enumerate(found) if t.text in _CLAUSE_ENDS]
    begin = max((n + 1 for n in ends if n < at), default=0)
    end = min((n for n in ends if n > at), default=len(found))
    bounded = at > begin and found[at - 1].text in _BOUNDING
    said = [t for n, t in enumerate(found[begin:end], begin) if n != at]
    content = any(_telling(t) or t.elements or not t.known or t.text in _WILL for t in said)
    asked = any(_telling(t) or t.elements for t in found[end:])
    return content and asked and not bounded


def _a_kind(token: Token) -> bool:
    return any(tag.startswith("kind:") for tag in token.tags)


def _telling(token: Token) -> bool:
    """Whether a word says more than that something is a property of a thing."""
    return any(tag != "-" and not tag.startswith("property:") for tag in token.tags)


def with_reasons(found: Sequence[Token]) -> list[Token]:
    """A clause that only says why one asks as passed over: 为评价机构，…; 写总结用，…; …，以便安排.

    It names nothing, and no day unless it tells what paper is being written while the other names
    one (正在编明年的送检计划，6月底前…) or into which it goes; and another clause asks.
    """
    ends = [at for at, t in enumerate(found) if t.text in _CLAUSE_ENDS] + [len(found)]
    begins = [0, *(end + 1 for end in ends)]
    clauses = [
        (begin, end)
        for begin, end in zip(begins, ends, strict=False)
        if end - begin < len(found) - 1
    ]
    reasons = {
        n
        for begin, end in clauses
        if _is_reason(found[begin:end]) or _is_writing(found, begin, end)
        for n in range(begin, end)
    }
    reasons |= {n for begin, end in clauses for n in _visit(found, begin, end)}
    if not any(_telling(t) or t.elements for n, t in enumerate(found) if n not in reasons):
        return list(found)
    return [_passed(t) if n in reasons else t for n, t in enumerate(found)]


def _visit(found: Sequence[Token], begin: int, end: int) -> Iterator[int]:
    """Places of the words of a visit to come that say nothing of what is visited: …要到53463站检查.

    Its day bounds nothing already.
    """
    clause = found[begin:end]
    if not any(t.period and t.period.role == "aside" for t in clause):
        return
    for n in range(begin, end):
        if found[n].text in _VISITS and not found[n].elements:
            yield n


def _passed(token: Token) -> Token:
    """A word of a reason, which neither asks nor dates anything."""
    if token.period is not None:
        return replace(token, period=replace(token.period, role="aside"))
    told = _telling(token) or not token.known
    return replace(token, tags=NO_TAGS, known=True, passed=True) if told else token


def _is_writing(found: Sequence[Token], begin: int, end: int) -> bool:
    """Whether a clause tells what paper is being written: 要做明年的送检计划."""
    clause, others = found[begin:end], (*found[:begin], *found[end:])
    dated = any(t.period for t in clause)
    held = any(t.elements or t.tags & _HOLDING for t in clause)
    writing = _WRITING.fullmatch("".join(t.text for t in clause))
    if held or writing is None:
        return False
    return not dated or writing["into"] is not None or any(t.period for t in others)


def _is_reason(clause: Sequence[Token]) -> bool:
    """Whether a clause names nothing, and is a reason, a use or a clause of a standard."""
    texts = [t.text for t in clause]
    if len(texts) > 1 and all(text in _CITING or _NUMBERED.fullmatch(text) for text in texts):
        return True
    begun = "".join(texts).startswith(_BECAUSE) and "CAUSE" not in clause[0].tags
    unsure = _UNSURE.search("".join(texts)) is not None
    marked = begun or unsure or (texts[-1:] and texts[-1] in _FOR_USE)
    held = any(t.elements or t.period or t.tags & _HOLDING for t in clause)
    return bool(marked) and len(clause) > 1 and not held
