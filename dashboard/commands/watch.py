"""`suyuan watch`: load the files of a folder as they arrive."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.commands.load import AllowRetract, Certainty, Snapshot, Zone
from dashboard.options import Given, command, opened

if TYPE_CHECKING:
    from dashboard.watching import Happening

Watched = Annotated[Path, typer.Argument(metavar="DIR", help="收文件的文件夹 / folder")]
Settle = Annotated[
    float,
    typer.Option(
        "--settle", min=0, metavar="S", help="静止几秒算写完 / seconds without a change: whole"
    ),
]
Every = Annotated[
    float, typer.Option("--every", min=0.01, metavar="S", help="几秒看一次 / seconds between looks")
]
Wait = Annotated[
    float,
    typer.Option(
        "--wait", min=0, metavar="S", help="台账被占时最多等几秒 / longest wait for a lock"
    ),
]
Once = Annotated[bool, typer.Option("--once", help="装完现有的就结束 / end when nothing is left")]
MoveTo = Annotated[
    Path | None,
    typer.Option("--move-to", metavar="DIR", help="有问题的文件移到此处 / put bad files there"),
]


@command
def watch(
    given: Given,
    folder: Watched,
    settle: Settle = 2.0,
    every: Every = 1.0,
    wait: Wait = 60.0,
    once: Once = False,
    move_to: MoveTo = None,
    snapshot: Snapshot = None,
    timezone: Zone = None,
    certainty: Certainty = None,
    allow_retract: AllowRetract = False,
) -> None:
    """守候文件夹，来一个装一个 / load the files of a folder as they arrive."""
    from dashboard.arriving import Folder
    from dashboard.loading import declared_as
    from dashboard.watching import Manner, Watch
    from graph import SourceError

    if not folder.is_dir():
        raise SourceError(folder, "没有这个文件夹 / no such folder", "检查路径 / check the path")
    declared = declared_as(None, snapshot, timezone, certainty)
    aside = None if move_to is None else move_to.absolute()
    home = given.settings.home.absolute()
    places = Folder(folder.absolute(), settle, (home, *([aside] if aside else [])))
    manner = Manner(every, wait, once, aside, declared, allow_retract)
    with opened(given, create=True) as workspace:
        watching = Watch(workspace, places, manner, _as_json if given.as_json else _as_text)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: watching.stop.set())
        clean = watching.run()
    raise typer.Exit(1 if once and not clean else 0)


def _as_json(happening: Happening) -> None:
    from dashboard.render.as_json import line

    typer.echo(line(happening))


def _as_text(happening: Happening) -> None:
    from dashboard.render.text import plain

    counts = ""
    if happening.read:
        counts = (
            f" · 读入 read {happening.read:,} · 拒绝 rejected {happening.rejected:,}"
            f" · 断言 claims {happening.asserted:,}"
        )
    zh, en = _WORDS[happening.what]
    said = f" · {happening.message}" if happening.message else ""
    about = happening.path or happening.source
    typer.echo(plain(f"{happening.at}  {zh} {en}  {about}{counts}{said}"))


_WORDS = {
    "started": ("开始", "started"),
    "stopped": ("结束", "stopped"),
    "loaded": ("已装载", "loaded"),
    "rejected": ("有行被拒", "rows rejected"),
    "refused": ("未装载", "refused"),
    "moved": ("已移开", "moved"),
    "changing": ("正被改写", "changing"),
    "unsettled": ("未写完", "unsettled"),
    "waiting": ("等待", "waiting"),
    "unavailable": ("文件夹不可用", "folder unavailable"),
    "projected": ("图库已更新", "projected"),
    "unprojected": ("图库未更新", "not projected"),
    "batch": ("一批", "batch"),
}
