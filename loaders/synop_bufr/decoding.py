"""Decoded messages, by a process of their own: see `loaders.synop_bufr.decoder`."""

from __future__ import annotations

import struct
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, Queue
from typing import IO, Any

import orjson

from graph import MissingExtraError, Rejected, SourceError
from loaders.synop_bufr.messages import Message

AHEAD = 256
"""Messages that are on their way to the process at most."""
ENDING_S = 5.0
"""Seconds that the process has to end by itself."""
MISSING = -1e100
"""What ecCodes gives for a missing value."""
_DECODER = Path(__file__).with_name("decoder.py")


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
    layouts: dict[int, Layout] = {}
    with _Process(found) as process:
        for one in process.sent():
            if isinstance(one, Rejected):
                yield one
                continue
            reply = process.reply(path)
            if "error" in reply:
                yield _undecoded(one, str(reply["error"]))
                continue
            for number, (elements, confidence) in reply["layouts"].items():
                known = tuple(Element(*element) for element in elements)
                layouts[int(number)] = Layout(known, confidence)
            yield from _subsets(one, reply, layouts)


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


class _Process:
    """The decoding process, and the thread that feeds it.

    Messages are sent ahead of their replies, so that decoding and what is made of it overlap.
    """

    def __init__(self, found: Iterable[Message | Rejected]) -> None:
        self._found = found
        self._queue: Queue[Message | Rejected | BaseException | None] = Queue(AHEAD)
        self._ended = threading.Event()
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(_DECODER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._feeder = threading.Thread(target=self._feed, daemon=True)

    def __enter__(self) -> _Process:
        self._feeder.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._ended.set()
        if kind is None:  # all is answered: it ends by itself
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(ENDING_S)
        self._process.kill()
        while self._feeder.is_alive():
            with suppress(Empty):
                self._queue.get(timeout=0.05)
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                _pipe(stream).close()

    def sent(self) -> Iterator[Message | Rejected]:
        """What was found, each message once it is on its way. Raises what the search raised."""
        while (one := self._queue.get()) is not None:
            if isinstance(one, BaseException):
                raise one
            yield one

    def reply(self, path: Path) -> dict[str, Any]:
        """The reply to the next message."""
        stream = _pipe(self._process.stdout)
        head = stream.read(4)
        raw = stream.read(struct.unpack(">I", head)[0]) if len(head) == 4 else b""
        if not raw:
            raise SourceError(
                path,
                "解码进程中断 / the decoding process ended",
                "检查 eccodes 能否运行，内存够吗 / "
                "does `import eccodes` work; is there memory enough",
            )
        reply: dict[str, Any] = orjson.loads(raw)
        return reply

    def _feed(self) -> None:
        end: BaseException | None = None
        try:
            stream = _pipe(self._process.stdin)
            for one in self._found:
                if self._ended.is_set():
                    break
                if isinstance(one, Message):
                    with suppress(BrokenPipeError):  # the missing reply tells
                        stream.write(struct.pack(">I", len(one.raw)) + one.raw)
                        stream.flush()
                self._queue.put(one)
        except BaseException as error:  # noqa: BLE001 - raised again where it is read
            end = error
        with suppress(OSError):
            _pipe(self._process.stdin).close()
        self._queue.put(end)


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream
