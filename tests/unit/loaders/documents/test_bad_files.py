"""Files that are not what they seem, or no documents at all."""

import io
import subprocess
import sys

import docx
import pytest

from graph import MissingExtraError
from loaders.documents.model import Document, Fault, Format
from tests.unit.loaders.documents.made_pdf import pdf, text

PAGE = "<html><body><p>观测质量工作要点已经印发，请遵照执行。</p></body></html>".encode()


def word() -> bytes:
    stream, document = io.BytesIO(), docx.Document()
    document.add_paragraph("观测质量工作要点")
    document.save(stream)
    return stream.getvalue()


def locked_pdf() -> bytes:
    """A PDF whose passwords nobody knows."""
    locked = (
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>] "
        % (
            b"ab" * 32,
            b"cd" * 32,
        )
    )
    return pdf([text(72, 700, "机密")]).replace(b"/Root", locked + b"/Root")


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Office"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "password-protected",
        ),
        (b"{\\rtf1\\ansi }", "RTF"),
        (b"Rar!\x1a\x07\x00", "RAR"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (bytes(range(32)) * 20, "binary"),
        (word()[:1500], "truncated"),
        (locked_pdf(), "password-protected"),
        (pdf(["", ""]), "no text layer on page 1-2"),
        (pdf([text(72, 700, "观测")])[:400], "truncated"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(found, data: bytes, rule: str) -> None:
    fault = found(data)
    assert isinstance(fault, Fault), fault
    assert rule in fault.rule
    assert " / " in fault.rule
    assert fault.remedy
    assert fault.place.locator
    assert fault.source.endswith("a.txt")
    assert fault.rule in str(fault.error())
    assert fault.remedy in fault.rejected().message


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (PAGE, "a.txt", Format.HTML),
        (PAGE, "a.docx", Format.HTML),
        ("要点已经印发。".encode(), "a.pdf", Format.TEXT),
        ("要点已经印发。".encode(), "a.doc", Format.TEXT),
        (word(), "a.doc", Format.DOCX),
        (pdf([text(72, 700, "观测质量工作要点")]), "a.docx", Format.PDF),
    ],
)
def test_a_wrong_extension_is_reported_and_the_content_read(found, data, name, kind) -> None:
    document = found(data, name)
    assert isinstance(document, Document)
    assert document.source.format is kind
    assert [kind in fault.rule for fault in document.faults] == [True]
    assert "要点" in document.text


@pytest.mark.parametrize("name", ["a.txt", "a", "a.要点", "a.TXT"])
def test_a_name_that_promises_nothing_else_is_no_fault(found, name: str) -> None:
    assert found("要点已经印发。".encode(), name).faults == ()


def test_a_workbook_is_no_document(found) -> None:
    import openpyxl

    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    assert "Excel" in found(stream.getvalue(), "a.xlsx").rule


def test_a_page_that_breaks_off_inside_a_tag_keeps_what_stands_before(found) -> None:
    document = found(PAGE[:60] + "印发。<p cla".encode(), "a.html")
    assert "印发。" in document.text
    assert "<p" not in document.text
    assert ["breaks off" in fault.rule for fault in document.faults] == [True]
    assert document.map.restored(document.text) == document.raw


def test_a_word_file_that_unpacks_to_too_much(found) -> None:
    import zipfile

    stream = io.BytesIO(word())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/x.bin", bytes(20 << 20))
    assert "100 : 1" in found(stream.getvalue(), "a.docx").rule


def test_the_libraries_of_formats_are_imported_only_when_one_is_read() -> None:
    heavy = ("docx", "lxml", "opencc", "pdfminer", "pdfplumber")
    code = (
        "import sys; from loaders.documents.reading.read import read_documents; "
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("module", "data", "name"),
    [
        ("docx", word(), "a.docx"),
        ("pdfplumber", pdf([text(72, 700, "观测")]), "a.pdf"),
        ("opencc", "氣象觀測質量體系".encode(), "a.txt"),
    ],
)
def test_a_missing_library_names_the_extra(found, monkeypatch, module, data, name) -> None:
    from loaders.documents.cleaning import script

    script._converter.cache_clear()
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError, match=r"suyuan\[documents\]"):
        found(data, name)
    assert isinstance(found("气象观测质量体系。".encode()), Document)
