"""Units that try a task out before the others: 以A、B为试点单位."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.documents.facts.fact import Element, Fact, Said
from loaders.documents.facts.reading import Reading
from loaders.documents.names.mention import Kind

_PILOTS = (
    re.compile(
        r"(?:以|将|把|选取|选择|确定|选定)(?P<units>[^，。；：\n]{2,120}?)(?:等)?(?:作为|为|开展|进行|先行)试点"
    ),
    re.compile(r"(?:在|于)(?P<units>[^，。；：\n]{2,120}?)(?:等)?(?:先行)?(?:开展|进行)试点"),
    re.compile(r"试点(?:单位|地区|部门)[：:](?P<units>[^。；\n]{2,120})"),
)


def pilot_facts(reading: Reading) -> Iterator[Said]:
    """The pilot units of each task."""
    for task in reading.sections.tasks:
        subject = reading.own("Task", task.key)
        for pattern in _PILOTS:
            for match in pattern.finditer(reading.text, task.begin, task.end):
                for each in reading.names.units_in(*match.span("units")).mentions:
                    if each.kind is Kind.UNIT:
                        unit = Element("Unit", (each.name,))
                        yield Fact(
                            "PILOT_FOR", unit, subject, each.begin, each.end,
                            certainty=each.certainty,
                        )  # fmt: skip
