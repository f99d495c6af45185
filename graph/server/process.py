"""A process of ours: known by its number and the moment it began, so never mistaken.

Run as a script with the file that tells of a process, it waits until its input ends, as it does
when whoever started it is gone, however that came about; then it ends that process.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class KnownProcess:
    """A process: its number, and when it began (numbers are used again)."""

    pid: int
    began: str

    @classmethod
    def of(cls, pid: int) -> KnownProcess | None:
        """The process of this number; None where none runs."""
        began = _began(pid)
        return None if began is None else cls(pid, began)

    @classmethod
    def read(cls, path: Path) -> KnownProcess | None:
        """The process that a file tells of; None where there is no such file or it is damaged."""
        try:
            content = json.loads(path.read_text(encoding="ascii"))
            return cls(int(content["pid"]), str(content["began"]))
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def write(self, path: Path) -> None:
        """Keep it in a file."""
        path.write_text(json.dumps(asdict(self)) + "\n", encoding="ascii")

    @property
    def alive(self) -> bool:
        """It still runs: the process of this number began at that moment."""
        return _began(self.pid) == self.began

    def end(self, number: signal.Signals, within: float) -> bool:
        """Send it a signal and wait; whether it is gone. A stranger's process is left alone."""
        if self.alive:
            os.kill(self.pid, number)
        until = time.monotonic() + within
        while self.alive:
            if time.monotonic() > until:
                return False
            time.sleep(0.02)
        return True


def _began(pid: int) -> str | None:
    """When a process began, in whatever words the system has; None when it does not run."""
    if (_PROC / "self" / "stat").exists():
        return _began_by_proc(pid)
    run = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    state, _, began = run.stdout.strip().partition(" ")
    return None if not state or state.startswith("Z") else began.strip()


def _began_by_proc(pid: int) -> str | None:
    """The start of `proc(5)`, field 22, in ticks since boot, with the number of the boot."""
    try:
        stat = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    state, *fields = stat.rpartition(")")[2].split()
    if state in "ZX":  # it has ended; only its parent has not asked yet
        return None
    boot = (_PROC / "sys" / "kernel" / "random" / "boot_id").read_text(encoding="ascii").strip()
    return f"{boot}/{fields[18]}"


@contextmanager
def ended_with_us(path: Path) -> Iterator[None]:
    """The process that a file then tells of does not outlive ours, even when ours is killed."""
    command = [sys.executable, "-I", __file__, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True):
        yield


if __name__ == "__main__":
    sys.stdin.read()
    known = KnownProcess.read(Path(sys.argv[1]))
    if known:
        known.end(signal.SIGKILL, within=10)
