"""`history`: all claims about one element, live and retracted, with who said them and when.

A question about the ledger alone: it has no Cypher. The states and positions of a node are
elements of their own; they are included, because a person asks for them by the node.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph import element_key, short_id
from graph.ledger import StoredClaim
from ontology import kind_of
from queries.ask import Ask, unknown
from queries.model import Param, Query


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One claim: what it says, for when, who says it, when it was recorded and retracted.

    `state` is `live` or `retracted`; `in_force` whether its valid time holds at `as_of`.
    """

    recorded_at: str
    state: str
    in_force: bool
    element: str
    kind: str
    says: str
    valid_from: str
    valid_to: str
    certainty: str
    source_id: str
    family: str
    file: str
    place: str
    retracted_at: str
    reason: str
    claims: tuple[str, ...]


def answer(ask: Ask) -> Iterable[HistoryRow]:
    """Claims in the order in which they were recorded."""
    element = ask.params["element"]
    stored = ask.reader.about(element)
    if not stored:
        raise unknown(element, ask.reader.ids_like(element))
    states = {  # once, however many claims lead to it
        one.claim.object
        for one in stored
        if one.claim.kind in ("HAS_STATE", "LOCATED_AT") and one.claim.object is not None
    }
    followed = [more for state in states for more in ask.reader.about(state)]
    return [_row(s, ask.time) for s in sorted([*stored, *followed], key=lambda s: s.position)]


def _row(stored: StoredClaim, moment: str) -> HistoryRow:
    claim, first = stored.claim, stored.occurrences[0]
    says = "; ".join(f"{k}={v}" for k, v in claim.properties.items() if k != "element")
    return HistoryRow(
        recorded_at=stored.recorded_at,
        state="live" if stored.live else "retracted",
        in_force=claim.valid_from <= moment < claim.valid_to,
        element=element_key(claim.kind, claim.subject, claim.object, claim.valid_from),
        kind=claim.kind if claim.object else kind_of(claim.subject).label,
        says=says,
        valid_from=claim.valid_from,
        valid_to=claim.valid_to,
        certainty=claim.certainty,
        source_id=stored.source_id,
        family=stored.family,
        file=first.file_name,
        place=str(first.place),
        retracted_at=stored.retracted_at or "",
        reason=stored.reason or "",
        claims=(short_id(stored.claim_id),),
    )


def summary(rows: Sequence[HistoryRow]) -> tuple[str, str]:
    """How many claims there are, how many stand, are in force and were retracted, of how many."""
    retracted = sum(row.state == "retracted" for row in rows)
    in_force = sum(row.in_force for row in rows if row.state == "live")
    sources = len({row.source_id for row in rows})
    return (
        f"{sources} 个来源的 {len(rows)} 条断言：有效 {len(rows) - retracted}（其中此时生效 "
        f"{in_force}），已撤回 {retracted}",
        f"{len(rows)} claim{_s(len(rows))} of {sources} source{_s(sources)}: "
        f"{len(rows) - retracted} stand ({in_force} in force at that time), {retracted} retracted",
    )


def _s(count: int) -> str:
    return "" if count == 1 else "s"


QUERY = Query(
    id="history",
    question_zh="关于这个对象，谁在什么时候说过什么？哪些说法已撤回？",
    question_en="Who said what about this element, when, and what has been retracted?",
    params=(Param("element", "对象", "element", required=True, kinds=("*",)),),
    row=HistoryRow,
    stages=(),
    answer=answer,
    ledger_only=True,
    summary=summary,
)
