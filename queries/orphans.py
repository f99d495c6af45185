"""`orphans`: ends that nobody describes, and described nodes that nothing is joined to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from graph import InvalidValueError
from ontology import NODE_KINDS, kind_of
from queries.ask import Ask
from queries.model import Param, Query, Stage

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


R = TypeVar("R", _Reference, _Lonely)
_IN_FORCE = "r.valid_from <= $t AND $t < r.valid_to"
_STUBS = (
    f"WHERE n.stub = true MATCH (n)-[r]-(m) WHERE {_IN_FORCE} RETURN n.id AS element, "
    "m.id AS other, type(r) AS via, r.certainty AS certainty, r.claims AS claims"
)
_LONELY = (
    "WHERE NOT EXISTS { MATCH (n)-[]-() } RETURN n.id AS element, "
    "n.certainty AS certainty, n.claims AS claims"
)
# Of all kinds at once: a server plans two texts, not two for each kind.
ALL_STUBS = Stage("stubs", f"MATCH (n) {_STUBS}", _Reference)
ALL_LONELY = Stage("lonely", f"MATCH (n) {_LONELY}", _Lonely)
STUBS = {
    label: Stage(f"stubs_{label}", f"MATCH (n:{label}) {_STUBS}", _Reference)
    for label in NODE_KINDS
}
LONELY = {
    label: Stage(f"lonely_{label}", f"MATCH (n:{label}) {_LONELY}", _Lonely) for label in NODE_KINDS
}
_PREFIXES = {kind.prefix: label for label, kind in NODE_KINDS.items()}


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
    stubs = _by_kind(ask.rows(STUBS[wanted] if wanted else ALL_STUBS, t=ask.time))
    lonely = _by_kind(ask.rows(LONELY[wanted] if wanted else ALL_LONELY))
    rows: list[OrphanRow] = []
    for label in NODE_KINDS:
        rows += _stubs(stubs[label])
        rows += [
            OrphanRow(label, n.element, "unconnected", 0, "", "", n.certainty or "", n.claims or ())
            for n in sorted(lonely[label], key=lambda n: n.element)
        ]
    return rows


def _by_kind(found: Iterable[R]) -> Mapping[str, list[R]]:
    """Rows by the kind of their element; the node that marks a store's position has none."""
    by_kind: dict[str, list[R]] = defaultdict(list)
    for row in found:
        label = _PREFIXES.get(row.element.partition(":")[0])
        if label is not None:
            by_kind[label].append(row)
    return by_kind


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


def summary(rows: Sequence[OrphanRow]) -> tuple[str, str]:
    """How many nodes are only referred to, and how many are joined to nothing."""
    if not rows:
        return (
            "没有只被引用的对象，也没有不相连的",
            "nothing is only referred to, nothing is joined to nothing",
        )
    stubs = sum(row.trouble == "stub" for row in rows)
    alone, kinds = len(rows) - stubs, len({row.kind for row in rows})
    return (
        f"{kinds} 种 {len(rows)} 个对象：只被引用 {stubs}，没有联系 {alone}",
        f"{len(rows)} of {kinds} kind{'' if kinds == 1 else 's'}: {stubs} only referred to, "
        f"{alone} joined to nothing",
    )


QUERY = Query(
    id="orphans",
    question_zh="哪些对象只被引用而无人描述，哪些没有任何联系？",
    question_en="What is referred to and described by nobody, and what is joined to nothing?",
    params=(Param("kind", "种类", "kind of node"),),
    row=OrphanRow,
    stages=(ALL_STUBS, ALL_LONELY, *STUBS.values(), *LONELY.values()),
    answer=answer,
    summary=summary,
)
