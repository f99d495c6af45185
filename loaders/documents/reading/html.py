"""Web pages: their text in lines, their tables, and what their tags say of both.

The raw text is the source of the page as it stands, so every character keeps its line and column;
tags are repairs like any other.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from loaders.documents.cleaning.characters import CHINESE
from loaders.documents.cleaning.offsets import Edit, RepairKind
from loaders.documents.model import Fault
from loaders.documents.reading.extract import Extract, Hint, RawTable, Sign
from loaders.documents.reading.faults import breaks_off
from loaders.documents.reading.html_tables import OpenCell, OpenTable
from loaders.documents.reading.html_tokens import Token, broken_tag, tokens
from loaders.documents.reading.text import read_text

_CHARSET = re.compile(rb"<meta[^>]*charset=[\"']?\s*([\w-]+)", re.IGNORECASE)
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "title",
        "svg",
        "select",
        "button",
        "iframe",
        "object",
        "canvas",
        "math",
    ]
)
_FURNITURE = frozenset(("nav", "footer", "aside"))
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_PARAGRAPHS = frozenset(["p", "div", "table", "ul", "ol", "section", "article"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_CLOSED_BY = {
    "p": _PARAGRAPHS | _HEADINGS,
    "li": frozenset(("li",)),
    "dt": frozenset(("dt", "dd")),
    "dd": frozenset(("dt", "dd")),
    "option": frozenset(("option",)),
    **dict.fromkeys(_HEADINGS, _PARAGRAPHS | _HEADINGS),
}
_ROWS = frozenset(["table", "thead", "tbody", "tfoot"])
_WITHIN = {  # a part of a table closes all that is open up to one of these
    "td": _ROWS | {"tr"},
    "th": _ROWS | {"tr"},
    "tr": _ROWS,
    "thead": frozenset(("table",)),
    "tbody": frozenset(("table",)),
    "tfoot": frozenset(("table",)),
}
_BOUND = frozenset(("table", "td", "th"))  # no tag is closed through one of these but by its own
_NAMED = re.compile(
    r"(?:\A|[^A-Za-z])(?:nav|menu|foot|footer|sidebar|crumbs?|breadcrumbs?|copyright|share|related"
    r"|recommend|banner|advert|ads?|search|login|pager|pagination|comments?|toolbar|qrcode"
    r"|friendlinks?)(?:\Z|[^a-z])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_CHINESE = re.compile(f"[{CHINESE}]")
_SHOWN = 40


def read_html(data: bytes, source: str) -> Extract | Fault:
    """A web page."""
    declared = _CHARSET.search(data[:4096])
    found = read_text(data, source, declared=declared[1].decode("ascii") if declared else "")
    if isinstance(found, Fault):
        return found
    page = _Page(found.original.text)
    for token in tokens(page.raw):
        page.take(token)
    page.finish()
    faults, cut = list(found.faults), broken_tag(page.raw)
    if cut is not None:
        place = found.original.place(cut, len(page.raw))
        faults.append(breaks_off(source, place, page.raw[cut : cut + _SHOWN]))
    return Extract(
        found.original,
        found.encoding,
        tuple(page.edits),
        tuple(page.tables),
        tuple(page.hints),
        tuple(faults),
    )


@dataclass(frozen=True, slots=True)
class _Element:
    """An open element, with what holds for all text inside it."""

    name: str
    skipped: bool = False
    furniture: bool = False
    link: bool = False
    heading: int = 0
    pre: bool = False


@dataclass(slots=True)
class _Page:
    """A page being read; text is kept, everything between texts is edited into a separator."""

    raw: str
    edits: list[Edit] = field(default_factory=list)
    tables: list[RawTable] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)
    _open: list[_Element] = field(default_factory=lambda: [_Element("")])
    _inside: list[tuple[OpenTable, OpenCell | None]] = field(default_factory=list)
    _end: int = 0  # of the text so far
    _gap: str = ""  # what parts it from the next: nothing, a blank or a line end

    def take(self, token: Token) -> None:
        """One token."""
        if token.kind in {"start", "empty"}:
            self._start(token)
        elif token.kind == "end":
            self._close(token.name)
        elif token.kind == "text" and not self._open[-1].skipped:
            self._text(token)

    def finish(self) -> None:
        """The end of the page closes all that is open."""
        while len(self._open) > 1:
            self._pop()
        if self._end < len(self.raw):
            self.edits.append(Edit(self._end, len(self.raw), "", RepairKind.MARKUP))

    def _start(self, token: Token) -> None:
        name = token.name
        while len(self._open) > 1 and name in _CLOSED_BY.get(self._open[-1].name, ()):
            self._pop()
        if name in _WITHIN and self._inside:
            while self._open[-1].name not in _WITHIN[name]:
                self._pop()
        if name in _BLOCKS:
            self._gap = "\n"
        if name in _VOID or token.kind == "empty":
            return
        above = self._open[-1]
        self._open.append(
            _Element(
                name,
                above.skipped or name in _SKIPPED,
                above.furniture or name in _FURNITURE or _is_named_furniture(token),
                above.link or (name == "a" and "href" in token.attributes),
                int(name[1]) if name in _HEADINGS else above.heading,
                above.pre or name == "pre",
            )
        )
        self._start_table_part(token)

    def _start_table_part(self, token: Token) -> None:
        if token.name == "table":
            for table, _ in self._inside:
                table.nested = True
            self._inside.append((OpenTable(token.begin), None))
        elif self._inside:
            table, _ = self._inside[-1]
            if token.name == "tr":
                table.start_row()
                self._inside[-1] = (table, None)
            elif token.name in {"td", "th"}:
                header = token.name == "th"
                cell = table.start_cell(token.attributes, token.end, header=header)
                self._inside[-1] = (table, cell)

    def _close(self, name: str) -> None:
        """An end tag closes its element and those left open in it, but nothing around a table."""
        if name in _BLOCKS:
            self._gap = "\n"
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].name == name:
                while len(self._open) > depth:
                    self._pop()
                return
            if self._open[depth].name in _BOUND and name not in _BOUND | {"tr", "tbody"}:
                return

    def _pop(self) -> None:
        closed = self._open.pop()
        if closed.name == "table" and self._inside:
            found = self._inside.pop()[0].finished()
            if found is not None:
                self.tables.append(found)
        elif closed.name in {"td", "th"} and self._inside:
            self._inside[-1] = (self._inside[-1][0], None)

    def _text(self, token: Token) -> None:
        if token.reference:
            value = html.unescape(self.raw[token.begin : token.end])
            self._piece(token.begin, token.end)
            self._edit(token.begin, token.end, value, RepairKind.ENTITY)
            return
        if self._open[-1].pre:
            self._piece(token.begin, token.end)
            return
        begin = token.begin
        for blank in [*_BLANKS.finditer(self.raw, token.begin, token.end), None]:
            end = blank.start() if blank else token.end
            if begin < end:
                self._piece(begin, end)
            if blank and self._gap != "\n":
                self._gap = "\r" if self._gap == "\r" or "\n" in blank[0] else " "
            begin = blank.end() if blank else end

    def _piece(self, begin: int, end: int) -> None:
        """Text that is kept, parted from the text before by the gap between them."""
        if self._end < begin:
            gap = self.raw[self._end : begin]
            kind = RepairKind.MARKUP if "<" in gap else RepairKind.LAYOUT
            self._edit(self._end, begin, self._separator(begin), kind)
        self._gap, self._end = "", end
        for _, cell in self._inside:
            if cell is not None:
                cell.take(begin, end)
        within = self._open[-1]
        if within.furniture:
            self.hints.append(Hint(Sign.FURNITURE, begin, end))
        if within.link:
            self.hints.append(Hint(Sign.LINK, begin, end))
        if within.heading:
            self.hints.append(Hint(Sign.HEADING, begin, end, within.heading))

    def _separator(self, begin: int) -> str:
        """A line end of the source is no blank between Chinese characters."""
        if not self._end:
            return ""
        if self._gap != "\r":
            return self._gap
        around = self.raw[self._end - 1] + self.raw[begin]
        return "" if all(map(_CHINESE.match, around)) else " "

    def _edit(self, begin: int, end: int, after: str, kind: RepairKind) -> None:
        if self.raw[begin:end] != after:
            self.edits.append(Edit(begin, end, after, kind))


def _is_named_furniture(token: Token) -> bool:
    attributes = token.attributes
    named = f"{attributes.get('class', '')} {attributes.get('id', '')} {attributes.get('role', '')}"
    return bool(_NAMED.search(named) or _HIDDEN.search(attributes.get("style", "")))
