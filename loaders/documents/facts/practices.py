"""Practices that a document tells: 凡事有人负责、有章可循、有据可查、有人监督、都有结果."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph import PropertyValue
from loaders.documents.facts.fact import Fact, Said, Statement
from loaders.documents.facts.reading import Reading, body
from ontology import Certainty

_CHECKS = (
    ("responsible", r"有人负责|有人管|有人抓"),
    ("document", r"有章可循|有法可依|有据可依|有规可循"),
    ("record", r"有据可查|有案可查|有迹可循|有据可考"),
    ("supervisor", r"有人监督|有人检查"),
    ("result", r"(?:都|皆|事事)?有结果|有始有终"),
)
_PRACTICE = re.compile(
    "(?:凡事|事事|件件)?(?:" + "|".join(f"(?P<{code}>{words})" for code, words in _CHECKS) + ")"
)
_FEWEST = 2


def practice_facts(reading: Reading) -> Iterator[Said]:
    """Each check that a sentence names, if it names several, and whose practice it is."""
    for paragraph in reading.document.paragraphs:
        for begin, end in paragraph.sentences:
            found = [*_PRACTICE.finditer(reading.text, begin, end)]
            if len(found) < _FEWEST:
                continue
            for match in found:
                yield from _practice(reading, match, begin)


def _practice(reading: Reading, match: re.Match[str], sentence: int) -> Iterator[Said]:
    code = str(match.lastgroup)
    practice = reading.own("Practice", code)
    span = match.span()
    said: dict[str, PropertyValue] = {"name": match[0], "check": code}
    yield Statement(practice, said, *span)
    yield Fact("STATES_PRACTICE", reading.me, practice, *span)
    for mention in reading.names.mentions():
        if sentence <= mention.begin < match.start():
            unit = body(mention)
            yield Fact("FOLLOWS_PRACTICE", unit, practice, *span, certainty=Certainty.INFERRED)
            return
