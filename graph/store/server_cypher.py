"""What is said to a server besides the texts of the ontology: schema, claim, wiping."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from graph.store.position import HEAD, POSITION_LABEL
from graph.store.protocol import Parameter, Read
from ontology import EDGE_KINDS, NODE_KINDS
from ontology.derive import constraint_texts

WIPING = "wiping"
WIPED_AT_ONCE = 20_000
_PARAMETER = re.compile(r"\$(\w+)")

# Setting a property locks the node, so that what is returned stays true to the end. Where there
# is none it is made, or two first batches would not wait for each other; it is not returned.
CLAIM_POSITION = (
    "MERGE (p:LedgerPosition {id: 'ledger_position:head'}) SET p.id = p.id "
    "WITH p WHERE p.chain IS NOT NULL "
    "RETURN p.chain AS chain, p.position AS position, p.ontology AS ontology"
)
ANYTHING = "MATCH (n) RETURN true AS found LIMIT 1"
CONSTRAINT_NAMES = "SHOW CONSTRAINTS YIELD name RETURN name AS name"


def missing_constraints(present: set[str]) -> Iterator[str]:
    """Texts of the constraints that are not there by name."""
    own = (
        "CREATE CONSTRAINT ledger_position_id IF NOT EXISTS FOR (n:LedgerPosition) "
        "REQUIRE n.id IS UNIQUE"
    )
    for text in (own, *constraint_texts()):
        if text.split()[2] not in present:
            yield text


def wiping_texts() -> Iterator[str]:
    """Texts that each remove a part and return how much; repeated until that is nothing.

    The position says "wiping" until all else is gone: nobody takes the rest for a graph.
    """
    # Its number is of nothing removed: it is run once.
    yield (
        f"MERGE (p:LedgerPosition {{id: '{HEAD}'}}) "
        f"SET p.chain = '{WIPING}', p.position = 0, p.ontology = '' RETURN 0 AS removed"
    )
    # Edges first: those of a hub are too many to go in one transaction with it.
    yield (
        f"MATCH ()-[r:{'|'.join(EDGE_KINDS)}]->() WITH r LIMIT {WIPED_AT_ONCE} DELETE r "
        "RETURN count(*) AS removed"
    )
    for labels in ("|".join(NODE_KINDS), POSITION_LABEL):
        yield (
            f"MATCH (n:{labels}) WITH n LIMIT {WIPED_AT_ONCE} DETACH DELETE n "
            "RETURN count(*) AS removed"
        )


@cache
def as_one(texts: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    """Several reading texts with the aliases they return as one, which returns a list for each.

    A row is a list of values in it: a record of its own costs the driver thirty times as much.
    The text is that of a server, not of the portable dialect. Parameters as in `numbered`.
    """
    parts = []
    for n, (cypher, columns) in enumerate(texts):
        head, _, returned = _PARAMETER.sub(rf"$r{n}_\1", cypher).rpartition("RETURN ")
        rows = f"{head}WITH {returned} RETURN collect([{', '.join(columns)}]) AS r{n}"
        parts.append(f"CALL () {{ {rows} }}" if len(texts) > 1 else rows)
    if len(texts) > 1:
        parts.append("RETURN " + ", ".join(f"r{n}" for n in range(len(texts))))
    return " ".join(parts)


def numbered(reads: Sequence[Read]) -> dict[str, Parameter]:
    """The parameters of several reads, told apart by the number of the read."""
    return {
        f"r{n}_{name}": value
        for n, read in enumerate(reads)
        for name, value in read.parameters.items()
    }
