"""Users' own SPARQL over a view: in a process of its own that is thrown away.

Oxigraph has neither a deadline nor an access mode of its own here, so a child process opens the
kept view for reading, gives up all else, and is killed at the deadline.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType

import orjson

from graph.confined import answered
from graph.rdf_view.keeping import KeptView
from graph.rdf_view.sparql_text import check_sparql
from graph.store.read_only import Limits
from ontology import PREFIXES, element_id

CHILD = "graph.rdf_view.sparql_child"
GRACE_S = 0.5
MENDED_BY = "内存够吗；删掉主目录里的 rdf 再问 / is there memory enough; delete `rdf` in the home"
_XSD = PREFIXES["xsd"]
_READ: Mapping[str, Callable[[str], object]] = MappingProxyType(
    {
        **dict.fromkeys((f"{_XSD}{name}" for name in ("integer", "int", "long")), int),
        **dict.fromkeys((f"{_XSD}{name}" for name in ("decimal", "double", "float")), float),
        f"{_XSD}boolean": lambda value: value in ("true", "1"),
    }
)

Term = Mapping[str, str]
"""A term as in SPARQL 1.1 Query Results JSON: `type`, `value`, and `datatype` or `xml:lang`."""


@dataclass(frozen=True, slots=True)
class SparqlRows:
    """Rows of terms in the order of `columns`, None where a variable is unbound.

    `truth` is the answer to ASK, which has no rows. `truncated`: there were more rows.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    truncated: bool = False
    truth: bool | None = None


def sparql_rows(view: KeptView, text: str, limits: Limits, moment: str) -> SparqlRows:
    """Rows of a reading query, within the limits.

    The prefixes of `ontology.iris` and the empty one for ours need not be declared; `$t` is the
    moment. A CONSTRUCT or DESCRIBE gives its triples
    as rows. Raises `RefusedQueryError` for a query that does not only read, has a fault (with its
    line and column), is stopped, or breaks the engine.
    """
    check_sparql(text)
    asked = {"store": str(view.store), "sparql": text, "limits": asdict(limits), "moment": moment}
    said = answered(
        CHILD,
        orjson.dumps(asked),
        seconds=limits.seconds + GRACE_S,
        most=limits.answer_bytes,
        mended_by=MENDED_BY,
    )
    rows = tuple(tuple(row) for row in said["rows"])
    return SparqlRows(tuple(said["columns"]), rows, said["truncated"], said["truth"])


def plain_value(term: Term | None) -> object:
    """A term as a value of the graph: an element as its id, a number as a number.

    >>> plain_value({"type": "uri", "value": "urn:suyuan:element:station:53463"})
    'station:53463'
    >>> plain_value({"type": "literal", "value": "1.50", "datatype": f"{_XSD}decimal"})
    1.5
    """
    if term is None:
        return None
    value, datatype = term["value"], term.get("datatype", "")
    if term["type"] == "uri":
        return element_id(value) or value
    read = _READ.get(datatype)
    try:
        return value if read is None else read(value)
    except ValueError:  # a literal may say that it is a number and be none
        return value
