"""Groups of tasks, tasks, safeguards, and who leads, answers for and takes part in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from loaders.documents.facts.fact import Fact, Said, Statement
from loaders.documents.facts.marks import marks_in
from loaders.documents.facts.reading import Reading, to_body
from loaders.documents.facts.responsibility import role_facts


def task_facts(reading: Reading) -> Iterator[Said]:
    """Each task with its group or phase and the units that its brackets and lines name."""
    seen: set[int] = set()
    for task in reading.sections.tasks:
        subject = reading.own("Task", task.key)
        yield Statement(subject, {"name": task.name}, task.begin, task.name_end)
        if task.group is not None:
            group = reading.sections.headings[task.group]
            name = reading.sections.group_name(task.group)
            phase = task.group in reading.sections.phases
            above = reading.own("Phase" if phase else "TaskGroup", name)
            if task.group not in seen:
                seen.add(task.group)
                yield Statement(above, {"name": name}, group.begin, group.end)
            edge = "IN_PHASE" if phase else "IN_GROUP"
            yield Fact(edge, subject, above, task.begin, task.name_end)
        for mark in marks_in(reading.text, task.begin, task.end):
            yield from role_facts(reading, subject, mark)


def article_facts(reading: Reading) -> Iterator[Said]:
    """Articles that give work to units, each a task by its number."""
    for article in reading.articles:
        item = article.item
        subject = reading.own("Task", item.key)
        yield Statement(subject, {"name": item.name}, item.begin, item.name_end)
        for act in article.acts:
            yield replace(to_body(act.edge, subject, act.mention), certainty=act.certainty)


def safeguard_facts(reading: Reading) -> Iterator[Said]:
    """Each safeguard, and the units in the bracket or the line that ends it."""
    for item in reading.sections.safeguards:
        subject = reading.own("Safeguard", item.key)
        yield Statement(subject, {"name": item.name}, item.begin, item.name_end)
        for mark in marks_in(reading.text, item.name_end, item.end):
            for each in role_facts(reading, subject, mark):
                if isinstance(each, Fact):  # whatever the verb, a safeguard has no other edge
                    yield replace(each, edge="RESPONSIBLE")
