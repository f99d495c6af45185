"""A run of quality control as a person starts it: what to check, the run, then the projection."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from graph import InvalidValueError, Workspace
from graph.lake import open_lake
from graph.ledger import LedgerReader
from ontology import TimeError, parse_moment, valid_time
from ontology.times import CIVIL

if TYPE_CHECKING:
    from loaders import LoadReport
    from loaders.quality_control.protocol import Test
    from loaders.quality_control.run import TestReport

_STEP = re.compile(r"(\d{1,4})(min|h|d)")
_UNITS = {"min": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks to be checked; texts as they were given."""

    dataset: str
    stations: tuple[str, ...] = ()
    begin: str | None = None
    end: str | None = None
    tests: tuple[str, ...] = ()
    thresholds: Path | None = None
    gap: int | None = None
    step: str | None = None
    certainty: str | None = None
    allow_retract: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """What a run found, and whether it was written."""

    dataset: str
    values: int
    tests: Sequence[TestReport]
    dry_run: bool
    ledger_head: str
    notices: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether every episode that was found became an issue."""
        return not any(test.rejected for test in self.tests)


def check_dataset(workspace: Workspace, asked: Asked, *, dry_run: bool = False) -> Checked:
    """Check values of the lake, write the episodes, bring the store up to the ledger.

    Raises `InvalidValueError` for what is asked wrongly, `MassRetractionError`,
    `MissingExtraError` without the extra `field`.
    """
    begin, end = _moment("--from", asked.begin), _moment("--to", asked.end, end=True)
    if begin is not None and end is not None and begin >= end:
        raise InvalidValueError(
            "--to", asked.end or "", "不晚于 --from / not after --from", "改正起止 / mend the dates"
        )
    ledger, suspected = workspace.ledger, None
    with open_lake(workspace.home) as lake:
        from loaders.hypotheses import derive_hypotheses
        from loaders.quality_control import episodes, thresholds
        from loaders.quality_control.protocol import Context
        from loaders.quality_control.run import Request, check, write

        tests, left = _tests(asked)
        context = Context(
            asked.dataset,
            workspace.home,
            lake,
            LedgerReader(ledger),
            thresholds.load(asked.thresholds),
            begin,
            end,
            asked.stations,
        )
        request = Request(
            tests,
            gap=episodes.GAP if asked.gap is None else asked.gap,
            step=_step(asked.step),
            certainty=asked.certainty,
            allow_retract=asked.allow_retract,
        )
        if dry_run:
            outcome = check(ledger, context, request)
        else:
            with ledger.writing() as writer:
                outcome = check(ledger, context, request)
                write(ledger, writer, context, request, outcome)
                suspected = derive_hypotheses(ledger, writer)
    if not dry_run:
        workspace.catch_up()
    return Checked(
        asked.dataset,
        outcome.values,
        outcome.reports,
        dry_run,
        str(ledger.head()),
        (*workspace.notices, *left, *_told(suspected)),
    )


def _tests(asked: Asked) -> tuple[list[Test], tuple[str, ...]]:
    """What is to be run, and a word on what is not unless it is asked for.

    Tests against neighbours hold a variable of all stations in memory, and what is near depends on
    the network: they run when they are named, or when thresholds of one's own are given for them.
    """
    from loaders.quality_control.protocol import FieldTest
    from loaders.quality_control.registry import chosen
    from loaders.quality_control.thresholds import given_in

    tests = chosen(asked.tests)
    wanted = {*asked.tests, *(given_in(asked.thresholds) if asked.thresholds else ())}
    left = [t for t in tests if isinstance(t, FieldTest) and t.name not in wanted]
    names = "、".join(test.name for test in left)
    word = f"{names}: 以 --test 点名才查 / not run unless named by --test"
    return [test for test in tests if test not in left], (word,) if left else ()


def _told(suspected: LoadReport | None) -> tuple[str, ...]:
    """How many suspected causes follow now and how many do not any more, where that changed."""
    if suspected is None or suspected.unchanged:
        return ()
    new, gone = suspected.asserted, suspected.retracted
    return (
        f"起因假设：推出 {new} 条，撤回 {gone} 条，见 suyuan trace / suspected causes: {new} new, "
        f"{gone} taken back; suyuan trace shows them",
    )


def _moment(name: str, text: str | None, *, end: bool = False) -> datetime | None:
    """A civil day, its begin or (for the end) the begin of the next; or a time with its zone."""
    if text is None:
        return None
    try:
        return parse_moment(valid_time(text, end=end, zone=CIVIL))
    except TimeError as error:
        raise InvalidValueError(name, text, str(error), "YYYY-MM-DD") from error


def _step(text: str | None) -> timedelta | None:
    if text is None:
        return None
    match = _STEP.fullmatch(text)
    if match is None or not int(match[1]):
        raise InvalidValueError(
            "--step", text, "不是间隔 / no interval", "写作 / write 10min, 1h, 1d"
        )
    return timedelta(**{_UNITS[match[2]]: int(match[1])})
