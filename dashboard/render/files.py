"""Files that a command writes: whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from graph import InvalidValueError


@contextmanager
def writing(path: Path, *, encoding: str = "utf-8") -> Iterator[IO[str]]:
    """A text file that takes its place when everything is written; nothing is left on an error.

    The folder must exist; line ends are written as they come.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".writing")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding=encoding, newline="") as stream:
            yield stream
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def making_folder(path: Path) -> Iterator[Path]:
    """A folder that takes its place when everything is in it; nothing is left on an error.

    Raises `InvalidValueError` where something is there already.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise InvalidValueError(
            "--output",
            str(path),
            "须是空文件夹，或还没有 / not an empty folder, nor a new one",
            "换一个 / use another",
        )
    making = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
    try:
        yield making
        making.chmod(0o777 & ~_umask())
        making.replace(path)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def write_text(path: Path, text: str) -> None:
    """Write a text, whole or not at all."""
    with writing(path) as stream:
        stream.write(text)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
