"""How a projection into another store goes on, and what it has written."""

from __future__ import annotations

from dataclasses import asdict
from types import TracebackType

from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from dashboard.projecting import Projected
from dashboard.render.console import console, text

_DONE = {
    "incremental": "图库已更新 / the store is up to date",
    "bulk": "已导入 / imported",
    "files": "导入文件已写 / import files written",
}


class ProjectionProgress:
    """One bar on stderr; nothing where stderr is no terminal, or when `quiet`."""

    def __init__(self, positions: int, *, quiet: bool = False) -> None:
        screen = console(stderr=True)
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(24),
            TimeElapsedColumn(),
            console=screen,
            transient=True,
            disable=quiet or not screen.is_terminal,
        )
        self._task = self._bars.add_task("…", total=positions or None)

    def __enter__(self) -> ProjectionProgress:
        self._bars.start()
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._bars.stop()

    def projecting(self, count: int) -> None:
        """So many positions of the ledger are projected."""
        self._bars.update(self._task, description="写入图库 projecting", completed=count)

    def writing(self, positions: int) -> None:
        """So many positions of the ledger are in files."""
        self._bars.update(self._task, description="写导入文件 writing files", completed=positions)

    def importing(self, elements: int) -> None:
        """The server is stopped and imports."""
        self._bars.update(self._task, description=f"导入 importing {elements:,}", total=None)

    def checking(self) -> None:
        """The server starts and is asked what it holds."""
        self._bars.update(self._task, description="启动并核对 starting, checking", total=None)


def projected_json(done: Projected) -> dict[str, object]:
    """All of it, and the rate."""
    return {**asdict(done), "per_second": round(done.rate)}


def print_projected(done: Projected, to: str | None) -> None:
    """Where the graph or its files are, how much they hold, and what to do next."""
    screen = console()
    screen.print(Text(f"√ {_DONE[done.way]}", "bold #009E73"))
    unit = "positions" if done.way == "incremental" else "elements"
    pairs = {
        "文件夹 folder" if done.way == "files" else "图库 store": done.store,
        "位置 position": f"{done.position:,}",
        "节点 nodes": f"{done.nodes:,}",
        "边 edges": f"{done.edges:,}",
        "用时 time": f"{done.seconds:.1f} s，{done.written:,} {unit}，{done.rate:,.0f}/s",
    }
    if done.stages:
        pairs["其中 of it"] = "，".join(f"{k} {v:.1f} s" for k, v in done.stages.items())
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in pairs.items():
        table.add_row(name, text(value))
    screen.print(table)
    if done.script is not None:
        _print_next(done.script, to or "bolt://HOST:7687")


def _print_next(script: str, uri: str) -> None:
    screen = console()
    screen.print(
        "下一步：把文件夹带到数据库的机器上，停库后运行，再启动 / next: take the folder to the "
        "database's machine, stop the database, run this, start it again",
        soft_wrap=True,
    )
    screen.print(text(f"  sh {script}", "bold"), soft_wrap=True)
    screen.print("然后建约束、补齐并接着写 / then, for constraints and whatever came since:")
    screen.print(text(f"  suyuan project --to {uri}", "bold"), soft_wrap=True)
