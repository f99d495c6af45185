"""`diff`: what was true on one date and not on another, or what we knew at one time and not before.

`from` and `to` are valid dates and compare links and states; `known_from` and `known_to` are
recorded times and compare claims, read from the ledger. Of one element, with `around` also of what
it is joined to at either time, or of the whole: then each kind is counted exactly, and its first
ones are listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from graph import InvalidValueError
from graph.projection import Closure, ClosureStep
from ontology import EDGE_KINDS, NODE_KINDS, TimeError, as_of_time, known_at_time
from queries.ask import Ask
from queries.diff import dates, knowledge
from queries.diff.rows import LISTED, DiffRow
from queries.model import Param, Query
from queries.presence import IDS, PRESENT
from queries.yes_or_no import says_yes

__all__ = ["LISTED", "QUERY", "DiffRow"]


def answer(ask: Ask) -> Iterable[DiffRow]:
    """What is gone, then what came, by kind; after it the same of what is around."""
    valid = ask.params.get("from") or ask.params.get("to")
    known = ask.params.get("known_from") or ask.params.get("known_to")
    if bool(valid) == bool(known):
        raise InvalidValueError(
            "from",
            ask.params.get("from", ""),
            "要两个有效日期，或两个记录时间 / two valid dates, or two recorded times",
            "from=… to=…; known_from=… known_to=…",
        )
    around = says_yes(ask.params, "around")
    if around and not ask.params.get("element"):
        raise InvalidValueError(
            "around",
            ask.params["around"],
            "整个图没有周围 / nothing is around the whole",
            "element=…",
        )
    if known:
        return knowledge.between(ask, *_positions(ask), around=around)
    first = _time(ask, "from", as_of_time) or ask.time
    second = _time(ask, "to", as_of_time) or ask.time
    return dates.between(ask, first, second, around=around)


def _time(ask: Ask, name: str, read: Callable[[str], str]) -> str | None:
    given = ask.params.get(name)
    try:
        return read(given) if given else None
    except TimeError as error:
        raise InvalidValueError(name, str(given), str(error), "YYYY-MM-DD") from error


def _positions(ask: Ask) -> tuple[int, int]:
    """Where the ledger stood at the two recorded times."""
    ledger = ask.reader.ledger
    first, second = (_time(ask, name, known_at_time) for name in ("known_from", "known_to"))
    newer = min(ledger.position_at(second) if second else ask.reader.position, ask.reader.position)
    older = min(ledger.position_at(first), newer) if first else newer
    if first and second and first > second:
        raise InvalidValueError(
            "known_from",
            ask.params.get("known_from", ""),
            "晚于所比较的时间 / later than what it is compared with",
            "换一个较早的时间 / give an earlier time",
        )
    return older, newer


def _start(params: Mapping[str, str]) -> tuple[str, ...]:
    """An element alone; what is around it, and the whole, need the whole graph."""
    element = params.get("element")
    return (element,) if element and not says_yes(params, "around") else ()


def summary(rows: Sequence[DiffRow]) -> tuple[str, str]:
    """How much came and went."""
    total = {
        change: sum(r.number or 0 for r in rows if r.change == change)
        or sum(r.change == change for r in rows)
        for change in ("added", "removed")
    }
    return (
        f"多了 {total['added']} 条，少了 {total['removed']} 条",
        f"{total['added']} added, {total['removed']} removed",
    )


QUERY = Query(
    id="diff",
    question_zh="两个日期之间什么变了（实际如何）？两个时刻之间我们的所知变了什么？",
    question_en="What changed between two dates, or in what we knew between two times?",
    params=(
        Param(
            "element", "对象（不写：整个图）", "element (none: the whole)", kinds=tuple(NODE_KINDS)
        ),
        Param("from", "从哪一天（有效时间）", "valid on"),
        Param("to", "到哪一天（有效时间）", "and on"),
        Param("known_from", "从何时所知（记录时间）", "as known at"),
        Param("known_to", "到何时所知（记录时间）", "and at"),
        Param("around", "连同周围（yes）", "around it too (yes)"),
    ),
    row=DiffRow,
    stages=(*dates.STAGES, *PRESENT.values(), *IDS.values()),
    answer=answer,
    closure=Closure((ClosureStep("*", tuple((t, "both") for t in EDGE_KINDS)),), hops=1),
    start=_start,
    summary=summary,
)
