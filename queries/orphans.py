"""`orphans`: ends that nobody describes, and described nodes that nothing is joined to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from graph import InvalidValueError
from ontology import NODE_KINDS, kind_of
from queries.model import Param, Query, Stage
from queries.run import Ask

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrphanRow:
    """A node with its trouble: `stub` (referred to, described by nobody) or `unconnected`.

    `references`: how many edges refer to it; `by`: the first element that does, over edge `via`.
    """

    kind: str
    element: str
    trouble: str
    references: int
    by: str
    via: str
    certainty: str
    claims: Texts


@dataclass(frozen=True, slots=True)
class _Reference:
    element: str
    other: str
    via: str
    certainty: str | None
    claims: Texts | None


@dataclass(frozen=True, slots=True)
class _Lonely:
    element: str
    certainty: str | None
    claims: Texts | None


_IN_FORCE = "r.valid_from <= $t AND $t < r.valid_to"
STUBS = {
    label: Stage(
        f"stubs_{label}",
        f"MATCH (n:{label})-[r]-(m) WHERE n.stub = true AND {_IN_FORCE} RETURN n.id AS element, "
        "m.id AS other, type(r) AS via, r.certainty AS certainty, r.claims AS claims",
        _Reference,
    )
    for label in NODE_KINDS
}
LONELY = {
    label: Stage(
        f"lonely_{label}",
        f"MATCH (n:{label}) WHERE NOT EXISTS {{ MATCH (n)-[]-() }} RETURN n.id AS element, "
        "n.certainty AS certainty, n.claims AS claims",
        _Lonely,
    )
    for label in NODE_KINDS
}


def answer(ask: Ask) -> Iterable[OrphanRow]:
    """Stubs and unconnected nodes of one kind or of all, in the order of kinds and ids."""
    wanted = ask.params.get("kind", "")
    if wanted and wanted not in NODE_KINDS:
        near = get_close_matches(wanted, NODE_KINDS, 3, 0.5)
        raise InvalidValueError(
            "kind",
            wanted,
            "没有这个种类 / there is no such kind",
            f"可用 / use: {', '.join(near or NODE_KINDS)}",
        )
    rows: list[OrphanRow] = []
    for label in [wanted] if wanted else list(NODE_KINDS):
        rows += _stubs(ask.rows(STUBS[label], t=ask.time))
        rows += [
            OrphanRow(label, n.element, "unconnected", 0, "", "", n.certainty or "", n.claims or ())
            for n in sorted(ask.rows(LONELY[label]), key=lambda n: n.element)
        ]
    return rows


def _stubs(references: Iterable[_Reference]) -> list[OrphanRow]:
    by_element: dict[str, list[_Reference]] = defaultdict(list)
    for r in references:
        by_element[r.element].append(r)
    rows = []
    for element, group in sorted(by_element.items()):
        first = min(group, key=lambda r: (r.other, r.via, r.claims or ()))
        rows.append(
            OrphanRow(
                kind_of(element).label,
                element,
                "stub",
                len(group),
                first.other,
                first.via,
                first.certainty or "",
                first.claims or (),
            )
        )
    return rows


QUERY = Query(
    id="orphans",
    question_zh="哪些对象只被引用而无人描述，哪些没有任何联系？",
    question_en="What is referred to and described by nobody, and what is joined to nothing?",
    params=(Param("kind", "种类", "kind of node"),),
    row=OrphanRow,
    stages=(*STUBS.values(), *LONELY.values()),
    answer=answer,
)
