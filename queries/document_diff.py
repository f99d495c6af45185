"""`document-diff`: what a new version of a document says, does not say any more, or says elsewhere.

A question about the ledger alone: it has no Cypher. It compares two recorded times; without them
the last load of the document's source with the state before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph import InvalidValueError, element_key, short_id
from graph.ledger import LedgerReader, LoadSpan, Occurrence, StoredClaim
from ontology import TimeError, known_at_time
from queries.ask import Ask, unknown
from queries.model import Param, Query

_ORDER = ("added", "removed", "moved")


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One fact that differs: `change` is added | removed | moved (said by both, elsewhere).

    `before`, `after`: its first place in the older and the newer version; empty where it is not.
    `recorded_at`: when it was first recorded; `retracted_at`, `reason`: of a removed one.
    """

    change: str
    element: str
    kind: str
    says: str
    before: str
    after: str
    certainty: str
    source_id: str
    recorded_at: str
    retracted_at: str
    reason: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _State:
    """What a source had said by a position: with their place what stood in the document, the rest.

    The rest was retracted, or is said by another document of the same archive only.
    """

    stood: dict[bytes, tuple[StoredClaim, str]]
    rest: dict[bytes, StoredClaim]


def answer(ask: Ask) -> Iterable[DiffRow]:
    """Added, removed and moved facts, each in the order in which they were first recorded."""
    document, reader = ask.params["document"], ask.reader
    about = reader.about(document)
    if not about and not reader.is_end(document):
        raise unknown(document, reader.ids_like(document))
    held = [each for each in about if each.claim.properties.get("held")]
    rows: list[DiffRow] = []
    for source in sorted({each.source_id for each in held}):
        members = {_member(o) for h in held if h.source_id == source for o in h.occurrences}
        older, newer = _positions(ask, source)
        before = _state(LedgerReader(reader.ledger, older), source, members)
        after = _state(LedgerReader(reader.ledger, newer), source, members)
        rows += _differences(before, after)
    return sorted(rows, key=lambda row: _ORDER.index(row.change))


def _positions(ask: Ask, source: str) -> tuple[int, int]:
    """The two positions of the ledger that are compared."""
    begin, end = (_position(ask, name) for name in ("from", "to"))
    newer = ask.reader.position if end is None else min(end, ask.reader.position)
    if begin is not None:
        if begin > newer:
            raise InvalidValueError(
                "from",
                ask.params["from"],
                "晚于所比较的时间 / later than what it is compared with",
                "换一个较早的时间 / give an earlier time",
            )
        return begin, newer
    loads: Sequence[LoadSpan] = LedgerReader(ask.reader.ledger, newer).loads_of(source)
    return (loads[-1].begin if loads else newer), newer


def _position(ask: Ask, name: str) -> int | None:
    given = ask.params.get(name)
    if not given:
        return None
    try:
        return ask.reader.ledger.position_at(known_at_time(given))
    except TimeError as error:
        raise InvalidValueError(name, given, str(error), "YYYY-MM-DD") from error


def _state(reader: LedgerReader, source: str, members: set[str]) -> _State:
    """What a source had said; of an archive only the document's own member speaks."""
    state = _State({}, {})
    for each in reader.claims_of(source):
        place = _place(each, members) if each.live else None
        if place is None:
            state.rest[each.claim_id] = each
        else:
            state.stood[each.claim_id] = each, place
    return state


def _place(stored: StoredClaim, members: set[str]) -> str | None:
    """The document's first place in the latest load that says a claim; None if it does not."""
    latest = max(o.load_no for o in stored.occurrences)
    places = (o for o in stored.occurrences if o.load_no == latest and _member(o) in members)
    return next((str(o.place) for o in places), None)


def _member(occurrence: Occurrence) -> str:
    first = occurrence.place.locator.partition(";")[0]
    return first if first.startswith("member=") else ""


def _differences(before: _State, after: _State) -> Iterable[DiffRow]:
    for key, (stored, place) in after.stood.items():
        if key not in before.stood:
            yield _row("added", stored, "", place)
        elif (former := before.stood[key][1]) != place:
            yield _row("moved", stored, former, place)
    for key, (_, place) in before.stood.items():
        if key in after.rest:
            yield _row("removed", after.rest[key], place, "")


def _row(change: str, stored: StoredClaim, before: str, after: str) -> DiffRow:
    claim = stored.claim
    return DiffRow(
        change=change,
        element=element_key(claim.kind, claim.subject, claim.object, claim.valid_from),
        kind=claim.kind,
        says="; ".join(f"{k}={v}" for k, v in claim.properties.items() if k != "element"),
        before=before,
        after=after,
        certainty=claim.certainty,
        source_id=stored.source_id,
        recorded_at=stored.recorded_at,
        retracted_at=stored.retracted_at or "",
        reason=stored.reason or "",
        claims=(short_id(stored.claim_id),),
    )


def summary(rows: Sequence[DiffRow]) -> tuple[str, str]:
    """How many facts were added, removed and moved."""
    added, removed, moved = (sum(row.change == change for row in rows) for change in _ORDER)
    return (
        f"新增{added}条，删去{removed}条，移位{moved}条",
        f"{added} facts added, {removed} removed, {moved} moved",
    )


QUERY = Query(
    id="document-diff",
    question_zh="这份文件的新版本增加、删去、移动了哪些内容？",
    question_en="What does a new version of a document add, leave out, or say elsewhere?",
    params=(
        Param("document", "文件", "document", required=True, kinds=("Document",)),
        Param("from", "从何时所知", "as known at"),
        Param("to", "到何时所知", "until known at"),
    ),
    row=DiffRow,
    stages=(),
    answer=answer,
    ledger_only=True,
    summary=summary,
)
