"""Tables flattened to lines, found by their tabs or bars.

Two habits occur: one cell a line behind a tab, further lines of the cell without one; and one row
a line, its cells parted by tabs or `|`. An empty line ends a row of the first kind or stands
inside a cell; which of both, only the width of the table tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from loaders.documents.model import Style
from loaders.documents.structure.lines import Line
from loaders.documents.structure.marks import is_date, is_prose
from loaders.documents.structure.numbering import label_of, number_of

_PROSE_LENGTH = 40
_OPENING = 5  # paragraphs of cells that begin with the same characters belong together
_FEWEST = 2
_SENTENCE = 10
_MOST_LINES = 20  # of a cell behind its first
_LOOSE = frozenset((Style.DIGIT, Style.DIGIT_BRACKET, Style.CIRCLED, Style.DECIMAL))
_BARS = re.compile(r"\|[^|]*\|(?:[^|]*\|)+\Z")
_RULE = re.compile(r"[|:\- ]+\Z")
_LEADERS = re.compile(r"(?:…+|[.·]{3,})\t? *\d{1,3}\Z")
_PAGE = re.compile(r"[^\t]+\t\d{1,3}\Z")


@dataclass(slots=True)
class FlatCell:
    """A cell as it is read: its range, and whether an empty line stands before it."""

    begin: int
    end: int
    after_blank: bool
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its text, a blank cell's being empty."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class FlatTable:
    """The cells of a table in groups as empty lines part them; `first:last` are its lines."""

    first: int
    last: int
    groups: tuple[tuple[FlatCell, ...], ...]
    rows_are_lines: bool


def is_contents(text: str) -> bool:
    r"""Whether a line belongs to a table of contents: a title and the number of its page.

    >>> is_contents("二、重点任务\t12"), is_contents("总体要求……3"), is_contents("盟市局\t12")
    (True, True, False)
    """
    if _LEADERS.search(text):
        return True
    return bool(_PAGE.match(text)) and (number_of(text) or label_of(text)) is not None


def has_cells(text: str) -> bool:
    """Whether a line holds cells of a table, or a blank one."""
    return bool(_BARS.match(text)) or ("\t" in text and not is_contents(text))


def flat_tables(lines: Sequence[Line]) -> list[FlatTable]:
    """The flattened tables among lines, in order."""
    found, at = [], 0
    while at < len(lines):
        if not has_cells(lines[at].text) or _is_sentence(lines[at].text):
            at += 1
            continue
        last = _last(lines, at)
        table = _table(lines, at, last)
        if table is not None:
            found.append(table)
        at = last
    return found


def _table(lines: Sequence[Line], first: int, last: int) -> FlatTable | None:
    """The table of these lines, None for paragraphs that are indented by tabs."""
    body = lines[first:last]
    tabbed = [line.text for line in body if has_cells(line.text)]
    if not lines[first].text.startswith("\t"):
        written = [line for line in body if not line.blank and not _RULE.match(line.text)]
        groups = tuple(tuple(_split(line)) for line in written)
        wide = sum(len(group) > 1 for group in groups)
        return FlatTable(first, last, groups, True) if wide >= _FEWEST else None
    if len(tabbed) < _FEWEST or _is_indented(tabbed):
        return None
    return FlatTable(first, last, tuple(_groups(body)), False)


def _is_indented(tabbed: Sequence[str]) -> bool:
    """Whether lines behind tabs are paragraphs: long and ending in a full stop, or headings."""
    prose = sum(len(text) >= _PROSE_LENGTH and text.endswith(("。", "：", "；")) for text in tabbed)
    strict = sum(_is_strict(text.strip("\t")) for text in tabbed)
    blank = sum(not text.strip("\t") for text in tabbed)
    return not blank and (prose + strict) * 2 > len(tabbed)


def _is_strict(text: str) -> bool:
    number = number_of(text)
    return number is not None and number.style not in _LOOSE


def _split(line: Line) -> Iterator[FlatCell]:
    """The cells of a line, parted by tabs or bars."""
    barred = _BARS.match(line.text) is not None
    begin = line.begin + barred
    for part in line.text.strip("|").split("|") if barred else line.text.split("\t"):
        text = part.strip(" ")
        at = begin + len(part) - len(part.lstrip(" ")) if text else begin
        yield FlatCell(at, at + len(text), False, [text] if text else [])
        begin += len(part) + 1


def _groups(lines: Sequence[Line]) -> list[tuple[FlatCell, ...]]:
    """The cells of lines, in groups between empty lines that stand before a tab."""
    groups: list[list[FlatCell]] = [[]]
    blank = False
    for line in lines:
        if line.blank:
            blank = True
            continue
        head, *cells = line.text.split("\t")
        begin = line.begin + len(head) + 1
        if head and groups[-1]:
            _grow(groups[-1][-1], line.begin, head)
        for text in cells:
            if blank and groups[-1]:
                groups.append([])
            groups[-1].append(FlatCell(begin, begin + len(text), blank, [text] if text else []))
            blank = False
            begin += len(text) + 1
        blank = False
    return [tuple(group) for group in groups if group]


def _grow(cell: FlatCell, begin: int, text: str) -> None:
    """A further line of a cell."""
    if not cell.lines:
        cell.begin = begin
    cell.end = begin + len(text)
    cell.lines.append(text)


def _is_sentence(text: str) -> bool:
    """Whether a line behind a tab is an indented sentence, with which no table begins."""
    return text.startswith("\t") and len(text) > _SENTENCE and text.endswith(("。", "：", "；"))


def _last(lines: Sequence[Line], first: int) -> int:
    """Behind which line the table ends that begins at `first`."""
    if not lines[first].text.startswith("\t"):
        return _last_row(lines, first)
    last, style = first, _style(lines[first])
    blank, between = False, 0
    for index in range(first + 1, len(lines)):
        line = lines[index]
        if has_cells(line.text):
            last, style, between = index, _style(line), 0
        elif line.blank:
            blank = True
            continue
        elif between == _MOST_LINES or _closes(line, style, after_blank=blank):
            break
        else:
            between += 1
        blank = False
    return _tail(lines, first, last, style)


def _last_row(lines: Sequence[Line], first: int) -> int:
    """Behind which line a table ends whose rows are lines: the first written one without cells."""
    barred = _BARS.match(lines[first].text) is not None
    last = first
    for index in range(first + 1, len(lines)):
        line = lines[index]
        if has_cells(line.text) and barred == (_BARS.match(line.text) is not None):
            last = index
        elif not line.blank:
            break
    return last + 1


def _style(line: Line) -> Style | None:
    number = number_of(line.text.rpartition("\t")[2])
    return number.style if number else None


def _closes(line: Line, style: Style | None, *, after_blank: bool) -> bool:
    """Whether a line outside the cells ends the table for certain.

    `style`: the numbering of the cell above, whose items go on with it.
    """
    label, number = label_of(line.text), number_of(line.text)
    if label is not None and len(line.text) <= 60 and "。" not in line.text:
        return True
    if number is not None and number.style not in _LOOSE and number.style is not style:
        return True
    if is_date(line.text):
        return True
    return after_blank and len(line.text) >= _PROSE_LENGTH and line.text.endswith(("。", "：", ":"))


def _tail(lines: Sequence[Line], first: int, last: int, style: Style | None) -> int:
    """How far the last cell goes on behind the last tab.

    A line right below it does, unless it is a heading or indented. Behind an empty line only a
    paragraph does that begins as one in another cell of the table does.
    """
    openings = {
        line.text.rpartition("\t")[2][:_OPENING]
        for line in lines[first : last + 1]
        if len(line.text) > _OPENING
    }
    end, blank = last + 1, False
    for index in range(last + 1, len(lines)):
        line = lines[index]
        if line.blank:
            blank = True
            continue
        number = number_of(line.text)
        begins = number is not None and number.style is not style
        if begins or _closes(line, style, after_blank=False) or line.indent >= _FEWEST:
            break
        if blank and line.text[:_OPENING] not in openings:
            break
        if not blank and _is_paragraph(line):
            break
        end, blank = index + 1, False
    return end


def _is_paragraph(line: Line) -> bool:
    return len(line.text) >= _PROSE_LENGTH and is_prose(line.text) and line.text.endswith("。")
