"""Up the metrological chain: instrument → calibration → standard → its calibration → … → the top.

Level by level, the latest calibration on or before the date below, at most six levels; never a
variable-length path, because histories multiply.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ontology import BEGINNING
from ontology.rules import TOP_STANDARDS, TRACE_LEVELS
from queries.run import Ask, Soon
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
    """A subject with the calibration that counts, and the standards which that one used.

    `on`: when it was performed, or where nobody states that the latest it can have been, which is
    the moment at which the subject was relied on. `above`: those standards, to be looked at then.
    """

    subject: Subject
    choice: CalibrationChoice
    on: str
    above: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class Climb:
    """All that was looked at on the way up, and the papers of the calibrations that count."""

    chosen: tuple[Chosen, ...]
    integrity: tuple[Soon[papers.IntegrityRow], ...]
    papers: tuple[Soon[papers.PaperRow], ...]


def climb(ask: Ask, instruments: Sequence[Subject]) -> Climb:
    """The calibrations that count, from the instruments upward, one stage a level.

    The papers of a level are read together with the level above.
    """
    climbed: list[Chosen] = []
    waiting: list[Soon[papers.PaperRow]] = []
    files: list[Soon[papers.IntegrityRow]] = []
    subjects, stage = list(instruments), papers.CALIBRATIONS
    seen: set[tuple[str, str]] = set()
    for _ in range(TRACE_LEVELS):
        subjects = [s for s in subjects if _first_time(s, seen)]
        found: dict[str, list[papers.CalibrationRow]] = defaultdict(list)
        for row in ask.rows(stage, ids=sorted({s.id for s in subjects}), unknown=BEGINNING):
            found[row.subject].append(row)
        fresh = [_chosen(s, found[s.id]) for s in subjects]
        climbed += fresh
        ids = sorted({one.choice.chosen.id for one in fresh if one.choice.chosen})
        waiting.append(ask.soon(papers.PAPERS, ids=ids))
        files.append(ask.soon(papers.INTEGRITY, ids=ids, properties=papers.ON_FILES))
        subjects = [s for one in fresh for s in one.above]
        if not subjects:
            break
        stage = papers.STANDARD_CALIBRATIONS
    return Climb(tuple(climbed), tuple(files), tuple(waiting))


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
    if row is None:
        return Chosen(subject, choice, subject.moment, ())
    used = {r.used: r.used_type for r in rows if r.id == row.id and r.used is not None}
    on = subject.moment if row.performed_on == BEGINNING else row.performed_on
    return Chosen(
        subject,
        choice,
        on,
        tuple(Subject(s, on, subject.branch, top=used[s] in TOP_STANDARDS) for s in sorted(used)),
    )
