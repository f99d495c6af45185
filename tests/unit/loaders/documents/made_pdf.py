"""PDF files made by hand: lines of Chinese text and ruled tables at given places."""

from __future__ import annotations

from collections.abc import Sequence

PAGE = (595, 842)
SIZE = 12


def text(x: float, y: float, words: str, size: float = SIZE) -> str:
    """Drawing of a line of text, its lower left corner at x, y from the page's lower left."""
    return f"BT /F1 {size} Tf {x} {y} Td <{words.encode('utf-16-be').hex()}> Tj ET\n"


def ruled(x: float, y: float, widths: Sequence[float], rows: Sequence[Sequence[str]]) -> str:
    """Drawing of a table, its upper left corner at x, y; None merges a cell into the one above."""
    height, made = 24, "0.5 w\n"
    lefts = [x + sum(widths[:i]) for i in range(len(widths))]
    for number, row in enumerate(rows):
        top = y - number * height
        for left, width, words in zip(lefts, widths, row, strict=True):
            if words is None:
                continue
            down = 1
            while number + down < len(rows) and rows[number + down][lefts.index(left)] is None:
                down += 1
            made += f"{left} {top - down * height} {width} {down * height} re S\n"
            if words:
                made += text(left + 4, top - 17, words)
    return made


def pdf(pages: Sequence[str]) -> bytes:
    """A PDF file of pages drawn by `text` and `ruled`; an empty string is a page without text."""
    count = len(pages)
    kids = " ".join(f"{6 + 2 * i} 0 R" for i in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        b"/DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor "
        b"5 0 R /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] "
        b"/Ascent 880 /Descent -120 /ItalicAngle 0 /CapHeight 880 /StemV 80 >>",
    ]
    for index, drawn in enumerate(pages):
        box = f"/MediaBox [0 0 {PAGE[0]} {PAGE[1]}]"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R {box} /Contents {7 + 2 * index} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        body = drawn.encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body))
    made, offsets = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return made + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
