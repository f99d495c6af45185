"""`unresolved-names`: names that documents print and nobody knows: a work list.

A name leaves the list when a person has decided what it stands for (`suyuan decide name`), and is
back on it when the decision is undone. Proposals are what a rule finds near; nobody has said them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ontology import NODE_KINDS, key_parts
from queries.ask import Ask, unknown
from queries.likeness import KnownNames
from queries.model import Param, Query, Stage
from queries.yes_or_no import says_yes

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameRow:
    """An open name of one document.

    `reason`: unknown | ambiguous. `candidates`: what fits by the document itself; `proposals`:
    known units whose names are near, by rule. `places`: how often it is printed so. `decided`:
    what persons say it stands for.
    """

    mention: str
    name: str
    document: str
    reason: str
    explanation: str
    candidates: Texts
    proposals: Texts
    places: int | None
    decided: Texts
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Mention:
    mention: str
    document: str
    name: str | None
    reason: str | None
    explanation: str | None
    candidates: Texts | None
    places: int | None
    certainty: str | None
    claims: Texts | None
    edge_certainty: str | None
    edge_claims: Texts


@dataclass(frozen=True, slots=True)
class _Decision:
    mention: str
    element: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Unit:
    id: str
    name: str | None


@dataclass(frozen=True, slots=True)
class _Id:
    id: str


_IN_FORCE = "r.valid_from <= $t AND $t < r.valid_to"
_COLUMNS = (
    f"WHERE {_IN_FORCE} RETURN m.id AS mention, d.id AS document, m.name AS name, "
    "m.reason AS reason, m.explanation AS explanation, m.candidates AS candidates, "
    "m.places AS places, m.certainty AS certainty, m.claims AS claims, "
    "r.certainty AS edge_certainty, r.claims AS edge_claims"
)
ALL = Stage("mentions", f"MATCH (m:Mention)-[r:MENTIONED_IN]->(d:Document) {_COLUMNS}", _Mention)
OF_DOCUMENT = Stage(
    "mentions_of_document",
    f"MATCH (m:Mention)-[r:MENTIONED_IN]->(d:Document {{id: $document}}) {_COLUMNS}",
    _Mention,
)
DECISIONS = Stage(
    "decisions",
    f"MATCH (m:Mention)-[r:DENOTES]->(e) WHERE {_IN_FORCE} "
    "RETURN m.id AS mention, e.id AS element, r.claims AS claims",
    _Decision,
)
UNITS = Stage("units", "MATCH (u:Unit) RETURN u.id AS id, u.name AS name", _Unit)
DOCUMENT = Stage("document", "MATCH (d:Document {id: $document}) RETURN d.id AS id", _Id)


def answer(ask: Ask) -> Iterable[NameRow]:
    """Open names in the order of documents and names; decided ones too where they are wanted."""
    found = _mentions(ask)
    decisions: dict[str, list[_Decision]] = defaultdict(list)
    for each in ask.rows(DECISIONS, t=ask.time) if found else []:
        decisions[each.mention].append(each)
    if not says_yes(ask.params, "decided"):
        found = [each for each in found if each.mention not in decisions]
    if not found:
        return []
    known = KnownNames({unit.id: unit.name or _printed(unit.id) for unit in ask.rows(UNITS)})
    rows = [_row(each, decisions.get(each.mention, ()), known) for each in found]
    return sorted(rows, key=lambda row: (row.document, row.mention, row.claims))


def _mentions(ask: Ask) -> list[_Mention]:
    document = ask.params.get("document")
    if not document:
        return ask.rows(ALL, t=ask.time)
    if not ask.rows(DOCUMENT, document=document):
        raise unknown(document, ask.reader.ids_like(document))
    return ask.rows(OF_DOCUMENT, document=document, t=ask.time)


def _printed(node: str) -> str:
    """The last part of an id's key, which is a name where nobody gives another."""
    return key_parts(NODE_KINDS["Unit"], node)[-1]


def _row(each: _Mention, decisions: Sequence[_Decision], known: KnownNames) -> NameRow:
    name = each.name or key_parts(NODE_KINDS["Mention"], each.mention)[-1]
    candidates = each.candidates or ()
    decided = sorted(decisions, key=lambda decision: decision.element)
    claims = [each.claims or (), each.edge_claims, *(decision.claims for decision in decided)]
    return NameRow(
        mention=each.mention,
        name=name,
        document=each.document,
        reason=each.reason or "",
        explanation=each.explanation or "",
        candidates=candidates,
        proposals=tuple(node for node in known.nearest(name) if node not in candidates),
        places=each.places,
        decided=tuple(dict.fromkeys(decision.element for decision in decided)),
        certainty=each.certainty or each.edge_certainty or "",
        claims=tuple(dict.fromkeys(claim for some in claims for claim in some)),
    )


def summary(rows: Sequence[NameRow]) -> tuple[str, str]:
    """How many names are open, and in how many documents."""
    if not rows:
        return "没有待定的名称", "no open names"
    documents = len({row.document for row in rows})
    opened = sum(not row.decided for row in rows)
    return (
        f"{documents}份文件中有{opened}个名称待定，{len(rows) - opened}个已裁定",
        f"{opened} names are open in {documents} documents, {len(rows) - opened} are decided",
    )


QUERY = Query(
    id="unresolved-names",
    question_zh="哪些文件中的名称尚未确定所指？有哪些可能？",
    question_en="Which names in documents are not known to stand for anything, and what might "
    "they mean?",
    params=(
        Param("document", "文件", "document", kinds=("Document",)),
        Param("decided", "也列已裁定的 yes|no", "decided ones too: yes|no"),
    ),
    row=NameRow,
    stages=(ALL, OF_DOCUMENT, DECISIONS, UNITS, DOCUMENT),
    answer=answer,
    summary=summary,
)
