"""Answering in several processes: each has a graph of its own, one process hears the requests.

A Python process answers one question at a time, however many cores there are. Requests wait in one
line, and whichever process is idle takes the next, so that none waits behind a connection of its
own. All of them only read the ledger; whoever loads writes it as before.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
import sys
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from queue import SimpleQueue

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from dashboard.api.application import ADDRESSES, Interface, routed
from dashboard.api.problems import problem_of
from dashboard.app.worker import Answers
from graph import Settings, StoreError
from queries import Asker

_SPAWN = multiprocessing.get_context("spawn")
PATIENCE = 10.0
"""Seconds that a process is given to end by itself."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it goes to another process: its address among `ADDRESSES`, and what it names."""

    address: str
    path: Mapping[str, str]
    query: bytes

    def request(self) -> Request:
        """The request, as `Interface` takes it."""
        return Request(
            {
                "type": "http",
                "method": "GET",
                "headers": [],
                "path_params": self.path,
                "query_string": self.query,
            }
        )


@dataclass(frozen=True, slots=True)
class Told:
    """A response as it comes back."""

    status: int
    media: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Answering:
    """A process that answers, and the way to it."""

    process: SpawnProcess
    way: Connection

    @classmethod
    def begun(cls, settings: Settings, asker: Asker) -> Answering:
        """A new one. It ends when nobody holds the other end of the way to it."""
        ours, its = _SPAWN.Pipe()
        process = _SPAWN.Process(target=_answer, args=(its, settings, asker), name="answering")
        process.start()
        its.close()
        return cls(process, ours)

    def opened(self) -> Answering:
        """Itself, once it has opened its graph or cannot. Raises `EOFError` where it is no more."""
        assert self.way.recv() is None
        return self

    def told(self, asked: Asked) -> Told:
        """What it answers. Raises `OSError` or `EOFError` where it is no more."""
        self.way.send(asked)
        told = self.way.recv()
        assert isinstance(told, Told)
        return told

    def end(self) -> None:
        """Let it finish what it is at, and wait until it is gone."""
        self.way.close()
        self.process.join(PATIENCE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


@dataclass(slots=True)
class Processes:
    """As many processes as there are threads here that wait for one each."""

    settings: Settings
    asker: Asker
    number: int
    _idle: SimpleQueue[Answering] = field(default_factory=SimpleQueue)
    _threads: ThreadPoolExecutor = field(init=False)

    def __post_init__(self) -> None:
        self._threads = ThreadPoolExecutor(self.number, thread_name_prefix="asking")

    def begin(self) -> None:
        """Start all of them, and wait until each has opened its graph: no question waits for it."""
        begun = [Answering.begun(self.settings, self.asker) for _ in range(self.number)]
        for one in begun:
            self._idle.put(one.opened())

    def end(self) -> None:
        """End all of them, after what they are at."""
        self._threads.shutdown(cancel_futures=True)
        for _ in range(self._idle.qsize()):
            self._idle.get().end()

    def told(self, asked: Asked) -> Told:
        """The answer of whichever is idle. One that died is replaced, and this answer lost.

        Raises `StoreError` then.
        """
        one = self._idle.get()
        try:
            return one.told(asked)
        except (OSError, EOFError) as error:
            one.end()
            one = Answering.begun(self.settings, self.asker).opened()
            raise StoreError(
                self.settings.uri,
                f"回答的进程中止 / the process that answered is gone ({one.process.name})",
                "稍后再问 / ask again; suyuan api --processes 1",
            ) from error
        finally:
            self._idle.put(one)

    def at(self, address: str) -> Callable[[Request], Awaitable[Response]]:
        """What answers an address."""

        async def answer(request: Request) -> Response:
            asked = Asked(address, request.path_params, request.scope["query_string"])
            told = await asyncio.get_running_loop().run_in_executor(self._threads, self.told, asked)
            return Response(told.body, told.status, media_type=told.media)

        return answer


def application(settings: Settings, asker: Asker, number: int) -> Starlette:
    """The application over a home, answered by so many processes while it runs."""
    ours = Processes(settings, asker, number)

    @asynccontextmanager
    async def running(_: Starlette) -> AsyncIterator[None]:
        ours.begin()
        try:
            yield
        finally:
            ours.end()

    return routed({at: ours.at(at) for at in ADDRESSES}, running)


def _answer(way: Connection, settings: Settings, asker: Asker) -> None:
    """Answer what comes, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the one that hears the requests
    ours = Interface(Answers(settings), asker)
    ours.answers.start(
        lambda _: None
    ).exception()  # opens the graph; what fails is told to who asks
    with suppress(EOFError, OSError):
        way.send(None)
        while True:
            way.send(_told(ours, way.recv()))
    ours.answers.close()


def _told(ours: Interface, asked: Asked) -> Told:
    try:
        response = ADDRESSES[asked.address](ours, asked.request())
    except Exception as error:  # noqa: BLE001 - as the application does: a problem, never an end
        response = problem_of(error)
        if response.status_code == 500:
            traceback.print_exception(error, file=sys.stderr)
    assert response.media_type is not None
    return Told(response.status_code, response.media_type, bytes(response.body))
