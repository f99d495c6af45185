"""One run of tests over a window of a dataset: values read once, all tests on them, then issues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from graph import InvalidValueError, MassRetractionError
from graph.lake import Selection
from graph.lake.layout import datasets
from graph.ledger import Ledger, LedgerWriter
from loaders.pipeline import LoadChoices, load_file
from loaders.plan import Planned
from loaders.protocol import SourceFile
from loaders.quality_control import blocks, episodes, findings
from loaders.quality_control.loader import LOADER
from loaders.quality_control.memory import Memory, Refused, Window
from loaders.quality_control.model import Episode, Found
from loaders.quality_control.neighbours import positions_of
from loaders.quality_control.protocol import (
    HOUR,
    SUSPECT,
    UNCHECKED,
    WRONG,
    Block,
    Context,
    FieldTest,
    FlagTest,
    Marks,
    Test,
    ValueTest,
)
from loaders.quality_control.standing import Scope, reconciled, straddles
from loaders.quality_control.thresholds import NEEDED
from ontology import format_valid, parse_moment

LIMIT = 0.2
"""More of the episodes in a window than this are not withdrawn unless it is allowed."""
FEWEST = 10
"""So many may always be withdrawn."""
_GONE = "检查结果已变 / the findings changed"


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be checked, and how.

    `gap`: steps without a flag within an episode. `step`: of the dataset, found from its values
    when None. `allow_retract`: lifts the guard on withdrawals.
    """

    tests: Sequence[Test]
    gap: int = episodes.GAP
    step: timedelta | None = None
    certainty: str | None = None
    allow_retract: bool = False
    progress: Callable[[int], None] = lambda _: None


@dataclass(slots=True)
class TestReport:
    """Counts of one test. `unknown`: variables it has no thresholds for, which it did not check.

    `rejected`: episodes that the ontology does not admit, so that nothing of them is claimed, of
    this run and of earlier ones that found the same.
    """

    name: str
    title: str
    checked: int = 0
    flagged: int = 0
    episodes: int = 0
    changes: Counter[str] = field(default_factory=Counter)
    unknown: set[str] = field(default_factory=set)
    sources: list[str] = field(default_factory=list)
    claims: int = 0
    rejected: list[Refused] = field(default_factory=list)


@dataclass(slots=True)
class _Seen:
    """What one test found in one window."""

    found: list[Found] = field(default_factory=list)
    first_checked: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run found: a report for each test, and the episodes that are new or changed."""

    values: int
    reports: list[TestReport]
    changed: dict[str, list[Episode]]


def check(ledger: Ledger, context: Context, request: Request) -> Outcome:
    """Look at the values and compare with what stood; nothing is written.

    Raises `InvalidValueError` for a dataset or a station without values, `MassRetractionError`
    where a great part of what stood would be withdrawn.
    """
    counts = _stations(context)
    step = _step(context, request, counts)
    joins = _joins((request.gap + 1) * step)
    memories = {test.name: Memory(ledger, context.dataset, test.name) for test in request.tests}
    window = _window(context, timedelta(microseconds=(request.gap + 1) * step))
    wanted = frozenset(context.stations)
    before = {
        name: memory.stood(
            lambda e: (not wanted or e.found.station in wanted) and window.concerns(e)
        )
        for name, memory in memories.items()
    }
    reports = {test.name: TestReport(test.name, test.title) for test in request.tests}
    changed: dict[str, list[Episode]] = {name: [] for name in memories}
    values = 0
    for part, of_part in _parts(context, counts, before):
        awaited = {
            name: {(e.found.station, e.found.variable) for e in stood if e.live}
            for name, stood in before.items()
        }
        look = _Look(part, request, step, reports, awaited)
        seen = look.at(of_part)
        values += look.values
        for test in request.tests:
            scope = _scope(part, test, joins, seen[test.name].first_checked)
            own = {s for s, _ in of_part}
            stood = [e for e in before[test.name] if e.found.station in own]
            _guarded_extend(
                changed[test.name], reports[test.name], scope, stood, seen[test.name].found, request
            )
    return Outcome(values, list(reports.values()), changed)


def _guarded_extend(
    changed: list[Episode],
    report: TestReport,
    scope: Scope,
    stood: list[Episode],
    found: list[Found],
    request: Request,
) -> None:
    new, counts = reconciled(scope, stood, found)
    live = sum(e.live and scope.within(e.found) for e in stood)
    going = counts["withdrawn"]
    if going > max(FEWEST, LIMIT * live) and not request.allow_retract:
        raise MassRetractionError(f"{findings.PREFIX}{scope.name}", going, live, LIMIT)
    changed += new
    report.changes += counts
    report.episodes += len(found)


def write(
    ledger: Ledger, writer: LedgerWriter, context: Context, request: Request, outcome: Outcome
) -> None:
    """Load what changed, each month of each test as a new version of its source.

    The reports then name every episode that stands rejected in the ledger.
    """
    for report in outcome.reports:
        memory = Memory(ledger, context.dataset, report.name)
        choices = LoadChoices(allow_retract=True, reason=_GONE)
        with TemporaryDirectory(prefix="suyuan-") as folder:
            for source_id, path in memory.write(Path(folder), outcome.changed[report.name]):
                source = SourceFile(path, source_id, certainty=request.certainty)
                loaded = load_file(ledger, writer, Planned(source, LOADER, named=True), choices)
                report.sources.append(source_id)
                report.claims += loaded.asserted
                request.progress(report.claims)
        report.rejected = Memory(ledger, context.dataset, report.name).refused()


def _stations(context: Context) -> list[tuple[str, int]]:
    known = [folder.name for folder in datasets(context.home)]
    if context.dataset not in known:
        raise InvalidValueError(
            "DATASET",
            context.dataset,
            "数据湖里没有这个数据集 / no such dataset in the lake",
            f"已有 / there are: {', '.join(known) or '—'}",
        )
    selection = Selection(context.dataset, context.stations, (), context.begin, context.end)
    counts = list(context.lake.stations(selection))
    absent = sorted(set(context.stations) - {station for station, _ in counts})
    if absent:
        raise InvalidValueError(
            "--station",
            ", ".join(absent[:5]),
            "这段时间里没有值 / it has no values then",
            "检查站号与起止 / check the station and the dates",
        )
    return counts


def _step(context: Context, request: Request, counts: Sequence[tuple[str, int]]) -> int:
    """The distance of values, given or found from the first stations, over all time."""
    if request.step is not None:
        return request.step // timedelta(microseconds=1)
    first = next(blocks.chunks(counts, blocks.ROWS // 20), ())
    selection = Selection(context.dataset, first, (), context.begin, context.end)
    block = blocks.read(context.lake, selection, 0, None) if first else None
    return HOUR if block is None else block.step


def _joins(reach: int) -> Callable[[str, str], bool]:
    span = timedelta(microseconds=reach)
    return lambda one, other: parse_moment(other) - parse_moment(one) <= span


def _window(context: Context, span: timedelta) -> Window:
    begin, end = _text(context.begin), _text(context.end)
    before = "" if context.begin is None else _text(_moved(context.begin, -span))
    after = "" if context.end is None else _text(_moved(context.end, span))
    return Window(begin, end, before, after)


def _moved(moment: datetime, span: timedelta) -> datetime:
    try:
        return moment + span
    except OverflowError:
        return moment


def _text(moment: datetime | None) -> str:
    return "" if moment is None else format_valid(moment)


def _parts(
    context: Context, counts: list[tuple[str, int]], before: dict[str, list[Episode]]
) -> Iterator[tuple[Context, list[tuple[str, int]]]]:
    """The window, and a wider one for the stations with episodes that lie partly in it."""
    begin, end = _text(context.begin), _text(context.end)
    live = [e.found for stood in before.values() for e in stood if e.live]
    across = {found.station for found in live if straddles(found, begin, end)}
    if across:
        wide = _wide(context, [found for found in live if found.station in across])
        selection = Selection(wide.dataset, tuple(sorted(across)), (), wide.begin, wide.end)
        yield wide, list(wide.lake.stations(selection))
    rest = [(station, count) for station, count in counts if station not in across]
    # Episodes of stations that say nothing in the window stay as they are.
    if rest or not across:
        yield context, rest


def _wide(context: Context, found: Iterable[Found]) -> Context:
    """The window made so wide that no episode lies partly in it."""
    spans = sorted((f.begin, f.last) for f in found)
    begin, end = _text(context.begin), _text(context.end)
    grown = True
    while grown:
        grown = False
        for first, last in spans:
            if begin and first < begin <= last:
                begin, grown = first, True
            if end and first < end <= last:
                end = format_valid(parse_moment(last) + timedelta(seconds=1))
                grown = True
    return replace(
        context,
        begin=parse_moment(begin) if begin else None,
        end=parse_moment(end) if end else None,
    )


def _scope(
    context: Context,
    test: Test,
    joins: Callable[[str, str], bool],
    first_checked: dict[tuple[str, str], str],
) -> Scope:
    def rule(variable: str) -> str:
        return f"{test.version}-{context.thresholds.rule(test.name, variable)}"

    gone = {"gone": "不再成立 / no longer so"} if isinstance(test, FlagTest) else {}
    name = f"{context.dataset}/{test.name}"
    begin, end = _text(context.begin), _text(context.end)
    return Scope(name, joins, rule, begin, end, first_checked, **gone)


@dataclass(slots=True)
class _Look:
    """Reads the values of one window, block by block, and runs the tests on each."""

    context: Context
    request: Request
    step: int
    reports: dict[str, TestReport]
    awaited: dict[str, set[tuple[str, str]]]
    values: int = 0

    def at(self, counts: Sequence[tuple[str, int]]) -> dict[str, _Seen]:
        """What each test finds."""
        seen = {test.name: _Seen() for test in self.request.tests}
        tests = [test for test in self.request.tests if isinstance(test, ValueTest)]
        if tests:
            thresholds = self.context.thresholds
            reach = max(test.reach(thresholds, self.step) for test in tests)
            reach = max(reach, (self.request.gap + 1) * self.step)
            for stations in blocks.chunks(counts):
                block = blocks.read(self.context.lake, self._of(stations), reach, self.step)
                if block is not None:
                    self._block(block, tests, seen)
        fields = [test for test in self.request.tests if isinstance(test, FieldTest)]
        if fields:
            self._fields(fields, seen, counts)
        own = frozenset(station for station, _ in counts)
        for test in self.request.tests:
            if isinstance(test, FlagTest):
                self._flags(test, seen[test.name], own)
        return seen

    def _of(self, stations: tuple[str, ...]) -> Selection:
        return Selection(self.context.dataset, stations, (), self.context.begin, self.context.end)

    def _block(self, block: Block, tests: Sequence[ValueTest], seen: dict[str, _Seen]) -> None:
        self.values += int(np.count_nonzero(block.wanted))
        for test in tests:
            with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
                marks = test.marks(block, self.context.thresholds)
            self._take(test, block, marks, seen[test.name])
        self.request.progress(self.values)

    def _take(self, test: Test, block: Block, marks: Marks, one: _Seen) -> None:
        """Count what a test marked, and join it to episodes."""
        report = self.reports[test.name]
        states = marks.states[block.wanted]
        report.checked += int(np.count_nonzero(states != UNCHECKED))
        report.flagged += int(np.count_nonzero((states == SUSPECT) | (states == WRONG)))
        if test.name in NEEDED:
            known = self.context.thresholds.variables(test.name)
            report.unknown |= set(block.variables) - known
        one.found += episodes.of_block(block, marks, self.request.gap, self._cited)
        one.first_checked |= episodes.first_checked(block, marks, self.awaited[test.name])

    def _fields(
        self, tests: Sequence[FieldTest], seen: dict[str, _Seen], counts: Sequence[tuple[str, int]]
    ) -> None:
        """One variable at a time, of all stations: those not asked about are neighbours."""
        thresholds, own = self.context.thresholds, {station for station, _ in counts}
        held = {test.name: thresholds.variables(test.name) for test in tests}
        positions = positions_of(self.context.reader) if any(held.values()) else {}
        reach = (self.request.gap + 1) * self.step
        for variable in sorted(frozenset().union(*held.values())):
            selection = replace(self._of(()), variables=(variable,))
            block = blocks.read(self.context.lake, selection, reach, self.step)
            if block is None:
                continue
            asked = np.array([station in own for station in block.stations])
            block = replace(block, wanted=block.wanted & asked[block.station])
            for test in tests:
                if variable in held[test.name]:
                    marks = test.field_marks(block, thresholds, positions)
                    self._take(test, block, marks, seen[test.name])

    def _cited(self, places: Sequence[tuple[str, int, int]]) -> list[str]:
        return [str(c) for c in self.context.lake.cited(self.context.dataset, places)]

    def _flags(self, test: FlagTest, one: _Seen, own: frozenset[str]) -> None:
        begin, end = _text(self.context.begin), _text(self.context.end)
        joins = _joins((self.request.gap + 1) * self.step)
        flags = [
            flag
            for flag in test.flags(self.context)
            if flag.station in own and flag.time >= begin and (not end or flag.time < end)
        ]
        self.reports[test.name].flagged += len(flags)
        one.found += episodes.of_flags(flags, test.kind, lambda a, b: not joins(a, b))
