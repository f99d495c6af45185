"""Decoded messages, by a process of their own: see `loaders.synop_bufr.decoder`."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import orjson

from graph import MissingExtraError, Rejected, SourceError
from loaders.synop_bufr.messages import Message
from loaders.synop_bufr.process import END_OF_FILE, give_back, take

AHEAD = 256
"""Messages that are on their way to the process at most."""
MISSING = -1e100
"""What ecCodes gives for a missing value."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a template: descriptor, unit and decimal places of Table B, key of ecCodes."""

    code: str
    unit: str
    places: int
    key: str


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The elements of a subset; `confidence`: where those in percent begin, 0 for none."""

    elements: tuple[Element, ...]
    confidence: int


@dataclass(frozen=True, slots=True)
class Subset:
    """One subset of a message (`number` from 1): values in the order of its layout."""

    message: Message
    number: int
    layout: Layout
    values: list[float]
    texts: list[str]

    def value(self, at: int) -> float | None:
        """A value in the unit of its element; None where it is missing."""
        value = self.values[at]
        return None if value == MISSING else value

    def digits(self, at: int) -> str:
        """A value with the decimal places of its element; "" where it is missing."""
        value, places = self.values[at], max(0, self.layout.elements[at].places)
        return "" if value == MISSING else f"{value:.{places}f}"


def subsets(path: Path, found: Iterable[Message | Rejected]) -> Iterator[Subset | Rejected]:
    """The subsets of messages in order. A message that cannot be decoded is rejected.

    Raises `MissingExtraError` without the extra `field`, `SourceError` where the process ends.
    """
    if find_spec("eccodes") is None:
        raise MissingExtraError("eccodes", "field")
    layouts = _Layouts()
    with _Exchange(found) as exchange:
        for one in exchange.sent(path):
            if isinstance(one, Rejected):
                yield one
                continue
            reply = exchange.reply(path)
            if "error" in reply:
                yield _undecoded(one, str(reply["error"]))
                continue
            layouts.learn(reply)
            yield from _subsets(one, reply, layouts.numbered)


class _Layouts:
    """The layouts of a file. A fork that follows a crashed one numbers them anew."""

    def __init__(self) -> None:
        self.numbered: dict[int, Layout] = {}
        self._known: dict[tuple[tuple[Element, ...], int], Layout] = {}

    def learn(self, reply: dict[str, Any]) -> None:
        """Take the new ones of a reply; one that was met before stays the same object."""
        for number, (given, confidence) in reply["layouts"].items():
            elements = tuple(Element(*element) for element in given)
            layout = self._known.setdefault((elements, confidence), Layout(elements, confidence))
            self.numbered[int(number)] = layout


def _subsets(
    message: Message, reply: dict[str, Any], layouts: dict[int, Layout]
) -> Iterator[Subset]:
    values, texts, begins = reply["values"], reply["texts"], reply["subsets"]
    ends = [begin for _, begin in begins[1:]]
    for number, ((layout, begin), end) in enumerate(
        zip(begins, [*ends, len(values)], strict=True), 1
    ):
        yield Subset(message, number, layouts[layout], values[begin:end], texts)


def _undecoded(message: Message, reason: str) -> Rejected:
    return Rejected(
        message.place(1),
        "",
        reason[:200],
        "undecodable",
        "报文损坏，或所用码表不认识；请重新取得该报 / "
        "damaged, or its tables are unknown to ecCodes: "
        "fetch the message again",
    )


class _Exchange:
    """What goes to the decoding process and comes back from it, for one file.

    A thread sends messages ahead of their replies, so that decoding and what is made of it overlap.
    """

    def __init__(self, found: Iterable[Message | Rejected]) -> None:
        self._found = found
        self._queue: Queue[Message | Rejected | BaseException | None] = Queue(AHEAD)
        self._ended = threading.Event()
        self._process = take()
        self._feeder = threading.Thread(target=self._feed, daemon=True)

    def __enter__(self) -> _Exchange:
        self._feeder.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._ended.set()
        if kind is not None:
            self._process.kill()
        while self._feeder.is_alive():
            with suppress(Empty):
                self._queue.get(timeout=0.05)
        if kind is None:
            give_back(self._process)
        else:
            self._process.close()

    def sent(self, path: Path) -> Iterator[Message | Rejected]:
        """What was found, each message once it is on its way. Raises what the search raised."""
        while (one := self._queue.get()) is not None:
            if isinstance(one, BaseException):
                raise one
            yield one
        if self._process.receive() != b"":
            raise _interrupted(path)

    def reply(self, path: Path) -> dict[str, Any]:
        """The reply to the next message."""
        raw = self._process.receive()
        if not raw:
            raise _interrupted(path)
        reply: dict[str, Any] = orjson.loads(raw)
        return reply

    def _feed(self) -> None:
        end: BaseException | None = None
        try:
            for one in self._found:
                if self._ended.is_set():
                    break
                if isinstance(one, Message):
                    self._process.send(one.raw)
                self._queue.put(one)
            self._process.send(END_OF_FILE)
        except BaseException as error:  # noqa: BLE001 - raised again where it is read
            end = error
        self._queue.put(end)


def _interrupted(path: Path) -> SourceError:
    return SourceError(
        path,
        "解码进程中断 / the decoding process ended",
        "检查 eccodes 能否运行，内存够吗 / does `import eccodes` work; is there memory enough",
    )
