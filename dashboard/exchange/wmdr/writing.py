"""The stations of a graph as files of WMDR, one a station, in a new folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path

from dashboard.exchange.exported import Exported
from dashboard.exchange.wmdr.around import Around, around_stations
from dashboard.exchange.wmdr.json_record import can_tell, write_json
from dashboard.exchange.wmdr.left_out import LeftOut, read_again, said_by
from dashboard.exchange.wmdr.record import Record, record_of
from dashboard.exchange.wmdr.xml_logs import Evidence
from dashboard.exchange.wmdr.xml_record import write_xml
from dashboard.render.files import making_folder
from graph.element import Element
from graph.ledger import LedgerReader
from loaders.protocol import Loader
from loaders.wmdr_json import LOADER as WMDR_JSON
from loaders.wmdr_xml import LOADER as WMDR_XML

_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class _Form:
    """A format: the end of its file names, its writer, its loader, and which stations it takes."""

    suffix: str
    write: Callable[[Record, Evidence, Path], None]
    loader: Loader
    takes: Callable[[Record], bool] = lambda _: True


def write_wmdr_xml(reader: LedgerReader, output: Path) -> Exported:
    """Write a WIGOSMetadataRecord of WMDR 1.0 for each station into a new folder.

    Raises `MissingExtraError` without lxml, `InvalidValueError` where the folder is not empty.
    """
    return _write(reader, output, _Form(".xml", write_xml, WMDR_XML))


def write_wmdr_json(reader: LedgerReader, output: Path) -> Exported:
    """Write a feature of WMDR 2 for each station with a WIGOS identifier into a new folder.

    Raises `InvalidValueError` where the folder is not empty.
    """

    def write(record: Record, _: Evidence, path: Path) -> None:
        write_json(record, path)

    return _write(reader, output, _Form(".json", write, WMDR_JSON, can_tell))


def _write(reader: LedgerReader, output: Path, form: _Form) -> Exported:
    """Each file is read again by the loader of its format, which shows what it does not carry."""
    left, stations, unnamed = LeftOut(), 0, 0
    with making_folder(output) as folder:
        for batch, around in around_stations(reader):
            records = [(station, record_of(around, station)) for station in batch]
            shorts = {short for _, record in records for short in record.claims}
            evidence = {cited.short: cited for cited in reader.cited(shorts)}
            paths = []
            for station, record in records:
                unnamed += not record.named
                if form.takes(record):
                    paths.append(folder / f"{file_name(station)}{form.suffix}")
                    form.write(record, evidence, paths[-1])
            claims = chain.from_iterable(read_again(form.loader, path) for path in paths)
            left.compare(_elements(around), said_by(claims))
            stations += len(paths)
        counts: Mapping[str, int] = {"stations": stations, "without_wigos_id": unnamed}
        left_out = left.counts(reader)
    return Exported((str(output),), counts, left_out)


def file_name(station: str) -> str:
    """A name that every file system takes, of its own for each station.

    >>> file_name("station:53463"), file_name("station:a/b")
    ('53463', 'a-b-a95b2bf8')
    """
    key = station.partition(":")[2]
    plain = _UNFIT.sub("-", key)
    if plain == key == key.lower():
        return key
    return f"{plain}-{sha256(station.encode()).hexdigest()[:8]}"


def _elements(around: Around) -> list[Element]:
    return [*around.nodes.values(), *chain.from_iterable(around.leaving.values())]
