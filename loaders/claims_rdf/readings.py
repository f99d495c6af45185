"""Where a claim was read: the originals it is derived from, and its place in each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from graph.ledger import Reading
from loaders.claims_rdf.rules import RefusalError, one_each
from loaders.claims_rdf.statements import IRI, TEXT, Statement
from ontology import NAMESPACE, expanded, original_iri

ENTITY, _TYPE = expanded("prov:entity"), expanded("rdf:type")
_DERIVATION = expanded("prov:Derivation")
LOADER, LOCATOR = f"{NAMESPACE}loader", f"{NAMESPACE}locator"
NUMBERS = tuple(f"{NAMESPACE}{name}" for name in ("line", "column", "offset", "length"))
"""What a reading tells of its place in numbers, in the order of a `Reading`."""
_DATATYPES = {
    _TYPE: IRI,
    ENTITY: IRI,
    LOADER: TEXT,
    LOCATOR: TEXT,
    **dict.fromkeys(NUMBERS, "integer"),
}
_NEEDED = (_TYPE, ENTITY, LOADER)
NUMBER = re.compile(r"(?:0|[1-9][0-9]{0,17})\Z")


def readings(
    claim: str,
    linked: tuple[list[Statement], list[Statement]],
    nodes: Mapping[str, list[Statement]],
    originals: Mapping[str, str],
) -> list[Reading]:
    """The readings of a claim, in the order of their names.

    `linked`: the statements that name originals and readings; `nodes`: those about each reading.
    """
    derived, qualified = linked
    for statement in (*derived, *qualified):
        if statement.subject != claim:
            raise RefusalError(statement.line, "subject", statement.subject, "no claim")
        known = statement.value in (originals if statement.predicate.endswith("From") else nodes)
        if statement.datatype != IRI or not known:
            raise RefusalError(statement.line, "place", statement.value, "dangling")
    named = {statement.value for statement in qualified}
    used: set[str] = set()
    found = []
    for node in sorted(nodes):
        told = one_each(nodes[node], _DATATYPES, _NEEDED)
        if told[_TYPE].value != _DERIVATION:
            raise RefusalError(told[_TYPE].line, "type", told[_TYPE].value, "class")
        line, entity = nodes[node][0].line, told[ENTITY].value
        if node not in named or entity not in originals:
            raise RefusalError(line, "place", entity, "dangling")
        used.add(entity)
        found.append(_reading(told, originals[entity]))
    if not found or used != {statement.value for statement in derived}:
        line = next((s.line for s in (*derived, *qualified)), 0)
        raise RefusalError(line, "place", claim, "missing" if not found else "dangling")
    return found


def _reading(told: Mapping[str, Statement], name: str) -> Reading:
    numbers = tuple(_numbers(told))
    line, column, offset, length = numbers
    locator = told.get(LOCATOR)
    digest = told[ENTITY].value.removeprefix(original_iri(""))
    place = (line, column, offset, length, "" if locator is None else locator.value)
    return (digest, name, told[LOADER].value, place)


def _numbers(told: Mapping[str, Statement]) -> Iterator[int | None]:
    for predicate in NUMBERS:
        found = told.get(predicate)
        if found is not None and not NUMBER.match(found.value):
            raise RefusalError(found.line, predicate, found.value, "datatype")
        yield None if found is None else int(found.value)
