"""Up the metrological chain: instrument → calibration → standard → its calibration → … → the top.

Level by level, the latest calibration on or before the date below, at most six levels; never a
variable-length path, because histories multiply.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ontology import BEGINNING
from ontology.rules import TOP_STANDARDS, TRACE_LEVELS
from queries.ask import Ask
from queries.shelves import Later, Shelf, Shelves
from queries.trace import papers
from queries.trace.states import CalibrationChoice, choose_calibration

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Subject:
    """What must be calibrated at a moment: an instrument or a standard, in whose branch.

    `top`: of a type above which there is none; `below`: of one that is calibrated in its turn.
    """

    id: str
    moment: str
    branch: str
    top: bool = False
    below: bool = False


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
class Behind:
    """The papers of some of the calibrations that count, and what is said of files among them."""

    integrity: Later[papers.IntegrityRow, list[papers.IntegrityRow]]
    papers: Later[papers.PaperRow, list[papers.PaperRow]]


@dataclass(frozen=True, slots=True)
class Climb:
    """All that was looked at on the way up, and what stands behind it."""

    chosen: tuple[Chosen, ...]
    behind: tuple[Behind, ...]


def _as_read(rows: list[R]) -> list[R]:
    return rows


_CALIBRATIONS, _STANDARD_CALIBRATIONS = (
    Shelf(stage, lambda row: row.subject, _as_read)
    for stage in (papers.CALIBRATIONS, papers.STANDARD_CALIBRATIONS)
)
_INTEGRITY = Shelf(papers.INTEGRITY, lambda row: row.calibration, _as_read)
_PAPERS = Shelf(papers.PAPERS, lambda row: row.calibration, _as_read)


def climb(ask: Ask, shelves: Shelves, instruments: Sequence[Subject]) -> Climb:
    """The calibrations that count, from the instruments upward, one stage a level.

    The papers of all levels are read together with what is likely to be the last one: a statement
    for each level costs an embedded engine more than its rows. The chains of a network end in the
    same standards, so that most of what is above the first level is on the shelves already.
    """
    climbed: list[Chosen] = []
    waiting, unread = [], set[str]()
    subjects, shelf = list(instruments), _CALIBRATIONS
    seen: set[tuple[str, str]] = set()
    for _ in range(TRACE_LEVELS):
        subjects = [s for s in subjects if _first_time(s, seen)]
        ids = sorted({s.id for s in subjects})
        found = shelves.read(ask, shelf, ids, unknown=BEGINNING)
        fresh = [_chosen(s, found.get(s.id, [])) for s in subjects]
        climbed += fresh
        unread |= {one.choice.chosen.id for one in fresh if one.choice.chosen}
        subjects = [s for one in fresh for s in one.above]
        if not subjects:
            break
        if not all(s.below for s in subjects):
            waiting.append(_behind(ask, shelves, unread))
            unread = set()
        shelf = _STANDARD_CALIBRATIONS
    waiting.append(_behind(ask, shelves, unread))
    return Climb(tuple(climbed), tuple(waiting))


def _behind(ask: Ask, shelves: Shelves, calibrations: Iterable[str]) -> Behind:
    ids = sorted(calibrations)
    return Behind(
        shelves.soon(ask, _INTEGRITY, ids, properties=papers.ON_FILES),
        shelves.soon(ask, _PAPERS, ids),
    )


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
        tuple(_standard(s, used[s], on, subject.branch) for s in sorted(used)),
    )


def _standard(element: str, kind: str | None, on: str, branch: str) -> Subject:
    top = kind in TOP_STANDARDS
    return Subject(element, on, branch, top, below=kind is not None and not top)
