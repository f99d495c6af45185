"""JSON-LD 1.1 (W3C REC-json-ld11-20200716): as an export lays it out line by line, or any other.

An export has one context, then in each line the objects of one claim: so each reject has its line.
A document that begins otherwise is read by Oxigraph: it may be laid out in any way, and its rejects
name their claim. No context is ever fetched from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import orjson

from graph.rdf_view import json_ld_terms
from loaders.claims_rdf.json_text import parsed_json
from loaders.claims_rdf.statements import (
    IRI,
    IRI_LIMIT,
    TEXT,
    Lines,
    Statement,
    TermError,
    datatype_of,
)
from ontology import PREFIXES, expanded

JSON_LD_PREFIXES: Mapping[str, str] = MappingProxyType(
    {name: PREFIXES[name] for name in ("prov", "rdf", "rdfs", "suyuan", "xsd")}
)
_CONTEXT = orjson.dumps(dict(JSON_LD_PREFIXES)).decode()
BEGIN, END = f'{{"@context":{_CONTEXT},"@graph":[', "]}"
"""The first and last line of an export."""
_TYPE = expanded("rdf:type")
_REMEDY = "重新导出，或转为 N-Quads / export it again, or convert it to N-Quads"
LONGEST = 64 << 20
"""Bytes of a line: a claim with all that is told of it."""
_DEEPEST = 4  # a claim, its graph, a node in it, the type and text of a value


class JsonLd:
    """The statements of a file of JSON-LD."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines = Lines(path, LONGEST)
        self.begin = self.end = 0

    def __iter__(self) -> Iterator[Statement]:
        with self._path.open("rb") as stream:
            first = stream.readline(len(BEGIN) + 2).rstrip(b"\r\n")
        if first == BEGIN.encode():
            yield from self._exported()
        elif self._path.stat().st_size:
            yield from self._general()

    def _exported(self) -> Iterator[Statement]:
        """Line by line, each the objects of one claim."""
        lines, ended = self._lines, False
        for number, line in enumerate(lines):
            text = line.strip()
            if number == 0 or not text:
                continue
            if ended:
                raise lines.refused("文件该结束了 / something follows the end", _REMEDY)
            if text == END:
                ended = True
                continue
            try:
                found = list(_statements(lines.number, text.removesuffix(",")))
            except TermError as error:
                raise lines.refused(str(error), _REMEDY) from error
            self.begin, self.end = lines.begin, lines.end
            yield from found
        if not ended:
            raise lines.refused(f"文件不完整，缺 {END} / it does not end with {END}", _REMEDY)

    def _general(self) -> Iterator[Statement]:
        for subject, predicate, datatype, value, graph in json_ld_terms(self._path):
            kind = IRI if datatype is None else datatype_of(datatype)
            yield Statement(0, subject, predicate, kind, value, graph)


def _statements(line: int, text: str) -> Iterator[Statement]:
    objects = parsed_json(f"[{text}]")
    if not isinstance(objects, list):  # what closes the list and goes on
        raise TermError("一行只能是对象 / a line holds objects only")
    for node in objects:
        yield from _node(line, node, None, 0)


def _node(line: int, node: object, graph: str | None, depth: int) -> Iterator[Statement]:
    """The statements about an object, and about those within it."""
    if not isinstance(node, dict) or depth > _DEEPEST:
        raise TermError(f"此处应为对象 / an object is expected here: {str(node)!r:.40}")
    subject = _iri(node.get("@id"))
    for key, held in node.items():
        if key == "@id":
            continue
        values = held if isinstance(held, list) else [held]
        if key == "@graph":
            if graph is not None:
                raise TermError("图中不能有图 / a graph within a graph")
            for child in values:
                yield from _node(line, child, subject, depth + 1)
            continue
        predicate = _TYPE if key == "@type" else _word(key)
        for value in values:
            if key == "@type":
                yield Statement(line, subject, predicate, IRI, _word(value), graph)
                continue
            datatype, text = _value(value)
            yield Statement(line, subject, predicate, datatype, text, graph)
            if datatype == IRI and isinstance(value, dict) and len(value) > 1:
                yield from _node(line, value, graph, depth + 1)


def _value(value: object) -> tuple[str, str]:
    """The datatype and the text of a value, as a statement has them."""
    if isinstance(value, str):
        return TEXT, value
    if isinstance(value, dict):
        if "@id" in value:
            return IRI, _iri(value["@id"])
        text = value.get("@value")
        if isinstance(text, str):
            match sorted(value):
                case ["@type", "@value"]:
                    return datatype_of(_word(value["@type"])), text
                case ["@language", "@value"]:
                    return f"@{_iri(value['@language'])}", text
                case ["@value"]:
                    return TEXT, text
    raise TermError(
        "应为文本或带 @id、@value 文本的对象 / a text is expected, or an object with @id or with a "
        f"text as @value: {str(value)!r:.40}"
    )


def _iri(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TermError("对象没有 @id / an object without @id is a blank node")
    if len(value) > IRI_LIMIT:
        raise TermError(
            f"IRI 超过 {IRI_LIMIT:,} 字符 / an IRI longer than {IRI_LIMIT:,} characters"
        )
    return value


def _word(value: object) -> str:
    return _expanded(_iri(value))


@lru_cache(maxsize=8192)
def _expanded(word: str) -> str:
    """A word of a vocabulary in full."""
    prefix, colon, name = word.partition(":")
    if not colon or word.startswith("@"):
        raise TermError(f"不是词汇表里的词 / no word of a vocabulary: {word!r:.40}")
    return JSON_LD_PREFIXES[prefix] + name if prefix in JSON_LD_PREFIXES else word
