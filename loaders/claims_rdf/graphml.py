"""GraphML of claims: nodes with their claims as JSON, and an edge for each claim, with its data.

Read as a stream, with the line of each claim. A document type, and with it entities, is refused.
Text that a claim has no place for is no smaller matter than in RDF: it is rejected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from graph import Place, PropertyValue, SourceError
from graph.ledger import ToldClaim, ToldReading
from loaders import markup
from loaders.claims_rdf.json_text import parsed_json
from loaders.claims_rdf.rules import RefusalError, names_people
from loaders.claims_rdf.statements import TermError
from loaders.claims_rdf.stating import INTEGER

JSON, PROPERTIES = "json:", "properties."
"""What the name of data begins with: of a text in JSON, and then of a property."""
TOLD = (
    "valid_from",
    "valid_to",
    "certainty",
    "source",
    "family",
    "recorded_at",
    "retracted_at",
    "reason",
)
"""What is told of a claim as text, by the names of a `ToldClaim`."""
MOST = markup.LARGEST
"""Bytes of one node with all its claims."""
_NUMBERS = ("line", "column", "offset", "length")
_READING = ("sha256", "file", "loader", *_NUMBERS, "locator")
_TREES = frozenset({"key", "graph/node", "graph/edge"})
_MARKS = frozenset({"", "graph"})
_MEND = "用导出的 GraphML / use GraphML as it is exported"
Row = tuple[Place, ToldClaim | RefusalError]
Key = tuple[str, str]
"""The name and the type of data."""


def reading_json(one: ToldReading) -> dict[str, object]:
    """A reading as JSON has it, without what is empty."""
    named = dict(zip(_NUMBERS, one.numbers, strict=True))
    found = {"sha256": one.sha256, "file": one.file, "loader": one.loader, **named}
    found["locator"] = one.locator or None
    return {name: value for name, value in found.items() if value is not None}


def graphml_rows(path: Path) -> Iterator[Row]:
    """The claims of a file, each with its place, or what is wrong with it. Raises `SourceError`."""
    keys: dict[str, Key] = {}
    for node in markup.nodes(path, _TREES, _MARKS):
        match node.path:
            case "key":
                _learn(path, node, keys)
            case "graph/node":
                yield from _of_node(node, keys)
            case "graph/edge":
                yield node.place, _of_edge(node, keys)
            case "graph" if node.attributes.get("edgedefault") == "directed":
                pass
            case "" if node.name == "graphml":
                pass
            case _:
                where = f"第 {node.line} 行 / line {node.line}"
                rule = (
                    f"{where}: 断言的 GraphML 里没有 / none of GraphML of claims: {node.name!r:.40}"
                )
                raise SourceError(path, rule, _MEND)


def _learn(path: Path, node: markup.Node, keys: dict[str, Key]) -> None:
    name = _word(node.attributes.get("attr.name", ""))
    number, kind = node.attributes.get("id", ""), node.attributes.get("attr.type", "")
    if number in keys or name is None:
        rule = (
            f"第 {node.line} 行 / line {node.line}: 键不成立 / no key, or one that is there twice"
        )
        raise SourceError(path, rule, _MEND)
    keys[number] = (name, kind)


def _of_edge(node: markup.Node, keys: Mapping[str, Key]) -> ToldClaim | RefusalError:
    try:
        data = _data(node, keys)
        told: dict[str, str] = {}
        properties: list[tuple[str, PropertyValue | None]] = []
        readings: object = []
        for name, value in data.items():
            if name.startswith(PROPERTIES):
                properties.append((name.removeprefix(PROPERTIES), _value(node.line, name, value)))
            elif name == "readings" and isinstance(value, str):
                readings = _parsed(node.line, name, value)
            elif name in (*TOLD, "type", "id") and isinstance(value, str):
                told[name] = value
            else:
                raise _unknown(node.line, name)
        claim = told.pop("id", None) or node.attributes.get("id")
        ends = [_word(node.attributes.get(end, "")) for end in ("source", "target")]
        if node.attributes.get("directed", "true") != "true":
            raise RefusalError(node.line, "directed", "false", "property")
        kind = told.pop("type", None)
        given = {name: told.get(name) for name in TOLD}
        return ToldClaim(
            claim=claim,
            kind=kind,
            subject=ends[0],
            object=ends[1] or "",
            properties=tuple(properties),
            readings=_readings(node.line, readings),
            **given,
        )
    except RefusalError as error:
        return error


def _of_node(node: markup.Node, keys: Mapping[str, Key]) -> Iterator[Row]:
    """The claims of a node, each in its line if they stand in lines."""
    try:
        data = _data(node, keys)
        label, text = data.pop("label", None), data.pop("claims", "[]")
        for name in data:
            raise _unknown(node.line, name)
        found = _parsed(node.line, "claims", text)
        if not isinstance(found, list) or not isinstance(label, str):
            raise RefusalError(node.line, "label", str(label), "datatype")
    except RefusalError as error:
        yield node.place, error
        return
    begin = next((one.line for one in node.children if _name(one, keys) == "claims"), node.line)
    in_lines = str(text).count("\n") == len(found) + 1
    subject = _word(node.attributes.get("id", ""))
    for number, one in enumerate(found, 1):
        line = begin + number if in_lines else node.line
        try:
            yield Place(line, 0), _claim(line, one, label, subject)
        except RefusalError as error:
            yield Place(line, 0), error


def _claim(line: int, found: object, kind: str, subject: str | None) -> ToldClaim:
    """A claim about a node from its object of JSON."""
    if not isinstance(found, dict):
        raise RefusalError(line, "claims", str(found), "datatype")
    properties, readings = found.get("properties", {}), found.get("readings", [])
    if not isinstance(properties, dict):
        raise RefusalError(line, "properties", str(properties), "datatype")
    texts: dict[str, str | None] = dict.fromkeys(("claim", *TOLD))
    for name, value in found.items():
        if name in ("properties", "readings"):
            continue
        if name not in texts:
            raise _unknown(line, name)
        if not isinstance(value, str):
            raise RefusalError(line, name, str(value), "datatype")
        texts[name] = value
    return ToldClaim(
        kind=kind,
        subject=subject,
        object=None,
        properties=tuple((name, _value(line, name, one)) for name, one in properties.items()),
        readings=_readings(line, readings),
        **texts,
    )


def _data(node: markup.Node, keys: Mapping[str, Key]) -> dict[str, object]:
    """The data of a node or an edge by name, as values of their types."""
    found: dict[str, object] = {}
    for child in node.children:
        if child.name != "data" or child.children:
            raise _unknown(child.line, child.name)
        name, kind = keys.get(child.attributes.get("key", ""), ("", ""))
        if not name:
            raise _unknown(child.line, child.attributes.get("key", ""))
        value = _typed(child, name, kind)
        name = name.removeprefix(JSON)
        if name in found:
            raise RefusalError(child.line, name, child.text, "twice")
        found[name] = value
    if node.text:
        raise RefusalError(node.line, node.name, node.text, "property")
    return found


def _typed(child: markup.Node, name: str, kind: str) -> object:
    text = child.text
    if name.startswith(JSON):
        return _parsed(child.line, name, text)
    match kind:
        case "string":
            return text
        case "boolean" if text in ("true", "false"):
            return text == "true"
        case "long" | "int" if INTEGER.match(text):
            return int(text)
    raise RefusalError(child.line, name, text, "datatype")


def _name(child: markup.Node, keys: Mapping[str, Key]) -> str:
    return keys.get(child.attributes.get("key", ""), ("", ""))[0]


def _value(line: int, name: str, value: object) -> PropertyValue:
    if isinstance(value, (str, int)):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    raise RefusalError(line, name, str(value), "datatype")


def _readings(line: int, found: object) -> tuple[ToldReading, ...]:
    if not isinstance(found, list):
        raise RefusalError(line, "readings", str(found), "datatype")
    return tuple(_reading(line, one) for one in found)


def _reading(line: int, found: object) -> ToldReading:
    if not isinstance(found, dict):
        raise RefusalError(line, "readings", str(found), "datatype")
    for name in found:
        if name not in _READING:
            raise _unknown(line, name)
    texts = {name: found.get(name) for name in ("sha256", "file", "loader", "locator")}
    numbers = [found.get(name) for name in _NUMBERS]
    wrong: Sequence[object] = [
        *(one for one in texts.values() if not isinstance(one, (str, type(None)))),
        *(one for one in numbers if one is not None and type(one) is not int),
    ]
    if wrong:
        raise RefusalError(line, "readings", str(wrong[0]), "datatype")
    first, second, third, fourth = numbers
    return ToldReading(
        texts["sha256"],
        texts["file"],
        texts["loader"],
        (first, second, third, fourth),
        texts["locator"] or "",
    )


def _parsed(line: int, name: str, text: object) -> object:
    try:
        return parsed_json(str(text))
    except TermError as error:
        raise RefusalError(line, name, str(text), "datatype", str(error)) from error


def _unknown(line: int, name: str) -> RefusalError:
    return RefusalError(line, name, name, "person name" if names_people(name) else "property")


def _word(text: str) -> str | None:
    """An id or a name as it was before it was fit for XML; None where it cannot be read."""
    if not text.startswith('"'):
        return text
    try:
        found = parsed_json(text)
    except TermError:
        return None
    return found if isinstance(found, str) else None
