"""What the system tells of processes; nothing where it has no /proc."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def queued(process: int) -> float:
    """Seconds that it stood ready and had no processor; 0 where the system is silent."""
    try:
        told = Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()
        return int(told[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


def spent(process: int) -> float:
    """Seconds of a processor that it and its ended children took; 0 where it is gone."""
    told = _told(process)
    return sum(map(int, told[11:15])) / os.sysconf("SC_CLK_TCK") if told else 0.0


def state(process: int) -> str:
    """`R` running, `S` waiting, `Z` ended and not yet forgotten, "" gone."""
    told = _told(process)
    return told[0] if told else ""


def descendants(process: int) -> list[int]:
    """The processes that it has started, and theirs."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*"):
        if told := _told(int(path.name)):
            parents.setdefault(int(told[1]), []).append(int(path.name))
    found = list(parents.get(process, []))
    for one in found:
        found += parents.get(one, [])
    return found


def _told(process: int) -> list[str]:
    """Its state, its parent and more."""
    with suppress(OSError):
        text = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
        return text.rpartition(")")[2].split()
    return []
