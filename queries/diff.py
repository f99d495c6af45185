"""`diff`: what was true on one date and not on another, or what we knew at one time and not before.

`from` and `to` are valid dates and compare links and states; `known_from` and `known_to` are
recorded times and compare claims, read from the ledger. Of one element, or of the whole: then
each kind is counted exactly, and its first ones are listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph import InvalidValueError, element_key
from graph.ledger import LedgerReader
from graph.projection import Closure, ClosureStep
from ontology import (
    EDGE_KINDS,
    NODE_KINDS,
    TimeError,
    as_of_time,
    key_text,
    known_at_time,
)
from queries.evidence import says
from queries.model import Param, Query, Stage
from queries.presence import IDS, PRESENT, present
from queries.run import Ask, unknown

Texts = tuple[str, ...]
LISTED = 20
"""Of the whole, so many of each kind and change are listed."""


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One difference. `change`: added | removed (true, or known, at the later time only, or not).

    `part`: count (of the whole, `number` of one kind) | link | state | claim. `says`: what a claim
    or a state says.
    """

    part: str
    change: str
    of_kind: str
    element: str
    other: str
    name: str
    says: str
    number: int | None
    valid_from: str
    valid_to: str
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Link:
    element: str
    type: str
    other: str
    name: str | None
    property: str | None
    value: str | None
    valid_from: str
    valid_to: str
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class _Count:
    type: str
    links: int


# In force at $here and not at $there.
_ONLY = (
    "r.valid_from <= $here AND $here < r.valid_to "
    "AND NOT (r.valid_from <= $there AND $there < r.valid_to) "
)
_COLUMNS = (
    "WITH a, r, b AS c RETURN a.id AS element, type(r) AS type, c.id AS other, c.name AS name, "
    "c.property AS property, c.value AS value, r.valid_from AS valid_from, "
    "r.valid_to AS valid_to, r.certainty AS certainty, r.claims AS claims"
)
OUT = {
    label: Stage(
        f"out_{label}", f"MATCH (a:{label} {{id: $id}})-[r]->(b) WHERE {_ONLY}{_COLUMNS}", _Link
    )
    for label in NODE_KINDS
}
INTO = {
    label: Stage(
        f"in_{label}", f"MATCH (b:{label} {{id: $id}})<-[r]-(a) WHERE {_ONLY}{_COLUMNS}", _Link
    )
    for label in NODE_KINDS
}
COUNTS = Stage(
    "counts", f"MATCH (a)-[r]->(b) WHERE {_ONLY}RETURN type(r) AS type, count(r) AS links", _Count
)
LINKS = {
    edge: Stage(
        f"links_{edge}",
        f"MATCH (a)-[r:{edge}]->(b) WHERE {_ONLY}{_COLUMNS} "
        "ORDER BY element, other, valid_from LIMIT $limit",
        _Link,
    )
    for edge in EDGE_KINDS
}


def answer(ask: Ask) -> Iterable[DiffRow]:
    """What is gone, then what came, by kind."""
    valid = ask.params.get("from") or ask.params.get("to")
    known = ask.params.get("known_from") or ask.params.get("known_to")
    if bool(valid) == bool(known):
        raise InvalidValueError(
            "from",
            ask.params.get("from", ""),
            "要两个有效日期，或两个记录时间 / two valid dates, or two recorded times",
            "from=… to=…; known_from=… known_to=…",
        )
    return _known(ask) if known else _valid(ask)


def _time(ask: Ask, name: str, read: Callable[[str], str]) -> str | None:
    given = ask.params.get(name)
    try:
        return read(given) if given else None
    except TimeError as error:
        raise InvalidValueError(name, str(given), str(error), "YYYY-MM-DD") from error


# What was true


def _valid(ask: Ask) -> list[DiffRow]:
    first = _time(ask, "from", as_of_time) or ask.time
    second = _time(ask, "to", as_of_time) or ask.time
    ways = (("removed", first, second), ("added", second, first))
    element = ask.params.get("element")
    if element:
        label = present(ask, element)
        return [
            row
            for change, here, there in ways
            for row in _of_element(ask, label, element, (change, here, there))
        ]
    return [row for way in ways for row in _of_all(ask, *way)]


def _of_element(ask: Ask, label: str, element: str, way: tuple[str, str, str]) -> Iterator[DiffRow]:
    change, here, there = way
    found = ask.rows(OUT[label], id=element, here=here, there=there)
    found += [
        link
        for link in ask.rows(INTO[label], id=element, here=here, there=there)
        if link.element != element
    ]
    yield from (_link_row(change, link) for link in sorted(found, key=_link_order))


def _of_all(ask: Ask, change: str, here: str, there: str) -> Iterator[DiffRow]:
    counts = {c.type: c.links for c in ask.rows(COUNTS, here=here, there=there)}
    for edge in sorted(counts):
        yield _count_row(change, edge, counts[edge])
        links = ask.rows(LINKS[edge], here=here, there=there, limit=LISTED)
        ask.left_out(counts[edge] - len(links))
        yield from (_link_row(change, link) for link in sorted(links, key=_link_order))


def _link_order(link: _Link) -> tuple[str, str, str, str]:
    return (link.type, link.element, link.other, link.valid_from)


def _link_row(change: str, link: _Link) -> DiffRow:
    state = link.type == "HAS_STATE" and link.property is not None
    return DiffRow(
        "state" if state else "link",
        change,
        str(link.property) if state else link.type,
        link.element,
        "" if state else link.other,
        "" if state else link.name or key_text(link.other),
        (link.value or "") if state else "",
        None,
        link.valid_from,
        link.valid_to,
        link.certainty or "",
        link.claims or (),
    )


def _count_row(change: str, of_kind: str, number: int) -> DiffRow:
    return DiffRow("count", change, of_kind, "", "", "", "", number, "", "", "", ())


# What we knew


def _known(ask: Ask) -> Iterable[DiffRow]:
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
    reader = LedgerReader(ledger, newer)
    element = ask.params.get("element")
    if element:
        return _claims_of(reader, older, element)
    return _claims_of_all(ask, reader, older)


def _claims_of(reader: LedgerReader, older: int, element: str) -> list[DiffRow]:
    now = {s.claim_id: s for s in reader.about(element)}
    if not now and not reader.is_end(element):
        raise unknown(element, reader.ids_like(element))
    then = {s.claim_id for s in LedgerReader(reader.ledger, older).about(element) if s.live}
    rows = []
    for claim_id, stored in now.items():
        if stored.live != (claim_id in then):
            claim = stored.claim
            key = element_key(claim.kind, claim.subject, claim.object, claim.valid_from)
            rows.append(
                _claim_row(
                    "added" if stored.live else "removed",
                    claim.kind,
                    key,
                    claim.object,
                    claim.properties,
                    (claim.valid_from, claim.valid_to, claim.certainty),
                    claim_id.hex()[:16],
                )
            )
    return sorted(rows, key=lambda r: r.change, reverse=True)


def _claims_of_all(ask: Ask, reader: LedgerReader, older: int) -> list[DiffRow]:
    counts: Counter[tuple[str, str]] = Counter()
    listed: dict[tuple[str, str], list[DiffRow]] = {}
    for added, live in reader.changed_since(older):
        group = ("added" if added else "removed", live.kind)
        counts[group] += 1
        rows = listed.setdefault(group, [])
        if len(rows) < LISTED:
            key = element_key(live.kind, live.subject, live.object, live.valid_from)
            span = (live.valid_from, live.valid_to, live.certainty)
            rows.append(_claim_row(*group, key, live.object, live.properties, span, live.short))
    ask.left_out(sum(counts.values()) - sum(map(len, listed.values())))
    order = sorted(counts, key=lambda g: (g[0] == "added", g[1]))
    return [row for g in order for row in (_count_row(*g, counts[g]), *listed[g])]


def _claim_row(  # noqa: PLR0913, PLR0917 - the columns of a row
    change: str,
    of_kind: str,
    element: str,
    other: str | None,
    properties: Mapping[str, object],
    span: tuple[str, str, str],
    short: str,
) -> DiffRow:
    told = says({k: v for k, v in properties.items() if k != "element"})
    return DiffRow("claim", change, of_kind, element, other or "", "", told, None, *span, (short,))


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
    ),
    row=DiffRow,
    stages=(
        *OUT.values(),
        *INTO.values(),
        *PRESENT.values(),
        *IDS.values(),
        COUNTS,
        *LINKS.values(),
    ),
    answer=answer,
    closure=Closure((ClosureStep("*", tuple((t, "both") for t in EDGE_KINDS)),), hops=1),
    start=lambda params: (params["element"],) if params.get("element") else (),
    summary=summary,
)
