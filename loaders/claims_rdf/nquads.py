"""N-Quads (W3C REC-n-quads-20140225), one line at a time, so that each reject has its line.

The RDF libraries of Python tell the line of a broken statement only, not of a sound one that says
what no claim may say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from loaders.claims_rdf.statements import (
    IRI,
    IRI_LIMIT,
    TEXT,
    Lines,
    Statement,
    TermError,
    datatype_of,
    unescaped,
)

_GAP = r"[ \t]*+"
_IRI = r'<([^\x00-\x20<>"{}|^`]*+)>'
_BLANK = r"(_:[^\s<>\"]+)"
_LITERAL = (
    r'"([^"\\\n\r]*+(?:\\.[^"\\\n\r]*+)*+)"(?:\^\^' + _IRI + r"|@([A-Za-z]+(?:-[A-Za-z0-9]+)*))?"
)
_LINE = re.compile(
    rf"{_GAP}(?:{_IRI}|{_BLANK}){_GAP}{_IRI}{_GAP}(?:{_IRI}|{_BLANK}|{_LITERAL}){_GAP}"
    rf"(?:(?:{_IRI}|{_BLANK}){_GAP})?\.{_GAP}(?:#.*)?\r?\n?\Z"
)
_EMPTY = re.compile(r"[ \t\r\n\ufeff]*(?:#.*)?\r?\n?\Z")
_REMEDY = "重新导出，或先用 RDF 工具检查 / export it again, or check it with an RDF tool"


class NQuads:
    """The statements of a file of N-Quads."""

    def __init__(self, path: Path) -> None:
        self._lines = Lines(path)
        self.begin = self.end = 0

    def __iter__(self) -> Iterator[Statement]:
        lines, match = self._lines, _LINE.match
        for line in lines:
            found = match(line)
            if found is None:
                if _EMPTY.match(line):
                    continue
                raise lines.refused("不是一条 N-Quads 语句 / no statement of N-Quads", _REMEDY)
            try:
                statement = _statement(lines.number, found)
            except TermError as error:
                raise lines.refused(str(error), _REMEDY) from error
            self.begin, self.end = lines.begin, lines.end
            yield statement


def _statement(line: int, found: re.Match[str]) -> Statement:
    subject, blank, predicate, iri, blank_object, text, datatype, language, graph, blank_graph = (
        found.groups()
    )
    if found.end() > IRI_LIMIT and any(
        len(x) > IRI_LIMIT for x in (subject, predicate, iri, graph) if x
    ):
        raise TermError(
            f"IRI 超过 {IRI_LIMIT:,} 字符 / an IRI longer than {IRI_LIMIT:,} characters"
        )
    if text is not None:
        kind = TEXT if datatype is None else datatype_of(unescaped(datatype))
        kind = kind if language is None else f"@{language}"
        value = unescaped(text)
    else:
        kind, value = IRI, blank_object if iri is None else unescaped(iri)
    return Statement(
        line,
        blank if subject is None else unescaped(subject),
        unescaped(predicate),
        kind,
        value,
        blank_graph if graph is None else unescaped(graph),
    )
