"""The loader of official documents: text, web pages, DOCX, PDF, and archives of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph import Claim, Rejected
from loaders.documents.facts.claims import Making, manners_of, printed_names, within
from loaders.documents.facts.fact import Fact, Said
from loaders.documents.facts.mentions import mention_facts
from loaders.documents.facts.read import facts_of
from loaders.documents.facts.reading import Reading, own_text
from loaders.documents.facts.titles import title_name
from loaders.documents.flattening import Flattened
from loaders.documents.model import Document, Fault
from loaders.documents.names import Gazetteer
from loaders.documents.process_rows import ProcessRows, process_rows, told_twice
from loaders.documents.reading.read import read_documents
from loaders.documents.reading.text import read_text
from loaders.person_ids import PersonIds
from loaders.process_tables import LOADER as PROCESS_TABLES
from loaders.protocol import RawRow, SourceFile
from ontology import Certainty

_SUFFIXES = {".htm", ".html", ".shtml", ".docx", ".doc", ".wps", ".pdf", ".zip"}
_TEXT_SUFFIXES = {"", ".txt", ".text", ".md"}
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ENOUGH, _SHARE = 20, 0.3
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _Payload:
    """A fact, and what makes claims of it."""

    making: Making
    said: Said


@dataclass(frozen=True, slots=True)
class _OfMember:
    """A row of a table in a member of an archive."""

    member: str
    row: RawRow


@dataclass(frozen=True, slots=True)
class _OfTable:
    """A row of a table that the file marks, with places in the flattened text."""

    flat: Flattened
    row: RawRow


@dataclass(frozen=True, slots=True)
class Documents:
    """Official documents (see `loaders.protocol.Loader`).

    A text with tables of processes and interfaces yields what `loaders.process_tables` reads in
    them, and beside that the facts of its running text.
    """

    name: str = "documents"
    title_zh: str = "公文（文本、网页、DOCX、PDF 与压缩包）"
    title_en: str = "official documents (text, web page, DOCX, PDF, archive)"
    version: str = "3"
    family: str = "document"
    snapshot: str | None = None
    row_local: bool = False
    _told: dict[Path, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether the name is that of a document or an archive, or the content Chinese text."""
        suffix = path.suffix.lower()
        if suffix in _SUFFIXES:
            return True
        return suffix in _TEXT_SUFFIXES and _is_chinese(head)

    def read(self, source: SourceFile) -> Iterator[RawRow | Rejected]:
        """The facts of every document in the file. Raises `SourceError` where none is readable."""
        faults: list[Fault] = []
        told: list[str] = []
        found = False
        for each in read_documents(source.path):
            if isinstance(each, Fault):
                faults.append(each)
            else:
                found = True
                yield from _rows(each, source, told)
        if faults and not found:
            raise faults[0].error()
        for fault in faults:
            yield replace(fault.rejected(), place=within(_member(fault), fault.place))
        self._told.clear()
        self._told[source.path] = tuple(dict.fromkeys(told))

    def warnings(self, source: SourceFile) -> tuple[str, ...]:
        """Names of units that are not resolved, processes outside the lists."""
        if source.path not in self._told:
            for _ in self.read(source):
                pass
        return self._told[source.path]

    def claims(self, row: RawRow, source: SourceFile) -> Iterable[Claim | Rejected]:
        """What one row says; a source declared inferred or synthetic says nothing stronger."""
        match row.payload:
            case _Payload(making, said):
                for claim in making.claims(said):
                    yield _weakened(claim, source.certainty)
            case _OfMember(member, inner):
                for each in self.claims(inner, source):
                    yield replace(each, place=within(member, each.place or inner.place))
            case _OfTable(flat, inner):
                for each in PROCESS_TABLES.claims(inner, source):
                    yield replace(each, place=flat.place(each.place or inner.place))
            case _:
                yield from PROCESS_TABLES.claims(row, source)


def _is_chinese(head: bytes) -> bool:
    """Whether the beginning of a file is text of which a good part is Chinese."""
    extract = read_text(head, "")
    if isinstance(extract, Fault):
        return False
    text = extract.original.text
    han = len(_HAN.findall(text))
    return han >= _ENOUGH and han >= _SHARE * len("".join(text.split()))


def _weakened(claim: Claim, declared: str | None) -> Claim:
    return (
        replace(claim, certainty=str(declared)) if _is_weaker(declared, claim.certainty) else claim
    )


def _is_weaker(declared: str | None, certainty: str) -> bool:
    ranks = [each.value for each in Certainty]
    return declared in ranks and ranks.index(declared) > ranks.index(certainty)


def reading_of(document: Document, tables: ProcessRows) -> Reading | None:
    """A document with its names; None for one without a title, of which nothing could be said."""
    heading, title = tables.heading, document.head.title
    if heading is None and title is None:
        return None
    printed = document.text
    document = replace(document, text=own_text(document))
    if heading is not None:
        return Reading(document, Gazetteer(document), heading.title, tables.units, printed)
    name = title_name(title.text if title else "")
    return Reading(document, Gazetteer(document), name, printed=printed)


def _rows(document: Document, source: SourceFile, told: list[str]) -> Iterator[RawRow | Rejected]:
    """What the tables and the text of one document say, then what of it cannot be read."""
    member, tables = document.source.member, process_rows(document)
    for row in tables.rows:
        placed = _in_file(row, tables.flat) if tables.flat else row
        yield _in_member(placed, member) if member else placed
    told += tables.warnings
    reading = reading_of(document, tables)
    if reading is None:
        yield untitled(document)
    else:
        yield from _facts(reading, source)
        told += _unresolved(reading)
    for fault in document.faults:
        if not (tables.rows and told_twice(document, fault)):
            yield replace(fault.rejected(), place=within(member, fault.place))


def _member(fault: Fault) -> str:
    """The member of the archive that a fault is about, empty where it is the file itself."""
    return fault.source.partition("!")[2]


def _in_file(row: RawRow | Rejected, flat: Flattened) -> RawRow | Rejected:
    place = flat.place(row.place)
    if isinstance(row, Rejected):
        return replace(row, place=place)
    return RawRow(place, row.identity, row.fields, _OfTable(flat, row))


def _in_member(row: RawRow | Rejected, member: str) -> RawRow | Rejected:
    place = within(member, row.place)
    if isinstance(row, Rejected):
        return replace(row, place=place)
    return RawRow(place, f"{member}|{row.identity}", row.fields, _OfMember(member, row))


def _facts(reading: Reading, source: SourceFile) -> Iterator[RawRow]:
    said = [*facts_of(reading), *mention_facts(reading)]
    issuers = [f.object.key[0] for f in said if isinstance(f, Fact) and f.edge == "ISSUED_BY"]
    scope = issuers[0] if issuers else reading.title
    making = Making(
        reading, scope, PersonIds.of_home(source.home), source.source_id, printed_names(said),
        manners_of(said),
    )  # fmt: skip
    member = reading.document.source.member
    prefix = f"{member}|" if member else ""
    for each in said:
        identity = prefix + making.identity(each)
        yield RawRow(making.place(each), identity, payload=_Payload(making, each))


def untitled(document: Document) -> Rejected:
    """That a document has no title, so that nothing can be said of it."""
    return Rejected(
        within(document.source.member, document.place(0, 0)), "title", "",
        "a document has a title",
        "找不到标题，请在文首写明标题 / no title is found: write it at the beginning of the file",
    )  # fmt: skip


def _unresolved(reading: Reading) -> Iterator[str]:
    """How many names of units are not resolved, and the first of them."""
    names = [each.printed for each in reading.names.unresolved()]
    if names:
        different = list(dict.fromkeys(names))
        shown = "、".join(different[:_SHOWN]) + ("等" if len(different) > _SHOWN else "")
        yield (
            f"有{len(names)}处单位名称未能确定（{shown}） / "
            f"{len(names)} names of units are not resolved: suyuan ask unresolved-names"
        )


LOADER = Documents()
