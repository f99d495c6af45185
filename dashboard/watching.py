"""`watch`: files of a folder are loaded as they arrive, each once, in the order of arrival.

What was loaded is known from the ledger: a file offered again has the hash of its source's last
load and nothing is written. So a kill at any moment needs no repair here.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event as Flag

from dashboard.arriving import Arrived, Folder
from dashboard.loading import unreadable
from graph import LedgerBusyError, SuyuanError, Workspace
from graph.ledger import LedgerWriter
from loaders import Declared, LoadChoices, LoadReport, load_file, make_plan
from loaders.aliases import derive_aliases

FIRST_RETRY, LAST_RETRY = 0.1, 2.0


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the log.

    `what`: loaded, unchanged, rejected (some rows were), refused, moved, changing (it was written
    to while it was read and will be read again), unsettled, waiting, unavailable, projected,
    unprojected, batch, started or stopped. `at`: UTC.
    """

    what: str
    path: str = ""
    source: str = ""
    read: int = 0
    accepted: int = 0
    rejected: int = 0
    asserted: int = 0
    retracted: int = 0
    message: str = ""
    at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="milliseconds"))

    @property
    def clean(self) -> bool:
        """Whether it is no trouble that a person has to look at."""
        return self.what not in _TROUBLES


_TROUBLES = {"rejected", "refused", "unsettled", "unprojected"}
Tell = Callable[[Happening], None]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a folder is watched, times in seconds.

    `every`: between two looks. `wait`: for a ledger that another process writes, and with `once`
    for files that go on changing. `move_to`: where files with trouble go; None: they stay.
    """

    every: float = 1.0
    wait: float = 60.0
    once: bool = False
    move_to: Path | None = None
    declared: Declared = field(default_factory=Declared)
    allow_retract: bool = False


@dataclass(slots=True)
class Watch:
    """The watch of one folder. `stop` ends it after the file that is being loaded."""

    workspace: Workspace
    folder: Folder
    manner: Manner
    tell: Tell
    stop: Flag = field(default_factory=Flag)
    troubles: int = 0
    _behind: bool = True
    _derived: bool = False

    def run(self) -> bool:
        """Watch until it is stopped, or with `once` until nothing is left; True without trouble.

        Raises `LedgerBusyError` where the ledger stays locked, `SourceError` for an absent folder.
        """
        self._tell(Happening("started", str(self.folder.path)))
        self._project()  # what a killed run has loaded and not projected
        idle_since = time.monotonic()
        while not self.stop.is_set():
            arrived = self._look()
            if arrived:
                try:
                    self._batch(arrived)
                except LedgerBusyError:
                    if not self.stop.is_set():
                        raise
                idle_since = time.monotonic()
            elif self.manner.once and self._drained(time.monotonic() - idle_since):
                break
            if self._behind:
                self._project()
            self.stop.wait(0 if arrived else self.manner.every)
        self._tell(Happening("stopped", str(self.folder.path)))
        return not self.troubles

    def _look(self) -> list[Arrived]:
        """What has arrived. A folder that is gone (a share that was cut off) may come back."""
        try:
            return self.folder.look()
        except OSError as error:
            refusal = unreadable(self.folder.path, error)
            if self.manner.once:
                raise refusal from error
            self._tell(Happening("unavailable", str(self.folder.path), message=str(refusal)))
            self.stop.wait(min(10 * self.manner.every, self.manner.wait))
            return []

    def _drained(self, idle: float) -> bool:
        waiting = self.folder.waiting
        if waiting and idle < self.manner.wait + self.folder.settle:
            return False
        for path in waiting:
            self._tell(Happening("unsettled", str(path), message=_UNSETTLED))
        return True

    def _batch(self, arrived: Sequence[Arrived]) -> None:
        """Load them one after the other under one lock, then project once."""
        counts = dict.fromkeys(("loaded", "rejected", "refused", "unchanged"), 0)
        ledger = self.workspace.ledger
        with self._writing() as writer:
            for one in arrived:
                if self.stop.is_set():
                    break
                happened = self._file(writer, one)
                counts[happened.what] += 1
                self._behind = self._behind or happened.what in ("loaded", "rejected")
            if self._behind or not self._derived:  # a killed run may have left it undone
                derived = derive_aliases(ledger, writer)
                self._behind = self._behind or (derived is not None and not derived.unchanged)
                self._derived = True
        told = ", ".join(f"{what} {count}" for what, count in counts.items() if count)
        self._tell(Happening("batch", str(self.folder.path), message=told))

    def _file(self, writer: LedgerWriter, one: Arrived) -> Happening:
        happened = self._load(writer, one.path)
        if happened.what != "unchanged":
            self._tell(happened)
        if not self.folder.handled(one):
            self._tell(Happening("changing", str(one.path), happened.source, message=_CHANGING))
        elif not happened.clean and self.manner.move_to is not None:
            self._move(one.path, self.manner.move_to)
        return happened

    def _load(self, writer: LedgerWriter, path: Path) -> Happening:
        choices = LoadChoices(self.manner.allow_retract)
        try:
            (planned,) = make_plan([path], self.manner.declared).files
            report = load_file(self.workspace.ledger, writer, planned, choices)
        except SuyuanError as error:
            return Happening("refused", str(path), message=str(error))
        except OSError as error:
            return Happening("refused", str(path), message=str(unreadable(path, error)))
        return _told(report)

    def _move(self, path: Path, target: Path) -> None:
        """Put it aside under its own name, numbered where that is taken."""
        place = target / path.name
        number = 1
        try:
            target.mkdir(parents=True, exist_ok=True)
            while place.exists():
                number += 1
                place = target / f"{path.stem}-{number}{path.suffix}"
            shutil.move(path, place)
        except OSError as error:
            self._tell(Happening("refused", str(path), message=str(unreadable(place, error))))
            return
        self._tell(Happening("moved", str(path), message=str(place)))

    @contextmanager
    def _writing(self) -> Iterator[LedgerWriter]:
        """The right to write; a locked ledger is waited for with a bound."""
        until, pause, told = time.monotonic() + self.manner.wait, FIRST_RETRY, False
        while True:
            right = self.workspace.ledger.writing()
            try:
                writer = right.__enter__()
            except LedgerBusyError as error:
                if time.monotonic() + pause > until or self.stop.wait(pause):
                    raise
                if not told:
                    self._tell(Happening("waiting", message=str(error)))
                told, pause = True, min(2 * pause, LAST_RETRY)
                continue
            break
        try:
            yield writer
        finally:
            right.__exit__(None, None, None)

    def _project(self) -> None:
        """Bring the graph up to the ledger; where that fails the files are safe in the ledger."""
        try:
            done = self.workspace.catch_up()
        except SuyuanError as error:
            if not self._behind or self.manner.once:
                self._tell(Happening("unprojected", message=str(error)))
            self._behind = True
            return
        self._behind = False
        if done:
            self._tell(Happening("projected", message=f"{done:,}"))

    def _tell(self, happening: Happening) -> None:
        self.troubles += not happening.clean
        self.tell(happening)


_UNSETTLED = "仍在变化，未装载 / it goes on changing and was not loaded"
_CHANGING = "装载时被改写，将再读 / it was written to while it was read and will be read again"


def _told(report: LoadReport) -> Happening:
    """A report as a line of the log."""
    if report.unchanged:
        return Happening("unchanged", report.path, report.source_id)
    what = "rejected" if report.rejected else "loaded"
    first = report.first_rejects[0] if report.first_rejects else None
    message = f"{first.place}: {first.field} {first.rule}: {first.message}" if first else ""
    if report.rejects_file:
        message += f" · {report.rejects_file}"
    happened = Happening(what, report.path, report.source_id, message=message)
    return replace(
        happened, read=report.read, accepted=report.accepted, rejected=report.rejected,
        asserted=report.asserted, retracted=report.retracted,
    )  # fmt: skip
