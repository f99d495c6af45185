"""Claims as GraphML (graphdrawing.org, 2002): nodes with their claims, and an edge for each claim.

A node stands once, with what is claimed of it as a list in JSON, a line a claim. An edge has the
hash of its claim as id, and what it says and is told of as data of their types; its properties are
`properties.NAME`. Texts that XML cannot hold as they are, and several texts, are JSON under
`json:` and the name. Nodes stand in the order of their ids, edges in that of their hashes, so that
what a ledger holds gives the same bytes on every day.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import chain, groupby
from pathlib import Path
from xml.sax.saxutils import escape

import orjson

from dashboard.claim_order import Block, in_order
from dashboard.exporting_rows import Names
from dashboard.render.files import writing
from dashboard.xml_text import GRAPHML, QUOTED, SPACES, UNFIT
from graph import InvalidValueError, PropertyValue
from graph.ledger import Ledger, LedgerReader, ToldClaim, parse_told, told_body, told_claim
from loaders.claims_rdf.graphml import JSON, MOST, PROPERTIES, TOLD, reading_json
from ontology import IdError, element_iri, kind_of

_HEAD = (
    f"{GRAPHML}"
    '<key id="label" for="node" attr.name="label" attr.type="string"/>\n'
    '<key id="claims" for="node" attr.name="claims" attr.type="string"/>\n'
)
_TAIL = "</graph>\n</graphml>\n"
Key = tuple[str, str]
"""The name and the type of data of edges."""
Datum = tuple[str, str, str]
"""The same, and the text."""


def write_graphml_claims(ledger: Ledger, source_id: str | None, output: Path) -> int:
    """Write each claim to a file; returns how many.

    Raises `InvalidValueError` where one node has more claims than can be read again.
    """
    reader, names = LedgerReader(ledger), Names()
    keys: set[Key] = set()

    def blocks() -> Iterator[Block]:
        for stored in reader.every_claim(source_id):
            told = told_claim(stored)
            names.learn(told)
            body = told_body(told).decode()
            if told.object is None:
                yield f"n{element_iri(told.subject or '')} {told.claim}", body
                continue
            keys.update((name, kind) for name, kind, _ in _data(told))
            yield f"z{told.claim}", body
            for end in (told.subject or "", told.object):
                yield f"n{element_iri(end)} ", json.dumps(end)

    texts = in_order(blocks())
    told = chain([next(texts, "")], texts)  # all keys are known when the first one comes
    with writing(output) as stream:
        stream.write(_HEAD)
        stream.writelines(_body(told, names, keys))
        stream.write(_TAIL)
    return reader.count_claims(source_id)


def _body(texts: Iterator[str], names: Names, keys: set[Key]) -> Iterator[str]:
    """The keys of edges, then the nodes and edges."""
    first = next(texts)
    numbered = {key: f"e{number}" for number, key in enumerate(sorted(keys))}
    for (name, kind), number in numbered.items():
        told = f'attr.name="{_word(name)}" attr.type="{kind}"'
        yield f'<key id="{number}" for="edge" {told}/>\n'
    yield '<graph edgedefault="directed">\n'
    everything = (_parsed(text) for text in chain([first], texts) if text)
    for (node, claim), each in groupby(everything, key=_element):
        claims = [names.given(one) for one in each if isinstance(one, ToldClaim)]
        yield _edge(claims[0], numbered) if claim else _node(node, claims)


def _parsed(text: str) -> ToldClaim | str:
    """A claim; or the id of a node at which an edge ends."""
    return json.loads(text) if text.startswith('"') else parse_told(text)


def _element(one: ToldClaim | str) -> tuple[str, str]:
    """The id of a node, else that of an edge."""
    if isinstance(one, str):
        return one, ""
    return (one.subject or "", "") if one.object is None else ("", one.claim or "")


def _node(name: str, claims: list[ToldClaim]) -> str:
    try:
        label = claims[0].kind if claims else kind_of(name).label
    except IdError:
        label = ""
    lines = ",\n".join(_claim(one) for one in claims)
    data = f'<data key="claims">[\n{lines}\n]</data>' if claims else ""
    return _checked(
        f'<node id="{_word(name)}"><data key="label">{label}</data>{data}</node>\n', name
    )


def _checked(element: str, name: str) -> str:
    """An element that is small enough to be read again."""
    if len(element) > MOST // 4:  # of at most four bytes each
        raise InvalidValueError(
            "--format",
            "graphml",
            f"{name:.60} 的断言太多，读不回来 / more claims of {name:.60} than can be read",
            "改用 parquet / use parquet",
        )
    return element


def _claim(told: ToldClaim) -> str:
    """One claim about a node as JSON in a line, as XML holds it."""
    found: dict[str, object] = {name: value for name, _, value in _told(told)}
    found |= {"properties": dict(told.properties), "readings": _readings(told)}
    return escape(_json({"claim": told.claim, **found}))


def _edge(told: ToldClaim, keys: Mapping[Key, str]) -> str:
    data = "".join(
        f'<data key="{keys[name, kind]}">{escape(text, SPACES)}</data>'
        for name, kind, text in _data(told)
    )
    ends = f'source="{_word(told.subject or "")}" target="{_word(told.object or "")}"'
    return _checked(f'<edge id="{told.claim}" {ends}>{data}</edge>\n', told.subject or "")


def _data(told: ToldClaim) -> Iterator[Datum]:
    """What is told of an edge, each with the type of its text."""
    yield "type", "string", told.kind or ""
    for name, kind, text in _told(told):
        yield (name, kind, text) if _fits(text) else (JSON + name, kind, _json(text))
    for name, value in told.properties:
        yield _property(PROPERTIES + name, value)
    yield "readings", "string", _json(_readings(told))


def _told(told: ToldClaim) -> Iterator[Datum]:
    for name in TOLD:
        value = getattr(told, name)
        if value is not None:
            yield name, "string", value


def _property(name: str, value: PropertyValue | None) -> Datum:
    if isinstance(value, bool):
        return name, "boolean", str(value).lower()
    if isinstance(value, int):
        return name, "long", str(value)
    if isinstance(value, str) and _fits(value):
        return name, "string", value
    return JSON + name, "string", _json(value)


def _readings(told: ToldClaim) -> list[dict[str, object]]:
    return [reading_json(one) for one in told.readings]


def _fits(text: str) -> bool:
    """Whether XML holds a text as it is, whatever reads it."""
    return text.strip() == text != "" and UNFIT.search(text) is None


def _json(value: object) -> str:
    """JSON that XML can hold."""
    text = orjson.dumps(value).decode()
    return UNFIT.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _word(text: str) -> str:
    """An id or a name in an attribute; in quotes as JSON where XML does not hold it as it is."""
    return escape(text if _fits(text) and text[0] != '"' else _json(text), QUOTED)
