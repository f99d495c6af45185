"""`retired-codes`: what is written with a published code that was retired or replaced.

What a code is, the tables say; that it is retired, their lists of deprecated and superseded codes.
Those print no days: where they name a release, the day is that on which it took effect. Each use is
resolved at the day asked about: a code that was still in force then stands for itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ontology import BEGINNING, EDGE_KINDS, civil_day, kind_of
from ontology.code_releases import effective
from queries.ask import Ask, unknown
from queries.model import Param, Query, Stage

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RetiredRow:
    """A use of a code and one status of that code.

    `number`: the element of WMO-No. 1192 that the code is of. `status` as the list prints it
    (retired, invalid) or `superseded`; `release`: the release of the tables that did it, `since`:
    the day from which that counts, empty where nobody says it. `standing`: a code of
    `CODE_STANDINGS`, at the time asked about. `successors`: the codes that took its place; none
    where the tables name none. `resolved`: what was to be written at that time: the code itself
    while it was in force, else the last of its successors, of their successors, and so on.
    """

    element: str
    number: str
    code: str
    name: str
    status: str
    release: str
    since: str
    standing: str
    successors: Texts
    resolved: Texts
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Use:
    element: str
    number: str | None
    code: str
    name: str | None
    status: str
    release: str | None
    since: str
    certainty: str | None
    claims: Texts
    status_claims: Texts


@dataclass(frozen=True, slots=True)
class _Successor:
    code: str
    successor: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Id:
    id: str


CODED = EDGE_KINDS["CODED_AS"].sources
_USES = (
    "-[u:CODED_AS]->(c:Concept) MATCH (c)-[h:HAS_STATE]->(s:State) "
    "WHERE s.property = $property AND u.valid_from <= $t AND $t < u.valid_to "
    "AND h.valid_from <= $t AND $t < h.valid_to "
    "RETURN e.id AS element, u.element_number AS number, c.id AS code, c.name AS name, "
    "s.value AS status, s.reason AS release, h.valid_from AS since, "
    "u.certainty AS certainty, u.claims AS claims, h.claims AS status_claims"
)
USES = Stage("uses", f"MATCH (e){_USES}", _Use)
USES_OF = {
    label: Stage(f"uses_{label}", f"MATCH (e:{label} {{id: $element}}){_USES}", _Use)
    for label in CODED
}
ELEMENTS = {
    label: Stage(f"element_{label}", f"MATCH (e:{label} {{id: $element}}) RETURN e.id AS id", _Id)
    for label in CODED
}
SUCCESSORS = Stage(
    "successors",
    "MATCH (c:Concept)-[r:REPLACED_BY]->(d:Concept) "
    "WHERE r.valid_from <= $t AND $t < r.valid_to "
    "RETURN c.id AS code, d.id AS successor, r.claims AS claims",
    _Successor,
)


def answer(ask: Ask) -> Iterable[RetiredRow]:
    """Uses in the order of elements, codes and statuses."""
    uses = _uses(ask)
    successors: dict[str, list[_Successor]] = defaultdict(list)
    for each in ask.rows(SUCCESSORS, t=ask.time) if uses else []:
        successors[each.code].append(each)
    rows = [_row(use, successors, ask.time) for use in uses]
    return sorted(rows, key=lambda row: (row.element, row.code, row.status, row.claims))


def _uses(ask: Ask) -> list[_Use]:
    element = ask.params.get("element")
    if not element:
        return ask.rows(USES, t=ask.time, property="status")
    label = kind_of(element).label
    if not ask.rows(ELEMENTS[label], element=element):
        raise unknown(element, ask.reader.ids_like(element))
    return ask.rows(USES_OF[label], element=element, t=ask.time, property="status")


def _row(use: _Use, successors: Mapping[str, Sequence[_Successor]], time: str) -> RetiredRow:
    after = sorted(successors.get(use.code, ()), key=lambda each: each.successor)
    since = effective(use.release or "") or (use.since if use.since > BEGINNING else "")
    standing = ("retired" if since <= time else "in_force") if since else "unknown"
    last, steps = _last(use.code, successors)
    claims = [use.claims, use.status_claims, *(each.claims for each in after), steps]
    return RetiredRow(
        element=use.element,
        number=use.number or "",
        code=use.code,
        name=use.name or "",
        status=use.status,
        release=use.release or "",
        since=civil_day(since) if since else "",
        standing=standing,
        successors=tuple(each.successor for each in after),
        resolved=(use.code,) if standing == "in_force" else last,
        certainty=use.certainty or "",
        claims=tuple(dict.fromkeys(claim for some in claims for claim in some)),
    )


def _last(code: str, successors: Mapping[str, Sequence[_Successor]]) -> tuple[Texts, Texts]:
    """The last of all successors, and the claims of the steps to them; a circle has no last."""
    reached, ahead, claims = set[str](), [code], set[str]()
    while ahead:
        for each in successors.get(ahead.pop(), ()):
            claims.update(each.claims)
            if each.successor not in reached:
                reached.add(each.successor)
                ahead.append(each.successor)
    return tuple(sorted(c for c in reached if not successors.get(c))), tuple(sorted(claims))


def summary(rows: Sequence[RetiredRow]) -> tuple[str, str]:
    """How many retired codes are used, of how many elements, and how many were in force yet."""
    gone = [row for row in rows if row.standing != "in_force"]
    codes, elements = len({row.code for row in gone}), len({row.element for row in gone})
    zh, en = "没有使用已废止或被取代的代码", "no retired or superseded code is used"
    if gone:
        zh = f"{elements}个对象使用{codes}个已废止或被取代的代码"
        en = f"{elements} elements are written with {codes} retired or superseded codes"
    later = len({row.code for row in rows} - {row.code for row in gone})
    if later:
        zh, en = f"{zh}；另有{later}个当时有效，后来废止", f"{en}; {later} more were in force yet"
    return zh, en


QUERY = Query(
    id="retired-codes",
    question_zh="哪些对象仍使用已废止或被取代的代码？应改用什么？",
    question_en="What is still written with a retired or superseded code, and what replaces it?",
    params=(Param("element", "对象", "element", kinds=CODED),),
    row=RetiredRow,
    stages=(USES, *USES_OF.values(), *ELEMENTS.values(), SUCCESSORS),
    answer=answer,
    summary=summary,
)
