"""The log of names of persons that somebody was shown: written before they are shown."""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

from graph.claim import Place

REVEALS_FILE = "reveals.jsonl"


@dataclass(frozen=True, slots=True)
class ShownTo:
    """Somebody with the right to see names of persons, and where they stand before them.

    `question`: the id of what was asked. `shown_in`: `page`, or the file that is taken away.
    """

    user: str
    role: str = ""
    question: str = ""
    shown_in: str = ""


def log_reveal(
    log: Path, digest: bytes, place: Place, names: int, to: ShownTo | None = None
) -> None:
    """One line in a home's log for each place with names that somebody is about to see.

    `digest`: SHA-256 of the file that it stands in. `names`: how many are shown there; the names
    themselves are not logged. `to`: None for who runs a command on this machine. Raises `OSError`
    where the log cannot be written: then nothing may be shown.
    """
    record: dict[str, object] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "user": getpass.getuser() if to is None else to.user,
        "sha256": digest.hex(),
        "place": str(place),
        "names": names,
    }
    if to is not None:
        record |= {"role": to.role, "question": to.question, "shown_in": to.shown_in}
    log.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "ab") as stream:
        stream.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
