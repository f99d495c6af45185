"""JSON-LD of any layout, read by Oxigraph within limits; nothing is fetched from elsewhere."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from pathlib import Path

from graph.errors import MissingExtraError, SourceError

MOST = 256 << 20
"""Bytes of a document: its objects may be read only when they are whole."""
DEEPEST = 64
"""Objects and lists within each other: Oxigraph needs the square of it in memory."""
_MARKS = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\Z)|([\[{])|[\]}]', re.DOTALL)
_BEGIN = re.compile(rb"[ \t\r\n]*+[\[{]")
_REMEDY = "转为 N-Quads 或 TriG / convert it to N-Quads or TriG"
Terms = tuple[str, str, str | None, str, str | None]
"""Subject, predicate, datatype, object and graph; the datatype of an IRI is None, that of a text
in a language `@` and the language. A blank node is `_:` and its label; a graph without a name is
the default graph."""


def json_ld_terms(path: Path) -> Iterator[Terms]:
    """The statements of a document in the order in which they stand.

    Raises `SourceError` for what is no JSON-LD, is too large or too deep, or wants a context from
    elsewhere; `MissingExtraError` without the extra `rdf`.
    """
    try:
        import pyoxigraph as ox
    except ModuleNotFoundError as error:
        raise MissingExtraError("pyoxigraph", "rdf") from error

    def name(term: object) -> str:
        return f"_:{term.value}" if isinstance(term, ox.BlankNode) else getattr(term, "value", "")

    _check(path)
    with path.open("rb") as stream:
        try:
            for quad in ox.parse(stream, format=ox.RdfFormat.JSON_LD):
                said, datatype = quad.object, None
                if isinstance(said, ox.Literal):
                    datatype = f"@{said.language}" if said.language else said.datatype.value
                # rdflib writes the default graph as one without a name.
                named = isinstance(quad.graph_name, ox.NamedNode)
                graph = quad.graph_name.value if named else None
                yield name(quad.subject), name(quad.predicate), datatype, name(said), graph
        except SyntaxError as error:
            rule = f"不是可读的 JSON-LD / not read as JSON-LD: {error}"
            raise SourceError(path, rule, _REMEDY) from error


def _check(path: Path) -> None:
    """Raises `SourceError` where a document would take too much memory."""
    size = path.stat().st_size
    if size > MOST:
        raise SourceError(
            path,
            f"不是导出的排法，又超过 {MOST:,} 字节 / no export of ours, and > {MOST:,} bytes",
            _REMEDY,
        )
    depth = 0
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as text:
        if _BEGIN.match(text) is None:
            raise SourceError(path, "不是 JSON-LD 文档 / no document of JSON-LD", _REMEDY)
        for found in _MARKS.finditer(text):
            if found[1]:
                depth += 1
            elif text[found.start()] in b"]}":
                depth -= 1
            if depth > DEEPEST:
                raise SourceError(
                    path, f"嵌套超过 {DEEPEST} 层 / nested deeper than {DEEPEST}", _REMEDY
                )
