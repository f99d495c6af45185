"""What a format could not carry: found by reading each file again, not by what we meant to write.

An element of the graph was carried where the loader of the format makes a claim about it from the
file that was written; a property, where the claim gives it the same value. All else is counted.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path

from graph import Claim
from graph.element import Element, GraphValue
from graph.ledger import LedgerReader
from graph.ledger.chain import text_hash
from graph.projection import stream_elements
from loaders.protocol import Loader, RawRow, SourceFile
from ontology import NODE_KINDS, key_parts

_BOOKKEEPING = frozenset({"certainty", "claims", "n_claims", "begin_known", "stub"})
_NAMED_BY_SOURCE = {
    f"{kind.prefix}:": kind for kind in NODE_KINDS.values() if "source_id" in kind.key
}
Key = tuple[str, str, str, str]
Said = Mapping[Key, list[Mapping[str, object]]]


def read_again(loader: Loader, path: Path) -> Iterable[Claim]:
    """What the loader of a format claims of a file that was written."""
    source = SourceFile(path, "export")
    for row in loader.read(source):
        if isinstance(row, RawRow):
            for claim in loader.claims(row, source):
                if isinstance(claim, Claim):
                    yield claim


def said_by(claims: Iterable[Claim]) -> Said:
    """What claims say of each element, whoever says it."""
    found: dict[Key, list[Mapping[str, object]]] = defaultdict(list)
    for claim in claims:
        said = {
            **claim.properties,
            "valid_from": claim.valid_from,
            "valid_to": claim.valid_to,
        }
        found[_key(claim.kind, claim.subject, claim.object, claim.valid_from)].append(said)
    return found


class LeftOut:
    """Counts what the files of a format do not carry, by kinds of nodes, edges and properties.

    What was carried is kept on disk: several stations may tell of one instrument.
    """

    def __init__(self) -> None:
        self._met = sqlite3.connect("")  # a temporary file, which goes with the connection
        self._met.execute("CREATE TABLE met(kind TEXT, element INTEGER, PRIMARY KEY(element))")
        self._properties: Counter[str] = Counter()

    def compare(self, elements: Iterable[Element], said: Said) -> None:
        """Note which elements the claims carry, and which of their properties they do not."""
        for element in elements:
            key = _key(element.kind, element.subject, element.object, element.valid_from)
            claims = said.get(key)
            if claims is None:
                continue
            name = f"{element.kind}\n{element.subject}\n{element.object}\n{key[3]}"
            new = self._met.execute(
                "INSERT OR IGNORE INTO met VALUES(?,?)", (element.kind, text_hash(name))
            ).rowcount
            if new:
                self._properties.update(
                    f"{element.kind}.{name}" for name in _missing(element, claims)
                )

    def counts(self, reader: LedgerReader) -> dict[str, int]:
        """How many of each kind the graph holds and the files do not."""
        whole: Counter[str] = Counter(
            element.kind
            for element in chain(
                stream_elements(reader, edges=False), stream_elements(reader, edges=True)
            )
        )
        carried = dict(self._met.execute("SELECT kind, count(*) FROM met GROUP BY kind"))
        self._met.close()
        kinds = {kind: number - carried.get(kind, 0) for kind, number in sorted(whole.items())}
        return {k: n for k, n in kinds.items() if n} | dict(sorted(self._properties.items()))


def _key(kind: str, subject: str, object_: str | None, valid_from: str) -> Key:
    ends = (_whoever(subject), "" if object_ is None else _whoever(object_))
    return (kind, *ends, "" if object_ is None else valid_from)


def _whoever(node_id: str) -> str:
    """The id of a node without the source that is part of its key."""
    kind = _NAMED_BY_SOURCE.get(node_id.partition(":")[0] + ":")
    if kind is None:
        return node_id
    parts = key_parts(kind, node_id)
    named = zip(kind.key, parts, strict=True)
    return "|".join((kind.prefix, *(part for name, part in named if name != "source_id")))


def _missing(element: Element, claims: list[Mapping[str, object]]) -> Iterable[str]:
    """Properties that no claim gives the same value."""
    for name, value in element.properties.items():
        if name not in _BOOKKEEPING and not any(_same(value, c.get(name)) for c in claims):
            yield name


def _same(value: GraphValue, said: object) -> bool:
    if isinstance(value, list):
        return isinstance(said, list | tuple) and list(said) == value
    return value == said or str(value) == str(said)
