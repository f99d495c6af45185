"""Whether an element is there, and which of its kind are and what they are called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph import UnknownElementError
from ontology import NODE_KINDS, IdError, key_parts, key_text, kind_of
from queries.ask import Ask, unknown
from queries.model import Stage


@dataclass(frozen=True, slots=True)
class Id:
    """The id of an element."""

    id: str


PRESENT = {
    label: Stage(f"present_{label}", f"MATCH (n:{label} {{id: $id}}) RETURN n.id AS id", Id)
    for label in NODE_KINDS
}
IDS = {
    label: Stage(f"ids_{label}", f"MATCH (n:{label}) RETURN n.id AS id", Id) for label in NODE_KINDS
}


@dataclass(frozen=True, slots=True)
class Called:
    """An element by its id and its name."""

    id: str
    name: str | None


CALLED = {
    label: Stage(f"called_{label}", f"MATCH (n:{label}) RETURN n.id AS id, n.name AS name", Called)
    for label in ("Process", "Step")
}


def called(ask: Ask, *labels: str) -> Iterator[str]:
    """All by which processes or steps are called: id, name, and the code of a process.

    The code is the same at every level; what has no name is called by its key.
    """
    for label in labels:
        for row in ask.rows(CALLED[label]):
            yield from (row.id, row.name or key_text(row.id))
            if label == "Process":
                yield key_parts(NODE_KINDS[label], row.id)[0]


def present(ask: Ask, element: str) -> str:
    """The label of an element that is there.

    Raises `UnknownElementError`, with the nearest of its kind where it has one.
    """
    try:
        label = kind_of(element).label
    except IdError as error:
        raise UnknownElementError(element) from error
    if not ask.rows(PRESENT[label], id=element):
        raise unknown(element, (row.id for row in ask.rows(IDS[label])))
    return label
