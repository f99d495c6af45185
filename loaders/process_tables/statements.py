"""Items of an interface: statements about what either side does."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.process_tables.levels import ACTING_SIDE, LEVEL_OF_WORD
from loaders.process_tables.original import Passage, joined

_ACTING = re.compile(rf"(?:^|(?<=[\n；;。，,])){ACTING_SIDE}")
_GOES_ON = re.compile(r"[向由按照对与给从和至到及、]\s*\Z")
_CLAUSE_END = re.compile(r"[，,]\s*\Z")
_EDGES = " \t\n，,；;。"


@dataclass(frozen=True, slots=True)
class Statement:
    """What one side does, `text[begin:end]` of the cell; `level` is empty where none is named."""

    level: str
    text: str
    begin: int
    end: int


def statements(items: Passage) -> tuple[Statement, ...]:
    """The items of an interface, one statement for each time a side begins to act.

    A side acts where a line, a sentence or a clause begins with it; within a clause
    (自治区级单位按照国家级单位工作部署…) it is merely mentioned.
    """
    text = items.text
    starts = [(0, 0, "")]
    for match in _ACTING.finditer(text):
        level, before = LEVEL_OF_WORD[match["level"]], text[: match.start()]
        same_clause = _CLAUSE_END.search(before.rstrip("\n")) and level == starts[-1][2]
        if not (_GOES_ON.search(before) or same_clause):
            starts.append((match.start(), match.start("level"), level))
    ends = [*(start for start, _, _ in starts[1:]), len(text)]
    made = (_statement(text, level, b, e) for (_, b, level), e in zip(starts, ends, strict=True))
    return tuple(statement for statement in made if statement.text)


def _statement(text: str, level: str, begin: int, end: int) -> Statement:
    stretch = text[begin:end]
    begin += len(stretch) - len(stretch.lstrip(_EDGES))
    stretch = stretch.strip(_EDGES)
    return Statement(level, joined(stretch), begin, begin + len(stretch))
