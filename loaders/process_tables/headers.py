"""Header cells and the columns they make, whichever way merged header cells were flattened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from loaders.process_tables.flattened import Cell
from loaders.process_tables.levels import LEVEL_OF_WORD, LEVEL_WORD


class Role(StrEnum):
    """What a column says; a `SPAN` stands above several columns, a `TITLE` above all of them."""

    NUMBER = "number"
    CATEGORY = "category"
    PROCESS = "process"
    LEAD = "lead"
    RELATED = "related"
    NOTE = "note"
    PROCESS_AT = "process_at"
    UNIT_AT = "unit_at"
    ITEMS = "items"
    SPAN = "span"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header cell on one line, its role, and the level that its header names."""

    title: str
    role: Role
    level: str = ""


_ONCE = (Role.NUMBER, Role.CATEGORY, Role.LEAD, Role.NOTE, Role.ITEMS)
_SPACE = re.compile(r"\s")
_AT_LEVEL = re.compile(rf"({LEVEL_WORD})(过程|单位|部门)(?:名称)?\Z")
_PROCESS_SPAN = "过程名称"
_WORDS = (
    (Role.NUMBER, re.compile(r"序号\Z")),
    (Role.CATEGORY, re.compile(r"(?:过程|过程类别|过程类型|过程分类|类别)\Z")),
    (Role.PROCESS, re.compile(r"[一二三四]级过程(?:名称|项)?\Z")),
    (Role.LEAD, re.compile(r"(?:主责|牵头|责任|主管)(?:部门|单位|处室)\Z")),
    (Role.RELATED, re.compile(r"(?:相关|配合|参与|协作)(?:部门|单位|处室)\Z")),
    (Role.NOTE, re.compile(r"(?:备注|说明)\Z")),
    (Role.ITEMS, re.compile(r"接口(?:项目|内容|事项)\Z")),
    (Role.SPAN, re.compile(rf"(?:{_PROCESS_SPAN}|接口过程(?:名称?)?|接口单位)\Z")),
    (Role.TITLE, re.compile(r".{0,12}接口\Z")),
)


def header_word(cell: Cell) -> Column | None:
    """The column or span that a header cell names; None for any other cell."""
    title = _SPACE.sub("", cell.text)
    at_level = _AT_LEVEL.match(title)
    if at_level:
        role = Role.PROCESS_AT if at_level[2] == "过程" else Role.UNIT_AT
        return Column(title, role, LEVEL_OF_WORD[at_level[1]])
    role_of_title = next((role for role, word in _WORDS if word.match(title)), None)
    return Column(title, role_of_title) if role_of_title else None


def read_header(cells: Sequence[Cell]) -> tuple[int, tuple[Column, ...]]:
    """How many of the first cells are the header, and the columns it makes.

    Of the blank cells behind the last word as many belong to it as it has a use for. Without
    columns, the cells fit no table we can read.
    """
    words = 0
    for index, cell in enumerate(cells):
        if header_word(cell) is not None:
            words = index + 1
        elif cell.text:
            break
    data = next((i for i, cell in enumerate(cells) if i >= words and cell.text), len(cells))
    for length in range(data, words - 1, -1):
        made = columns(cells[:length])
        if made:
            return length, made
    return words, ()


def columns(header: Sequence[Cell]) -> tuple[Column, ...]:
    """The columns that just these header cells make, none where they make no table of ours."""
    named = (header_word(cell) for cell in header)
    words = [word for word in named if word is None or word.role is not Role.TITLE]
    if not any(word and word.role is Role.PROCESS for word in words):
        words = [_as_process(word) for word in words]
    splits = (_merged(words[:at], words[at:]) for at in range(len(words)))
    found = {split for split in splits if split and _complete(split)}
    return found.pop() if len(found) == 1 else ()


def _as_process(word: Column | None) -> Column | None:
    """过程名称 above no further level is itself the column of the processes."""
    if word and word.title == _PROCESS_SPAN:
        return Column(word.title, Role.PROCESS)
    return word


def _merged(
    above: Sequence[Column | None], last: Sequence[Column | None]
) -> tuple[Column, ...] | None:
    """The columns when `last` is the lowest header row and `above` what stands over it.

    A cell merged downwards leaves a blank in the lowest row, is repeated in it, or is left out.
    """
    low = [word for word in last if word]
    if any(word.role is Role.SPAN for word in low):
        return None
    if not above:
        return tuple(low) if len(low) == len(last) else None
    own = [word for word in low if word not in above]
    expanded = _expanded(above, own)
    if expanded is None or len(own) == len(last):
        return expanded
    fills = len(last) == len(expanded) and all(
        word in (None, column) for word, column in zip(last, expanded, strict=True)
    )
    return expanded if fills else None


def _expanded(above: Sequence[Column | None], low: Sequence[Column]) -> tuple[Column, ...] | None:
    """Each span of the upper row gives way to the words of the lower row that it stands above."""
    made: list[Column] = []
    rest = list(low)
    for word in above:
        if word is None or word.role in (Role.PROCESS, Role.PROCESS_AT, Role.UNIT_AT):
            return None
        if word.role is not Role.SPAN:
            made.append(word)
            continue
        roles = (Role.UNIT_AT,) if "单位" in word.title else (Role.PROCESS, Role.PROCESS_AT)
        while rest and rest[0].role in roles:
            made.append(rest.pop(0))
    return None if rest else tuple(made)


def _complete(made: Sequence[Column]) -> bool:
    """Whether the columns are those of a process list or of an interface table."""
    roles = [column.role for column in made]
    if len(set(made)) < len(made) or any(roles.count(role) > 1 for role in _ONCE):
        return False
    if is_interface_table(made):
        levels = sorted(c.level for c in made if c.role is Role.PROCESS_AT)
        sides = sorted(c.level for c in made if c.role is Role.UNIT_AT)
        return len(set(levels)) == len(levels) == 2 and sides == levels and Role.ITEMS in roles
    return Role.PROCESS in roles and Role.LEAD in roles


def is_interface_table(made: Sequence[Column]) -> bool:
    """Whether the columns set processes of two levels side by side."""
    return any(column.role is Role.PROCESS_AT for column in made)
