"""What the commands about the Neo4j server say."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from dashboard.render.console import console, text
from dashboard.serving import ServerState

ABSENT = "—"


def print_up(state: ServerState) -> None:
    """It runs: where, with which password, and what to tell the shell."""
    screen = console()
    if state.started:
        done = "√ 已启动 / started"
    elif state.running:
        done = "√ 本已在运行 / was running already"
    else:
        done = "× 连不上 / cannot be reached"
    screen.print(Text(done, "bold #009E73" if state.running else "bold #D55E00"))
    _print_pairs(
        {
            "Neo4j": state.version or ABSENT,
            "地址 uri": state.uri or ABSENT,
            "口令文件 password": f"{state.password_file or ABSENT}（{state.user or ABSENT}）",
            "数据 home": state.home or ABSENT,
        }
    )
    screen.print("在终端里执行，之后的命令就用它 / in your shell, for the commands to use it:")
    for line in state.exports:
        screen.print(text(line, "bold"), soft_wrap=True)


def print_down(*, stopped: bool) -> None:
    """It was stopped, or there was nothing to stop."""
    done = "√ 已停 / stopped" if stopped else "本来没有运行 / was not running"
    console().print(Text(done, "bold #009E73"))


def print_status(state: ServerState) -> None:
    """How it stands, line by line."""
    checked = "已逐一核对 / checked" if state.jars_checked else "核对用 / to check: --check"
    _print_pairs(
        {
            "Neo4j": state.version or ABSENT,
            "状态 state": "运行中 / running" if state.running else "没有运行 / not running",
            "地址 uri": state.uri or ABSENT,
            "用户 user": state.user or ABSENT,
            "口令文件 password": state.password_file or ABSENT,
            "进程 pid": str(state.pid or ABSENT),
            "数据 home": state.home or ABSENT,
            "Java": state.java or ABSENT,
            "程序 jars": f"{state.jars} · {state.n_jars}（{checked}）" if state.jars else ABSENT,
        }
    )


def _print_pairs(pairs: dict[str, str]) -> None:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in pairs.items():
        table.add_row(name, text(value))
    console().print(table)
