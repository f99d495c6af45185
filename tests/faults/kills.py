"""Loads that are killed at random instants, and what must be true of each afterwards.

A trial loads and projects in a process of its own, kills it, verifies what is left, runs the rest
and compares everything with an undisturbed run.
"""

from __future__ import annotations

import multiprocessing
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random

from graph import Settings
from graph.ledger import Ledger, LedgerReader, verify_ledger
from graph.projection import graph_digest
from graph.store import GraphStore, StorePosition, open_store
from tests.faults import victim
from tests.faults.tally import Tally

# A process each, forked from one that has imported all of ours and done nothing.
PROCESSES = multiprocessing.get_context("forkserver")
PRELOADED = ("ontology", "graph", "loaders")
PROCESSES.set_forkserver_preload(
    ["pytest", "neo4j", "graph.store.bolt"]
    + [name for name in sys.modules if name.partition(".")[0] in PRELOADED]
)
SEED = 53463


# Runs


@dataclass(frozen=True)
class Instant:
    """When to kill: so many seconds after a step has begun."""

    step: int
    seconds: float


@dataclass(frozen=True)
class Run:
    """One run of the victim: whether it was killed, and what it had told until then."""

    killed: bool
    told: tuple[tuple[float, str], ...]

    def said(self, word: str) -> list[str]:
        return [text.partition(" ")[2] for _, text in self.told if text.startswith(word)]


def run(settings: Settings, tables: Path, first: int = 0, kill: Instant | None = None) -> Run:
    """Start the victim in a process of its own, and perhaps kill it."""
    listener, teller = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=victim.main, args=(settings, tables, first, teller))
    process.start()
    teller.close()
    told = []
    with listener, suppress(EOFError):
        while True:
            text = listener.recv()
            told.append((time.monotonic(), text))
            if kill and text == f"begin {kill.step}":
                time.sleep(kill.seconds)
                process.kill()
    process.join()
    assert process.exitcode == 0 or (kill is not None and process.exitcode == -signal.SIGKILL)
    return Run(process.exitcode != 0, tuple(told))


class Pace:
    """How long each step takes: as in the last run that went through it, machines being busy."""

    def __init__(self, undisturbed: Run) -> None:
        self._random = Random(SEED)
        self._lasting = [0.0] * len(victim.STEPS)
        self.learn(undisturbed)

    def learn(self, whole: Run) -> None:
        """Take the steps that a run has gone through."""
        times = {text: at for at, text in whole.told}
        for step in range(len(victim.STEPS)):
            if f"done {step}" in times:
                self._lasting[step] = times[f"done {step}"] - times[f"begin {step}"]

    def instant(self, number: int) -> Instant:
        """A random moment: by turns one of the whole, and one of each step after the other."""
        steps = range(len(victim.STEPS))
        (step,) = self._random.choices(steps, self._lasting)
        if number % 2:
            step = steps[number // 2 % len(steps)]
        return Instant(step, self._random.uniform(0, self._lasting[step]))


# What is left


@dataclass(frozen=True)
class State:
    """What must be equal however often a load was killed."""

    claims: tuple[str, ...]
    occurrences: tuple[tuple[str, str, str], ...]
    live: frozenset[str]
    rejects: tuple[tuple[object, ...], ...]
    closed: tuple[tuple[object, ...], ...]
    digest: str


OCCURRENCES = """
SELECT c.body, o.sha256, p.line || '/' || p.col || '/' || p.offset || '/' || p.length FROM claims c
JOIN (SELECT pos AS claim_pos, original_no, line, col, offset, length FROM claims UNION ALL
      SELECT claim_pos, original_no, line, col, offset, length FROM entries) p ON p.claim_pos=c.pos
JOIN originals o ON o.original_no=p.original_no
"""


@contextmanager
def opened(settings: Settings) -> Iterator[GraphStore]:
    """The store of a home, for a while."""
    store = open_store(settings.uri, login=settings.login)
    try:
        yield store
    finally:
        store.close()


def state(settings: Settings) -> State:
    with Ledger(settings.home, create=False) as ledger, opened(settings) as store:
        reader = LedgerReader(ledger)
        ask = ledger.connection.execute
        assert reached(store.position()) == reader.position
        return State(
            tuple(sorted(sha256(body).hexdigest() for (body,) in ask("SELECT body FROM claims"))),
            tuple(sorted((sha256(b).hexdigest(), o.hex(), p) for b, o, p in ask(OCCURRENCES))),
            frozenset(live.short for live in reader.all_live()),
            tuple(ask("SELECT load_no, number, place, field, value FROM rejects ORDER BY 1, 2")),
            tuple(ask("SELECT load_no, payload FROM blocks WHERE kind='close' ORDER BY block_no")),
            graph_digest(store),
        )


def reached(position: StorePosition | None) -> int:
    """How far a store is; nothing at all when it has no position."""
    return position.position if position else 0


def verified(home: Path, head: str | None) -> bool:
    """What the ledger holds is whole and has all it acknowledged; whether a load is unfinished."""
    with Ledger(home) as ledger:
        report = verify_ledger(ledger, head)
        assert report.problems == ()
        return bool(report.unfinished)


# Trials


@dataclass(frozen=True)
class Course:
    """What is loaded again and again: where its tables and its graph are, and how it must end."""

    tables: Path
    place: Callable[[Path], Settings]
    expected: State
    pace: Pace
    # Homes that share a server's only database come one after another.
    side_by_side: int = 1


def undisturbed(tables: Path, settings: Settings) -> tuple[State, Pace]:
    """The state after a run that nobody kills, and how long its steps took."""
    whole = run(settings, tables)
    assert not verified(settings.home, whole.said("head")[-1])
    expected = state(settings)
    assert len(set(expected.claims)) == len(expected.claims)
    assert len(expected.live) < len(expected.claims)
    assert expected.rejects
    return expected, Pace(whole)


def kill_often(course: Course, kills: int, folder: Path) -> Tally:
    """As many trials, each with a kill of its own."""
    tally = Tally()

    def trial(number: int) -> tuple[str, bool, State]:
        settings = course.place(folder / f"home-{number}")
        return _killed_once(course, settings, course.pace.instant(number))

    with ThreadPoolExecutor(course.side_by_side) as pool:
        for stage, unfinished, found in pool.map(trial, range(kills)):
            tally.trials += 1
            tally.stages[stage] += 1
            tally.unfinished += unfinished
            tally.equal += found == course.expected
            tally.lost += len(set(course.expected.claims) - set(found.claims))
            tally.doubled += len(found.claims) - len(set(found.claims))
    return tally


def spread(tally: Tally) -> bool:
    """The kills came at all kinds of moments, not all after the end."""
    kinds = ("load first", "load second", "project")
    reached = [any(stage.startswith(kind) for stage in tally.stages) for kind in kinds]
    return all(reached) and tally.stages["end"] <= tally.trials / 3


def _killed_once(course: Course, settings: Settings, kill: Instant) -> tuple[str, bool, State]:
    """Kill, verify, run to the end, verify.

    Returns the step that was killed, whether it left a load unfinished, and the state at the end.
    """
    home = settings.home
    first = run(settings, course.tables, kill=kill)
    heads = first.said("head")
    unfinished = (home / "ledger.sqlite").exists() and verified(home, heads[-1] if heads else None)
    with opened(settings) as store:
        level = first.said("level")
        assert reached(store.position()) >= int(level[-1] if level else 0)
    last = run(settings, course.tables, len(first.said("done")))
    for one in (first, last):
        course.pace.learn(one)
    assert not verified(home, [*heads, *last.said("head")][-1])
    found = state(settings)
    with opened(settings) as store:
        if store.shared:  # the next home comes into the same database
            store.wipe()
    shutil.rmtree(home)
    stage = victim.STEPS[int(first.said("begin")[-1])] if first.killed else "end"
    return stage, unfinished, found
