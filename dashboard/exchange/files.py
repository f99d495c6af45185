"""The formats, and the files that each is."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from dashboard.exchange.dcat import lake_catalogue
from dashboard.exchange.graphml import write_graphml
from dashboard.exchange.prov_json import write_prov_json
from dashboard.exchange.rdf import write_json_ld, write_turtle
from dashboard.render.files import writing
from graph import InvalidValueError, element_key
from graph.element import Element
from graph.lake import write_elements
from graph.ledger import LedgerReader
from graph.projection import stream_elements, stream_nodes


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the files, and how many things of each sort are in them."""

    files: tuple[str, ...]
    counts: Mapping[str, int]


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
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise InvalidValueError(
            "--output",
            str(output),
            "须是空文件夹，或还没有 / not an empty folder, nor a new one",
            "换一个 / use another",
        )
    making = Path(tempfile.mkdtemp(dir=output.parent, prefix=f".{output.name}."))
    try:
        nodes = write_elements(making / "nodes.parquet", stream_nodes(reader), edges=False)
        links = stream_elements(reader, edges=True)
        edges = write_elements(making / "edges.parquet", links, edges=True)
        making.chmod(0o755)
        making.replace(output)
    finally:
        shutil.rmtree(making, ignore_errors=True)
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
    }
)
