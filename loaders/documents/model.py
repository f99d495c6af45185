"""A document as its extractors see it: raw text, cleaned text, and what the text is made of.

Every `begin` and `end` counts code points of the cleaned text, half-open, unless it says `raw`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from graph import Place, Rejected, SourceError
from loaders.documents.cleaning.offsets import OffsetMap, Repair, RepairKind
from loaders.documents.reading.original import Original


class Format(StrEnum):
    """What a file is, by its content."""

    TEXT = "txt"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a document was read from.

    `member`: its path inside an archive, each archive on the way ending in `!`. `sha256`: of its
    own bytes, hex. `encoding`: of its text, empty where the format has its own.
    """

    path: str
    member: str
    sha256: str
    format: Format
    encoding: str

    @property
    def name(self) -> str:
        """The file, and the member in it."""
        return f"{self.path}!{self.member}" if self.member else self.path


@dataclass(frozen=True, slots=True)
class Fault:
    """What could not be read, where, by which rule, and how to mend it; the rest is read.

    `source` as in `Source.name`. `remedy` and `rule` say it in Chinese, then in English.
    """

    source: str
    place: Place
    rule: str
    remedy: str
    value: str = ""

    def rejected(self) -> Rejected:
        """As a rejected row of the source."""
        return Rejected(self.place, "text", self.value, self.rule, f"{self.rule}; {self.remedy}")

    def error(self) -> SourceError:
        """As the error of a file that cannot be read at all."""
        return SourceError(self.source, self.rule, self.remedy)


class SegmentKind(StrEnum):
    """What a stretch of a file is: the document, what a web page puts around it, a second copy."""

    DOCUMENT = "document"
    FURNITURE = "furniture"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of whole lines. `rule`: why it is no document; `copy_of`: what it repeats."""

    kind: SegmentKind
    begin: int
    end: int
    rule: str = ""
    copy_of: tuple[int, int] | None = None


class Style(StrEnum):
    """How a heading is numbered, the outermost style first."""

    ATTACHMENT = "attachment"  # 附件1
    PART = "part"  # 第一编, 第一部分
    CHAPTER = "chapter"  # 第一章
    SECTION = "section"  # 第一节
    ARTICLE = "article"  # 第一条
    PLAIN = "plain"  # a heading by its looks in the file, without a number
    HAN = "han"  # 一、
    HAN_BRACKET = "han_bracket"  # （一）
    PHASE = "phase"  # 第一阶段：
    DIGIT = "digit"  # 1. or 1、
    DECIMAL = "decimal"  # 1.1
    DIGIT_BRACKET = "digit_bracket"  # （1） or 1）
    CIRCLED = "circled"  # ①
    ENUMERATION = "enumeration"  # 一是
    TABLE = "table"  # 表1
    FIGURE = "figure"  # 图1


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered or otherwise marked heading, a node of the tree of headings.

    `level`: depth in the tree from 1. `number` as printed (`（一）`, `表1.`), `ordinal` its value,
    0 where it has none. `title` is empty where the number stands before running text alone.
    `begin:end` is the heading itself, `section_end` where its section ends. `run_in`: its text
    goes on in the same line. `parent`: index of the heading above, within `Document.headings`.
    """

    style: Style
    level: int
    number: str
    ordinal: int
    title: str
    begin: int
    title_begin: int
    end: int
    section_end: int
    run_in: bool
    parent: int | None


class Role(StrEnum):
    """What a paragraph is in its document."""

    BODY = "body"
    TITLE = "title"
    NUMBER = "number"  # 内政发〔2018〕38号
    ADDRESSEES = "addressees"  # 各盟市气象局：
    ATTACHMENT = "attachment"  # the mark 附件 above a title, or a line of a list of attachments
    LETTERHEAD = "letterhead"  # …文件, 签发人, 特急
    BYLINE = "byline"  # date and source below the title of a news item
    ISSUER = "issuer"  # who signs
    DATE = "date"  # when
    REMARK = "remark"  # （此件公开发布）
    CONTENTS = "contents"  # a line of a table of contents


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or what follows a run-in heading in its line.

    `heading`: index of its heading within `Document.headings`. `sentences`: ranges of its
    sentences, closing marks included.
    """

    role: Role
    begin: int
    end: int
    sentences: tuple[tuple[int, int], ...]
    heading: int | None


Block = Heading | Paragraph
"""What the text of a document is a sequence of, tables aside."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, at the row and column (from 0) of its upper left corner.

    `text` is the cleaned text, breaks included; a blank cell is a point. `inherited`: row and
    column of the cell above whose text holds for this blank one too, by a merged cell or by the
    custom of key columns. It is never copied into `text`.
    """

    row: int
    column: int
    begin: int
    end: int
    text: str
    name: str
    row_span: int = 1
    column_span: int = 1
    inherited: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. `whole`: its cells add up to the width of the table."""

    number: int
    cells: tuple[Cell, ...]
    header: bool
    whole: bool
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `columns`: for each column the header cells above it, the lowest last.

    `keys`: the columns in which a blank cell inherits. `caption`: index of its caption within
    `Document.headings`, if it has a numbered one; `title`: its caption or the line above it.
    `heading`: index of the heading in whose section it stands. A row that is not `whole` has a
    fault in `Document.faults`.
    """

    title: str
    caption: int | None
    heading: int | None
    begin: int
    end: int
    width: int
    columns: tuple[tuple[str, ...], ...]
    keys: tuple[int, ...]
    rows: tuple[Row, ...]

    @property
    def header_rows(self) -> int:
        """How many rows are the header."""
        return sum(row.header for row in self.rows)

    @property
    def body(self) -> tuple[Row, ...]:
        """The rows below the header."""
        return tuple(row for row in self.rows if not row.header)

    def cells(self) -> Iterator[Cell]:
        """Every cell, row by row."""
        for row in self.rows:
            yield from row.cells

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell that covers a position, from wherever it spans."""
        for each in self.rows[row].cells:
            if each.column <= column < each.column + each.column_span:
                return each
        return None

    def value(self, cell: Cell) -> Cell:
        """The cell whose text holds for this one: itself, or the one it inherits from."""
        if cell.inherited is None:
            return cell
        found = self.cell(*cell.inherited)
        return cell if found is None else found


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that says one thing about the document; `text` on one line."""

    text: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the text: title, number, addressees, byline, attachment mark."""

    title: Mark | None = None
    number: Mark | None = None
    addressees: Mark | None = None
    attachment: Mark | None = None
    byline: Mark | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs and when, as printed at the end of the text."""

    issuers: tuple[Mark, ...]
    date: Mark


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One document of a file."""

    source: Source
    original: Original
    text: str
    map: OffsetMap
    segments: tuple[Segment, ...]
    head: Head
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    signatures: tuple[Signature, ...]
    faults: tuple[Fault, ...]

    @property
    def raw(self) -> str:
        """The text as it stands in the file; broken bytes are lone surrogates."""
        return self.original.text

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """Every repair between raw and cleaned text, in order."""
        return self.map.repairs

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings in order; `parent`, `heading` and `caption` are indices into them."""
        return tuple(block for block in self.blocks if isinstance(block, Heading))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs in order."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    def repaired(self, kind: RepairKind) -> int:
        """How many repairs of a kind there are."""
        return self.map.counts().get(kind, 0)

    def place(self, begin: int, end: int) -> Place:
        """Where `text[begin:end]` stands in the file, from its first to its last character.

        What repairs removed in between is part of it, what they removed around it is not.
        """
        return self.original.place(*self.map.raw(begin, end))

    def excerpt(self, begin: int, end: int) -> str:
        """The raw substring at `place(begin, end)`."""
        raw_begin, raw_end = self.map.raw(begin, end)
        return self.raw[raw_begin:raw_end]
