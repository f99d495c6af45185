"""Tables that divide the work: 任务 / 牵头单位 / 配合单位 / 完成时限."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.documents.facts.due import due_statement
from loaders.documents.facts.fact import Element, Fact, Said, Statement
from loaders.documents.facts.marks import role_of
from loaders.documents.facts.reading import Reading
from loaders.documents.facts.responsibility import Role, unit_facts
from loaders.documents.model import Cell, Row, Table

_TASK = re.compile(r"任务|工作内容|事项|举措|措施|内容|工作要点|重点工作|项目(?!名)")
_NUMBER = re.compile(r"序号|编号|序列")
_PRINTED_NUMBER = re.compile(r"\d{1,3}(?:[.．-]\d{1,3})*|[一二三四五六七八九十]{1,3}")
_SENTENCE = re.compile(r"[^。；\n]+")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column is what; `group` and `number` are None where a table has none."""

    task: int
    group: int | None
    number: int | None
    roles: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class _Task:
    """A task of a row, cited at its cell."""

    number: str
    name: str
    cell: Cell
    row: Row


def labour_facts(reading: Reading) -> Iterator[Said]:
    """The tasks of such tables with their units; a task that the text has too is that one."""
    found = [
        (table, columns, [*_tasks(table, columns)])
        for table in reading.document.tables
        if (columns := _columns(table)) is not None
    ]
    numbers = Counter(task.number for _, _, tasks in found for task in tasks)
    numbers.update(task.key for task in reading.sections.tasks)
    named = {task.name: task.key for task in reading.sections.tasks}
    for table, columns, tasks in found:
        for task in tasks:
            unique = task.number and numbers[task.number] == 1
            key = named.get(task.name) or (task.number if unique else task.name)
            yield from _of_task(reading, table, columns, task, key)


def _columns(table: Table) -> _Columns | None:
    """The columns of a table that divides work, else None."""
    headers = [titles[-1] if titles else "" for titles in table.columns]
    roles = [(index, role_of(header)) for index, header in enumerate(headers) if role_of(header)]
    taken = {index for index, _ in roles}
    tasks = [i for i, header in enumerate(headers) if i not in taken and _TASK.search(header)]
    if not tasks or not any(role != "DUE" for _, role in roles):
        return None
    number = next((i for i, header in enumerate(headers) if _NUMBER.search(header)), None)
    group = tasks[0] if len(tasks) > 1 else None
    if group is not None and number is not None and number < group:
        number = None  # it numbers the groups
    return _Columns(tasks[-1], group, number, tuple(roles))


def _tasks(table: Table, columns: _Columns) -> Iterator[_Task]:
    for row in table.body:
        cell = table.cell(row.number, columns.task) if row.whole else None
        if cell is None or not cell.text.strip() or cell.row != row.number:
            continue
        sentence = _SENTENCE.match(cell.name)
        number = _printed(table, row, columns.number)
        yield _Task(number, (sentence[0] if sentence else cell.name).strip(), cell, row)


def _printed(table: Table, row: Row, column: int | None) -> str:
    cell = table.cell(row.number, column) if column is not None else None
    cell = table.value(cell) if cell else None
    match = _PRINTED_NUMBER.fullmatch(cell.name.strip(" .、")) if cell else None
    return match[0] if match else ""


def _of_task(
    reading: Reading, table: Table, columns: _Columns, task: _Task, key: str
) -> Iterator[Said]:
    subject = reading.own("Task", key)
    span = (task.cell.begin, task.cell.begin + len(task.cell.text))
    yield Statement(subject, {"name": task.name}, *span)
    yield from _group(reading, table, columns, task, subject)
    for column, role in columns.roles:
        cell = table.cell(task.row.number, column)
        if cell is None:
            continue
        cell = table.value(cell)
        if not cell.text.strip():
            continue
        if role == "DUE":
            yield due_statement(reading, subject, cell.begin, cell.end)
        else:
            yield from unit_facts(reading, subject, Role(role, cell.begin, cell.end))


def _group(
    reading: Reading, table: Table, columns: _Columns, task: _Task, subject: Element
) -> Iterator[Said]:
    if columns.group is None:
        return
    cell = table.cell(task.row.number, columns.group)
    cell = table.value(cell) if cell else None
    if cell is not None and cell.text.strip():
        group = reading.own("TaskGroup", cell.name)
        yield Statement(group, {"name": cell.name}, cell.begin, cell.end)
        yield Fact("IN_GROUP", subject, group, task.cell.begin, task.cell.end)
