"""A view as pyshacl reads it: imported where the extra `rdf` is installed."""

from __future__ import annotations

from oxrdflib import OxigraphStore
from rdflib import Graph


class CountedStore(OxigraphStore):
    """A store that nobody writes to, whose statements are counted once.

    pyshacl asks whether the graph is empty for each result that it makes, within `sh:or` and
    `sh:not` too, and rdflib answers that by counting all statements.
    """

    _count: int | None = None

    def __len__(self, context: Graph | None = None) -> int:
        if self._count is None:
            self._count = super().__len__(context)
        return self._count
