"""Files given on a page: kept in a folder of their own, checked or loaded as by `suyuan load`."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol, TypeVar

from dashboard.loading import Outcome, Work, check_files, load_files, plan_work
from graph import InvalidValueError, Workspace
from loaders import Declared, Planned

T = TypeVar("T")
SOURCE = "uploads"
LONGEST = 120
_STEP = 0.3


class Upload(Protocol):
    """A file that somebody gave: its name, which is data, and its bytes."""

    @property
    def name(self) -> str:
        """The name it had where it came from."""
        ...

    def getbuffer(self) -> memoryview:
        """Its bytes."""
        ...


@dataclass(slots=True)
class Watched:
    """How a load goes on, told by the thread that loads to the one that draws."""

    file_name: str = ""
    number: int = 0
    total: int = 1
    done: int = 0
    projected: int = 0
    began: float = field(default_factory=time.monotonic)

    def file(self, planned: Planned, number: int, total: int) -> None:
        """A file is begun."""
        self.file_name, self.number, self.total, self.done = (
            planned.source.path.name,
            number,
            total,
            0,
        )

    def rows(self, count: int) -> None:
        """So many rows of the file are done."""
        self.done = count

    def projecting(self, count: int) -> None:
        """So many positions of the ledger are projected."""
        self.projected = count


def safe_name(name: str) -> str:
    r"""A file name without folders and signs that a file system or a terminal would obey.

    >>> safe_name("../../etc/passwd"), safe_name("C:\\x\\站点.csv"), safe_name("..")
    ('passwd', '站点.csv', 'file')
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c if c.isprintable() else "_" for c in last).strip()
    while len(kept.encode()) > LONGEST:
        stem, dot, ending = kept.rpartition(".")
        kept = f"{stem[:-1]}{dot}{ending}" if len(stem) > 1 else kept[:-1]
    return "file" if kept.strip(". ") == "" else kept.lstrip(".")


def write(uploads: Sequence[Upload], folder: Path) -> list[Path]:
    """The files in a folder. Raises `InvalidValueError` where two have one name."""
    paths: list[Path] = []
    for upload in uploads:
        path = folder / safe_name(upload.name)
        if path in paths:
            raise InvalidValueError(
                "file",
                path.name,
                "两个文件同名 / two files have this name",
                "分两次装载 / load them one after the other",
            )
        path.write_bytes(upload.getbuffer())
        paths.append(path)
    return paths


def planned(paths: Sequence[Path], source: str) -> Work:
    """What will be loaded; each file is a source of its own, named after it."""
    name = source.strip() or (f"{SOURCE}/{paths[0].name}" if len(paths) == 1 else SOURCE)
    return plan_work(paths, Declared(source=name))


def checked(uploads: Sequence[Upload], source: str) -> Outcome:
    """What a load of these files would say; nothing is written."""
    with TemporaryDirectory(prefix="suyuan-") as folder:
        return check_files(planned(write(uploads, Path(folder)), source), Watched())


def loading(
    uploads: Sequence[Upload], source: str, watch: Watched, *, allow_retract: bool
) -> Callable[[Workspace], Outcome]:
    """The task that loads these files."""
    held = [_Held(upload.name, bytes(upload.getbuffer())) for upload in uploads]

    def task(workspace: Workspace) -> Outcome:
        with TemporaryDirectory(prefix="suyuan-") as folder:
            work = planned(write(held, Path(folder)), source)
            if not work.plan.files:
                return check_files(work, watch, dry_run=False)
            return load_files(workspace, work, watch, allow_retract=allow_retract)

    return task


@dataclass(frozen=True, slots=True)
class _Held:
    """A file's bytes, kept while the session that gave it may be gone."""

    name: str
    content: bytes

    def getbuffer(self) -> memoryview:
        return memoryview(self.content)


def awaited(future: Future[T], tick: Callable[[], None]) -> T:
    """The result of a task; `tick` draws how far it is while it runs."""
    while not future.done():
        tick()
        time.sleep(_STEP)
    return future.result()
