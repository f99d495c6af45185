"""Schedules: lines that begin with a date, the task each is for, to whom it is reported."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from graph import PropertyValue
from loaders.documents.facts.dates import PLAIN, day_of
from loaders.documents.facts.fact import Fact, Said, Statement
from loaders.documents.facts.purposes import Purpose
from loaders.documents.facts.reading import Reading, to_body
from loaders.documents.facts.reports import reported_to
from loaders.documents.facts.task_names import tasks_named
from loaders.documents.model import Heading, Paragraph, Role
from ontology import valid_time

_BOUND = r"(?:(?:以|之)?[前后]|起|开始|止)?"
_PRINTED = re.compile(rf"(?:{PLAIN}){_BOUND}(?:\s?(?:至|到|[-—–~])\s?(?:{PLAIN}){_BOUND})?")
_SECOND = re.compile(rf"[，、；。](?:并|且|并且)?(?:于|在|到)?(?P<date>(?:{PLAIN}){_BOUND})")
_END = re.compile(r"[；;。\n]")
_SEVERAL = 2
_MONTH = re.compile(r"[\d年 〇○零一二三四五六七八九十]{1,12}月")
_LEADING = re.compile(r"(?:（?\d{1,2}[）.、]|——|[—•●■-])?\s*")


@dataclass(frozen=True, slots=True)
class _Line:
    """A milestone `begin:end`; `printed_end`: where its printed date ends."""

    begin: int
    printed_end: int
    end: int


def milestone_facts(reading: Reading) -> Iterator[Said]:
    """The milestones of the document's schedules."""
    year: int | None = None
    for begin, end in _schedule_lines(reading):
        for line in _milestones(reading.text, begin, end):
            printed = reading.text[line.begin : line.printed_end]
            found = day_of(printed, year)
            year = found.year if found and found.year else year
            told = reading.text[line.begin : line.end]
            subject = reading.own("Milestone", told)
            said: dict[str, PropertyValue] = {"name": told, "printed": printed}
            if found and found.day:
                said["due"] = valid_time(found.day.isoformat())
            if found and found.doubtful:
                said["doubtful"] = True
            yield Statement(subject, said, line.begin, line.end)
            for task, certainty in tasks_named(reading.text, told, reading.tasks):
                yield Fact(
                    "FOR_TASK", subject, reading.own("Task", task.key), line.begin,
                    line.printed_end, certainty=certainty,
                )  # fmt: skip
            for mention in reported_to(reading, line.begin, line.end):
                yield to_body("REPORTS_TO", subject, mention)


def _schedule_lines(reading: Reading) -> Iterator[tuple[int, int]]:
    """The lines of schedules that begin with a date, numbered or not."""
    schedules = _schedules(reading)
    for block in reading.document.blocks:
        if isinstance(block, Heading):
            if block.parent in schedules and _PRINTED.match(reading.text, block.title_begin):
                yield block.title_begin, block.end
        elif block.heading in schedules and block.role is Role.BODY:
            begin = _dated(reading, block)
            if begin is not None:
                yield begin, block.end


def _schedules(reading: Reading) -> set[int]:
    """The headings below which a schedule stands: they say so, or several lines have dates."""
    sections = reading.sections
    dated = Counter(
        p.heading for p in reading.document.paragraphs if _dated(reading, p) is not None
    )
    return {
        index
        for index, heading in enumerate(sections.headings)
        if sections.purposes[index] is Purpose.SCHEDULE
        or (heading.number and ("安排" in heading.title or dated[index] >= _SEVERAL))
    }


def _dated(reading: Reading, paragraph: Paragraph) -> int | None:
    """Where the date stands that a line begins with, behind its number or dash."""
    lead = _LEADING.match(reading.text, paragraph.begin)
    begin = lead.end() if lead else paragraph.begin
    return begin if _PRINTED.match(reading.text, begin) else None


def _milestones(text: str, begin: int, end: int) -> Iterator[_Line]:
    """The milestone that a line begins with, and others within it; each ends with its clause."""
    match = _PRINTED.match(text, begin, end)
    assert match is not None
    starts = [match.span()]
    starts += [each.span("date") for each in _SECOND.finditer(text, match.end(), end)]
    cuts = [each.start() for each in _SECOND.finditer(text, match.end(), end)]
    for (first, printed), stop in zip(starts, [*cuts, end], strict=True):
        mark = _END.search(text, printed, stop)
        yield _Line(first, printed, mark.start() if mark else stop)
