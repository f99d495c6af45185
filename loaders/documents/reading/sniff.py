"""What a file is, by its content; its name is only believed where the content does not tell."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import PurePosixPath

from loaders.documents.model import Fault, Format
from loaders.documents.reading.faults import damaged, empty, encrypted, no_document, wrong_extension
from loaders.documents.reading.text import utf16

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_SAVE_AS_DOCX = "用 Word 或 WPS 另存为 .docx / save it as .docx in Word or WPS"
_EXPORT_PDF = "另存为 .docx 或 .pdf / save it as .docx or .pdf"
_TABLES = "作为数据表装载 / load it as a table"
_MEMBERS = {
    "xl/workbook.xml": ("Excel 工作簿", "an Excel workbook", _TABLES),
    "ppt/presentation.xml": ("演示文稿", "a presentation", _EXPORT_PDF),
    "OFD.xml": ("OFD 版式文件", "an OFD file", _EXPORT_PDF),
    "content.xml": ("OpenDocument 文件", "an OpenDocument file", _SAVE_AS_DOCX),
}
_MAGIC = {
    b"{\\rtf": ("RTF 文件", "an RTF file", _SAVE_AS_DOCX),
    b"Rar!": ("RAR 压缩包", "a RAR archive", "改用 ZIP 打包 / pack it as ZIP"),
    b"7z\xbc\xaf": ("7z 压缩包", "a 7z archive", "改用 ZIP 打包 / pack it as ZIP"),
    b"\x1f\x8b": ("gzip 压缩文件", "a gzip file", "先解压 / unpack it first"),
    b"\x89PNG": ("图片", "a picture", "先做文字识别（OCR） / run OCR first"),
    b"\xff\xd8\xff": ("图片", "a picture", "先做文字识别（OCR） / run OCR first"),
    b"SQLite format 3": ("SQLite 数据库", "a SQLite database", _EXPORT_PDF),
}
_PAGE = re.compile(
    rb"<(?:!doctype html|html|head|body|div|table|p|h[1-6]|meta|span|article|section)[\s>/]",
    re.IGNORECASE,
)
_LEADING_MARKUP = re.compile(rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*", re.DOTALL)
_EXTENSIONS = {
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".md": Format.TEXT,
    ".htm": Format.HTML,
    ".html": Format.HTML,
    ".shtml": Format.HTML,
    ".docx": Format.DOCX,
    ".pdf": Format.PDF,
    ".zip": "zip",
}
_HEAD = 4096


def sniff(data: bytes, source: str) -> Format | str | Fault:
    """The format of a document, `zip` for an archive of them, or why it is neither."""
    head = data[:_HEAD]
    if not data.removeprefix(b"\xef\xbb\xbf").strip(b" \t\r\n\0"):
        return empty(source)
    if head.startswith(_ZIP):
        return _zipped(data, source)
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    refused = _other(data, source)
    if refused is not None:
        return refused
    return Format.HTML if _is_page(head) else Format.TEXT


def _other(data: bytes, source: str) -> Fault | None:
    """Why a file is neither text nor a document: what it is instead."""
    head = data[:_HEAD]
    if head.startswith(_OLE):
        return _ole(data, source)
    for magic, said in _MAGIC.items():
        if head.startswith(magic):
            return no_document(source, *said)
    if _is_binary(head) and not _is_page(head):
        return no_document(source, "二进制数据", "binary data", _EXPORT_PDF)
    return None


def misnamed(name: str, found: Format | str, source: str) -> Fault | None:
    """A fault where the extension of a name promises another format than was found."""
    suffix = PurePosixPath(name).suffix.lower()
    said = _EXTENSIONS.get(suffix)
    known = suffix in {".doc", ".wps", ".rtf", ".xls", ".xlsx", ".ofd"}
    if said == found or (said is None and not known):
        return None
    return wrong_extension(source, suffix, str(found))


def _zipped(data: bytes, source: str) -> Format | str | Fault:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        if b"word/" in data:
            return damaged(source, "Word", "Word", error)
        return damaged(source, "压缩", "zip", error)
    if "word/document.xml" in names:
        return Format.DOCX
    for member, said in _MEMBERS.items():
        if member in names:
            return no_document(source, *said)
    return "zip"


def _ole(data: bytes, source: str) -> Fault:
    if _ENCRYPTED_PACKAGE in data:
        return encrypted(source, "Office 文件", "Office")
    return no_document(source, "旧版 Office 文件", "an old Office file", _SAVE_AS_DOCX)


def _is_page(head: bytes) -> bool:
    for zero in (b"", b"\0"):  # UTF-16 markup is ASCII between zero bytes
        text = head.replace(zero, b"") if zero else head
        text = (
            text.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
        )
        if _PAGE.match(text, _LEADING_MARKUP.match(text).end()):  # type: ignore[union-attr]
            return True
    return False


def _is_binary(head: bytes) -> bool:
    """Whether control characters abound in what is no UTF-16."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or utf16(head):
        return False
    control = sum(byte < 32 and byte not in b"\t\n\r\f\x0b\x1a\x1b" for byte in head)
    return control > len(head) // 100
