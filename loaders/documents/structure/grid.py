"""Rows of a flattened table: how wide it is, and which cells stand side by side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from loaders.documents.structure.cells import FlatCell, FlatTable
from loaders.documents.structure.headers import share_words
from loaders.process_tables.original import joined

Group = tuple[FlatCell, ...]

_JOINED_AT_MOST = 4
_FEWEST = 2
_HEADER = re.compile(
    r"[\u4e00-\u9fff]{0,4}(?:序号|编号|类别|类型|名称|任务|内容|事项|项目|措施|目标|指标|单位|部门|处室|科室|责任人?"
    r"|牵头.*|配合.*|主责.*|责任.*|参与.*|负责.*|分工|时限|时间|期限|进度|成果|要求|依据|备注|说明"
    r"|过程|职责|职务|姓名|电话|联系.*|周期|频次|数量|方式|阶段|步骤|标准|文件|级别|层级|接口.*)\Z"
)


@dataclass(frozen=True, slots=True)
class GridRow:
    """Cells that stand side by side; not `whole` where they do not add up to the width."""

    cells: Group
    whole: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a table and its width; `upper`: the first of them that are narrower headers."""

    rows: tuple[GridRow, ...]
    width: int
    upper: int


def grid(table: FlatTable) -> Grid:
    """The rows of a flattened table; a width of 0 where nothing tells how wide it is."""
    groups = list(table.groups)
    if len(groups) == 1:
        groups = _by_serials(groups[0]) or groups
    width = _width(groups)
    if width < _FEWEST:
        everything = tuple(cell for group in groups for cell in group)
        return Grid((GridRow(everything, False),), 0, 0)
    upper = _upper(groups, width)
    rows = [GridRow(group, True) for group in groups[:upper]]
    rest = groups[upper:]
    if table.rows_are_lines:
        rows += (GridRow(group, len(group) == width) for group in rest)
    else:
        rows += _rows(rest, width)
    return Grid(tuple(rows), width, upper)


def _width(groups: Sequence[Group]) -> int:
    """How many cells a row has: what most groups have, or what the words of a header tell."""
    sizes = Counter(len(group) for group in groups)
    size, count = max(sizes.items(), key=lambda item: (item[1], item[0]))
    if count >= _FEWEST:
        return size
    first = len(groups[0])
    if len(groups) > 1 and _is_header(groups[0]) and all(each % first == 0 for each in sizes):
        return first
    if len(groups) == _FEWEST and size > 1:
        return size
    cells = [cell for group in groups for cell in group]
    return _header_width(cells) or (size if len(groups) > 1 else 0)


def _by_serials(cells: Group) -> list[Group]:
    """Cells without empty lines between them, parted before the serial numbers 1, 2, 3 …

    What stands before the first is the header. Nothing where fewer than two numbers are found.
    """
    at: list[int] = []
    for index, cell in enumerate(cells):
        is_next = cell.text.rstrip(".、") == str(len(at) + 1)
        if is_next and (len(at) < _FEWEST or index - at[-1] >= at[1] - at[0] - 1):
            at.append(index)
    if len(at) < _FEWEST:
        return []
    bounds = [0, *at, len(cells)] if at[0] else [*at, len(cells)]
    return [cells[begin:end] for begin, end in pairwise(bounds)]


def _header_width(cells: Sequence[FlatCell]) -> int:
    """How many of the first cells are words of a header, if that many make up all rows."""
    words = next(
        (i for i, cell in enumerate(cells) if not _HEADER.match("".join(cell.lines))), len(cells)
    )
    fits = words >= _FEWEST and len(cells) % words == 0 and len(cells) > words
    return words if fits else 0


def _upper(groups: list[Group], width: int) -> int:
    """How many first groups are rows of the header that span columns; may part the first group."""
    first = groups[0]
    if width < len(first) < 2 * width and all(cell.text for cell in first[: len(first) - width]):
        groups[:1] = [first[: len(first) - width], first[len(first) - width :]]
    count = 0
    while count < len(groups) - 1 and len(groups[count]) < width and _is_header(groups[count]):
        count += 1
    if count == 0 or len(groups[count]) != width:
        return 0
    lower = groups[count]
    if not is_lower_header(lower, groups[count - 1], width):
        return 0
    return 0 if _is_broken_header(groups[:count], lower, width) else count


def _is_broken_header(upper: Sequence[Group], lower: Group, width: int) -> bool:
    """Whether narrower rows are pieces of one header row, parted by an empty line inside a cell.

    Together they have the width, and the row below has neither the gaps nor the words of theirs
    that the lower row of a header has.
    """
    if len(upper) < _FEWEST or sum(map(len, upper)) != width:
        return False
    blank = sum(not cell.text for cell in lower)
    words = [joined(cell.text) for cell in upper[-1]]
    return blank <= 1 and not share_words(words, [joined(cell.text) for cell in lower])


def _is_header(group: Group) -> bool:
    return all(cell.text and len(cell.text) <= 20 for cell in group)


def is_lower_header(lower: Sequence[FlatCell], upper: Sequence[FlatCell], width: int) -> bool:
    """Whether a row of full width stands below a narrower one as the header's lower row.

    Its written cells stand below cells that span at least two columns each; its blank cells, and
    those that repeat the cell above, belong to one cell each.
    """
    above = {cell.text for cell in upper}
    written = [bool(cell.text) and cell.text not in above for cell in lower]
    own = sum(written)
    spans = len(upper) - (width - own)
    short = all(len(cell.text) <= 20 for cell in lower)
    if len(upper) == 1:
        return short and own in {0, width}
    return short and spans > 0 and own >= 2 * spans


def _rows(groups: Sequence[Group], width: int) -> list[GridRow]:
    """Groups as rows; pieces of one row are joined, several rows in one group are parted.

    Either only where every column that is written in all whole rows is written in these.
    """
    whole = [group for group in groups if len(group) == width]
    needed = [i for i in range(width) if all(group[i].text for group in whole)]
    rows: list[GridRow] = []
    at = 0
    while at < len(groups):
        taken = _pieces(groups[at:], width)
        cells = tuple(cell for group in groups[at : at + taken] for cell in group)
        parts = [cells[i : i + width] for i in range(0, len(cells), width)]
        if all(len(part) == width and all(part[i].text for i in needed) for part in parts):
            rows += (GridRow(part, True) for part in parts)
        else:
            taken = 1
            rows.append(GridRow(groups[at], False))
        at += taken
    return rows


def _pieces(groups: Sequence[Group], width: int) -> int:
    """How many of the next groups make up one row, 1 where they do not."""
    total = 0
    for taken, group in enumerate(groups[:_JOINED_AT_MOST], start=1):
        total += len(group)
        if total == width:
            return taken
        if total > width:
            break
    return 1
