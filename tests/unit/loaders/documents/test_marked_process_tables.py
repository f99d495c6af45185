"""Process tables that a file marks itself are read as flattened ones are."""

import html
import io
import json
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from graph import Claim
from loaders.documents.loader import LOADER
from loaders.documents.model import Document, Table
from loaders.documents.reading.read import read_documents
from loaders.protocol import RawRow, SourceFile

_SAMPLE = json.loads(
    (Path(__file__).parents[3] / "golden" / "process_tables_nanping.json").read_text("utf-8")
)
TEXT = "\n".join(
    line.replace("→", "\t") for part in ("heading", "lists", "interfaces") for line in _SAMPLE[part]
)
KINDS = {"Process", "Interface"}
EDGES = {"SUBPROCESS_OF", "RELATED_UNIT", "INCLUDES", "UPPER_PROCESS", "LOWER_PROCESS"}


def parts(document: Document) -> Iterator[str | Table]:
    """The lines outside tables and the tables, in order."""
    at = 0
    for table in document.tables:
        yield from document.text[at : table.begin].split("\n")
        yield table
        at = table.end
    yield from document.text[at:].split("\n")


def as_docx(document: Document) -> bytes:
    made = docx.Document()
    for part in parts(document):
        if isinstance(part, str):
            made.add_paragraph(part.strip("\t"))
            continue
        table = made.add_table(len(part.rows), part.width)
        for row in part.rows:
            for cell in row.cells:
                box = table.cell(row.number, cell.column)
                if cell.inherited is not None:
                    table.cell(*cell.inherited).merge(box)
                elif cell.text:
                    last = table.cell(row.number, cell.column + cell.column_span - 1)
                    box = box.merge(last) if cell.column_span > 1 else box
                    box.text = cell.text
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def as_html(document: Document) -> bytes:
    made = ["<html><body>"]
    for part in parts(document):
        if isinstance(part, str):
            made.append(f"<p>{html.escape(part)}</p>")
            continue
        made.append("<table>")
        for row in part.rows:
            mark = "th" if row.header else "td"
            cells = [
                f'<{mark} colspan="{cell.column_span}">{html.escape(cell.text)}</{mark}>'
                for cell in row.cells
            ]
            made.append(f"<tr>{''.join(cells)}</tr>")
        made.append("</table>")
    return "\n".join([*made, "</body></html>"]).encode()


def said(path: Path) -> tuple[set[tuple[str, str, str | None]], list[tuple[Claim, RawRow]]]:
    """Processes, interfaces and what joins them, and the claims with their rows."""
    source = SourceFile(path, "S")
    found = [
        (claim, row)
        for row in LOADER.read(source)
        if isinstance(row, RawRow)
        for claim in LOADER.claims(row, source)
        if isinstance(claim, Claim) and claim.kind in KINDS | EDGES
    ]
    return {(claim.kind, claim.subject, claim.object) for claim, _ in found}, found


@pytest.mark.parametrize(("made", "name"), [(as_docx, "a.docx"), (as_html, "a.html")])
def test_marked_tables_say_what_flattened_ones_say(tmp_path: Path, made, name: str) -> None:
    text = tmp_path / "a.txt"
    text.write_text(TEXT, encoding="utf-8")
    [document] = read_documents(text)
    assert isinstance(document, Document)
    marked = tmp_path / name
    marked.write_bytes(made(document))

    flat, _ = said(text)
    found, claims = said(marked)

    assert len(flat) > 20
    assert found == flat
    for claim, row in claims:
        place = claim.place or row.place
        assert place.locator if name.endswith("docx") else place.line


def test_a_claim_is_cited_in_its_cell(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text(TEXT, encoding="utf-8")
    [document] = read_documents(text)
    assert isinstance(document, Document)
    page = tmp_path / "a.html"
    page.write_bytes(as_html(document))

    raw = page.read_bytes()
    for claim, row in said(page)[1]:
        place = claim.place or row.place
        if claim.kind == "Process" and "code" in claim.properties:
            assert place.offset is not None
            assert place.length is not None
            cited = raw[place.offset : place.offset + place.length].decode()
            assert str(claim.properties["code"]) in cited
