"""To whom something is reported: 向…报送, 报…备案."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.documents.facts.reading import Reading
from loaders.documents.names.mention import Kind, Mention

_PATTERNS = (
    re.compile(r"向(?P<unit>[^，。；：《向\n]{2,40}?)(?:报送|上报|报备|报告|汇报)"),
    re.compile(r"(?<!上)报(?:送|请|经|至)?(?P<unit>[^，。；：《报\n]{2,40}?)备案"),
    re.compile(r"(?:报送|上报|报)(?:至|到|给)?(?P<unit>[^，。；：《报\n]{2,30}?)(?=[，。；\n])"),
)


def reported_to(reading: Reading, begin: int, end: int) -> Iterator[Mention]:
    """The units to which a stretch of text says that something is reported, each place once."""
    seen: set[int] = set()
    for pattern in _PATTERNS:
        for match in pattern.finditer(reading.text, begin, end):
            for each in reading.names.units_in(*match.span("unit")).mentions:
                if each.kind is Kind.UNIT and each.begin not in seen:
                    seen.add(each.begin)
                    yield each
