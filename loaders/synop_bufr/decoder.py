"""The process in which messages are decoded: a damaged one can crash ecCodes, which is in C.

From its standard input: length (4 bytes) and message. To its standard output for each message:
length and JSON, as `Decoder.reply` says. The decoding is done by a fork of this process; when it
crashes or takes too long, that message is answered with the reason, and the next fork goes on with
the next message. Where the system has no fork (Windows) a crash ends the process.

Length 0 ends a file and is answered with length 0. The next file is decoded by a new fork, so
that nothing of one file, nor what its damage did to the memory, is left for another.
"""

from __future__ import annotations

import mmap
import os
import signal
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import eccodes
import orjson

SECONDS, BYTES_A_SECOND = 1.0, 10_000
"""Processor time that one message may take: so much, and more by its length."""
STACK = 1 << 20
"""Bytes of stack: a damaged template can send ecCodes into endless recursion, which ends here."""
MEMORY = 1 << 30
"""Bytes that decoding may take beyond what the process has at the start."""
SHAPES = 4096
"""How many shapes of messages are remembered."""
_DELAYED = {
    31000: "shortDelayedDescriptorReplicationFactor",
    31001: "delayedDescriptorReplicationFactor",
    31002: "extendedDelayedDescriptorReplicationFactor",
}
_CONFIDENCE = 33007
_TEXT = "001128"  # WIGOS local identifier
_PAGE = 4096
STARTING, WAITING, DECODING, REPLYING = range(4)
"""What a fork does: it may die late of what a message has done to its memory."""
DOING, LEFT = 0, 1
"""Places in what a fork shares with its parent: one of the above; bytes of its message unread."""
ANOTHER = 3
"""Exit status of a fork whose file has ended."""
_LENGTH = struct.Struct(">I")

Element = tuple[str, str, int, str]
"""Descriptor (`012101`), unit, decimal places, key of ecCodes."""
Shape = tuple[list[tuple[int, int]], bool]
"""Layout number and first value of each subset; whether its texts are wanted."""


class Decoder:
    """Decodes messages; what is the same for all of one template is looked up once."""

    def __init__(self) -> None:
        self._shapes: dict[bytes, Shape] = {}
        self._factors: dict[bytes, tuple[str, ...]] = {}
        self._layouts: dict[tuple[tuple[Element, ...], int], int] = {}

    def reply(self, message: bytes) -> bytes:
        """The answer to one message: `layouts`, `subsets`, `values`, `texts`; or `error` alone.

        `layouts`: new ones by number (elements, and where their confidences begin or 0).
        `subsets`: number of the layout and place of the first of its `values`.
        """
        try:
            return orjson.dumps(self._decoded(message), option=orjson.OPT_NON_STR_KEYS)
        except Exception as error:  # noqa: BLE001 - whatever ecCodes raises is about the message
            return orjson.dumps({"error": f"{type(error).__name__}: {error}"})

    def _decoded(self, message: bytes) -> dict[str, object]:
        handle = _unpacked(message, attributes=False)
        try:
            values = eccodes.codes_get_array(handle, "numericValues").tolist()
            before = len(self._layouts)
            subsets, texts = self._shape(handle, message, len(values))
            new = {n: layout for layout, n in self._layouts.items() if n >= before}
            found = eccodes.codes_get_string_array(handle, "stringValues") if texts else []
            return {"layouts": new, "subsets": subsets, "values": values, "texts": found}
        finally:
            eccodes.codes_release(handle)

    def _shape(self, handle: int, message: bytes, count: int) -> Shape:
        template = _template(message)
        names = self._factors.get(template)
        if names is None:
            used = set(eccodes.codes_get_array(handle, "expandedDescriptors").tolist())
            names = tuple(name for code, name in _DELAYED.items() if code in used)
            self._factors[template] = names
        factors = [eccodes.codes_get_array(handle, name).tobytes() for name in names]
        key = b"|".join((template, b"%d" % count, *factors))
        shape = self._shapes.get(key)
        if shape is None:
            if len(self._shapes) >= SHAPES:
                self._shapes.clear()
                self._factors.clear()
            whole = _unpacked(message, attributes=True)
            try:
                shape = self._shapes[key] = self._new_shape(whole, count)
            finally:
                eccodes.codes_release(whole)
        return shape

    def _new_shape(self, handle: int, count: int) -> Shape:
        """Where each subset begins. Raises `ValueError` where that cannot be told."""
        number = eccodes.codes_get(handle, "numberOfSubsets")
        lists = list(_elements(handle))
        widths = [len(one) for one in lists]
        if len(lists) == number and sum(widths) == count:
            confidence = 0
            begins = [sum(widths[:n]) for n in range(number)] if number > 1 else [0]
        elif count % number == 0 and len(set(lists)) == 1:
            width = count // number
            begins = list(range(0, count, width))
            confidence = _confidences(handle, width, widths[0])
            lists *= number if len(lists) == 1 else 1
            if not confidence and width != widths[0]:
                raise ValueError("operators of this template cannot be placed among its values")
        else:
            raise ValueError("its elements and its values do not fit")
        known = self._layouts
        layouts = [known.setdefault((one, confidence), len(known)) for one in lists]
        texts = any(element[0] == _TEXT for one in set(lists) for element in one)
        return list(zip(layouts, begins, strict=True)), texts


def _unpacked(message: bytes, *, attributes: bool) -> int:
    """A handle with the values of a message. Without attributes (units, places) it costs less."""
    handle: int = eccodes.codes_new_from_message(message)
    try:
        if not attributes:
            eccodes.codes_set(handle, "skipExtraKeyAttributes", 1)
        eccodes.codes_set(handle, "unpack", 1)
    except BaseException:
        eccodes.codes_release(handle)
        raise
    return handle


def _template(message: bytes) -> bytes:
    """Edition, centre, table versions, and all of section 3."""
    edition, length = message[7], int.from_bytes(message[8:11], "big")
    newest = edition == 4
    tables = message[11:16] + message[21:23] if newest else message[11:14] + message[18:20]
    begin = 8 + length
    if message[17 if newest else 15] & 0x80:
        begin += int.from_bytes(message[begin : begin + 3], "big")
    end = begin + int.from_bytes(message[begin : begin + 3], "big")
    return bytes((edition,)) + tables + message[begin:end]


def _elements(handle: int) -> Iterator[tuple[Element, ...]]:
    """The elements of each subset, up to the first operator on quality or substituted values.

    A compressed message has one list for all.
    """
    found: list[Element] = []
    inside = True
    iterator = eccodes.codes_bufr_keys_iterator_new(handle)
    try:
        while eccodes.codes_bufr_keys_iterator_next(iterator):
            key = eccodes.codes_bufr_keys_iterator_get_name(iterator)
            if key == "subsetNumber":
                if found:
                    yield tuple(found)
                found, inside = [], True
            elif key.endswith("->associatedField"):
                raise ValueError("associated fields are not read")
            elif key == "operator" or key.startswith("#1#operator"):
                inside = False
            elif inside and key.startswith("#") and "->" not in key:
                found.append(_element(handle, key))
    finally:
        eccodes.codes_bufr_keys_iterator_delete(iterator)
    yield tuple(found)


def _element(handle: int, key: str) -> Element:
    descriptor = eccodes.codes_get(handle, f"{key}->code", str)
    unit = eccodes.codes_get(handle, f"{key}->units", str)
    places = eccodes.codes_get(handle, f"{key}->scale", int)
    return (descriptor.zfill(6), unit, places, key.rpartition("#")[2])


def _confidences(handle: int, width: int, elements: int) -> int:
    """Where a confidence for each element begins; 0 where there are none, or not for each."""
    codes = eccodes.codes_get_array(handle, "expandedDescriptors").tolist()
    fits = len(codes) == width and codes.count(_CONFIDENCE) == elements
    return width - elements if fits and set(codes[-elements:]) == {_CONFIDENCE} else 0


def serve(source: int, sink: int, state: memoryview) -> bool:
    """Answer the messages of a file; whether another file may follow."""
    decoder = Decoder()
    while (head := _read(source, _LENGTH.size)) is not None:
        (length,) = _LENGTH.unpack(head)
        if not length:
            _write(sink, head)
            return True
        state[LEFT], state[DOING] = length, DECODING
        message = _read(source, length, state)
        if message is None:
            break
        _allow(SECONDS + length / BYTES_A_SECOND)
        reply = _framed(decoder.reply(message))
        _allow(0.0)
        state[DOING] = REPLYING
        _write(sink, reply)
        state[DOING] = WAITING
    return False


def supervise(source: int, sink: int) -> None:
    """Serve in forks, and answer for those that crash."""
    state = memoryview(mmap.mmap(-1, 8)).cast("I")  # shared with the fork
    while True:
        state[DOING] = STARTING
        child = os.fork()
        if child == 0:
            _confine()
            os._exit(ANOTHER if serve(source, sink, state) else 0)
        status = os.waitpid(child, 0)[1]
        if not os.WIFSIGNALED(status):
            if os.WEXITSTATUS(status) != ANOTHER:
                return
        elif state[DOING] == DECODING:
            _read(source, state[LEFT])
            late = os.WTERMSIG(status) == signal.SIGPROF
            reason = "timeout" if late else f"crash: signal {os.WTERMSIG(status)}"
            _write(sink, _framed(orjson.dumps({"error": reason})))
        elif state[DOING] != WAITING:  # it cannot start, or part of a reply may be written
            return


def _allow(seconds: float) -> None:
    """Processor time until the system ends this process; 0: no end."""
    if hasattr(signal, "ITIMER_PROF"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _confine() -> None:
    try:
        import resource
    except ImportError:
        return
    used = 0
    with suppress(OSError):
        used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * _PAGE
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(
            resource.RLIMIT_STACK, (STACK, resource.getrlimit(resource.RLIMIT_STACK)[1])
        )
        if used:
            resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))


def _read(source: int, count: int, state: memoryview | None = None) -> bytes | None:
    """So many bytes; None where the input ends before. Keeps the count of what is left."""
    parts: list[bytes] = []
    while count > 0:
        part = os.read(source, count)
        if not part:
            return None
        parts.append(part)
        count -= len(part)
        if state is not None:
            state[LEFT] = count
    return b"".join(parts)


def _framed(reply: bytes) -> bytes:
    return _LENGTH.pack(len(reply)) + reply


def _write(sink: int, framed: bytes) -> None:
    raw = memoryview(framed)
    while raw:
        raw = raw[os.write(sink, raw) :]


def main() -> None:
    """Answer messages from standard input; what ecCodes prints is dropped."""
    sink = os.dup(sys.stdout.fileno())
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    if hasattr(os, "fork"):
        supervise(sys.stdin.fileno(), sink)
    else:
        serve(sys.stdin.fileno(), sink, memoryview(bytearray(8)).cast("I"))


if __name__ == "__main__":
    main()
