"""However values come and windows are checked: the episodes are those a naive reading finds."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.lake import Lake, open_lake, write_lake
from graph.ledger import Ledger, LedgerReader
from loaders.quality_control import blocks
from loaders.quality_control.memory import Memory
from loaders.quality_control.model import Episode
from loaders.quality_control.protocol import Context
from loaders.quality_control.provider import Provider
from loaders.quality_control.run import Outcome, Request, check, write
from loaders.quality_control.thresholds import Thresholds
from ontology import parse_moment
from tests.oracle import quality as oracle

BEGIN = datetime(2026, 1, 30, tzinfo=UTC)  # two months
HOURS = 72
GAP = 2
STATIONS = ("53463", "W8120", "呼和浩特")
CODES = st.sampled_from(("0", "0", "0", "1", "2", "8", "9", "3", None))
HOUR = st.integers(0, HOURS - 1)
BATCH = st.dictionaries(st.tuples(st.sampled_from(STATIONS), HOUR), CODES, min_size=1, max_size=40)
DENSE = st.sampled_from(("0", "0", "1", "2", "8"))  # every value is checked
WINDOW = st.tuples(HOUR, HOUR).map(lambda ends: (min(ends), max(ends) + 1))
STEPS = st.lists(BATCH | WINDOW, min_size=1, max_size=7)
Codes = dict[str, dict[datetime, str | None]]


def moment(hour: int) -> datetime:
    return BEGIN + timedelta(hours=hour)


class Home:
    """A home with a lake and a ledger, written and checked step by step."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.loads, self.codes = folder, 0, Codes()

    def take(self, batch: dict[tuple[str, int], str | None]) -> None:
        """Values come in, some of them again and otherwise."""
        self.loads += 1
        with write_lake(self.folder, "d", f"{self.loads:064x}", "synthetic@1") as writer:
            writer.write(
                {
                    "station": np.array([station for station, _ in batch]),
                    "variable": "TEM",
                    "time": np.array(
                        [moment(h).replace(tzinfo=None) for _, h in batch], "datetime64[us]"
                    ),
                    "value": np.arange(float(len(batch))),
                    "flag": np.array(list(batch.values()), object),
                }
            )
        for (station, hour), code in batch.items():
            self.codes.setdefault(station, {})[moment(hour)] = code

    def run(self, window: tuple[int, int] | None = None) -> Outcome:
        """Check a window, or everything."""
        begin, end = (None, None) if window is None else (moment(window[0]), moment(window[1]))
        request = Request([Provider()], gap=GAP, step=timedelta(hours=1), allow_retract=True)
        with Ledger(self.folder) as ledger, open_lake(self.folder) as lake:
            context = self.context(ledger, lake, begin, end)
            with ledger.writing() as writer:
                outcome = check(ledger, context, request)
                write(ledger, writer, context, request, outcome)
        return outcome

    def context(
        self, ledger: Ledger, lake: Lake, begin: datetime | None, end: datetime | None
    ) -> Context:
        return Context("d", self.folder, lake, LedgerReader(ledger), Thresholds(()), begin, end)

    def standing(self) -> list[Episode]:
        """All episodes, as the ledger's originals have them."""
        with Ledger(self.folder) as ledger:
            return Memory(ledger, "d", "provider").stood(lambda _: True)

    def issues(self) -> list[str]:
        """Ids of the issues that stand in the ledger."""
        with Ledger(self.folder) as ledger:
            return [claim.subject for claim in LedgerReader(ledger).live_of_kind("Issue")]


def stretches(episodes: list[Episode]) -> list[oracle.Stretch]:
    found = [
        oracle.Stretch(
            e.found.station,
            parse_moment(e.found.begin),
            parse_moment(e.found.last),
            None if e.found.end is None else parse_moment(e.found.end),
            e.found.count,
            e.found.severity,
            parse_moment(e.found.worst.time),
        )
        for e in episodes
        if e.live
    ]
    return sorted(found)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few values make several blocks."""
    monkeypatch.setattr(blocks, "ROWS", 30)


@settings(max_examples=40, deadline=None)
@given(steps=STEPS, last=BATCH)
def test_after_any_history_the_episodes_are_those_of_a_naive_reading(
    steps: list[dict[tuple[str, int], str | None] | tuple[int, int]],
    last: dict[tuple[str, int], str | None],
) -> None:
    folder = Path(mkdtemp(prefix="suyuan-"))
    try:
        home, known = Home(folder), set[str]()
        for step in [*steps, last]:
            if isinstance(step, dict):
                home.take(step)
            elif home.loads:
                home.run(step)
                ids = [episode.id for episode in home.standing()]
                assert len(ids) == len(set(ids))
                assert known <= set(ids), "an issue vanished"
                known = set(ids)
        home.run()

        standing = home.standing()
        reach = timedelta(hours=GAP + 1)
        assert stretches(standing) == sorted(oracle.episodes(home.codes, reach))
        assert all(episode.reason for episode in standing if not episode.live)
        assert known <= {episode.id for episode in standing}
        assert sorted(home.issues()) == sorted(
            f"issue:{e.id.replace(':', '%3A')}" for e in standing
        )
        assert home.run().reports[0].changes.total() == 0
    finally:
        shutil.rmtree(folder)


@settings(max_examples=25, deadline=None)
@given(batch=BATCH, cuts=st.lists(HOUR, max_size=4, unique=True))
def test_window_after_window_gives_what_one_run_gives(
    batch: dict[tuple[str, int], str | None], cuts: list[int]
) -> None:
    folder = Path(mkdtemp(prefix="suyuan-"))
    try:
        home = Home(folder)
        home.take(batch)
        edges = [0, *sorted(c for c in cuts if c), HOURS]
        for window in pairwise(edges):
            home.run(window)

        reach = timedelta(hours=GAP + 1)
        assert stretches(home.standing()) == sorted(oracle.episodes(home.codes, reach))
    finally:
        shutil.rmtree(folder)


@settings(max_examples=40, deadline=None)
@given(
    codes=st.lists(DENSE, min_size=30, max_size=30),
    mended=st.dictionaries(st.integers(0, 29), DENSE, min_size=1, max_size=4),
    more=st.integers(0, 3),
)
def test_a_window_of_corrections_is_all_that_needs_to_be_checked_again(
    codes: list[str], mended: dict[int, str], more: int
) -> None:
    folder = Path(mkdtemp(prefix="suyuan-"))
    try:
        home = Home(folder)
        home.take({("53463", hour): code for hour, code in enumerate(codes)})
        home.run()
        home.take({("53463", hour): code for hour, code in mended.items()})
        home.run((max(0, min(mended) - more), max(mended) + 1 + more))

        reach = timedelta(hours=GAP + 1)
        assert stretches(home.standing()) == sorted(oracle.episodes(home.codes, reach))
    finally:
        shutil.rmtree(folder)
