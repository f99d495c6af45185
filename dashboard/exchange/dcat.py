"""DCAT 3 (W3C REC-vocab-dcat-3-20240822) of the lake: its datasets and files, as JSON-LD.

Each dataset of the lake is a `dcat:Dataset` with the period it covers; each file is a
`dcat:Distribution` with its size and SHA-256. Files are named relative to the home.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from graph.lake import LakeFile, LakeLoad, datasets, lake_loads
from ontology import NAMESPACE, original_iri

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "suyuan": NAMESPACE,
    "title": {"@id": "dcterms:title"},
    "identifier": {"@id": "dcterms:identifier"},
    "dataset": {"@id": "dcat:dataset", "@type": "@id"},
    "distribution": {"@id": "dcat:distribution", "@type": "@id"},
    "mediaType": {"@id": "dcat:mediaType", "@type": "@id"},
    "byteSize": {"@id": "dcat:byteSize", "@type": "xsd:nonNegativeInteger"},
    "temporal": {"@id": "dcterms:temporal"},
    "startDate": {"@id": "dcat:startDate", "@type": "xsd:dateTime"},
    "endDate": {"@id": "dcat:endDate", "@type": "xsd:dateTime"},
    "issued": {"@id": "dcterms:issued", "@type": "xsd:dateTime"},
    "modified": {"@id": "dcterms:modified", "@type": "xsd:dateTime"},
    "checksum": {"@id": "spdx:checksum"},
    "algorithm": {"@id": "spdx:algorithm", "@type": "@id"},
    "checksumValue": {"@id": "spdx:checksumValue", "@type": "xsd:hexBinary"},
    "derivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "rows": {"@id": "suyuan:rows", "@type": "xsd:integer"},
}
_PARQUET = "https://www.iana.org/assignments/media-types/application/vnd.apache.parquet"
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The catalogue as a JSON-LD document, and how many datasets and files are in it."""

    document: dict[str, object]
    counts: dict[str, int]


def lake_catalogue(home: Path) -> Catalogue:
    """The catalogue of a home's lake. Raises `LakeDamagedError` where a manifest is broken."""
    found = [(folder.name, lake_loads(folder)) for folder in datasets(home)]
    files = sum(len(load.files) for _, each in found for load in each)
    document: dict[str, object] = {
        "@context": _CONTEXT,
        "@id": f"{NAMESPACE}lake",
        "@type": "dcat:Catalog",
        "title": [
            {"@value": "观测值数据湖", "@language": "zh"},
            {"@value": "lake of observed values", "@language": "en"},
        ],
        "dataset": [_dataset(name, each) for name, each in found],
    }
    return Catalogue(document, {"datasets": len(found), "files": files})


def _dataset(name: str, each: Sequence[LakeLoad]) -> dict[str, object]:
    files = [file for load in each for file in load.files]
    node: dict[str, object] = {
        "@id": f"{NAMESPACE}dataset:{quote(name, safe='')}",
        "@type": "dcat:Dataset",
        "title": name,
        "identifier": name,
        "rows": sum(load.rows for load in each),
        "distribution": [_file(name, file, load) for load in each for file in load.files],
    }
    if each:
        node |= {"issued": each[0].recorded_at, "modified": each[-1].recorded_at}
    if files:
        node["temporal"] = _period(files)
    return node


def _period(files: Iterable[LakeFile]) -> dict[str, object]:
    spans = [(file.begin, file.end) for file in files]
    return {
        "@type": "dcterms:PeriodOfTime",
        "startDate": min(begin for begin, _ in spans),
        "endDate": max(end for _, end in spans),
    }


def _file(dataset: str, file: LakeFile, load: LakeLoad) -> dict[str, object]:
    return {
        "@id": original_iri(file.sha256),
        "@type": "dcat:Distribution",
        "title": f"lake/{dataset}/{file.name}",
        "mediaType": _PARQUET,
        "byteSize": str(file.size),
        "rows": file.rows,
        "issued": load.recorded_at,
        "temporal": _period([file]),
        "checksum": {
            "@type": "spdx:Checksum",
            "algorithm": _SHA256,
            "checksumValue": file.sha256,
        },
        "derivedFrom": original_iri(load.original),
    }
