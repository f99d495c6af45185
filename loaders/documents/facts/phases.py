"""Phases of a plan that no task stands below: headings of a schedule, ordinals in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph import PropertyValue
from loaders.documents.facts.dates import DATE
from loaders.documents.facts.fact import Said, Statement
from loaders.documents.facts.purposes import Purpose
from loaders.documents.facts.reading import Reading

_ORDINAL = re.compile(
    r"(?P<key>第[一二三四五六七八九十]{1,2})(?:个)?(?P<kind>(?:工作|实施)?阶段)"
    r"(?:（(?P<in>[^（）\n]{2,16}阶段)）|[—-]{1,2}(?P<behind>[^，。；：\n]{2,12}阶段))"
)
_BRACKET = re.compile(r"（(?P<when>[^（）]*)）\Z")


def phase_facts(reading: Reading) -> Iterator[Said]:
    """The phases of schedules by their headings, others by their ordinals."""
    sections = reading.sections
    for index, heading in enumerate(sections.headings):
        scheduled = sections.purposes[index] is Purpose.SCHEDULE
        if not scheduled or "阶段" not in heading.title or heading.parent is None:
            continue
        name = sections.group_name(index)
        said: dict[str, PropertyValue] = {"name": name}
        when = _BRACKET.search(heading.title)
        if when and DATE.search(when["when"]):
            said["printed"] = when["when"]
        yield Statement(reading.own("Phase", name), said, heading.begin, heading.end)
    for paragraph in reading.document.paragraphs:
        for match in _ORDINAL.finditer(reading.text, paragraph.begin, paragraph.end):
            phase = reading.own("Phase", f"{match['key']}阶段")
            named = match["in"] or match["behind"]
            yield Statement(phase, {"name": named}, *match.span())
