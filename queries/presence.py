"""Whether an element is there, and which of its kind are: for questions about one element."""

from __future__ import annotations

from dataclasses import dataclass

from graph import UnknownElementError
from ontology import NODE_KINDS, IdError, kind_of
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
