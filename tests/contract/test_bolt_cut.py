"""A connection that breaks after any number of bytes: nothing acknowledged is lost or doubled."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace

import pytest

from graph import StoreError
from graph.ledger import Ledger
from graph.projection import Projector, graph_digest, project
from graph.server import GivenServer, LocalServer
from graph.store.bolt import Patience
from graph.store.server_address import address_of
from tests.faults.kills import reached
from tests.faults.proxy import Cut, Proxy, Way
from tests.faults.watched import (
    HASTY,
    Hook,
    Undisturbed,
    WatchedStore,
    lines_of,
    make_ledger,
    undisturbed,
)

pytestmark = pytest.mark.server_faults

BATCH = 350
SHARES = [
    *(0.02, 0.6, 0.98),
    *(pytest.param(share, marks=pytest.mark.torture) for share in (0.2, 0.4, 0.8)),
    *(pytest.param(i / 12, marks=pytest.mark.torture) for i in range(12)),
]
AGAIN = Patience(reach=2, connect=5, write=10)
Server = LocalServer | GivenServer


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with (
        pytest.MonkeyPatch.context() as patch,
        Ledger(make_ledger(tmp_path_factory.mktemp("cut"))) as ledger,
    ):
        patch.setattr(project, "BATCH", BATCH)
        yield ledger


def through(
    server: Server, proxy: Proxy, patience: Patience | None = None, before: Hook = lambda _: None
) -> closing[WatchedStore]:
    """The server's store at the other end of the wire."""
    uri = f"bolt://127.0.0.1:{proxy.port}"
    return closing(WatchedStore(uri, server.login, patience=patience, before=before))


@pytest.fixture(scope="module")
def direct(neo4j_server: Server) -> Iterator[WatchedStore]:
    """The server's store without a wire."""
    with closing(WatchedStore(neo4j_server.uri, neo4j_server.login)) as store:
        yield store
        store.wipe()


@dataclass(frozen=True)
class Exchange:
    """An undisturbed projection: bytes each way, and which commits were batches."""

    passed: dict[Way, int]
    commits: list[int]


@pytest.fixture(scope="module")
def whole(neo4j_server: Server, ledger: Ledger) -> Undisturbed:
    return undisturbed(ledger, neo4j_server.uri, neo4j_server.login)


@pytest.fixture(scope="module")
def exchange(
    neo4j_server: Server, direct: WatchedStore, ledger: Ledger, whole: Undisturbed
) -> Exchange:
    direct.wipe()
    commits: list[int] = []  # what is read is committed too, so they are not all batches
    with Proxy(port(neo4j_server)) as proxy:

        def keep(_: int) -> None:
            commits.append(proxy.commits + 1)

        with through(neo4j_server, proxy, before=keep) as store:
            Projector(ledger, store).run()
    assert len(commits) == len(whole.lines) - 1
    return Exchange(dict(proxy.passed), commits)


def port(server: Server) -> int:
    return address_of(server.uri).port


@dataclass(frozen=True)
class Outcome:
    """What a projection over a wire that breaks came to."""

    broken: bool
    begun: int
    acknowledged: int
    error: StoreError | None
    left_at: int = 0


def project_over(server: Server, ledger: Ledger, cut: Cut, *, lasting: bool) -> Outcome:
    patience = HASTY if lasting else AGAIN
    begun, acknowledged = 0, [0]
    error = None
    with Proxy(port(server), cut, lasting=lasting) as proxy:
        try:
            with through(server, proxy, patience) as store:
                acknowledged = store.acknowledged
                try:
                    Projector(ledger, store).run()
                finally:
                    begun = store.begun
        except StoreError as raised:
            error = raised
        return Outcome(proxy.broken, begun, acknowledged[-1], error)


@dataclass(frozen=True)
class Bench:
    """A server, its database, a ledger, and how an undisturbed projection of it goes."""

    server: Server
    direct: WatchedStore
    ledger: Ledger
    whole: Undisturbed
    exchange: Exchange

    def check(self, cut: Cut, *, lasting: bool) -> Outcome:
        """Break, look at what is there, go on without the wire, and compare."""
        self.direct.wipe()
        begin = time.monotonic()
        outcome = project_over(self.server, self.ledger, cut, lasting=lasting)
        took = time.monotonic() - begin
        assert outcome.broken
        assert outcome.error is None or "没有应答" in outcome.error.rule
        assert took < 60
        self.direct.settle()
        at = reached(self.direct.position())
        assert at >= outcome.acknowledged
        assert lines_of(self.direct) == self.whole.lines[at]
        assert outcome.error or at == self.whole.end
        self.go_on()
        return replace(outcome, left_at=at)

    def go_on(self) -> None:
        """Project what is missing; it must end like the undisturbed one."""
        Projector(self.ledger, self.direct).run()
        assert lines_of(self.direct) == self.whole.lines[self.whole.end]


@pytest.fixture(scope="module")
def bench(
    neo4j_server: Server,
    direct: WatchedStore,
    ledger: Ledger,
    whole: Undisturbed,
    exchange: Exchange,
) -> Iterator[Bench]:
    yield Bench(neo4j_server, direct, ledger, whole, exchange)
    Projector(ledger, direct).run()
    assert graph_digest(direct) == whole.digest


@pytest.mark.parametrize("lasting", [True, False], ids=["gone", "back"])
@pytest.mark.parametrize("way", ["up", "down"])
@pytest.mark.parametrize("share", SHARES)
def test_wire_broken_after_some_bytes(share: float, way: Way, lasting: bool, bench: Bench) -> None:
    cut = Cut(way, int(bench.exchange.passed[way] * share))

    outcome = bench.check(cut, lasting=lasting)

    if lasting:
        assert outcome.error is not None
    elif outcome.begun:  # a batch is begun again; what is read before the first one is not
        assert outcome.error is None


@pytest.mark.parametrize("lasting", [True, False], ids=["gone", "back"])
@pytest.mark.parametrize("after", [0, 30])
@pytest.mark.parametrize("batch", [0, 4, -1])
def test_answer_to_a_commit_lost(batch: int, after: int, lasting: bool, bench: Bench) -> None:
    """Cut after so many bytes of the answer: the server has committed, the client cannot know."""
    cut = Cut("down", after, commit=bench.exchange.commits[batch])

    outcome = bench.check(cut, lasting=lasting)

    if lasting:
        assert outcome.error is not None
        assert outcome.left_at > outcome.acknowledged or not after
    else:  # it is begun again, and found to have gone in
        assert outcome.error is None


def test_next_one_goes_on_before_the_lost_commit_has_ended(bench: Bench) -> None:
    """The server still commits what nobody waits for: the next process takes it as it comes."""
    for commit in bench.exchange.commits[::4]:
        bench.direct.wipe()
        lost = project_over(bench.server, bench.ledger, Cut("down", 0, commit), lasting=True)
        assert lost.error is not None

        bench.go_on()
