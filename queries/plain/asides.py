"""What a sentence says beside its question: who told it when, why one asks, by which clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from queries.plain.model import NO_TAGS, Token

_TOLD = ("说", "讲", "问", "问起", "反映", "报告", "提到", "说起", "来电")
_OCCASIONS = frozenset({"kind:Audit", "kind:ManagementReview", "CERTIFY"})
_PAPERWORK = ("计划", "规划", "总结", "汇报", "报告", "预算", "方案")
_MEETINGS = ("调度会", "例会", "会议", "评审会", "汇报会", "工作会", "办公会", "开会", "迎检")
_CLAUSE_ENDS = (",", "。", ";", ":")
_BECAUSE = ("为", "为了", "鉴于", "以便", "以供", "好让", "便于", "准备", "打算", "想把")
_CITING = ("按", "按照", "依", "依据", "根据", "对照", "的", "要求", "条款", "条", "规定", "第")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})+")
_FOR_USE = ("用", "要用", "在问", "要看", "急用", "备查")
_REASON = 6
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
    held = [t for t in said if t.tags & _OCCASIONS or t.text in (*_PAPERWORK, *_MEETINGS)]
    plain = all(t in held or not (t.elements or _telling(t)) for t in said)
    return bool(held) and plain and end + 1 < len(found)


def _telling(token: Token) -> bool:
    """Whether a word says more than that something is a property of a thing."""
    return any(tag != "-" and not tag.startswith("property:") for tag in token.tags)


def with_reasons(found: Sequence[Token]) -> list[Token]:
    """A clause that only says why one asks as passed over: 为评价机构，…; 写总结用，…; …，以便安排.

    It names nothing and no day, and another clause asks.
    """
    ends = [at for at, t in enumerate(found) if t.text in _CLAUSE_ENDS] + [len(found)]
    begins = [0, *(end + 1 for end in ends)]
    reasons = {
        n
        for begin, end in zip(begins, ends, strict=False)
        if _is_reason(found[begin:end]) and end - begin < len(found) - 1
        for n in range(begin, end)
    }
    if not any(_telling(t) or t.elements for n, t in enumerate(found) if n not in reasons):
        return list(found)
    return [
        replace(t, tags=NO_TAGS, known=True, passed=True)
        if n in reasons and (_telling(t) or not t.known)
        else t
        for n, t in enumerate(found)
    ]


def _is_reason(clause: Sequence[Token]) -> bool:
    """Whether a clause names nothing, and is a reason, a use or a clause of a standard."""
    texts = [t.text for t in clause]
    if len(texts) > 1 and all(text in _CITING or _NUMBERED.fullmatch(text) for text in texts):
        return True
    begun = "".join(texts).startswith(_BECAUSE) and "CAUSE" not in clause[0].tags
    marked = begun or (texts[-1:] and texts[-1] in _FOR_USE)
    held = any(t.elements or t.period or t.tags & {"EXCLUDE", "ONLY", "quoted"} for t in clause)
    return bool(marked) and len(clause) > 1 and not held
