"""Header cells and the columns they make, whichever way merged header cells were flattened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from loaders.process_tables.flattened import Cell
from loaders.process_tables.levels import LEVEL_OF_WORD, LEVEL_WORD


class Role(StrEnum):
    """What a column says; `SPAN` is a header cell that stands above several columns."""

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
    (Role.SPAN, re.compile(rf"(?:{_PROCESS_SPAN}|接口过程(?:名称?)?|接口单位|.{{0,12}}接口)\Z")),
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


def header_length(cells: Sequence[Cell]) -> int:
    """How many of the first cells are the header, the blank ones within and after it included."""
    last = 0
    for index, cell in enumerate(cells):
        if header_word(cell) is not None:
            last = index + 1
        elif cell.text:
            break
    while last and last < len(cells) and not (cells[last].text or cells[last].after_blank):
        last += 1
    return last


def columns(header: Sequence[Cell]) -> tuple[Column, ...] | None:
    """The columns that the header cells make; None where they fit no table we can read."""
    words = [header_word(cell) for cell in header]
    if not any(word and word.role is Role.PROCESS for word in words):
        words = [_as_process(word) for word in words]
    splits = (_merged(words[:at], words[at:]) for at in range(len(words)))
    found = {split for split in splits if split and _complete(split)}
    return found.pop() if len(found) == 1 else None


def _as_process(word: Column | None) -> Column | None:
    """过程名称 above no further level is itself the column of the processes."""
    if word and word.title == _PROCESS_SPAN:
        return Column(word.title, Role.PROCESS)
    return word


def _merged(
    above: Sequence[Column | None], last: Sequence[Column | None]
) -> tuple[Column, ...] | None:
    """The columns when `last` is the lowest header row.

    A cell merged downwards leaves a blank in it, is repeated in it, or is left out of it.
    """
    low = [word for word in last if word]
    high = [word for word in above if word and word.role is not Role.SPAN]
    if any(word.role is Role.SPAN for word in low):
        return None
    expanded = _expanded(above, low)
    if len(low) < len(last):
        return expanded if expanded and _fills(last, expanded) else None
    return tuple(low) if set(high) <= set(low) else expanded


def _fills(last: Sequence[Column | None], expanded: Sequence[Column]) -> bool:
    """Whether the lowest row has just the blanks that the cells merged downwards leave."""
    return len(last) == len(expanded) and all(
        word in (None, column) for word, column in zip(last, expanded, strict=True)
    )


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
