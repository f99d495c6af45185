"""A load as a person starts it: several paths, one of which may be bad, then the projection."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, timedelta, timezone
from pathlib import Path
from typing import Protocol

from dashboard.unverified import closed_unverified
from graph import (
    InvalidValueError,
    LedgerBusyError,
    SourceClaimedError,
    SourceError,
    SuyuanError,
    Workspace,
)
from loaders import (
    Declared,
    LoadChoices,
    LoadReport,
    Plan,
    Planned,
    Unread,
    check_file,
    load_file,
    make_plan,
)
from ontology import CIVIL, Certainty, TimeError, valid_time

FOLLOWED_BYTES = 8_000_000
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)\Z")
_ZONES = {"UTC": UTC, "Z": UTC, "ASIA/SHANGHAI": CIVIL}


class Watcher(Protocol):
    """Who is told how a load goes on."""

    def file(self, planned: Planned, number: int, total: int) -> None:
        """A file is begun."""
        ...

    def rows(self, count: int) -> None:
        """So many rows of the file are done."""
        ...

    def projecting(self, count: int) -> None:
        """So many positions of the ledger are projected."""
        ...


@dataclass(frozen=True, slots=True)
class Failure:
    """A path that was refused, and why; nothing of it was written."""

    path: str
    error: SuyuanError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of all paths of one command. `ledger_head` is empty where nothing is written."""

    reports: tuple[LoadReport, ...]
    failures: tuple[Failure, ...]
    skipped: tuple[Unread, ...]
    dry_run: bool = False
    ledger_head: str = ""
    projected: int = 0
    notices: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether every row of every file was accepted."""
        return not self.failures and not any(r.rejected for r in self.reports)


@dataclass(slots=True)
class _Tally:
    reports: list[LoadReport] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Work:
    """What will be loaded, and the paths that cannot be."""

    plan: Plan
    refused: tuple[Failure, ...]


def load_files(
    workspace: Workspace,
    work: Work,
    watch: Watcher,
    *,
    allow_retract: bool = False,
    ask: Callable[[SourceClaimedError], bool] = lambda _: False,
) -> Outcome:
    """Load every file and bring the store up to the ledger, meanwhile where much is new.

    Raises `LedgerBusyError`; what a file is refused for stands in the outcome.
    """
    # Only here: whoever plans a load does not yet need what reads documents.
    from loaders.aliases import derive_aliases

    ledger, choices = workspace.ledger, LoadChoices(allow_retract, ask, watch.rows)
    before = ledger.head().position
    with ledger.writing() as writer:
        meanwhile = workspace.following() if _much_is_new(workspace, work) else nullcontext()
        with meanwhile:
            tally = _each(work, watch, lambda planned: load_file(ledger, writer, planned, choices))
            derived = derive_aliases(ledger, writer)
            if derived is not None and not derived.unchanged:
                tally.reports.append(derived)
    workspace.catch_up(watch.projecting)
    projected = ledger.head().position - before
    warned = closed_unverified(workspace, work.plan.files, tally.reports)
    return Outcome(
        tuple(tally.reports),
        tuple(tally.failures),
        work.plan.skipped,
        False,
        str(ledger.head()),
        projected,
        (*warned, *workspace.notices),
    )


def _much_is_new(workspace: Workspace, work: Work) -> bool:
    """Whether a second process is worth its start: much to read from sources not known yet."""
    fresh = (
        p.source.path.stat().st_size
        for p in work.plan.files
        if workspace.ledger.last_load(p.source.source_id) is None
    )
    return sum(fresh) >= FOLLOWED_BYTES


def check_files(work: Work, watch: Watcher, *, dry_run: bool = True) -> Outcome:
    """Read and validate every file and write nothing; needs no home."""
    tally = _each(work, watch, lambda planned: check_file(planned, watch.rows))
    return Outcome(tuple(tally.reports), tuple(tally.failures), work.plan.skipped, dry_run=dry_run)


def _each(work: Work, watch: Watcher, handle: Callable[[Planned], LoadReport]) -> _Tally:
    """Every planned file in turn; what one is refused for is kept, so that the others load."""
    tally = _Tally(failures=list(work.refused))
    for number, planned in enumerate(work.plan.files, 1):
        watch.file(planned, number, len(work.plan.files))
        path = planned.source.path
        try:
            tally.reports.append(handle(planned))
        except LedgerBusyError:
            raise
        except SuyuanError as error:
            tally.failures.append(Failure(str(path), error))
        except OSError as error:
            tally.failures.append(Failure(str(path), unreadable(path, error)))
    return tally


def plan_work(paths: Sequence[Path], declared: Declared) -> Work:
    """What will be loaded of these paths. Raises `InvalidValueError` for clashing names."""
    refused: list[Failure] = []
    good: list[Path] = []
    for path in paths:
        try:
            make_plan([path], Declared())
            good.append(path)
        except SourceError as error:
            refused.append(Failure(str(path), error))
        except OSError as error:
            refused.append(Failure(str(path), unreadable(path, error)))
    return Work(make_plan(good, declared), tuple(refused))


def unreadable(path: Path, error: OSError) -> SourceError:
    """The refusal of a file that the system does not give."""
    return SourceError(
        error.filename or path,
        f"读不了 / cannot be read: {error.strerror or error}",
        "检查权限和路径 / check its permissions and the path",
    )


def declared_as(
    source: str | None, snapshot: str | None, zone: str | None, certainty: str | None
) -> Declared:
    """What the user declares about all files. Raises `InvalidValueError` for what is no value."""
    return Declared(source, snapshot_of(snapshot), zone_of(zone), certainty_of(certainty))


def zone_of(text: str | None) -> timezone | None:
    """The fixed zone of `+08:00`, `UTC`, `Z` or `Asia/Shanghai` (civil time, no summer time).

    >>> zone_of("+0530")
    datetime.timezone(datetime.timedelta(seconds=19800))
    """
    if text is None:
        return None
    if text.upper() in _ZONES:
        return _ZONES[text.upper()]
    match = _OFFSET.match(text)
    if match is not None and int(match[2]) < 24 and int(match[3]) < 60:
        offset = timedelta(hours=int(match[2]), minutes=int(match[3]))
        return timezone(-offset if match[1] == "-" else offset)
    raise InvalidValueError(
        "--timezone",
        text,
        "不是时区 / no fixed zone",
        "写作 / write +08:00, UTC, Z or Asia/Shanghai",
    )


def snapshot_of(text: str | None) -> str | None:
    """Valid-time text of the day for which a source without dates speaks."""
    try:
        return None if text is None else valid_time(text, zone=CIVIL)
    except TimeError as error:
        raise InvalidValueError("--snapshot", text or "", str(error), "YYYY-MM-DD") from error


def certainty_of(text: str | None) -> str | None:
    """A declared certainty of rows that state none."""
    if text is None or text in set(Certainty):
        return text
    raise InvalidValueError(
        "--certainty", text, "不是确定程度 / no certainty", f"可用 / use: {', '.join(Certainty)}"
    )
