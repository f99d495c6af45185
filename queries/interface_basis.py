"""What an interface of the level matrix rests on: the document that states it, and counterparts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ontology import BEGINNING, LEVEL_PAIRS, NODE_KINDS, OPEN_END, key_parts, make_id
from queries.ask import Ask
from queries.gaps.judge import document_state
from queries.model import Stage


@dataclass(frozen=True, slots=True)
class _Edition:
    document: str
    version: str
    begins: str | None
    ends: str | None
    stub: bool | None


@dataclass(frozen=True, slots=True)
class _Id:
    id: str


@dataclass(frozen=True, slots=True)
class _Counterpart:
    one: str
    other: str


_IN_FORCE = "r.valid_from <= $t AND $t < r.valid_to"
EDITIONS = Stage(
    "editions",
    "MATCH (v:DocumentVersion)-[r:VERSION_OF]->(d:Document) RETURN d.id AS document, "
    "v.id AS version, v.valid_from AS begins, v.valid_to AS ends, v.stub AS stub",
    _Edition,
)
SUPERSEDED = Stage(
    "superseded",
    "MATCH (w:DocumentVersion)-[r:SUPERSEDES]->(v:DocumentVersion) "
    f"WHERE {_IN_FORCE} RETURN DISTINCT v.id AS id",
    _Id,
)
WITHDRAWN = Stage(
    "withdrawn",
    "MATCH (x:DocumentReview)-[r:REVIEWS]->(d:Document) "
    f"WHERE x.verdict = $verdict AND {_IN_FORCE} RETURN DISTINCT d.id AS id",
    _Id,
)
COUNTERPARTS = Stage(
    "counterparts",
    "MATCH (p:Process)-[r:COUNTERPART_OF]->(q:Process) "
    f"WHERE {_IN_FORCE} RETURN p.id AS one, q.id AS other",
    _Counterpart,
)
STAGES = (EDITIONS, SUPERSEDED, WITHDRAWN, COUNTERPARTS)


@dataclass(frozen=True, slots=True)
class Basis:
    """States of documents by id where they are not in order, and cells that have counterparts.

    `counterparts`: (process key, upper level, lower level).
    """

    documents: dict[str, str]
    counterparts: frozenset[tuple[str, str, str]]

    def state_of(self, interface: str) -> str:
        """State of the document an interface is stated in: covered where nothing speaks of it."""
        document = key_parts(NODE_KINDS["Interface"], interface)[0]
        return self.documents.get(make_id(NODE_KINDS["Document"], document), "covered")


def basis_of(ask: Ask) -> Basis:
    """Read at the time asked about."""
    moment = ask.time
    editions = ask.rows(EDITIONS)
    superseded = {row.id for row in ask.rows(SUPERSEDED, t=moment)}
    states: dict[str, dict[str, str]] = defaultdict(dict)
    for e in editions:
        states[e.document][e.version] = _edition(e, superseded, moment)
    documents = {d: document_state(list(s.values()), stub=False) for d, s in states.items()}
    documents |= {row.id: "outdated" for row in ask.rows(WITHDRAWN, t=moment, verdict="废")}
    found = set()
    for row in ask.rows(COUNTERPARTS, t=moment):
        ends = [key_parts(NODE_KINDS["Process"], p) for p in (row.one, row.other)]
        for upper, lower in LEVEL_PAIRS:
            if {level for _, level in ends} == {upper, lower}:
                found |= {(key, upper, lower) for key, _ in ends}
    return Basis(documents, frozenset(found))


def _edition(e: _Edition, superseded: set[str], moment: str) -> str:
    if e.stub:
        return "orphaned"
    if (e.begins or BEGINNING) > moment:
        return "predated"
    over = (e.ends or OPEN_END) <= moment or e.version in superseded
    return "outdated" if over else "covered"
