"""Answers for all sessions of the pages: one thread owns ledger and store, and keeps answers.

The ledger's connection and the embedded graph belong to the thread that opened them, and a second
copy of the graph would double the memory. Sessions wait in line; what was asked before is kept as
long as the ledger does not change. Names of persons are hidden in all that is kept: who has the
right to see them has them put into the answer, anew for each time it is shown.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as LateError
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Event, Lock
from typing import TypeVar

from dashboard.scenarios import scenario_files, scenario_named
from graph import Settings, SuyuanError, UnknownElementError, Workspace
from graph.ledger.ledger import LEDGER_FILE
from queries import (
    Asker,
    Difference,
    Result,
    evidenced,
    names_shown,
    run,
    run_sitting,
    sitting,
    what_if,
)
from queries.neighbourhood import with_nearest

T = TypeVar("T")
PATIENCE = 30.0
KEPT = 256
ASSUMED = 8
"""Answers to assumptions that are kept."""
BEHIND = -1
"""Seen of a ledger that the graph has not been brought up to: the next question tries again."""
_Key = tuple[str, tuple[tuple[str, str], ...], str, str, str, int]


class SlowStoreError(SuyuanError):
    """The store did not answer in time; the question is still being worked on."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            f"图库 {seconds:.0f} 秒内没有回答；稍后重试，或缩小范围 / "
            f"the store gave no answer within {seconds:.0f} s; try again later, or ask for less"
        )


class NoLedgerError(SuyuanError):
    """The home holds no ledger yet."""

    def __init__(self, home: str) -> None:
        self.home = home
        super().__init__(
            f"{home} 里还没有台账：先装载文件 / there is no ledger in {home}: load files first"
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was given, and when (recorded time text).

    `figured`: without its evidence, which is read when more than its figures is wanted.
    """

    result: Result[object]
    at: datetime
    figured: bool = False


class Answers:
    """Asks questions on behalf of sessions. `close` ends its thread."""

    def __init__(self, settings: Settings, *, patience: float = PATIENCE) -> None:
        self.settings = settings
        self._patience = patience
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="answers")
        self._workspace: Workspace | None = None
        self._seen = BEHIND
        self._kept: OrderedDict[_Key, Kept] = OrderedDict()
        self._assumed: OrderedDict[tuple[str, ...], Difference] = OrderedDict()
        self._lock = Lock()

    def ask(
        self,
        question: str,
        params: Mapping[str, str],
        *,
        as_of: str = "",
        known_at: str = "",
        asker: Asker,
    ) -> Result[object]:
        """The answer to a question. Raises what `queries.run` raises, and `SlowStoreError`."""
        seen_by, asker = asker, asker.without_names

        def work(workspace: Workspace) -> Result[object]:
            seen_by.shown_to(question)
            return names_shown(workspace, hidden(workspace), seen_by)

        def hidden(workspace: Workspace) -> Result[object]:
            key = self._key(question, params, as_of, known_at, asker)
            with self._lock:
                kept = self._kept.get(key)
            if kept is not None and kept.figured:
                kept = Kept(evidenced(workspace, kept.result), kept.at)
                self._keep(key, kept)
            if kept is not None:
                return kept.result
            try:
                result = run(
                    workspace,
                    question,
                    dict(key[1]),
                    as_of=as_of or None,
                    known_at=known_at or None,
                    asker=asker,
                )
            except UnknownElementError as error:
                if not asker.sees_all:
                    raise
                raise with_nearest(workspace, error) from error
            self._keep(key, Kept(result, datetime.now(UTC)))
            return result

        return self.work(work)

    def figures(
        self, question: str, params: Mapping[str, str], *, as_of: str = "", asker: Asker
    ) -> Result[object] | None:
        """An answer that was expected and is kept, with its evidence or without; None for none."""

        def work(workspace: Workspace) -> Result[object] | None:
            del workspace  # it was brought up to date: what is kept is of the ledger as it stands
            with self._lock:
                kept = self._kept.get(self._key(question, params, as_of, "", asker))
            return None if kept is None else kept.result

        return self.work(work)

    def expect(
        self, asked: Iterable[tuple[str, Mapping[str, str]]], *, as_of: str = "", asker: Asker
    ) -> None:
        """Answer questions with their parameters in one go, and keep the answers.

        Of what is known now; evidence is not read before `ask` wants it. One without an answer is
        left for `ask` to say why, and so are the others once nobody waits any more. Raises what
        `work` raises.
        """
        wanted, late, asker = list(asked), Event(), asker.without_names

        def work(workspace: Workspace) -> None:
            keys = (self._key(name, params, as_of, "", asker) for name, params in wanted)
            with self._lock:
                new = [key for key in dict.fromkeys(keys) if key not in self._kept]
            if not new:
                return
            with sitting(workspace, evidence=False) as together:
                for key in new:
                    if late.is_set():
                        return
                    with suppress(SuyuanError):
                        result = run_sitting(
                            workspace,
                            together,
                            key[0],
                            dict(key[1]),
                            as_of=as_of or None,
                            asker=asker,
                        )
                        bare = asker.sees_all
                        self._keep(key, Kept(result, datetime.now(UTC), figured=bare))

        try:
            self.work(work)
        finally:
            late.set()

    def _key(
        self, question: str, params: Mapping[str, str], as_of: str, known_at: str, asker: Asker
    ) -> _Key:
        """By what an answer is kept: one without a day for today, and while the ledger stands."""
        given = tuple(sorted((k, v) for k, v in params.items() if v))
        moment = as_of or f"{datetime.now(UTC):%Y-%m-%d}"
        return question, given, moment, known_at, str(asker.without_names), self._seen

    def _keep(self, key: _Key, kept: Kept) -> None:
        """Keep an answer, unless the graph it was read from lags behind the ledger."""
        if self._seen == BEHIND:
            return
        with self._lock:
            self._kept[key] = kept
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)

    def assume(
        self, scenario: str, question: str, *, as_of: str = "", known_at: str = "", asker: Asker
    ) -> Difference:
        """A question without parameters under a scenario of the home. Raises what `what_if` raises.

        The graph is made anew in memory for it, so the answer is kept until file or ledger change.
        """
        asker = asker.without_names

        def work(workspace: Workspace) -> Difference:
            path = scenario_files(workspace.home).get(scenario)
            file = path.read_text(encoding="utf-8", errors="replace") if path else ""
            moment = as_of or f"{datetime.now(UTC):%Y-%m-%d}"
            key = (scenario, file, question, moment, known_at, str(asker), str(self._seen))
            if key not in self._assumed:
                self._assumed[key] = what_if(
                    workspace,
                    replace(scenario_named(workspace, scenario), asker=asker),
                    question,
                    {},
                    as_of=as_of or None,
                    known_at=known_at or None,
                )
                while len(self._assumed) > ASSUMED:
                    self._assumed.popitem(last=False)
            return self._assumed[key]

        return self.work(work, patience=4 * self._patience)

    def last(self, question: str, params: Mapping[str, str], asker: Asker) -> Kept | None:
        """The latest kept answer to a question, for when the store is away."""
        given = tuple(sorted((k, v) for k, v in params.items() if v))
        with self._lock:
            found = [
                kept
                for (name, values, _, _, who, _), kept in self._kept.items()
                if (name, values, who) == (question, given, str(asker.without_names))
            ]
        return max(found, key=lambda kept: kept.at, default=None)

    def work(self, task: Callable[[Workspace], T], *, patience: float | None = None) -> T:
        """Do something with the workspace in the thread that owns it, and wait for it."""
        future = self.start(task)
        wait = patience or self._patience
        try:
            return future.result(timeout=wait)
        except LateError as error:
            if future.done():
                raise
            raise SlowStoreError(wait) from error

    def start(self, task: Callable[[Workspace], T]) -> Future[T]:
        """Begin something long in the thread that owns the workspace; it ends whoever waits."""
        return self._thread.submit(lambda: task(self._current()))

    def _current(self) -> Workspace:
        """The workspace, its store brought up to a ledger that others may have written."""
        if self._workspace is None:
            if not (self.settings.home / LEDGER_FILE).exists():
                raise NoLedgerError(str(self.settings.home))
            self._workspace = Workspace(self.settings)
        head = self._workspace.ledger.head().position
        if head != self._seen:
            try:
                self._workspace.notices.clear()
                _ = self._workspace.store
                self._workspace.catch_up()
            except BaseException:
                self._drop()
                raise
            self._seen = head if self._workspace.level else BEHIND
        return self._workspace

    def _drop(self) -> None:
        """Forget a workspace whose store failed: the next question opens it anew."""
        workspace, self._workspace, self._seen = self._workspace, None, BEHIND
        if workspace is not None:
            workspace.close()

    def close(self) -> None:
        """Close ledger and store in their thread, and end it."""
        self._thread.submit(self._drop).result()
        self._thread.shutdown()
