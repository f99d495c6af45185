"""One way to ask a question: the words it needs, those it has a place for, what fills it."""

from __future__ import annotations

from dataclasses import dataclass

from queries.plain.sentence import Slot


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to ask a question.

    `needs`: of each group of tags a word must be there. `uses`: tags of words that add nothing
    more. `slots`: fill the parameters; one that cannot makes the pattern fit not. `weight`: how
    particular it is among patterns that explain a sentence equally well. `own_time`: the question
    takes its day from the issue it is about. `strict`: it stands without no word of the sentence.
    """

    question: str
    needs: tuple[str, ...]
    uses: str = ""
    slots: tuple[Slot, ...] = ()
    weight: float = 0.0
    own_time: bool = False
    strict: bool = False
