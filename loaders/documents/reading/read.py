"""Documents of a file, of an archive or of a folder, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from graph import Place
from loaders.documents.model import Document, Fault, Format, Source
from loaders.documents.reading.container import Archives, Found, Limits, files_of, load
from loaders.documents.reading.docx import read_docx
from loaders.documents.reading.extract import Extract
from loaders.documents.reading.html import read_html
from loaders.documents.reading.pdf import read_pdf
from loaders.documents.reading.sniff import misnamed, sniff
from loaders.documents.reading.text import read_text
from loaders.documents.structure.assemble import document_of

_LIMITS = Limits()


def read_documents(path: Path, limits: Limits = _LIMITS) -> Iterator[Document | Fault]:
    """Every document of a file, of a zip archive or of a folder, in the order of their names.

    A file that cannot be read at all is a `Fault`; what is wrong within a document is among its
    `faults`. Nothing is kept from one document to the next.
    """
    found_any = False
    for each in files_of(path):
        found_any = True
        found = load(each, limits)
        if isinstance(found, Fault):
            yield found
        else:
            archives = Archives(limits, limits.total_bytes)
            yield from _read(found, archives, depth=1)
    if not found_any:
        yield Fault(
            str(path), Place(locator="folder"), "文件夹里没有文件 / the folder holds no files",
            "检查路径 / check the path",
        )  # fmt: skip


def _read(found: Found, archives: Archives, depth: int) -> Iterator[Document | Fault]:
    kind = sniff(found.data, found.name)
    if isinstance(kind, Fault):
        yield kind
    elif isinstance(kind, Format):
        yield read_document(found, kind, archives.limits)
    else:
        for member in archives.members(found, depth):
            if isinstance(member, Fault):
                yield member
            else:
                yield from _read(member, archives, depth + 1)


def read_document(found: Found, kind: Format, limits: Limits = _LIMITS) -> Document | Fault:
    """One document from its bytes, by the format that they are in."""
    extract = _extract(found, kind, limits)
    if isinstance(extract, Fault):
        return extract
    digest = sha256(found.data).hexdigest()
    source = Source(found.path, found.member, digest, kind, extract.encoding)
    name = misnamed(found.member or found.path, kind, found.name)
    return document_of(source, extract, () if name is None else (name,))


def _extract(found: Found, kind: Format, limits: Limits) -> Extract | Fault:
    if kind is Format.TEXT:
        return read_text(found.data, found.name)
    if kind is Format.HTML:
        return read_html(found.data, found.name)
    if kind is Format.DOCX:
        return read_docx(found.data, found.name, limits)
    return read_pdf(found.data, found.name, limits)
