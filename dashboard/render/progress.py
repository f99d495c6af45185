"""How a load goes on: bars on a terminal, silence elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import TypeVar

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from dashboard.render.console import console
from dashboard.render.text import plain, shorten
from loaders import Planned

E = TypeVar("E")


class LoadProgress:
    """Bars on stderr for the files, the rows of the present one, and the projection.

    Use as a context manager. Nothing is drawn where stderr is no terminal, or when `quiet`.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        screen = console(stderr=True)
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[unit]}", markup=False),
            TimeElapsedColumn(),
            console=screen,
            transient=True,
            disable=quiet or not screen.is_terminal,
        )
        self._files: TaskID | None = None
        self._projection: TaskID | None = None
        self._done = 0

    def __enter__(self) -> LoadProgress:
        self._bars.start()
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._bars.stop()

    def paused(self, ask: Callable[[E], bool], about: E) -> bool:
        """The answer to a question, for which the bars are taken away."""
        self._bars.stop()
        try:
            return ask(about)
        finally:
            self._bars.start()

    def file(self, planned: Planned, number: int, total: int) -> None:
        """A file is begun."""
        name = shorten(plain(planned.source.source_id), 44)
        if self._files is None:
            self._files = self._bars.add_task(name, total=total, unit="")
        self._bars.update(self._files, description=name, completed=number - 1, unit="")

    def reading(self, name: str) -> None:
        """A single file is begun, which needs no bar of files."""
        self._files = self._bars.add_task(shorten(plain(name), 44), total=None, unit="")

    def rows(self, count: int) -> None:
        """So many rows of the file are done."""
        if self._files is not None:
            self._bars.update(self._files, unit=f"{count:,} 行 rows")

    def projecting(self, count: int) -> None:
        """So many positions of the ledger are projected."""
        if self._projection is None:
            self._projection = self._bars.add_task("写入图库 projecting", total=None, unit="")
        self._bars.update(self._projection, completed=count, unit="")
