"""Up the metrological chain: instrument → calibration → standard → its calibration → … → the top.

Level by level, the latest calibration on or before the date below, at most six levels; never a
variable-length path, because histories multiply.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ontology.rules import TOP_STANDARDS, TRACE_LEVELS
from queries.run import Ask
from queries.trace import papers
from queries.trace.states import CalibrationChoice, choose_calibration


@dataclass(frozen=True, slots=True)
class Subject:
    """What must be calibrated at a moment: an instrument or a standard, in whose branch."""

    id: str
    moment: str
    branch: str
    top: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """A subject with the calibration that counts, and the standards which that one used."""

    subject: Subject
    choice: CalibrationChoice
    standards: tuple[papers.StandardRow, ...]

    @property
    def above(self) -> list[Subject]:
        """The standards, to be looked at on the date of the calibration."""
        row = self.choice.chosen
        if row is None:
            return []
        branch = self.subject.branch
        return [
            Subject(s.id, row.performed_on, branch, top=s.standard_type in TOP_STANDARDS)
            for s in self.standards
        ]


def climb(ask: Ask, instruments: Sequence[Subject]) -> list[Chosen]:
    """The calibrations that count, from the instruments upward; one stage a level."""
    climbed: list[Chosen] = []
    subjects, stage = list(instruments), papers.CALIBRATIONS
    seen: set[tuple[str, str]] = set()
    for _ in range(TRACE_LEVELS):
        subjects = [s for s in subjects if _first_time(s, seen)]
        found: dict[str, list[papers.CalibrationRow]] = defaultdict(list)
        for row in ask.rows(stage, ids=sorted({s.id for s in subjects})):
            found[row.subject].append(row)
        fresh = [_chosen(s, found[s.id]) for s in subjects]
        climbed += fresh
        subjects = [s for one in fresh for s in one.above]
        if not subjects:
            break
        stage = papers.STANDARD_CALIBRATIONS
    return climbed


def _first_time(subject: Subject, seen: set[tuple[str, str]]) -> bool:
    """What several branches relied on at one moment is looked at once."""
    key = (subject.id, subject.moment)
    if key in seen:
        return False
    seen.add(key)
    return True


def _chosen(subject: Subject, rows: Sequence[papers.CalibrationRow]) -> Chosen:
    choice = choose_calibration(rows, subject.moment)
    row = choice.chosen
    used = () if row is None else _standards(r for r in rows if r.id == row.id)
    return Chosen(subject, choice, used)


def _standards(rows: Iterable[papers.CalibrationRow]) -> tuple[papers.StandardRow, ...]:
    """The standards of a calibration, in the order of their ids, whatever the store's."""
    found = dict.fromkeys(s for r in rows if (s := r.standard))
    return tuple(sorted(found, key=lambda s: (s.id, s.claims or ())))
