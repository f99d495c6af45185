"""Raw values: Parquet files of one UTC day each, a manifest of their hashes, and one protocol."""

from graph.lake.check import LakeReport, verify_lake
from graph.lake.layout import datasets
from graph.lake.manifest import LakeFile, LakeLoad, lake_loads
from graph.lake.opening import (
    open_lake,
    read_claim_table,
    write_claim_table,
    write_elements,
    write_lake,
)
from graph.lake.protocol import (
    COLUMNS,
    Citation,
    Grouping,
    Lake,
    Period,
    Reading,
    Selection,
    Span,
)

__all__ = [
    "COLUMNS",
    "Citation",
    "Grouping",
    "Lake",
    "LakeFile",
    "LakeLoad",
    "LakeReport",
    "Period",
    "Reading",
    "Selection",
    "Span",
    "datasets",
    "lake_loads",
    "open_lake",
    "read_claim_table",
    "verify_lake",
    "write_claim_table",
    "write_elements",
    "write_lake",
]
