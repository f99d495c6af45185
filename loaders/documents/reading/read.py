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


def read_documents(
    path: Path, limits: Limits = _LIMITS, member: str = ""
) -> Iterator[Document | Fault]:
    """Every document of a file, of a zip archive or of a folder, in the order of their names.

    A file that cannot be read at all is a `Fault`; what is wrong within a document is among its
    `faults`. Nothing is kept from one document to the next. `member`: only this one of an archive.
    """
    for each in _leaves(path, limits, member):
        if isinstance(each, Fault):
            yield each
        else:
            yield read_document(*each, limits)


def member_names(path: Path, limits: Limits = _LIMITS) -> list[str]:
    """The members of an archive, those of archives in it too, by the names they are asked by."""
    found = (each for each in _leaves(path, limits, "") if not isinstance(each, Fault))
    return [file.member for file, _ in found if file.member]


def _leaves(path: Path, limits: Limits, member: str) -> Iterator[tuple[Found, Format] | Fault]:
    """Every file that is no archive, with its format."""
    found_any = False
    for each in files_of(path):
        found_any = True
        found = load(each, limits)
        if isinstance(found, Fault):
            yield found
        else:
            archives = Archives(limits, limits.total_bytes)
            yield from _opened(found, archives, 1, member)
    if not found_any:
        yield Fault(
            str(path), Place(locator="folder"), "文件夹里没有文件 / the folder holds no files",
            "检查路径 / check the path",
        )  # fmt: skip


def _opened(
    found: Found, archives: Archives, depth: int, wanted: str
) -> Iterator[tuple[Found, Format] | Fault]:
    kind = sniff(found.data, found.name)
    if isinstance(kind, Fault):
        yield kind
    elif isinstance(kind, Format):
        if not wanted or found.member == wanted:
            yield found, kind
    else:
        for member in archives.members(found, depth):
            if isinstance(member, Fault):
                if not wanted or member.source.endswith(f"!{wanted}"):
                    yield member
            elif not wanted or f"{wanted}!".startswith(f"{member.member}!"):
                inner = "" if member.member == wanted else wanted
                yield from _opened(member, archives, depth + 1, inner)


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
