"""A ledger as files for `neo4j-admin database import full`, written in one pass."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from graph.bulk.columns import quoted
from graph.bulk.part import Stretch, write_stretch, write_stretch_beside
from graph.bulk.sheets import Sheet, SheetWriter, Written
from graph.bulk.stubs import stub_ids
from graph.errors import InvalidValueError
from graph.ledger import Ledger
from graph.projection.project import chain_at, ontology_fingerprint
from graph.store.position import POSITION_LABEL, position_row
from graph.store.protocol import StorePosition

UNFINISHED = "+unfinished"
"""Ends the ontology of a position where elements that no file can hold whole are still missing."""
ALONE = 100_000  # so many positions are not worth a second process
WRITERS = 4


@dataclass(frozen=True, slots=True)
class ImportFiles:
    """Import files of a ledger position, and what the graph must hold in the end.

    `nodes` and `edges` count elements by label and type. `aside`: how many elements no file can
    hold whole; they are written when the server runs again. `multiline` and `longest` (characters
    of a row) tell the importer how to read.
    """

    folder: Path
    sheets: tuple[Sheet, ...]
    nodes: Mapping[str, int]
    edges: Mapping[str, int]
    aside: int
    position: StorePosition
    multiline: bool
    longest: int

    @property
    def elements(self) -> int:
        """Nodes and edges together."""
        return sum(self.nodes.values()) + sum(self.edges.values())


def write_import_files(
    ledger: Ledger,
    folder: Path,
    *,
    until: int | None = None,
    writers: int | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> ImportFiles:
    """Write a ledger as of a position (its end when None) into a new or empty folder.

    `writers`: how many processes write, as many as pay when None. `progress` takes how many
    positions are done. Raises `InvalidValueError` for a folder that holds something.
    """
    at = ledger.head().position if until is None else until
    _make_empty(folder)
    parts = _write(ledger, folder, stretches(at, writers), progress)
    aside = sum(p.nodes_aside + sum(p.edges_aside.values()) for p in parts)
    fingerprint = ontology_fingerprint() + (UNFINISHED if aside else "")
    position = StorePosition(chain_at(ledger, at), at, fingerprint)
    sheets = [sheet for part in parts for sheet in part.sheets]
    edges = _count(sheets, node=False)
    for part in parts:
        edges.update(part.edges_aside)
    return ImportFiles(
        folder,
        (*sheets, _write_position(folder, position)),
        dict(sorted(_count(sheets, node=True).items())),
        dict(sorted(edges.items())),
        aside,
        position,
        any(p.multiline for p in parts),
        max(p.longest for p in parts),
    )


def stretches(at: int, writers: int | None = None) -> list[Stretch]:
    """The positions up to `at`, shared out among processes."""
    if writers is None:
        writers = 1 if at <= ALONE else min(os.cpu_count() or 1, WRITERS)
    bounds = [at * n // writers for n in range(writers + 1)]
    return [Stretch(str(n), bounds[n], bounds[n + 1], at) for n in range(writers)]


def _make_empty(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise InvalidValueError(
            "--csv",
            str(folder),
            "文件夹里已有东西 / the folder holds something",
            "给一个新的或空的文件夹 / name a new or an empty one",
        )


def _write(
    ledger: Ledger, folder: Path, shares: list[Stretch], progress: Callable[[int], None]
) -> list[Written]:
    """All files but the position: the elements of each stretch, and the stubs of all."""
    if len(shares) == 1:
        parts = [write_stretch(ledger, folder, shares[0], progress)]
        return [*parts, _write_stubs(ledger, folder, shares[0].at)]
    done, lock = Counter[str](), Lock()

    def one(share: Stretch) -> Written:
        def tell(count: int) -> None:
            with lock:
                done[share.name] = count
                progress(done.total())

        return write_stretch_beside(ledger.home, folder, share, tell)

    with ThreadPoolExecutor(len(shares)) as pool:
        running = [pool.submit(one, share) for share in shares]
        stubs = _write_stubs(ledger, folder, shares[0].at)
        return [*(r.result() for r in running), stubs]


def _write_stubs(ledger: Ledger, folder: Path, at: int) -> Written:
    writer = SheetWriter(folder, "stubs")
    writer.write_stubs(stub_ids(ledger, at))
    return writer.close()


def _write_position(folder: Path, position: StorePosition) -> Sheet:
    """The node by which the store knows how far it is, as `apply` writes it."""
    row = position_row(position)
    header, data = f"{POSITION_LABEL}.header.csv", f"{POSITION_LABEL}.csv"
    cells = [str(v) if isinstance(v, int) else quoted(str(v)) for v in row.values()]
    types = ["ID" if name == "id" else _type(value) for name, value in row.items()]
    headings = [f"{name}:{kind}" for name, kind in zip(row, types, strict=True)]
    (folder / header).write_text(",".join(headings) + "\n", encoding="utf-8")
    (folder / data).write_text(",".join(cells) + "\n", encoding="utf-8")
    return Sheet(POSITION_LABEL, True, header, data, 1)


def _type(value: object) -> str:
    return "long" if isinstance(value, int) else "string"


def _count(sheets: list[Sheet], *, node: bool) -> Counter[str]:
    counted = Counter[str]()
    for sheet in sheets:
        if sheet.node is node:
            counted[sheet.kind] += sheet.rows
    return counted
