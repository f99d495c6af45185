"""The process that decodes messages, kept from one file to the next.

To start it and load ecCodes takes longer than to decode hundreds of messages, and files that arrive
one after the other hold few. What it has seen of one file does not reach the next: see
`loaders.synop_bufr.decoder`. It ends with its user, however that ends: its input is closed then.
"""

from __future__ import annotations

import atexit
import os
import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO

END_OF_FILE = b""
"""Sent in place of a message, and received for it."""
_DECODER = Path(__file__).with_name("decoder.py")
_MOST_KEPT = 1 if hasattr(os, "fork") else 0
"""Without forks a process decodes one file and ends."""
_LENGTH = struct.Struct(">I")


class DecodingProcess:
    """A process of `loaders.synop_bufr.decoder` and the pipes to and from it."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self._broken = False
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(_DECODER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    @property
    def number(self) -> int:
        """Its number in the system."""
        return self._process.pid

    @property
    def usable(self) -> bool:
        """Whether it belongs to this process (not to one that has forked it) and goes on."""
        return not self._broken and self.owner == os.getpid() and self._process.poll() is None

    def send(self, message: bytes) -> None:
        """A message, or `END_OF_FILE`; where the process is gone the missing reply tells."""
        stream = _pipe(self._process.stdin)
        try:
            stream.write(_LENGTH.pack(len(message)) + message)
            stream.flush()
        except BrokenPipeError:
            self._broken = True

    def receive(self) -> bytes | None:
        """The reply to what was sent first and not replied to; None where the process is gone."""
        stream = _pipe(self._process.stdout)
        head = stream.read(_LENGTH.size)
        (length,) = _LENGTH.unpack(head) if len(head) == _LENGTH.size else (None,)
        raw = b"" if not length else stream.read(length)
        if len(raw) == length:
            return raw
        self._broken = True
        return None

    def kill(self) -> None:
        """End it at once; whoever is sending to it is told by an error."""
        self._process.kill()
        # A fork that is left finds nobody to reply to. It would wait for that for ever.
        with suppress(OSError):
            _pipe(self._process.stdout).close()

    def close(self) -> None:
        """End it, nothing being sent any more."""
        self.kill()
        with suppress(OSError):
            _pipe(self._process.stdin).close()
        self._process.wait()


_kept: list[DecodingProcess] = []


def take() -> DecodingProcess:
    """A process that nobody else uses until it is given back."""
    while _kept:
        with suppress(IndexError):  # another thread was first
            process = _kept.pop()
            if process.usable:
                return process
            if process.owner == os.getpid():
                process.close()
    return DecodingProcess()


def give_back(process: DecodingProcess) -> None:
    """Keep it for the next file: all that was sent has been replied to, `END_OF_FILE` last."""
    if process.usable and len(_kept) < _MOST_KEPT:
        _kept.append(process)
    else:
        process.close()


@atexit.register
def end_kept() -> None:
    """End the processes that wait for another file."""
    while _kept:
        with suppress(IndexError):
            process = _kept.pop()
            if process.owner == os.getpid():
                process.close()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream
