"""The day by which a task is due, as printed and, where it is one, as a date."""

from __future__ import annotations

from graph import PropertyValue
from loaders.documents.facts.dates import DATE, day_of
from loaders.documents.facts.fact import Element, Statement
from loaders.documents.facts.reading import Reading
from ontology import valid_time


def due_statement(reading: Reading, task: Element, begin: int, end: int) -> Statement:
    """What is printed of a task's due date; the date itself only where a year is printed.

    A day that does not exist is doubtful.
    """
    printed = reading.text[begin:end]
    said: dict[str, PropertyValue] = {"due_printed": " ".join(printed.split())}
    match = DATE.search(printed)
    found = day_of(printed[match.start() :]) if match else None
    if found is not None and found.day is not None:
        said["due"] = valid_time(found.day.isoformat())
    if found is not None and found.doubtful:
        said["doubtful"] = True
    return Statement(task, said, begin, end)
