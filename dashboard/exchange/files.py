"""The formats, and the files that each is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from dashboard.exchange.dcat import lake_catalogue
from dashboard.exchange.exported import Exported
from dashboard.exchange.graphml import write_graphml
from dashboard.exchange.prov_json import write_prov_json
from dashboard.exchange.rdf import write_json_ld, write_turtle
from dashboard.exchange.wmdr import write_wmdr_json, write_wmdr_xml
from dashboard.render.files import making_folder, writing
from graph import element_key
from graph.element import Element
from graph.lake import write_elements
from graph.ledger import LedgerReader
from graph.projection import stream_elements, stream_nodes


def write_exchange(reader: LedgerReader, form: str, output: Path) -> Exported:
    """Write the graph at the reader's position in one of `FORMATS`: whole, or not at all.

    Raises `MissingExtraError`, `InvalidValueError` for what a format cannot hold.
    """
    return FORMATS[form](reader, output)


def _graphml(reader: LedgerReader, output: Path) -> Exported:
    with writing(output) as stream:
        counts = write_graphml(reader, stream)
    return Exported((str(output),), counts)


def _node_link(reader: LedgerReader, output: Path) -> Exported:
    """What `networkx.node_link_graph` reads: nodes by id, edges by the key of the element."""
    counts = {"nodes": 0, "edges": 0}

    def each(name: str, elements: Iterator[Element]) -> Iterator[str]:
        for element in elements:
            counts[name] += 1
            mark = ",\n" if counts[name] > 1 else "\n"
            yield mark + json.dumps(_linked(element), ensure_ascii=False)

    with writing(output) as stream:
        stream.write('{"directed": true, "multigraph": true, "graph": {}, "nodes": [')
        stream.writelines(each("nodes", stream_nodes(reader)))
        stream.write('\n], "edges": [')
        stream.writelines(each("edges", stream_elements(reader, edges=True)))
        stream.write("\n]}\n")
    return Exported((str(output),), counts)


def _linked(element: Element) -> dict[str, object]:
    if element.object is None:
        return {"id": element.subject, "label": element.kind, **element.properties}
    return {
        "source": element.subject,
        "target": element.object,
        "key": element_key(element.kind, element.subject, element.object, element.valid_from),
        "type": element.kind,
        **element.properties,
    }


def _parquet(reader: LedgerReader, output: Path) -> Exported:
    """A folder with `nodes.parquet` and `edges.parquet`."""
    with making_folder(output) as making:
        nodes = write_elements(making / "nodes.parquet", stream_nodes(reader), edges=False)
        links = stream_elements(reader, edges=True)
        edges = write_elements(making / "edges.parquet", links, edges=True)
    files = tuple(str(output / name) for name in ("nodes.parquet", "edges.parquet"))
    return Exported(files, {"nodes": nodes, "edges": edges})


def _turtle(reader: LedgerReader, output: Path) -> Exported:
    with writing(output) as stream:
        counts = write_turtle(reader, stream)
    return Exported((str(output),), counts)


def _json_ld(reader: LedgerReader, output: Path) -> Exported:
    with writing(output) as stream:
        counts = write_json_ld(reader, stream)
    return Exported((str(output),), counts)


def _prov_json(reader: LedgerReader, output: Path) -> Exported:
    with writing(output) as stream:
        counts = write_prov_json(reader, stream)
    return Exported((str(output),), counts)


def _dcat(reader: LedgerReader, output: Path) -> Exported:
    catalogue = lake_catalogue(reader.ledger.home)
    with writing(output) as stream:
        json.dump(catalogue.document, stream, ensure_ascii=False, indent=1)
        stream.write("\n")
    return Exported((str(output),), catalogue.counts)


FORMATS: Mapping[str, Callable[[LedgerReader, Path], Exported]] = MappingProxyType(
    {
        "turtle": _turtle,
        "json-ld": _json_ld,
        "graphml": _graphml,
        "node-link": _node_link,
        "parquet": _parquet,
        "prov-json": _prov_json,
        "dcat": _dcat,
        "wmdr-xml": write_wmdr_xml,
        "wmdr-json": write_wmdr_json,
    }
)
