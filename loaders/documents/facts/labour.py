"""What tables that divide the work say of their tasks: who, in which group, by when."""

from __future__ import annotations

from collections.abc import Iterator

from loaders.documents.facts.due import due_statement
from loaders.documents.facts.fact import Fact, Said, Statement
from loaders.documents.facts.reading import Reading
from loaders.documents.facts.responsibility import Role, unit_facts
from loaders.documents.facts.table_tasks import TableTask


def labour_facts(reading: Reading) -> Iterator[Said]:
    """The tasks of such tables with their units; a task that the text has too is that one."""
    for task in reading.table_tasks:
        yield from _of_task(reading, task)


def _of_task(reading: Reading, task: TableTask) -> Iterator[Said]:
    item = task.item
    subject = reading.own("Task", item.key)
    yield Statement(subject, {"name": item.name}, item.begin, item.name_end)
    if task.group is not None:
        group = reading.own("TaskGroup", task.group.name)
        yield Statement(group, {"name": task.group.name}, task.group.begin, task.group.end)
        yield Fact("IN_GROUP", subject, group, item.begin, item.name_end)
    for row in task.rows:
        for column, role in task.columns.roles:
            cell = task.table.cell(row.number, column)
            cell = task.table.value(cell) if cell else None
            if cell is None or not cell.text.strip():
                continue
            if role == "DUE":
                yield due_statement(reading, subject, cell.begin, cell.end)
            else:
                yield from unit_facts(reading, subject, Role(role, cell.begin, cell.end))
