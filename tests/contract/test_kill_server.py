"""Kill -9 of the server in the midst of a batch: it recovers, and the projection goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from random import Random
from threading import Thread, Timer

import pytest

from graph import StoreError
from graph.ledger import Ledger
from graph.projection import Projector, graph_digest, project
from graph.server import LocalServer, local_server
from graph.store.bolt import Patience
from tests.faults.kills import reached
from tests.faults.tally import Tally
from tests.faults.watched import (
    HASTY,
    Hook,
    Undisturbed,
    WatchedStore,
    lines_of,
    make_ledger,
    undisturbed,
)
from tests.torture_page import TORTURE

pytestmark = pytest.mark.server_faults

WHAT = "图库服务器，投影中 / the graph server, while projecting"
SEED = 53463
# One in so many projections waits for the server to come back instead of being run again.
PATIENT, LONG = 3, Patience(reach=2, connect=20, write=600)
LONG_START = 600.0  # seconds: the machine may be busy with other tests


@dataclass(frozen=True)
class Bench:
    """A server of its own, a ledger, and how an undisturbed projection of it goes."""

    server: LocalServer
    ledger: Ledger
    whole: Undisturbed
    seconds: float  # that a batch takes

    def opened(self, patience: Patience, before: Hook = lambda _: None) -> closing[WatchedStore]:
        uri, login = self.server.uri, self.server.login
        return closing(WatchedStore(uri, login, patience=patience, before=before))


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("kill-server")
    with (
        pytest.MonkeyPatch.context() as patch,
        Ledger(make_ledger(folder)) as ledger,
        local_server(home=folder / "server") as server,
    ):
        patch.setattr(project, "BATCH", 300)
        whole = undisturbed(ledger, server.uri, server.login)
        with closing(WatchedStore(server.uri, server.login)) as store:
            begin = time.monotonic()
            Projector(ledger, store).rebuild()
            seconds = (time.monotonic() - begin) / store.begun
        yield Bench(server, ledger, whole, seconds)


def at_batch(number: int, timer: Timer) -> Hook:
    """Starts a timer when that batch begins."""

    def begun(found: int) -> None:
        if found == number:
            timer.start()

    return begun


def killed_once(bench: Bench, batch: int, seconds: float, tally: Tally) -> None:
    """Kill the server so long after a batch has begun; start it; go on; compare."""
    killer = Timer(seconds, bench.server.kill)
    told = []
    with bench.opened(HASTY, at_batch(batch, killer)) as store:
        store.wipe()
        try:
            Projector(bench.ledger, store).run()
        except StoreError as error:
            told.append(error.rule)
    assert all("没有应答" in rule for rule in told)
    killer.join()
    come_back(bench)
    with bench.opened(HASTY) as after:
        at = reached(after.position())
        tally.lost += at < store.acknowledged[-1]
        assert lines_of(after) == bench.whole.lines[at]
        Projector(bench.ledger, after).run()
        count(bench, after, f"batch {batch + 1}" if told else "end", tally)
    tally.unfinished += len(told)


def killed_and_waited_for(bench: Bench, batch: int, seconds: float, tally: Tally) -> None:
    """Kill the server and start it again, while the projection waits for it."""

    def strike() -> None:
        bench.server.kill()
        bench.server.start(LONG_START)

    killer = Timer(seconds, strike)
    with bench.opened(LONG, at_batch(batch, killer)) as store:
        store.wipe()
        Projector(bench.ledger, store).run()
    killer.join()
    come_back(bench)
    with bench.opened(LONG) as after:
        count(bench, after, f"batch {batch + 1}, waited for", tally)


def count(bench: Bench, store: WatchedStore, stage: str, tally: Tally) -> None:
    """Compare what a store holds that should be level."""
    lines, expected = lines_of(store), bench.whole.lines[bench.whole.end]
    tally.trials += 1
    tally.stages[stage] += 1
    tally.equal += lines == expected
    tally.doubled += len(lines) - len(set(lines))
    tally.lost += len(set(expected) - set(lines))


def come_back(bench: Bench) -> None:
    """Start the server, asking it all the time: no, no, no, then yes; never anything unclear."""
    starting = Thread(target=bench.server.start, args=(LONG_START,))
    starting.start()
    told: list[str] = []
    until = time.monotonic() + LONG_START
    while time.monotonic() < until:
        try:
            with bench.opened(HASTY):
                break
        except StoreError as error:
            told.append(error.rule)
            time.sleep(0.1)
    starting.join()
    assert all("没有应答" in rule or "不可用" in rule for rule in told)
    with bench.opened(HASTY):
        pass


@pytest.mark.torture
@pytest.mark.parametrize("kills", [50])
def test_killed_server_comes_back_and_the_graph_ends_the_same(
    kills: int, bench: Bench, record_property: Callable[[str, object], None]
) -> None:
    tally, random = Tally(), Random(SEED)
    batches = len(bench.whole.lines) - 1
    for number in range(kills):
        trial = killed_and_waited_for if number % PATIENT == PATIENT - 1 else killed_once
        # Every batch in turn, so that few kills are at all of them.
        trial(bench, (number * 5) % batches, random.uniform(0, bench.seconds), tally)
    with bench.opened(HASTY) as store:
        assert graph_digest(store) == bench.whole.digest
    record_property(TORTURE, tally.row(WHAT))
    print(f"\n{tally}")
    assert tally.flawless()
    assert tally.unfinished >= kills / 2
