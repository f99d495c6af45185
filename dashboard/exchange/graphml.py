"""GraphML (graphdrawing.org, 2002): all nodes and edges with all properties, of their types.

What GraphML has no type for, several texts and texts that XML cannot hold, is JSON under the name
of the property with `.json` at its end. An edge's id is that of the element: two of one type
between the same nodes are two.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import IO
from xml.sax.saxutils import escape

from dashboard.xml_text import GRAPHML, QUOTED, SPACES, UNFIT
from graph import InvalidValueError, element_key
from graph.element import Element
from graph.ledger import LedgerReader
from graph.projection import stream_elements, stream_nodes

JSON = ".json"
_TYPES = {bool: "boolean", int: "long", float: "double", str: "string"}
Key = tuple[str, str, str]


def write_graphml(reader: LedgerReader, stream: IO[str]) -> dict[str, int]:
    """Write the graph at the reader's position; returns how many nodes and edges.

    The keys stand before the graph in GraphML, and are known after it: it waits on disk meanwhile.
    Raises `InvalidValueError` for an id that XML cannot hold.
    """
    keys: dict[Key, str] = {}
    counts = {"nodes": 0, "edges": 0}
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as body:
        for element in chain(stream_nodes(reader), stream_elements(reader, edges=True)):
            scope, kind = ("edge", "type") if element.object else ("node", "label")
            counts[f"{scope}s"] += 1
            body.write(_tag(element))
            body.writelines(_data({kind: element.kind, **element.properties}, scope, keys))
            body.write(f"</{scope}>\n")
        stream.write(GRAPHML)
        for (scope, name, kind), key in keys.items():
            stream.write(
                f'<key id="{key}" for="{scope}" attr.name="{_attribute(name)}" '
                f'attr.type="{kind}"/>\n'
            )
        stream.write('<graph edgedefault="directed">\n')
        body.seek(0)
        shutil.copyfileobj(body, stream, 1 << 20)
        stream.write("</graph>\n</graphml>\n")
    return counts


def graphml_properties(attributes: Mapping[str, object]) -> dict[str, object]:
    """The properties of an element from what a reader of GraphML makes of it."""
    found = {}
    for name, value in attributes.items():
        if name.endswith(JSON):
            found[name.removesuffix(JSON)] = json.loads(str(value))
        elif name != "id":  # networkx puts the id of an edge among its attributes
            found[name] = value
    return found


def _tag(edge: Element) -> str:
    """The tag that opens a node or an edge."""
    if edge.object is None:
        return f'<node id="{_id(edge.subject)}">'
    name = element_key(edge.kind, edge.subject, edge.object, edge.valid_from)
    return f'<edge id="{_id(name)}" source="{_id(edge.subject)}" target="{_id(edge.object)}">'


def _data(said: Mapping[str, object], scope: str, keys: dict[Key, str]) -> Iterator[str]:
    for name, value in said.items():
        if value is None:
            continue
        kind = _TYPES.get(type(value), "")
        if not kind or (kind == "string" and UNFIT.search(str(value))):
            wanted, text = (scope, name + JSON, "string"), json.dumps(value)
        else:
            wanted = (scope, name, kind)
            text = str(value).lower() if isinstance(value, bool) else str(value)
        key = keys.setdefault(wanted, f"d{len(keys)}")
        yield f'<data key="{key}">{escape(text, SPACES)}</data>'


def _id(text: str) -> str:
    if UNFIT.search(text):
        raise InvalidValueError(
            "id",
            text,
            "XML 里写不了这个标识 / XML cannot hold this id",
            "改用 node-link 或 parquet / use node-link or parquet",
        )
    return _attribute(text)


def _attribute(text: str) -> str:
    return escape(text, QUOTED)
