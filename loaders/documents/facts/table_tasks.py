"""The tasks of tables that divide the work: 任务 / 牵头单位 / 配合单位 / 完成时限."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loaders.documents.facts.marks import role_of
from loaders.documents.facts.sections import Item
from loaders.documents.model import Cell, Document, Row, Table

_TASK = re.compile(r"任务|工作内容|事项|举措|措施|内容|工作要点|重点工作|项目(?!名)")
_NUMBER = re.compile(r"序号|编号|序列")
_BODIES = re.compile(r"(?:单位|部门|处室|科室)(?:名称)?\Z")
_PRINTED_NUMBER = re.compile(r"\d{1,3}(?:[.．-]\d{1,3})*|[一二三四五六七八九十]{1,3}")
_SENTENCE = re.compile(r"[^。；]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column is what; `group` and `number` are None where a table has none."""

    task: int
    group: int | None
    number: int | None
    roles: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class TableTask:
    """A task of one or more rows; `item` is cited at its cell and ends with its last row.

    `name_end`: of the words of the cell that name it. `group`: the cell that names its group.
    """

    item: Item
    rows: tuple[Row, ...]
    table: Table
    columns: Columns
    group: Cell | None


def table_tasks(document: Document, told: Sequence[Item]) -> tuple[TableTask, ...]:
    """The tasks of all such tables; one that the text tells too (`told`) has its key."""
    found = [
        task
        for table in document.tables
        if (columns := _columns(table)) is not None
        for task in _tasks(table, columns)
    ]
    numbers = Counter(task.item.key for task in found)
    numbers.update(task.key for task in told)
    named = {task.name: task.key for task in told}
    return tuple(replace(task, item=_keyed(task.item, numbers, named)) for task in found)


def _keyed(item: Item, numbers: Counter[str], named: dict[str, str]) -> Item:
    unique = item.key and numbers[item.key] == 1
    key = named.get(item.name) or (item.key if unique else item.name)
    return replace(item, key=key)


def _columns(table: Table) -> Columns | None:
    """The columns of a table that divides work, else None."""
    headers = [titles[-1] if titles else "" for titles in table.columns]
    roles = [(index, role_of(header)) for index, header in enumerate(headers) if role_of(header)]
    if not any(role != "DUE" for _, role in roles):
        roles += [(i, "RESPONSIBLE") for i, header in enumerate(headers) if _BODIES.match(header)]
    taken = {index for index, _ in roles}
    tasks = [i for i, header in enumerate(headers) if i not in taken and _TASK.search(header)]
    if not tasks or not any(role != "DUE" for _, role in roles):
        return None
    number = next((i for i, header in enumerate(headers) if _NUMBER.search(header)), None)
    group = tasks[0] if len(tasks) > 1 else None
    if group is not None and number is not None and number < group:
        number = None  # it numbers the groups
    return Columns(tasks[-1], group, number, tuple(sorted(roles)))


def _tasks(table: Table, columns: Columns) -> Iterator[TableTask]:
    group: Cell | None = None
    task: TableTask | None = None
    for row in table.body:
        if _is_group(table, row):
            group = row.cells[0]
            continue
        cell = table.cell(row.number, columns.task) if row.whole else None
        if cell is None:
            continue
        if task is not None and table.value(cell).row == task.rows[0].number:
            item = replace(task.item, end=max(task.item.end, row.end))
            task = replace(task, item=item, rows=(*task.rows, row))
            continue
        if task is not None:
            yield task
        task = _task(table, columns, row, cell, group) if cell.text.strip() else None
    if task is not None:
        yield task


def _is_group(table: Table, row: Row) -> bool:
    """Whether a row is one cell over the whole table: the heading of the rows below it."""
    return len(row.cells) == 1 and row.cells[0].column_span == table.width > 1


def _task(table: Table, columns: Columns, row: Row, cell: Cell, above: Cell | None) -> TableTask:
    sentence = _SENTENCE.match(cell.name)
    name = (sentence[0] if sentence else cell.name).strip()
    length = len(cell.text) if name == cell.name.strip() else _stop(cell.text)
    number = _printed(table, row, columns.number)
    item = Item(-1, number, name, cell.begin, cell.begin + length, row.end)
    return TableTask(item, (row,), table, columns, _group(table, row, columns) or above)


def _stop(text: str) -> int:
    match = _SENTENCE.match(text)
    return match.end() if match else len(text)


def _group(table: Table, row: Row, columns: Columns) -> Cell | None:
    cell = table.cell(row.number, columns.group) if columns.group is not None else None
    cell = table.value(cell) if cell else None
    return cell if cell is not None and cell.text.strip() else None


def _printed(table: Table, row: Row, column: int | None) -> str:
    cell = table.cell(row.number, column) if column is not None else None
    cell = table.value(cell) if cell else None
    match = _PRINTED_NUMBER.fullmatch(cell.name.strip(" .、")) if cell else None
    return match[0] if match else ""
