"""What every command shares: its options, the home it works in, and how its errors are told."""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Concatenate, ParamSpec

import typer

if TYPE_CHECKING:
    from graph import Settings, Workspace

P = ParamSpec("P")

AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="T", help="有效时间：当时的情形 / valid time: as it was then"),
]
KnownAt = Annotated[
    str | None,
    typer.Option(
        "--known-at", metavar="T", help="记录时间：当时所知 / recorded time: as known then"
    ),
]
RevealNames = Annotated[
    bool,
    typer.Option(
        "--reveal-names", help="显示人名（每次记入日志） / show names of persons; each is logged"
    ),
]
English = Annotated[bool, typer.Option("--en", help="英文输出 / in English")]
User = Annotated[str, typer.Option("--user", metavar="NAME", help="处理人 / who handles it")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="理由 / why")]
Unit = Annotated[str, typer.Option("--unit", metavar="UNIT", help="责任单位 / who answers for it")]
On = Annotated[
    str, typer.Option("--on", metavar="DATE", help="发生的日子，不写为现在 / the day, default now")
]
QueryText = Annotated[
    str, typer.Argument(metavar="TEXT", help="查询，- 则从标准输入读 / a query, - for stdin")
]
Limit = Annotated[int, typer.Option("--limit", metavar="N", help="最多行数 / most rows")]
Timeout = Annotated[
    float, typer.Option("--timeout", metavar="S", help="秒，最多 60 / seconds, at most 60")
]
Csv = Annotated[Path | None, typer.Option(metavar="FILE", help="另存 CSV / also write a CSV file")]


@dataclass(frozen=True, slots=True)
class Given:
    """The options that all commands take."""

    home: Path | None = None
    store: str | None = None
    as_json: bool = False
    debug: bool = False

    @property
    def settings(self) -> Settings:
        """Home and store: as given, else from the environment, else the defaults."""
        from graph import Settings

        return Settings.from_env(home=self.home, store=self.store)


_SHARED: dict[str, tuple[object, object]] = {
    "home": (
        Annotated[
            Path | None,
            typer.Option(
                "--home", metavar="DIR", help="数据文件夹 / state folder [SUYUAN_HOME, ./.suyuan]"
            ),
        ],
        None,
    ),
    "store": (
        Annotated[
            str | None,
            typer.Option("--store", metavar="URI", help="图库 / graph store [SUYUAN_STORE]"),
        ],
        None,
    ),
    "as_json": (Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")], False),
    "debug": (
        Annotated[bool, typer.Option("--debug", help="出错时显示调用栈 / show a traceback")],
        False,
    ),
}


def command(function: Callable[Concatenate[Given, P], None]) -> Callable[..., None]:
    """A command that also takes the shared options; errors end it with message and exit code."""

    @functools.wraps(function)
    def run(*args: P.args, **options: P.kwargs) -> None:
        shared = {name: options.pop(name) for name in _SHARED if name in options}
        given = Given(**shared)  # type: ignore[arg-type]
        with _told(given):
            function(given, *args, **options)

    own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
        for name, (kind, default) in _SHARED.items()
    ]
    run.__signature__ = inspect.Signature([*own, *added])  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in (*own, *added)}
    return run


@contextmanager
def _told(given: Given) -> Iterator[None]:
    """Errors become one message on stderr and an exit code; the parser's own pass through."""
    try:
        yield
    except (typer.Exit, typer.Abort, typer.BadParameter, BrokenPipeError):
        raise
    except Exception as error:
        from dashboard.exit_codes import ending
        from dashboard.render.failure import failure_json, failure_text

        if given.debug:
            sys.excepthook(*sys.exc_info())
        typer.echo(failure_json(error) if given.as_json else failure_text(error), err=True)
        raise typer.Exit(ending(error).code) from error


@contextmanager
def opened(
    given: Given, *, create: bool = False, reveal_names: bool = False
) -> Iterator[Workspace]:
    """The workspace of the home. Raises `InvalidValueError` where there is no ledger to read."""
    from graph import InvalidValueError, Workspace
    from graph.ledger.ledger import LEDGER_FILE

    settings = given.settings
    if not create and not (settings.home / LEDGER_FILE).exists():
        raise InvalidValueError(
            "--home",
            str(settings.home),
            "此处没有台账 / there is no ledger here",
            "先装载：suyuan load PATH，或试 suyuan demo / load something first, or try the demo",
        )
    with Workspace(settings, create=create, reveal_names=reveal_names) as workspace:
        yield workspace
