"""The loader of the process, interface and unit tables of construction plans.

Official plans for quality management systems list their processes, the units that lead them and
the interfaces between levels in tables. As text each cell is a line of its own; captions and
header cells tell what the cells are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from graph import Claim, Rejected, SourceError
from loaders.process_tables.captions import caption
from loaders.process_tables.facts import edge, node, unit_claims
from loaders.process_tables.heading import Heading
from loaders.process_tables.interface_claims import interface_claims
from loaders.process_tables.interface_rows import InterfaceRow
from loaders.process_tables.original import decoded, lines_of, read_lines
from loaders.process_tables.plan import read_plan
from loaders.process_tables.process_claims import process_claims
from loaders.process_tables.process_rows import ProcessRow
from loaders.protocol import RawRow, SourceFile
from ontology import Certainty

_SUFFIXES = {"", ".txt", ".text"}


@dataclass(frozen=True, slots=True)
class ProcessTables:
    """Tables of processes and interfaces in the text of a plan (see `loaders.protocol.Loader`)."""

    name: str = "process_tables"
    title_zh: str = "建设方案的过程、接口与单位表"
    title_en: str = "process, interface and unit tables of plans"
    version: str = "1"
    family: str = "document"
    snapshot: str | None = None
    row_local: bool = False

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether a text holds the caption of such a table in its first 64 KiB."""
        found = decoded(head) if path.suffix.lower() in _SUFFIXES else None
        if found is None or "\0" in found[0]:
            return False
        captions = map(caption, lines_of(head, *found))
        return any(each is not None and each.ours for each in captions)

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        """The heading and the rows of the tables. Raises `SourceError` where there are none."""
        lines = read_lines(source.path)
        if not any(each is not None and each.ours for each in map(caption, lines)):
            raise SourceError(
                source.path,
                "没有“表N.…过程清单”或“…业务接口…”的表题 / no caption of a process list",
                "检查文件是否完整、编码是否正确 / check that file and encoding are whole",
            )
        yield from read_plan(lines)

    def warnings(self, source: SourceFile) -> tuple[str, ...]:
        """Processes of interfaces that no process list of the document holds."""
        return unlisted(row for row in self.read(source) if isinstance(row, RawRow))

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        """What one row says; a source declared inferred or synthetic says nothing stronger."""
        for said in _said(row.payload, source.source_id):
            if isinstance(said, Rejected):
                yield replace(said, identity=row.identity)
            elif _is_weaker(source.certainty, said.certainty):
                yield replace(said, certainty=str(source.certainty))
            else:
                yield said


def unlisted(rows: Iterable[RawRow]) -> tuple[str, ...]:
    """A warning for each process of an interface that no process list of the document holds."""
    payloads = [row.payload for row in rows]
    sides = [payload.lower for payload in payloads if isinstance(payload, InterfaceRow)]
    unknown = {s.process.shown for s in sides if s.process and s.key and not s.described}
    return tuple(
        f"接口过程“{name}”不在过程清单中，按名称载入 / not in the process lists, kept by name"
        for name in sorted(unknown)
    )


def _said(payload: object, source_id: str) -> Iterator[Claim | Rejected]:
    match payload:
        case ProcessRow():
            yield from process_claims(payload, source_id)
        case InterfaceRow():
            yield from interface_claims(payload, source_id)
        case Heading():
            yield from _document_claims(payload, source_id)


def _document_claims(heading: Heading, source_id: str) -> Iterator[Claim]:
    document = node("Document", (heading.title,), heading.place, {"name": heading.title})
    yield document
    if heading.issuer_place is not None:
        issuer = list(unit_claims(heading.issuer, heading.issuer_place, source_id))
        yield from issuer
        yield edge("ISSUED_BY", document.subject, issuer[0].subject, heading.issuer_place)


def _is_weaker(declared: str | None, certainty: str) -> bool:
    ranks = [each.value for each in Certainty]
    return declared in ranks and ranks.index(declared) > ranks.index(certainty)


LOADER = ProcessTables()
